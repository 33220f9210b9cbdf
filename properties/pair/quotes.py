"""Quotes and round trips: what a swap pays for an amount, and that no way of swapping pays more."""

from __future__ import annotations

from model.errors import Rejected
from model.pair import Pair, PairState
from model.pair.errors import InvariantViolated
from properties.case import Case
from properties.pair.stories import (
    amount,
    any_pair,
    asset,
    reserves,
    settled_pair,
    swap,
    time,
    with_unclaimed,
)
from properties.property import Claims, Scenario, Verdict, prop


@prop(
    "Q02",
    system="pair",
    sentence="The quote for what is paid in passes the check of a swap, and one unit more does not",
    formula="check(in, quote_out(in)) and not check(in, quote_out(in) + 1)",
    claim="spec/pair.md, Q02",
    scope=Scenario(),
    notes=(
        "What is paid in is what the pair counts as such: the balance less the reserve. Q02a is about what the caller "
        "itself pays while a donation lies unclaimed."
    ),
)
def quote_is_maximal(system: Pair, case: Case) -> Claims:
    """Of the asset paid in any donation may lie in the pair, and counts; of the other none."""
    state, asset_in, now = settled_pair(case, system), asset(case), time(case)
    counted, donated = amount(case, "counted"), amount(case, "donated")
    case.assume(donated <= counted, "a donation that lies unclaimed is part of what counts as paid in")
    state = with_unclaimed(state, asset_in, donated)
    quote = system.quote_out(state, counted, asset_in)
    yield from how_quote_passes(state, asset_in, counted, quote)
    yield "the quote is less than the reserve", quote < reserves(state, asset_in)[1]
    if quote > 0:
        with case.never(InvariantViolated):
            swap(system, state, asset_in, counted - donated, quote, now)
    try:
        swap(system, state, asset_in, counted - donated, quote + 1, now)
    except Rejected:
        yield "one unit more is refused", True
    else:
        yield "one unit more is refused", False


@prop(
    "Q02a",
    system="pair",
    sentence="One unit more than the quote for what the caller itself pays is refused, whatever lies unclaimed",
    formula="not check(own, quote_out(own) + 1)",
    claim="spec/pair.md, Q02, read of what the caller pays",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="A donation that nobody has claimed counts as paid in by whoever swaps next, and buys more than was quoted",
)
def quote_is_maximal_for_the_caller(system: Pair, case: Case) -> Claims:
    """The quote reads the reserves, the check reads the balances."""
    state, asset_in, now = any_pair(case, system), asset(case), time(case)
    own = amount(case, "paid")
    quote = system.quote_out(state, own, asset_in)
    try:
        swap(system, state, asset_in, own, quote + 1, now)
    except Rejected:
        yield "one unit more is refused", True
    else:
        yield "one unit more is refused", False


def how_quote_passes(state: PairState, asset_in: int, paid: int, quote: int) -> Claims:
    """The check is the axiom of the quote's division, times the denominator of the fee."""
    reserve_in, reserve_out = reserves(state, asset_in)
    numerator, denominator = state.fee_numerator, state.fee_denominator
    spare = numerator * paid * reserve_out - quote * (reserve_in * denominator + numerator * paid)
    yield "lemma: what the quote leaves", spare >= 0
    yield "lemma: what the quote leaves, times the denominator", denominator * spare >= 0
    lacking = reserve_in * denominator + numerator * paid - 1 - spare
    yield "lemma: what one unit more lacks", lacking >= 0
    yield "lemma: what one unit more lacks, times the denominator", denominator * lacking >= 0


@prop(
    "Q05",
    system="pair",
    sentence="More paid in never buys less, and no amount buys the whole reserve",
    formula="a <= a' implies quote_out(a) <= quote_out(a'); quote_out(a) < R_out",
    claim="spec/pair.md, Q05",
    scope=Scenario(),
)
def output_is_monotone_and_bounded(system: Pair, case: Case) -> Claims:
    """Two quotes from the same reserves."""
    state, asset_in = any_pair(case, system), asset(case)
    _reserve_in, reserve_out = reserves(state, asset_in)
    paid, more = amount(case, "paid"), amount(case, "more")
    less, much = system.quote_out(state, paid, asset_in), system.quote_out(state, paid + more, asset_in)
    yield "less than the reserve", less < reserve_out
    yield "lemma: what more pays in", state.fee_numerator * more >= 0
    yield "lemma: what more pays in, at the smaller output", state.fee_numerator * more * (reserve_out - less) >= 0
    yield "more buys no less", less <= much
