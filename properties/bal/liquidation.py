"""Liquidation of an LP: what is taken first."""

from __future__ import annotations

from typing import NamedTuple

from model.arith import I64, U64, Width
from model.bal import Account, Bal, ExchangeMarket, ExchangeState, Prices
from model.bal.exchange import LiquidationResult
from model.holders import Holders
from properties.arbitrary import arbitrary
from properties.case import Case
from properties.property import Claims, Scenario, Verdict, prop

AROUND = (
    "calculate_account_margin",
    "add_margin_freed",
    "terms_of_transfer",
    "hand_over",
    "is_bankrupt",
    "reuse_slot",
    "settle_funding",
    "settle_lp_position",
    "burn_remainder",
    "clean_up_after_last",
    "get_update_k_result",
)
"""What decides how much is taken, whatever it is, and how amounts enter positions."""


class Liquidated(NamedTuple):
    """An account before and after a liquidation in a market, and its result."""

    before: Account
    after: Account
    market: ExchangeMarket
    market_after: ExchangeMarket
    result: LiquidationResult


def any_liquidation(system: Bal, case: Case) -> Liquidated:
    """Any liquidation of any account."""
    market = arbitrary(case, ExchangeMarket, "market")
    case.assume(market.order_step_size >= 1, "the step is fixed at creation and at least 1")
    before = arbitrary(case, Account, "position", being_liquidated=case.choice("being_liquidated", (False, True)))
    after, market_after, liquidator = before.copy(), market.copy(), arbitrary(case, Account, "liquidator")
    state = ExchangeState(market, Holders())
    state.liquidation_margin_buffer_ratio = case.integer("buffer", Width("u16", 0, 65_535))
    prices = Prices(case.integer("argument.oracle_price", I64))
    result = system.liquidate(
        state,
        market_after,
        after,
        liquidator,
        case.integer("argument.max_base", U64),
        prices,
        case.integer("slot", U64),
    )
    return Liquidated(before, after, market, market_after, result)


@prop(
    "P63",
    system="bal",
    sentence="Before any base changes hands in a liquidation, all the user's shares of the market are burned.",
    formula="base transferred != 0: shares' = 0 and burned = shares, Ku' = Ku - shares",
    claim='S1 "liquidation will remove BAL shares prior"; specification section 6, P63',
    scope=Scenario(),
    leaves_out=AROUND,
)
def shares_go_first(system: Bal, case: Case) -> Claims:
    seen = any_liquidation(system, case)
    if seen.result.base_asset_amount_transferred != 0:
        yield "no shares are left", seen.after.lp_shares == 0
        yield "all are burned", seen.result.shares_burned == seen.before.lp_shares
        burned = seen.market.user_lp_shares - seen.market_after.user_lp_shares
        yield "the market knows", burned == seen.before.lp_shares


@prop(
    "P64",
    system="bal",
    sentence="A call that liquidates leaves the user without shares of the market.",
    formula="liquidate_perp succeeds: shares' = 0",
    claim='S1 "liquidation will remove BAL shares prior"; specification section 6, P64',
    scope=Scenario(),
    leaves_out=AROUND,
    expected=Verdict.REFUTED,
    story=(
        "An account that was being liquidated has recovered, buffer included: the call lets it go with all its shares."
    ),
    notes=(
        "Of calls that do liquidate it holds (P64a). Only of the market that is liquidated: shares of other markets stay,"
        " liquidations of profits refuse while there are shares, and those of collateral do not look at them"
        " (specification section 6); this model has one market and one collateral."
    ),
)
def no_shares_are_left(system: Bal, case: Case) -> Claims:
    yield "no shares are left", any_liquidation(system, case).after.lp_shares == 0


@prop(
    "P64a",
    system="bal",
    sentence="A call that enters liquidation, or goes on with it, leaves the user without shares of the market.",
    formula="liquidate_perp succeeds and entered: shares' = 0",
    claim='S1 "liquidation will remove BAL shares prior"; specification section 6, P64',
    scope=Scenario(),
    leaves_out=AROUND,
    variant_of="P64",
)
def no_shares_are_left_of_who_is_liquidated(system: Bal, case: Case) -> Claims:
    seen = any_liquidation(system, case)
    if seen.result.entered:
        yield "no shares are left", seen.after.lp_shares == 0
