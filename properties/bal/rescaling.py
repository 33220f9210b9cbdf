"""How far a change of liquidity rescales the base reserve: exactly, up to one rounding of the ratio and one of the reserve.

The ratio `K'/K` is known to nine digits (`R`), rounded down, plus one in the last digit where it is below 1; the reserve is
the old one times that, rounded down. So after a mint the base reserve is never more than its part, and after a burn it is
never short of it by a whole unit.
"""

from __future__ import annotations

from model.arith import floor_div
from model.bal.constants import K_RATIO_PRECISION
from properties.property import Claims

R = K_RATIO_PRECISION


def rescaling_falls_short(sqrt_k: int, base: int, new_sqrt_k: int, new_base: int) -> Claims:
    """Of a mint: `0 <= K' * b - K * b' < K * b / R + K`."""
    ratio = floor_div(new_sqrt_k * R, sqrt_k)
    short = new_sqrt_k * base - sqrt_k * new_base
    yield "lemma: the ratio is rounded down", base * (new_sqrt_k * R - sqrt_k * ratio) >= 0
    yield "lemma: by less than one", base * (sqrt_k * (ratio + 1) - new_sqrt_k * R) >= 0
    yield "lemma: the reserve is rounded down", sqrt_k * (base * ratio - R * new_base) >= 0
    yield "lemma: by less than one unit", sqrt_k * (R * (new_base + 1) - base * ratio) >= sqrt_k
    yield "the base reserve is never more than its part", short >= 0
    yield "it is short by less than both roundings", R * short < sqrt_k * (base + R)


def rescaling_exceeds(sqrt_k: int, base: int, new_sqrt_k: int, new_base: int) -> Claims:
    """Of a burn: `-K * b / R <= K' * b - K * b' < K`."""
    ratio = floor_div(new_sqrt_k * R, sqrt_k) + 1
    short = new_sqrt_k * base - sqrt_k * new_base
    yield "lemma: the ratio is rounded up", base * (sqrt_k * ratio - new_sqrt_k * R) >= 0
    yield "lemma: by one at most", base * (new_sqrt_k * R - sqrt_k * (ratio - 1)) >= 0
    yield "lemma: the reserve is rounded down", sqrt_k * (base * ratio - R * new_base) >= 0
    yield "lemma: by less than one unit", sqrt_k * (R * (new_base + 1) - base * ratio) >= sqrt_k
    yield "the base reserve exceeds its part by no more than the ratio does", -R * short <= sqrt_k * base
    yield "it is short by less than a unit", short < sqrt_k
