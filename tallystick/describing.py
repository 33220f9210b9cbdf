"""The JSON Schemas of the formats that other tools write or read, as the package holds them."""

from __future__ import annotations

import json
import sys
from importlib.resources import files
from typing import NamedTuple

from tallystick import output
from tallystick.failure import Exit, unknown


class Format(NamedTuple):
    """A format: the room and the file of its schema, what has it, and the format whose definitions it takes, if any."""

    room: str
    file: str
    what: str
    defined_by: str = ""


FORMATS = {
    "trace": Format("conformance", "trace_schema.json", "one line of a recording, as `conform` reads it"),
    "counterexample": Format("fuzzing", "schema.json", "what `fuzz` saves and `replay` reads"),
    "certificate": Format("proofs", "certificate_schema.json", "a file of certificates, as `check` reads it"),
    "recheck": Format("reports", "recheck_schema.json", "what `recheck --json` writes"),
    "report": Format("reports", "schema.json", "report.json of a published report, and `verify --json`"),
    "claims": Format("reports", "claims_schema.json", "claims.json of a published report, and `claims --json`"),
    "gains": Format("gains", "schema.json", "gains.json of a published report"),
    "vectors": Format("vectors", "schema.json", "vectors.json of a set of vectors, and `vectors --json`"),
    "gate": Format("tallystick", "schemas/gate.json", "what `gate --json` prints"),
    "list": Format("tallystick", "schemas/list.json", "what `list --json` prints", "report"),
    "explain": Format("tallystick", "schemas/explain.json", "what `explain ID --json` prints", "report"),
    "check": Format("tallystick", "schemas/check.json", "what `check --json` prints"),
    "export": Format("tallystick", "schemas/export.json", "what `export --json` prints"),
    "site": Format("tallystick", "schemas/site.json", "what `report --json` prints"),
    "fuzz": Format("tallystick", "schemas/fuzz.json", "what `fuzz --json` prints"),
    "conform": Format("tallystick", "schemas/conform.json", "what `conform --json` prints"),
    "replay": Format("tallystick", "schemas/replay.json", "what `replay --json` prints"),
}


def schema_of(name: str) -> str:
    """The text of the schema of a format; `BadInput` if there is none of that name."""
    if name not in FORMATS:
        raise unknown("format", name, FORMATS)
    found = FORMATS[name]
    text = files(found.room).joinpath(found.file).read_text(encoding="utf-8")
    if not found.defined_by:
        return text
    whole = json.loads(text) | {"$defs": json.loads(schema_of(found.defined_by))["$defs"]}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


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
