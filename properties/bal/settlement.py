"""What settling does to an LP and to everybody else: its claim, in any order, almost at any time, and only to the LP.

The claim is `trunc((M - L)·s/U)`: the market's accumulators `M` (base and quote) less the position's marks `L`, for `s`
shares, by the base unit `U`. The fraction that is cut off is never carried over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from model.arith import I64, I128, U32, U64, Width, floor_div, to_i64
from model.bal import LONG, SHORT, Bal, BalState, Market, Position
from model.bal.errors import CastingFailure, InvalidPositionDelta, MathError, Rejected
from properties.arbitrary import integer_fields
from properties.bal.cones import FORMULA, TRADE
from properties.bal.rules import any_claim, any_market
from properties.bal.situations import USER
from properties.case import Case
from properties.property import Claims, Invariant, OnStep, Scenario, Step, Verdict, prop

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
WHOLE_STEPS_APART = (
    "settle_funding",
    *FORMULA,
    *TRADE,
    "burn_remainder",
    "clean_up_after_last",
    "get_update_k_result",
    "update_lp_market_position",
)
"""What moves no base of a position, or, as the burn of a remainder, none that is left."""

MOST_PER_LP = 10**17
COUNT = Width("count", 1, 2**32 - 1)
APART = Width("count apart", -(2**32), 2**32)


def own(state: BalState, user: int) -> Position:
    """The user's position; an empty one for a user unknown so far."""
    held = state.positions.get(user)
    return Position() if held is None else held


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


@prop(
    "P18",
    system="bal",
    sentence="A position is whole steps of base, and a remainder that is less than a step.",
    formula="base mod step = 0 and |remainder| < step",
    claim='S1 "multiple of the market\'s step size"',
    scope=Invariant(),
    leaves_out=WHOLE_STEPS_APART,
    notes="The step is fixed; a fill is of whole steps, as every rule that finds its size makes it.",
)
def positions_are_whole_steps(system: Bal, state: BalState) -> Claims:
    position, step = own(state, USER), state.market.order_step_size
    yield "whole steps", floor_div(position.base_asset_amount, step) * step == position.base_asset_amount
    yield "remainder below a step", position.remainder_base_asset_amount < step
    yield "remainder above minus a step", position.remainder_base_asset_amount > -step


@prop(
    "P18a",
    system="bal",
    sentence="The sums of longs and shorts are whole steps.",
    formula="BL mod step = 0 and BS mod step = 0",
    claim='S1 "multiple of the market\'s step size"; specification 1.1',
    scope=Invariant(),
    leaves_out=(
        "settle_funding",
        "update_position_and_market/sides",
        *TRADE,
        *FORMULA,
        "clean_up_after_last",
        "get_update_k_result",
        "update_lp_market_position",
    ),
)
def sums_are_whole_steps(system: Bal, state: BalState) -> Claims:
    market = state.market
    for name, total in (("longs", market.base_asset_amount_long), ("shorts", market.base_asset_amount_short)):
        lots = floor_div(total, market.order_step_size)
        yield f"{name}: whole steps", lots * market.order_step_size == total


@prop(
    "P19",
    system="bal",
    sentence="An LP that can be settled before a step can be settled after it: settlement never begins to fail.",
    formula="settle_lp succeeds before a step of its user: settle_lp succeeds after it",
    claim='S1 "remainder ... settlable"; specification section 8, P19',
    scope=OnStep(),
    expected=Verdict.REFUTED,
    story=(
        "LPs hold a handful of shares when a fill is given to them alone: the accumulator jumps beyond its bound, and "
        "every settlement of every LP is refused. Or the step is above 2**31, and a remainder fits no i32."
    ),
)
def settling_never_fails(system: Bal, step: Step) -> Claims:
    user = step.arguments.get("user", USER)
    if own(step.before, user).lp_shares > 0:
        system.settle_lp(step.before, user=user)
        try:
            system.settle_lp(step.after, user=user)
        except Rejected as refused:
            yield f"settling is refused: {refused.name}", False
        else:
            yield "settling succeeds", True


@prop(
    "P19a",
    system="bal",
    sentence="Within bounds, neither an LP's claim nor its new marks can leave their widths.",
    formula="|M| and |L| <= 1e17, |M - L|·s < 2**62·U: claim and marks raise neither MathError nor CastingFailure",
    claim="specification section 8, P19 and P70",
    scope=Scenario(),
    variant_of="P19",
    notes=(
        "With P19b: what is left are sums and entry prices near the ends of their widths, and what the market's own "
        "checks refuse in states that fills made, such as an accumulator from 1e17 on. Funding outstanding is paid "
        "first by the public settlement."
    ),
)
def claims_fit(system: Bal, case: Case) -> Claims:
    market = any_market(case)
    position = any_claim(case, market)
    step, unit = market.order_step_size, system.base_unit(market)
    case.assume(step >= 1, "the step is fixed at creation and at least 1")
    for name in ("base_asset_amount_per_lp", "quote_asset_amount_per_lp"):
        at, mark = getattr(market, name), getattr(position, f"last_{name}")
        for value in (at, mark):
            case.assume(value <= MOST_PER_LP, "accumulators and marks within 1e17")
            case.assume(value >= -MOST_PER_LP, "accumulators and marks within 1e17")
        given = (at - mark) * position.lp_shares
        either_sign(given)
        case.assume(given < 2**62 * unit, "claims below 2**62")
        case.assume(given > -(2**62) * unit, "claims below 2**62")
    with case.never(MathError, CastingFailure):
        claim = system.calculate_settled_lp_base_quote(market, position)
        for amount in claim:
            yield "lemma: from above", amount < 2**62
            yield "lemma: from below", amount > -(2**62)
        for part in system.calculate_settle_lp_metrics(market, position):
            to_i64(part)
        system.mark(market, position)


def below(case: Case, name: str, step: int) -> int:
    """Any remainder below a step, of either sign: as much as is lacking of a step is drawn, so that large ones are met."""
    lacking = case.integer(f"{name}.lacks_of_a_step", U32)
    case.assume(lacking >= 1, "P18")
    case.assume(lacking <= step, "P18")
    case.given("P18: remainders are less than a step")
    return case.choice(f"{name}.sign_of_remainder", (1, -1)) * (step - lacking)


@prop(
    "P19b",
    system="bal",
    sentence="Within bounds, entering a claim's base and remainder can not fail.",
    formula="step < 2**31, |base| < 2**61, |claim| < 2**62, |remainders| < step: new base and remainder fit",
    claim="specification section 8, P19 and P70",
    scope=Scenario(),
    variant_of="P19",
    notes="Steps are at most 2e9 < 2**31 by the admin's limit. Beyond, a remainder may not fit: settling is refused.",
)
def claims_can_be_entered(system: Bal, case: Case) -> Claims:
    step = case.integer("market.order_step_size", U32)
    case.assume(step >= 1, "the step is fixed at creation and at least 1")
    case.assume(step < 2**31, "the step fits an i32")
    position = Position(
        base_asset_amount=case.integer("position.base_asset_amount", I64),
        remainder_base_asset_amount=below(case, "position", step),
    )
    base, rest = case.integer("claim.base_asset_amount", I64), below(case, "claim", step)
    for amount, bound in ((position.base_asset_amount, 2**61), (base, 2**62)):
        case.assume(amount < bound, "bases below 2**61, claims below 2**62")
        case.assume(amount > -bound, "bases below 2**61, claims below 2**62")
    either_sign(position.remainder_base_asset_amount + rest)
    with case.never(MathError, CastingFailure, InvalidPositionDelta):
        _, _, remainder = system.new_base_amounts(Market(order_step_size=step), position, base, rest)
        yield "remainder below a step", abs(remainder) < step
