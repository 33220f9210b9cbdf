"""Whether an LP can be settled: when settling begins to fail, and within which bounds it never does."""

from __future__ import annotations

from model.arith import I64, U32, to_i64
from model.bal import Bal, Market, Position
from model.bal.errors import CastingFailure, InvalidPositionDelta, MathError, Rejected
from properties.bal.arguments import USER
from properties.bal.holdings import own
from properties.bal.rules import any_claim, any_market
from properties.bal.settlement import either_sign
from properties.case import Case
from properties.property import Claims, OnStep, Scenario, Step, Verdict, prop

MOST_PER_LP = 10**17


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
