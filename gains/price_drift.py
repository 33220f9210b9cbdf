"""The price through mints and burns, which should not move it: what repeated small ones add up to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from math import floor
from typing import NamedTuple

from gains.markets import Recorded, minted, removed, with_lp
from gains.result import Axis, Bound, Chart, Result, Row, Series, price_move
from gains.words import decimal, dollars, sentence
from model.bal import Bal, BalState
from properties.bal.arguments import USER
from properties.bal.price import allowed, curve_of
from properties.bal.price_steps import E12, Curve, rise

ROUNDS = 1000
SAMPLES = 50
BAL = Bal()
FINE = 10**30
"""Parts of one in which bounds are added up, rounded up."""

Step = Callable[[Recorded, BalState, int], BalState]


def mints(market: Recorded, state: BalState, _: int) -> BalState:
    """One step of shares more."""
    return minted(BAL, state, USER, market.state.market.order_step_size)


def mints_and_burns(market: Recorded, state: BalState, number: int) -> BalState:
    """One step of shares more, and then one less, as soon as the cooldown allows."""
    if number % 2 == 0:
        return mints(market, state, number)
    step, wait = market.state.market.order_step_size, state.lp_cooldown_time
    return removed(BAL, state, USER, market.price, wait, step)


def burns(market: Recorded, state: BalState, _: int) -> BalState:
    """One step of shares less."""
    return removed(BAL, state, USER, market.price, state.lp_cooldown_time, market.state.market.order_step_size)


WALKS: dict[str, Step] = {
    "a mint of one step": mints,
    "a burn of one step": burns,
    "a mint or a burn of one step, in turn": mints_and_burns,
}


class Moved(NamedTuple):
    """The curve after so many mints and burns, and the bound of what they have moved the price by, in parts of one."""

    steps: int
    curve: Curve
    most: Fraction


def bound_of(old: Curve, new: Curve) -> Fraction:
    """What P08 and P09 allow one step, in parts of the price: the bound that they state, its denominators restored."""
    return Fraction(allowed(old, new), E12 * new.base * old.quote * new.quote * new.sqrt_k)


def moved_by(old: Curve, new: Curve) -> Fraction:
    """What the price rises from one curve to another, in parts of itself."""
    return Fraction(rise(old, new), old.quote * new.base)


def walk(market: Recorded, step: Step, rounds: int) -> Iterator[Moved]:
    """The curve from step to step; what each may move the price by is compounded."""
    state, most = with_lp(BAL, market), Fraction(1)
    curve = curve_of(state.market)
    yield Moved(0, curve, Fraction(0))
    for number in range(rounds):
        state = step(market, state, number)
        new = curve_of(state.market)
        most = Fraction(floor(most * (1 + bound_of(curve, new)) * FINE) + 1, FINE)
        curve = new
        yield Moved(number + 1, curve, most - 1)


def run(markets: Iterable[Recorded], rounds: int = ROUNDS) -> Result:
    """The subject on these markets."""
    rows: list[Row] = []
    series: list[Series] = []
    told = []
    for market in markets:
        name, price = market.name, market.price
        start = curve_of(with_lp(BAL, market).market)
        worst = Fraction(0)
        most = Fraction(0)
        for label, step in WALKS.items():
            reached = list(walk(market, step, rounds))
            last = reached[-1]
            drift = moved_by(start, last.curve)
            worst, most = max(worst, abs(drift)), max(most, last.most)
            rows.append(
                Row(
                    name,
                    f"{rounds} times: {label}",
                    price_move(drift * price, market.token),
                    Bound(last.most * price, ("P08", "P09")),
                )
            )
            kept = [each for each in reached if each.steps % max(1, rounds // SAMPLES) == 0 and each.steps > 0]
            points = tuple((each.steps, abs(moved_by(start, each.curve)) * 10**6) for each in kept)
            series.append(Series(name, label, points))
            if step is mints_and_burns:
                series.append(
                    Series(name, "proved of every step", tuple((each.steps, each.most * 10**6) for each in kept), True)
                )
        together = market.state.market.order_step_size * rounds
        at_once = curve_of(minted(BAL, with_lp(BAL, market), USER, together).market)
        for label, attained, by in (
            ("one mint of all these steps at once", at_once, "P08"),
            (
                f"{rounds} mints of one step, by the bound of one mint",
                list(walk(market, mints, rounds))[-1].curve,
                "P10",
            ),
        ):
            move = price_move(moved_by(start, attained) * price, market.token)
            rows.append(Row(name, label, move, Bound(bound_of(start, attained) * price, (by,))))
        told.append(
            f"on {name} {rounds} of the smallest mints or burns move the price by at most {decimal(worst * 10**6)} millionths"
            f" ({dollars(price_move(worst * price, market.token).tokens)} at {dollars(Fraction(price, 10**6))}), where"
            f" at most {decimal(most * 10**6)} are proved"
        )
    return Result(
        "price-drift",
        "The price through many small mints and burns",
        "An LP with a quarter of the liquidity adds one step of shares at a time, takes one out at a time, or both in"
        " turn, with no fill between. The drift is that of the reserves' own price, exact; the bound is that of each step,"
        " compounded.",
        "what P08 and P09 allow each step, by the same expression that their bodies claim, compounded over all steps. P10"
        " is that all of them keep the bound of one.",
        sentence(told),
        ("P08", "P09", "P10", "P08a"),
        tuple(rows),
        Chart(Axis("mints and burns"), Axis("|price drift| (millionths)", True), tuple(series)),
    )
