"""An execution told in lines: who does what, what changes that matters, and what everybody has gained in the end.

A story may follow several worlds, one after the other, from states that they share: each is told with its own end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import NamedTuple

from model.bal import Account, ExchangeMarket, ExchangeState
from model.bal.exchange import Order
from model.pair import PairState
from model.system import System
from properties.gains import Gains, Reached, gains
from properties.recording import Recorded
from properties.steps import Change, flat, rows
from properties.trace import START, entry
from properties.units import worded


class Fields(NamedTuple):
    """The fields of a system's state: those that belong to a story, and all that the protocol has.

    Of a dotted name only the first and the last part count, as in `positions.lp_shares`. A field that the protocol does
    not have belongs to a change of it, and so to every story about that change.
    """

    telling: frozenset[str]
    standard: frozenset[str]

    def told(self, name: str) -> bool:
        """Whether a change of the field belongs to a story."""
        first, last = name.partition(".")[0], name.rpartition(".")[2]
        known = first in self.standard if first == last or first in self.telling else last in self.standard
        return not known or not self.telling.isdisjoint((first, f"{first}.{last}"))


def _names(*kinds: type) -> frozenset[str]:
    return frozenset(each.name for kind in kinds for each in fields(kind))


FIELDS: Mapping[str, Fields] = {
    "pair": Fields(
        frozenset({"reserve0", "reserve1", "balance0", "balance1", "total_supply", "shares"}), _names(PairState)
    ),
    "bal": Fields(
        frozenset(
            {
                "positions.base_asset_amount",
                "positions.quote_asset_amount",
                "positions.remainder_base_asset_amount",
                "positions.lp_shares",
                "positions.collateral",
                "positions.being_liquidated",
                "positions.bankrupt",
                "positions.direction",
                "market.sqrt_k",
                "market.peg_multiplier",
                "market.user_lp_shares",
                "market.base_asset_amount_with_amm",
                "market.base_asset_amount_with_unsettled_lp",
                "market.base_asset_amount_per_lp",
                "market.quote_asset_amount_per_lp",
                "market.cumulative_funding_rate_long",
                "market.cumulative_funding_rate_short",
                "market.total_fee_minus_distributions",
                "market.pnl_pool_balance",
                "market.total_liquidation_fee",
                "market.expiry_price",
            }
        ),
        _names(ExchangeState, ExchangeMarket, Account) | frozenset(Order._fields),
    ),
}


def story(system: System, log: Sequence[Recorded]) -> list[str]:
    """The lines of an execution; none where no transition was made."""
    lines: list[str] = []
    ended: list[int] = []  # by transition, the line that tells it
    for place, each in enumerate(log):
        come_from = parent(log, place)
        if place == 0 or come_from != place - 1:
            lines += _beginning(system, log, place, ended)
        lines.append(told(system, each))
        ended.append(len(lines))
        if place + 1 == len(log) or parent(log, place + 1) != place:
            lines += ended_with(system, gains(system, reached(log, place)))
    return lines


def parent(log: Sequence[Recorded], place: int) -> int | None:
    """The transition after which this one was made: the last that led to its state; None for a state of its own."""
    before = log[place].before
    return next((earlier for earlier in reversed(range(place)) if log[earlier].after is before), None)


def reached(log: Sequence[Recorded], place: int) -> list[Reached]:
    """The one life that a transition ends: the states before it, its own last, from the state that begins it."""
    life: list[Reached] = []
    at: int | None = place
    first = log[place]
    while at is not None:
        first = log[at]
        life.append(Reached(first.arguments, first.after, first.operation))
        at = parent(log, at)
    return [Reached({}, first.before), *reversed(life)]


def _beginning(system: System, log: Sequence[Recorded], place: int, ended: Sequence[int]) -> list[str]:
    """Where a life begins: told in full once, later by the line after which it goes another way."""
    begins, come_from = log[place].before, parent(log, place)
    if come_from is not None:
        return [f"another way, after line {ended[come_from]}:"]
    if place > 0 and begins is log[0].before:
        return ["another way, from the beginning:"]
    (row,) = rows([entry(START, {}, begins)])
    holds = ", ".join(moved(system, each) for each in matters(system, row.changes))
    return [f"{'it begins' if place == 0 else 'another beginning'}{holds and f' with {holds}'}"]


def told(system: System, each: Recorded) -> str:
    """One transition: who does what (arguments of 0 left out), what of importance it changes, or how it is refused."""
    _, row = rows([entry(START, {}, each.before), entry(each.operation, each.arguments, each.after)])
    given = {name: value for name, value in flat(row.arguments).items() if value is not None and value != 0}
    whom = given.pop("user", row.arguments.get("user"))  # beside who acts: whom it is done to
    does = row.does + (f" to {_party(str(whom))}" if whom is not None else "")
    said = f"{_party(row.who)} does {does}" + (f" ({_listed(system, given)})" if given else "")
    if each.error:
        return f"{said}, which is refused: {each.error}"
    own = f"positions.{row.who}."
    changed = [moved(system, change, own) for change in matters(system, row.changes)]
    return f"{said}: {', '.join(changed)}" if changed else said


def moved(system: System, change: Change, own: str = "") -> str:
    """A field with its value before and after, in units too; of the fields of who acts without the given prefix."""
    name = change.field.removeprefix(own)
    if change.after is None or isinstance(change.after, bool):
        return f"{name} {change.moved()}"
    before = "" if change.before is None else f"{worded(system.name, change.field, change.before)} → "
    return f"{name} {before}{worded(system.name, change.field, change.after)}"


def of_rules(system: System, inputs: Mapping[str, int], chosen: Mapping[str, str]) -> str:
    """The line of a case in which no transition is made: a statement about rules by themselves.

    What is given is told by what it belongs to, alternatives by the words in `chosen`, inputs of 0 not at all.
    """
    parts: dict[str, list[str]] = {}
    for name in dict.fromkeys((*inputs, *chosen)):
        owner, _, field = name.rpartition(".")
        value = chosen[name] if name in chosen else worded(system.name, name, inputs[name])
        parts.setdefault("" if owner == "argument" else owner, []).append(f"{field} = {value}")
    listed = [f"{owner} with {', '.join(each)}" if owner else ", ".join(each) for owner, each in parts.items()]
    return f"the rules alone: {'; '.join(listed) or 'everything is 0'}"


def _party(who: str) -> str:
    return f"user {who}" if who.isdigit() else who or "somebody"


def _listed(system: System, values: Mapping[str, object]) -> str:
    return ", ".join(f"{name} = {worded(system.name, name, value)}" for name, value in values.items())


def matters(system: System, changed: Sequence[Change]) -> list[Change]:
    """The changes that belong to a story; all of them for a system of which nothing is known here."""
    known = FIELDS.get(system.name)
    return [each for each in changed if known is None or known.told(each.field)]


def ended_with(system: System, gained: Gains) -> list[str]:
    """What each party has gained or lost, as one line; none where nothing is known of gains."""
    if not gained:
        return []
    parties = []
    for who, kinds in gained.items():
        moved = [
            f"{'gained' if by > 0 else 'lost'} {worded(system.name, kind, abs(by))} of {kind}"
            for kind, by in kinds.items()
            if by != 0
        ]
        parties.append(f"{who} has {', '.join(moved) or 'gained nothing'}")
    return [f"in the end {'; '.join(parties)}"]
