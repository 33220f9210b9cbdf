"""The certificates that `verify` has kept, beside a report that counts them: each is checked again, with no solver."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from properties.property import Verdict
from reports.gate.certificates import Certificates, Doubt
from tallystick.checking import CERTIFICATES, Finding, judge, read
from tallystick.failure import BadInput
from tallystick.loading import STANDARD
from tallystick.selection import loaded


def checked(root: Path, content: Mapping[str, Any]) -> Certificates:
    """What comes of the certificates below a folder that are those of a whole report's proofs.

    Of a system of which none is kept nothing is said but that. Of another, each proof has to have as many as the report
    says, and all of them have to check.
    """
    valid = proofs = 0
    doubts: list[Doubt] = []
    absent = []
    for system in content["systems"]:
        counted = dict(_counted(system))
        folder = root / CERTIFICATES / _folder(system["system"])
        if not any((folder / f"{identifier}.json").is_file() for identifier in counted):
            absent += [system["system"]] if counted else []
            continue
        for identifier, number in counted.items():
            found, reason = _judged(folder / f"{identifier}.json", number)
            valid += found
            proofs += not reason
            doubts += [Doubt(identifier, reason)] if reason else []
    return Certificates(valid, proofs, tuple(absent), tuple(doubts))


def _counted(system: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """The proofs of a system with certificates, and how many each has."""
    for entry in system["properties"]:
        if entry["verdict"] == Verdict.PROVED.value and entry["evidence"] and entry["evidence"]["certificates"]:
            yield entry["id"], entry["evidence"]["certificates"]


def _folder(system: str) -> str:
    """The name under which what was found of a system is kept: that of its class."""
    return type(loaded(system)).__name__ if system in STANDARD else system


def _judged(file: Path, expected: int) -> tuple[int, str]:
    """How many of a file's certificates check, and what is wrong with them, if anything is."""
    if not file.is_file():
        return 0, f"none is kept, and the report counts {expected}"
    finding = Finding()
    try:
        judge(file.name, read(file), finding)
    except BadInput as problem:
        return 0, str(problem).replace(str(file), file.name)
    if finding.refused:
        return finding.valid, f"{len(finding.refused)} of {finding.certificates}; {finding.refused[0].told()}"
    if finding.certificates != expected:
        return finding.valid, f"{finding.certificates} are kept, and the report counts {expected}"
    return finding.valid, ""
