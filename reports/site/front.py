"""The front page: the verdict of the whole, what was found with the worst first, and what all of it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from claims import Judgement, Standing
from properties.catalogue import catalogue
from properties.property import Verdict
from properties.steps import number
from reports.claims_data import counted as counted_claims
from reports.site import trust
from reports.site.chart import short
from reports.site.entries import SEVERITY, Entry, Material
from reports.site.rendering import solver
from reports.words import MEANING, counted, plural

OF_DEPLOYED, OF_DESIGNS, NOT_AS_RECORDED = (
    "In the systems as they are",
    "In designs judged beside them",
    "Not as recorded",
)


@dataclass(frozen=True)
class Finding:
    """Something that is no proof: what is told of it, and in a word or two what makes it worse than others."""

    entry: Entry
    told: str
    contradicts: tuple[str, ...]
    exceeded: Fraction | None
    true_forms: tuple[str, ...]

    @property
    def tags(self) -> list[str]:
        """What makes it worse."""
        words = [f"contradicts {', '.join(self.contradicts)}"] if self.contradicts else []
        if self.exceeded is not None:
            words.append(f"exceeded on recorded markets by up to {short(self.exceeded)} USD")
        return words


@dataclass(frozen=True)
class Group:
    """Findings of one rank."""

    title: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Choice:
    """A filter of the table: its name, and what can be chosen."""

    name: str
    options: tuple[str, ...]


@dataclass(frozen=True)
class Resting:
    """An assumption of any proof, why it may be made, and how many properties have certificates that use it."""

    name: str
    why: str
    users: int


def context(entries: Sequence[Entry], material: Material, exceeded: Mapping[str, Fraction]) -> dict[str, Any]:
    """What the front page shows; `exceeded` is what runs on recorded markets come to."""
    claims = material.claims
    return {
        "lead": lead(entries, claims),
        "found": groups(entries, claims, exceeded),
        "contradicted": [each for each in claims if each.standing is Standing.CONTRADICTED],
        "entries": entries,
        "choices": choices(entries),
        "believed": trust.believed(),
        "checked": trust.checked(),
        "resting": resting(entries),
        "subjects": material.gains["subjects"] if material.gains else [],
        "meanings": list(MEANING.items()),
    }


def lead(entries: Sequence[Entry], claims: Sequence[Judgement]) -> str:
    """The verdict of the whole in one paragraph: every number in it is counted."""
    systems = list(dict.fromkeys(each.judged_of for each in entries))
    odd = [each for each in entries if not each.found["as_expected"]]
    found = counted(each.verdict for each in entries)
    parts = [f"Of {plural(len(entries), 'statement')} about {_listed(systems)}: {found}."]
    if not odd:
        parts.append("Every verdict is the recorded one.")
    else:
        parts.append(f"{number(len(odd))} of them are not as recorded: {_listed([each.id for each in odd])}.")
    evidence = [each.found["evidence"] for each in entries if each.found["evidence"]]
    certified = [each for each in evidence if each["certificates"]]
    if certified:
        certificates = sum(each["certificates"] for each in certified)
        parts.append(
            f"{number(len(certified))} of the proofs hold for all integers of the protocol's widths and any number of "
            f"users; they consist of {number(certificates)} certificates, which are checked without a solver"
            f"{_second_opinions(certified)}."
        )
    of_reals = sum(each.found["scope"]["kind"] == "Algebra" and each.verdict is Verdict.PROVED for each in entries)
    if of_reals:
        parts.append(f"{number(of_reals)} are of real numbers, where nothing is rounded, and shown by SymPy.")
    refuted = [each for each in entries if each.found["counterexample"]]
    if refuted:
        designs = sum(bool(each.judged_on) for each in refuted)
        beside = f", {designs} of them in designs judged beside the deployed ones" if designs else ""
        parts.append(f"Of {len(refuted)} there is a counterexample on plain integers{beside}.")
    if claims:
        parts.append(f"Of {len(claims)} claims of the documents, {counted_claims(claims)}.")
    return " ".join(parts)


def groups(entries: Sequence[Entry], claims: Sequence[Judgement], exceeded: Mapping[str, Fraction]) -> list[Group]:
    """What is no proof, or not as recorded, the worst first."""
    found: dict[str, list[Finding]] = {NOT_AS_RECORDED: [], OF_DEPLOYED: [], OF_DESIGNS: []}
    for entry in entries:
        odd = not entry.found["as_expected"]
        if entry.verdict is Verdict.PROVED and not odd:
            continue
        title = NOT_AS_RECORDED if odd else OF_DESIGNS if entry.judged_on else OF_DEPLOYED
        forms = tuple(each.id for each in entries if each.found["variant_of"] == entry.id)
        made = Finding(entry, _told(entry), _contradicted(entry, claims), exceeded.get(entry.id), forms)
        found[title].append(made)
    places = {entry.id: place for place, entry in enumerate(entries)}

    def rank(each: Finding) -> tuple[int, bool, Fraction, int]:
        worth = each.exceeded if each.exceeded is not None else Fraction(-1)
        return SEVERITY.index(each.entry.verdict), not each.contradicts, -worth, places[each.entry.id]

    return [Group(title, tuple(sorted(several, key=rank))) for title, several in found.items() if several]


def choices(entries: Sequence[Entry]) -> list[Choice]:
    """The filters, each with what occurs."""
    verdicts = {each.verdict for each in entries}
    return [
        Choice("verdict", tuple(each.value for each in Verdict if each in verdicts)),
        Choice("system", tuple(dict.fromkeys(each.judged_of for each in entries))),
        Choice("theme", tuple(sorted({each.theme for each in entries} - {""}))),
    ]


def resting(entries: Sequence[Entry]) -> list[Resting]:
    """Each assumption of any proof; those with two reasons are two assumptions."""
    uses: dict[tuple[str, str], int] = {}
    for entry in entries:
        for each in entry.found["evidence"]["assumptions"] if entry.found["evidence"] else ():
            key = each["name"], each["reason"]
            uses[key] = uses.get(key, 0) + (each["used_by"] > 0)
    return [Resting(name, why(name, reason), users) for (name, reason), users in sorted(uses.items())]


def why(name: str, reason: str) -> str:
    """The reason of an assumption, as it stands beside its name: of a property its sentence, where there is no other."""
    words = reason.removeprefix("assumption: ")
    if words != name:
        return words.removeprefix(f"{name}: ")
    known = catalogue()
    return " ".join(known[name].sentence.split()) if name in known else ""


def _told(entry: Entry) -> str:
    """The one line of a finding: of a refutation what happens, of anything else what stood in the way."""
    found = entry.found
    if entry.verdict is Verdict.REFUTED:
        if found["as_expected"] and found["story"]:
            return str(found["story"])
        return "; ".join(found["counterexample"]["story"]) if found["counterexample"] else str(found["reason"])
    return str(found["reason"]) or entry.meaning


def _contradicted(entry: Entry, claims: Sequence[Judgement]) -> tuple[str, ...]:
    """The contradicted claims that are stated by a refuted property, or by one whose bound fails too."""
    if entry.verdict is not Verdict.REFUTED:
        return ()
    return tuple(
        each.claim.id
        for each in claims
        if each.standing is Standing.CONTRADICTED and entry.id in (*each.claim.stated_by, *each.claim.bounded_by)
    )


def _second_opinions(evidence: Sequence[Mapping[str, Any]]) -> str:
    """Who agrees with every leaf of every certificate: only whoever does so everywhere is named."""
    said = [each["solvers"] for each in evidence]
    names = list(dict.fromkeys(name for solvers in said for name in solvers))
    agreeing = [name for name in names if all(str(each.get(name, "")).startswith("agrees") for each in said)]
    named = [solver(each) for each in agreeing]
    return f", and {_listed(named)} {'agrees' if len(named) == 1 else 'agree'} with each step" if named else ""


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nothing"
