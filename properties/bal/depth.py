"""More liquidity at the same price, and what the curve earns from a trade beyond its own reserves.

A trade is quoted by the spread reserves and moves the reserves themselves (see `properties.bal.trading`); `peg/1e9` is what one
unit of quote reserve is worth (quote). `F(x) = floor(K^2/x)` is the curve.
"""

from __future__ import annotations

from model.bal import Bal, Market
from model.curve import ADD, REMOVE, opposite_reserve
from properties.bal.trading import (
    NO_SPREAD,
    SIDES,
    amount_of,
    assume_sides,
    purchase_at_reserves,
    purchase_lemmas,
    quote_of,
    quoted,
    quoting_market,
    sale_lemmas,
    units_bought,
    units_sold,
)
from properties.case import Case
from properties.property import Claims, Scenario, Verdict, prop

# P68


def doubled(system: Bal, market: Market) -> Market:
    """The same market with twice the liquidity, at the same price but for rounding."""
    deep = market.copy()
    update = system.get_update_k_result(market, 2 * market.sqrt_k, True)
    deep.sqrt_k, deep.base_asset_reserve, deep.quote_asset_reserve = update
    system.update_spread_reserves(deep)
    return deep


@prop(
    "P68",
    system="bal",
    sentence="With twice the liquidity at the same price a taker is quoted nothing worse.",
    formula="K' = 2*K: cost'(a) <= cost(a), proceeds'(a) >= proceeds(a)",
    claim='S0 "reducing price impact"; specification section 8, P68',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="Of twice the reserves another fraction is cut off: the difference is a unit of the quote reserve more or less.",
)
def depth_is_no_worse(system: Bal, case: Case) -> Claims:
    market = quoting_market(system, case, **NO_SPREAD)
    direction, amount = case.choice("taker.direction", SIDES), amount_of(case, "taker")
    shallow, deep = (quoted(system, each, amount, direction) for each in (market, doubled(system, market)))
    if direction == ADD:
        yield "a seller is paid no less", deep >= shallow
    else:
        yield "a buyer pays no more", deep <= shallow


@prop(
    "P68a",
    system="bal",
    sentence="With twice the liquidity at the same price, without a spread, a buyer pays more by at most a reserve unit.",
    formula="K' = 2*K: cost'(a) <= cost(a) + floor(peg/1e9) + 1",
    claim='S0 "reducing price impact"; specification section 8, P68',
    scope=Scenario(),
    variant_of="P68",
    uses=("update_spread_reserves",),
    notes="The base reserve doubles exactly, the quote reserve but for a unit.",
)
def depth_costs_hardly_more(system: Bal, case: Case) -> Claims:
    market = quoting_market(system, case, **NO_SPREAD)
    amount, deep = amount_of(case, "taker"), doubled(system, market)
    shallow_cost, deep_cost = (quoted(system, each, amount, REMOVE) for each in (market, deep))
    for each in (market, deep):
        yield from purchase_at_reserves(each, amount)
    few, many = (
        opposite_reserve(each.sqrt_k, each.base_asset_reserve - amount) - each.quote_asset_reserve
        for each in (market, deep)
    )
    yield from deep_purchase_lemmas(market, few, many, amount)
    yield "lemma: at most a unit more", many <= few + 1
    yield "lemma: which is worth the peg", (few + 1 - many) * market.peg_multiplier >= 0
    yield "a buyer pays hardly more", deep_cost <= shallow_cost + quote_of(1, market.peg_multiplier) + 1


@prop(
    "P68b",
    system="bal",
    sentence=(
        "With twice the liquidity at the same price, without a spread, a seller is paid less by at most a reserve unit, if"
        " the quote reserve is no smaller than the base reserve."
    ),
    formula="K' = 2*K, q >= b: proceeds'(a) >= proceeds(a) - floor(peg/1e9) - 1",
    claim='S0 "reducing price impact"; specification section 8, P68',
    scope=Scenario(),
    variant_of="P68",
    uses=("update_spread_reserves",),
    notes="With more quote than base the bids are the reserves; with less they may be some units of base aside.",
)
def depth_pays_hardly_less(system: Bal, case: Case) -> Claims:
    market = quoting_market(system, case, **NO_SPREAD)
    case.assume(market.quote_asset_reserve >= market.base_asset_reserve, "the quote reserve is no smaller")
    amount, deep = amount_of(case, "taker"), doubled(system, market)
    yield "lemma: nor is it with twice the liquidity", deep.quote_asset_reserve >= 2 * market.quote_asset_reserve
    shallow_pay, deep_pay = (quoted(system, each, amount, ADD) for each in (market, deep))
    for each in (market, deep):
        yield from sale_at_reserves(each, amount)
    few, many = (
        each.quote_asset_reserve - opposite_reserve(each.sqrt_k, each.base_asset_reserve + amount)
        for each in (market, deep)
    )
    yield from deep_sale_lemmas(market, few, many, amount)
    yield "lemma: at most a unit less", many >= few - 1
    yield "lemma: which is worth the peg", (many + 1 - few) * market.peg_multiplier >= 0
    yield "a seller is paid hardly less", deep_pay >= shallow_pay - quote_of(1, market.peg_multiplier) - 1


def sale_at_reserves(market: Market, amount: int) -> Claims:
    """A sale without a spread, to a market with no less quote than base, ends where the reserves do."""
    base, quote, bid = market.base_asset_reserve, market.quote_asset_reserve, market.bid_base_asset_reserve
    aside = opposite_reserve(market.sqrt_k, quote) - base
    yield "lemma: the curve has no less base for the quote", aside >= 0
    yield "lemma: aside of the reserves, less than a unit", quote * aside < base
    yield "lemma: there is no less quote", quote >= base
    yield "lemma: there is no less quote, times what is aside", (quote - base) * aside >= 0
    yield "lemma: less than a unit of base aside", base * aside < base
    yield "lemma: not aside", aside == 0
    yield "lemma: the bids are the reserves", bid == base
    at_bids, at_reserves = (opposite_reserve(market.sqrt_k, reserve + amount) for reserve in (bid, base))
    yield "lemma: the bids end no lower", (at_bids - at_reserves + 1) * (base + amount) >= 1
    yield "lemma: the bids end no higher", (at_reserves - at_bids + 1) * (base + amount) >= 1
    yield "lemma: the bids end where the reserves do", at_bids == at_reserves
    yield "lemma: which is worth as much", (at_bids - at_reserves) * market.peg_multiplier == 0


def deep_purchase_lemmas(market: Market, few: int, many: int, amount: int) -> Claims:
    """How far a purchase moves the quote reserve, `few` units, and `many` with twice the reserves."""
    base, quote, square = market.base_asset_reserve, market.quote_asset_reserve, market.sqrt_k * market.sqrt_k
    left, deep_left = base - amount, 2 * base - amount
    reached = quote + few
    yield "lemma: base left, times base", base * deep_left >= 0
    yield "lemma: quote times the size", quote * amount >= 0
    yield "lemma: the quote reserve does not fall, times base left", (reached + 1 - quote) * left >= 1
    yield "lemma: the quote reserve does not fall", few + 1 >= 0
    yield "lemma: nor times the size", (few + 1) * amount >= 0
    yield "lemma: nor times base", (few + 1) * amount * base >= 0
    yield "lemma: the end is nearly on the curve, times base", base * ((reached + 1) * left - square - 1) >= 0
    yield "lemma: the reserves are below it, times what is left", left * (square - quote * base) >= 0
    yield "lemma: it moves nearly as the curve", few * base * left >= square * amount + base - base * left
    rounding = deep_left * (2 * base - 1)
    yield "lemma: the deep one as the deep curve", 2 * many * base * deep_left <= 4 * square * amount + rounding
    yield "lemma: both together", 2 * many * base * deep_left <= 4 * (few + 1) * base * left - 4 * base + rounding


def deep_sale_lemmas(market: Market, few: int, many: int, amount: int) -> Claims:
    """How far a sale moves the quote reserve, `few` units, and `many` with twice the reserves."""
    base, quote, square = market.base_asset_reserve, market.quote_asset_reserve, market.sqrt_k * market.sqrt_k
    grown, deep_grown = base + amount, 2 * base + amount
    yield "lemma: the deep quote reserve does not rise", many >= 0
    yield "lemma: base grown, times base", base * deep_grown >= 0
    yield "lemma: the end is nearly on the curve, times base", base * ((quote - few + 1) * grown - square - 1) >= 0
    yield "lemma: the reserves are below it, times the base grown", grown * (square - quote * base) >= 0
    yield "lemma: it moves nearly as the curve", (few - 1) * base * grown < square * amount
    rounding = deep_grown * (2 * base - 1)
    yield "lemma: the deep one as the deep curve", 2 * many * base * deep_grown >= 4 * square * amount - rounding
    if few >= 1:
        yield "lemma: times the size", (few - 1) * amount >= 0
        yield "lemma: times base", (few - 1) * amount * base >= 0
        yield "lemma: both together", 2 * many * base * deep_grown > 4 * (few - 1) * base * grown - rounding


# P69


def revenue_and_surplus(system: Bal, market: Market, amount: int, direction: str) -> tuple[int, int, Market]:
    """What the taker pays beyond (or is paid short of) the move of the reserves, what is recorded of it, and the market after.

    The move of the reserves is valued as a trade is: rounded down, and one more for a buyer (quote).
    """
    after = market.copy()
    quote, surplus = system.swap_base_asset(after, amount, direction)
    moved = quote_of(abs(after.quote_asset_reserve - market.quote_asset_reserve), market.peg_multiplier)
    return (quote - moved - 1 if direction == REMOVE else moved - quote), surplus, after


@prop(
    "P69",
    system="bal",
    sentence="The surplus recorded of a trade is what the curve earns by it.",
    formula="surplus = quote - value(q' - q) of a purchase, value(q - q') - quote of a sale",
    claim="specification section 8, P69; section 2: the absolute value",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "With a reference price offset the taker is quoted better than the reserves move: the curve loses, and the loss is"
        " recorded as a surplus, from which fees are distributed."
    ),
    notes="At a given price the surplus is signed, and is counted from the spread reserves' quote, not from the reserves'.",
)
def surplus_is_revenue(system: Bal, case: Case) -> Claims:
    market = quoting_market(system, case)
    direction, amount = case.choice("taker.direction", SIDES), amount_of(case, "taker")
    revenue, surplus, _ = revenue_and_surplus(system, market, amount, direction)
    yield "what is recorded", surplus == revenue


@prop(
    "P69a",
    system="bal",
    sentence=(
        "Without a reference price offset, at any spreads, the surplus recorded of a purchase is what the curve earns by it;"
        " of a sale too, unless the curve loses at most the worth of a reserve unit, which is then recorded as a gain."
    ),
    formula="offset = 0: surplus = |revenue|; revenue >= 0 of a purchase, >= -floor(peg/1e9) - 1 of a sale",
    claim="specification section 8, P69",
    scope=Scenario(),
    variant_of="P69",
    notes="Of the spread reserves the proof uses what P66c says of them.",
)
def surplus_is_nearly_revenue(system: Bal, case: Case) -> Claims:
    market = quoting_market(system, case, reference_price_offset=0)
    direction, amount = case.choice("taker.direction", SIDES), amount_of(case, "taker")
    revenue, surplus, after = revenue_and_surplus(system, market, amount, direction)
    assume_sides(case, market)
    base, quote, reached = market.base_asset_reserve, market.quote_asset_reserve, after.quote_asset_reserve
    square = market.sqrt_k * market.sqrt_k
    if direction == REMOVE:
        left, moved, paid = base - amount, reached - quote, units_bought(market, amount)
        yield from purchase_lemmas(market, amount)
        yield "lemma: quote times the size", quote * amount >= 0
        yield "lemma: the quote reserve does not fall, times base left", (moved + 1) * left >= 1
        yield "lemma: the quote reserve does not fall", moved >= 0
        yield "lemma: the end is below the curve, times base", base * (square - reached * left) >= 0
        yield "lemma: the reserves nearly on it, times base left", left * ((quote + 1) * base - 1 - square) >= 0
        yield "lemma: it moves nearly as the curve", moved * base * left <= square * amount + left * (base - 1)
        yield "lemma: less than a unit further than is paid for, scaled", (moved - paid) * base * left < base * left
        yield "lemma: the reserves move no further than is paid for", moved <= paid
        yield "lemma: which is worth as much", (paid - moved) * market.peg_multiplier >= 0
        yield "the curve does not lose", revenue >= 0
        yield "what is recorded of a purchase", surplus == revenue
    else:
        grown, moved, sold = base + amount, quote - reached, units_sold(market, amount)
        yield from sale_lemmas(market, amount)
        yield "lemma: quote times the size", (quote + 1) * amount >= 0
        yield "lemma: the quote reserve does not rise, times base grown", (moved + 1) * grown >= 1
        yield "lemma: the quote reserve does not rise", moved >= 0
        yield "lemma: the end is below the curve, times base", base * (square - reached * grown) >= 0
        yield "lemma: the reserves nearly on it, times base grown", grown * ((quote + 1) * base - 1 - square) >= 0
        yield "lemma: it moves nearly as the curve", moved * base * grown >= square * amount - grown * (base - 1)
        yield "lemma: base grown, times base", base * grown >= 0
        if sold >= 1:
            yield "lemma: less than two units further, scaled", (sold - 1 - moved) * base * grown < base * grown
        yield "lemma: at most a unit more is sold than the reserves move", sold <= moved + 1
        yield "lemma: which is worth as much", (moved + 1 - sold) * market.peg_multiplier >= 0
        yield "the curve loses at most a reserve unit", revenue >= -quote_of(1, market.peg_multiplier) - 1
        if revenue >= 0:
            yield "what is recorded of a sale", surplus == revenue
        else:
            yield "what is recorded of a loss", surplus == -revenue
