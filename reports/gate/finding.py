"""What the gate has to tell, one finding each: how grave, by which rule, of which property, and where it is written."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import ndiff

from proofs.outcome import Report
from properties.property import Verdict
from reports.gate.accepted import Acceptance, unmatched
from reports.gate.certificates import Doubt
from reports.gate.change import MEANING, OF_CODE, Change, Effect
from reports.gate.freshness import UNRECORDED
from reports.gate.places import Place
from reports.words import plural
from reports.words import standing as standing_of

CONTRARY = "not-as-recorded"
STALE = "stale"
CERTIFICATE = "certificate"
UNMATCHED = "acceptance"
UNKNOWN_SOURCES = "sources"
PROVER = "prover"

RULES = {
    CONTRARY: "the verdict that was found is not the recorded one",
    STALE: "the report is not about the sources beside it",
    CERTIFICATE: "the certificates of a proof that are kept are not those that the report counts, or do not check",
    UNMATCHED: "an entry of the file of acceptances matches nothing",
    UNKNOWN_SOURCES: "sources are newer than the report",
    PROVER: "the code that proves and refutes is another",
    **{kind.value: meaning for kind, meaning in MEANING.items()},
}
"""Every rule by its name, with what it says."""

LONGEST = 160
"""Of a longer text only the beginning is told; the data have it whole."""


class Level(enum.Enum):
    """How grave a finding is; the values are those of SARIF. Only an error makes the gate fail."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing to tell. `change` is the difference it is about, if it is one; `accepted` the reason it may be."""

    level: Level
    rule: str
    id: str
    message: str
    place: Place
    change: Change | None = None
    accepted: str = ""


def findings(
    *,
    changes: Sequence[Change],
    acceptances: Sequence[Acceptance],
    reports: Iterable[Report],
    stale: Iterable[tuple[str, str]],
    doubts: Iterable[Doubt] = (),
    newer: Sequence[str],
    prover: Sequence[str] = (),
    places: Mapping[str, Place],
    published: Place,
    accepted_in: Place,
) -> list[Finding]:
    """All there is to tell, the gravest first, otherwise in reading order.

    `newer` are source files that changed after the commit that last changed the report, `prover` those of the prover
    that differ from the base, `doubts` what is wrong with certificates that are kept. `published` is the report and
    `accepted_in` the file of acceptances: where those findings are, for which no source can be named.
    """

    def at(identifier: str) -> Place:
        return places.get(identifier, published)

    found = [_of_change(each, acceptances, at(each.id)) for each in changes]
    for report in reports:
        for outcome in report.outcomes:
            if not outcome.as_expected:
                recorded_unknown = outcome.property.expected is Verdict.UNKNOWN and outcome.verdict is not Verdict.ERROR
                level = Level.NOTE if recorded_unknown and not Report("", (outcome,)).exit_code() else Level.ERROR
                told = f"{outcome.verdict.value}, {standing_of(outcome)}. {outcome.reason}".rstrip()
                found.append(Finding(level, CONTRARY, outcome.property.id, told, at(outcome.property.id)))
    for identifier, what in stale:
        told = f"The report is stale: {what}; `tallystick verify --report` writes it anew."
        found.append(Finding(Level.ERROR, STALE, identifier, told, at(identifier)))
    for doubt in doubts:
        told = f"The certificates are not those of the proof: {doubt.reason}; `tallystick verify` makes them anew."
        found.append(Finding(Level.ERROR, CERTIFICATE, doubt.id, told, at(doubt.id)))
    for entry in unmatched(acceptances, changes):
        told = f"The accepted change {entry.what.value!r} did not happen; take the entry away ({entry.reason})."
        found.append(Finding(Level.WARNING, UNMATCHED, entry.id, told, accepted_in))
    if prover:
        told = (
            f"The verdicts of both reports are not found by the same code: {plural(len(prover), 'file')} of the prover "
        )
        told += f"({_some(prover)}) {'is' if len(prover) == 1 else 'are'} not as at the base."
        found.append(Finding(Level.WARNING, PROVER, "", told, Place(prover[0], 0)))
    if newer:
        told = f"{plural(len(newer), 'source file')} changed after the commit that last changed the report "
        told += f"({_some(newer)}); "
        told += f"{UNRECORDED}."
        found.append(Finding(Level.WARNING, UNKNOWN_SOURCES, "", told, published))
    return sorted(found, key=lambda each: list(Level).index(each.level))


def _some(files: Sequence[str]) -> str:
    return f"{', '.join(files[:3])}{', ...' if len(files) > 3 else ''}"


def _of_change(change: Change, acceptances: Sequence[Acceptance], place: Place) -> Finding:
    reason = next((each.reason for each in acceptances if each.covers(change)), "")
    weakened = change.effect is Effect.WEAKENED
    level = Level.ERROR if weakened and not reason else Level.NOTE
    words = MEANING[change.kind]
    note = f"{change.note}: " if change.note else ""
    told = f"{words[:1].upper()}{words[1:]}: {note}{difference(change)}"
    return Finding(level, change.kind.value, change.id, told, place, change, reason if weakened else "")


def difference(change: Change) -> str:
    """What a change is from and to, shortened to what a reader can take in; of code, the lines that differ."""
    if change.kind in OF_CODE:
        lines = ndiff(change.before.splitlines(), change.after.splitlines())
        return short("; ".join(f"{line[0]} {line[2:].strip()}" for line in lines if line[0] in "-+"))
    return " → ".join(short(each) or "(none)" for each in (change.before, change.after))


def short(words: str) -> str:
    """The words on one line, cut where they are too many."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}..."
