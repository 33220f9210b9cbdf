"""The published report: an index, one page a property, and the same as JSON.

One page a property, because a reader of a diff should see from the list of files which statements moved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from claims import Judgement
from proofs.outcome import Counterexample, Evidence, Outcome, Report
from proofs.trace import START
from properties.property import Verdict
from reports import claims_data, claims_page, document, gains_link, steps
from reports.markdown import block, code, table, text
from reports.words import MEANING, assignments, counted, looks_at, number, plural, standing, story_of

DATA = "report.json"
INDEX = "index.md"

PREFACE = (
    "Written by `tallystick verify`. It holds no times and nothing about the machine: a difference is a difference in "
    f"what was found. The same as data: [{DATA}]({DATA})."
)
RESTING = (
    "Beside the axioms of division that the checker knows. The last column counts the properties whose certificates "
    "use the assumption."
)


def pages(
    reports: Iterable[Report],
    judgements: Sequence[Judgement] = (),
    *,
    gains: bool = False,
    code: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Every file of the published report, by its path inside the folder. `ValueError` if two would share a path.

    `judgements` are the claims of the documents as the same outcomes judge them; none if the run was of a part. `gains`
    is whether the folder holds those, written beside the report: then the index leads to them. `code` has the digest of
    each module that the report is about.
    """
    ordered = document.in_order(reports)
    where = _places(ordered)
    made = {INDEX: _index(ordered, where, judgements), DATA: document.dumped(document.document(ordered, code))}
    if judgements:
        made[claims_page.PAGE] = claims_page.page(judgements, where)
        made[claims_data.DATA] = document.dumped(claims_data.document(judgements))
    for report in ordered:
        for outcome in report.outcomes:
            made[where[outcome.property.id]] = _page(outcome, where, judgements)
    if gains:
        made[INDEX] = gains_link.linked(made[INDEX])
    return made


def place(system: str, identifier: str) -> str:
    """The path of a property's page inside the folder."""
    return f"{_slug(system)}/{_slug(identifier)}.md"


def _places(reports: Sequence[Report]) -> dict[str, str]:
    """The page of each property, by id."""
    where: dict[str, str] = {}
    taken: set[str] = set()
    for report in reports:
        for outcome in report.outcomes:
            page = place(report.system, outcome.property.id)
            # Some file systems do not tell upper from lower case.
            if page.lower() in taken:
                raise ValueError(f"two properties would be reported in {page}")
            taken.add(page.lower())
            where[outcome.property.id] = page
    return where


def _slug(name: str) -> str:
    return re.sub(r"[^\w.-]+", "-", name).strip("-.") or "-"


def _index(reports: Sequence[Report], where: dict[str, str], judgements: Sequence[Judgement]) -> str:
    parts = [
        "# What holds, what does not, and what that rests on",
        PREFACE,
        table(["verdict", "means"], [[each.value, text(meaning)] for each, meaning in MEANING.items()]),
    ]
    if judgements:
        counted_claims = f"{len(judgements)} claims: {claims_data.counted(judgements)}"
        parts.append(
            f"What the documents say of the systems, sentence by sentence: [{counted_claims}]({claims_page.PAGE})."
        )
    odd = [each for report in reports for each in report.outcomes if not each.as_expected]
    if odd:
        parts += ["## Not as recorded", "\n".join(f"- {_link(each, where)}: {_told(each)}" for each in odd)]
    for report in reports:
        found = counted(each.verdict for each in report.outcomes)
        parts += [
            f"## {text(report.system)}",
            f"{plural(len(report.outcomes), 'property', 'properties')}: {found}.",
            table(["id", "statement", "verdict", "certificates"], [_line(each, where) for each in report.outcomes]),
        ]
    refuted = [each for report in reports for each in report.outcomes if each.verdict is Verdict.REFUTED]
    if refuted:
        lines = [f"- {_link(each, where)}: {text(story_of(each))}" for each in refuted]
        parts += ["## Refuted, each in one line", "\n".join(lines)]
    resting = _resting(reports)
    if resting:
        parts += [
            "## What the proofs rest on",
            RESTING,
            table(["assumption", "why it may be assumed", "used by"], resting),
        ]
    return _joined(parts)


def _line(outcome: Outcome, where: dict[str, str]) -> list[str]:
    certificates = number(outcome.evidence.certificates) if outcome.evidence else ""
    verdict = outcome.verdict.value if outcome.as_expected else f"**{outcome.verdict.value}**, {standing(outcome)}"
    return [_link(outcome, where), text(outcome.property.sentence), verdict, certificates]


def _told(outcome: Outcome) -> str:
    return f"{outcome.verdict.value}, {standing(outcome)}: {text(story_of(outcome) or outcome.reason)}"


def _link(outcome: Outcome, where: dict[str, str]) -> str:
    return f"[{text(outcome.property.id)}]({where[outcome.property.id]})"


def _resting(reports: Sequence[Report]) -> list[list[str]]:
    """Each assumption once, with the number of properties that use it; those with two reasons are two assumptions."""
    uses: dict[tuple[str, str], int] = {}
    for report in reports:
        for outcome in report.outcomes:
            for each in outcome.evidence.assumptions if outcome.evidence else ():
                uses[each.name, each.reason] = uses.get((each.name, each.reason), 0) + (each.used_by > 0)
    return [[text(name), text(reason), str(count)] for (name, reason), count in sorted(uses.items())]


def _page(outcome: Outcome, where: dict[str, str], judgements: Sequence[Judgement]) -> str:
    statement = outcome.property
    judges = [each.claim.id for each in judgements if statement.id in each.claim.judged_by]
    facts = [
        ["verdict", f"**{outcome.verdict.value}**, {standing(outcome)}"],
        ["because", text(outcome.reason)],
        ["formalises", text(statement.claim)],
        ["judges", ", ".join(claims_page.link(each, f"../{claims_page.PAGE}") for each in judges)],
        ["is about", text(looks_at(statement))],
        ["assumes of the state before", ", ".join(_reference(each, where) for each in statement.assumes)],
        ["strongest true form of", _reference(statement.variant_of, where) if statement.variant_of else ""],
    ]
    parts = [
        f"[All properties](../{INDEX})",
        f"# {text(statement.id)}",
        text(statement.sentence),
        block(statement.formula) if statement.formula.strip() else "",
        table(["", ""], [fact for fact in facts if fact[1]]),
    ]
    if statement.story:
        parts += ["## Story", _paragraphs(statement.story)]
    if statement.notes:
        parts += ["## Notes", _paragraphs(statement.notes)]
    if outcome.counterexample:
        parts += ["## Counterexample", *_counterexample(outcome.counterexample)]
    if outcome.evidence:
        parts += ["## Evidence", *_evidence(outcome.evidence)]
    return _joined(parts)


def _reference(identifier: str, where: dict[str, str]) -> str:
    """A link to another property's page, or its id alone if it was not part of the run."""
    return f"[{text(identifier)}](../{where[identifier]})" if identifier in where else text(identifier)


def _evidence(evidence: Evidence) -> list[str]:
    explored, impossible = plural(evidence.paths, "path"), plural(evidence.pruned, "path")
    certificates = plural(evidence.certificates, "certificate")
    parts = [f"{certificates}; {explored} to success, {impossible} shown to be impossible."]
    if evidence.solvers:
        parts.append(table(["who", "says"], [[text(name), text(said)] for name, said in evidence.solvers]))
    if evidence.witness:
        parts.append(f"Not vacuous: {text(evidence.witness)}")
    if evidence.assumptions:
        parts += [
            "It rests on:",
            table(
                ["assumption", "why it may be assumed", "certificates that use it"],
                [
                    [text(each.name), text(each.reason), number(each.used_by) if each.used_by else "none"]
                    for each in document.sorted_uses(evidence)
                ],
            ),
        ]
    else:
        parts.append("It rests on no assumption.")
    return parts


def _counterexample(found: Counterexample) -> list[str]:
    parts = ["\n".join(f"{number}. {text(line)}" for number, line in enumerate(found.story, start=1))]
    parts.append(f"What fails: {text(found.claim)}")
    shown = [
        [
            str(position),
            text(row.who),
            f"{'starts with' if row.does == START else code(row.does)} {text(assignments(row.arguments))}".strip(),
            f"refused: {text(row.error)}" if row.error else text(assignments(row.result)),
            "\n".join(f"{code(each.field)} {text(each.moved())}" for each in row.changes),
        ]
        for position, row in enumerate(steps.rows(found.trace))
    ]
    if shown:
        parts.append(table(["step", "who", "does", "gets", "what changes"], shown))
    if found.inputs:
        inputs = [[code(name), number(value)] for name, value in sorted(found.inputs.items())]
        parts += ["Inputs that reproduce it:", table(["name", "value"], inputs)]
    return parts


def _paragraphs(words: str) -> str:
    return "\n\n".join(text(paragraph) for paragraph in re.split(r"\n\s*\n", words) if paragraph.strip())


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
