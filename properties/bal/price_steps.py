"""The steps from the roundings of a mint or a burn to its bounds of the price, each a product of what is known before.

`K`, `b`, `q` are liquidity and reserves, `K'`, `b'`, `q'` those after; `R = 1e9`. `D = K' * b - K * b'` is by how much the base
reserve falls short of its part, times K; `E = q' * b - q * b'` what the price rises, times `b * b'`.
"""

from __future__ import annotations

from typing import NamedTuple

from properties.bal.rescaling import R, rescaling_exceeds, rescaling_falls_short
from properties.property import Claims

E12 = 10**12


class Curve(NamedTuple):
    """Liquidity and reserves."""

    sqrt_k: int
    base: int
    quote: int


def rise(old: Curve, new: Curve) -> int:
    """What the price rises, times both base reserves."""
    return new.quote * old.base - old.quote * new.base


def on_curves(old: Curve, new: Curve) -> Claims:
    """What the rounding of both quote reserves leaves of the rise, times both base reserves: at most `(b-1) * b'^2`."""
    (sqrt_k, base, quote), (new_sqrt_k, new_base, new_quote) = old, new
    above = new_sqrt_k * new_sqrt_k - new_quote * new_base
    below = quote * base + base - 1 - sqrt_k * sqrt_k
    yield "lemma: the new quote reserve is rounded down, b times", base * above >= 0
    yield "lemma: and again", base * (base * above) >= 0
    yield "lemma: the old quote reserve by less than one, b' times", new_base * below >= 0
    yield "lemma: and again ", new_base * (new_base * below) >= 0
    short = new_sqrt_k * base - sqrt_k * new_base
    both = new_sqrt_k * base + sqrt_k * new_base
    lost = (base - 1) * new_base * new_base
    yield (
        "lemma: the rise by what the base reserve falls short",
        base * new_base * rise(old, new) <= short * both + lost,
    )


def mint_bound(old: Curve, new: Curve) -> int:
    """What a mint raises the price by at most, times all denominators and 1e12: times `b' * q * K'`."""
    (sqrt_k, _, quote), (new_sqrt_k, new_base, _) = old, new
    return 2002 * sqrt_k * new_base * quote + E12 * (3 * quote * new_sqrt_k + 2 * new_base * new_sqrt_k)


def mint_lemmas(old: Curve, new: Curve) -> Claims:
    """The steps from the roundings of a mint to its bounds of the price."""
    (sqrt_k, base, quote), (new_sqrt_k, new_base, new_quote) = old, new
    yield from rescaling_falls_short(sqrt_k, base, new_sqrt_k, new_base)
    yield "lemma: there is no less base", new_base >= base
    product = sqrt_k * new_sqrt_k
    yield "lemma: below the mean of both curves, b times", base * (product - quote * new_base) >= 0
    yield "lemma: below the mean of both curves", product >= quote * new_base
    yield "lemma: above it but for a unit, b' times", new_base * ((new_quote + 1) * base - product) >= 0
    yield "lemma: above it but for a unit", (new_quote + 1) * base >= product
    yield "the price falls by less than one unit of the quote reserve", rise(old, new) + base >= 0
    yield from on_curves(old, new)
    yield from shortfall_times(old, new)
    both = new_sqrt_k * base + sqrt_k * new_base
    lost = (base - 1) * new_base * new_base
    bound = sqrt_k * (base + R) * both + R * lost
    yield "the rise is bounded by both roundings of the base reserve", R * (base * new_base * rise(old, new)) <= bound
    if new_base == 1:
        yield from mint_of_one_unit(old, new)
    else:
        yield from mint_of_more(old, new)
    yield from in_terms_of_liquidity(old, new)


def shortfall_times(old: Curve, new: Curve) -> Claims:
    """Products of what the base reserve falls short of its bound, each of two that are known."""
    (sqrt_k, base, _), (new_sqrt_k, new_base, _) = old, new
    unused = sqrt_k * (base + R) - R * (new_sqrt_k * base - sqrt_k * new_base)
    yield "lemma: the shortfall's bound, K' times", unused * new_sqrt_k >= 0
    yield "lemma: the shortfall's bound, K' * b times", unused * new_sqrt_k * base >= 0
    yield "lemma: the shortfall's bound, K times", unused * sqrt_k >= 0
    yield "lemma: the shortfall's bound, K * b' times", unused * sqrt_k * new_base >= 0
    yield "lemma: the shortfall's bound, K * b times", unused * sqrt_k * base >= 0


def unspent(old: Curve, new: Curve) -> int:
    """`1e12 * (2.001e-9 * b * q + 2.9 * q + 2 * b' - E)`: what is left of a bound of the rise that divides by b."""
    return 2001 * old.base * old.quote + 29 * 10**11 * old.quote + 2 * E12 * new.base - E12 * rise(old, new)


def mint_of_one_unit(old: Curve, new: Curve) -> Claims:
    """A base reserve of one unit: liquidity less than doubles, so the price less than quadruples."""
    yield "lemma: it was one unit before", old.base == 1
    yield "lemma: liquidity less than doubles", new.sqrt_k * 1 <= 2 * old.sqrt_k
    yield "lemma: the old quote reserve is exact", old.quote == old.sqrt_k * old.sqrt_k
    yield "lemma: so is the new one", new.quote == new.sqrt_k * new.sqrt_k
    yield "lemma: its square less than quadruples", new.sqrt_k * new.sqrt_k <= 4 * old.sqrt_k * old.sqrt_k
    yield "lemma: the rise is at most threefold", rise(old, new) <= 3 * old.quote


def mint_of_more(old: Curve, new: Curve) -> Claims:
    """Two units of base or more: the rise in terms of the old curve."""
    (sqrt_k, base, quote), (_, new_base, _) = old, new
    square = sqrt_k * sqrt_k
    yield "lemma: two units at least", new_base >= 2
    yield "lemma: a square", square >= 0
    yield "lemma: base more than before, K^2 times", square * (new_base - base) >= 0
    yield "lemma: and b times", square * (new_base - base) * base >= 0
    yield "lemma: two units, K^2 times", square * (new_base - 2) >= 0
    yield "lemma: old reserves, b' times", new_base * (quote * base - (square - base + 1)) >= 0
    yield "lemma: and b times ", base * (new_base * (quote * base - (square - base + 1))) >= 0
    if new_base == 2:
        yield "lemma: few units", R * new_base * (base + 1) - 29 * 10**8 * (base - 1) - 3 * base * (base - 1) >= 0
    else:
        yield "lemma: more units", (new_base - 3) * (base + 1) >= 0
        yield "lemma: more than before", (new_base - base) * (base + 1) >= 0
        yield "lemma: many units", R * new_base * (base + 1) - 29 * 10**8 * (base - 1) - 3 * base * (base - 1) >= 0
    few = R * new_base * (base + 1) - 29 * 10**8 * (base - 1) - 3 * base * (base - 1)
    yield "lemma: units, b' times", new_base * few >= 0
    left = unspent(old, new)
    yield "lemma: the rise in terms of the old curve, b * b' times", base * (new_base * left) >= 0
    yield "lemma: the rise in terms of the old curve, b' times", new_base * left >= 0
    yield "lemma: the rise in terms of the old curve", left >= 0


def in_terms_of_liquidity(old: Curve, new: Curve) -> Claims:
    """From the old base reserve to the ratio of liquidity."""
    (sqrt_k, base, quote), (new_sqrt_k, new_base, _) = old, new
    if new_base != 1:
        yield "lemma: K' times", new_sqrt_k * unspent(old, new) >= 0
        unused = sqrt_k * (base + R) - R * (new_sqrt_k * base - sqrt_k * new_base)
        yield "lemma: the shortfall, q times", quote * unused >= 0
        yield "lemma: more liquidity, q times", quote * (new_sqrt_k - sqrt_k) >= 0
        yield "lemma: quote and liquidity", quote * sqrt_k >= 0
        yield "lemma: more base, q times K", quote * sqrt_k * (new_base - base) >= 0
    else:
        yield "lemma: threefold, K' times", new_sqrt_k * (3 * quote - rise(old, new)) >= 0
        yield "lemma: quote and liquidity", quote * sqrt_k >= 0
        yield "lemma: times the base", quote * sqrt_k * new_base >= 0
        yield "lemma: base and liquidity", new_base * new_sqrt_k >= 0
    most = mint_bound(old, new)
    yield "the price rises by less than 2.002e-9 * K/K' + 3/b' + 2/q", E12 * rise(old, new) * new_sqrt_k <= most


def fall_bound(old: Curve, new: Curve) -> int:
    """What a burn lowers the price by at most, times both base reserves and R.

    One unit of the quote reserve, and `2e-9 * K^2` where the base reserve exceeds its part.
    """
    exceeds = new.sqrt_k * old.base < old.sqrt_k * new.base
    return R * old.base + 2 * old.sqrt_k * old.sqrt_k if exceeds else R * old.base


def burn_lemmas(old: Curve, new: Curve) -> Claims:
    """The steps from the roundings of a burn to its bounds of the price."""
    yield from rescaling_exceeds(old.sqrt_k, old.base, new.sqrt_k, new.base)
    yield "lemma: liquidity is left", new.sqrt_k >= 1
    yield from on_curves(old, new)
    yield from burn_raises(old, new)
    yield from burn_lowers(old, new)


def burn_raises(old: Curve, new: Curve) -> Claims:
    """The price after a burn is above the old one by no more than the rounding of the reserves."""
    (sqrt_k, base, quote), (new_sqrt_k, new_base, _) = old, new
    short = new_sqrt_k * base - sqrt_k * new_base
    unused = sqrt_k - 1 - short
    yield "lemma: less than a unit short, K' times", unused * new_sqrt_k >= 0
    yield "lemma: less than a unit short, K' * b times", unused * new_sqrt_k * base >= 0
    yield "lemma: less than a unit short, K times", unused * sqrt_k >= 0
    yield "lemma: less than a unit short, K * b' times", unused * sqrt_k * new_base >= 0
    yield "lemma: base is worth liquidity", base * (new_sqrt_k - 1) >= 0
    square, left = sqrt_k * sqrt_k, 3 * quote + 2 * new_base - rise(old, new)
    yield "lemma: old reserves, b' times", new_base * (quote * base - (square - base + 1)) >= 0
    if new_base == 1:
        double = 2 * sqrt_k - 1
        yield "lemma: base below twice the ratio", base * new_sqrt_k <= double
        yield "lemma: base below twice the ratio, K' times", new_sqrt_k * (double - base * new_sqrt_k) >= 0
        yield "lemma: base below twice the ratio, 2 * K - 1 times", double * (double - base * new_sqrt_k) >= 0
        yield "lemma: the new quote reserve is exact", new.quote == new_sqrt_k * new_sqrt_k
        mean = 4 * quote + 2 - new_sqrt_k * double
        yield "lemma: below the mean of both curves, b times", base * mean >= 0
        yield "lemma: below the mean of both curves", mean >= 0
    elif new_base == 2:
        yield "lemma: base below three times the liquidity", base <= 3 * sqrt_k - 1
        least = 5 if sqrt_k >= 5 else 3 if sqrt_k >= 3 else 1
        yield "lemma: liquidity squared", sqrt_k * (sqrt_k - least) >= 0
        for name, factor in (("K", sqrt_k), ("b", base), ("b'", new_base), ("E", rise(old, new))):
            yield f"lemma: two units, {name} times", new_base * factor == 2 * factor
        for name, factor in (("K^2", square), ("b * b'", base * new_base), ("b * E", base * rise(old, new))):
            yield f"lemma: two units, {name} times", new_base * factor == 2 * factor
        yield "lemma: what is left, b times", base * left >= 0
    else:
        units = base * (new_base - 3) + new_base + 3
        yield "lemma: two units at least", new_base >= 2
        yield "lemma: three units at least", new_base >= 3
        yield "lemma: a square", square >= 0
        yield "lemma: a square, b' - 3 times", square * (new_base - 3) >= 0
        yield "lemma: three units or more, b times", base * (new_base - 3) >= 0
        yield "lemma: three units or more, b' times", new_base * units >= 0
        yield "lemma: more, b * b' times", base * (new_base * left) >= 0
        yield "lemma: more, b' times", new_base * left >= 0
    yield "the price rises by less than 3/b' + 2/q", left >= 0


def burn_lowers(old: Curve, new: Curve) -> Claims:
    """The price after a burn is below the old one by no more than the rounding of ratio and reserves."""
    (sqrt_k, base, quote), (new_sqrt_k, new_base, new_quote) = old, new
    gain = rise(old, new)
    above = sqrt_k * sqrt_k - quote * base
    below = (new_quote + 1) * new_base - 1 - new_sqrt_k * new_sqrt_k
    yield "lemma: the old quote reserve is rounded down, b' times", new_base * above >= 0
    yield "lemma: and again", new_base * (new_base * above) >= 0
    yield "lemma: the new quote reserve by less than one, b times", base * below >= 0
    yield "lemma: and again ", base * (base * below) >= 0
    short, both = new_sqrt_k * base - sqrt_k * new_base, new_sqrt_k * base + sqrt_k * new_base
    lost = (new_base - 1) * base * base
    yield "lemma: the fall by what the base reserve exceeds", -base * new_base * gain <= lost - short * both
    if short >= 0:
        yield "lemma: base short, K' times", short * new_sqrt_k >= 0
        yield "lemma: base short, K' * b times", short * new_sqrt_k * base >= 0
        yield "lemma: base short, K times", short * sqrt_k >= 0
        yield "lemma: base short, K * b' times", short * sqrt_k * new_base >= 0
        yield "lemma: by less than a unit, b times", base * ((new_base - 1) * base + gain * new_base) >= 0
        yield "lemma: by less than a unit, b' times", (new_base - 1) * base + gain * new_base >= 0
        yield "the price falls by less than one unit of the quote reserve", gain + base >= 0
    else:
        excess = sqrt_k * base + R * short
        yield "lemma: the excess is bounded, K' times", excess * new_sqrt_k >= 0
        yield "lemma: the excess is bounded, K' * b times", excess * new_sqrt_k * base >= 0
        yield "lemma: the excess is bounded, K times", excess * sqrt_k >= 0
        yield "lemma: the excess is bounded, K * b' times", excess * sqrt_k * new_base >= 0
        yield "lemma: there is an excess, K times", -short * sqrt_k >= 0
        yield "lemma: there is an excess, K * b times", -short * sqrt_k * base >= 0
        fall = 2 * sqrt_k * sqrt_k + R * base + R * gain
        yield "lemma: the fall is bounded, b * b' times", base * (new_base * fall) >= 0
        yield "lemma: the fall is bounded, b' times", new_base * fall >= 0
        yield "the price falls by less than 2e-9 * K^2 and one unit of the quote reserve", fall >= 0


def fall_is_allowed(old: Curve, new: Curve, allowed: int) -> Claims:
    """From the bounds of a fall to that of P09, which divides by the new liquidity and by all reserves."""
    (sqrt_k, base, quote), (new_sqrt_k, new_base, new_quote) = old, new
    gain = rise(old, new)
    short = new_sqrt_k * base - sqrt_k * new_base
    yield "lemma: q * b'", quote * new_base >= 0
    yield "lemma: q * b' * q'", quote * new_base * new_quote >= 0
    yield "lemma: q' * K'", new_quote * new_sqrt_k >= 0
    yield "lemma: b' * q' * K'", new_base * (new_quote * new_sqrt_k) >= 0
    yield "lemma: b' * q * K'", quote * new_base * new_sqrt_k >= 0
    yield "lemma: q * q' * K'", quote * (new_quote * new_sqrt_k) >= 0
    yield "lemma: q * b' * q' * K", quote * new_base * new_quote * sqrt_k >= 0
    if gain >= 0:
        yield "lemma: it does not fall", gain * (new_quote * new_sqrt_k) >= 0
    elif short >= 0:
        yield "lemma: it falls, K' times", -gain * new_sqrt_k >= 0
        yield "lemma: by less than a unit, q' * K' times", (gain + base) * (new_quote * new_sqrt_k) >= 0
    elif sqrt_k <= R * new_sqrt_k:
        yield "lemma: it falls, K' times", -gain * new_sqrt_k >= 0
        fall = 2 * sqrt_k * sqrt_k + R * base + R * gain
        yield "lemma: the fall, K' times", new_sqrt_k * fall >= 0
        yield "lemma: the old quote reserve, K' times", new_sqrt_k * (quote * base + base - 1 - sqrt_k**2) >= 0
        yield "lemma: there is an excess, q times", -short * quote >= 0
        yield "lemma: some liquidity is left, b' times", new_base * (R * new_sqrt_k - sqrt_k) >= 0
        bound = 2 * quote * sqrt_k * new_base + 2 * R * new_sqrt_k * new_base + R * base * new_sqrt_k
        yield "lemma: the fall in terms of liquidity", bound + R * gain * new_sqrt_k >= 0
        yield "lemma: the fall in terms of liquidity, q' times", new_quote * (bound + R * gain * new_sqrt_k) >= 0
    else:
        yield "lemma: a new quote reserve", new_quote >= 0
        yield "lemma: q' * b", new_quote * base >= 0
        yield "lemma: q' * b * K'", new_quote * base * new_sqrt_k >= 0
        yield "lemma: it does not fall below zero", (quote * new_base + gain) * new_sqrt_k * new_quote >= 0
        yield "lemma: hardly any liquidity is left", quote * new_base * new_quote * (sqrt_k - R * new_sqrt_k) >= 0
    yield "the fall is within the bound", -E12 * gain * (new_quote * new_sqrt_k) <= allowed
