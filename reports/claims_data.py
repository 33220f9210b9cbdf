"""The claims of the documents as a report has them: judged by the outcomes of a run, and as data.

A table of claims is made only of a run over every property of every system: of a part of them it would call undecided
what was merely not asked. `claims_schema.json` beside this module describes the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claims import CLAIMS, CLAIMS_OF, Comparison, Execution, Finding, Judgement, Standing, judged
from claims.judgement import shown
from proofs.outcome import Report
from properties.catalogue import catalogue
from properties.property import Property, Verdict
from reports.document import described

SCHEMA = "tallystick-claims/1"
DATA = "claims.json"

MEANING = {
    Standing.CONFIRMED: "every property that states it is proved, and every example gives the document's numbers",
    Standing.WITHIN_BOUND: "it holds up to rounding or under a condition, and properties that say how far are proved",
    Standing.CONTRADICTED: "a property that states it is refuted, or one that rules it out is proved, or a number differs",
    Standing.UNDECIDED: "something that has a say in it is not decided",
    Standing.PENDING: "the model does not have the rule or the system yet",
    Standing.NOT_CHECKABLE: "no model of a protocol can settle it",
}

WORDING = ("sentence", "formula", "claim", "scope", "assumes")
"""What makes a statement the same statement: a verdict on another wording is not a verdict on this one."""


def covers_everything(reports: Iterable[Report]) -> bool:
    """Whether every property of the repository was judged, each on the system that it is about."""
    asked = {(report.system, outcome.property.id) for report in reports for outcome in report.outcomes}
    return asked >= {(each.system, each.id) for each in catalogue()}


def judged_by(reports: Iterable[Report]) -> list[Judgement]:
    """Every claim, judged by what a run found and by its examples, which are executed now."""
    findings = {
        outcome.property.id: Finding(outcome.property, outcome.verdict)
        for report in reports
        for outcome in report.outcomes
    }
    return judged_of(findings)


def judged_by_published(found: Mapping[str, Mapping[str, Any]]) -> list[Judgement]:
    """Every claim, judged by a published report; what it found of another wording decides nothing."""
    findings = {
        each.id: Finding(each, Verdict(found[each.id]["verdict"]))
        for each in catalogue()
        if each.id in found and not reworded(each, found[each.id])
    }
    return judged_of(findings)


def judged_of(findings: Mapping[str, Finding]) -> list[Judgement]:
    """Every claim, in the order of the documents."""
    return [judged(each, findings) for each in CLAIMS]


def reworded(statement: Property, found: Mapping[str, Any]) -> list[str]:
    """The parts of the statement that have changed since a report was published."""
    said = described(statement)
    return [name for name in WORDING if found.get(name) != said[name]]


def standings(judgements: Iterable[Judgement]) -> dict[Standing, int]:
    """How many claims stand how; every standing, in its order."""
    found = [each.standing for each in judgements]
    return {standing: found.count(standing) for standing in Standing}


def counted(judgements: Iterable[Judgement]) -> str:
    """`44 confirmed, 7 contradicted`; what does not occur is left out."""
    return ", ".join(f"{count} {each.value}" for each, count in standings(judgements).items() if count) or "none"


def document(judgements: Sequence[Judgement]) -> dict[str, Any]:
    """The claims as JSON has them, by document; documents without a claim among these are left out."""
    made = []
    for source in CLAIMS_OF:
        own = [each for each in judgements if each.claim.document == source.name]
        if own:
            made.append(
                {
                    "document": source.name,
                    "title": source.title,
                    "summary": {standing.value: count for standing, count in standings(own).items()},
                    "claims": [told(each) for each in own],
                }
            )
    return {"schema": SCHEMA, "documents": made}


def told(judgement: Judgement) -> dict[str, Any]:
    """One claim with its standing, what that follows from, and what judges it."""
    claim = judgement.claim
    return {
        "id": claim.id,
        "claim": claim.gist,
        "system": claim.system,
        "standing": judgement.standing.value,
        "because": list(judgement.because),
        "stated_by": list(claim.stated_by),
        "bounded_by": list(claim.bounded_by),
        "denies": list(claim.denies),
        "contradicted_by": list(claim.contradicted_by),
        "examples": [_execution(each) for each in judgement.executions],
    }


def standing_of(compared: Comparison) -> str:
    """How the model's number stands to the document's."""
    return "exact" if compared.exact else "within rounding" if compared.near else "differs"


def _execution(execution: Execution) -> dict[str, Any]:
    return {
        "name": execution.example.name,
        "comparisons": [
            {
                "what": each.what,
                "document": shown(each.expected),
                "model": shown(each.got),
                "standing": standing_of(each),
            }
            for each in execution.comparisons
        ],
        "failure": execution.failure,
    }
