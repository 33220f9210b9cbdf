"""The curve under mint, burn and fill: reserves on it, and the price through changes of liquidity.

`K`, `b`, `q` are liquidity and reserves, `K'`, `b'`, `q'` those after a step; the price is `q/b` at the peg. `R = 1e9`
is the precision at which a change of liquidity knows the ratio `K'/K`.
"""

from __future__ import annotations

from model.bal import Bal, BalState, Market
from model.errors import Rejected
from properties.arbitrary import arbitrary
from properties.bal.cones import BUDGET, DELTAS, NO_RESERVES, TRADE
from properties.case import Case
from properties.property import Claims, Invariant, Scenario, prop


@prop(
    "P07",
    system="bal",
    sentence="The quote reserve is the one that belongs to the base reserve on the curve, rounded down, at all times.",
    formula="b >= 1 and q = floor(K*K / b)",
    claim='S0 "constant product"; specification section 2',
    scope=Invariant(),
    notes="Exact, where the program's own check tolerates 15 units.",
    leaves_out=(*NO_RESERVES, "get_update_k_result"),
)
def reserves_are_on_the_curve(system: Bal, state: BalState) -> Claims:
    market = state.market
    invariant = market.sqrt_k * market.sqrt_k
    yield "there is base", market.base_asset_reserve >= 1
    yield "not above the curve", market.quote_asset_reserve * market.base_asset_reserve <= invariant
    yield "less than one unit below", invariant < (market.quote_asset_reserve + 1) * market.base_asset_reserve


@prop(
    "P07b",
    system="bal",
    sentence="A quote reserve of nothing is refused wherever reserves change: neither reserve is ever empty.",
    formula="q = 0: update_spread_reserves is refused",
    claim="specification section 2: bid/ask reserves",
    scope=Scenario(),
    uses=("update_spread_reserves",),
    notes=(
        "Every fill and every change of k ends with this rule, and nothing else changes reserves. So q >= 1 and, as"
        " q = floor(K*K / b), K >= 1; b >= 1 is P07."
    ),
)
def empty_quote_is_refused(system: Bal, case: Case) -> Claims:
    market = arbitrary(case, Market, "market", quote_asset_reserve=0)
    try:
        system.update_spread_reserves(market)
    except Rejected:
        yield "refused", True
    else:
        yield "refused", False


@prop(
    "P07c",
    system="bal",
    sentence="The terminal reserve is exactly what the quote reserve becomes when the AMM's position is unwound.",
    formula="b + BA >= 1 and terminal_q = floor(K*K / (b + BA))",
    claim="specification section 2: terminal reserves",
    scope=Invariant(),
    uses=("update_bounds",),
    leaves_out=(
        *DELTAS,
        *BUDGET,
        *TRADE,
        "update_lp_market_position",
        "get_update_k_result",
        "clean_up_after_last",
        "burn_remainder",
    ),
    notes="Without LPs a fill does not recompute it, and need not: what the AMM takes over it can give back.",
)
def terminal_reserve_is_on_the_curve(system: Bal, state: BalState) -> Claims:
    market = state.market
    unwound, invariant = market.base_asset_reserve + market.base_asset_amount_with_amm, market.sqrt_k * market.sqrt_k
    yield "there is base", unwound >= 1
    yield "not above the curve", market.terminal_quote_asset_reserve * unwound <= invariant
    yield "less than one unit below", invariant < (market.terminal_quote_asset_reserve + 1) * unwound
