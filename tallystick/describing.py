"""The JSON Schemas of the formats that other tools write or read, as the package holds them."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from typing import NamedTuple

from tallystick import output
from tallystick.failure import Exit, unknown


class Format(NamedTuple):
    """A format: the room and the file of its schema, and what has it."""

    room: str
    file: str
    what: str


FORMATS = {
    "trace": Format("conformance", "trace_schema.json", "one line of a recording, as `conform` reads it"),
    "counterexample": Format("fuzzing", "schema.json", "what `fuzz` saves and `replay` reads"),
    "certificate": Format("proofs", "certificate_schema.json", "a file of certificates, as `check` reads it"),
    "recheck": Format("reports", "recheck_schema.json", "what `recheck --json` writes"),
    "report": Format("reports", "schema.json", "report.json of a published report, as `gate` reads it"),
    "claims": Format("reports", "claims_schema.json", "claims.json of a published report"),
    "gains": Format("gains", "schema.json", "gains.json of a published report"),
    "vectors": Format("vectors", "schema.json", "vectors.json of a set of vectors"),
}


def schema_of(name: str) -> str:
    """The text of the schema of a format; `BadInput` if there is none of that name."""
    if name not in FORMATS:
        raise unknown("format", name, FORMATS)
    found = FORMATS[name]
    return files(found.room).joinpath(found.file).read_text(encoding="utf-8")


def run(*, name: str, as_json: bool) -> int:
    """Print the schema of a format, or which there are."""
    if name:
        sys.stdout.write(schema_of(name))
    elif as_json:
        output.data({each: json.loads(schema_of(each)) for each in FORMATS})
    else:
        width = max(map(len, FORMATS))
        shown = output.Output()
        for each, found in FORMATS.items():
            shown.print(f"{each:<{width}}  {found.what}", soft_wrap=True)
    return Exit.AS_EXPECTED
