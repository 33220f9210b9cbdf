"""What LPs are given of a taker's fill: how much, to whose favour it is rounded, and who keeps the rest.

`U` is the base unit (shares), `K` the liquidity, `Ku` the LPs' shares, `N` what the fill is divided by, `s` one LP's
shares; `d` and `dq` are the taker's base and quote, `Mb` and `Mq` the accumulators per base unit of shares.
"""

from __future__ import annotations

from collections.abc import Generator

from model.bal import LP_OWNED, SHARED, Bal, Position
from properties.bal.rules import Split, any_claim, any_market, fee_slice, lp_since, split
from properties.case import Case
from properties.property import Claim, Claims, Scenario, Verdict, prop

DIVIDED = (SHARED, LP_OWNED)


@prop(
    "P22",
    system="bal",
    sentence="Of a shared fill an LP's base is its part by shares: short of it by less than s/U + 1, never beyond it.",
    formula="0 <= |d|·s/K - |base| < s/U + 1",
    claim='S1 "0.5 SOL" example, S2 "10 % -> 1 SOL"; specification 3.1',
    scope=Scenario(),
    notes="Both roundings are toward zero: per base unit of shares, worth s/U, then to a whole base unit.",
)
def lp_base_is_its_part(system: Bal, case: Case) -> Claims:
    fill = yield from split(system, case, SHARED)
    shares = lp_since(case, fill.before)
    base, _ = system.calculate_settled_lp_base_quote(fill.after, shares)
    held, unit, liquidity = shares.lp_shares, fill.base_unit, fill.liquidity
    size = fill.side * fill.delta.base_asset_amount
    given = fill.side * (fill.before.base_asset_amount_per_lp - fill.after.base_asset_amount_per_lp)
    yield "lemma: the accumulator never moves by more than its part", given * liquidity <= size * unit
    yield "lemma: it falls short by less than one", size * unit < (given + 1) * liquidity
    taken = -fill.side * base
    yield "lemma: the LP's side is the other side", given >= 0
    yield "lemma: so is that of its shares", given * held >= 0
    yield "lemma: the claim never exceeds the accumulator's", taken * unit <= given * held
    yield "lemma: it falls short by less than one base unit", given * held < (taken + 1) * unit
    missing = size * held - taken * liquidity
    yield "never more than its part", missing * unit >= 0
    yield "short by less than s/U + 1", missing * unit < (held + unit) * liquidity


def quote_entitlement(system: Bal, case: Case) -> Generator[Claim, None, tuple[Split, Position, int]]:
    """A divided fill, an LP in it, and what the LP is given beyond its exact part of quote and fee, times N (quote)."""
    fill = yield from split(system, case, case.choice("liquidity_split", DIVIDED))
    position = lp_since(case, fill.before)
    _, quote = system.calculate_settled_lp_base_quote(fill.after, position)
    part = (fee_slice(fill.delta.fee) - fill.delta.quote_asset_amount) * position.lp_shares
    return fill, position, quote * fill.liquidity - part


def per_unit_lemmas(fill: Split) -> Claims:
    """How far the quote accumulator moves, beside the exact part of a base unit of shares."""
    moved = fill.after.quote_asset_amount_per_lp - fill.before.quote_asset_amount_per_lp
    excess = moved * fill.liquidity - (fee_slice(fill.delta.fee) - fill.delta.quote_asset_amount) * fill.base_unit
    yield "lemma: per base unit of shares, short by less than two", excess > -2 * fill.liquidity
    if is_dust_sold(fill):
        yield "lemma: per base unit of shares, beyond by less than one", excess < fill.liquidity
    else:
        yield "lemma: per base unit of shares, never beyond", excess <= 0


def is_dust_sold(fill: Split) -> bool:
    """Whether the taker sold so little that the base accumulator did not move."""
    return fill.side < 0 and fill.after.base_asset_amount_per_lp == fill.before.base_asset_amount_per_lp


@prop(
    "P23",
    system="bal",
    sentence="An LP's quote is its part of quote and fee slice of a fill: short by less than 2·s/U + 1, never beyond.",
    formula="0 <= (slice - dq)·s/N - quote < 2·s/U + 1",
    claim="specification section 8, P23",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="A taker sells: the LP owes a whole number of micro-quotes and a fraction, and the fraction is dropped.",
)
def lp_quote_is_its_part(system: Bal, case: Case) -> Claims:
    fill, position, excess = yield from quote_entitlement(system, case)
    yield "never beyond its part", excess <= 0
    yield (
        "short by less than 2·s/U + 1",
        -excess * fill.base_unit < (2 * position.lp_shares + fill.base_unit) * fill.liquidity,
    )


@prop(
    "P23a",
    system="bal",
    sentence=(
        "An LP's quote is its part of quote and fee slice of a fill: short by less than 2·s/U + 1, beyond by less than"
        " one; of a sale so small that the base accumulator does not move, beyond by less than s/U + 1."
    ),
    formula="-(2·s/U + 1) < quote - (slice - dq)·s/N < 1, or < s/U + 1 where d < 0 and Mb' = Mb",
    claim="specification section 8, P23",
    scope=Scenario(),
    variant_of="P23",
    notes=(
        "Per base unit of shares a seller's quote is rounded up by a unit only where the base accumulator moves; the"
        " claim is rounded toward zero, so a debt is rounded down."
    ),
)
def lp_quote_is_nearly_its_part(system: Bal, case: Case) -> Claims:
    fill, position, excess = yield from quote_entitlement(system, case)
    unit, shares, liquidity = fill.base_unit, position.lp_shares, fill.liquidity
    yield from per_unit_lemmas(fill)
    _, quote = system.calculate_settled_lp_base_quote(fill.after, position)
    claim = (fill.after.quote_asset_amount_per_lp - fill.before.quote_asset_amount_per_lp) * shares
    yield "lemma: the claim is rounded down by less than one", claim < (quote + 1) * unit
    yield "lemma: the claim is rounded up by less than one", (quote - 1) * unit < claim
    yield "short by less than 2·s/U + 1", -excess * unit < (2 * shares + unit) * liquidity
    if is_dust_sold(fill):
        yield "beyond by less than s/U + 1", excess * unit < (shares + unit) * liquidity
    else:
        yield "beyond by less than one", excess < liquidity


@prop(
    "P24",
    system="bal",
    sentence="What a base unit of shares is given of a fill's quote and fee slice is never more than its part.",
    formula="(Mq' - Mq)·N <= (slice - dq)·U",
    claim="specification section 8, P24",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="A taker sells so little that the base accumulator stays: the quote is rounded down, in the LPs' favour.",
)
def lp_rounding_is_never_in_its_favour(system: Bal, case: Case) -> Claims:
    fill = yield from split(system, case, case.choice("liquidity_split", DIVIDED))
    moved = fill.after.quote_asset_amount_per_lp - fill.before.quote_asset_amount_per_lp
    part = (fee_slice(fill.delta.fee) - fill.delta.quote_asset_amount) * fill.base_unit
    yield moved * fill.liquidity <= part


@prop(
    "P24a",
    system="bal",
    sentence=(
        "What a base unit of shares is given of a fill's quote and fee slice is never more than its part, save of a"
        " sale so small that the base accumulator does not move: then by less than one."
    ),
    formula="(Mq' - Mq)·N <= (slice - dq)·U, or < (slice - dq)·U + N where d < 0 and Mb' = Mb",
    claim="specification section 8, P24",
    scope=Scenario(),
    variant_of="P24",
    notes="A sale moves the base accumulator from |d| >= N/U on.",
)
def lp_rounding_is_in_its_favour_for_dust_only(system: Bal, case: Case) -> Claims:
    fill = yield from split(system, case, case.choice("liquidity_split", DIVIDED))
    yield from per_unit_lemmas(fill)


@prop(
    "P26",
    system="bal",
    sentence="Two LPs with the same marks get base and quote within one unit of the ratio of their shares.",
    formula="|x1 - x2·s1/s2| <= 1",
    claim='S1 "pro-rata"; specification section 8, P26',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="Of half a unit each share, one share gets nothing and a hundred shares get fifty units.",
)
def claims_are_in_proportion(system: Bal, case: Case) -> Claims:
    first, second, gains = claims_of_two(system, case)
    for name, _, one, other in gains:
        apart = one * second.lp_shares - other * first.lp_shares
        yield f"{name}: not more than in proportion", apart <= second.lp_shares
        yield f"{name}: not less than in proportion", apart >= -second.lp_shares


@prop(
    "P26a",
    system="bal",
    sentence=(
        "Two LPs with the same marks get base and quote in proportion to their shares, but for less than one unit of"
        " the smaller one's. Equal shares get equal amounts."
    ),
    formula="s1 <= s2: |x1 - x2·s1/s2| < 1; s1 = s2: x1 = x2",
    claim='S1 "pro-rata"; specification section 8, P26',
    scope=Scenario(),
    variant_of="P26",
)
def claims_are_nearly_in_proportion(system: Bal, case: Case) -> Claims:
    smaller, larger, gains = claims_of_two(system, case)
    case.assume(smaller.lp_shares <= larger.lp_shares, "the one with fewer shares first")
    for name, given, small, large in gains:
        side = 1 if given >= 0 else -1
        for position in (smaller, larger):
            yield f"lemma: {name}: what is given has one sign", side * given * position.lp_shares >= 0
        apart = side * (small * larger.lp_shares - large * smaller.lp_shares)
        yield f"{name}: less than s1/s2 more than in proportion", apart < smaller.lp_shares
        yield f"{name}: less than one less than in proportion", apart > -larger.lp_shares
        if smaller.lp_shares == larger.lp_shares:
            yield f"{name}: equal for equal shares", small == large


def claims_of_two(system: Bal, case: Case) -> tuple[Position, Position, list[tuple[str, int, int, int]]]:
    """Two LPs with the same marks in any market; by name, what a base unit of shares and each of the two was given."""
    market = any_market(case)
    first, second = any_claim(case, market), any_claim(case, market, "position1")
    case.assume(first.lp_shares >= 1, "an LP has shares")
    case.assume(second.lp_shares >= 1, "an LP has shares")
    second.last_base_asset_amount_per_lp = first.last_base_asset_amount_per_lp
    second.last_quote_asset_amount_per_lp = first.last_quote_asset_amount_per_lp
    one, other = (system.calculate_settled_lp_base_quote(market, each) for each in (first, second))
    base = market.base_asset_amount_per_lp - first.last_base_asset_amount_per_lp
    quote = market.quote_asset_amount_per_lp - first.last_quote_asset_amount_per_lp
    return first, second, [("base", base, one[0], other[0]), ("quote", quote, one[1], other[1])]
