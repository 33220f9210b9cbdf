"""How much a liquidation may take at once, and that its fees leave what it is for: the shortage of margin covered."""

from __future__ import annotations

from model.arith import U32, U64, U128, floor_div
from model.bal import Account, Bal, ExchangeMarket, ExchangeState, Prices
from model.bal.constants import (
    BASE_PRECISION,
    LIQUIDATION_FEE_PRECISION,
    LIQUIDATION_FEE_TO_MARGIN,
    LIQUIDATION_PCT_PRECISION,
    PRICE_PRECISION,
    PRICE_TIMES_BASE_TO_QUOTE,
    SMALL_LIQUIDATION,
)
from model.bal.errors import MathError
from model.holders import Holders
from properties.arbitrary import arbitrary, integer_fields
from properties.case import Case
from properties.property import Claims, Scenario, prop

SECTION = "specification section 6, liquidate_perp"


def any_prices(case: Case) -> Prices:
    """Any positive prices of the market and of the collateral."""
    prices = Prices(case.integer("oracle_price", U64), quote_price=case.integer("quote_price", U64))
    case.assume(prices.oracle_price >= 1, "a price")
    case.assume(prices.quote_price >= 1, "a price")
    return prices


def any_liquidation(case: Case) -> tuple[ExchangeState, Account, int]:
    """Any settings of liquidations, any account that is liquidated, and any time."""
    state = ExchangeState(arbitrary(case, ExchangeMarket, "market"), Holders())
    for name in ("liquidation_duration", "initial_pct_to_liquidate", "liquidation_margin_buffer_ratio"):
        setattr(state, name, case.integer(name, integer_fields(ExchangeState)[name]))
    return state, arbitrary(case, Account, "position"), case.integer("slot", U64)


def in_collateral(prices: Prices) -> int:
    """The price of the base in the collateral's price, at price precision, rounded down."""
    return floor_div(prices.oracle_price * prices.quote_price, PRICE_PRECISION)


@prop(
    "P109",
    system="bal",
    sentence="With what was freed before, a liquidation frees no more of the whole shortage than its time so far allows.",
    formula="sh >= 50 USD: pct·sh <= max(0, share·(sh + freed) - 1e4·freed), share = min(1e4, by time + initial)",
    claim=SECTION,
    scope=Scenario(),
)
def liquidation_takes_its_time(system: Bal, case: Case) -> Claims:
    state, user, slot = any_liquidation(case)
    shortage = case.integer("shortage", U64)
    percent = system.max_pct_to_liquidate(state, user, shortage, slot)
    yield "not below nothing", percent >= 0
    if shortage >= SMALL_LIQUIDATION:
        whole, freed = LIQUIDATION_PCT_PRECISION, user.liquidation_margin_freed
        by_time = floor_div(max(0, slot - user.last_active_slot) * whole, max(1, state.liquidation_duration))
        share = min(whole, by_time + state.initial_pct_to_liquidate)
        taken = percent * shortage
        yield "not more than that", taken <= max(0, share * (shortage + freed) - freed * whole)
        yield "lemma: of the shortage, as often as there is one", taken <= whole * shortage
        yield "not more than all of it", percent <= whole


@prop(
    "P110",
    system="bal",
    sentence="The base that a liquidation needs frees the shortage after both fees, but for a unit of base, and no step more.",
    formula="(n + 1)·u > shortage·1e9 > (n - step)·u, u = floor(price·(ratio - fee)/1e6) - floor(price·if_fee/1e6)",
    claim=SECTION,
    scope=Scenario(),
)
def what_is_needed_frees_the_shortage(system: Bal, case: Case) -> Claims:
    prices, shortage, step = any_prices(case), case.integer("shortage", U64), case.integer("order_step_size", U64)
    ratio, fee, if_fee = (case.integer(name, U32) for name in ("margin_ratio", "liquidator_fee", "if_fee"))
    case.assume(step >= 1, "the step is fixed at creation and at least 1")
    needed = system.base_to_cover_shortage(shortage, ratio, fee, if_fee, prices, step)
    if ratio * LIQUIDATION_FEE_TO_MARGIN > fee:
        price = in_collateral(prices)
        a_unit = floor_div(price * (ratio * LIQUIDATION_FEE_TO_MARGIN - fee), LIQUIDATION_FEE_PRECISION)
        a_unit -= floor_div(price * if_fee, LIQUIDATION_FEE_PRECISION)
        yield "covers it but for a unit of base", (needed + 1) * a_unit > shortage * PRICE_TIMES_BASE_TO_QUOTE
        yield "whole steps", floor_div(needed, step) * step == needed
        yield "no more than a step beyond", (needed - step) * a_unit < shortage * PRICE_TIMES_BASE_TO_QUOTE


@prop(
    "P111",
    system="bal",
    sentence="The insurance fund is paid only from what margin there is beyond the shortage and the liquidator's fee.",
    formula="if_fee > 0: (ratio - fee - if_fee + 1)·price > 1e6·floor(shortage·1e9/base), price = floor(orc·quote/1e6)",
    claim=SECTION,
    scope=Scenario(),
)
def the_fund_leaves_the_shortage_covered(system: Bal, case: Case) -> Claims:
    prices, shortage, base = any_prices(case), case.integer("shortage", U64), case.integer("base", U64)
    ratio, fee, highest = (case.integer(name, U32) for name in ("margin_ratio", "liquidator_fee", "if_liquidation_fee"))
    case.assume(base >= 1, "there is a position")
    if_fee = system.calculate_perp_if_fee(shortage, base, ratio, fee, prices, highest)
    yield "not below nothing", if_fee >= 0
    yield "not above its own", if_fee <= highest
    if if_fee > 0:
        price = in_collateral(prices)
        a_base = floor_div(shortage * BASE_PRECISION, base)
        left = ratio * LIQUIDATION_FEE_TO_MARGIN - fee - if_fee
        needed = floor_div(a_base * PRICE_PRECISION, price)
        yield "what a whole base lacks", (a_base + 1) * base > shortage * BASE_PRECISION
        yield "lemma: what is needed is left", left >= needed
        yield "lemma: and at this price", (left - needed) * price >= 0
        yield "what is left covers what a whole base lacks", (left + 1) * price > a_base * PRICE_PRECISION


@prop(
    "P119",
    system="bal",
    sentence="How much a liquidation may take at once can always be told: no shortage is too large, and no time too long.",
    formula="shortage < 2^64: never MathError",
    claim=SECTION,
    scope=Scenario(),
    uses=("max_pct_to_liquidate",),
)
def the_pace_is_computable(system: Bal, case: Case) -> Claims:
    state, user, slot = any_liquidation(case)
    with case.never(MathError):
        percent = system.max_pct_to_liquidate(state, user, case.integer("shortage", U64), slot)
    yield "not below nothing", percent >= 0


@prop(
    "P120",
    system="bal",
    sentence="Of the base that is needed a liquidation takes what its time allows, rounded down to a unit.",
    formula="0 <= needed·pct - 1e4·b < 1e4; pct <= 1e4: b <= needed",
    claim=SECTION,
    scope=Scenario(),
)
def no_more_is_taken_than_time_allows(system: Bal, case: Case) -> Claims:
    needed, percent = case.integer("needed", U64), case.integer("percent", U128)
    left = needed * percent - system.base_by_now(needed, percent) * LIQUIDATION_PCT_PRECISION
    yield "not more", left >= 0
    yield "less than a unit less", left < LIQUIDATION_PCT_PRECISION
    if percent <= LIQUIDATION_PCT_PRECISION:
        yield "lemma: the rest of it", needed * (LIQUIDATION_PCT_PRECISION - percent) >= 0
        yield "not more than is needed", system.base_by_now(needed, percent) <= needed
