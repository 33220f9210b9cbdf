"""Changes of the peg: how far they may lower k, and what they cost."""

from __future__ import annotations

from model.arith import U128, floor_div
from model.bal import Bal
from model.bal.constants import BASE_TO_QUOTE, REPEG_K_DIVISOR, RESERVE_TIMES_PEG_TO_QUOTE
from properties.bal.rules import any_market
from properties.case import Case
from properties.property import Claims, Scenario, prop

SECTION = "specification section 7: repeg"


@prop(
    "P122",
    system="bal",
    sentence="A repeg lowers k by a thousandth at most, and not to where the LPs, an order or the AMM's position reach.",
    formula="K' <= K; 1000·(K - K') <= K; K' < K: K' >= Ku + floor(Ku/1000), min order, abs(BA), and intensity >= 100",
    claim=SECTION,
    scope=Scenario(near="can_lower_k"),
)
def a_repeg_leaves_k(system: Bal, case: Case) -> Claims:
    market = any_market(case)
    sqrt_k, lowered = market.sqrt_k, system.sqrt_k_for_repeg(market)
    yield "not more", lowered <= sqrt_k
    yield "a thousandth at most", REPEG_K_DIVISOR * (sqrt_k - lowered) <= sqrt_k
    if lowered < sqrt_k:
        above_shares = market.user_lp_shares + floor_div(market.user_lp_shares, REPEG_K_DIVISOR)
        yield "above the LPs by a thousandth", lowered >= above_shares
        yield "above the smallest order", lowered >= market.min_order_size
        yield "above the AMM's position", lowered >= abs(market.base_asset_amount_with_amm)
        yield "only at full intensity", market.curve_update_intensity >= 100


@prop(
    "P123",
    system="bal",
    sentence="A change of the peg costs what the unwound quote gains by it, toward zero, and no more than its steps do.",
    formula="u, d >= 0, u = q - terminal q: 0 <= u·d - 1e9·cost < 1e9, cost <= 1e-6·d·per_peg; other signs alike",
    claim=SECTION,
    scope=Scenario(),
)
def a_change_of_the_peg_is_paid_for(system: Bal, case: Case) -> Claims:
    market, new_peg = any_market(case), case.integer("new_peg", U128)
    unwound, moved = market.quote_asset_reserve - market.terminal_quote_asset_reserve, new_peg - market.peg_multiplier
    cost, step = system.calculate_repeg_cost(market, new_peg), system.calculate_per_peg_cost(market)
    if unwound < 0:
        unwound, cost, step = -unwound, -cost, -step
    if moved < 0:
        moved, cost = -moved, -cost
    yield "lemma: what the unwound quote gains, or loses", unwound * moved >= 0
    lost = unwound * moved - cost * RESERVE_TIMES_PEG_TO_QUOTE
    yield "no more than that", lost >= 0
    yield "less than a unit less", lost < RESERVE_TIMES_PEG_TO_QUOTE
    yield "on the same side", cost >= 0
    yield "a step covers the unwound quote", step * BASE_TO_QUOTE >= unwound
    yield "lemma: as often as the peg moves", (step * BASE_TO_QUOTE - unwound) * moved >= 0
    yield "its steps cost as much", step * moved * BASE_TO_QUOTE >= cost * RESERVE_TIMES_PEG_TO_QUOTE
