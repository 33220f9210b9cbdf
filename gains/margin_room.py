"""Margin: the worst case of an LP as margin counts it, and as takers can bring it about, while the price moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from gains.markets import TAKER, Recorded, as_kept_by, filled, held, minted, settled, whole, with_lp
from gains.result import Axis, Bound, Chart, Result, Row, Series, base, quote
from gains.words import decimal, dollars, sentence
from model.arith import standardize_floor
from model.bal import LONG, SHARED, SHORT, Bal, BalState
from model.bal.exchange import PERPETUAL
from model.bal.market import Market
from model.bal.variants import RoomAsTraded
from properties.bal.arguments import USER

POINTS = 12
BAL, REPAIRED = Bal(), RoomAsTraded()
OWN_PART = 10
"""The LP that came later had bought the liquidity by this before: a tenth."""

ALL_ALONG, LATER = "LP there all along", "LP that came later, long by itself"


class Worst(NamedTuple):
    """An LP at one price: worst cases as deployed and as repaired (base), and what they can cost (quote).

    `reached` is the base that a fill to either bound leaves the LP with, the larger one; `room` what margin as deployed
    calls its open orders on the side to which that fill moved it, `traded` what the repair does.
    """

    price: int
    deployed: tuple[int, int]
    traded: tuple[int, int]
    moved: int
    room: int
    room_traded: int


def to_bound(market: Market, direction: str) -> int:
    """What a taker can trade in a direction before the bound, in whole steps."""
    bids, asks = BAL.calculate_market_open_bids_asks(market)
    return standardize_floor(bids if direction == LONG else -asks, market.order_step_size)


def fill_exactly(state: BalState, size: int, direction: str) -> BalState:
    """The state after a fill of that size, nothing if it is 0."""
    if size == 0:
        return state
    return BAL.fill_exact(state, user=TAKER, direction=direction, base_asset_amount=size, liquidity_split=SHARED)[0]


def worst(state: BalState, price: int) -> Worst:
    """The LP's worst cases, and the fill to a bound that moves it most beyond what margin counted."""
    state = settled(BAL, state)
    market, position = state.market, held(state)
    cases = []
    for system in (BAL, REPAIRED):
        preview = system.simulate_settled_lp_position(market, position, price)
        cases.append(system.worst_case_base_asset_amount(preview, price, PERPETUAL))
    found = []
    for direction in (LONG, SHORT):
        after = settled(BAL, fill_exactly(state, to_bound(market, direction), direction))
        moved = whole(held(after)) - whole(position)
        # A buyer makes the LP shorter, which margin ought to have counted as its asks.
        side = 1 if direction == LONG else 0
        rooms = [abs(system.calculate_lp_open_bids_asks(market, position)[side]) for system in (BAL, REPAIRED)]
        found.append((abs(moved), *rooms))
    moved, room, room_traded = max(found, key=lambda each: each[0] - each[1])
    return Worst(price, cases[0], cases[1], moved, room, room_traded)


def beginnings(market: Recorded) -> dict[str, BalState]:
    """The market with the LP in it, and the market in which it has only bought base so far."""
    own = filled(BAL, as_kept_by(BAL, market.state), market.steps(market.liquidity // OWN_PART), LONG, USER)[0]
    return {ALL_ALONG: with_lp(BAL, market), LATER: own}


def along(market: Recorded, begun: BalState, points: int) -> Iterator[Worst]:
    """The price moved through the curve by takers, from one bound to the other; who has no shares yet gets them then."""
    for number in range(-points, points + 1):
        direction = LONG if number > 0 else SHORT
        room = to_bound(begun.market, direction)
        size = standardize_floor(room * abs(number) // points, begun.market.order_step_size)
        state = fill_exactly(begun, size, direction)
        if held(state).lp_shares == 0:
            state = minted(BAL, state, USER, market.shares)
        yield worst(state, BAL.reserve_price(state.market))


def run(markets: Iterable[Recorded], points: int = POINTS) -> Result:
    """The subject on these markets."""
    rows: list[Row] = []
    series: list[Series] = []
    told = []
    for market in markets:
        name, lows = market.name, {}
        for who, begun in beginnings(market).items():
            found = list(along(market, begun, points))
            over = max(found, key=lambda each: each.deployed[1] - each.traded[1])
            under = max(found, key=lambda each: each.traded[1] - each.deployed[1])
            further = max(found, key=lambda each: each.moved - each.room)
            at = f"{who}, at {decimal(Fraction(further.price, 10**6))} USD: a fill to the bound moves it by"
            amount = base(further.moved, market.token, further.price)
            rows.append(Row(name, f"{at} (margin as deployed)", amount, Bound(further.room, ("P61",))))
            rows.append(
                Row(name, f"{at} (the other side; the repair)", amount, Bound(further.room_traded, ("P61a", "P61r")))
            )
            for what, case, gap in (
                ("too little", under, under.traded[1] - under.deployed[1]),
                ("too much", over, over.deployed[1] - over.traded[1]),
            ):
                at_price = f"at {decimal(Fraction(case.price, 10**6))} USD"
                rows.append(Row(name, f"{who}, liability in the worst case counted {what} by, {at_price}", quote(gap)))
                lows[who, what] = quote(gap).worth
            for label, amounts in (
                (f"{who}: as deployed", [abs(each.deployed[0]) for each in found]),
                (f"{who}: as takers can trade", [abs(each.traded[0]) for each in found]),
            ):
                curve = (
                    (Fraction(each.price, 10**6), market.base(size).tokens)
                    for each, size in zip(found, amounts, strict=True)
                )
                series.append(Series(name, label, tuple(sorted(curve))))
        little, much = lows[LATER, "too little"], lows[ALL_ALONG, "too much"]
        told.append(
            f"on {name}, over all prices of the curve, margin takes the worst case for up to {dollars(little)} too little of"
            f" an LP that came later and was long, and for up to {dollars(much)} too much of one that was there all along"
        )
    return Result(
        "margin-room",
        "Margin: the worst case as deployed, and the one that takers can bring about",
        "Takers move the price from one bound of the curve to the other. One LP adds a quarter of the liquidity at the"
        " beginning; another buys a tenth of the liquidity first, and adds its shares only at the new price. Worst cases are"
        " those that margin computes of the settled preview, at the curve's price, by the deployed room and by that of"
        " the repair (RoomAsTraded).",
        "of one fill, as P61 (margin as deployed), P61a (the sides exchanged) and P61r (the repair) state them.",
        sentence(told),
        ("P60", "P61", "P61a", "P61r"),
        tuple(rows),
        Chart(Axis("price (USD)"), Axis("worst case, |base| ({token})"), tuple(series)),
    )
