"""The price of base through mint and burn, which should not move it: how far rounding does.

`K`, `b`, `q` are liquidity and reserves, `K'`, `b'`, `q'` those after; the price is `p = q/b` at the peg, and `R = 1e9`. What
moves the price is the rounding of the ratio `K'/K` to nine digits, and of both reserves to a unit; the steps from these to the
bounds are in `properties.bal.price_steps`. Bounds are stated with all denominators cleared, by
`E = q' * b - q * b'`: what the price rises, times `b * b'`. They are bounds of the one rule by which mint and burn change
liquidity, from any market on the curve (P07) to the liquidity that P05 says.
"""

from __future__ import annotations

from model.arith import U32, U128, floor_div
from model.bal import Bal, Market
from model.bal.state import KUpdate
from properties.bal.arguments import USER
from properties.bal.cones import DELTAS
from properties.bal.fresh import fresh_market
from properties.bal.price_steps import (
    E12,
    Curve,
    burn_lemmas,
    fall_bound,
    fall_is_allowed,
    mint_bound,
    mint_lemmas,
    rise,
)
from properties.bal.rescaling import R, rescaling_exceeds, rescaling_falls_short
from properties.bal.rules import market_on_curve
from properties.bal.shares import MINTS
from properties.bal.situations import STATUSES
from properties.case import Case
from properties.property import Claims, OnStep, Scenario, Step, Verdict, prop

BESIDE_K = (*DELTAS, "clean_up_after_last", "burn_remainder")
"""What a mint or a burn does before it comes to the change of k."""


def curve_of(market: Market | KUpdate) -> Curve:
    """The curve of a market, or the one that a change of its liquidity leads to."""
    return Curve(market.sqrt_k, market.base_asset_reserve, market.quote_asset_reserve)


def curves(step: Step) -> tuple[Curve, Curve]:
    """The curve before and after a step."""
    return curve_of(step.before.market), curve_of(step.after.market)


def minted(system: Bal, case: Case) -> tuple[Curve, Curve]:
    """The curve of any market, and the one after a mint of any shares."""
    market = market_on_curve(case, status=case.option("market.status", STATUSES))
    liquidity = case.integer("argument.new_sqrt_k", U128)
    case.assume(liquidity >= market.sqrt_k, "a mint takes no liquidity")
    return curve_of(market), curve_of(system.get_update_k_result(market, liquidity, True))


def burned(system: Bal, case: Case) -> tuple[Curve, Curve]:
    """The curve of any market, and the one after a burn of some shares that leaves some liquidity."""
    market = market_on_curve(case, status=case.option("market.status", STATUSES))
    liquidity = case.integer("argument.new_sqrt_k", U128)
    case.assume(liquidity >= 1, "that no liquidity is left is refused (P07b)")
    case.assume(liquidity < market.sqrt_k, "a burn takes liquidity")
    update = system.get_update_k_result(market, liquidity, False)
    case.assume(update.quote_asset_reserve >= 1, "P07")
    return curve_of(market), curve_of(update)


def allowed(old: Curve, new: Curve) -> int:
    """The bound of P08 on a rise or fall, times all its denominators and 1e12: times `b' * q * q' * K'`."""
    (sqrt_k, _, quote), (new_sqrt_k, new_base, new_quote) = old, new
    units = (
        3 * quote * (new_quote * new_sqrt_k)
        + 2 * new_base * quote * new_sqrt_k
        + 2 * new_base * (new_quote * new_sqrt_k)
    )
    return 2002 * sqrt_k * new_base * quote * new_quote + E12 * units


@prop(
    "P08",
    system="bal",
    sentence="A mint moves the price by no more than the rounding of the ratio of liquidity and of the reserves.",
    formula="|p'/p - 1| <= 1.001 * 2e-9 * K/K' + 3/b' + 2/q' + 2/q",
    claim='S1 "increase k"; specification section 8, P08',
    scope=Scenario(),
    notes="The rise keeps the bound without 2/q', and the fall is less than one unit of the quote reserve (P08b).",
)
def mint_keeps_the_price(system: Bal, case: Case) -> Claims:
    old, new = minted(system, case)
    (sqrt_k, base, quote), (new_sqrt_k, new_base, new_quote) = old, new
    gain, most = rise(old, new), allowed(old, new)
    if mint_bound(old, new) < E12 * gain * new_sqrt_k or gain + base < 0 or new_base < base:
        yield from mint_lemmas(old, new)
        yield "P08b excludes it", False
        return
    without = mint_bound(old, new)
    yield "lemma: the bound without 2/q', q' times", new_quote * (without - E12 * gain * new_sqrt_k) >= 0
    yield "lemma: b' * q", new_base * quote >= 0
    yield "lemma: b' * q * K'", new_base * quote * new_sqrt_k >= 0
    yield "the rise", E12 * gain * (new_quote * new_sqrt_k) <= most
    yield "lemma: q' * K'", new_quote * new_sqrt_k >= 0
    yield "lemma: b' * q' * K'", new_base * (new_quote * new_sqrt_k) >= 0
    yield "lemma: q * q' * K'", quote * (new_quote * new_sqrt_k) >= 0
    yield "lemma: b' * q * q' * K", new_base * quote * new_quote * sqrt_k >= 0
    yield "lemma: less than one unit, q' * K' times", (gain + base) * (new_quote * new_sqrt_k) >= 0
    yield "lemma: no less base, q' * K' times", (new_base - base) * (new_quote * new_sqrt_k) >= 0
    yield "the fall", -E12 * gain * (new_quote * new_sqrt_k) <= most


@prop(
    "P08a",
    system="bal",
    sentence="A mint never lowers K/b, and raises it by less than both roundings.",
    formula="0 <= K'*b - K*b' < K*b/R + K, that is 1 <= (K'/b') / (K/b) < 1 + (b/R + 1) / b'",
    claim='S1 "increase k"',
    variant_of="P10",
    scope=OnStep(MINTS),
    leaves_out=BESIDE_K,
    notes=(
        "K/b is the square root of the price but for the rounding of q. Never lowered is what composes: over any number of"
        " mints the price falls by less than one unit of the quote reserve. What it rises adds up from mint to mint."
    ),
)
def mint_never_lowers_the_root(system: Bal, step: Step) -> Claims:
    old, new = curves(step)
    yield from rescaling_falls_short(old.sqrt_k, old.base, new.sqrt_k, new.base)


@prop(
    "P08b",
    system="bal",
    sentence="A mint lowers the price by less than a unit of the quote reserve, and raises it by less than K/b twice.",
    formula="E > -b, and R*b*b'*E <= K * (b + R) * (K'*b + K*b') + R * (b - 1) * b'^2",
    claim='S1 "increase k"',
    scope=Scenario(),
)
def mint_moves_the_price_by_rounding(system: Bal, case: Case) -> Claims:
    yield from mint_lemmas(*minted(system, case))


@prop(
    "P09",
    system="bal",
    sentence="A burn moves the price by no more than the rounding of the ratio of liquidity and of the reserves.",
    formula="|p'/p - 1| <= 1.001 * 2e-9 * K/K' + 3/b' + 2/q' + 2/q + 8e-18 * (K/K')^2",
    claim="S1; specification section 8, P09",
    scope=Scenario(),
    notes=(
        "Proved without the last term. The rise is less than 3/b' + 2/q, whatever the ratio. That no liquidity at all is left"
        " is refused (P07b)."
    ),
)
def burn_keeps_the_price(system: Bal, case: Case) -> Claims:
    old, new = burned(system, case)
    quote, (new_sqrt_k, new_base, new_quote) = old.quote, new
    left = 3 * quote + 2 * new_base - rise(old, new)
    if left < 0 or fall_bound(old, new) + rise(old, new) * R < 0:
        yield from burn_lemmas(old, new)
        yield "its lemmas exclude it", False
        return
    most = allowed(old, new)
    yield from fall_is_allowed(old, new, most)
    yield "lemma: the rise, q' * K' times", left * (new_quote * new_sqrt_k) >= 0
    yield "the rise", E12 * rise(old, new) * (new_quote * new_sqrt_k) <= most


@prop(
    "P09a",
    system="bal",
    sentence="After a burn the base reserve is beyond its part by no more than the ratio, and short by less than a unit.",
    formula="-K*b/R <= K'*b - K*b' < K",
    claim="S1",
    scope=Scenario(),
)
def burn_rescales_the_base(system: Bal, case: Case) -> Claims:
    old, new = burned(system, case)
    yield from rescaling_exceeds(old.sqrt_k, old.base, new.sqrt_k, new.base)


@prop(
    "P10",
    system="bal",
    sentence="Mints compose: two of them keep the bound of one.",
    formula="|p''/p - 1| <= 1.001 * 2e-9 * K/K'' + 3/b'' + 2/q'' + 2/q after any two mints",
    claim='S1 "increase k"; specification section 8, P10',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "Two mints, each a little less than a billionth of the liquidity: the ratio is cut to 1, the base reserve stays, the"
        " quote reserve grows. Each raises the price by twice its part, and both together beyond what one mint may."
    ),
    notes=(
        "The rise has no bound: a hundred thousand mints of 900 into 1e12 raise the price by 0.018 %, one mint of their sum"
        " not at all. Where a step of shares is less than a billionth of the liquidity, anybody can do it."
    ),
)
def mints_compose(system: Bal, case: Case) -> Claims:
    state = fresh_market(system, case)
    old = curve_of(state.market)
    shares = floor_div(old.sqrt_k * case.integer("argument.millionths_of_a_millionth", U32), E12)
    for _ in range(2):
        state, _ = system.mint_lp_shares_raw(state, user=USER, n_shares=shares)
    new = curve_of(state.market)
    gain = rise(old, new) * (new.quote * new.sqrt_k) * E12
    yield "the rise", gain <= allowed(old, new)
    yield "the fall", -gain <= allowed(old, new)
