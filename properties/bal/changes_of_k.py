"""What a change of k has to leave behind: asks and bids of the new curve, half of it if bounded, and costs as costs."""

from __future__ import annotations

from model.arith import U128, floor_div
from model.bal import Bal, Market, Spreads
from model.bal.constants import K_RATIO_PRECISION
from model.bal.state import KUpdate
from properties.arbitrary import integer_fields
from properties.bal.rules import any_market
from properties.case import Case
from properties.property import Claims, OnStep, Scenario, Step, prop


@prop(
    "P77",
    system="bal",
    sentence="After a change of liquidity, without a reference price offset, asks and bids lie beside the new reserves.",
    formula="offset = 0: ask_b' <= b' <= bid_b', ask_q' >= q' >= bid_q'",
    claim="specification 2.1: update_k; 1.3 rule 9",
    scope=Scenario(),
    uses=("update_spreads", "update_spread_reserves"),
    notes="The rule with which mints, burns, the operator's and the formula's changes of k end, whatever was there before.",
)
def spreads_follow_k(system: Bal, case: Case) -> Claims:
    market, widths = any_market(case), integer_fields(Market)
    update = KUpdate(*(case.integer(f"update.{name}", U128) for name in KUpdate._fields))
    long_spread, short_spread = (
        case.integer(f"argument.{name}", widths[name]) for name in ("long_spread", "short_spread")
    )
    system.apply_k_update(market, update, Spreads(long_spread, short_spread, 0))
    yield "the asks have less base", market.ask_base_asset_reserve <= market.base_asset_reserve
    yield "the asks have more quote", market.ask_quote_asset_reserve >= market.quote_asset_reserve
    yield "the bids have more base", market.bid_base_asset_reserve >= market.base_asset_reserve
    yield "the bids have less quote", market.bid_quote_asset_reserve <= market.quote_asset_reserve


@prop(
    "P78",
    system="bal",
    sentence="A bounded change of k, such as a mint's, leaves at least half of it.",
    formula="bound: 2·K' >= K",
    claim="specification 2.1 step 2: max halving",
    scope=Scenario(),
)
def bounded_changes_halve_at_most(system: Bal, case: Case) -> Claims:
    market, new_sqrt_k = any_market(case), case.integer("new_sqrt_k", U128)
    update = system.get_update_k_result(market, new_sqrt_k, True)
    ratio = floor_div(new_sqrt_k * K_RATIO_PRECISION, market.sqrt_k)
    yield "lemma: the ratio, as often as there is liquidity", ratio * market.sqrt_k <= new_sqrt_k * K_RATIO_PRECISION
    yield "lemma: half, as often as there is liquidity", (2 * ratio - K_RATIO_PRECISION) * market.sqrt_k >= 0
    yield "half is left", 2 * update.sqrt_k >= market.sqrt_k


@prop(
    "P84",
    system="bal",
    sentence="What another k is worth to the traders, the protocol never books as a gain: less its cost, or not at all.",
    formula="TFMD' - TFMD is 0 or -cost",
    claim="specification section 7: cost <= TFMD - floor(fee/2) - withdrawn",
    scope=OnStep(("update_k",)),
    leaves_out=("adjust_k_cost", "get_update_k_result"),
    notes="The model leaves the booking of the operator's change to whoever asks for it.",
)
def costs_are_no_gains(system: Bal, step: Step) -> Claims:
    booked = step.after.market.total_fee_minus_distributions - step.before.market.total_fee_minus_distributions
    yield "booked as it is", booked * (booked + step.result.adjustment_cost) == 0


@prop(
    "P85",
    system="bal",
    sentence="What the formula's change of k is worth to the traders is booked as the protocol's cost.",
    formula="K, b, q changed: TFMD' - TFMD = -adjust_k_cost",
    claim="specification section 7: TFMD - cost",
    scope=OnStep(("formulaic_update_k",)),
    leaves_out=("can_lower_k", "k_budget", "calculate_budgeted_k_scale", "get_update_k_result"),
    notes="Where nothing is changed, nothing is booked.",
)
def formula_books_its_cost(system: Bal, step: Step) -> Claims:
    before, after = step.before.market, step.after.market
    booked = after.total_fee_minus_distributions - before.total_fee_minus_distributions
    if step.result.k_changed:
        update = KUpdate(after.sqrt_k, after.base_asset_reserve, after.quote_asset_reserve)
        yield "its cost", booked == -system.adjust_k_cost(before, update)
    else:
        yield "k stays", True
