"""The axioms of quotients, roots, absolute values and powers hold of Python's integers wherever their guards do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest

from proofs.condition import Condition, normalised
from proofs.definitions import VALUES, Definition
from proofs.polynomial import Polynomial

A, B = Polynomial.variable("a"), Polynomial.variable("b")

ENDS = [2**bits + shift for bits in (0, 1, 31, 32, 63, 64, 127, 128) for shift in (-1, 0, 1)]
BOUNDARIES = sorted({sign * end for end in ENDS for sign in (1, -1)})
"""Around zero and the ends of the widths."""


def defined(kind: str) -> Definition:
    return Definition("v", kind, (A, B) if kind in ("floor", "trunc") else (A,))


def points(kind: str) -> Iterator[dict[str, int]]:
    """Arguments for which the operation is defined: boundaries in all pairs, small ones in full, random ones."""
    random = Random(kind)
    wide = [random.getrandbits(random.randint(1, 200)) * random.choice([1, -1]) for _ in range(300)]
    if kind in ("floor", "trunc"):
        yield from ({"a": a, "b": b} for a, b in product(range(-12, 13), range(1, 7)))
        yield from ({"a": a, "b": b} for a, b in product(BOUNDARIES, BOUNDARIES) if b >= 1)
        yield from ({"a": a, "b": max(1, abs(random.choice(wide)))} for a in wide)
    elif kind == "isqrt":
        roots = [*range(20), *(abs(a) for a in wide[:60])]
        yield from ({"a": root * root + shift} for root in roots for shift in (-1, 0, 1) if root * root + shift >= 0)
    elif kind == "ten":
        yield from ({"a": a} for a in range(19))
    else:
        yield from ({"a": a} for a in (*range(-12, 13), *BOUNDARIES, *wide))


@pytest.mark.parametrize("kind", VALUES)
def test_axioms_hold_where_their_guards_do(kind: str) -> None:
    definition = defined(kind)
    facts = definition.facts()
    used = set()
    for point in points(kind):
        values = {**point, "v": definition.value(point)}
        for number, fact in enumerate(facts):
            if all(guard.evaluate(values) >= 0 for guard in fact.guards):
                used.add(number)
                assert fact.condition.holds(values), f"{fact.condition} of {definition} at {values}"
    assert used == set(range(len(facts))), "an axiom that was never tried"


@pytest.mark.parametrize("kind", ["floor", "trunc", "isqrt", "abs"])
def test_axioms_leave_no_other_value(kind: str) -> None:
    """What satisfies the axioms is the value: they say enough."""
    definition = defined(kind)
    for a, b in product(range(-9, 10), range(1, 5)):
        if kind == "isqrt" and a < 0:
            continue
        point = {"a": a, "b": b}
        allowed = [
            value
            for value in range(-12, 13)
            for values in [{**point, "v": value}]
            if all(
                fact.condition.holds(values)
                for fact in definition.facts()
                if all(guard.evaluate(values) >= 0 for guard in fact.guards)
            )
        ]
        assert allowed == [definition.value(point)], point


@pytest.mark.parametrize("kind", ["floor", "trunc"])
@pytest.mark.parametrize("divisor", [0, -1, -7])
def test_nothing_is_said_of_a_divisor_that_is_not_positive(kind: str, divisor: int) -> None:
    for a in range(-5, 6):
        for fact in defined(kind).facts():
            assert not all(guard.evaluate({"a": a, "b": divisor}) >= 0 for guard in fact.guards)


@pytest.mark.parametrize("exponent", [-1, -9, 19, 40])
def test_nothing_is_said_of_powers_beyond_18(exponent: int) -> None:
    for fact in defined("ten").facts():
        assert not all(guard.evaluate({"a": exponent}) >= 0 for guard in fact.guards)


@pytest.mark.parametrize("relation", [">=0", "==0", "!=0"])
def test_the_normal_form_of_a_condition_says_the_same(relation: str) -> None:
    random = Random(relation)
    for _ in range(300):
        a, b, c = (random.randint(-9, 9) for _ in range(3))
        plain = A.scaled(a) + B.scaled(b) + Polynomial.constant(c)
        normal = normalised(plain, relation)
        for x, y in product(range(-6, 7), range(-6, 7)):
            values = {"a": x, "b": y}
            expected = Condition(plain, relation).holds(values)
            assert (normal if isinstance(normal, bool) else normal.holds(values)) == expected, f"{plain} at {values}"
            assert Condition(plain, relation).negated().holds(values) != expected
