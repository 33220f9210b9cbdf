"""What custody holds too much or too little by rounding, and what those pay for it who leave, the last one of all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from random import Random
from typing import NamedTuple

from gains.markets import OTHER, Recorded, filled, held, minted, removed, settled, with_lp
from gains.result import Axis, Bound, Chart, Number, Result, Row, Series, quote, size
from gains.words import decimal, dollars, sentence
from model.bal import LONG, SHORT, Bal, BalState, Position
from model.bal.constants import PRICE_TIMES_BASE_TO_QUOTE
from properties.bal.drift import defect
from properties.bal.dust import Sale

SEED = 4
FILLS = 1000
SAMPLES = 50
BAL = Bal()
PARTS = (7, 19, 41, 83, 167)
"""LPs hold one part in so many of the protocol's liquidity: parts of which no power of ten is a multiple."""

PRICE = Fraction(1, PRICE_TIMES_BASE_TO_QUOTE)


class Roundings(NamedTuple):
    """Fills that were split and settlements so far, and the state that they led to."""

    fills: int
    settlements: int
    state: BalState

    @property
    def drift(self) -> Fraction:
        """What custody holds too much or too little (base, 1e9)."""
        return Fraction(defect(self.state, BAL.base_unit(self.state.market)), BAL.base_unit(self.state.market))

    @property
    def most(self) -> int:
        """What it stays below (base, 1e9): a unit for each fill and each settlement (P03a, P03b)."""
        return self.fills + self.settlements


def life(market: Recorded, fills: int) -> Iterator[Roundings]:
    """Five LPs, fills of up to 0.2 % of the liquidity in either direction, and a settlement of one LP after each."""
    random = Random(SEED)
    state = with_lp(BAL, market, user=OTHER, shares=market.steps(market.liquidity // PARTS[0]))
    for user, part in enumerate(PARTS[1:], start=OTHER + 1):
        state = minted(BAL, state, user, market.steps(market.liquidity // part))
    yield Roundings(0, 0, state)
    for number in range(1, fills + 1):
        amount = market.steps(random.randrange(market.liquidity // 500))
        state, _ = filled(BAL, state, amount, random.choice((LONG, SHORT)))
        state = settled(BAL, state, OTHER + random.randrange(len(PARTS)))
        yield Roundings(number, number, state)


class Leaving(NamedTuple):
    """An LP that takes out all its liquidity: its own remainder (base), and what leaving costs it (quote, exact).

    `alone` is what its own remainder would have cost, had it taken over nothing; `most` is what P54a and P54b allow for
    that remainder.
    """

    remainder: int
    cost: Fraction
    alone: Fraction
    most: Fraction


def cost(before: Position, after: Position, price: int, step: int) -> Fraction:
    """What the removal of a remainder costs an LP at a price (quote, exact): what it is charged and what it gives away."""
    charge = before.quote_asset_amount - after.quote_asset_amount
    return -Sale(before, after, price, charge, step).change * PRICE


def leave(market: Recorded, state: BalState, user: int) -> tuple[BalState, Leaving]:
    """A settled LP leaves: all that a removal takes from it is for a remainder."""
    price, step = market.price, state.market.order_step_size
    after = removed(BAL, state, user, price, state.lp_cooldown_time)
    before = held(state, user)
    alone, remainder = before.copy(), before.remainder_base_asset_amount
    if remainder != 0:
        BAL.burn_remainder(state.market.copy(), alone, price)
    most = Fraction(0) if remainder == 0 else 1 + 2 * max(0, remainder) * price * PRICE
    costs = [cost(before, each, price, step) for each in (held(after, user), alone)]
    return after, Leaving(remainder, costs[0], costs[1], most)


def leavings(market: Recorded, reached: Roundings) -> tuple[Fraction, int, list[Leaving]]:
    """All LPs leave, one after the other. Before the last one: the dust that is left, and the roundings until then."""
    state, roundings, found = reached.state, reached.most, []
    left = Fraction(0)
    for user in range(OTHER, OTHER + len(PARTS)):
        state = settled(BAL, state, user)
        roundings += 1
        left = Roundings(0, 0, state).drift
        state, leaving = leave(market, state, user)
        found.append(leaving)
        roundings += 1
    return left, roundings - 1, found


def rows_of(market: Recorded, reached: Roundings, largest: Roundings) -> Iterator[Row]:
    """Custody at its worst, then everybody leaves."""
    name, price = market.name, market.price
    for what, each in (
        (f"custody, too much or too little, at its largest: after {largest.fills} fills and settlements", largest),
        (f"custody, after {reached.fills} fills and settlements", reached),
    ):
        yield Row(name, what, market.base(each.drift), Bound(each.most, ("P03a", "P03b"), strict=True))
    left, roundings, found = leavings(market, reached)
    step = market.state.market.order_step_size
    dearest = max(found[:-1], key=lambda each: each.cost)
    own = ("P54a", "P54b")
    yield Row(
        name,
        "the dearest remainder of those who leave before the last",
        quote(dearest.cost),
        Bound(2 * step * price * PRICE + 1, ("P55a",), strict=True),
    )
    yield Row(name, "the same, by the size of that remainder", quote(dearest.cost), Bound(dearest.most, own))
    yield Row(name, "the same, were it sold at cost", quote(dearest.cost), Bound(1, ("P54",)))
    last, counted = found[-1], ("P03a", "P03b", "P03c")
    dust = Bound(roundings, counted, strict=True)
    yield Row(name, "others' dust that the last one to leave takes over", market.base(left), dust)
    most = last.most + roundings * price * PRICE + 1
    yield Row(name, "what the last one to leave pays in all", quote(last.cost), Bound(most, (*counted, *own)))
    for_others = Bound(roundings * price * PRICE + 1, (*counted, *own))
    yield Row(name, "of it, for the dust of others", quote(last.cost - last.alone), for_others)


def sampled(walk: Iterable[Roundings], fills: int) -> tuple[list[Roundings], Roundings]:
    """A life at evenly many of its moments, and the moment at which custody was furthest off."""
    kept: list[Roundings] = []
    largest = None
    for each in walk:
        if largest is None or abs(each.drift) > abs(largest.drift):
            largest = each
        if each.fills % max(1, fills // SAMPLES) == 0 or each.fills == fills:
            kept.append(each)
    assert largest is not None
    return kept, largest


def run(markets: Iterable[Recorded], fills: int = FILLS) -> Result:
    """The subject on these markets."""
    rows: list[Row] = []
    series: list[Series] = []
    told = []
    for market in markets:
        kept, largest = sampled(life(market, fills), fills)
        found = list(rows_of(market, kept[-1], largest))
        rows += found
        shown: dict[str, tuple[list[Number], bool]] = {
            "attained, |too much or too little|": ([abs(each.drift) for each in kept[1:]], False),
            "proved: below fills + settlements": ([each.most for each in kept[1:]], True),
        }
        for label, (amounts, is_bound) in shown.items():
            points = zip((each.fills for each in kept[1:]), amounts, strict=True)
            series.append(Series(market.name, label, tuple(points), is_bound))
        worst, dearest, dust, last, others = found[0], found[2], *found[5:]
        told.append(
            f"on {market.name} custody was never off by more than {decimal(size(worst.attained.raw))} base units"
            f" ({dollars(size(worst.attained.worth))}); the dearest remainder of the others cost its owner"
            f" {dollars(dearest.attained.worth)}, the last one to leave took over {decimal(dust.attained.raw)} base units"
            f" of others' dust and paid {dollars(last.attained.worth)}, {dollars(others.attained.worth)} of it for that dust"
        )
    return Result(
        "dust",
        "Dust: what custody holds too much or too little, and who pays for it in the end",
        f"Five LPs with unequal shares, {fills} fills of up to 0.2 % of the liquidity in either direction, after each the"
        " settlement of an LP drawn at random; then all LPs leave one after the other, at the first price as the oracle's."
        " Dust is what custody holds and nobody is owed; a remainder is an LP's own part below a step.",
        "custody moves by less than a base unit with each fill (P03b), each settlement (P03a) and each burn (P03c). A"
        " remainder costs what P54a and P54b say, and less than P55a; the last one to leave pays for its own, and for each"
        " unit of others' dust its price, and one for rounding.",
        sentence(told),
        ("P03", "P03a", "P03b", "P03c", "P54", "P54a", "P54b", "P55", "P55a", "P55b", "P56"),
        tuple(rows),
        Chart(Axis("fills, each with a settlement"), Axis("base units (1e-9 {token})", True), tuple(series)),
        SEED,
    )
