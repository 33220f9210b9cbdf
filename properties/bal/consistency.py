"""What the program checks of a market before it lets what an LP does stand: that it does not contradict itself."""

from __future__ import annotations

from model.arith import floor_div
from model.bal import ACTIVE, Bal, Market
from model.bal.constants import (
    MAX_BASE_ASSET_AMOUNT_WITH_AMM,
    MAX_PER_LP,
    MAX_RESERVE_DEVIATION,
    SPREAD_PRECISION,
)
from model.bal.exchange import SETTLEMENT
from model.bal.market import REDUCE_ONLY
from model.curve import opposite_reserve
from properties.arbitrary import arbitrary
from properties.case import Case
from properties.property import Claims, Scenario, prop

EVERY_STATUS = (ACTIVE, REDUCE_ONLY, SETTLEMENT)
ACCEPTED = Scenario(near="validate_perp_market")
SECTION = "specification 1.3: validate_perp_market"
WHERE = "Settlements, mints and burns end with it. Rule 14 is about withdrawals of revenue, which are not modelled."


def accepted_market(system: Bal, case: Case) -> Market:
    """Any market that the program accepts."""
    market = arbitrary(case, Market, "market", status=case.option("market.status", EVERY_STATUS))
    case.assume(market.order_step_size >= 1, "the step is fixed at creation and at least 1")
    system.validate_perp_market(market)
    return market


@prop(
    "P115",
    system="bal",
    sentence="In a market that the program accepts, all positions add up, are of whole steps, and the curve covers the AMM's.",
    formula="BL, BS mod step = 0; BL + BS = BA + BU; BA <= 1e17; peg > 0; K > abs(BA) unless reduce-only; Mb, Mq < 1e17",
    claim=SECTION,
    scope=ACCEPTED,
    uses=("validate_perp_market", "validate_liquidity"),
    notes=f"Rules 1 to 5 and 15. {WHERE}",
)
def accepted_positions_add_up(system: Bal, case: Case) -> Claims:
    market = accepted_market(system, case)
    size = market.order_step_size
    for name in ("base_asset_amount_long", "base_asset_amount_short"):
        held = getattr(market, name)
        yield f"1: {name} is of whole steps", floor_div(held, size) * size == held
    net = market.base_asset_amount_long + market.base_asset_amount_short
    yield "2: base of all", net == market.base_asset_amount_with_amm + market.base_asset_amount_with_unsettled_lp
    yield "3: the AMM's position", market.base_asset_amount_with_amm <= MAX_BASE_ASSET_AMOUNT_WITH_AMM
    yield "4: the peg", market.peg_multiplier > 0
    if market.status != REDUCE_ONLY:
        yield "5: k covers the AMM's position", market.sqrt_k > abs(market.base_asset_amount_with_amm)
    yield "15: base of a share", market.base_asset_amount_per_lp < MAX_PER_LP
    yield "15: quote of a share", market.quote_asset_amount_per_lp < MAX_PER_LP


@prop(
    "P116",
    system="bal",
    sentence="In a market that the program accepts, reserves lie on the curve, hold the LPs' shares, and unwind the AMM's way.",
    formula="K >= min(b, q); K >= Ku; abs(floor(K^2/b) - q) <= 15; terminal_q - q has the sign of -BA",
    claim=SECTION,
    scope=ACCEPTED,
    uses=("validate_perp_market", "validate_liquidity", "validate_terminal_reserve"),
    notes=f"Rules 6, 7, 8 and 12. {WHERE}",
)
def accepted_reserves_lie_on_the_curve(system: Bal, case: Case) -> Claims:
    market = accepted_market(system, case)
    sqrt_k, base, quote = market.sqrt_k, market.base_asset_reserve, market.quote_asset_reserve
    yield "6: k is not below both reserves", min(base, quote) <= sqrt_k
    yield "7: shares", market.user_lp_shares <= sqrt_k
    yield "8: the quote reserve is on the curve", abs(opposite_reserve(sqrt_k, base) - quote) <= MAX_RESERVE_DEVIATION
    away = market.terminal_quote_asset_reserve - quote
    if market.base_asset_amount_with_amm > 0:
        yield "12: what a long AMM unwinds to", away <= 0
    elif market.base_asset_amount_with_amm < 0:
        yield "12: what a short AMM unwinds to", away >= 0
    else:
        yield "12: what an even AMM unwinds to", away == 0


@prop(
    "P117",
    system="bal",
    sentence="In a market that the program accepts, bids and asks lie on their sides, spreads in their bounds.",
    formula="bid_b >= b >= ask_b, bid_q <= q <= ask_q; base_spread <= long + short <= 1e6; base_spread < max_spread < 100·mri",
    claim=SECTION,
    scope=ACCEPTED,
    uses=("validate_perp_market", "validate_spreads", "validate_terminal_reserve"),
    notes=f"Rules 9, 10, 11 and 13. {WHERE}",
)
def accepted_spreads_are_in_bounds(system: Bal, case: Case) -> Claims:
    market = accepted_market(system, case)
    if market.base_spread > 0:
        if market.reference_price_offset <= 0:
            yield "9: base of the bids", market.bid_base_asset_reserve >= market.base_asset_reserve
            yield "9: quote of the bids", market.bid_quote_asset_reserve <= market.quote_asset_reserve
        if market.reference_price_offset >= 0:
            yield "9: base of the asks", market.ask_base_asset_reserve <= market.base_asset_reserve
            yield "9: quote of the asks", market.ask_quote_asset_reserve >= market.quote_asset_reserve
        yield "13: the highest spread", market.base_spread < market.max_spread
        yield "13: what margin bears", market.max_spread < 100 * market.margin_ratio_initial
    if market.amm_spread_adjustment >= 0 and market.amm_inventory_spread_adjustment >= 0:
        yield "10: both spreads hold the base spread", market.long_spread + market.short_spread >= market.base_spread
    yield "11: both spreads", market.long_spread + market.short_spread <= SPREAD_PRECISION
