"""The way out: within stated bounds the curve keeps nobody in."""

from __future__ import annotations

from model.arith import U128, floor_div
from model.bal import ACTIVE, Bal
from model.bal.constants import K_RATIO_PRECISION, MAX_SQRT_K
from model.errors import Rejected
from properties.bal.overflow import IMBALANCE
from properties.bal.rules import market_on_curve
from properties.case import Case
from properties.property import Claims, Scenario, prop

WITHIN = "the bounds of the statement"
LEAST = 10**6
"""Of the liquidity that stays."""

MOST_TAKEN = 1000
"""How many times the liquidity that stays all of it is, at most."""


@prop(
    "P118",
    system="bal",
    sentence="Liquidity can be taken away down to a thousandth, as long as what stays covers the AMM's position.",
    formula="K' > abs(BA), K' >= 1e6, K <= 1e3·K' <= 1e24, K/1e3 <= b <= 1e3·K: neither the new k nor its market is refused",
    claim='S1 "may be blocked from burning"; specification 4.4 and 2.1, liveness',
    scope=Scenario(),
    uses=("validate_liquidity", "update_bounds"),
    notes="With P19a, P19b and P83, which let the LP be settled: what a burn does to the curve is not what keeps it in.",
)
def liquidity_can_be_taken_away(system: Bal, case: Case) -> Claims:
    market = market_on_curve(case, status=ACTIVE)
    left = case.integer("new_sqrt_k", U128)
    case.assume(left <= market.sqrt_k, WITHIN)
    case.assume(left > abs(market.base_asset_amount_with_amm), WITHIN)
    case.assume(left >= market.user_lp_shares, "P53")
    case.assume(left >= LEAST, WITHIN)
    case.assume(MOST_TAKEN * left >= market.sqrt_k, WITHIN)
    case.assume(market.sqrt_k <= MAX_SQRT_K, WITHIN)
    case.assume(IMBALANCE * market.base_asset_reserve >= market.sqrt_k, WITHIN)
    case.assume(market.base_asset_reserve <= IMBALANCE * market.sqrt_k, WITHIN)
    ratio = floor_div(left * K_RATIO_PRECISION, market.sqrt_k)
    yield "lemma: at most 1e21", left <= MAX_SQRT_K
    yield "lemma: at most 1e21, as often as that", left * left <= MAX_SQRT_K * left
    yield "lemma: the ratio of new and old is at most 1", ratio <= K_RATIO_PRECISION
    yield "lemma: the reserve, as often as that", market.base_asset_reserve * ratio <= IMBALANCE * MAX_SQRT_K * ratio
    with case.never(Rejected):
        update = system.get_update_k_result(market, left, False)
    yield "k is as asked", update.sqrt_k == left
    market.sqrt_k, market.base_asset_reserve, market.quote_asset_reserve = update
    with case.never(Rejected):
        system.validate_liquidity(market)
    yield "the market is accepted", True
