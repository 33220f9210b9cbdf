"""Overflow freedom: whether trades, settlements, mints and burns can fail for the width of a number within stated bounds.

The bounds are those of the specification (section 8, P70). They bound the curve, the AMM's position and the accumulators, and
neither what a trade is worth, nor what a position holds already, nor that the AMM's position leaves base in the curve: without
these each of the four operations fails for a width, or for a division by zero.
"""

from __future__ import annotations

from model.arith import I64, U16, U64, to_i64, trunc_div
from model.bal import Bal, Market, Position
from model.bal.constants import MAX_BASE_ASSET_AMOUNT_WITH_AMM, MAX_SQRT_K, RESERVE_TIMES_PEG_TO_QUOTE
from model.bal.errors import CastingFailure, MathError
from model.curve import REMOVE, swap_output
from properties.bal.rules import any_claim, any_market, market_on_curve
from properties.bal.trading import SIDES, quote_of, quoting_market
from properties.case import Case
from properties.property import Claims, Scenario, Verdict, prop

WIDTHS = (MathError, CastingFailure)
"""How an operation fails for the width of a number, or for dividing by zero."""

HIGHEST_PEG = 10**12
LARGEST_PER_LP = 10**17
IMBALANCE = 1000
"""How many times liquidity is either reserve at most, and at least."""

STATED = "the bounds that the specification states"
IS_LEFT = (True, False)
LARGEST_WORTH = 2**62
"""Of what a trade moves of a quote reserve, in the true form of the statement (quote)."""


def assume_curve_bounds(case: Case, market: Market) -> None:
    """The stated bounds of the curve and of the AMM's position."""
    case.assume(market.sqrt_k <= MAX_SQRT_K, STATED)
    for reserve in (market.base_asset_reserve, market.quote_asset_reserve):
        case.assume(IMBALANCE * reserve >= market.sqrt_k, STATED)
        case.assume(reserve <= IMBALANCE * market.sqrt_k, STATED)
    case.assume(market.peg_multiplier <= HIGHEST_PEG, STATED)
    case.assume(market.base_asset_amount_with_amm <= MAX_BASE_ASSET_AMOUNT_WITH_AMM, STATED)
    case.assume(market.base_asset_amount_with_amm >= -MAX_BASE_ASSET_AMOUNT_WITH_AMM, STATED)


def assume_claim_bounds(case: Case, market: Market, position: Position, base_unit: int) -> None:
    """The stated bounds of the accumulators, of the shares and of what they claim."""
    case.assume(position.lp_shares <= I64.high, STATED)
    pairs = (
        (market.base_asset_amount_per_lp, position.last_base_asset_amount_per_lp),
        (market.quote_asset_amount_per_lp, position.last_quote_asset_amount_per_lp),
    )
    for per_lp, last in pairs:
        case.assume(per_lp < LARGEST_PER_LP, STATED)
        case.assume(per_lp > -LARGEST_PER_LP, STATED)
        case.assume((per_lp - last) * position.lp_shares < 2**63 * base_unit, STATED)
        case.assume((per_lp - last) * position.lp_shares > -(2**63) * base_unit, STATED)


# Trades


@prop(
    "P70",
    system="bal",
    sentence="Within the stated bounds no trade with the AMM fails for the width of a number.",
    formula="K <= 1e21, K/1e3 <= b, q <= 1e3*K, peg <= 1e12: no MathError, CastingFailure in swap",
    claim="specification section 8, P70",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="All the base there is is bought, or more quote is moved than 64 bits hold: a large reserve times a high peg.",
)
def trades_fit(system: Bal, case: Case) -> Claims:
    market = quoting_market(system, case)
    assume_curve_bounds(case, market)
    left, direction = case.choice("argument.base_is_left", IS_LEFT), case.choice("taker.direction", SIDES)
    amount = case.integer("argument.size", U64) if left else market.base_asset_reserve
    case.assume(amount >= 1, "a trade has a size")
    case.assume(amount <= U64.high, "width u64 of the size")
    with case.never(*WIDTHS):
        system.swap_base_asset(market, amount, direction)
    yield "the trade fits", True


@prop(
    "P70a",
    system="bal",
    sentence=(
        "Within the stated bounds no trade of less than the base there is, that moves quote worth less than 2^62, fails for the"
        " width of a number."
    ),
    formula="a < b, ask_b; (|q' - q| + 1) * peg < 2^62 * 1e9, of spread reserves too: no MathError, CastingFailure in swap",
    claim="specification section 8, P70",
    scope=Scenario(),
    variant_of="P70",
    notes="At any spreads and any reference price offset; of the spread reserves the proof uses what P66d says of them.",
)
def bounded_trades_fit(system: Bal, case: Case) -> Claims:
    market = quoting_market(system, case)
    assume_curve_bounds(case, market)
    amount, direction = case.integer("argument.size", U64), case.choice("taker.direction", SIDES)
    case.assume(amount >= 1, "a trade has a size")
    yield "lemma: the invariant", market.sqrt_k * market.sqrt_k <= MAX_SQRT_K * MAX_SQRT_K
    if direction == REMOVE:
        spread = market.ask_base_asset_reserve, market.ask_quote_asset_reserve
        case.assume(spread[0] * spread[1] <= market.sqrt_k * market.sqrt_k, "P66d")
    else:
        spread = market.bid_base_asset_reserve, market.bid_quote_asset_reserve
        case.assume((spread[0] + 1) * spread[1] > market.sqrt_k * market.sqrt_k, "P66d")
    most = LARGEST_WORTH * RESERVE_TIMES_PEG_TO_QUOTE
    worth: list[int] = []
    for base, quote in (spread, (market.base_asset_reserve, market.quote_asset_reserve)):
        if direction == REMOVE:
            case.assume(amount < base, "there is more base than is bought")
        _, reached = swap_output(market.sqrt_k, base, amount, direction)
        moved, left = (reached - quote, base - amount) if direction == REMOVE else (quote - reached, base + amount)
        yield "lemma: the quote reserve times the size", (quote + 1) * amount >= 0
        yield "lemma: the quote reserve moves the other way, times what is left", (moved + 1) * left >= 1
        yield "lemma: the quote reserve moves the other way", moved >= 0
        yield "lemma: it is worth something", moved * market.peg_multiplier >= 0
        case.assume((moved + 1) * market.peg_multiplier < most, "what the trade moves is worth less than 2^62")
        charged = 1 if direction == REMOVE and not worth else 0
        worth.append(quote_of(moved + charged, market.peg_multiplier))
        yield "lemma: its worth is not negative", worth[-1] >= 0
        yield "lemma: its worth fits", worth[-1] < LARGEST_WORTH
    if worth[0] >= worth[1]:
        yield "lemma: the surplus fits", worth[0] - worth[1] < LARGEST_WORTH
    else:
        yield "lemma: the surplus fits", worth[1] - worth[0] < LARGEST_WORTH
    with case.never(*WIDTHS):
        quote, _ = system.swap_base_asset(market, amount, direction)
    yield "the quote fits", quote <= LARGEST_WORTH


# Settlements


@prop(
    "P70b",
    system="bal",
    sentence="Within the stated bounds no settlement fails for the width of a number.",
    formula="|Mb|, |Mq| < 1e17, s < 2^63, |(M - L)*s/U| < 2^63: no MathError, CastingFailure in settle",
    claim="specification section 8, P70",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="What is claimed fits, but not beside what position and market hold already.",
)
def settlements_fit(system: Bal, case: Case) -> Claims:
    market = market_on_curve(case)
    assume_curve_bounds(case, market)
    position = any_claim(case, market)
    position.quote_asset_amount = case.integer("argument.quote_held", I64)
    assume_claim_bounds(case, market, position, system.base_unit(market))
    case.assume(market.order_step_size >= 1, "the step is fixed at creation and at least 1")
    with case.never(*WIDTHS):
        system.settle_lp_position(market, position)
    yield "the settlement fits", True


@prop(
    "P70c",
    system="bal",
    sentence="Within the stated bounds what an LP claims, base with remainder and quote, fits the position's widths.",
    formula="|Mb|, |Mq| < 1e17, s < 2^63, |(M - L)*s/U| < 2^63: no MathError, CastingFailure in the claim",
    claim="specification section 8, P70",
    scope=Scenario(),
    variant_of="P70b",
)
def claims_fit(system: Bal, case: Case) -> Claims:
    market = any_market(case)
    position, unit = any_claim(case, market), system.base_unit(market)
    assume_claim_bounds(case, market, position, unit)
    case.assume(market.order_step_size >= 1, "the step is fixed at creation and at least 1")
    shares, base, quote = position.lp_shares, market.base_asset_amount_per_lp, market.quote_asset_amount_per_lp
    for name, per_lp, last in (
        ("base", base, position.last_base_asset_amount_per_lp),
        ("quote", quote, position.last_quote_asset_amount_per_lp),
    ):
        yield f"lemma: {name} by all shares", (LARGEST_PER_LP - per_lp) * shares >= 0
        yield f"lemma: {name} by all shares, below", (LARGEST_PER_LP + per_lp) * shares >= 0
        yield f"lemma: the mark of {name} by all shares", (2**63 - last) * shares >= 0
        yield f"lemma: the mark of {name} by all shares, below", (2**63 + last) * shares >= 0
    with case.never(*WIDTHS):
        claimed, _ = system.calculate_settled_lp_base_quote(market, position)
    whole = trunc_div(claimed, market.order_step_size) * market.order_step_size
    if claimed >= 0:
        yield "lemma: whole steps are not negative", whole >= 0
        yield "lemma: and no more than is claimed", whole <= claimed
    else:
        yield "lemma: whole steps are not positive", whole <= 0
        yield "lemma: and no less than is claimed", whole >= claimed
    yield "lemma: the claim", claimed <= I64.high
    yield "lemma: the claim, below", claimed >= I64.low
    with case.never(*WIDTHS):
        metrics = system.calculate_settle_lp_metrics(market, position)
        for each in metrics:
            to_i64(each)
    yield "the claim fits", metrics.quote_asset_amount <= I64.high


# Mints and burns


def cornered(system: Bal, case: Case) -> tuple[Market, Position]:
    """Any market within the stated bounds, and an LP in it who has settled.

    The AMM's position is drawn by what it leaves of base in the curve when it is unwound.
    """
    unwound = case.integer("argument.unwound", U64) if case.choice("argument.base_is_left", IS_LEFT) else 0
    held = case.integer("argument.lp_shares", U64)
    market = market_on_curve(case, base_asset_amount_with_amm=0, user_lp_shares=held, per_lp_base=0)
    market.base_asset_amount_with_amm = unwound - market.base_asset_reserve
    assume_curve_bounds(case, market)
    position = any_claim(case, market)
    position.last_base_asset_amount_per_lp = market.base_asset_amount_per_lp
    position.last_quote_asset_amount_per_lp = market.quote_asset_amount_per_lp
    assume_claim_bounds(case, market, position, system.base_unit(market))
    return market, position


@prop(
    "P70d",
    system="bal",
    sentence="Within the stated bounds no change of liquidity by a mint fails for the width of a number.",
    formula="K <= 1e21, K/1e3 <= b, q <= 1e3*K, |BA| <= 1e17: no MathError, CastingFailure in the change of k by a mint",
    claim="specification section 8, P70",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    uses=("update_bounds", "update_spreads", "update_spread_reserves"),
    story="The users are short all the base there is: unwinding the AMM's position would empty the reserve.",
    notes="A few shares suffice.",
)
def mints_fit(system: Bal, case: Case) -> Claims:
    market, position = cornered(system, case)
    shares = case.integer("argument.few_shares", U16)
    case.assume(position.lp_shares + shares <= I64.high, STATED)
    with case.never(*WIDTHS):
        update = system.get_update_k_result(market, market.sqrt_k + shares, True)
        system.apply_k_update(market, update)
    yield "the mint fits", True


@prop(
    "P70e",
    system="bal",
    sentence="Within the stated bounds no change of liquidity by a burn fails for the width of a number.",
    formula="K <= 1e21, K/1e3 <= b, q <= 1e3*K, |BA| <= 1e17: no MathError, CastingFailure in the change of k by a burn",
    claim="specification section 8, P70",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    uses=("update_bounds", "update_spreads", "update_spread_reserves"),
    story="The users are short all the base there is: unwinding the AMM's position would empty the reserve.",
    notes="A few shares suffice.",
)
def burns_fit(system: Bal, case: Case) -> Claims:
    market, position = cornered(system, case)
    shares = case.integer("argument.few_shares", U16)
    case.assume(shares <= position.lp_shares, "what is burned is held")
    case.assume(shares < market.sqrt_k, "that no liquidity is left is refused (P07b)")
    with case.never(*WIDTHS):
        update = system.get_update_k_result(market, market.sqrt_k - shares, False)
        system.apply_k_update(market, update)
    yield "the burn fits", True
