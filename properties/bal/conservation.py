"""Conservation of base: what the users hold is what AMM and LPs are on the other side of.

How much of it the AMM keeps for LPs that have not settled, and by how much too much: `properties.bal.drift`.
"""

from __future__ import annotations

from model.bal import Bal, BalState
from properties.bal.cones import DELTAS, FORMULA, TRADE
from properties.bal.ensured import twice_long, twice_short
from properties.property import Claims, Invariant, Verdict, prop


@prop(
    "P01",
    system="bal",
    sentence="What all users hold together is the market's sum of longs and shorts, for any number of users.",
    formula="sum of base_i = BL + BS",
    claim='S1 "acquire opposing positions"',
    scope=Invariant(),
    notes=(
        "The sum is the base of the user who acts plus one number for all the others, which no step changes: each step"
        " replaces one position."
    ),
    leaves_out=(*DELTAS, *TRADE, *FORMULA, "get_update_k_result", "burn_remainder", "update_lp_market_position"),
)
def sums_are_the_users(system: Bal, state: BalState) -> Claims:
    market = state.market
    held = state.positions.total("base_asset_amount", lambda position: position.base_asset_amount)
    yield "all users' base", held == market.base_asset_amount_long + market.base_asset_amount_short


@prop(
    "P01a",
    system="bal",
    sentence="The sum of longs is that of the positive positions, and the sum of shorts that of the negative ones.",
    formula="BL = sum of max(base_i, 0), BS = sum of min(base_i, 0)",
    claim="specification 1.1: BL>=0, BS<=0 are sums of settled, step-multiple positions",
    scope=Invariant(),
    uses=("update_position_and_market", "update_base_sums", "get_position_update_type"),
    expected=Verdict.REFUTED,
    story=(
        "An LP short a whole step is given a little more than that: its base becomes 0, its remainder positive. The"
        " short is taken from the wrong side: the longs grow by it, the shorts keep it; both stay too large for good."
    ),
    notes="BL and BS are what a capped funding rate is computed from.",
    leaves_out=("settle_funding", *TRADE, *FORMULA, "get_update_k_result", "update_lp_market_position"),
)
def sides_are_the_users(system: Bal, state: BalState) -> Claims:
    market = state.market
    yield "longs", state.positions.total("longs", twice_long) == 2 * market.base_asset_amount_long
    yield "shorts", state.positions.total("shorts", twice_short) == 2 * market.base_asset_amount_short


@prop(
    "P01b",
    system="bal",
    sentence="The sums of longs and shorts are never smaller than the positions, and too large by the same amount.",
    formula="BL >= sum of max(base_i, 0), BS <= sum of min(base_i, 0)",
    claim="specification 1.1: BL>=0, BS<=0 are sums of settled, step-multiple positions",
    scope=Invariant(),
    variant_of="P01a",
    notes="By the same amount: P01.",
    leaves_out=(
        "settle_funding",
        "update_position_and_market/sides",
        *TRADE,
        *FORMULA,
        "get_update_k_result",
        "update_lp_market_position",
    ),
)
def sides_cover_the_users(system: Bal, state: BalState) -> Claims:
    market = state.market
    yield "longs", state.positions.total("longs", twice_long) <= 2 * market.base_asset_amount_long
    yield "shorts", state.positions.total("shorts", twice_short) >= 2 * market.base_asset_amount_short


@prop(
    "P02",
    system="bal",
    sentence="The users' net position is that of the AMM and that of LPs who have not settled, after every operation.",
    formula="BL + BS = BA + BU",
    claim='S1 "proportion of liquidity"',
    scope=Invariant(),
    leaves_out=(*DELTAS, *TRADE, *FORMULA, "get_update_k_result", "burn_remainder", "update_lp_market_position"),
)
def net_position_has_another_side(system: Bal, state: BalState) -> Claims:
    market = state.market
    users = market.base_asset_amount_long + market.base_asset_amount_short
    yield "AMM and LPs", users == market.base_asset_amount_with_amm + market.base_asset_amount_with_unsettled_lp
