"""The page of the published report on the claims of the documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from claims import CLAIMS_OF, Document, Judgement, Standing
from claims.judgement import shown
from reports.claims_data import DATA, MEANING, counted, standing_of, standings
from reports.markdown import table, text

PAGE = "claims.md"

PREFACE = (
    "Every sentence of the documents that says something of a system, in our words, and how it stands. That follows from "
    "the verdicts of the properties that judge it and from worked cases, which are executed on the model. "
    f"The same as data: [{DATA}]({DATA})."
)
CASES = (
    "Each case is executed on the model. Where a document gives no number, it is what its sentence means for the case: "
    "a number that follows from it, or a word."
)
TELLING = (Standing.WITHIN_BOUND, Standing.UNDECIDED)
"""Where neither the table nor the list of contradictions says all there is to say."""


def page(judgements: Sequence[Judgement], where: Mapping[str, str]) -> str:
    """The page; `where` has the page of each property by id."""
    counts = standings(judgements)
    parts = [
        "[All properties](index.md)",
        "# What the documents say, and how it stands",
        PREFACE,
        table(
            ["standing", "means", "claims"],
            [[each.value, text(meaning), str(counts[each])] for each, meaning in MEANING.items()],
        ),
    ]
    contradicted = [each for each in judgements if each.standing is Standing.CONTRADICTED]
    if contradicted:
        parts += ["## Contradicted", _reasons(contradicted)]
    for source in CLAIMS_OF:
        own = [each for each in judgements if each.claim.document == source.name]
        if own:
            parts += _document(source, own, where)
    numbers = list(_numbers(judgements))
    if numbers:
        parts += ["## Worked cases", CASES, table(["claims", "case", "what", "document", "model", ""], numbers)]
    return "\n\n".join(parts) + "\n"


def link(identifier: str, page: str) -> str:
    """A link to a claim's line; `page` is the way to the page."""
    return f"[{text(identifier)}]({page}#{identifier})"


def _document(source: Document, judgements: Sequence[Judgement], where: Mapping[str, str]) -> list[str]:
    parts = [
        f"## {text(source.name)}: {text(source.title)}",
        f"{len(judgements)} claims: {counted(judgements)}.",
        table(["id", "claim", "standing", "judged by"], [_line(each, where) for each in judgements]),
    ]
    telling = [each for each in judgements if each.standing in TELLING]
    if telling:
        parts += [f"### {text(source.name)}: how far it holds, and what is open", _reasons(telling)]
    return parts


def _line(judgement: Judgement, where: Mapping[str, str]) -> list[str]:
    claim, standing = judgement.claim, judgement.standing.value
    judges = [f"[{text(each)}]({where[each]})" if each in where else text(each) for each in claim.judged_by]
    if judgement.executions:
        judges.append(
            "a worked case" if len(judgement.executions) == 1 else f"{len(judgement.executions)} worked cases"
        )
    told = ", ".join(judges) or text("; ".join(judgement.because))
    shown_standing = f"**{standing}**" if judgement.standing is Standing.CONTRADICTED else standing
    return [f'<a id="{claim.id}"></a>{text(claim.id)}', text(claim.gist), shown_standing, told]


def _reasons(judgements: Iterable[Judgement]) -> str:
    lines = []
    for each in judgements:
        lines.append(f"- {link(each.claim.id, '')} {text(each.claim.gist)}")
        lines += [f"  - {text(reason)}" for reason in each.because]
    return "\n".join(lines)


def _numbers(judgements: Sequence[Judgement]) -> Iterator[list[str]]:
    """Each case once, with all the claims that it speaks to."""
    cases = {each.example: each for judgement in judgements for each in judgement.executions}
    for example, execution in cases.items():
        claims = [each.claim for each in judgements if example in each.claim.examples]
        head = [", ".join(link(each.id, "") for each in claims), text(execution.example.name)]
        for each in execution.comparisons:
            how = standing_of(each)
            shown_how = f"**{how}**" if how == "differs" else how
            yield [*head, text(each.what), text(shown(each.expected)), text(shown(each.got)), shown_how]
            head = ["", ""]
        if execution.failure:
            yield [*head, text(execution.failure), "", "", "**failed**"]
