"""What all users have won or lost together: by it the market decides what profits it pays, so it has to be computable."""

from __future__ import annotations

from model.arith import I64
from model.bal import Bal
from model.bal.constants import MAX_BASE_ASSET_AMOUNT_WITH_AMM, PRICE_TIMES_BASE_TO_QUOTE
from model.bal.errors import CastingFailure, MathError
from properties.bal.rules import any_market
from properties.case import Case
from properties.property import Claims, Scenario, prop

LARGEST_QUOTE = 2**100
"""Of the sums of quote that users have put in, in the statement (quote)."""

BOUNDS = "sums of positions of at most 1e8 units of base, and of quote far beyond all money"


@prop(
    "P114",
    system="bal",
    sentence="What the users have won together can be computed at every price: no settlement of profits fails for its width.",
    formula="abs(BA), abs(BU) <= 1e17, abs of each quote sum <= 2^100: never MathError, CastingFailure",
    claim="specification section 6: net user pnl",
    scope=Scenario(),
    uses=("calculate_net_user_pnl",),
)
def the_users_result_is_computable(system: Bal, case: Case) -> Claims:
    market, oracle_price = any_market(case), case.integer("oracle_price", I64)
    for name in ("base_asset_amount_with_amm", "base_asset_amount_with_unsettled_lp"):
        case.assume(getattr(market, name) <= MAX_BASE_ASSET_AMOUNT_WITH_AMM, BOUNDS)
        case.assume(getattr(market, name) >= -MAX_BASE_ASSET_AMOUNT_WITH_AMM, BOUNDS)
    for name in ("quote_asset_amount", "quote_asset_amount_with_unsettled_lp", "net_unsettled_funding_pnl"):
        case.assume(getattr(market, name) <= LARGEST_QUOTE, BOUNDS)
        case.assume(getattr(market, name) >= -LARGEST_QUOTE, BOUNDS)
    with case.never(MathError, CastingFailure):
        won = system.calculate_net_user_pnl(market, oracle_price)
    paid_in = market.quote_asset_amount + market.quote_asset_amount_with_unsettled_lp + market.net_unsettled_funding_pnl
    net = market.base_asset_amount_with_amm + market.base_asset_amount_with_unsettled_lp
    error = (won - paid_in) * PRICE_TIMES_BASE_TO_QUOTE - net * oracle_price
    yield "the value of the base is less than a unit off", abs(error) < PRICE_TIMES_BASE_TO_QUOTE
    yield "toward zero", error * net <= 0
