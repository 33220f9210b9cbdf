"""The answer of the gate as one object, which every form of it is made from, and its form as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from reports.gate.certificates import UNCHECKED, Certificates
from reports.gate.finding import Finding, Level
from reports.gate.freshness import UNRECORDED
from reports.words import plural

SCHEMA = "tallystick-gate/1"


@dataclass(frozen=True)
class Result:
    """What was compared with what, what there is to tell, and the exit code that follows.

    `against` is the revision as it was named, `commit` what it is; `properties` are the ids that the new report holds.
    `certificates` is what came of checking the evidence again.
    """

    against: str
    commit: str
    properties: tuple[str, ...]
    findings: tuple[Finding, ...]
    exit_code: int
    certificates: Certificates = UNCHECKED

    def of(self, level: Level) -> Sequence[Finding]:
        """The findings of one level."""
        return [each for each in self.findings if each.level is level]

    def summary(self) -> str:
        """One line: what was compared, and how much there is to tell."""
        accepted = sum(bool(each.accepted) for each in self.findings)
        return (
            f"gate: {plural(len(self.properties), 'property', 'properties')} against {self.against} "
            f"({self.commit[:12]}): {plural(len(self.of(Level.ERROR)), 'error')}, "
            f"{plural(len(self.of(Level.WARNING)), 'warning')}, {plural(len(self.of(Level.NOTE)), 'note')}, "
            f"{accepted} accepted"
        )


def document(result: Result) -> dict[str, Any]:
    """The answer as JSON has it; nothing in it is volatile."""
    return {
        "schema": SCHEMA,
        "against": result.against,
        "commit": result.commit,
        "exit_code": result.exit_code,
        "summary": {
            "properties": len(result.properties),
            **{level.value: len(result.of(level)) for level in Level},
            "accepted": sum(bool(each.accepted) for each in result.findings),
        },
        "certificates": {
            "valid": result.certificates.valid,
            "proofs": result.certificates.proofs,
            "not_kept": list(result.certificates.absent),
        },
        "not_recorded": UNRECORDED,
        "findings": [_finding(each) for each in result.findings],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    change = finding.change
    return {
        "level": finding.level.value,
        "rule": finding.rule,
        "id": finding.id,
        "message": finding.message,
        "file": finding.place.file,
        "line": finding.place.line,
        "accepted": finding.accepted,
        "change": None
        if change is None
        else {
            "system": change.system,
            "effect": change.effect.value,
            "before": change.before,
            "after": change.after,
            "note": change.note,
            "fingerprint": change.fingerprint,
        },
    }
