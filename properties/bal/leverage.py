"""Leverage: how much of a position its collateral lets an account hold, and what happens to who holds too much."""

from __future__ import annotations

from typing import NamedTuple

from model.arith import I64, I128, U32, U64, Width
from model.bal import ACTIVE, Account, Bal, ExchangeMarket, ExchangeState, Prices
from model.bal.constants import MARGIN_PRECISION, PRICE_TIMES_BASE_TO_QUOTE, QUOTE_PRECISION
from model.bal.exchange import INITIAL, SettlePnlResult
from model.holders import Holders
from properties.arbitrary import arbitrary
from properties.bal.arguments import USER
from properties.bal.liquidation import AROUND as AROUND_LIQUIDATION
from properties.bal.liquidation import any_liquidation
from properties.bal.margin import PRICE, margin_rules
from properties.bal.situations import BalSituations
from properties.bal.trouble import settled, short_of_margin
from properties.case import Case
from properties.property import Claims, Scenario, Verdict, prop

PREVIEW = ("calculate_lp_open_bids_asks", "calculate_settle_lp_metrics", "unrealized_pnl", "weighted_pnl")
"""What margin takes an LP for, and what its profit counts, whatever it is."""

COOLDOWN = 30
"""Seconds."""

SOON = Width("now", 0, 2 * COOLDOWN)
"""Times at which profits are settled; liquidity is added at 0."""

AROUND = (
    "calculate_account_margin",
    "calculate_lp_shares_to_burn_for_risk_reduction",
    "meets_maintenance",
    "settle_with_pool",
    "unrealized_pnl",
    "settle_funding",
    "settle_lp_position",
    "burn_remainder",
    "clean_up_after_last",
    "get_update_k_result",
)
"""What a settlement of profits does to an LP apart from what it burns, whatever it is."""


@prop(
    "P106",
    system="bal",
    sentence="A position's worst case is at most its initial requirement over the ratio, the market's or the account's.",
    formula="imf = 0: liability * max(ratio, own ratio) < (requirement + 1) * 1e4; ratio(size) >= ratio",
    claim="S2 leverage up to 10x; S0 maximum leverage of a subaccount; specification section 6",
    scope=Scenario(),
    leaves_out=(*PREVIEW, "worst_case_base_asset_amount"),
    notes=(
        "Who meets its requirement has collateral for it: with a ratio of a tenth, for a worst case of ten times as much."
        " Where the ratio depends on size (imf) it is no less than the market's, so that less is allowed."
    ),
)
def leverage_is_limited(system: Bal, case: Case) -> Claims:
    sized = margin_rules(case)
    yield (
        "a size needs no less",
        sized.margin_ratio_initial <= system.get_margin_ratio(sized, case.integer("size", U64), INITIAL),
    )
    market = margin_rules(case, imf_factor=0)
    held = arbitrary(case, Account, "position")
    prices = Prices(case.integer("argument.oracle_price", I64))
    own = case.integer("argument.custom_margin_ratio", U32)
    found = system.calculate_perp_position_value_and_pnl(market, held, prices, INITIAL, own)
    needed = (found.margin_requirement + 1) * MARGIN_PRECISION
    yield "by the market's", found.worst_case_liability_value * market.margin_ratio_initial < needed
    yield "by its own", found.worst_case_liability_value * own < needed


@prop(
    "P105",
    system="bal",
    sentence="Of what an LP has been given and has not settled, margin counts no funding.",
    formula="unrealized funding(position) = unrealized funding(position without its shares)",
    claim='S1 "a regular market position without unrealized funding payments"; specification section 6',
    scope=Scenario(),
    leaves_out=(*PREVIEW, "worst_case_base_asset_amount", "get_margin_ratio"),
)
def unsettled_base_has_no_funding(system: Bal, case: Case) -> Claims:
    market = margin_rules(case)
    market.cumulative_funding_rate_long = case.integer("market.cumulative_funding_rate_long", I128)
    market.cumulative_funding_rate_short = case.integer("market.cumulative_funding_rate_short", I128)
    held = arbitrary(case, Account, "position")
    without = held.copy()
    without.lp_shares = 0
    prices = Prices(case.integer("argument.oracle_price", I64))
    found = system.calculate_perp_position_value_and_pnl(market, held, prices, INITIAL)
    yield "funding", found.unrealized_funding == system.unrealized_funding(market, without)


@prop(
    "P100",
    system="bal",
    sentence="A liquidation takes fees for base that changes hands, and for nothing else.",
    formula="base transferred = 0: fee of the insurance fund = 0, neither side's quote is charged for a transfer",
    claim='S1 "prior to liquidating any positions and applying larger penalties"; specification section 6',
    scope=Scenario(),
    leaves_out=AROUND_LIQUIDATION,
    notes="Burning the shares charges their dust at the oracle's price (P54b, P55).",
)
def fees_are_of_transfers(system: Bal, case: Case) -> Claims:
    seen = any_liquidation(system, case)
    if seen.result.base_asset_amount_transferred == 0:
        yield "no fee of the fund", seen.result.if_fee == 0
        yield "nothing of the user's", seen.result.user_quote_change == 0
        yield "nothing of the liquidator's", seen.result.liquidator_quote_change == 0
        yield "none is booked", seen.market_after.total_liquidation_fee == seen.market.total_liquidation_fee


class SettledProfit(NamedTuple):
    """An LP before and after a settlement of its profit, its result, and whether the cooldown had passed."""

    before: Account
    after: Account
    result: SettlePnlResult
    cooled_down: bool

    def is_short(self) -> bool:
        """Whether the LP was looked at, and found short of its initial margin."""
        margin = self.result.initial_margin
        return margin is not None and not margin.meets_margin_requirement


def any_settlement_of_profit(system: Bal, case: Case, advanced: bool) -> SettledProfit:
    """Any settlement of the profit or loss of an LP, of one that has opted out of de-risking or has not."""
    valid = BalSituations().state(case, system)
    market = arbitrary(case, ExchangeMarket, "market", **vars(valid.market))
    before = arbitrary(case, Account, "position", advanced_lp=advanced, **vars(valid.positions[USER]))
    case.assume(before.lp_shares >= 1, "an LP")
    after = before.copy()
    state = ExchangeState(market, Holders(), lp_cooldown_time=valid.lp_cooldown_time)
    state.liquidation_margin_buffer_ratio = case.integer("buffer", Width("u16", 0, 65_535))
    now = case.integer("argument.now", I64)
    result = system.settle_profit_and_loss(
        state,
        market.copy(),
        after,
        Prices(case.integer("argument.oracle_price", I64)),
        now,
        case.integer("argument.slot", U64),
        price_offset=0,
    )
    waited = now - before.last_add_perp_lp_shares_ts
    return SettledProfit(before, after, result, waited >= state.lp_cooldown_time)


@prop(
    "P101",
    system="bal",
    sentence="A settlement of profits that finds an LP short of its initial margin burns shares of it.",
    formula="settle_pnl succeeds, collateral < initial requirement: shares' < shares",
    claim='S0 "next P&L settle will trigger de-risking of the position"; specification section 6',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="The cooldown of the LP's last addition has not passed: its profit is settled, and its shares stay.",
    notes="Of LPs that have not opted out (P102), and of settlements that succeed (P65, P88 to P90). Later it holds (P101a).",
)
def derisking_is_next(system: Bal, case: Case) -> Claims:
    trouble = short_of_margin(system, case)
    trouble.state.lp_cooldown_time = COOLDOWN
    after = settled(system, trouble, now=case.integer("argument.now", SOON))
    yield "some are burned", after.account().lp_shares < trouble.account().lp_shares


@prop(
    "P101a",
    system="bal",
    sentence="A settlement of profits burns shares of an LP just if it is short of initial margin and its cooldown has passed.",
    formula="settle_pnl succeeds: shares' < shares iff collateral < initial requirement, now - last addition >= cooldown",
    claim='S0 "next P&L settle will trigger de-risking of the position"; specification section 6',
    scope=Scenario(),
    leaves_out=AROUND,
    variant_of="P101",
    notes="Of LPs that have not opted out (P102).",
)
def derisking_follows(system: Bal, case: Case) -> Claims:
    seen = any_settlement_of_profit(system, case, advanced=False)
    if seen.is_short() and seen.cooled_down:
        yield "lemma: some are to be burned", seen.result.shares_burned >= 1
        yield "some are burned", seen.after.lp_shares < seen.before.lp_shares
    else:
        yield "none are burned", seen.after.lp_shares == seen.before.lp_shares


@prop(
    "P102",
    system="bal",
    sentence="An LP that has opted out keeps its shares when its profits are settled.",
    formula="advanced: settle_pnl succeeds: shares' = shares, no order is left",
    claim="S0 opting out of de-risking; specification section 6",
    scope=Scenario(),
    leaves_out=AROUND,
)
def opting_out_keeps_shares(system: Bal, case: Case) -> Claims:
    seen = any_settlement_of_profit(system, case, advanced=True)
    yield "shares", seen.after.lp_shares == seen.before.lp_shares
    yield "none are burned", seen.result.shares_burned == 0
    yield "no order is left", seen.after.open_orders == seen.before.open_orders


@prop(
    "P103",
    system="bal",
    sentence="For its shares an LP needs, beyond position and open orders, at most one of quote or the value of a step.",
    formula="requirement for shares <= max(1, step * price)",
    claim="S1 margining, S2 margin available for LPs; specification section 6",
    scope=Scenario(),
    notes="It is for the dust that burning the shares leaves (P55). The documents do not mention it.",
)
def buffer_is_a_step(system: Bal, case: Case) -> Claims:
    market = arbitrary(case, ExchangeMarket, "market", status=ACTIVE)
    price = case.integer("argument.oracle_price", I64)
    needed = system.margin_requirement_for_lp_shares(market, arbitrary(case, Account, "position"), price)
    if needed > QUOTE_PRECISION:
        yield "a step's value", needed * PRICE_TIMES_BASE_TO_QUOTE <= market.order_step_size * price
    yield "nothing is given", needed >= 0


@prop(
    "P104",
    system="bal",
    sentence="Whom a liquidation may enter with some collateral, it may enter with less.",
    formula="collateral' <= collateral: margin(collateral') >= requirement' implies margin(collateral) >= requirement",
    claim='S1 "increased risk of liquidation"; S2 leverage and the risk of liquidation; specification section 6',
    scope=Scenario(),
    notes="Of one position at its settled preview: more leverage is less collateral for it, also below a leverage of one.",
)
def leverage_is_a_risk(system: Bal, case: Case) -> Claims:
    market = margin_rules(case)
    market.margin_ratio_maintenance = case.integer("market.margin_ratio_maintenance", U32)
    market.unrealized_pnl_maintenance_asset_weight = MARGIN_PRECISION
    more = Account(
        base_asset_amount=case.integer("position.base_asset_amount", I64),
        quote_asset_amount=case.integer("position.quote_asset_amount", I64),
        collateral=case.integer("position.collateral", I128),
    )
    less = more.copy()
    less.collateral = more.collateral - case.integer("less", U64)
    prices = Prices(case.integer("argument.oracle_price", PRICE))
    buffer = case.integer("buffer", Width("u16", 0, 65_535))
    with_more, with_less = (system.calculate_liquidation_margin(market, each, prices, buffer) for each in (more, less))
    yield "no more collateral", with_less.total_collateral <= with_more.total_collateral
    yield "no less required", with_less.margin_requirement >= with_more.margin_requirement
    yield "who is safe with less", not with_less.meets_margin_requirement or with_more.meets_margin_requirement
