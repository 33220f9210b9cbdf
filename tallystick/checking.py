"""Re-checking certificates: no solver is imported, only the stand-alone checker and the standard library."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from proofs import checker
from tallystick import output
from tallystick.failure import BadInput, Exit, complain, harmless

CERTIFICATES = Path(".cache") / "certificates"
"""Where `verify` leaves the certificates of its last run, below the folder it was started in."""

LARGEST_FILE = 2**27
"""A file of more bytes is refused: the largest that `verify` leaves have a twentieth of that."""


@dataclass
class Finding:
    """What was checked: how many certificates are valid, and whatever is not as it should be."""

    valid: int = 0
    certificates: int = 0
    refused: list[Refusal] = field(default_factory=list)
    bundles: list[Bundle] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


@dataclass(frozen=True)
class Bundle:
    """A bundle among what was checked: the SHA-256 of its manifest, and for how many statements it has evidence."""

    folder: str
    sha256: str
    statements: int
    with_certificates: int

    def told(self) -> str:
        """What one has to know of it besides its certificates, in one line."""
        return (
            f"{self.folder}: certificates of {self.with_certificates} of {self.statements} statements; "
            f"the SHA-256 of its manifest is {self.sha256}"
        )


@dataclass(frozen=True)
class Unreadable:
    """A file or a bundle that can not be judged at all; the reason is one sentence that names it."""

    file: str
    reason: str


@dataclass(frozen=True)
class Refusal:
    """A certificate that proves nothing, by its position in its file; or, without one, a file of a bundle."""

    file: str
    certificate: int | None
    reason: str

    def told(self) -> str:
        """The refusal in one line."""
        reason = self.reason if len(self.reason) <= 300 else f"{self.reason[:300]}..."
        if self.certificate is None:
            return f"{self.file}: {reason}"
        return f"{self.file}: certificate {self.certificate} proves nothing: {reason}"


def run(*, files: Sequence[Path], as_json: bool) -> int:
    """Check every certificate of the files and bundles, or of the last run; returns the exit code.

    Each file is judged, whatever becomes of the others; the most telling of their codes counts. Nothing checked is not
    decided.
    """
    paths = list(files) or sorted(CERTIFICATES.rglob("*.json"))
    if not paths:
        raise BadInput(f"there are no certificates under {CERTIFICATES}; `tallystick verify` makes them")
    finding = Finding()
    for path in paths:
        try:
            if path.is_dir():
                from tallystick import auditing

                auditing.audit(path, finding)
            else:
                judge(str(path), read(path), finding)
        except BadInput as problem:
            finding.unreadable.append(Unreadable(str(path), str(problem)))
        except OSError as problem:  # of a folder on the way to it
            told = f"{path} can not be read: {problem.strerror or problem}"
            finding.unreadable.append(Unreadable(str(path), told))
    if as_json:
        output.data(document(finding))
    else:
        _tell(finding)
    for each in finding.unreadable:
        complain(each.reason)
    if finding.refused:
        return Exit.CONTRARY
    if finding.unreadable:
        return Exit.BAD_INPUT
    return Exit.AS_EXPECTED if finding.valid else Exit.UNDECIDED


def document(finding: Finding) -> dict[str, Any]:
    """What was checked as JSON has it; bundles and files that could not be read are named where there are any."""
    told: dict[str, Any] = {"valid": finding.valid, "refused": [asdict(each) for each in finding.refused]}
    if finding.bundles:
        told["bundles"] = [asdict(each) for each in finding.bundles]
    if finding.unreadable:
        told["unreadable"] = [asdict(each) for each in finding.unreadable]
    return told


def _tell(finding: Finding) -> None:
    """The same in words; nothing of certificates where none could be read."""
    shown = output.Output()
    for each in finding.refused:
        shown.print(harmless(each.told()), soft_wrap=True)
    for bundle in finding.bundles:
        shown.print(harmless(bundle.told()), soft_wrap=True)
    if finding.certificates or finding.refused or not finding.unreadable:
        shown.print(f"check: {finding.valid} of {finding.certificates} certificates are valid", soft_wrap=True)


def judge(file: str, certificates: Sequence[object], finding: Finding) -> None:
    """Check each certificate and add what comes of it to the finding; `file` is how they are told of."""
    finding.certificates += len(certificates)
    for position, certificate in enumerate(certificates):
        try:
            checker.check(certificate)
        except checker.Invalid as problem:
            finding.refused.append(Refusal(file, position, str(problem)))
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as problem:
            finding.refused.append(Refusal(file, position, f"it is no certificate ({_told(problem)})"))
        else:
            finding.valid += 1


def read(path: Path) -> list[object]:
    """The certificates of a file, not yet checked; `BadInput` if it is no list of anything."""
    content = parsed(path, contents(path, "file of certificates"), "file of certificates")
    if not isinstance(content, list):
        raise BadInput(f"{path} is no file of certificates: it holds no list")
    return content


def contents(path: Path, kind: str) -> bytes:
    """The bytes of a file that anybody may have written; `BadInput` where it can not be read or is beyond measure."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadInput(f"{path} has more than {LARGEST_FILE} bytes: that is no {kind}")
        return path.read_bytes()
    except OSError as problem:
        raise BadInput(f"{path} can not be read: {problem.strerror or problem}") from problem


def parsed(path: Path, content: bytes, kind: str) -> object:
    """The JSON that the bytes hold; `BadInput` if they hold none, or an object that two readers may see differently."""
    try:
        return json.loads(content.decode("utf-8"), object_pairs_hook=_unique)
    except UnicodeDecodeError as problem:
        raise BadInput(f"{path} is no {kind}: byte {problem.start + 1} is no UTF-8") from problem
    except RecursionError as problem:
        raise BadInput(f"{path} is no {kind}: it is nested too deeply") from problem
    except ValueError as problem:
        raise BadInput(f"{path} is no {kind}: {problem}") from problem


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
