"""What is true is proved, and what is nearly the same and false is not: one pair of statements for each rung."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest

from model.arith import U8, U32, U64, Width, ceil_div, floor_div, isqrt, power_of_ten, trunc_div, u64
from model.errors import Rejected
from proofs.explore import Exploration, explore
from proofs.path import Path
from properties.case import Discarded, GivenCase, RandomCase
from properties.property import labelled

ANY = Width("any", -(2**40), 2**40)
POSITIVE = Width("positive", 1, 2**40)

Claims = Iterator[Any]
Body = Callable[[Any], Claims]


def explored(body: Body) -> Exploration:
    def run(path: Path) -> None:
        for label, condition in labelled(body(path)):
            path.claim(label, condition)

    return explore(run)


def proved(body: Body) -> bool:
    """Whether every claim on every path has a proof, and there is one."""
    obligations = [obligation for path in explored(body).paths for obligation in path.obligations]
    return bool(obligations) and all(obligation.proof is not None for obligation in obligations)


def numbers(case: Any, *names: str, width: Width = ANY) -> list[Any]:
    return [case.integer(name, width) for name in names]


# Each body takes a slack: with the one given first in TABLE it is true, with the second it is false of some integers.


def by_signs(case: Any, least: int) -> Claims:
    (x,) = numbers(case, "x", width=U32)
    yield x * x + 3 * x + 1 >= least


def by_linear_arithmetic(case: Any, most: int) -> Claims:
    x, y = numbers(case, "x", "y")
    case.assume(2 * x + y <= 10, "below one line")
    case.assume(x - y <= 5, "below another")
    yield x <= most


def by_product_with_the_goal(case: Any, least: int) -> Claims:
    x, y = numbers(case, "x", "y")
    case.assume(y >= 1, "positive")
    case.assume(x * y >= y * 3, "a product")
    yield x >= least


def by_pairs_of_facts(case: Any, least: int) -> Claims:
    x, y = numbers(case, "x", "y")
    case.assume(x >= 3, "bound")
    case.assume(y >= 2, "bound")
    yield x * y - 2 * x - 3 * y >= least


def by_sign_of_a_product(case: Any, sign: int) -> Claims:
    x, y = numbers(case, "x", "y")
    case.assume(x >= 0, "sign")
    case.assume(y <= 0, "sign")
    yield sign * x * y >= 0


def by_split_on_a_sign(case: Any, most: int) -> Claims:
    (x,) = numbers(case, "x")
    yield abs(trunc_div(x, 10) * 10 - x) <= most


def by_disequality(case: Any, least: int) -> Claims:
    x, y = numbers(case, "x", "y")
    case.assume(x != y, "apart")
    yield (x - y) * (x - y) >= least


def by_equality(case: Any, factor: int) -> Claims:
    x, y, z = numbers(case, "x", "y", "z")
    case.assume(x == 2 * y, "twice")
    yield x * z == factor * y * z


def by_integer_cut(case: Any, least: int) -> Claims:
    (x,) = numbers(case, "x")
    case.assume(2 * x >= 1, "more than nothing")
    yield x >= least


def of_floor(case: Any, slack: int) -> Claims:
    (x,), (d,) = numbers(case, "x"), numbers(case, "d", width=POSITIVE)
    yield x // d * d + d >= x + slack


def of_floor_of_negatives(case: Any, most: int) -> Claims:
    (x,), (d,) = numbers(case, "x"), numbers(case, "d", width=POSITIVE)
    case.assume(x <= -1, "negative")
    yield x // d <= most


def of_ceiling(case: Any, slack: int) -> Claims:
    (x,), (d,) = numbers(case, "x"), numbers(case, "d", width=POSITIVE)
    yield ceil_div(x, d) * d <= x + d - slack


def of_truncation(case: Any, most: int) -> Claims:
    (x,), (d,) = numbers(case, "x"), numbers(case, "d", width=POSITIVE)
    case.assume(x <= -1, "negative")
    yield trunc_div(x, d) <= most


def of_rounding_towards_zero(case: Any, sign: int) -> Claims:
    (x,) = numbers(case, "x")
    case.assume(x * sign >= 0, "one side")
    yield trunc_div(x, 7) * 7 <= x


def of_absolute_value(case: Any, factor: int) -> Claims:
    (x,) = numbers(case, "x")
    yield abs(x) >= factor * x


def of_the_root(case: Any, slack: int) -> Claims:
    (x,) = numbers(case, "x", width=U64)
    root = isqrt(x)
    yield (root + 1) * (root + 1) >= x + slack


def of_powers_of_ten(case: Any, least: int) -> Claims:
    exponent = case.integer("e", Width("exponent", 1, 9))
    yield power_of_ten(exponent) >= least


def of_a_chosen_branch(case: Any, slack: int) -> Claims:
    x, y = numbers(case, "x", "y")
    larger = x if x >= y else y
    yield 2 * larger >= x + y + slack


def of_one_option_of_three(case: Any, least: int) -> Claims:
    (x,) = numbers(case, "x", width=U8)
    yield x * case.choice("factor", (3, 2, 1)) >= least * x


def of_a_width_check(case: Any, most: int) -> Claims:
    (x,) = numbers(case, "x", width=U64)
    yield u64(x * 3) <= most


def of_rounding_twice(case: Any, slack: int) -> Claims:
    (x,) = numbers(case, "x", width=U32)
    yield x // 3 + (x + 2) // 3 >= x // 3 * 2 + slack


def after_a_lemma(case: Any, least: int) -> Claims:
    x, y, z = numbers(case, "x", "y", "z", width=U32)
    yield "lemma: the first two", x * y >= 0
    yield "all", x * y * z >= least


def of_a_symbolic_divisor(case: Any, slack: int) -> Claims:
    (x,), (d,) = numbers(case, "x", width=U32), numbers(case, "d", width=ANY)
    case.assume(d != 0, "a divisor")
    if d > 0:
        yield floor_div(x, d) <= x - slack
    else:
        yield floor_div(x, d) <= -slack


TABLE: list[tuple[Callable[[Any, Any], Claims], Any, Any]] = [
    (by_signs, 1, 2),
    (by_linear_arithmetic, 5, 4),
    (by_product_with_the_goal, 3, 4),
    (by_pairs_of_facts, -6, -5),
    (by_sign_of_a_product, -1, 1),
    (by_split_on_a_sign, 9, 8),
    (by_disequality, 1, 2),
    (by_equality, 2, 3),
    (by_integer_cut, 1, 2),
    (of_floor, 1, 2),
    (of_floor_of_negatives, -1, -2),
    (of_ceiling, 1, 2),
    (of_truncation, 0, -1),
    (of_rounding_towards_zero, 1, -1),
    (of_absolute_value, 1, 2),
    (of_the_root, 1, 2),
    (of_powers_of_ten, 10, 11),
    (of_a_chosen_branch, 0, 1),
    (of_one_option_of_three, 1, 2),
    (of_a_width_check, U64.high, U64.high - 1),
    (of_rounding_twice, 0, 1),
    (after_a_lemma, 0, 1),
    (of_a_symbolic_divisor, 0, 1),
]
NAMES = [body.__name__ for body, _, _ in TABLE]


def fails(body: Body, attempts: int = 2000) -> bool:
    """Whether integers violate the body's claims: small ones, then random ones."""
    random = Random(0)
    for number in range(attempts):
        case = RandomCase(random) if number % 2 else SmallCase(random)
        if not all(said(body, case)):
            return True
    return False


class SmallCase(RandomCase):
    """Every number close to zero or to an end of its width."""

    def _draw(self, name: str, width: Width) -> int:
        near = [max(width.low, min(width.high, value)) for value in range(-6, 7)]
        return self.random.choice([*near, width.low, width.high, width.high // 3, width.high // 3 - 1])


def said(body: Body, case: GivenCase) -> Iterator[bool]:
    try:
        yield from (bool(condition) for _, condition in labelled(body(case)))
    except (Discarded, Rejected):
        return


@pytest.mark.parametrize(("body", "true", "false"), TABLE, ids=NAMES)
def test_the_true_one_is_proved(body: Callable[[Any, Any], Claims], true: Any, false: Any) -> None:
    assert proved(lambda case: body(case, true))
    assert not fails(lambda case: body(case, true))


@pytest.mark.parametrize(("body", "true", "false"), TABLE, ids=NAMES)
def test_the_false_one_is_not(body: Callable[[Any, Any], Claims], true: Any, false: Any) -> None:
    assert not proved(lambda case: body(case, false))
    assert fails(lambda case: body(case, false)), "the statement is not false at all"
