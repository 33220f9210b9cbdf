"""A solver that crashes, times out, lies or is missing, and a process that dies: never PROVED."""

from __future__ import annotations

import builtins
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
import z3

from model.arith import U64
from model.pair import Pair, PairState
from model.system import System
from proofs import crosscheck, linear, second_opinions, time_limit
from proofs import verify as main_job
from properties.property import Verdict
from tallystick.selection import named
from tests.proofs.conftest import Judge

Claims = Iterator[Any]


def square(system: System, case: Any) -> Claims:
    """True; a product of a fact with the negated goal proves it."""
    x, y = case.integer("x", U64), case.integer("y", U64)
    case.assume(x >= y, "order")
    yield "squares", x * x >= y * y


def undecided(outcome: Any) -> None:
    assert outcome.verdict in (Verdict.UNKNOWN, Verdict.ERROR), outcome
    assert outcome.reason
    assert not outcome.as_expected


@pytest.fixture(autouse=True)
def _no_opinion_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second_opinions, "_opinions", {})


def test_it_is_true(judge: Judge) -> None:
    (outcome,) = judge(square)
    assert outcome.verdict is Verdict.PROVED, outcome.reason


# -- Z3, which finds ------------------------------------------------------------------------------------------------


class Answering:
    """Stands for a solver: it takes everything and answers one thing."""

    def __init__(self, answer: Callable[[], Any], context: Any) -> None:
        self.answer = answer
        self.real = z3.SimpleSolver(context)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def check(self) -> Any:
        return self.answer()


def crash() -> Any:
    raise z3.Z3Exception("crashed")


@pytest.mark.parametrize("answer", [lambda: z3.unknown, lambda: z3.sat, crash], ids=["unknown", "sat", "crash"])
def test_the_solver_finds_nothing(judge: Judge, monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    monkeypatch.setattr(linear, "_solver", lambda context=None: Answering(answer, context))
    undecided(judge(square)[0])


def test_the_solver_says_unsat_of_everything(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is believed is the multipliers, and wrong ones do not pass the checker."""

    def everything(builder: Any, rows: Any, alive: Any) -> list[int]:
        return list(alive)

    def ones(rows: Any, core: Any) -> list[tuple[int, int]]:
        return [(1, index) for index in core]

    monkeypatch.setattr(linear, "_contradicting", everything)
    monkeypatch.setattr(linear, "_weights", ones)
    (outcome,) = judge(square)
    assert outcome.verdict is Verdict.UNKNOWN, outcome
    assert "the checker refuses" in outcome.reason


@pytest.mark.parametrize("answer", ["unknown", "sat", "timeout"])
def test_z3_does_not_confirm(judge: Judge, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(crosscheck, "z3_answer", lambda problem: answer)
    (outcome,) = judge(square)
    undecided(outcome)
    assert "z3" in outcome.reason


# -- SymPy and cvc5, which confirm ----------------------------------------------------------------------------------


def test_sympy_does_not_confirm(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crosscheck, "sympy_agrees", lambda terms: False)
    (outcome,) = judge(square)
    undecided(outcome)
    assert "sympy" in outcome.reason


@pytest.mark.parametrize("answer", ["sat", "unknown", "missing", ""])
def test_cvc5_does_not_confirm(judge: Judge, monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr(crosscheck, "cvc5_answer", lambda problem: answer)
    (outcome,) = judge(square)
    undecided(outcome)
    assert "cvc5" in outcome.reason


def test_cvc5_crashes(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(problem: str) -> str:
        raise RuntimeError("cvc5 crashed")

    monkeypatch.setattr(crosscheck, "cvc5_answer", broken)
    undecided(judge(square)[0])


@pytest.mark.parametrize("name", ["cvc5", "sympy", "z3"])
def test_a_solver_is_missing(judge: Judge, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    real = builtins.__import__

    def without(wanted: str, *rest: Any, **more: Any) -> Any:
        if wanted.partition(".")[0] == name:
            raise ImportError(f"No module named {name!r}")
        return real(wanted, *rest, **more)

    for module in [each for each in sys.modules if each.partition(".")[0] == name]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", without)
    undecided(judge(square)[0])


def test_cvc5_has_too_little_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crosscheck, "MILLISECONDS", 1)
    hard = "(set-logic QF_NIA)(declare-const x Int)(declare-const y Int)(declare-const z Int)"
    hard += "(assert (and (> x 1) (> y 1) (> z 1) (= (+ (* x x x) (* y y y)) (* z z z))))(check-sat)"
    assert crosscheck.cvc5_answer(hard) != "unsat"


# -- the process ----------------------------------------------------------------------------------------------------


def dies(system: System, case: Any) -> Claims:
    if case is not None:
        os._exit(1)
    yield "never", True


def raises(system: System, case: Any) -> Claims:
    yield "fine so far", case.integer("x", U64) >= 0
    raise RuntimeError("a mistake in the body")


def recurses(system: System, case: Any) -> Claims:
    yield from recurses(system, case)


def takes_for_ever(system: System, case: Any) -> Claims:
    time.sleep(60)
    yield "at last", True


def test_a_process_that_dies_decides_nothing(judge: Judge) -> None:
    for outcome in judge(dies, dies, jobs=2):
        undecided(outcome)


@pytest.mark.parametrize("body", [raises, recurses])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_body_that_fails_is_an_error(judge: Judge, body: Any, jobs: int) -> None:
    first, second = judge(body, square, jobs=jobs)
    assert first.verdict is Verdict.ERROR
    assert second.verdict is Verdict.PROVED, second.reason


class Leaving(BaseException):
    """What no `except Exception` sees, and what can not even be told."""

    def __str__(self) -> str:
        raise SystemExit(0)


@pytest.mark.parametrize("problem", [SystemExit(0), KeyboardInterrupt(), GeneratorExit(), Leaving()], ids=repr)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_body_that_tries_to_end_the_program_is_an_error(judge: Judge, problem: BaseException, jobs: int) -> None:
    def leaves(system: System, case: Any) -> Claims:
        yield "fine so far", case.integer("x", U64) >= 0
        raise problem

    first, second = judge(leaves, square, jobs=jobs)
    assert (first.verdict, first.as_expected) == (Verdict.ERROR, False)
    assert first.reason.startswith(type(problem).__name__)
    assert second.verdict is Verdict.PROVED, second.reason


def leaving() -> None:
    raise SystemExit(0)


def going_round() -> None:
    going_round()


def pressing_ctrl_c() -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("does", [leaving, going_round, pressing_ctrl_c])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_rule_that_tries_to_end_the_program_is_an_error(does: Callable[[], None], jobs: int) -> None:
    class OfOnesOwn(Pair):
        def check_product(self, pair: PairState, paid0: int, paid1: int) -> None:
            does()

    report = main_job.verify(OfOnesOwn(), [named("Q01"), named("Q05")], jobs=jobs, cache=False)
    assert report.outcomes[0].verdict is Verdict.ERROR
    assert report.outcomes[1].verdict is not Verdict.PROVED  # it rests on a contract that the class does not keep
    assert report.exit_code() == 4


def pressed(system: System, case: Any) -> Claims:
    signal.raise_signal(signal.SIGINT)
    yield "never", True


def pressed_and_turned_into_another_error(system: System, case: Any) -> Claims:
    """As a solver that is interrupted in its own code does."""
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt as interrupt:
        raise ValueError("argument 2 of a call") from interrupt
    yield "never", True


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Interrupts as at a terminal, also where a job in the background ignores them."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
@pytest.mark.parametrize("body", [pressed, pressed_and_turned_into_another_error])
def test_ctrl_c_ends_the_work(judge: Judge, body: Any) -> None:
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        judge(body)
    assert signal.getsignal(signal.SIGINT) is before


def test_where_no_signals_are_handled_a_failure_is_an_error_all_the_same(judge: Judge) -> None:
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.extend(judge(raises, square)))
    thread.start()
    thread.join()
    assert [each.verdict for each in found] == [Verdict.ERROR, Verdict.PROVED]


@pytest.mark.parametrize("jobs", [1, 2])
def test_time_runs_out(judge: Judge, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    monkeypatch.setattr(main_job, "SECONDS", 1)
    first, second = judge(takes_for_ever, takes_for_ever, jobs=jobs)
    for outcome in (first, second):
        assert outcome.verdict is Verdict.UNKNOWN
        assert "1 s" in outcome.reason


def turned_into_another_error(system: System, case: Any) -> Claims:
    """As a solver that is interrupted in its own code does."""
    try:
        time.sleep(60)
    except time_limit.OutOfTime as interruption:
        raise ValueError("argument 2 of a call") from interruption
    yield "never", True


def swallowed(system: System, case: Any) -> Claims:
    with suppress(time_limit.OutOfTime):
        time.sleep(60)
    yield "fine", case.integer("x", U64) >= 0


@pytest.mark.parametrize("body", [turned_into_another_error, swallowed])
def test_time_runs_out_whatever_is_made_of_it(judge: Judge, monkeypatch: pytest.MonkeyPatch, body: Any) -> None:
    monkeypatch.setattr(main_job, "SECONDS", 1)
    monkeypatch.setattr(time_limit, "AGAIN", 0.01)
    (outcome,) = judge(body)
    assert outcome.verdict is Verdict.UNKNOWN
    assert "1 s" in outcome.reason


def test_an_outcome_that_does_not_travel_is_an_error(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    real = main_job.judged

    def unspeakable(system: System, prop: Any, content: str) -> Any:
        outcome, _ = real(system, prop, content)
        return outcome, [{"label": lambda: None}] if prop.id == "T0" else []

    monkeypatch.setattr(main_job, "judged", unspeakable)
    first, second = judge(square, square, jobs=2)
    assert (first.verdict, second.verdict) == (Verdict.ERROR, Verdict.PROVED)


def test_what_ran_out_of_time_leaves_the_next_alone(judge: Judge, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(main_job, "SECONDS", 1)
    first, second = judge(takes_for_ever, square)
    assert (first.verdict, second.verdict) == (Verdict.UNKNOWN, Verdict.PROVED)
