"""The verdicts that the tests of properties tell: one run of `tallystick verify`, whoever asks for it how often.

The processes of pytest-xdist all ask, for the same properties. The first one runs it, the others wait and read what it
found. Whatever is not a whole answer of `verify` gives no verdict at all.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tallystick import apart
from tallystick.failure import Exit

ANSWERED = (Exit.AS_EXPECTED, Exit.CONTRARY, Exit.UNDECIDED, Exit.INTERNAL)
"""The exit codes with which `verify` may have written a document."""


@dataclass(frozen=True)
class Answer:
    """What `verify` found, by property, as a report holds it; or why it found nothing, in a sentence."""

    found: Mapping[str, Mapping[str, Any]]
    problem: str


def judged(system: str, identifiers: Sequence[str], shared: Path | None) -> Answer:
    """The answer on these properties; `shared` is a folder of all processes that may ask."""
    if shared is None:
        return understood(_run(system, identifiers))
    name = hashlib.sha256(json.dumps([system, *identifiers]).encode()).hexdigest()
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        kept = shared / f"{name}.json"
        if not kept.exists():
            part = kept.with_suffix(".part")
            part.write_text(json.dumps(_run(system, identifiers)), encoding="utf-8")
            part.replace(kept)
        return understood(json.loads(kept.read_text(encoding="utf-8")))


def _run(system: str, identifiers: Sequence[str]) -> dict[str, Any]:
    """Run `verify` on them; its progress is shown where the standard error output is a terminal."""
    words = ["verify", "--json", *(["--system", system] if system else [])]
    words += [word for each in identifiers for word in ("--property", each)]
    watched = os.isatty(2)
    done = subprocess.run(
        apart.command(words),
        env=apart.environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=None if watched else subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    return {"code": done.returncode, "out": done.stdout, "err": done.stderr or ""}


def understood(ended: Mapping[str, Any]) -> Answer:
    """What a run of `verify --json` says, from its exit code and its outputs."""
    said = str(ended["err"]).strip()
    if ended["code"] not in ANSWERED:
        return Answer({}, f"`tallystick verify` ended with {ended['code']}: {said or 'see above'}")
    try:
        systems = json.loads(ended["out"])["systems"]
        found = {each["id"]: each for system in systems for each in system["properties"]}
    except (ValueError, LookupError, TypeError) as problem:
        return Answer({}, f"`tallystick verify` wrote no report ({type(problem).__name__}): {said or problem}")
    return Answer(found, "")
