"""What stands in nobody's way: refusals that would keep an LP in the market, or from what it is due.

A refusal loses nobody anything by itself, so that no statement about what succeeds notices one too many. These name what
must not be refused, and for which reasons.
"""

from __future__ import annotations

from model.arith import I32, U64, U128
from model.bal import REDUCE_ONLY, Bal, Market, Position
from model.bal.constants import MAX_SQRT_K
from model.bal.errors import (
    InvalidAmmDetected,
    InvalidPerpPositionDetected,
    InvalidPositionLastFundingRate,
    InvalidUpdateK,
)
from model.errors import Rejected
from properties.bal.arguments import USER
from properties.bal.holdings import own
from properties.bal.rules import market_on_curve
from properties.bal.situations import STATUSES, BalSituations
from properties.case import Case
from properties.property import Claims, OnStep, Scenario, Step, prop

BOUNDS = (False, True)

SPREADS = (
    "base_spread",
    "long_spread",
    "short_spread",
    "reference_price_offset",
    "amm_spread_adjustment",
    "amm_inventory_spread_adjustment",
)
"""What of a market says how far asks and bids are apart."""


@prop(
    "P76",
    system="bal",
    sentence="Outstanding funding keeps no LP from settling: what has to be paid first is paid first.",
    formula="settle_funding_then_lp raises neither InvalidPerpPositionDetected nor InvalidPositionLastFundingRate",
    claim='S1 "need to be settled each funding period"; specification section 5: the only public order of the two',
    scope=Scenario(),
    uses=("apply_lp_rebase_to_perp_position",),
    notes="The rule by which fills begin and users settle, of a position whose claim is 0, in a market without spreads.",
)
def funding_blocks_nobody(system: Bal, case: Case) -> Claims:
    state = BalSituations().state(case, system)
    market, position = state.market.copy(), state.positions[USER].copy()
    vars(market).update(dict.fromkeys(SPREADS, 0))
    position.per_lp_base = market.per_lp_base
    system.mark(market, position)
    with case.never(InvalidPerpPositionDetected, InvalidPositionLastFundingRate):
        system.settle_funding_then_lp(market, position)
    yield "it is settled", True


@prop(
    "P79",
    system="bal",
    sentence="The AMM's position blocks no increase of k and, in a reduce-only market, no change of it at all.",
    formula="newK >= K, newK <= 1e21: never InvalidUpdateK; ReduceOnly: never InvalidUpdateK nor InvalidAmmDetected",
    claim='S1 "may be blocked from burning"; specification sections 2.1 and 1.3 rule 5',
    scope=Scenario(),
    notes="Of an update that is not bounded, as that of a burn is, or of an increase. On reserves that are on their curve.",
)
def imbalance_blocks_no_more_than_it_has_to(system: Bal, case: Case) -> Claims:
    market = market_on_curve(case, status=case.option("market.status", STATUSES))
    new_sqrt_k, bounded = case.integer("new_sqrt_k", U128), case.choice("bound_update", BOUNDS)
    case.assume(new_sqrt_k <= MAX_SQRT_K, "k is at most 1e21")
    raised = new_sqrt_k >= market.sqrt_k
    if raised or (market.status == REDUCE_ONLY and not bounded):
        with case.never(InvalidUpdateK):
            system.get_update_k_result(market, new_sqrt_k, bounded)
        yield "k may change", True
    if market.status == REDUCE_ONLY:
        with case.never(InvalidAmmDetected):
            system.validate_k_covers_amm(market)
        yield "the market is valid", True


@prop(
    "P80",
    system="bal",
    sentence="Who asks for all of its shares has none left, be they whole steps or not.",
    formula="n = s: s' = 0",
    claim='S1 "may be blocked from burning"; specification 4.4',
    scope=OnStep(("remove_lp_shares",)),
    leaves_out=("settle_funding", "burn_remainder", "clean_up_after_last", "get_update_k_result", "settle_lp_position"),
)
def all_is_all(system: Bal, step: Step) -> Claims:
    user = step.arguments["user"]
    if step.arguments["shares_to_burn"] == own(step.before, user).lp_shares:
        yield "none are left", own(step.after, user).lp_shares == 0
    else:
        yield "it asks for a part", True


@prop(
    "P83",
    system="bal",
    sentence="No dust keeps the last LP in the market: what 32 bits hold of it is taken over, whatever the step is.",
    formula="|BU + r| < 2**31, |BU| < 2**31: taking over raises nothing",
    claim='S1 "remainder amount is burned at cost"; specification 4.3 step 2',
    scope=Scenario(),
    notes="Beyond 32 bits the last LP is refused: a remainder fits no more.",
)
def dust_blocks_nobody(system: Bal, case: Case) -> Claims:
    market = Market(
        base_asset_amount_with_unsettled_lp=case.integer("market.base_asset_amount_with_unsettled_lp", I32),
        user_lp_shares=case.integer("market.user_lp_shares", U128),
        order_step_size=case.integer("market.order_step_size", U64),
    )
    position = Position(remainder_base_asset_amount=case.integer("position.remainder_base_asset_amount", I32))
    unsettled = market.base_asset_amount_with_unsettled_lp + position.remainder_base_asset_amount
    case.assume(unsettled < 2**31, "what is taken over fits 32 bits")
    case.assume(unsettled >= -(2**31), "what is taken over fits 32 bits")
    case.assume(market.base_asset_amount_with_unsettled_lp > -(2**31), "what is taken over fits 32 bits")
    with case.never(Rejected):
        system.clean_up_after_last(market, position, market.user_lp_shares)
    taken_over = position.remainder_base_asset_amount
    yield "it is taken over", taken_over == -market.base_asset_amount_with_unsettled_lp
