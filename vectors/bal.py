"""Vectors of BAL: a recording may begin in any market, so a vector is a state that a life came upon, or one made of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from random import Random
from typing import Any

from conformance.bal import ADAPTER, UNUSABLE
from conformance.bal_arguments import FROM_LINE, OPERATIONS
from conformance.bal_exchange import UNPRICED
from conformance.bal_fields import STATUSES, records_of
from conformance.schema import widths
from model.arith import I32, U32, Width
from model.bal import LONG, LP_OWNED, PROTOCOL_OWNED, SHARED, SHORT, Bal, BalState, Exchange, Spreads
from model.holders import Holders
from model.system import System
from properties.bal.lives import life
from properties.situation import Life
from vectors.subject import Subject, begun, tempting
from vectors.trace import Act, Trace

WORDS: Mapping[str, tuple[Any, ...]] = {
    "direction": (LONG, SHORT),
    "liquidity_split": (SHARED, PROTOCOL_OWNED, LP_OWNED),
    "bound_update": (True, False),
    "fill_price": (None, 0, 1, 10**6, 2**64 - 1),
    "price_offset": (0, UNPRICED),
    "funding_rate": (None, 0, *(sign * 10**digits for digits in range(0, 36, 3) for sign in (1, -1))),
}
"""Arguments that are no plain integers, and what they may be."""

USERS = ("user", "liquidator")

WIDTHS: Mapping[str, Mapping[str, Width]] = {
    operation: {
        name: width
        for name, width in widths(getattr(Bal, operation)).items()
        if name not in USERS and (name not in FROM_LINE or name in ("now", "slot"))
    }
    for operation in OPERATIONS
}
"""The widths of the integers that an operation is told, its clocks included."""


SETTINGS: Mapping[str, Any] = {
    "sqrt_k": 10**14,
    "peg_multiplier": 25 * 10**6,
    "order_step_size": 10**7,
    "min_order_size": 10**7,
    "base_spread": 1000,
    "max_spread": 20_000,
}
"""A market of a thousand tokens at 25."""


def on(operation: str, **arguments: Any) -> Act:
    """An act."""
    return Act(operation, arguments)


def filled(user: int, direction: str, lots: int) -> Act:
    """A market order."""
    size = lots * int(SETTINGS["order_step_size"])
    return on("fill", user=user, direction=direction, base_asset_amount=size, liquidity_split=SHARED)


PRICE = int(SETTINGS["peg_multiplier"])
RICH = 10**12
SHARES = 10**12


def paid_in(user: int, amount: int) -> Act:
    """Collateral."""
    return on("set_collateral", user=user, amount=amount)


def added(user: int, now: int) -> Act:
    """A hundredth of the liquidity."""
    return on("mint_lp_shares", user=user, n_shares=SHARES, now=now)


def settled(user: int, now: int, percent: int = 100) -> Act:
    """Profit and loss at a price in per cent of the first."""
    return on("settle_pnl", user=user, oracle_price=PRICE * percent // 100, now=now, slot=now)


CLOSED = on("settle_expired_market", expiry_price=PRICE)

SITUATIONS: tuple[tuple[Act, ...], ...] = (
    # An empty market closes for good.
    (paid_in(0, RICH), CLOSED, settled(0, 1)),
    # One closes with somebody in it: not before all liquidity has been settled and taken away.
    (
        paid_in(0, RICH),
        added(1, 1),
        CLOSED,
        filled(0, LONG, 1000),
        CLOSED,
        on("settle_lp", user=1),
        CLOSED,
        on("remove_lp_shares", user=1, shares_to_burn=SHARES, oracle_price=PRICE, now=10**4),
        CLOSED,
        settled(0, 10**5),
    ),
    # The operator lowers k to what the LPs hold, and to one more.
    (
        on("mint_lp_shares", user=0, n_shares=9 * int(SETTINGS["sqrt_k"]), now=1),
        on("update_k", new_sqrt_k=9 * int(SETTINGS["sqrt_k"]), bound_update=True),
        on("update_k", new_sqrt_k=9 * int(SETTINGS["sqrt_k"]) + 1, bound_update=True),
    ),
    # An LP short of margin is made smaller, thrice; the orders that are left for it expire or do not.
    (
        paid_in(0, RICH),
        paid_in(1, 8 * 10**6),
        added(1, 1),
        filled(0, LONG, 20_000),
        on("settle_lp", user=1),
        settled(1, 10**4, 101),
        added(1, 10**4 + 10),
        settled(1, 10**4 + 20, 102),
        added(1, 10**4 + 30),
        settled(1, 10**5, 103),
    ),
)


class BalSubject(Subject):
    """See `Subject`."""

    adapter = ADAPTER
    system: Bal
    loads_states = True

    def situations(self) -> Iterator[Trace]:
        state = begun(self.system.start_exchange, SETTINGS)
        if state is not None:
            yield from (Trace(state, acts) for acts in SITUATIONS)

    def lives(self, random: Random) -> Iterator[tuple[System, Life]]:
        """Of markets alone, and of markets within their exchange."""
        within = Exchange() if type(self.system) is Bal else None
        while True:
            yield self.system, life(random, self.system)
            if within is not None:
                yield within, life(random, within)

    def peopled(self, state: BalState, acts: tuple[Act, ...]) -> BalState:
        records = records_of(state)
        users = sorted({act.arguments[name] for act in acts for name in USERS if name in act.arguments})
        held = {user: state.positions[user] if user in state.positions else records.position() for user in users}
        return replace(state, positions=Holders(held))

    def widths(self, operation: str) -> Mapping[str, Width]:
        return WIDTHS[operation]

    def mutated(self, random: Random, trace: Trace) -> Trace:
        """One to three fields of the market, of who acts, of the settings, or arguments, are others; or it is done twice."""
        state, (act, *rest) = trace.state, trace.acts
        for _ in range(random.choice((1, 1, 2, 3))):
            kind = random.random()
            if kind < 0.4:
                state = self._with_market(random, state)
            elif kind < 0.7:
                state = self._with_position(random, state, act)
            elif kind < 0.75:
                state = self._with_settings(random, state)
            else:
                act = self._with_argument(random, state, act)
        if not rest and random.random() < 0.1:
            rest = [self._with_argument(random, state, act)]
        return Trace(state, (act, *rest))

    def _with_market(self, random: Random, state: BalState) -> BalState:
        records, market = records_of(state), state.market.copy()
        name = random.choice((*records.market_widths, "status"))
        if name == "status":
            market.status = random.choice(sorted(STATUSES))
        else:
            _mutate(random, market, name, records.market_widths[name], vars(market))
        return replace(state, market=market)

    def _with_position(self, random: Random, state: BalState, act: Act) -> BalState:
        records = records_of(state)
        users = [act.arguments[name] for name in USERS if name in act.arguments]
        if not users:
            return state
        user = random.choice(users)
        position = state.positions[user].copy() if user in state.positions else records.position()
        name = random.choice((*records.position_widths, *sorted(records.flags)))
        if name in records.flags:
            setattr(position, name, not getattr(position, name))
        else:
            known = vars(position) | {f"market.{each}": value for each, value in vars(state.market).items()}
            _mutate(random, position, name, records.position_widths[name], known)
        return replace(state, positions=state.positions.put(user, position))

    def _with_settings(self, random: Random, state: BalState) -> BalState:
        settings = {name: width for name, width in records_of(state).settings.items() if name != "users"}
        name = random.choice(tuple(settings))
        new = replace(state)
        _mutate(random, new, name, settings[name], vars(state))
        return new

    def _with_argument(self, random: Random, state: BalState, act: Act) -> Act:
        widths = self.widths(act.operation)
        taken = getattr(Bal, act.operation).__annotations__
        names = (*widths, *(name for name in (*WORDS, "spreads") if name in taken and name not in widths))
        if act.operation == "liquidate_perp":
            names = (*names, "liquidator")
        if not names:
            return act
        name = random.choice(names)
        if name == "liquidator":
            return Act(act.operation, {**act.arguments, name: act.arguments["user"]})
        if name == "spreads":
            return Act(act.operation, {**act.arguments, name: _spreads(random)})
        if name not in widths:
            return Act(act.operation, {**act.arguments, name: random.choice(WORDS[name])})
        known = vars(state.market) | dict(act.arguments)
        if act.arguments.get("user") in state.positions:
            known |= vars(state.positions[act.arguments["user"]])
        value = tempting(random, act.arguments[name], widths[name], _numbers(known))
        return Act(act.operation, {**act.arguments, name: value})


def _spreads(random: Random) -> Spreads | None:
    """Spreads from outside, or none, or some that no reserves follow from."""
    small = Spreads(
        random.getrandbits(17), random.getrandbits(17), random.choice((0, 0, 1, -1)) * random.getrandbits(12)
    )
    ends = Spreads(*(tempting(random, 1000, width, ()) for width in (U32, U32, I32)))
    return random.choice((None, small, ends, UNUSABLE))


def _mutate(random: Random, record: Any, name: str, width: Width, known: Mapping[str, Any]) -> None:
    setattr(record, name, tempting(random, getattr(record, name), width, _numbers(known)))


def _numbers(known: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(value for value in known.values() if type(value) is int)
