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
from fuzzing.replay import Replayed
from model.system import System
from properties.gains import Gains, Reached, gains
from properties.recording import is_one_life
from properties.recording import trace_of as recorded_trace
from properties.steps import Row, rows
from properties.telling import moved, reached
from properties.trace import START
from properties.units import worded

WIDTH = 110
"""Columns of a story in a file."""


def told(system: System, moments: Sequence[Moment], wanted: str) -> RenderableType:
    """The life as a table, the violations of one statement in it, and the gains."""
    violations = [[violation(each) for each in moment.violations if each.id == wanted] for moment in moments]
    execution = [Reached(each.act.arguments, each.after, each.act.operation) for each in moments]
    return Group(_steps(system, trace_of(moments), violations), *_gains(gains(system, execution)))


def told_inputs(system: System, inputs: Mapping[str, Any], again: Replayed) -> RenderableType:
    """The inputs of a scenario that are not 0, what it does with them, and what it violates."""
    table = Table(box=None, pad_edge=False, show_edge=False, show_header=False)
    table.add_column(overflow="fold")
    table.add_column(overflow="fold", justify="right")
    for name, value in inputs.items():
        if value != 0:
            table.add_row(name, worded(system.name, name, value))
    parts: list[RenderableType] = [table]
    if again.log:
        parts += [Text(""), _steps(system, recorded_trace(again.log), [])]
        if is_one_life(again.log):
            parts += _gains(gains(system, reached(again.log, len(again.log) - 1)))
    if again.violation:
        parts.append(Text(violation(again.violation), style="bold red"))
    return Group(*parts)


def _steps(system: System, trace: Sequence[Mapping[str, Any]], violations: Sequence[Sequence[str]]) -> Table:
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    for name in ("", "who", "does", "answer", "what changes"):
        table.add_column(name, overflow="fold", justify="right" if not name else "left")
    for place, row in enumerate(rows(trace)):
        table.add_row(*_cells(system, place, row), style="dim" if row.error else "")
        for each in violations[place] if place < len(violations) else ():
            table.add_row("", "", Text(each, style="bold red"), "", "")
    return table


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


def _cells(system: System, place: int, row: Row) -> Iterable[RenderableType]:
    yield str(place)
    yield row.who
    yield Text(
        "\n".join(
            [row.does, *(f"  {name} {worded(system.name, name, value)}" for name, value in _parts(row.arguments))]
        )
    )
    if row.error:
        yield f"refused: {row.error}"
    else:
        yield Text("\n".join(f"{name} {worded(system.name, name, value)}" for name, value in row.result.items()))
    changes = () if row.does == START else row.changes
    yield Text("\n".join(moved(system, each) for each in changes))


def _parts(arguments: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    for name, value in arguments.items():
        if isinstance(value, Mapping):
            yield from value.items()
        elif value is not None:
            yield name, value


def _gains(gained: Gains) -> list[RenderableType]:
    if not gained:
        return []
    kinds = list(dict.fromkeys(kind for each in gained.values() for kind in each))
    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("gains in the end")
    for kind in kinds:
        table.add_column(kind, justify="right")
    for party, each in gained.items():
        table.add_row(party, *(f"{each[kind]:+_}" if kind in each else "" for kind in kinds))
    return [Text(""), table]
