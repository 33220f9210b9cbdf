"""What a trade against the curve costs, before fees: its size, its parts, the way back, the depth, the surplus.

A trade moves the reserves and is followed by the spread reserves, as in every fill; `peg/1e9` is what one unit of quote
reserve is worth (quote). `F(x) = floor(K^2/x)` is the curve.
"""

from __future__ import annotations

from model.arith import U64, floor_div
from model.bal import Bal, Market
from model.bal.constants import RESERVE_TIMES_PEG_TO_QUOTE
from model.curve import ADD, REMOVE, opposite_reserve, swap_output
from properties.bal.rules import market_on_curve
from properties.case import Case
from properties.property import Claims, Scenario, Verdict, prop

SIDES = (REMOVE, ADD)  # the taker buys, the taker sells
NO_SPREAD = {"long_spread": 0, "short_spread": 0, "reference_price_offset": 0}


def quoting_market(system: Bal, case: Case, **given: int) -> Market:
    """Any market on the curve with the spread reserves that its spreads make."""
    market = market_on_curve(case, **given)
    case.assume(market.peg_multiplier >= 1, "the peg is fixed at creation and at least 1")
    system.update_spread_reserves(market)
    return market


def traded(system: Bal, market: Market, amount: int, direction: str) -> tuple[Market, int]:
    """The market after a trade, and its quote."""
    after = market.copy()
    quote, _ = system.swap_base_asset(after, amount, direction)
    system.update_spread_reserves(after)
    return after, quote


def quoted(system: Bal, market: Market, amount: int, direction: str) -> int:
    """The quote of a trade."""
    return system.swap_base_asset(market.copy(), amount, direction)[0]


def amount_of(case: Case, name: str) -> int:
    """Any amount of base to trade."""
    amount = case.integer(f"{name}.base_asset_amount", U64)
    case.assume(amount >= 1, "a trade has a size")
    return amount


def quote_of(units: int, peg: int) -> int:
    """The value of units of quote reserve, rounded down (quote)."""
    return floor_div(units * peg, RESERVE_TIMES_PEG_TO_QUOTE)


# P66


def monotone(system: Bal, case: Case, market: Market) -> Claims:
    """More costs a buyer no less, and pays a seller no less."""
    direction = case.choice("taker.direction", SIDES)
    small, more = amount_of(case, "small"), amount_of(case, "more")
    less, much = (quoted(system, market, amount, direction) for amount in (small, small + more))
    if direction == REMOVE:
        few, many = units_bought(market, small), units_bought(market, small + more)
        yield "lemma: more moves the reserve on", (many + market.ask_quote_asset_reserve) * more >= 0
    else:
        few, many = units_sold(market, small), units_sold(market, small + more)
        yield "lemma: more moves the reserve on", (market.bid_quote_asset_reserve - few + 1) * more >= 0
    yield "lemma: more units for more base", few <= many
    yield "more costs a buyer no less, and pays a seller no less", less <= much


@prop(
    "P66",
    system="bal",
    sentence="More costs a buyer no less and pays a seller no less; what is bought and sold again costs at least one.",
    formula="a <= a' => cost(a) <= cost(a'); cost(a) - proceeds(a) >= 1",
    claim="specification section 8, P66",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "With a negative reference price offset both sides quote from a flatter point of the curve than that on which"
        " the reserves move: a buyer lifts the bid above what it paid, and profits where the spread is less than that."
    ),
)
def round_trip_costs(system: Bal, case: Case) -> Claims:
    market = quoting_market(system, case)
    yield from monotone(system, case, market)
    amount = amount_of(case, "taker")
    bought, cost = traded(system, market, amount, REMOVE)
    proceeds = quoted(system, bought, amount, ADD)
    yield "what is bought and sold at once costs at least one", proceeds <= cost - 1


def assume_sides(case: Case, market: Market) -> None:
    """What the spread reserves of a market without offset are (P66c)."""
    square, base = market.sqrt_k * market.sqrt_k, market.base_asset_reserve
    ask, bid = market.ask_base_asset_reserve, market.bid_base_asset_reserve
    case.assume(ask <= base, "P66c")
    case.assume(bid >= base, "P66c")
    case.assume(ask * market.ask_quote_asset_reserve <= square, "P66c")
    case.assume(bid * market.bid_quote_asset_reserve <= square, "P66c")


def purchase_lemmas(market: Market, amount: int) -> Claims:
    """What a purchase from a market without offset moves: more than the curve from its own reserves."""
    base, ask = market.base_asset_reserve, market.ask_base_asset_reserve
    square = market.sqrt_k * market.sqrt_k
    units = units_bought(market, amount)
    yield "lemma: a purchase pays more than the asks' curve", units * ask * (ask - amount) > square * amount
    yield "lemma: a purchase pays for a unit at least", units >= 1
    yield "lemma: there is base left", base * (base - amount) >= 0
    yield "lemma: the asks are steeper", base * (base - amount) >= ask * (ask - amount)
    yield "lemma: a purchase pays more than the curve", units * base * (base - amount) > square * amount


def sale_lemmas(market: Market, amount: int) -> Claims:
    """What a sale to a market without offset moves: less than one unit more than the curve from its own reserves."""
    base, bid = market.base_asset_reserve, market.bid_base_asset_reserve
    square = market.sqrt_k * market.sqrt_k
    beyond = units_sold(market, amount) - 1
    below = square - bid * market.bid_quote_asset_reserve
    yield "lemma: the bids are below the curve, times what they become", below * (bid + amount) >= 0
    after = market.bid_quote_asset_reserve - beyond
    yield "lemma: what they become is nearly on the curve, times the bids", (after * (bid + amount) - square) * bid >= 0
    yield "lemma: a sale brings little more than the bids' curve", beyond * bid * (bid + amount) < square * amount
    yield "lemma: the bids are flatter", base * (base + amount) <= bid * (bid + amount)
    if beyond >= 0:
        yield "lemma: a sale brings little more than the curve", beyond * base * (base + amount) < square * amount


def units_bought(market: Market, amount: int) -> int:
    """The units of quote reserve that a purchase is charged for."""
    _, after = swap_output(market.sqrt_k, market.ask_base_asset_reserve, amount, REMOVE)
    return after - market.ask_quote_asset_reserve + 1


def units_sold(market: Market, amount: int) -> int:
    """The units of quote reserve that a sale is paid for."""
    _, after = swap_output(market.sqrt_k, market.bid_base_asset_reserve, amount, ADD)
    return market.bid_quote_asset_reserve - after


@prop(
    "P66a",
    system="bal",
    sentence="More costs a buyer no less and pays a seller no less, at any spreads and any reference price offset.",
    formula="a <= a' => cost(a) <= cost(a'), proceeds(a) <= proceeds(a')",
    claim="specification section 8, P66",
    scope=Scenario(),
    variant_of="P66",
)
def cost_is_monotone(system: Bal, case: Case) -> Claims:
    yield from monotone(system, case, quoting_market(system, case))


@prop(
    "P66b",
    system="bal",
    sentence="Without a reference price offset, at any spreads, what is bought and sold at once costs at least one.",
    formula="offset = 0 => cost(a) - proceeds(a) >= 1",
    claim="specification section 8, P66",
    scope=Scenario(),
    variant_of="P66",
    notes="Of the spread reserves the proof uses what P66c says of them.",
)
def round_trip_costs_without_offset(system: Bal, case: Case) -> Claims:
    market = quoting_market(system, case, reference_price_offset=0)
    amount = amount_of(case, "taker")
    bought, cost = traded(system, market, amount, REMOVE)
    assume_sides(case, market)
    assume_sides(case, bought)
    yield from purchase_lemmas(market, amount)
    proceeds = quoted(system, bought, amount, ADD)
    yield from sale_lemmas(bought, amount)
    yield "lemma: no more units are sold than bought", units_sold(bought, amount) <= units_bought(market, amount)
    yield "what is bought and sold at once costs at least one", proceeds <= cost - 1


@prop(
    "P66c",
    system="bal",
    sentence="Without a reference price offset asks and bids lie on their sides of the reserves, none above the curve.",
    formula="offset = 0 => ask_b <= b <= bid_b, ask_q >= q >= bid_q, ask_b·ask_q <= K^2, bid_b·bid_q <= K^2",
    claim="specification section 2, bid and ask reserves",
    scope=Scenario(),
    uses=("update_spread_reserves",),
)
def spread_reserves_are_on_their_sides(system: Bal, case: Case) -> Claims:
    market = quoting_market(system, case, reference_price_offset=0)
    square = market.sqrt_k * market.sqrt_k
    ask, bid = market.ask_base_asset_reserve, market.bid_base_asset_reserve
    yield "the asks have less base", ask <= market.base_asset_reserve
    yield "the asks have more quote", market.ask_quote_asset_reserve >= market.quote_asset_reserve
    yield "the bids have more base", bid >= market.base_asset_reserve
    yield "the bids have less quote", market.bid_quote_asset_reserve <= market.quote_asset_reserve
    on_curve = opposite_reserve(market.sqrt_k, market.ask_quote_asset_reserve)
    yield "lemma: the asks have no more base than the curve", (on_curve - ask) * market.ask_quote_asset_reserve >= 0
    yield "the asks are not above the curve", ask * market.ask_quote_asset_reserve <= square
    yield "the bids are not above the curve", bid * market.bid_quote_asset_reserve <= square


@prop(
    "P66d",
    system="bal",
    sentence="At any spreads and offset the asks are not above the curve, and the bids less than a unit of base below it.",
    formula="ask_b·ask_q <= K^2 < (bid_b + 1)·bid_q",
    claim="specification section 2, bid and ask reserves",
    scope=Scenario(),
    uses=("update_spread_reserves",),
    notes="So no trade is quoted for a move of the quote reserve the wrong way.",
)
def spread_reserves_are_near_the_curve(system: Bal, case: Case) -> Claims:
    market = quoting_market(system, case)
    square = market.sqrt_k * market.sqrt_k
    ask, bid = market.ask_base_asset_reserve, market.bid_base_asset_reserve
    on_curve = opposite_reserve(market.sqrt_k, market.ask_quote_asset_reserve)
    yield "lemma: the asks have no more base than the curve", (on_curve - ask) * market.ask_quote_asset_reserve >= 0
    yield "the asks are not above the curve", ask * market.ask_quote_asset_reserve <= square
    on_curve = opposite_reserve(market.sqrt_k, market.bid_quote_asset_reserve)
    yield "lemma: the bids have no less base than the curve", (bid - on_curve) * market.bid_quote_asset_reserve >= 0
    yield "the bids are less than a unit below the curve", square < (bid + 1) * market.bid_quote_asset_reserve


# P67


@prop(
    "P67",
    system="bal",
    sentence=(
        "Without a spread, a purchase in two parts costs floor(peg/1e9) to floor(peg/1e9) + 2 more than in one, and a"
        " sale in two parts brings at most floor(peg/1e9) + 1 more or 1 less: within 2 + 2·(floor(peg/1e9) + 1)."
    ),
    formula="|quote(a + b) - quote(a) - quote(b)| <= 2 + 2·(floor(peg/1e9) + 1)",
    claim="specification section 8, P67",
    scope=Scenario(),
    uses=("update_spread_reserves",),
    notes="Each part of a purchase is charged a unit of quote reserve; the bids may be a unit below the reserves.",
)
def splitting_hardly_matters(system: Bal, case: Case) -> Claims:
    market = quoting_market(system, case, **NO_SPREAD)
    direction = case.choice("taker.direction", SIDES)
    first, second = amount_of(case, "first"), amount_of(case, "second")
    half, one = traded(system, market, first, direction)
    other = quoted(system, half, second, direction)
    whole = quoted(system, market, first + second, direction)
    unit = quote_of(1, market.peg_multiplier)
    if direction == ADD:
        yield from split_sale_lemmas(market, half, first, second)
        yield "a sale in parts brings at most floor(peg/1e9) + 1 more", one + other - whole <= unit + 1
        yield "a sale in parts brings at most 1 less", one + other - whole >= -1
    else:
        yield from purchase_at_reserves(market, first)
        yield from purchase_at_reserves(market, first + second)
        yield from purchase_at_reserves(half, second)
        yield "a purchase in parts costs at most floor(peg/1e9) + 2 more", one + other - whole <= unit + 2
        yield "a purchase in parts costs at least floor(peg/1e9) more", one + other - whole >= unit


def purchase_at_reserves(market: Market, amount: int) -> Claims:
    """A purchase without a spread ends where the reserves do."""
    sqrt_k, base, ask = market.sqrt_k, market.base_asset_reserve, market.ask_base_asset_reserve
    on_curve = opposite_reserve(sqrt_k, market.quote_asset_reserve)
    yield "lemma: the curve has no less base for the quote", on_curve >= base
    yield "lemma: the asks are the reserves", ask == base
    at_asks, at_reserves = (opposite_reserve(sqrt_k, reserve - amount) for reserve in (ask, base))
    yield "lemma: the asks end no lower", (at_asks - at_reserves + 1) * (base - amount) >= 1
    yield "lemma: the asks end no higher", (at_reserves - at_asks + 1) * (base - amount) >= 1
    yield "lemma: the asks end where the reserves do", at_asks == at_reserves
    yield "lemma: which is worth as much", (at_asks - at_reserves) * market.peg_multiplier == 0


def split_sale_lemmas(market: Market, half: Market, first: int, second: int) -> Claims:
    """Two sales, without a spread, move the quote reserve as far as one, or one unit further."""
    sqrt_k, bid, then = market.sqrt_k, market.bid_base_asset_reserve, half.bid_base_asset_reserve
    quote, reached = market.quote_asset_reserve, half.quote_asset_reserve
    sold_first, sold_both = (opposite_reserve(sqrt_k, bid + amount) for amount in (first, first + second))
    sold_second = opposite_reserve(sqrt_k, then + second)
    yield "lemma: the bids are on their side", bid >= market.base_asset_reserve
    yield "lemma: so are those half-way", then >= half.base_asset_reserve
    yield "lemma: the bids are a unit aside at most", quote * (bid - market.base_asset_reserve) < bid
    yield "lemma: the sale moves the quote down", reached <= quote
    yield "lemma: less quote, less aside", (quote - reached) * (bid + first - half.base_asset_reserve) >= 0
    yield "lemma: the first sale is not short", sold_first <= reached
    yield "lemma: the first sale goes at most a unit further", sold_first >= reached - 1
    yield "lemma: the second sale moves on", sold_second <= reached
    yield "lemma: as does the whole", sold_both <= sold_first
    if sold_first >= reached:
        aside = then - bid - first
        yield "lemma: the first sale goes no further", (sold_first - reached) * (bid + first) >= 0
        yield "lemma: the second begins no higher", aside >= 0
        yield "lemma: the second begins a unit lower at most", reached * aside < bid + first
        if sold_second < reached:
            yield "lemma: further on it is less", (reached - sold_second - 1) * aside >= 0
    else:
        aside = bid + first - then
        yield "lemma: the first sale goes a unit further", (reached - 1 - sold_first) * (bid + first) >= 0
        yield "lemma: the second begins lower", aside >= 1
        yield "lemma: the second begins a unit lower at most", quote * aside < then
        yield "lemma: further on it is less", (quote - sold_second + 1) * aside >= 0
    extra = reached - sold_first + sold_both - sold_second
    yield "lemma: in parts it goes no less far", extra >= 0
    yield "lemma: in parts it goes at most a unit further", extra <= 1
    further = 1 if extra >= 1 else 0
    yield "lemma: no further or one unit further", extra == further
    yield "lemma: which is worth the peg", (extra - further) * market.peg_multiplier == 0
