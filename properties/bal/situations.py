"""Arbitrary markets, positions and arguments of BAL.

A state is a market and the position of each named user (one, unless a scenario asks for more), beside any number of
other holders. Every integer field is any number of its width, save what an equality determines: base amounts are whole
steps (P18), the users' net position is that of AMM and LPs (P02), the quote reserve is on the curve (P07), the LPs'
shares are the sum of their holders' (P04). Names of inputs: `market.FIELD`, `position.FIELD` (the second user's:
`position1.FIELD`), `others.SUM` for what the others hold together, `argument.NAME`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any, TypeVar

from model.arith import I64, I128, U64, U128, Width, floor_div
from model.bal import (
    ACTIVE,
    REDUCE_ONLY,
    Bal,
    BalState,
    Market,
    Position,
)
from properties.arbitrary import arbitrary, integer_fields
from properties.bal.arguments import USER, any_arguments, argument_inputs, assume_exponent
from properties.bal.lives import life
from properties.bal.magnitudes import MAGNITUDES
from properties.case import Case
from properties.situation import Life, endless

Kind = TypeVar("Kind", Market, Position)

SUM = Width("sum", -(2**255), 2**255 - 1)
"""The width of a sum over holders, as `Holders.total` draws it in a proof."""

LONG_SIDE, SHORT_SIDE = SIDES = ("long", "short")
"""On which side of the market's sums a position counts; one without base counts with the longs here."""

STATUSES = (ACTIVE, REDUCE_ONLY)

DEPENDENT = (
    "base_asset_amount_long",
    "base_asset_amount_short",
    "base_asset_amount_with_unsettled_lp",
    "user_lp_shares",
    "quote_asset_reserve",
)
"""Fields of the market that are computed from other inputs."""


def prefix(user: int) -> str:
    """The first part of the names of a user's inputs."""
    return "position" if user == USER else f"position{user}"


class BalSituations:
    """See `properties.situation.Situations`."""

    system = "bal"
    hints: Mapping[str, tuple[int, int]] = MAGNITUDES

    def start(self, case: Case, system: Bal) -> BalState:
        """A balanced market of any size and settings, in which nobody holds anything."""
        sqrt_k = case.integer("market.sqrt_k", U128)
        peg_multiplier = case.integer("market.peg_multiplier", U128)
        case.assume(sqrt_k >= 1, "a market is created with liquidity")
        unset = {name: 0 for name in integer_fields(Market) if name not in SETTINGS}
        market = arbitrary(case, Market, "market", **unset)
        settings = {name: getattr(market, name) for name in SETTINGS if name not in ("sqrt_k", "peg_multiplier")}
        numerator, denominator = self._fee(case)
        state = system.start(
            sqrt_k=sqrt_k,
            peg_multiplier=peg_multiplier,
            fee_numerator=numerator,
            fee_denominator=denominator,
            lp_cooldown_time=case.integer("market.lp_cooldown_time", U64),
            **settings,
        )
        state.positions = case.holders({USER: system.position_type()}, others=False)
        return state

    def state(self, case: Case, system: Bal, users: Sequence[int] = (USER,)) -> BalState:
        """A market in which each of the users, and any number of others, hold anything."""
        step = case.integer("market.order_step_size", U64)
        case.assume(step >= 1, "the step is fixed at creation and at least 1")
        return self.around(case, system, step, {user: self.position(case, prefix(user), step) for user in users})

    def around(self, case: Case, system: Bal, step: int, positions: Mapping[int, Position]) -> BalState:
        """Any market in which the given positions, and those of any number of others, are held."""
        market = self.market(case, step, positions)
        numerator, denominator = self._fee(case)
        return BalState(
            market=_of_kind(case, system.market_type, "market", market),
            positions=case.holders(
                {user: _of_kind(case, system.position_type, prefix(user), held) for user, held in positions.items()}
            ),
            fee_numerator=numerator,
            fee_denominator=denominator,
            lp_cooldown_time=case.integer("state.lp_cooldown_time", U64),
        )

    def position(self, case: Case, name: str, step: int, lots: int | None = None) -> Position:
        """Any position: whole steps of base, as many as are given, on either side, a remainder below a step."""
        side = case.choice(f"{name}.side", SIDES)
        size = step * (case.integer(f"{name}.lots", Width("lots", 0, I64.high)) if lots is None else lots)
        case.assume(size <= I64.high, "width i64 of base_asset_amount")
        case.given("P18: base is whole steps")
        position = arbitrary(case, Position, name, base_asset_amount=size if side == LONG_SIDE else -size)
        remainder = position.remainder_base_asset_amount
        case.assume(remainder < step, "P18")
        case.assume(-step < remainder, "P18")
        assume_exponent(case, position.per_lp_base)
        return position

    def market(self, case: Case, step: int, positions: Mapping[int, Position]) -> Market:
        """Any market that agrees with the given positions and any others beside them."""
        others_long, others_short = (case.integer(f"others.{side}_lots", U128) for side in ("long", "short"))
        others_shares = case.integer("others.lp_shares", SUM)
        case.assume(others_shares >= 0, "shares are unsigned")
        long, short = step * others_long, -step * others_short
        for user, position in positions.items():
            if case.choice(f"{prefix(user)}.side", SIDES) == LONG_SIDE:
                long += position.base_asset_amount
            else:
                short += position.base_asset_amount
        case.given("P01b: the sums of longs and shorts cover what the users hold")
        case.given("P18a: the sums of longs and shorts are whole steps")
        case.given("P02: the users' net position is that of AMM and LPs")
        case.given("P04: the market's count of shares is the sum of all shares")
        case.assume(long <= I128.high, "width i128 of base_asset_amount_long")
        case.assume(short >= I128.low, "width i128 of base_asset_amount_short")
        with_amm = case.integer("market.base_asset_amount_with_amm", I128)
        unsettled = long + short - with_amm
        case.assume(unsettled <= I128.high, "width i128 of base_asset_amount_with_unsettled_lp")
        case.assume(unsettled >= I128.low, "width i128 of base_asset_amount_with_unsettled_lp")
        shares = others_shares + sum(position.lp_shares for position in positions.values())
        sqrt_k, base = (case.integer(f"market.{name}", U128) for name in ("sqrt_k", "base_asset_reserve"))
        case.assume(sqrt_k >= shares, "P53")
        case.assume(sqrt_k >= 1, "P07")
        case.assume(base >= 1, "P07")
        quote = floor_div(sqrt_k * sqrt_k, base)
        case.given("P07: the quote reserve is on the curve")
        case.assume(quote >= 1, "P07")
        case.assume(quote <= U128.high, "width u128 of quote_asset_reserve")
        market = arbitrary(
            case,
            Market,
            "market",
            order_step_size=step,
            base_asset_amount_long=long,
            base_asset_amount_short=short,
            base_asset_amount_with_unsettled_lp=unsettled,
            user_lp_shares=shares,
            quote_asset_reserve=quote,
            status=case.option("market.status", STATUSES),
        )
        case.assume(market.peg_multiplier >= 1, "the peg is fixed at creation and at least 1")
        case.assume(market.max_fill_reserve_fraction >= 1, "the fraction is fixed at creation and at least 1")
        assume_exponent(case, market.per_lp_base)
        return market

    def arguments(self, case: Case, state: BalState, operation: str) -> dict[str, Any]:
        """Any arguments. Fills of a given size are of whole steps, as every rule that finds a size makes them."""
        return any_arguments(case, state, operation)

    def inputs(self, state: BalState, operation: str, arguments: Mapping[str, Any]) -> dict[str, int]:
        """The named integers of a concrete step, seen from the user who acts."""
        market, user = state.market, arguments.get("user", USER)
        position = state.positions.get(user) or Position()
        step = market.order_step_size
        values = {
            f"market.{name}": getattr(market, name) for name in integer_fields(type(market)) if name not in DEPENDENT
        }
        values["market.status"] = STATUSES.index(market.status)
        values |= {f"state.{name}": getattr(state, name) for name in integer_fields(BalState)}
        values |= _position_inputs(position, step)
        base = position.base_asset_amount
        values["others.lp_shares"] = market.user_lp_shares - position.lp_shares
        values["others.long_lots"] = (market.base_asset_amount_long - max(base, 0)) // step
        values["others.short_lots"] = (min(base, 0) - market.base_asset_amount_short) // step
        return values | argument_inputs(operation, arguments, step)

    def steps(self, random: Random, system: Bal) -> Iterator[tuple[BalState, str, dict[str, Any]]]:
        """Lives of markets of all classes; see `properties.bal.lives`."""
        return endless(life, random, system)

    def life(self, random: Random, system: Bal) -> Life:
        """A life of a market of any class."""
        return life(random, system)

    def _fee(self, case: Case) -> tuple[int, int]:
        widths = integer_fields(BalState)
        names = ("fee_numerator", "fee_denominator")
        numerator, denominator = (case.integer(f"state.{name}", widths[name]) for name in names)
        case.assume(denominator >= 1, "the fee is a fraction")
        case.assume(numerator <= denominator, "the fee is a fraction")
        return numerator, denominator


SETTINGS = (
    "order_step_size",
    "min_order_size",
    "concentration_coef",
    "base_spread",
    "max_spread",
    "curve_update_intensity",
    "amm_jit_intensity",
    "amm_spread_adjustment",
    "amm_inventory_spread_adjustment",
    "max_fill_reserve_fraction",
    "margin_ratio_initial",
    "fee_adjustment",
    "market_index",
)
"""Fields of the market that are given when it is created."""


def _of_kind(case: Case, kind: type[Kind], name: str, value: Kind) -> Kind:
    """A market or position as the system's own kind; what a variant remembers beyond the protocol's fields is any."""
    return value if type(value) is kind else arbitrary(case, kind, name, **vars(value))


def _position_inputs(position: Position, step: int) -> dict[str, int]:
    """The named integers of the acting position."""
    name, base = prefix(USER), position.base_asset_amount
    fields = [field for field in integer_fields(type(position)) if field != "base_asset_amount"]
    values = {f"{name}.{field}": getattr(position, field) for field in fields}
    values[f"{name}.side"] = SIDES.index(LONG_SIDE if base >= 0 else SHORT_SIDE)
    values[f"{name}.lots"] = abs(base) // step
    return values
