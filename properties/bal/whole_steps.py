"""Positions and their sums are whole steps of base, and remainders less than one."""

from __future__ import annotations

from model.arith import floor_div
from model.bal import Bal, BalState
from properties.bal.arguments import USER
from properties.bal.cones import FORMULA, TRADE
from properties.bal.holdings import own
from properties.property import Claims, Invariant, prop

WHOLE_STEPS_APART = (
    "settle_funding",
    *FORMULA,
    *TRADE,
    "burn_remainder",
    "clean_up_after_last",
    "get_update_k_result",
    "update_lp_market_position",
)
"""What moves no base of a position, or, as the burn of a remainder, none that is left."""


@prop(
    "P18",
    system="bal",
    sentence="A position is whole steps of base, and a remainder that is less than a step.",
    formula="base mod step = 0 and |remainder| < step",
    claim='S1 "multiple of the market\'s step size"',
    scope=Invariant(),
    leaves_out=WHOLE_STEPS_APART,
    notes="The step is fixed; a fill is of whole steps, as every rule that finds its size makes it.",
)
def positions_are_whole_steps(system: Bal, state: BalState) -> Claims:
    position, step = own(state, USER), state.market.order_step_size
    yield "whole steps", floor_div(position.base_asset_amount, step) * step == position.base_asset_amount
    yield "remainder below a step", position.remainder_base_asset_amount < step
    yield "remainder above minus a step", position.remainder_base_asset_amount > -step


@prop(
    "P18a",
    system="bal",
    sentence="The sums of longs and shorts are whole steps.",
    formula="BL mod step = 0 and BS mod step = 0",
    claim='S1 "multiple of the market\'s step size"; specification 1.1',
    scope=Invariant(),
    leaves_out=(
        "settle_funding",
        "update_position_and_market/sides",
        *TRADE,
        *FORMULA,
        "clean_up_after_last",
        "get_update_k_result",
        "update_lp_market_position",
    ),
)
def sums_are_whole_steps(system: Bal, state: BalState) -> Claims:
    market = state.market
    for name, total in (("longs", market.base_asset_amount_long), ("shorts", market.base_asset_amount_short)):
        lots = floor_div(total, market.order_step_size)
        yield f"{name}: whole steps", lots * market.order_step_size == total
