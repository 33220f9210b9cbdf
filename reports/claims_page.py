"""The page of the published report on the claims of the documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from properties.claims import CLAIMS_OF, Document, Judgement, Standing
from properties.claims.judgement import shown
from reports.claims import DATA, MEANING, counted, standing_of, standings
from reports.markdown import table, text

PAGE = "claims.md"

PREFACE = (
    "Every sentence of the documents that says something of a system, in our words, and how it stands. That follows from "
    "the verdicts of the properties that judge it and from its worked numbers, which are executed on the model. "
    f"The same as data: [{DATA}]({DATA})."
)
SILENT = (Standing.CONFIRMED, Standing.PENDING, Standing.NOT_CHECKABLE)
"""Where the table says all there is to say."""


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
    numbers = [row for each in judgements for row in _numbers(each)]
    if numbers:
        parts += ["## Worked numbers", table(["claim", "case", "what", "document", "model", ""], numbers)]
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
    telling = [each for each in judgements if each.standing not in SILENT]
    if telling:
        parts += [f"### What of {text(source.name)} is not simply so", _reasons(telling)]
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


def _numbers(judgement: Judgement) -> Iterable[list[str]]:
    for execution in judgement.executions:
        for each in execution.comparisons:
            how = standing_of(each)
            yield [
                link(judgement.claim.id, ""),
                text(execution.example.name),
                text(each.what),
                text(shown(each.expected)),
                text(shown(each.got)),
                f"**{how}**" if how == "differs" else how,
            ]
        if execution.failure:
            yield [
                link(judgement.claim.id, ""),
                text(execution.example.name),
                text(execution.failure),
                "",
                "",
                "failed",
            ]
