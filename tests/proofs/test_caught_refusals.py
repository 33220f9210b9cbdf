"""A rule that catches a refusal and goes on is run on both sides of every check, however it is caught.

A symbolic run takes the success of a width check as a hypothesis. Each system here does at a single number something that no
search meets: where the check inside fails, the refusal is caught and the answer is wrong. None may be proved.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from model.arith import U64, u64, u128
from model.bal import Bal, Market
from model.errors import Rejected
from proofs.outcome import Outcome
from proofs.verify import judged
from properties.arbitrary import arbitrary
from properties.bal.abstractions import EXPONENT
from properties.case import Case
from properties.property import Claims, Property, Scenario, Verdict

HIDDEN = 12_345_678_901


def refuse_at_one_point(number: int) -> None:
    """Fail for its width at `HIDDEN` and nowhere else."""
    u128((number - HIDDEN) * (number - HIDDEN) - 1)


class Catching(Bal):
    def base_unit(self, market: Market) -> int:
        try:
            refuse_at_one_point(market.order_step_size)
        except Rejected:
            return 0
        return super().base_unit(market)


class CatchingEverything(Bal):
    def base_unit(self, market: Market) -> int:
        try:
            refuse_at_one_point(market.order_step_size)
        except:  # noqa: E722 - whatever catches
            return 0
        return super().base_unit(market)


class CatchingOneOfSeveral(Bal):
    def base_unit(self, market: Market) -> int:
        try:
            refuse_at_one_point(market.order_step_size)
        except KeyError:
            return 1
        except (ValueError, Rejected):
            return 0
        return super().base_unit(market)


class Suppressing(Bal):
    def base_unit(self, market: Market) -> int:
        unit = 0
        with contextlib.suppress(Rejected):
            refuse_at_one_point(market.order_step_size)
            unit = super().base_unit(market)
        return unit


class Swallowing:
    """A context that keeps everything that is raised inside."""

    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> bool:
        return True


class InAContext(Bal):
    def base_unit(self, market: Market) -> int:
        unit = 0
        with Swallowing():
            refuse_at_one_point(market.order_step_size)
            unit = super().base_unit(market)
        return unit  # noqa: RET504 - the context keeps what is raised


class ReturningAtLast(Bal):
    def base_unit(self, market: Market) -> int:
        unit = 0
        try:
            refuse_at_one_point(market.order_step_size)
            unit = super().base_unit(market)
        finally:
            return unit  # noqa: B012 - whatever catches


class Swallowed(contextlib.ContextDecorator, Swallowing):
    """The same, to decorate a function with."""


class InADecoratedFunction(Bal):
    def base_unit(self, market: Market) -> int:
        units = [0]

        @Swallowed()
        def work() -> None:
            refuse_at_one_point(market.order_step_size)
            units[0] = Bal.base_unit(self, market)

        work()
        return units[0]


class InAStackOfContexts(Bal):
    def base_unit(self, market: Market) -> int:
        unit = 0
        with contextlib.ExitStack() as stack:
            stack.enter_context(contextlib.suppress(Rejected))
            refuse_at_one_point(market.order_step_size)
            unit = super().base_unit(market)
        return unit  # noqa: RET504 - the context keeps what is raised


class CatchingAGroup(Bal):
    def base_unit(self, market: Market) -> int:
        unit = 0
        try:
            refuse_at_one_point(market.order_step_size)
            unit = super().base_unit(market)
        except* Rejected:
            pass
        return unit


class Elsewhere(Bal):
    def base_unit(self, market: Market) -> int:
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(refuse_at_one_point, market.order_step_size)
        return 0 if asked.exception() else super().base_unit(market)


class InAThread(Bal):
    def base_unit(self, market: Market) -> int:
        units = [0]

        def work() -> None:
            with contextlib.suppress(Rejected):
                refuse_at_one_point(market.order_step_size)
                units[0] = Bal.base_unit(self, market)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        return units[0]


SOURCE = """
def base_unit(self, market):
    try:
        refuse_at_one_point(market.order_step_size)
    except Rejected:
        return 0
    return Bal.base_unit(self, market)
"""


def without_source() -> type[Bal]:
    """A system with a rule that nobody can read."""
    names: dict[str, Any] = {"refuse_at_one_point": refuse_at_one_point, "Rejected": Rejected, "Bal": Bal}
    exec(SOURCE, names)
    return type("WithoutSource", (Bal,), {"base_unit": names["base_unit"]})


def units_are_positive(system: Bal, case: Case) -> Claims:
    market = arbitrary(case, Market, "market")
    case.assume(market.per_lp_base <= 9, EXPONENT)
    case.assume(market.per_lp_base >= -9, EXPONENT)
    yield "a unit", system.base_unit(market) >= 1


def judge(system: Bal, body: Callable[..., Claims], *uses: str) -> Outcome:
    prop = Property("X1", "bal", "-", "-", "-", Scenario(), body, uses=uses)
    return judged(system, prop, "", 30)[0]


def test_the_rule_as_it_is_is_proved() -> None:
    assert judge(Bal(), units_are_positive, "base_unit").verdict is Verdict.PROVED


@pytest.mark.parametrize(
    "kind",
    [
        Catching,
        CatchingEverything,
        CatchingOneOfSeveral,
        Suppressing,
        InAContext,
        ReturningAtLast,
        InADecoratedFunction,
        InAStackOfContexts,
        CatchingAGroup,
        Elsewhere,
        InAThread,
        without_source(),
    ],
)
def test_a_rule_that_is_wrong_where_it_catches_a_refusal_is_not_proved(kind: type[Bal]) -> None:
    assert judge(kind(), units_are_positive, "base_unit").verdict in (Verdict.UNKNOWN, Verdict.REFUTED)


class Elsewise(Rejected):
    """A refusal that no rule raises."""


def test_a_rule_that_catches_something_else_is_proved_as_before() -> None:
    class CatchingSomethingElse(Bal):
        def base_unit(self, market: Market) -> int:
            try:
                return super().base_unit(market)
            except Elsewise:
                return 0

    assert judge(CatchingSomethingElse(), units_are_positive, "base_unit").verdict is Verdict.PROVED


def test_a_check_that_is_passed_over_is_run_where_its_refusal_would_be_caught() -> None:
    class CatchingACheck(Bal):
        def base_unit(self, market: Market) -> int:
            try:
                self.validate_spreads(market)
            except Rejected:
                return 0
            return super().base_unit(market)

    assert judge(CatchingACheck(), units_are_positive, "base_unit").verdict is Verdict.REFUTED


def part(case: Case) -> Claims:
    """Claims nothing where it catches a refusal, and its caller does not know."""
    try:
        refuse_at_one_point(case.integer("a", U64))
    except Rejected:
        return
    yield "nothing", True


def goes_on_after_a_part(system: Bal, case: Case) -> Claims:
    yield from part(case)
    a = case.integer("a", U64)
    yield "not at that point", (a - HIDDEN) * (a - HIDDEN) >= 1


def test_a_body_that_goes_on_after_a_part_of_it_caught_a_refusal_is_not_proved() -> None:
    assert judge(Bal(), goes_on_after_a_part).verdict is Verdict.UNKNOWN


def test_a_body_may_end_where_it_catches_a_refusal_of_its_own() -> None:
    def ends_there(system: Bal, case: Case) -> Claims:
        a = case.integer("a", U64)
        try:
            more = u64(a + 1)
        except Rejected:
            return
        yield "more", more >= 1

    assert judge(Bal(), ends_there).verdict is Verdict.PROVED


def test_a_run_that_does_not_repeat_is_an_error_even_where_its_rules_catch_everything() -> None:
    asked = []

    class Fickle(Bal):
        def base_unit(self, market: Market) -> int:
            asked.append(market)
            try:
                even = market.order_step_size > 10 if len(asked) % 2 else market.sqrt_k > 10
                return 2 if even else 1
            except Exception:  # noqa: BLE001 - whatever catches
                return 1

    assert judge(Fickle(), units_are_positive, "base_unit").verdict is Verdict.ERROR
