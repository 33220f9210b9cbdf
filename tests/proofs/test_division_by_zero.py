"""Python's own division by zero is a crash, and that there is none is a claim: proved where it is so, and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from model.arith import U32
from model.system import System
from proofs import linear
from properties.property import Claims, Verdict
from tests.proofs.certificates import CERTIFICATES, SMALL
from tests.proofs.conftest import Judge

CRASH = "nothing is divided by zero"


def divisor(case: Any, *apart: int) -> Claims:
    """The square of a difference is 0 where the two are equal; that it is not elsewhere takes two cases to see."""
    x, y = case.integer("x", SMALL), case.integer("y", SMALL)
    for by in apart:
        case.assume(x != y + by, "apart")
    yield "rounded down", 7 // ((x - y) * (x - y)) >= 0


def known(system: System, case: Any) -> Claims:
    yield from divisor(case, 0)


def perhaps_zero(system: System, case: Any) -> Claims:
    yield from divisor(case, 1, -1)


def not_said(system: System, case: Any) -> Claims:
    yield from divisor(case)


def zero_where_nobody_looks(system: System, case: Any) -> Claims:
    x, y = case.integer("x", U32), case.integer("y", U32)
    yield "rounded down", 7 // ((x - 123_456_789) * (x - 123_456_789) + y) >= 0


def caught(system: System, case: Any) -> Claims:
    """A crash that is caught has not happened; what follows is run, and is false."""
    z = case.integer("z", U32)
    try:
        yield "rounded down", 7 // z >= 0
    except ZeroDivisionError:
        yield "never", z >= 1


def test_a_divisor_that_is_known_not_to_be_zero_is_divided_by(judge: Judge) -> None:
    (outcome,) = judge(known)
    assert outcome.verdict is Verdict.PROVED, outcome.reason


def test_its_proof_is_a_certificate_of_its_own() -> None:
    assert CRASH in {one["label"] for name, one in CERTIFICATES if name == "of_a_divisor"}


@pytest.mark.parametrize("body", [perhaps_zero, not_said])
def test_one_that_may_be_zero_is_a_crash(judge: Judge, body: Any) -> None:
    (outcome,) = judge(body)
    assert outcome.verdict is Verdict.ERROR
    assert outcome.reason.startswith("ZeroDivisionError")


def test_what_follows_a_crash_that_is_caught_is_judged(judge: Judge) -> None:
    (outcome,) = judge(caught)
    assert outcome.verdict is Verdict.REFUTED, outcome.reason


def test_one_that_is_zero_where_no_search_comes_is_not_proved(judge: Judge) -> None:
    (outcome,) = judge(zero_where_nobody_looks)
    assert outcome.verdict is not Verdict.PROVED
    assert CRASH in outcome.reason


def test_without_a_solver_it_is_not_proved(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linear.Arithmetic, "multipliers", lambda self, rows: None)
    (outcome,) = judge(known)
    assert outcome.verdict is Verdict.UNKNOWN
