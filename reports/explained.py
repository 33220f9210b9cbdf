"""One property in full on the terminal: what it says, and what the published report found of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from claims import CLAIMS
from proofs.trace import START
from properties.property import Property, Verdict
from reports import steps
from reports.claims_data import reworded
from reports.terminal import STYLES
from reports.words import assignments, assumption, looks_at, meaning, plural


def listed(statements: Sequence[Property], published: Mapping[str, Mapping[str, Any]]) -> RenderableType:
    """By system, one line a property: id, statement, the recorded verdict and the last one published."""
    parts: list[RenderableType] = []
    for system in dict.fromkeys(each.system for each in statements):
        own = [each for each in statements if each.system == system]
        parts += [Text(system, style="bold"), _list(own, published), Text()]
    return Group(*parts[:-1])


def _list(statements: Iterable[Property], published: Mapping[str, Mapping[str, Any]]) -> Table:
    made = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    made.add_column("id", no_wrap=True, min_width=4)
    made.add_column("statement", ratio=1, no_wrap=True, overflow="ellipsis")
    made.add_column("recorded", no_wrap=True)
    made.add_column("published", no_wrap=True)
    for each in statements:
        found = published.get(each.id)
        made.add_row(
            each.id,
            Text(" ".join(each.sentence.split()), no_wrap=True, overflow="ellipsis"),
            Text(each.expected.value, style=STYLES[each.expected]),
            _verdict(found["verdict"]) if found else Text("-"),
        )
    return made


def explained(statement: Property, found: Mapping[str, Any] | None, by: str = "Published") -> RenderableType:
    """Words, formula, assumptions; then the verdict that was published, or come by otherwise, with what shows it."""
    facts: list[tuple[str, str]] = [
        ("formula", statement.formula),
        ("formalises", statement.claim),
        ("judges", ", ".join(each.id for each in CLAIMS if statement.id in each.judged_by)),
        ("is about", looks_at(statement)),
        ("assumes", ", ".join(statement.assumes)),
        ("variant of", statement.variant_of),
        ("recorded", f"{statement.expected.value}: {meaning(statement, statement.expected)}"),
    ]
    parts: list[RenderableType] = [
        Text.assemble((statement.id, "bold"), f"  {' '.join(statement.sentence.split())}"),
        Text(),
        _pairs(facts),
    ]
    for words in (statement.story, statement.notes):
        if words.strip():
            parts += [Text(), Text(words.strip())]
    parts += [
        Text(),
        *(_found(statement, found, by) if found else [Text("Not in the published report yet.", style="dim")]),
    ]
    return Group(*parts)


def _found(statement: Property, found: Mapping[str, Any], by: str) -> Iterable[RenderableType]:
    moved = reworded(statement, found)
    because = "" if found.get("counterexample") else f"  {found['reason']}"  # the trace below ends with what fails
    yield Text.assemble(f"{by}: ", _verdict(found["verdict"]), because.rstrip())
    if moved:
        yield Text(f"That was found of another wording: {', '.join(moved)} changed since.", style="bold")
    if found.get("counterexample"):
        yield from _counterexample(found["counterexample"])
    if found.get("evidence"):
        yield from _evidence(found["evidence"])


def _evidence(evidence: Mapping[str, Any]) -> Iterable[RenderableType]:
    explored, impossible = plural(evidence["paths"], "path"), plural(evidence["pruned"], "path")
    facts = [
        (
            "evidence",
            f"{plural(evidence['certificates'], 'certificate')}; {explored} to success, {impossible} impossible",
        ),
        *evidence["solvers"].items(),
        ("witness", evidence["witness"]),
    ]
    yield _pairs(facts)
    uses = evidence["assumptions"]
    if not uses:
        yield Text("It rests on no assumption.")
        return
    rests = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    rests.add_column("it rests on", overflow="fold")
    rests.add_column("certificates", justify="right", no_wrap=True)
    for each in uses:
        rests.add_row(Text(assumption(each["name"], each["reason"])), str(each["used_by"] or "none"))
    yield from (Text(), rests)


def _counterexample(found: Mapping[str, Any]) -> Iterable[RenderableType]:
    yield from (Text(f"{position}. {line}") for position, line in enumerate(found["story"], start=1))
    yield Text(f"What fails: {found['claim']}")
    yield stepped(found["trace"])
    if found["inputs"]:
        yield Text(f"Inputs: {assignments(found['inputs'])}")


def stepped(trace: Iterable[Mapping[str, Any]]) -> Table:
    """An execution step by step: who does what with which result, and the fields that change."""
    made = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    for name in ("step", "who"):
        made.add_column(name, no_wrap=True)
    made.add_column("does", overflow="fold", ratio=1)
    made.add_column("what changes", overflow="fold", ratio=2)
    for position, row in enumerate(steps.rows(trace)):
        does = "starts with" if row.does == START else f"{row.does} {assignments(row.arguments)}".rstrip()
        if row.error:
            does += f"\nrefused: {row.error}"
        elif row.result:
            does += f"\ngets {assignments(row.result)}"
        moved = "\n".join(f"{each.field} {each.moved()}" for each in row.changes)
        made.add_row(str(position), row.who, Text(does), Text(moved))
    return made


def _pairs(facts: Iterable[tuple[str, str]]) -> Table:
    made = Table.grid(padding=(0, 2, 0, 0))
    made.add_column(style="dim", no_wrap=True)
    made.add_column(overflow="fold")
    for name, words in facts:
        if words.strip():
            made.add_row(Text(name), Text(words.strip()))
    return made


def _verdict(name: str) -> Text:
    return Text(name, style=STYLES[Verdict(name)])
