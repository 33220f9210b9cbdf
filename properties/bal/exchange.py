"""Conservation within the exchange: what settling profits and liquidating move, they move from somewhere.

Both are made of rules that are judged alone: funding, settlement, burns, deltas of positions. Here is what is theirs.
"""

from __future__ import annotations

from model.arith import I64, U64, Width
from model.bal import Account, Bal, ExchangeMarket
from model.bal.constants import POOL_TO_QUOTE
from properties.arbitrary import arbitrary
from properties.bal.liquidation import any_liquidation
from properties.case import Case
from properties.property import Claims, Scenario, prop

RULES = (
    "settle_funding",
    "settle_lp_position",
    "update_position_and_market",
    "update_quote_and_break_even",
    "burn_remainder",
    "clean_up_after_last",
    "get_update_k_result",
)
LIQUIDATION = (*RULES, "calculate_account_margin", "add_margin_freed", "terms_of_transfer", "is_bankrupt", "reuse_slot")


def moved(before: object, after: object, name: str) -> int:
    """By how much a field has changed."""
    return getattr(after, name) - getattr(before, name)  # type: ignore[no-any-return]


@prop(
    "P92",
    system="bal",
    sentence="A transfer in a liquidation moves base and quote from one account to the other, less the insurance fund's fee.",
    formula="user's base + liquidator's base, and BL + BS, are as before; quote of both falls by if_fee, and Q by as much",
    claim="specification section 6, liquidate_perp",
    scope=Scenario(),
    leaves_out=(
        "update_position_and_market",
        "update_quote_and_break_even",
        "calculate_base_asset_value_with_oracle_price",
    ),
)
def transfers_conserve(system: Bal, case: Case) -> Claims:
    market = arbitrary(case, ExchangeMarket, "market")
    accounts = [arbitrary(case, Account, name) for name in ("position", "liquidator")]
    after, held = market.copy(), [each.copy() for each in accounts]
    amount, price = case.integer("argument.base_asset_amount", U64), case.integer("argument.oracle_price", I64)
    fees = [case.integer(name, Width("u32", 0, 2**32 - 1)) for name in ("liquidator_fee", "if_fee")]
    result = system.hand_over(after, held[0], held[1], amount, price, *fees)
    base = [moved(*pair, "base_asset_amount") for pair in zip(accounts, held, strict=True)]
    quote = [moved(*pair, "quote_asset_amount") for pair in zip(accounts, held, strict=True)]
    yield "base of both", base[0] + base[1] == 0
    net = moved(market, after, "base_asset_amount_long") + moved(market, after, "base_asset_amount_short")
    yield "base of all", net == 0
    yield "quote of both", quote[0] + quote[1] == -result.if_fee
    yield "quote of all", moved(market, after, "quote_asset_amount") == -result.if_fee
    yield "the fund's", moved(market, after, "total_liquidation_fee") == result.if_fee
    yield "the user's, as said", quote[0] == result.user_quote_change
    yield "the liquidator's, as said", quote[1] == result.liquidator_quote_change


@prop(
    "P93",
    system="bal",
    sentence="Settling a profit or loss moves collateral between the account and the market's pools, and nothing else.",
    formula="1000·collateral + pnl pool + fee pool is as before; quote' - quote = Q' - Q = -(collateral' - collateral)",
    claim="specification section 6, settle_pnl",
    scope=Scenario(),
    leaves_out=("claimable_pnl", "fee_pool_bound"),
)
def settled_profits_come_from_the_pools(system: Bal, case: Case) -> Claims:
    market, account = arbitrary(case, ExchangeMarket, "market"), arbitrary(case, Account, "position")
    after, held = market.copy(), account.copy()
    settled = system.settle_with_pool(after, held, case.integer("argument.oracle_price", I64))
    paid = moved(account, held, "collateral")
    yield "the account's", paid == settled
    pools = moved(market, after, "pnl_pool_balance") + moved(market, after, "fee_pool_balance")
    yield "the pools'", pools == -settled * POOL_TO_QUOTE
    yield "the position's", moved(account, held, "quote_asset_amount") == -settled
    yield "the market's", moved(market, after, "quote_asset_amount") == -settled
    yield "the record", moved(account, held, "settled_pnl") == settled
    yield "base stays", moved(account, held, "base_asset_amount") == 0


@prop(
    "P94",
    system="bal",
    sentence="A profit is paid only as far as the pool goes, which is never overdrawn.",
    formula="settle_with_pool succeeds: pnl pool' >= 0, and what the account receives is at most pnl pool / 1000",
    claim="specification section 6, settle_pnl",
    scope=Scenario(),
    leaves_out=("claimable_pnl", "fee_pool_bound"),
    notes="What the pool of fees exceeds all fees by is moved into the pool first, and counts.",
)
def profits_are_covered(system: Bal, case: Case) -> Claims:
    market, account = arbitrary(case, ExchangeMarket, "market"), arbitrary(case, Account, "position")
    after, price = market.copy(), case.integer("argument.oracle_price", I64)
    settled = system.settle_with_pool(after, account.copy(), price)
    yield "the pool is not overdrawn", after.pnl_pool_balance >= 0
    both = market.pnl_pool_balance + market.fee_pool_balance
    yield "no more than both pools hold", settled * POOL_TO_QUOTE <= both


@prop(
    "P95",
    system="bal",
    sentence="In a liquidation the market's shares and the AMM's own side follow the user's burn, and nobody else's.",
    formula="Ku' - Ku = K' - K = shares' - shares, of a liquidation that burns; the liquidator's shares stay",
    claim="specification section 6, liquidate_perp",
    scope=Scenario(),
    leaves_out=LIQUIDATION,
)
def liquidation_burns_for_the_user_alone(system: Bal, case: Case) -> Claims:
    seen = any_liquidation(system, case)
    burned = moved(seen.before, seen.after, "lp_shares")
    yield "the market's shares", moved(seen.market, seen.market_after, "user_lp_shares") == burned
    yield "the liquidity", moved(seen.market, seen.market_after, "sqrt_k") == burned
    yield "as said", seen.result.shares_burned == -burned
