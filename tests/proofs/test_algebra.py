"""The real relaxation: what SymPy shows is PROVED, and what it does not show, or what is false, never is."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
import sympy

from fuzzing.campaign import Campaign
from model import arith
from model.arith import I64, U64, U112
from model.errors import MathError
from model.pair import Pair
from model.system import System
from proofs.algebra import PointCase, RealCase, RealNumber, Undecided
from proofs.judge import scopes
from proofs.signs import ANY, NEGATIVE, POSITIVE, ZERO, signs_of
from properties.property import Algebra, Property, Verdict
from tests.proofs.conftest import Judge

Claims = Iterator[Any]

x, y = sympy.symbols("x y", positive=True)


def two(case: Any) -> tuple[Any, Any]:
    return case.integer("x", U112), case.integer("y", U112)


def square_of_a_sum(system: System, case: Any) -> Claims:
    a, b = two(case)
    yield "square", (a + b) * (a + b) == a * a + 2 * a * b + b * b


def wrong_constant(system: System, case: Any) -> Claims:
    a, b = two(case)
    yield "square", (a + b) * (a + b) == a * a + 3 * a * b + b * b


def means(system: System, case: Any) -> Claims:
    a, b = two(case)
    yield "of the arithmetic and the geometric mean", 2 * arith.isqrt(a * b) <= a + b


def means_strictly(system: System, case: Any) -> Claims:
    a, b = two(case)
    yield "which are equal where the numbers are", 2 * arith.isqrt(a * b) < a + b


def wrong_almost_nowhere(system: System, case: Any) -> Claims:
    """Of two numbers in a billion, which no point will meet."""
    a, _ = two(case)
    yield "a polynomial with two roots", (10**9 * a - 1) * (10**9 * a - 2) >= 0


def exact_divisions(system: System, case: Any) -> Claims:
    a, b = two(case)
    for divide, name in ((arith.floor_div, "floor_div"), (arith.ceil_div, "ceil_div"), (arith.trunc_div, "trunc_div")):
        yield name, divide(a, b) * b == a
    yield "floor", a // b == a / b
    yield "proportion", arith.proportion_u128(a, b, a) == b
    yield "signed proportion", arith.proportion_i128(-a, b, a) == -b
    yield "multiples", arith.standardize(a, b)[1] == 0
    yield "root", arith.isqrt(a) * arith.isqrt(a) == a
    yield "no width", arith.u128(-a) < 0
    yield "magnitude", abs(b - (a + b)) == a


def depends(system: System, case: Any) -> Claims:
    a, b = two(case)
    yield "the greater one", max(a, b) >= a


def assumed_which(system: System, case: Any) -> Claims:
    a, b = two(case)
    case.assume(a > b, "the first is greater")
    yield "the greater one", (a if a >= b else b) == a


def one_choice_is_false(system: System, case: Any) -> Claims:
    a, _ = two(case)
    factor, other = case.choice("factor", (1, 2)), case.choice("other", (1, 2))
    yield "twice", a * factor * other <= 2 * a


def of_nothing(system: System, case: Any) -> Claims:
    case.assume(False, "never")
    yield "nothing", True


def refused(system: System, case: Any) -> Claims:
    a, _ = two(case)
    yield "before", a > 0
    yield "divided by 0", a // (a - a) >= 0


def false_outright(system: System, case: Any) -> Claims:
    a, _ = two(case)
    yield "never", False
    yield "once", a > 0


def never_fails(system: System, case: Any) -> Claims:
    a, _ = two(case)
    with case.never(MathError):
        quotient = a // (a - a)
    yield "not reached", quotient > 0


def approximate(system: System, case: Any) -> Claims:
    a, _ = two(case)
    yield "half", a * 0.5 < a


def without_a_claim(system: System, case: Any) -> Claims:
    yield from ()


@pytest.mark.parametrize("body", [square_of_a_sum, means, exact_divisions, assumed_which])
def test_what_is_shown_is_proved(body: Any, judge: Judge) -> None:
    (outcome,) = judge(body, scope=Algebra())
    assert outcome.verdict is Verdict.PROVED, outcome.reason
    assert outcome.evidence is not None
    assert outcome.evidence.certificates == 0
    assert outcome.evidence.witness
    assert "the real relaxation" in {each.name for each in outcome.evidence.assumptions}
    reasons = " ".join(each.reason for each in outcome.evidence.assumptions)
    assert "nothing is said here of rounding" in reasons
    assert "x, y are greater than 0" in reasons


def test_what_a_body_assumes_is_named(judge: Judge) -> None:
    (outcome,) = judge(assumed_which, scope=Algebra())
    assert outcome.evidence is not None
    assert "the first is greater" in {each.reason for each in outcome.evidence.assumptions}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (wrong_constant, "is not shown"),
        (means_strictly, "is not shown"),
        (wrong_almost_nowhere, "is not shown"),
        (depends, "it depends on the numbers"),
        (one_choice_is_false, "[factor 1, other 1]"),
        (refused, "refused: MathError"),
        (false_outright, "never does not hold"),
        (never_fails, "never MathError does not hold"),
    ],
)
def test_what_is_not_shown_is_not_proved(body: Any, reason: str, judge: Judge) -> None:
    (outcome,) = judge(body, scope=Algebra())
    assert outcome.verdict is Verdict.UNKNOWN
    assert reason in outcome.reason


@pytest.mark.parametrize("body", [of_nothing, without_a_claim])
def test_what_claims_nothing_is_vacuous(body: Any, judge: Judge) -> None:
    (outcome,) = judge(body, scope=Algebra())
    assert outcome.verdict is Verdict.VACUOUS


def test_a_floating_point_number_is_an_error(judge: Judge) -> None:
    (outcome,) = judge(approximate, scope=Algebra())
    assert outcome.verdict is Verdict.ERROR
    assert "not exact" in outcome.reason


def test_points_notice_what_a_simplification_gets_wrong(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    real = RealCase.signs
    monkeypatch.setattr(
        RealCase, "signs", lambda case, e: real(case, e) if e.is_Rational else ZERO if "x" in str(e) else real(case, e)
    )
    (outcome,) = judge(wrong_constant, scope=Algebra())
    assert outcome.verdict is Verdict.UNKNOWN
    assert "fails at x = " in outcome.reason


@pytest.mark.parametrize(
    ("expression", "signs"),
    [
        (x - x, ZERO),
        ((x + y) ** 2 - x**2 - 2 * x * y - y**2, ZERO),
        (sympy.sqrt(x * y) - sympy.sqrt(x) * sympy.sqrt(y), ZERO),
        (x + 1, POSITIVE),
        (-x / (x + y), NEGATIVE),
        (2 * sympy.sqrt(x) / (1 + x) - 1, NEGATIVE | ZERO),
        (x**2 + y**2 - 2 * x * y, POSITIVE | ZERO),
        (x - y, ANY),
        (1 / (x - y) ** 2, ANY),
        (x * x - x + 1, ANY),
        (sympy.sqrt(x + 1) + 1, ANY),
        (sympy.sqrt(2) + x, ANY),
        (sympy.Symbol("z", real=True) ** 2, POSITIVE | ZERO),
        (sympy.Symbol("z", real=True), ANY),
        (sympy.Integer(-3), NEGATIVE),
    ],
)
def test_signs_are_those_that_factors_say(expression: Any, signs: frozenset[int]) -> None:
    assert signs_of(expression) == signs


@pytest.mark.parametrize("seed", range(40))
def test_the_signs_of_symbols_hold_at_points(seed: int) -> None:
    random = Random(seed)
    expression = sympy.Integer(random.randint(-2, 2))
    for _ in range(random.randint(1, 4)):
        expression = expression * random.choice([x - y, x + y, x - 1, -x]) + random.randint(-2, 2) * x * y
    possible = signs_of(expression)
    for _ in range(30):
        at = {s: sympy.Rational(random.randint(1, 40), random.randint(1, 9)) for s in (x, y)}
        value = expression.subs(at)
        assert int(sympy.sign(value)) in possible


def test_signed_inputs_may_be_negative() -> None:
    case = RealCase()
    with pytest.raises(Undecided):
        bool(case.integer("signed", I64) > 0)
    assert {bool(PointCase((), Random(seed)).integer("signed", I64) > 0) for seed in range(9)} == {False, True}


def test_what_wraps_is_no_real_number() -> None:
    case = RealCase()
    with pytest.raises(TypeError, match="does not wrap"):
        arith.wrap(case.integer("x", U64), U64)
    assert arith.wrap(RealNumber(case, sympy.Integer(2**64 + 1)), U64) == 1  # type: ignore[arg-type]


def test_no_engine_on_integers_looks_at_it() -> None:
    def body(system: System, case: Any) -> Claims:
        yield "on integers", bool(case.missing)

    prop = Property("T0", "pair", "", "", "", Algebra(), body)
    assert scopes(prop, Pair()) == []
    campaign = Campaign(Pair(), [prop], 0)
    for _ in campaign.run(500):
        pass
    assert not campaign.tally.failures
