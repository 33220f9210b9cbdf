"""The room that margin gives an LP: how far takers can still move it, and what margin thinks of that.

A taker who buys takes base out of the curve, down to its lower bound; the LPs are on the other side and become shorter.
A taker who sells makes them longer. Margin takes the two for open orders of the LP.
"""

from __future__ import annotations

from collections.abc import Generator

from model.arith import U64
from model.bal import LONG, SHARED, Bal, Market, Position
from properties.bal.arguments import DIRECTIONS
from properties.bal.repaired import repaired
from properties.bal.rules import any_market, divided, lp_since, taker_delta
from properties.case import Case
from properties.property import REGISTRY, Claim, Claims, Scenario, Verdict, prop

REPAIRED = "model.bal.variants:RoomAsTraded"
STORY = (
    "Takers have bought, and can sell more than they can still buy. Margin takes what they can sell for asks of the LP,"
    " and what they can buy for bids. Who sells to the bound makes it longer by its asks: more than its bids covered."
)


def room(system: Bal, market: Market, shares: int) -> tuple[int, int]:
    """Open bids and asks of that many shares (base)."""
    return system.calculate_lp_open_bids_asks(market, Position(lp_shares=shares))


@prop(
    "P60",
    system="bal",
    sentence="More shares have no less room, and all LPs together no more than their part of the market's.",
    formula="room(s) + room(t) <= room(s + t); room(Ku)*K <= market room * Ku; likewise of asks",
    claim="S1 margin examples 50/50 and 75/25; specification section 8, P60",
    scope=Scenario(),
    notes=(
        "For any number of LPs by induction: who joins adds no more than its room to that of the others' shares, and"
        " all shares are Ku (P04). Rounded toward zero, so the sum falls short by less than one unit an LP."
    ),
)
def room_is_shared(system: Bal, case: Case) -> Claims:
    market = any_market(case)
    shares, others = case.integer("position.lp_shares", U64), case.integer("others.lp_shares", U64)
    case.assume(shares + others <= market.user_lp_shares, "P04")
    all_bids, all_asks = system.calculate_market_open_bids_asks(market)
    both = shares + others
    for held in (shares, others, both):
        yield "lemma: to buy", all_bids * held >= 0
        yield "lemma: to sell", all_asks * held <= 0
    bids, asks = room(system, market, shares)
    bids_of_others, asks_of_others = room(system, market, others)
    bids_together, asks_together = room(system, market, shares + others)
    yield "bids are no orders to sell", bids_of_others >= 0
    yield "asks are no orders to buy", asks_of_others <= 0
    yield "bids grow with shares", bids <= bids_together
    yield "asks grow with shares", asks >= asks_together
    yield "lemma: bids in whole", (bids + bids_of_others) * market.sqrt_k <= all_bids * both
    yield "lemma: bids rounded", (bids_together + 1) * market.sqrt_k > all_bids * both
    yield "lemma: asks in whole", (asks + asks_of_others) * market.sqrt_k >= all_asks * both
    yield "lemma: asks rounded", (asks_together - 1) * market.sqrt_k < all_asks * both
    yield "bids add up", bids + bids_of_others <= bids_together
    yield "asks add up", asks + asks_of_others >= asks_together
    all_bids, all_asks = system.calculate_market_open_bids_asks(market)
    yield (
        "no more than the part of the market's bids",
        bids_together * market.sqrt_k <= all_bids * market.user_lp_shares,
    )
    yield (
        "no more than the part of the market's asks",
        asks_together * market.sqrt_k >= all_asks * market.user_lp_shares,
    )


def filled_to_the_bound(system: Bal, case: Case) -> Generator[Claim, None, tuple[int, int, int]]:
    """The base an LP is given by a fill within the bounds, and the bids and asks that its margin counted before."""
    market = any_market(case)
    case.assume(market.user_lp_shares >= 1, "there are LPs")
    held = lp_since(case, market)
    direction = case.choice("taker.direction", DIRECTIONS)
    delta = taker_delta(case, direction)
    bids, asks = system.calculate_lp_open_bids_asks(market, held)
    reserve = market.base_asset_reserve
    case.assume(market.min_base_asset_reserve <= reserve, "the curve is within its bounds")
    case.assume(reserve <= market.max_base_asset_reserve, "the curve is within its bounds")
    size, shares, liquidity = delta.base_asset_amount, held.lp_shares, market.sqrt_k
    if direction == LONG:
        case.assume(size <= reserve - market.min_base_asset_reserve, "the fill stays within the bounds")
        yield "lemma: of any shares", (reserve - market.min_base_asset_reserve - size) * shares >= 0
    else:
        case.assume(-size <= market.max_base_asset_reserve - reserve, "the fill stays within the bounds")
        yield "lemma: of any shares", (market.max_base_asset_reserve - reserve + size) * shares >= 0
    after = divided(system, market, delta, 0, SHARED)
    given = after.base_asset_amount_per_lp - market.base_asset_amount_per_lp
    unit = system.base_unit(market)
    yield "lemma: the base unit is positive", unit >= 1
    if direction == LONG:
        yield "lemma: no more than its part", (-given * liquidity - size * unit) * shares <= 0
        yield "lemma: to the short side", given * shares <= 0
    else:
        yield "lemma: no more than its part", (given * liquidity + size * unit) * shares <= 0
        yield "lemma: to the long side", given * shares >= 0
    moved, _ = system.calculate_settled_lp_base_quote(after, held)
    if direction == LONG:
        yield "lemma: exactly", -moved * unit <= -given * shares
        yield "lemma: in whole", -moved * liquidity * unit <= size * shares * unit
        yield "lemma: of the fill", -moved * liquidity <= size * shares
    else:
        yield "lemma: exactly", moved * unit <= given * shares
        yield "lemma: in whole", moved * liquidity * unit <= -size * shares * unit
        yield "lemma: of the fill", moved * liquidity <= -size * shares
    return moved, bids, asks


@prop(
    "P61",
    system="bal",
    sentence="Filling to the bounds never takes an LP beyond the open orders that its margin counts.",
    formula="base + open_asks <= base' <= base + open_bids",
    claim="S1 margining, 75/25 example; specification section 8, P61",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=STORY,
    notes=(
        "The two sides are exchanged: `open_bids` is what takers can buy, which makes LPs shorter. While the curve is"
        " in the middle both are about the same. P61a is the statement with the sides exchanged; the repair"
        " (RoomAsTraded) exchanges them back."
    ),
)
def room_covers_fills(system: Bal, case: Case) -> Claims:
    moved, bids, asks = yield from filled_to_the_bound(system, case)
    yield "no longer than its bids", moved <= bids
    yield "no shorter than its asks", moved >= asks


@prop(
    "P61a",
    system="bal",
    sentence="Filling to the bounds takes an LP no shorter than what margin calls its bids, no longer than its asks.",
    formula="base - open_bids <= base' <= base - open_asks",
    claim="S1 margining, 75/25 example; specification section 8, P61",
    scope=Scenario(),
    variant_of="P61",
    notes="One fill; of several on one side each rounds toward zero, so that they stay within as well.",
)
def room_covers_fills_of_the_other_side(system: Bal, case: Case) -> Claims:
    moved, bids, asks = yield from filled_to_the_bound(system, case)
    yield "no longer than its asks", moved <= -asks
    yield "no shorter than its bids", moved >= -bids


REGISTRY.add(
    repaired(
        "P61r", of="P61", variant=REPAIRED, notes="The repair: the room of each side is counted where takers move LPs."
    )
)
