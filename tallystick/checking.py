"""Re-checking certificates: no solver is imported, only the stand-alone checker and the standard library."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from proofs import checker
from tallystick import output
from tallystick.failure import BadInput, Exit

CERTIFICATES = Path(".cache") / "certificates"
"""Where `verify` leaves the certificates of its last run, below the folder it was started in."""


def run(*, files: Sequence[Path], as_json: bool) -> int:
    """Check every certificate of the files, or of the last run; returns the exit code."""
    paths = list(files) or sorted(CERTIFICATES.rglob("*.json"))
    if not paths:
        raise BadInput(f"there are no certificates under {CERTIFICATES}; `tallystick verify` makes them")
    valid, refused = 0, []
    for path in paths:
        for position, certificate in enumerate(_read(path)):
            try:
                checker.check(certificate)
            except checker.Invalid as problem:
                refused.append({"file": str(path), "certificate": position, "reason": str(problem)})
            except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as problem:
                reason = f"it is no certificate ({type(problem).__name__}: {problem})"
                refused.append({"file": str(path), "certificate": position, "reason": reason})
            else:
                valid += 1
    if as_json:
        output.data({"valid": valid, "refused": refused})
    else:
        shown = output.Output()
        for each in refused:
            line = f"{each['file']}: certificate {each['certificate']} proves nothing: {each['reason']}"
            shown.print(line, soft_wrap=True)
        shown.print(f"check: {valid} of {valid + len(refused)} certificates are valid", soft_wrap=True)
    return Exit.CONTRARY if refused or not valid else Exit.AS_EXPECTED


def _read(path: Path) -> list[object]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        raise BadInput(f"{path} can not be read: {problem.strerror or problem}") from problem
    except (ValueError, RecursionError) as problem:
        raise BadInput(f"{path} is no file of certificates: {problem}") from problem
    if not isinstance(content, list):
        raise BadInput(f"{path} is no file of certificates: it holds no list")
    return content
