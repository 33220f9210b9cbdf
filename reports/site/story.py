"""An execution as a story: a table of steps with what changed and who has gained what, and plots of it.

The rows are those of `properties.steps`, the words those of `properties.telling`, the amounts those of
`properties.units`, the gains those of `properties.gains`; nothing of that is reckoned here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Any

from model.errors import Rejected
from model.system import System
from properties.gains import gains
from properties.recording import Recorded
from properties.steps import Change, Row, flat, rows
from properties.telling import matters, parent, reached
from properties.trace import START
from properties.units import amount, units, worded
from reports.site.chart import Chart, Line, Point

SUMMED = ("equity", "together", "total_fee_minus_distributions")
"""The kinds of value that a plot of gains shows: each sums up what its party has."""

Measure = Callable[[Any], Mapping[str, int | Fraction]]
"""Named numbers of a state; none where the state has no such numbers."""


@dataclass(frozen=True)
class Told:
    """A field that changed: its name, and its value before and after, in units too; `before` is empty of a new one."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Gain:
    """What a party has gained so far of each kind of value, with the sign of it: -1 or 1."""

    party: str
    kinds: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Scene:
    """A step of the story; `rest` are the changes that matter to nobody but a reader of the protocol.

    `whom` is to whom it is done, where that is another. `again` is whether it does not go on from the step before but
    begins another way. `gained` is None where the run could not be followed, so that nothing is known of gains.
    """

    number: int
    who: str
    does: str
    whom: str
    arguments: tuple[Told, ...]
    result: tuple[Told, ...]
    error: str
    changes: tuple[Told, ...]
    rest: tuple[Told, ...]
    again: bool
    gained: tuple[Gain, ...] | None


def scenes(system: System, trace: Sequence[Mapping[str, Any]], log: Sequence[Recorded] = ()) -> list[Scene]:
    """The steps of a trace as a report holds it; `log` is the same execution followed, if it was."""
    made = []
    for number, (row, entry) in enumerate(zip(rows(integers(trace)), trace, strict=True)):
        telling = matters(system, row.changes)
        place = number - 1  # the first entry of a trace is where it starts
        made.append(
            Scene(
                number=number,
                who=_party(row.who) or ("" if row.does == START else "somebody"),
                does="" if row.does == START else row.does,
                whom=_party(str(row.arguments["user"])) if row.arguments.get("user") is not None else "",
                arguments=_values(system, {name: each for name, each in row.arguments.items() if name != "user"}),
                result=_values(system, row.result),
                error=row.error,
                changes=tuple(_told(system, each, row) for each in telling),
                rest=tuple(_told(system, each, row) for each in row.changes if each not in telling),
                again="before" in entry,
                gained=_gained(system, log, place) if 0 <= place < len(log) else None,
            )
        )
    return made


def integers(value: Any) -> Any:
    """The value with every integer that JSON keeps as a decimal string an integer again."""
    if isinstance(value, str):
        return int(value) if re.fullmatch(r"-?[0-9]{16,1000}", value) else value
    if isinstance(value, Mapping):
        return {name: integers(held) for name, held in value.items()}
    return [integers(each) for each in value] if isinstance(value, list) else value


def charts(system: System, log: Sequence[Recorded]) -> list[Chart]:
    """The plots of an execution of which something changes: gains, liquidity, price, and who holds what."""
    if not log:
        return []
    made = [_gains_chart(system, log)]
    for title, field, measure in MEASURES.get(system.name, ()):
        made.append(in_units(_chart(title, field, log, partial(measure, system)), system.name, field))
    return [each for each in made if any(len({y for _, y in line.points}) > 1 for line in each.lines)]


def in_units(chart: Chart, system: str, field: str) -> Chart:
    """The plot in the unit of a field, where its numbers are not too little to be read so; else in the smallest unit."""
    unit = units(system).get(field)
    if unit is None or not unit.digits:
        return chart if unit is None else replace(chart, y=unit.name)
    largest = max((abs(Fraction(y)) for line in chart.lines for _, y in line.points), default=Fraction(0))
    if not amount(int(largest), unit):
        return replace(chart, y=f"1e−{unit.digits} {unit.name}")
    scale = Fraction(1, 10**unit.digits)
    lines = tuple(
        replace(line, runs=tuple(tuple((x, y * scale) for x, y in run) for run in line.runs)) for line in chart.lines
    )
    return replace(chart, y=unit.name, lines=lines)


def _gained(system: System, log: Sequence[Recorded], place: int) -> tuple[Gain, ...]:
    found = []
    for party, kinds in gains(system, reached(log, place)).items():
        told = tuple(
            (f"{'+' if by > 0 else ''}{worded(system.name, kind, by)} of {kind}", 1 if by > 0 else -1)
            for kind, by in kinds.items()
            if by != 0
        )
        if told:
            found.append(Gain(_party(party), told))
    return tuple(found)


def _party(who: str) -> str:
    return f"user {who}" if who.isdigit() else who


def _values(system: System, values: Mapping[str, Any]) -> tuple[Told, ...]:
    """Arguments or results, those of 0 left out."""
    shown = {name: value for name, value in flat(dict(values)).items() if value is not None and value != 0}
    return tuple(Told(name, "", worded(system.name, name, value)) for name, value in shown.items())


def _told(system: System, change: Change, row: Row) -> Told:
    before, after = (
        "" if value is None else str(value) if isinstance(value, bool) else worded(system.name, change.field, value)
        for value in (change.before, change.after)
    )
    return Told(change.field, before, after if change.after is not None else "gone")


def _gains_chart(system: System, log: Sequence[Recorded]) -> Chart:
    """What each party has gained after each step, of the kind of value that sums up all others where there is one."""

    def after(place: int | None) -> Mapping[str, int | Fraction]:
        if place is None:
            return {}
        gained: dict[str, int | Fraction] = dict.fromkeys(parties, 0)  # who has gained nothing is not always named
        for party, kinds in gains(system, reached(log, place)).items():
            gained |= {_party(party): kinds[kind] for kind in SUMMED if kind in kinds}
        return gained

    parties = list(
        dict.fromkeys(_party(who) for place in range(len(log)) for who in gains(system, reached(log, place)))
    )
    made = _plotted("What each party has gained so far", "smallest units", log, after, after)
    return in_units(made, system.name, "equity")


def _chart(title: str, unit: str, log: Sequence[Recorded], measure: Measure) -> Chart:
    def before(place: int | None) -> Mapping[str, int | Fraction]:
        return {} if place is None else measure(log[place].after)

    def begins(place: int) -> Mapping[str, int | Fraction]:
        return measure(log[place].before)

    return _plotted(title, unit, log, before, before, begins)


def _plotted(
    title: str,
    unit: str,
    log: Sequence[Recorded],
    came_from: Callable[[int | None], Mapping[str, int | Fraction]],
    after: Callable[[int | None], Mapping[str, int | Fraction]],
    begins: Callable[[int], Mapping[str, int | Fraction]] = lambda place: {},
) -> Chart:
    """Numbers after each step; a step that begins another way begins another run of each curve."""
    afters = [after(place) for place in range(len(log))]
    names = list(dict.fromkeys(name for each in afters for name in each))
    lines = []
    for name in names:
        runs: list[list[Point]] = []
        for place in range(len(log)):
            source = parent(log, place)
            if place == 0 or source != place - 1:
                start = {**begins(place), **came_from(source)}
                runs.append([(place, start.get(name, 0))])
            if name in afters[place]:
                runs[-1].append((place + 1, afters[place][name]))
        lines.append(Line(name, tuple(tuple(run) for run in runs)))
    return Chart(title, "steps made", unit, tuple(lines))


# -- what is plotted of a state -----------------------------------------------------------------------------------------


def _liquidity_of_pair(system: Any, state: Any) -> dict[str, int | Fraction]:
    return {"reserve0 · reserve1": state.reserve0 * state.reserve1}


def _price_of_pair(system: Any, state: Any) -> dict[str, int | Fraction]:
    return {"reserve1 / reserve0": Fraction(state.reserve1, state.reserve0)} if state.reserve0 > 0 else {}


def _shares_of_pair(system: Any, state: Any) -> dict[str, int | Fraction]:
    return {f"shares of {_party(str(user))}": held for user, held in state.shares.items()}


def _liquidity_of_bal(system: Any, state: Any) -> dict[str, int | Fraction]:
    return {"sqrt_k": state.market.sqrt_k, "user_lp_shares": state.market.user_lp_shares}


def _price_of_bal(system: Any, state: Any) -> dict[str, int | Fraction]:
    try:
        return {"reserve price": system.reserve_price(state.market)}
    except Rejected:
        return {}


def _base_of_bal(system: Any, state: Any) -> dict[str, int | Fraction]:
    market = state.market
    held = {"the AMM": market.base_asset_amount_with_amm, "LPs, unsettled": market.base_asset_amount_with_unsettled_lp}
    return held | {_party(str(user)): position.base_asset_amount for user, position in state.positions.items()}


MEASURES: Mapping[str, tuple[tuple[str, str, Callable[[Any, Any], Mapping[str, int | Fraction]]], ...]] = {
    "pair": (
        ("k through the steps", "product of the reserves", _liquidity_of_pair),
        ("Price through the steps", "asset 1 per asset 0", _price_of_pair),
        ("Who holds the shares", "shares", _shares_of_pair),
    ),
    "bal": (
        ("Liquidity through the steps", "sqrt_k", _liquidity_of_bal),
        ("Price through the steps", "oracle_price", _price_of_bal),
        ("Who holds the position", "base_asset_amount", _base_of_bal),
    ),
}
"""By system, the plots of its states: title, the field by whose unit it counts or what it counts, and the numbers."""
