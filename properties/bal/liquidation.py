"""Liquidation of an LP: what is taken first, what it leaves, and what it would have had to take."""

from __future__ import annotations

from typing import NamedTuple

from model.arith import I64, U64, Width
from model.bal import LONG, SHARED, SHORT, Account, Bal, ExchangeMarket, ExchangeState, Prices
from model.bal.exchange import AccountMargin, LiquidationResult
from model.holders import Holders
from properties.arbitrary import arbitrary
from properties.bal.situations import USER
from properties.case import Case
from properties.property import Claims, Scenario, Verdict, prop

TAKER, LIQUIDATOR = USER + 1, USER + 2
AROUND = (
    "calculate_account_margin",
    "add_margin_freed",
    "terms_of_transfer",
    "hand_over",
    "is_bankrupt",
    "settle_funding",
    "settle_lp_position",
    "burn_remainder",
    "clean_up_after_last",
    "get_update_k_result",
)
"""What decides how much is taken, whatever it is, and how amounts enter positions."""

SOL = 10**9
"""Base and shares of one SOL."""

USD = 10**6
PRICES = Width("price", 50 * USD, 200 * USD)
SHARES = Width("shares", SOL, 1000 * SOL)
COLLATERAL = Width("collateral", 0, 20_000 * USD)
SIZES = Width("size", SOL, 500 * SOL)


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


# -- an LP in trouble ------------------------------------------------------------------------------------------------


class Trouble(NamedTuple):
    """An exchange in which an LP has too little margin, and the price (1e6)."""

    state: ExchangeState
    price: int

    def account(self) -> Account:
        """The LP's account."""
        held = self.state.positions[USER]
        assert isinstance(held, Account)
        return held


def lp_in_trouble(system: Bal, case: Case) -> Trouble:
    """A market of 10,000 SOL at 100 USD; one LP, of up to a tenth of it; one fill, and a price after it."""
    state = system.start_exchange(sqrt_k=10_000 * SOL, peg_multiplier=100 * USD, order_step_size=SOL // 100)
    state.positions = Holders({USER: Account(), TAKER: Account(), LIQUIDATOR: Account(collateral=10**15)})
    for user, collateral in ((USER, case.integer("collateral", COLLATERAL)), (TAKER, 10**12)):
        state, _ = system.set_collateral(state, user=user, amount=collateral)
    shares = case.integer("argument.n_shares", SHARES) // SOL * SOL
    exchange, _ = system.mint_lp_shares(state, user=USER, n_shares=shares, now=0)
    size = case.integer("argument.base_asset_amount", SIZES) // SOL * SOL
    direction = case.choice("argument.direction", (LONG, SHORT))
    exchange, _ = system.fill_exact(
        exchange, user=TAKER, direction=direction, base_asset_amount=size, liquidity_split=SHARED
    )
    assert isinstance(exchange, ExchangeState)
    return Trouble(exchange, case.integer("argument.oracle_price", PRICES) // USD * USD)


def margin_of(system: Bal, trouble: Trouble) -> AccountMargin:
    """What decides about the LP's liquidation."""
    market, buffer = trouble.state.market, trouble.state.liquidation_margin_buffer_ratio
    assert isinstance(market, ExchangeMarket)
    return system.calculate_liquidation_margin(market, trouble.account(), Prices(trouble.price), buffer)


def liquidated(system: Bal, trouble: Trouble, now: int = 0) -> tuple[Trouble, LiquidationResult]:
    """The exchange after the LP's liquidation, by somebody who takes everything."""
    state, result = system.liquidate_perp(
        trouble.state,
        user=USER,
        liquidator=LIQUIDATOR,
        liquidator_max_base_asset_amount=2**62,
        oracle_price=trouble.price,
        slot=now,
    )
    return Trouble(state, trouble.price), result


@prop(
    "P76",
    system="bal",
    sentence="Whom a liquidation lets go has enough margin, buffer included.",
    formula="liquidate_perp succeeds and the user is let go: collateral+ >= requirement+",
    claim="specification section 6, liquidation",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "The base to be transferred is computed once, at the ratio and price of the whole position, rounded; after it"
        " the account is let go without another look, and a little is still missing."
    ),
    notes="Who is let go without a transfer has enough (P76a).",
)
def liquidation_cures(system: Bal, case: Case) -> Claims:
    after, result = liquidated(system, lp_in_trouble(system, case))
    if result.entered and not result.being_liquidated:
        yield "enough", margin_of(system, after).can_exit_liquidation


@prop(
    "P77",
    system="bal",
    sentence="A liquidation burns no more shares than it takes to cure the shortage.",
    formula="liquidate_perp burns n shares: with one step fewer burned, the shortage remains",
    claim='S1 "liquidation will remove BAL shares prior"; specification section 6',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "An LP misses a few USD of margin and loses all its shares: with a fraction of them burned it would have had"
        " enough. It pays for its dust, and has to mint again to earn fees."
    ),
)
def liquidation_burns_what_it_takes(system: Bal, case: Case) -> Claims:
    trouble = lp_in_trouble(system, case)
    _, result = liquidated(system, trouble)
    shares = trouble.account().lp_shares
    if result.shares_burned == shares and not result.being_liquidated:
        half, _ = system.burn_lp_shares_raw(
            trouble.state, user=USER, shares_to_burn=shares // 2 // SOL * SOL, oracle_price=trouble.price
        )
        assert isinstance(half, ExchangeState)
        yield "half would not do", not margin_of(system, Trouble(half, trouble.price)).can_exit_liquidation


@prop(
    "P78",
    system="bal",
    sentence="De-risking leaves an LP with a smaller shortage of initial margin than it had.",
    formula="settle_pnl burns shares: initial shortage' < initial shortage",
    claim='S0 "next P&L settle will trigger de-risking"; specification section 6',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "An LP whose base alone is too large for its collateral: a tenth of its shares is burned, which frees nothing of"
        " what the base needs, its dust is charged, and an order is left that counts as open."
    ),
)
def derisking_helps(system: Bal, case: Case) -> Claims:
    trouble = lp_in_trouble(system, case)
    market = trouble.state.market
    assert isinstance(market, ExchangeMarket)
    state, result = system.settle_pnl(trouble.state, user=USER, oracle_price=trouble.price, now=100, slot=100)
    after = Trouble(state, trouble.price)
    if result.shares_burned > 0 and result.initial_margin is not None:
        assert isinstance(state.market, ExchangeMarket)
        margin = system.calculate_account_margin(
            state.market, after.account(), Prices(trouble.price), "Initial", state.liquidation_margin_buffer_ratio
        )
        yield "smaller", margin.can_exit_liquidation or margin.margin_shortage < result.initial_margin.margin_shortage
