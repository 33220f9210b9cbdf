"""Statements about numbers and holders, most of them false or wrong in some way: what none may make the prover say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from model.arith import U8, U64, U256, u256
from model.errors import MathError, Rejected
from model.system import System
from properties.property import Step

Claims = Iterator[Any]


def of_numbers(case: Any, least: int) -> Claims:
    x = case.integer("x", U64)
    yield "squares", x * x + x >= least


def true(system: System, case: Any) -> Claims:
    yield from of_numbers(case, 0)


def false(system: System, case: Any) -> Claims:
    yield from of_numbers(case, 1)


def false_where_nobody_looks(system: System, case: Any) -> Claims:
    """Of one number among 2**256, which no search will meet."""
    x = case.integer("x", U256)
    yield "not that one", x != 3**150 + 7


def false_on_one_path(system: System, case: Any) -> Claims:
    x = case.integer("x", U256)
    if x == 3**150 + 7:
        yield "never", False
    else:
        yield "always", True


def false_of_one_choice(system: System, case: Any) -> Claims:
    x = case.integer("x", U256)
    if case.choice("which", ("a", "b", "c")) == "c":
        yield "bounded", x <= 2**256 - 2
    yield "always", x >= 0


def false_of_one_option(system: System, case: Any) -> Claims:
    x, option = case.integer("x", U256), case.option("which", ("a", "b", "c"))
    yield "bounded", x <= 2**256 - (2 if option == "c" else 1)


def contradictory(system: System, case: Any) -> Claims:
    x = case.integer("x", U64)
    case.assume(x >= 5, "large")
    case.assume(x <= 4, "small")
    yield "anything", x >= 10**9


def impossible(system: System, case: Any) -> Claims:
    case.assume(1 > 2, "an assumption that is false of constants")
    yield "anything", False


def silent(system: System, case: Any) -> Claims:
    case.integer("x", U64)
    yield from ()


def after_what_does_not_hold(system: System, case: Any) -> Claims:
    """A claim without proof is no fact for the claims after it."""
    x = case.integer("x", U256)
    yield "lemma: not that one", x * x != (3**150 + 7) ** 2
    yield "so nothing", x != 3**150 + 7


def drawn_twice(system: System, case: Any) -> Claims:
    case.integer("x", U64)
    yield "small", case.integer("x", U8) <= 255


def chosen_twice(system: System, case: Any) -> Claims:
    """The second time there are more options than were considered the first time."""
    case.choice("which", ("a",))
    yield "never b", case.choice("which", ("a", "b")) == "a"


def named_like_a_quotient(system: System, case: Any) -> Claims:
    """Inputs may not be taken for the prover's own variables."""
    x, y = case.integer("x", U256), case.integer("floor1", U256)
    yield "a half", x // 2 * 0 + x // 2 - y == 0


def compared_with_a_fraction(system: System, case: Any) -> Claims:
    yield "more than half", case.integer("x", U256) + 1 >= 1.5


def never_failing(system: System, case: Any) -> Claims:
    x = case.integer("x", U256)
    with case.never(MathError):
        u256(x + 1)
        yield "reached", True


def two_sums_of_one_name(system: Any, step: Step) -> Claims:
    once = step.after.shares.total("shares", lambda held: held)
    twice = step.after.shares.total("shares", lambda held: held * 2)
    own = sum(step.after.shares[name] for name in dict.keys(step.after.shares))
    yield "the others hold nothing", twice - once == own


def a_sum_that_reads_the_state(system: Any, step: Step) -> Claims:
    """The others hold the same shares before and after, which are not worth the same."""

    def worth(state: Any) -> Any:
        return state.shares.total("worth", lambda held: held * state.reserve0)

    own = sum(step.after.shares[name] for name in dict.keys(step.after.shares))
    own_before = sum(step.before.shares[name] for name in dict.keys(step.before.shares))
    moved = own * step.after.reserve0 - own_before * step.before.reserve0
    yield "the others' part stays", worth(step.after) - worth(step.before) == moved


def walking_over_holders(system: Any, step: Step) -> Claims:
    yield "all is held", sum(step.after.shares.values()) == step.after.total_supply


def never_refused(system: System, case: Any) -> Claims:
    """A width check does not fork a proof: refusals can not be claimed away by catching them."""
    x = case.integer("x", U256)
    case.assume(x <= 2**256 - 1, "any")
    try:
        u256(x + 1)
    except Rejected:
        yield "refused", False
    else:
        yield "accepted", True


def going_on_after_a_refusal(system: System, case: Any) -> Claims:
    x = case.integer("x", U256)
    try:
        u256(x + 1)
        added = True
    except Rejected:
        added = False
    yield "always added", added


def refused_at_last(system: System, case: Any) -> Claims:
    """Nothing is claimed of a refused execution but what holds: proofs may look at the others alone."""
    x = case.integer("x", U256)
    try:
        u256(x + 2**256)
    except Rejected:
        yield "refused", True
    else:
        yield "refused", False


def a_stranger_holds_nothing(system: Any, step: Step) -> Claims:
    yield "nothing", step.after.shares.get("stranger", 0) == 0
