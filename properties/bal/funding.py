"""Funding: who pays whom, what rounding keeps, and what the protocol may spend on it.

A payment is the exact product of rate and base, cut toward zero: whoever receives gets up to a unit less, whoever pays
pays up to a unit less. The protocol is the other side of the users' net position, the LPs' unsettled base included, so
the exact sums cancel and only the parts cut off remain: less than one unit for each holder, and one for the protocol.
"""

from __future__ import annotations

from typing import NamedTuple

from model.arith import I32, I64, I128, U64, floor_div
from model.bal import Bal, BalState, Market, Position
from model.bal.constants import FUNDING_POOL_DIVISOR, FUNDING_RATE_BUFFER, PRICE_PRECISION
from model.bal.state import FundingResult
from properties.arbitrary import arbitrary
from properties.bal.capture import RATE, paid_up, quote_of
from properties.bal.cones import DELTAS, FORMULA, TRADE
from properties.bal.situations import SUM, USER, BalSituations
from properties.case import Case
from properties.property import Claims, Invariant, Scenario, Verdict, prop

SITUATIONS = BalSituations()
UNIT = PRICE_PRECISION * FUNDING_RATE_BUFFER * FUNDING_RATE_BUFFER
"""Rate (1e9) times base (1e9) that is worth one unit of quote (1e6)."""


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


def sign_of(value: int) -> int:
    """1 or -1; asking keeps the two signs apart from here on, so that absolute values are plain numbers."""
    return 1 if value > 0 else -1


def any_rate(case: Case) -> int:
    """Any funding rate, rising or falling."""
    rate = case.integer(RATE, I128)
    sign_of(rate)
    return rate


def market_with_net(case: Case, net: int, **given: int) -> Market:
    """Any market whose users' net position is that; any part of it faces LPs that have not settled."""
    with_amm = case.integer("market.base_asset_amount_with_amm", I128)
    given |= {"base_asset_amount_with_amm": with_amm, "base_asset_amount_with_unsettled_lp": net - with_amm}
    sign_of(net)
    return arbitrary(case, Market, "market", **given)


def receipt(system: Bal, market: Market, position: Position) -> int:
    """What the position receives (or, negative, pays) when it settles its funding in the market (quote)."""
    after = position.copy()
    system.settle_funding(market, after)
    return after.quote_asset_amount - position.quote_asset_amount


def at_most(label: str, value: int, bound: int) -> Claims:
    """The two claims that a value's magnitude is at most a bound."""
    yield label, value <= bound
    yield f"{label}, nor less than its opposite", value >= -bound


class Period(NamedTuple):
    """An update that is not capped, and what everybody received of it (quote), as if each had settled right after.

    `error` is how far the receipts are from what rate and base are worth, times `UNIT`. `drift` is by how much what the
    market owes in funding changed from before the update to when all were paid.
    """

    holders: int
    net: int
    received: int
    error: int
    result: FundingResult
    drift: int


def is_capped(rate: int, result: FundingResult) -> bool:
    """Whether the receiving side was given another rate than that of the update."""
    return result.funding_rate_long != rate or result.funding_rate_short != rate


def period(system: Bal, case: Case, rate: int) -> Period | None:
    """An update at that rate on any market with any number of holders: one that is looked at, and others.

    None if it is capped.

    Of the others it is assumed what is proved of one holder more: their receipts are off by less than a unit each.
    """
    base, net = case.integer("position.base_asset_amount", I64), case.integer("market.net", I128)
    holders, others = case.integer("others.holders", U64), net - base
    received = case.integer("others.gap", SUM) - floor_div(rate * others, UNIT)
    error = received * UNIT + rate * others
    case.assume(error <= holders * (UNIT - 1), "of the others, as is shown of one holder more")
    case.assume(error >= -holders * (UNIT - 1), "of the others, as is shown of one holder more")
    market = market_with_net(case, net)
    one = holder(market, base)
    owed = market.net_unsettled_funding_pnl
    result = system.accrue_funding(market, rate)
    if is_capped(rate, result):
        return None
    own = receipt(system, market, one)
    drift = market.net_unsettled_funding_pnl - received - owed
    return Period(holders + 1, net, received + own, error + own * UNIT + rate * base, result, drift)


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


def holder(market: Market, base: int) -> Position:
    """A position of that base, all its funding paid."""
    long = sign_of(base) > 0
    paid_up = market.cumulative_funding_rate_long if long else market.cumulative_funding_rate_short
    return Position(base_asset_amount=base, last_cumulative_funding_rate=paid_up)


def two_paid(system: Bal, case: Case, rate: int) -> tuple[int, FundingResult, int]:
    """An update of a market of two users: what both receive, the update, and how much more the market owes at the end."""
    bases = [case.integer(f"{name}.base_asset_amount", I64) for name in ("position", "position1")]
    market = market_with_net(case, sum(bases))
    both = [holder(market, base) for base in bases]
    owed = market.net_unsettled_funding_pnl
    result = system.accrue_funding(market, rate)
    received = sum(receipt(system, market, one) for one in both)
    return received, result, market.net_unsettled_funding_pnl - owed


# -- the protocol as custodian ---------------------------------------------------------------------------------------


@prop(
    "P41",
    system="bal",
    sentence="The protocol pays and earns funding on what LPs have not settled as on what it holds itself.",
    formula="an update depends on BA and BU through BA + BU only",
    claim='S1 "the AMM will act as the custodian of their position for funding payments prior to being settled"',
    scope=Scenario(),
)
def protocol_is_custodian(system: Bal, case: Case) -> Claims:
    rate = any_rate(case)
    net = case.integer("market.net", I128)
    market = market_with_net(case, net)
    sign_of(market.base_asset_amount_long)
    sign_of(market.base_asset_amount_short)
    own = market.copy()
    own.base_asset_amount_with_amm, own.base_asset_amount_with_unsettled_lp = net, 0
    result, alone = system.accrue_funding(market, rate), system.accrue_funding(own, rate)
    yield "the rate of longs", result.funding_rate_long == alone.funding_rate_long
    yield "the rate of shorts", result.funding_rate_short == alone.funding_rate_short
    yield "the revenue", result.funding_imbalance_revenue == alone.funding_imbalance_revenue
    yield "what is distributed", market.total_fee_minus_distributions == own.total_fee_minus_distributions


class Custody(NamedTuple):
    """One update on a market in which an LP has settled or has not: both revenues, and what the LP receives settled."""

    unsettled: int
    settled: int
    received: int


def custody(system: Bal, case: Case) -> Custody | None:
    """An uncapped update before and after an LP settles any base; nothing if either is capped."""
    rate, net = any_rate(case), case.integer("market.net", I128)
    base = case.integer("position.base_asset_amount", I64)
    before = market_with_net(case, net)
    sign_of(net + base)
    after = before.copy()
    after.base_asset_amount_with_unsettled_lp += base
    lp = holder(after, base)
    early = system.accrue_funding(after, rate)
    if is_capped(rate, early):
        return None
    late = system.accrue_funding(before, rate)
    if is_capped(rate, late):
        return None
    return Custody(late.funding_imbalance_revenue, early.funding_imbalance_revenue, receipt(system, after, lp))


@prop(
    "P41a",
    system="bal",
    sentence="What an LP does not receive because it settled too late is exactly what the protocol earns more.",
    formula="revenue(unsettled) = revenue(settled) + p_LP",
    claim='S1 "BAL providers will need to be settled each funding period to earn their full funding payments"',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="The LP's half unit and the protocol's are each cut off; settled together they would be a whole one.",
)
def late_funding_is_the_protocols(system: Bal, case: Case) -> Claims:
    kept = custody(system, case)
    if kept is not None:
        yield "the protocol earns what the LP does not", kept.unsettled == kept.settled + kept.received


@prop(
    "P41b",
    system="bal",
    sentence="What an LP does not receive because it settled too late, the protocol earns more, up to one unit of quote.",
    formula="|revenue(unsettled) - revenue(settled) - p_LP| <= 1",
    claim='S1 "BAL providers will need to be settled each funding period to earn their full funding payments"',
    scope=Scenario(),
    leaves_out=("capped_funding_rate", "calculate_fee_pool", "total_fee_lower_bound"),
    variant_of="P41a",
)
def late_funding_is_nearly_the_protocols(system: Bal, case: Case) -> Claims:
    kept = custody(system, case)
    if kept is not None:
        yield from at_most("up to one unit", kept.unsettled - kept.settled - kept.received, 1)


@prop(
    "P44",
    system="bal",
    sentence="What an LP holds below a step neither pays nor earns funding.",
    formula="the funding paid to a position does not depend on its remainder",
    claim="S1 funding section; specification section 8, P44",
    scope=Scenario(),
)
def remainders_earn_nothing(system: Bal, case: Case) -> Claims:
    state = SITUATIONS.state(case, system)
    held = state.positions[USER]
    other = held.copy()
    other.remainder_base_asset_amount = case.integer("other.remainder_base_asset_amount", I32)
    paid, _ = system.settle_funding_payment(state, user=USER)
    state.positions = case.holders({USER: other})
    paid_other, _ = system.settle_funding_payment(state, user=USER)
    yield "the quote is the same", quote_of(paid) == quote_of(paid_other)
    yield (
        "so is what the market owes",
        paid.market.net_unsettled_funding_pnl == paid_other.market.net_unsettled_funding_pnl,
    )


# -- when an LP settles ----------------------------------------------------------------------------------------------


@prop(
    "P42",
    system="bal",
    sentence="What an LP earns of a funding update does not depend on whether it settles before or after it.",
    formula="quote(settle; update; pay funding) = quote(update; settle)",
    claim='S1 "BAL providers will need to be settled each funding period to earn their full funding payments"',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="An LP that settles before the update is paid on its base; one that settles after it has the same base and no pay.",
)
def settling_late_costs_nothing(system: Bal, case: Case) -> Claims:
    state = paid_up(system, case)
    rate = case.integer(RATE, I128)
    settled, _ = system.settle_lp(state, user=USER)
    updated, _ = system.update_funding(settled, funding_rate=rate)
    early, _ = system.settle_funding_payment(updated, user=USER)
    updated, _ = system.update_funding(state, funding_rate=rate)
    late, _ = system.settle_lp(updated, user=USER)
    yield "the quote is the same", quote_of(early) == quote_of(late)


@prop(
    "P42a",
    system="bal",
    sentence="An LP without base that settles after funding updates has what it would have had without them: no part of any.",
    formula="base = 0: quote(update; settle) = quote(settle)",
    claim='S1 "BAL providers only earn funding on settled positions"',
    scope=Scenario(),
    variant_of="P42",
    uses=("settle_lp_position", "apply_lp_rebase_to_perp_position"),
    leaves_out=("calculate_funding_rate_long_short",),
    notes="What it misses goes to the protocol, up to a unit (P41b).",
)
def settling_late_costs_the_whole_update(system: Bal, case: Case) -> Claims:
    state = paid_up(system, case, lots=0)
    settled, _ = system.settle_lp(state, user=USER)
    updated, _ = system.update_funding(state, funding_rate=case.integer(RATE, I128))
    late, _ = system.settle_lp(updated, user=USER)
    yield "the quote is the same", quote_of(late) == quote_of(settled)


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
