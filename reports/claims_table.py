"""The claims of the documents on the terminal: all in a table, or one in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from claims import CLAIMS_OF, Judgement, Standing
from claims.judgement import shown
from reports.claims_data import MEANING, counted, standing_of

STYLES = {
    Standing.CONFIRMED: "green",
    Standing.WITHIN_BOUND: "green",
    Standing.CONTRADICTED: "yellow",
    Standing.UNDECIDED: "magenta",
    Standing.PENDING: "dim",
    Standing.NOT_CHECKABLE: "dim",
}


def listed(judgements: Sequence[Judgement]) -> RenderableType:
    """Every claim in full, by document; under what is contradicted, why."""
    parts: list[RenderableType] = []
    for source in CLAIMS_OF:
        own = [each for each in judgements if each.claim.document == source.name]
        if own:
            parts += [Text(f"{source.name}  {source.title}", style="bold"), _table(own), Text()]
    parts.append(Text(f"{len(judgements)} claims: {counted(judgements)}"))
    return Group(*parts)


def explained(judgement: Judgement, statements: Mapping[str, Mapping[str, Any]]) -> RenderableType:
    """One claim: how it stands and why, the properties with their published verdicts, and its worked numbers."""
    claim = judgement.claim
    source = next(each for each in CLAIMS_OF if each.name == claim.document)
    parts: list[RenderableType] = [
        Text.assemble((claim.id, "bold"), f"  {claim.gist}"),
        Text(source.title, style="dim"),
        Text(),
        Text.assemble(_standing(judgement.standing), f": {MEANING[judgement.standing]}"),
        *(Padding(Text(f"- {reason}"), (0, 0, 0, 2)) for reason in judgement.because),
    ]
    roles = (
        ("stated by", claim.stated_by),
        ("bounded by", claim.bounded_by),
        ("denies", claim.denies),
        ("contradicted by", claim.contradicted_by),
    )
    judges = Table.grid(padding=(0, 2, 0, 0))
    for role, identifiers in roles:
        for identifier in identifiers:
            found = statements.get(identifier)
            judges.add_row(Text(role, style="dim"), identifier, found["verdict"] if found else "not judged")
    if judges.row_count:
        parts += [Text(), judges]
    if judgement.executions:
        parts += [Text(), _numbers(judgement)]
    return Group(*parts)


def _table(judgements: Iterable[Judgement]) -> Table:
    made = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    made.add_column("id", no_wrap=True, min_width=5)
    made.add_column("claim", ratio=1, overflow="fold")
    made.add_column("standing", no_wrap=True, min_width=14)
    for each in judgements:
        made.add_row(each.claim.id, Text(each.claim.gist), _standing(each.standing))
        if each.standing is Standing.CONTRADICTED:
            for reason in each.because:
                made.add_row("", Text(f"- {reason}", style="dim"), "")
    return made


def _numbers(judgement: Judgement) -> Table:
    made = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    for name in ("case", "what", "document", "model", ""):
        made.add_column(name, overflow="fold")
    for execution in judgement.executions:
        case = execution.example.name
        for each in execution.comparisons:
            made.add_row(case, each.what, shown(each.expected), shown(each.got), standing_of(each))
            case = ""
        if execution.failure:
            made.add_row(case, execution.failure, "", "", "failed")
    return made


def _standing(standing: Standing) -> Text:
    return Text(standing.value, style=STYLES[standing])
