"""Worked cases of coming, staying and going: liquidity, remainders, funding, the cooldown, fills just in time."""

from __future__ import annotations

from fractions import Fraction

from claims.claim import Comparison, Comparisons, example
from claims.markets import (
    LP,
    NOW,
    OTHER,
    PRICE,
    SOL,
    TAKER,
    USD,
    held,
    in_sol,
    in_usd,
    market_with_lp,
    settled,
    traded,
    yes,
)
from model.bal import LONG, SHORT, Bal, BalState
from model.bal.errors import InvalidUpdateK, TryingToRemoveLiquidityTooFast
from model.bal.variants import FundingPerShare, NoCooldown

STEP = SOL // 100
MICRO = Fraction(1, USD)
ONE_USD_PER_SOL = 10**9
"""A funding rate."""


# -- liquidity --------------------------------------------------------------------------------------------------------


@example("100 shares beside 900 of the protocol's", on=Bal)
def part_of_the_liquidity(bal: Bal) -> Comparisons:
    before = bal.start(sqrt_k=900 * SOL, peg_multiplier=PRICE)
    market = bal.mint_lp_shares_raw(before, user=LP, n_shares=100 * SOL)[0].market
    yield Comparison("sqrt_k grows by", 100, in_sol(market.sqrt_k - before.market.sqrt_k))
    yield Comparison("lp_shares / sqrt_k", Fraction(1, 10), Fraction(market.user_lp_shares, market.sqrt_k))


def cost_of_ten(bal: Bal, state: BalState) -> int:
    """What a purchase of 10 SOL costs, without a fee: on the curve alone."""
    _, result = bal.fill(state, user=TAKER, direction=LONG, base_asset_amount=10 * SOL, liquidity_split="Shared")
    return result.quote_asset_amount_filled


@example("a purchase of 10 SOL with and without 500 SOL of liquidity", on=Bal)
def depth(bal: Bal) -> Comparisons:
    deep = market_with_lp(bal, shares=500 * SOL, fee_numerator=0)
    shallow, _ = bal.burn_lp_shares_raw(deep, user=LP, shares_to_burn=500 * SOL, oracle_price=PRICE)
    yield Comparison("it costs more without", "yes", yes(cost_of_ten(bal, shallow) > cost_of_ten(bal, deep)))


def leaving(bal: Bal, state: BalState, user: int, now: int) -> str:
    """What happens when a user takes out all its shares."""
    try:
        state, _ = bal.remove_lp_shares(
            state, user=user, shares_to_burn=held(state, user).lp_shares, oracle_price=PRICE, now=now
        )
    except TryingToRemoveLiquidityTooFast:
        return "refused: too fast"
    except InvalidUpdateK:
        return "refused: imbalance"
    return "removed"


@example("traders are long more than the protocol's own liquidity covers", on=Bal)
def blocked_by_an_imbalance(bal: Bal) -> Comparisons:
    state = market_with_lp(bal, shares=900 * SOL)
    for _ in range(5):
        state, _ = bal.fill(
            state, user=TAKER, direction=LONG, base_asset_amount=300 * SOL, liquidity_split="ProtocolOwned"
        )
    yield Comparison("taking all shares out", "refused: imbalance", leaving(bal, state, LP, NOW))


@example("liquidity is taken out one second after it was added", on=Bal)
def at_any_time(bal: Bal) -> Comparisons:
    state, _ = bal.mint_lp_shares(with_cooldown(bal), user=OTHER, n_shares=SOL, now=NOW)
    yield Comparison("taking all shares out", "removed", leaving(bal, state, OTHER, NOW + 1))


# -- remainders -------------------------------------------------------------------------------------------------------


def with_remainder(bal: Bal) -> BalState:
    """1 % of a sale of .99 SOL has been settled, at a step of .01: .0099 SOL are left over."""
    state = market_with_lp(bal, shares=10 * SOL, order_step_size=STEP)
    return settled(bal, traded(bal, state, 99 * STEP, direction=SHORT))


def remainder(state: BalState) -> Fraction:
    """The LP's base below a step, in SOL."""
    return in_sol(held(state).remainder_base_asset_amount)


def burned(bal: Bal, state: BalState) -> BalState:
    """The state after the LP has burned half of its shares."""
    return bal.burn_lp_shares_raw(state, user=LP, shares_to_burn=5 * SOL, oracle_price=PRICE)[0]


@example("half of the shares are burned with a remainder of .0099 at a step of .01", on=Bal)
def remainder_is_removed(bal: Bal) -> Comparisons:
    before = with_remainder(bal)
    after = burned(bal, before)
    yield Comparison("the remainder before, SOL", Fraction(99, 10_000), remainder(before))
    yield Comparison("the remainder after, SOL", 0, remainder(after))


@example("a remainder of .0099 at a step of .01 is burned at an oracle price of 100 USD", on=Bal)
def remainder_is_charged(bal: Bal) -> Comparisons:
    before = with_remainder(bal)
    charged = held(before).quote_asset_amount - held(burned(bal, before)).quote_asset_amount
    yield Comparison("what is charged, USD", Fraction(99, 100), in_usd(charged), within=MICRO)


@example("a remainder of .0099 at a step of .01 grows by .0002", on=Bal)
def remainder_grows(bal: Bal) -> Comparisons:
    state = with_remainder(bal)
    yield Comparison("settled of .0099, SOL", 0, in_sol(held(state).base_asset_amount))
    lp = held(settled(bal, traded(bal, state, 2 * STEP, direction=SHORT)))
    yield Comparison("settled of .0101, SOL", Fraction(1, 100), in_sol(lp.base_asset_amount))
    yield Comparison("left over, SOL", Fraction(1, 10_000), in_sol(lp.remainder_base_asset_amount))


# -- funding ----------------------------------------------------------------------------------------------------------


@example("10 SOL are bought, half of it from an LP; nobody has settled yet", on=Bal)
def unsettled_at_first(bal: Bal) -> Comparisons:
    state = traded(bal, market_with_lp(bal, shares=500 * SOL), 10 * SOL)
    yield Comparison("the LP's position before it settles, SOL", 0, in_sol(held(state).base_asset_amount))
    yield Comparison("and after, SOL", -5, in_sol(held(settled(bal, state)).base_asset_amount))


def funded(bal: Bal, state: BalState) -> tuple[Fraction, Fraction]:
    """What the LP and the protocol receive, in USD, of an update at 1 USD a SOL that longs pay."""
    state, result = bal.update_funding(state, funding_rate=ONE_USD_PER_SOL)
    state, _ = bal.settle_funding_payment(state, user=LP)
    return in_usd(held(state).cumulative_perp_funding), in_usd(result.funding_imbalance_revenue)


@example("longs pay 1 USD a SOL on 10 SOL, half of it an LP's, which has not settled", on=Bal)
def the_amm_is_custodian(bal: Bal) -> Comparisons:
    lp, protocol = funded(bal, traded(bal, market_with_lp(bal, shares=500 * SOL), 10 * SOL))
    yield Comparison("the LP receives, USD", 0, lp)
    yield Comparison("the AMM receives, USD", 10, protocol)


@example("longs pay 1 USD a SOL on 10 SOL, half of it an LP's, which has settled", on=Bal)
def settled_positions_are_paid(bal: Bal) -> Comparisons:
    lp, protocol = funded(bal, settled(bal, traded(bal, market_with_lp(bal, shares=500 * SOL), 10 * SOL)))
    yield Comparison("the LP receives, USD", 5, lp)
    yield Comparison("the AMM receives, USD", 5, protocol)


def visit_for_funding(bal: Bal) -> tuple[str, str]:
    """Whether who comes with nine tenths of the liquidity just for an update earns by it, and holds any base."""
    state = traded(bal, market_with_lp(bal, shares=500 * SOL), 10 * SOL)
    state, _ = bal.mint_lp_shares(state, user=OTHER, n_shares=9000 * SOL, now=NOW)
    state, _ = bal.update_funding(state, funding_rate=ONE_USD_PER_SOL)
    state, _ = bal.remove_lp_shares(state, user=OTHER, shares_to_burn=9000 * SOL, oracle_price=PRICE, now=NOW)
    visitor = held(state, OTHER)
    return yes(visitor.quote_asset_amount > 0), yes(visitor.base_asset_amount != 0)


@example("a large LP comes just before a funding update and leaves just after it", on=Bal)
def funding_is_not_captured(bal: Bal) -> Comparisons:
    earns, holds = visit_for_funding(bal)
    yield Comparison("it earns funding", "no", earns)
    yield Comparison("it holds base", "no", holds)


@example("the same with funding given by the share", on=FundingPerShare)
def funding_by_the_share_is_captured(bal: FundingPerShare) -> Comparisons:
    earns, holds = visit_for_funding(bal)
    yield Comparison("it earns funding", "yes", earns)
    yield Comparison("it holds base", "no", holds)


# -- the cooldown -----------------------------------------------------------------------------------------------------


def with_cooldown(bal: Bal) -> BalState:
    """A market whose cooldown is 30 seconds, with other LPs in it."""
    return market_with_lp(bal, lp_cooldown_time=30)


@example("a cooldown of 30 seconds", on=Bal)
def thirty_seconds(bal: Bal) -> Comparisons:
    state, _ = bal.mint_lp_shares(with_cooldown(bal), user=OTHER, n_shares=SOL, now=NOW)
    yield Comparison("leaving after 29 seconds", "refused: too fast", leaving(bal, state, OTHER, NOW + 29))
    yield Comparison("leaving after 30 seconds", "removed", leaving(bal, state, OTHER, NOW + 30))


def around_a_fill(bal: Bal) -> str:
    """What happens to who adds liquidity, lets a trade pass and leaves, all in one instant."""
    state, _ = bal.mint_lp_shares(with_cooldown(bal), user=OTHER, n_shares=1000 * SOL, now=NOW)
    return leaving(bal, traded(bal, state, 10 * SOL), OTHER, NOW)


@example("mint, somebody's trade, and burn in one instant", on=Bal)
def atomic_capture_is_refused(bal: Bal) -> Comparisons:
    yield Comparison("leaving", "refused: too fast", around_a_fill(bal))


@example("the same without the cooldown", on=NoCooldown)
def atomic_capture_without_cooldown(bal: NoCooldown) -> Comparisons:
    yield Comparison("leaving", "removed", around_a_fill(bal))


# -- just in time -----------------------------------------------------------------------------------------------------


def maker_fill(bal: Bal, state: BalState) -> tuple[BalState, int, str | None]:
    """The state after what AMM and LPs fill of a maker's 10 SOL that a taker sells to, its size, and whose it is."""
    split = bal.jit_liquidity_split(state.market, SHORT)
    if split is None:
        return state, 0, split
    size = bal.calculate_jit_base_asset_amount(state.market, 10 * SOL, PRICE, PRICE, SHORT, split)
    return traded(bal, state, size, direction=SHORT, user=OTHER, split=split), size, split


@example("a maker's 10 SOL are filled while AMM and LPs are short", on=Bal)
def part_of_a_fill_just_in_time(bal: Bal) -> Comparisons:
    state = settled(bal, traded(bal, market_with_lp(bal, amm_jit_intensity=200), 10 * SOL))
    after, _, _ = maker_fill(bal, state)
    gained = held(settled(bal, after)).base_asset_amount - held(state).base_asset_amount
    yield Comparison("what the LP receives, SOL", 0, in_sol(gained))


@example("a maker's 10 SOL are filled while the AMM is short", on=Bal)
def inventory_is_rebalanced(bal: Bal) -> Comparisons:
    state = traded(bal, market_with_lp(bal, amm_jit_intensity=100), 50 * SOL)
    after, size, _ = maker_fill(bal, state)
    before, now = (abs(each.market.base_asset_amount_with_amm) for each in (state, after))
    yield Comparison("the AMM takes part beside the maker", "yes", yes(0 < size < 10 * SOL))
    yield Comparison("its inventory is smaller then, and not gone", "yes", yes(0 < now < before))
