"""What a change of k may cost: everything beyond the reserved fees, and nothing of these."""

from __future__ import annotations

from model.arith import I128
from model.bal import Bal
from model.bal.constants import MIN_K_LOWER_BOUND
from properties.bal.rules import any_market
from properties.case import Case
from properties.property import Claims, Scenario, prop


@prop(
    "P112",
    system="bal",
    sentence="A cost is booked exactly if the fees left by it are no less than the reserved ones; a gain always is.",
    formula="booked <=> cost <= 0 or TFMD - cost >= reserved; booked: TFMD' = TFMD - cost, not booked: TFMD' = TFMD",
    claim="specification section 7: cost <= TFMD - floor(fee/2) - withdrawn",
    scope=Scenario(),
    uses=("apply_cost_to_market", "fee_pool_bound"),
    notes="Reserved are half of the exchange's fees and the fees of liquidations, less what was withdrawn.",
)
def costs_leave_the_reserved_fees(system: Bal, case: Case) -> Claims:
    market, cost = any_market(case), case.integer("cost", I128)
    before, reserved = market.total_fee_minus_distributions, system.fee_pool_bound(market)
    booked = system.apply_cost_to_market(market, cost)
    left = before - cost
    if booked:
        yield "booked: what was reserved is left, or it was no cost", left >= reserved if cost > 0 else True
        yield "booked: as it is", market.total_fee_minus_distributions == left
    else:
        yield "not booked: it was a cost", cost > 0
        yield "not booked: the reserved fees would have had to bear it", left < reserved
        yield "not booked: nothing has changed", market.total_fee_minus_distributions == before


@prop(
    "P113",
    system="bal",
    sentence="The formula lowers k by at most 2.2 per cent at a time, whatever bounds it is called with.",
    formula="scale >= 978000/1e6, and lower <= scale",
    claim="specification section 7: budgeted k scale",
    scope=Scenario(),
    uses=("budgeted_k_scale",),
)
def k_is_lowered_a_little(system: Bal, case: Case) -> Claims:
    market, budget = any_market(case), case.integer("budget", I128)
    upper, lower = case.integer("upper_bound", I128), case.integer("lower_bound", I128)
    case.assume(lower <= upper, "the bounds are in order")
    scale = system.budgeted_k_scale(market, budget, upper, lower)
    yield "no less than the program's least", scale >= MIN_K_LOWER_BOUND
    yield "no less than the lower bound", scale >= lower
    yield "no more than the upper bound", scale <= upper
