"""What settling does to an LP and to everybody else: its claim, in any order, almost at any time, and only to the LP.

The claim is `trunc((M - L)·s/U)`: the market's accumulators `M` (base and quote) less the position's marks `L`, for `s`
shares, by the base unit `U`. The fraction that is cut off is never carried over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from model.arith import I64, I128, U64, Width
from model.bal import LONG, SHORT, Bal, BalState, Market, Position
from properties.arbitrary import integer_fields
from properties.bal.holdings import own
from properties.bal.rules import any_claim, any_market
from properties.case import Case
from properties.property import Claims, OnStep, Scenario, Step, Verdict, prop

SETTLING = ("settle_lp", "settle_lp_raw")

UNTOUCHED = (
    "base_asset_reserve",
    "quote_asset_reserve",
    "sqrt_k",
    "peg_multiplier",
    "user_lp_shares",
    "base_asset_amount_with_amm",
    "base_asset_amount_per_lp",
    "quote_asset_amount_per_lp",
    "per_lp_base",
)
"""Fields of the market that say what others hold and are due."""

SUMS = (
    "base_asset_amount_long",
    "base_asset_amount_short",
    "base_asset_amount_with_unsettled_lp",
    "quote_asset_amount",
    "quote_asset_amount_with_unsettled_lp",
    "quote_entry_amount_long",
    "quote_entry_amount_short",
    "quote_break_even_amount_long",
    "quote_break_even_amount_short",
)
"""Fields of the market that a settlement adds to."""

HELD = ("base_asset_amount", "quote_asset_amount", "remainder_base_asset_amount", "lp_shares")
"""What a position holds."""

RATES = {LONG: "cumulative_funding_rate_long", SHORT: "cumulative_funding_rate_short"}
ENTERED = ("remainder_base_asset_amount", "quote_asset_amount", "quote_entry_amount", "quote_break_even_amount")
KINDS = ("base", "quote")

COUNT = Width("count", 1, 2**32 - 1)
APART = Width("count apart", -(2**32), 2**32)


def same(one: object, other: object, names: Iterable[str]) -> Iterator[bool]:
    """Whether two states agree, field by field."""
    return (getattr(one, name) == getattr(other, name) for name in names)


def of_others(state: BalState, user: int, name: str) -> int:
    """What all others hold of a field together."""
    return state.positions.total(name, lambda held: getattr(held, name)) - getattr(own(state, user), name)  # type: ignore[no-any-return]


@prop(
    "P13",
    system="bal",
    sentence=(
        "Settling one LP moves neither the curve nor the AMM's position nor the accumulators, and no other position: "
        "nobody else notices."
    ),
    formula="b, q, K, peg, Ku, BA, Mb, Mq and every other position are as before",
    claim="S1 per_lp design; specification 4.1",
    scope=OnStep(SETTLING),
    notes="Others appear as the sum of what they hold: a transition that names one holder can not move another's part.",
)
def settling_is_private(system: Bal, step: Step) -> Claims:
    before, after, user = step.before, step.after, step.arguments["user"]
    yield "curve, AMM and accumulators", all(same(before.market, after.market, UNTOUCHED))
    yield "the others", all(of_others(after, user, name) == of_others(before, user, name) for name in HELD)


@prop(
    "P14",
    system="bal",
    sentence=(
        "What a settlement makes of a position, and what it adds to the market's sums, does not depend on those sums: "
        "the order in which LPs settle makes no difference to any of them, nor to any sum."
    ),
    formula="settle(m, p), settle(m + x, p): same position and profit, same change of every sum, for any x",
    claim="S1 per_lp design; specification section 8, P14",
    scope=Scenario(),
    uses=("get_position_update_type", "join_funding", "update_base_sums", "update_entry"),
    notes=(
        "A settlement reads the market's accumulators, step, exponent and funding rates, which no settlement moves "
        "(P13), and adds to sums, of which this is the statement; additions commute. Exact where both orders succeed: "
        "the checks of width see sums on the way. The two counts of users saturate at 0 and are left out."
    ),
)
def settling_does_not_read_the_sums(system: Bal, case: Case) -> Claims:
    market, position = settleable(case)
    other = market.copy()
    other.__dict__.update(drawn(case, "elsewhere", Market, SUMS))
    delta = [case.integer(f"claim.{name}", I64) for name in ("base", "quote", "remainder")]
    here = applied(system, market, position, delta)
    there = applied(system, other, position, delta)
    yield "the position", all(same(here.position, there.position, integer_fields(Position)))
    yield "the profit", here.pnl == there.pnl
    yield "what is added to the sums", moved(market, here.market) == moved(other, there.market)


def moved(before: Market, after: Market) -> list[int]:
    """By how much each sum changed."""
    return [getattr(after, name) - getattr(before, name) for name in SUMS]


class Applied(NamedTuple):
    """Copies of market and position after a delta, and the profit it realised."""

    market: Market
    position: Position
    pnl: int


def settleable(case: Case) -> tuple[Market, Position]:
    """A market and a position, as far as entering a claim reads them; all funding is paid."""
    step = case.integer("market.order_step_size", U64)
    case.assume(step >= 1, "the step is fixed at creation and at least 1")
    market = Market(order_step_size=step)
    market.__dict__.update(drawn(case, "market", Market, (*SUMS, *RATES.values())))
    position = Position(**drawn(case, "position", Position, ENTERED))
    case.assume(position.remainder_base_asset_amount < step, "P18")
    case.assume(position.remainder_base_asset_amount > -step, "P18")
    side = case.choice("position.side", (None, *RATES))
    if side is not None:
        size = step * case.integer("position.lots", U64)
        case.assume(size >= 1, "a long or a short has a size")
        case.assume(size <= I64.high, "width i64 of base_asset_amount")
        position.base_asset_amount = size if side == LONG else -size
        position.last_cumulative_funding_rate = getattr(market, RATES[side])
    return market, position


def drawn(case: Case, prefix: str, kind: type, names: Iterable[str]) -> dict[str, int]:
    """Any number of its width for each of the fields of a class."""
    widths = integer_fields(kind)
    return {name: case.integer(f"{prefix}.{name}", widths[name]) for name in names}


def applied(system: Bal, market: Market, position: Position, delta: list[int]) -> Applied:
    """The rule by which a settlement enters base, quote and remainder into position and market."""
    market, position = market.copy(), position.copy()
    pnl = system.update_position_and_market(market, position, *delta)
    return Applied(market, position, pnl)


@prop(
    "P15",
    system="bal",
    sentence="Who has just settled has nothing to settle.",
    formula="after settling: trunc((Mb - Lb)·s/U) = trunc((Mq - Lq)·s/U) = 0",
    claim="S1 LPs settled; specification section 8, P15",
    scope=OnStep(SETTLING),
    notes="A settlement of nothing changes nothing: a delta without base and quote is not entered anywhere (3.3).",
)
def settling_twice_is_settling_once(system: Bal, step: Step) -> Claims:
    position = own(step.after, step.arguments["user"])
    if position.lp_shares > 0:
        for name, left in system.calculate_settle_lp_metrics(step.after.market, position)._asdict().items():
            yield name, left == 0


class Stages(NamedTuple):
    """An LP's claim at a moment, its claim from there to a later one, and its claim had it not settled between.

    `given` and `given_later` are what the accumulator gave its shares in either part, times the base unit.
    """

    first: int
    second: int
    once: int
    given: int
    given_later: int


def stages(system: Bal, case: Case, of: str) -> Stages:
    """What any LP settles of base or quote at one moment and at a later one, beside what it settles if it waits."""
    market = any_market(case)
    waiting = any_claim(case, market)
    settled, later = waiting.copy(), market.copy()
    system.mark(market, settled)
    name = f"{of}_asset_amount_per_lp"
    setattr(later, name, case.integer(f"later.{name}", I128))
    at, shares = getattr(market, name), waiting.lp_shares
    given, given_later = (at - getattr(waiting, f"last_{name}")) * shares, (getattr(later, name) - at) * shares
    for amount in (given, given_later, given + given_later):
        either_sign(amount)
    first, second, once = (
        system.calculate_settled_lp_base_quote(moment, position)[KINDS.index(of)]
        for moment, position in ((market, waiting), (later, settled), (later, waiting))
    )
    return Stages(first, second, once, given, given_later)


def either_sign(amount: int) -> bool:
    """Whether an amount is no debt. In a proof, a path for each answer: what is cut off gains and debts differs."""
    return bool(amount >= 0)


@prop(
    "P16",
    system="bal",
    sentence=(
        "However often an LP settles between two moments, its base with remainder and its quote end within one unit "
        "per additional settlement of what settling once would have given."
    ),
    formula="|sum of m claims - claim of the whole| <= m - 1, for base and for quote",
    claim='S1 "LPs settled"; specification section 8, P16',
    scope=Scenario(),
    notes=(
        "By induction on m: after m settlements within m - 1 of a single one, one more, of any later movement of the "
        "accumulators, is within m. In either direction: a gain and a loss each lose their fraction. Between rebases. "
        "That a settlement enters exactly its claim is P58."
    ),
)
def settling_often_is_nearly_settling_once(system: Bal, case: Case) -> Claims:
    stage = stages(system, case, case.choice("of", KINDS))
    count, apart = case.integer("settlements", COUNT), case.integer("apart", APART)
    case.assume(apart <= count - 1, "the settlements before, by induction")
    case.assume(1 - count <= apart, "the settlements before, by induction")
    change = stage.first + stage.second - stage.once
    yield "one more gains at most a unit", change <= 1
    yield "one more loses at most a unit", change >= -1
    yield "all together, from above", apart + change <= count
    yield "all together, from below", apart + change >= -count


@prop(
    "P17",
    system="bal",
    sentence="An LP cannot gain quote by settling more often.",
    formula="claim to t1 + claim from t1 to t2 <= claim to t2 (quote)",
    claim="specification section 8, P17",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="An LP that owes half a unit after each of two fills settles after each: it owes 0 twice, not 1 at the end.",
)
def settling_often_gains_nothing(system: Bal, case: Case) -> Claims:
    quote = stages(system, case, "quote")
    yield quote.first + quote.second <= quote.once


@prop(
    "P17a",
    system="bal",
    sentence=(
        "By one more settlement an LP gains at most one unit of quote, and nothing where it is being paid: only what "
        "it owes grows smaller by settling often."
    ),
    formula="gain <= 1; gain <= 0 where Mq fell in neither part",
    claim="specification section 8, P17",
    scope=Scenario(),
    variant_of="P17",
    notes=(
        "Attained: owing just under one unit twice, 0 + 0 instead of -1. A unit is a millionth of the quote asset, far "
        "below the cost of a transaction; anybody may settle any LP at any time."
    ),
)
def settling_often_gains_a_unit(system: Bal, case: Case) -> Claims:
    quote = stages(system, case, "quote")
    gain = quote.first + quote.second - quote.once
    yield "at most one unit", gain <= 1
    if quote.given >= 0 and quote.given_later >= 0:
        yield "nothing, where it is paid", gain <= 0
