"""Funding: who pays whom, what rounding keeps, and what the protocol may spend on it.

A payment is the exact product of rate and base, cut toward zero: whoever receives gets up to a unit less, whoever pays
pays up to a unit less. The protocol is the other side of the users' net position, the LPs' unsettled base included, so
the exact sums cancel and only the parts cut off remain: less than one unit for each holder, and one for the protocol.
"""

from __future__ import annotations

from model.arith import I128, U64, floor_div
from model.bal import Bal, BalState
from model.bal.constants import FUNDING_POOL_DIVISOR
from properties.bal.arguments import USER
from properties.bal.cones import DELTAS, FORMULA, TRADE
from properties.bal.funding_updates import (
    UNIT,
    any_rate,
    at_most,
    market_with_net,
    period,
    two_paid,
)
from properties.bal.situations import BalSituations
from properties.case import Case
from properties.property import Claims, Invariant, Scenario, Verdict, prop

SITUATIONS = BalSituations()


# -- the sum of quote ------------------------------------------------------------------------------------------------


@prop(
    "P36",
    system="bal",
    sentence="The market's quote is the sum of its users' quote, whatever was filled, settled, paid or charged.",
    formula="Q = sum over users of quote",
    claim="specification section 8, P36",
    scope=Invariant(),
    leaves_out=(*DELTAS, *FORMULA, *TRADE, "burn_remainder", "clean_up_after_last", "get_update_k_result"),
    notes=(
        "The sum is over any number of users: the one who acts, and one number for all the others, who stay as they are."
    ),
)
def quote_is_the_users(system: Bal, state: BalState) -> Claims:
    held = state.positions.total("quote_asset_amount", lambda position: position.quote_asset_amount)
    yield "the market's quote is the users'", state.market.quote_asset_amount == held


# -- one update: what holders receive, and the protocol --------------------------------------------------------------


@prop(
    "P40",
    system="bal",
    sentence="What two users receive in an update, and what the protocol earns by it, add up to nothing.",
    formula="p1 + p2 + revenue = 0",
    claim='S1 "... all BAL providers earn the correct amount of funding"; specification section 8, P40',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="Two longs owe 0.1 and 2.95 units and pay 0 and 2, while the protocol books the 3 that they owe together.",
)
def update_is_zero_sum(system: Bal, case: Case) -> Claims:
    rate = any_rate(case)
    received, result, _ = two_paid(system, case, rate)
    yield "nothing is left", received + result.funding_imbalance_revenue == 0


@prop(
    "P40a",
    system="bal",
    sentence="Of an update that is not capped, receipts and revenue add up to at most a unit of quote for each holder.",
    formula="|sum of p_i + revenue| <= N",
    claim="specification section 8, P40",
    scope=Scenario(),
    leaves_out=("capped_funding_rate",),
    variant_of="P40",
    notes=(
        "For any number N of holders, by induction: with the errors of others within N - 1 units, one holder more is"
        " within N; none hold nothing. The error of the protocol is the one unit more that the strict bounds leave."
    ),
)
def update_is_nearly_zero_sum(system: Bal, case: Case) -> Claims:
    rate = any_rate(case)
    update = period(system, case, rate)
    if update is None:
        return
    yield from at_most("of one holder more: less than a unit each", update.error, update.holders * (UNIT - 1))
    revenue = update.result.funding_imbalance_revenue
    yield from at_most("lemma: the protocol's part is cut as any other", revenue * UNIT - rate * update.net, UNIT - 1)
    yield from at_most("at most a unit for each holder", update.received + revenue, update.holders)


@prop(
    "P43",
    system="bal",
    sentence="When all users have settled an update, the market owes as much funding as before it.",
    formula="net_unsettled_funding_pnl' = net_unsettled_funding_pnl",
    claim="specification section 8, P43",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="Two longs owe 0.1 and 2.95 units and pay 0 and 2; the market goes on expecting the 3 that they owe together.",
)
def nothing_stays_owed(system: Bal, case: Case) -> Claims:
    _, _, drift = two_paid(system, case, any_rate(case))
    yield "as much is owed as before", drift == 0


@prop(
    "P43a",
    system="bal",
    sentence="When all users have settled an update that was not capped, what the market owes has moved by a unit each.",
    formula="|net_unsettled_funding_pnl' - net_unsettled_funding_pnl| <= N",
    claim="specification section 8, P43",
    scope=Scenario(),
    leaves_out=("capped_funding_rate",),
    variant_of="P43",
    notes="For any number N of holders, as P40a. Of a capped update the revenue is booked uncapped: then no such bound.",
)
def little_stays_owed(system: Bal, case: Case) -> Claims:
    rate = any_rate(case)
    update = period(system, case, rate)
    if update is None:
        return
    yield from at_most("lemma: the errors", update.error, update.holders * (UNIT - 1))
    revenue = update.result.funding_imbalance_revenue
    yield from at_most("lemma: the protocol's part is cut as any other", revenue * UNIT - rate * update.net, UNIT - 1)
    yield from at_most("at most a unit for each holder", update.drift, update.holders)


@prop(
    "P43b",
    system="bal",
    sentence="What a user is paid of outstanding funding, the market owes less: to the unit.",
    formula="quote' + net_unsettled_funding_pnl' = quote + net_unsettled_funding_pnl, and Q' - Q = quote' - quote",
    claim="specification section 8, P43",
    scope=Scenario(),
    variant_of="P43",
)
def payments_are_booked(system: Bal, case: Case) -> Claims:
    state = SITUATIONS.state(case, system)
    market, position = state.market.copy(), state.positions[USER].copy()
    system.settle_funding(market, position)
    paid = position.quote_asset_amount - state.positions[USER].quote_asset_amount
    yield (
        "the market owes that much less",
        state.market.net_unsettled_funding_pnl - market.net_unsettled_funding_pnl == paid,
    )
    yield "the sum of quote is that much more", market.quote_asset_amount - state.market.quote_asset_amount == paid


# -- what the protocol spends ----------------------------------------------------------------------------------------


@prop(
    "P45",
    system="bal",
    sentence="An update spends at most a third of the fee pool, and leaves the reserved half of the exchange fees whole.",
    formula="TFMD - TFMD' <= pool/3; TFMD' < TFMD: TFMD' >= floor(total_exchange_fee/2)",
    claim="specification section 8, P45",
    scope=Scenario(),
)
def spending_is_capped(system: Bal, case: Case) -> Claims:
    rate, net = any_rate(case), case.integer("market.net", I128)
    before = market_with_net(case, net)
    after = before.copy()
    system.accrue_funding(after, rate)
    spent = before.total_fee_minus_distributions - after.total_fee_minus_distributions
    if spent > 0:
        yield "at most a third of the pool", spent * FUNDING_POOL_DIVISOR <= system.calculate_fee_pool(before)
        reserved = system.total_fee_lower_bound(after)
        yield "the reserved half is whole", after.total_fee_minus_distributions >= reserved


@prop(
    "P45a",
    system="bal",
    sentence="By the rates of an update, capped or not, all users together receive less than a third of the fee pool and one.",
    formula="-(rate_long·BL + rate_short·BS)/1e12 < floor(pool/3) + 1",
    claim="specification section 8, P45",
    scope=Scenario(),
    notes="What rate and base are worth, before each payment is cut to whole units (P40a).",
)
def users_receive_no_more_than_is_spent(system: Bal, case: Case) -> Claims:
    rate = any_rate(case)
    long, short = case.integer("market.long", U64), case.integer("market.short", U64)
    net = long - short
    market = market_with_net(case, net, base_asset_amount_long=long, base_asset_amount_short=-short)
    pool = floor_div(system.calculate_fee_pool(market), FUNDING_POOL_DIVISOR)
    result = system.accrue_funding(market, rate)
    worth = result.funding_rate_short * short - result.funding_rate_long * long
    yield "less than a third of the pool, and one", worth < (pool + 1) * UNIT
