"""A failure told to people: who does what, only what changes, what fails, and what everybody has gained."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from fuzzing.judge import Violation
from fuzzing.life import Moment, trace_of
from model.system import System
from properties.gains import Reached, gains
from properties.steps import Row, number, rows
from properties.trace import START

WIDTH = 110
"""Columns of a story in a file."""


def told(system: System, moments: Sequence[Moment], wanted: str) -> RenderableType:
    """The life as a table, the violations of one statement in it, and the gains."""
    violations = [[each for each in moment.violations if each.id == wanted] for moment in moments]
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    for name in ("", "who", "does", "answer", "what changes"):
        table.add_column(name, overflow="fold", justify="right" if not name else "left")
    for place, (row, found) in enumerate(zip(rows(trace_of(moments)), violations, strict=True)):
        table.add_row(*_cells(place, row), style="dim" if row.error else "")
        for each in found:
            table.add_row("", "", Text(violation(each), style="bold red"), "", "")
    parts: list[RenderableType] = [table]
    gained = gains(system, [Reached(each.act.arguments, each.after) for each in moments])
    if gained:
        parts += [Text(""), _gains(gained)]
    return Group(*parts)


def told_inputs(inputs: Mapping[str, Any], found: Violation | None) -> RenderableType:
    """The inputs of a scenario that are not 0, and what it violates."""
    table = Table(box=None, pad_edge=False, show_edge=False, show_header=False)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", justify="right")
    for name, value in inputs.items():
        if value != 0:
            table.add_row(name, number(value))
    return Group(table, Text(violation(found), style="bold red") if found else Text(""))


def violation(found: Violation) -> str:
    """What fails, in one line."""
    return f"violates {found.id}: {found.claim}"


def lines(shown: RenderableType) -> list[str]:
    """A story as plain lines, the same on every machine."""
    console = Console(file=io.StringIO(), width=WIDTH, color_system=None, emoji=False, markup=False, highlight=False)
    console.print(shown)
    written = console.file
    assert isinstance(written, io.StringIO)
    return [line.rstrip() for line in written.getvalue().rstrip().splitlines()]


def _cells(place: int, row: Row) -> Iterable[RenderableType]:
    yield str(place)
    yield row.who
    yield Text("\n".join([row.does, *(f"  {name} {number(value)}" for name, value in _parts(row.arguments))]))
    if row.error:
        yield f"refused: {row.error}"
    else:
        yield Text("\n".join(f"{name} {number(value)}" for name, value in row.result.items()))
    changes = () if row.does == START else row.changes
    yield Text("\n".join(f"{each.field} {each.moved()}" for each in changes))


def _parts(arguments: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, value in arguments.items():
        if isinstance(value, Mapping):
            yield from value.items()
        elif value is not None:
            yield name, value


def _gains(gained: Mapping[str, Mapping[str, int]]) -> Table:
    kinds = list(dict.fromkeys(kind for each in gained.values() for kind in each))
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("gains in the end")
    for kind in kinds:
        table.add_column(kind, justify="right")
    for party, each in gained.items():
        table.add_row(party, *(f"{each[kind]:+_}" if kind in each else "" for kind in kinds))
    return table
