"""Re-checking certificates: no solver is imported, only the stand-alone checker and the standard library."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from proofs import checker
from tallystick import output
from tallystick.failure import BadInput, Exit, harmless

CERTIFICATES = Path(".cache") / "certificates"
"""Where `verify` leaves the certificates of its last run, below the folder it was started in."""

LARGEST_FILE = 2**27
"""A file of more bytes is refused: the largest that `verify` leaves have a twentieth of that."""


def run(*, files: Sequence[Path], as_json: bool) -> int:
    """Check every certificate of the files, or of the last run; returns the exit code. Nothing checked is not decided."""
    paths = list(files) or sorted(CERTIFICATES.rglob("*.json"))
    if not paths:
        raise BadInput(f"there are no certificates under {CERTIFICATES}; `tallystick verify` makes them")
    valid = 0
    refused: list[dict[str, object]] = []
    for path in paths:
        for position, certificate in enumerate(_read(path)):
            try:
                checker.check(certificate)
            except checker.Invalid as problem:
                refused.append({"file": str(path), "certificate": position, "reason": str(problem)})
            except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as problem:
                reason = f"it is no certificate ({_told(problem)})"
                refused.append({"file": str(path), "certificate": position, "reason": reason})
            else:
                valid += 1
    if as_json:
        output.data({"valid": valid, "refused": refused})
    else:
        shown = output.Output()
        for each in refused:
            reason = str(each["reason"])
            reason = reason if len(reason) <= 300 else f"{reason[:300]}..."
            line = f"{each['file']}: certificate {each['certificate']} proves nothing: {reason}"
            shown.print(harmless(line), soft_wrap=True)
        shown.print(f"check: {valid} of {valid + len(refused)} certificates are valid", soft_wrap=True)
    if refused:
        return Exit.CONTRARY
    return Exit.AS_EXPECTED if valid else Exit.UNDECIDED


def _read(path: Path) -> list[object]:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(f"{path} has more than {LARGEST_FILE} bytes: that is no file of certificates")
        content = json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=_unique)
    except OSError as problem:
        raise BadInput(f"{path} can not be read: {problem.strerror or problem}") from problem
    except UnicodeDecodeError as problem:
        raise BadInput(f"{path} is no file of certificates: byte {problem.start + 1} is no UTF-8") from problem
    except RecursionError as problem:
        raise BadInput(f"{path} is no file of certificates: it is nested too deeply") from problem
    except ValueError as problem:
        raise BadInput(f"{path} is no file of certificates: {problem}") from problem
    if not isinstance(content, list):
        raise BadInput(f"{path} is no file of certificates: it holds no list")
    return content


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object whose names are told apart: of two that are the same, two readers may see a different one."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} appears twice in an object")
    return found


def _told(problem: Exception) -> str:
    """What is wrong with the shape of something, from what the checker stumbled over."""
    if isinstance(problem, KeyError):
        return f"it lacks {problem}"
    if isinstance(problem, RecursionError):
        return "it is nested too deeply"
    return f"{type(problem).__name__}: {problem}"
