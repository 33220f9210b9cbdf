"""Funding while an LP has not settled: the protocol stands in for it, and keeps what comes too late for it."""

from __future__ import annotations

from typing import NamedTuple

from model.arith import I32, I64, I128
from model.bal import Bal
from properties.bal.arguments import USER
from properties.bal.capture import RATE, paid_up, quote_of
from properties.bal.funding_updates import (
    any_rate,
    at_most,
    holder,
    is_capped,
    market_with_net,
    receipt,
    sign_of,
)
from properties.bal.situations import BalSituations
from properties.case import Case
from properties.property import Claims, Scenario, Verdict, prop

SITUATIONS = BalSituations()


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
