"""Certificates for the checker: those that the engine makes of small statements, and one that is written by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path as File
from typing import Any

from model.arith import U32, Width, isqrt, trunc_div
from proofs import checker
from proofs.certificate import certificate
from proofs.explore import explore
from proofs.path import Path

Certificate = dict[str, Any]

SMALL = Width("small", -4, 4)
CHECKER = File(checker.__file__)


def of_a_product(path: Path) -> None:
    x, y = path.integer("x", U32), path.integer("y", U32)
    path.claim("products of positives", (x + 1) * (y + 1) >= x + y + 1)


def of_a_quotient(path: Path) -> None:
    x, y = path.integer("x", U32), path.integer("y", U32)
    path.assume(y >= 1, "the divisor is positive")
    path.claim("rounded down", x // y * y <= x)
    path.claim("by less than the divisor", x // y * y + y > x)


def of_a_signed_quotient(path: Path) -> None:
    x = path.integer("x", SMALL)
    path.claim("towards zero from above", trunc_div(x, 3) * 3 <= x + 2)
    path.claim("towards zero from below", trunc_div(x, 3) * 3 >= x - 2)


def of_a_root(path: Path) -> None:
    root = isqrt(path.integer("x", U32))
    path.claim("square", root * root <= path.integer("x", U32))


def of_an_equality(path: Path) -> None:
    x, y = path.integer("x", SMALL), path.integer("y", SMALL)
    path.assume(x == y + 1, "one apart")
    path.claim("squares", x * x == y * y + 2 * y + 1)


def of_a_disequality(path: Path) -> None:
    x, y = path.integer("x", SMALL), path.integer("y", SMALL)
    path.assume(x != y, "apart")
    path.claim("apart by one or more", (x - y) * (x - y) >= 1)


def of_an_absolute_value(path: Path) -> None:
    x = path.integer("x", SMALL)
    path.claim("not below", abs(x) >= x)
    path.claim("square", abs(x) * abs(x) == x * x)


def of_a_lemma(path: Path) -> None:
    x, y, z = (path.integer(name, U32) for name in "xyz")
    path.assume(x >= y * z, "enough")
    path.claim("lemma: both", y * z >= 0)
    path.claim("all", x * y * z >= y * z * (y * z))


def of_a_divisor(path: Path) -> None:
    """That it is not 0 takes two cases: the branch on which it is ends in a claim of its own."""
    x, y = path.integer("x", SMALL), path.integer("y", SMALL)
    path.assume(x != y, "apart")
    path.claim("rounded down", 7 // ((x - y) * (x - y)) >= 0)


BODIES: tuple[Callable[[Path], None], ...] = (
    of_a_product,
    of_a_quotient,
    of_a_signed_quotient,
    of_a_root,
    of_an_equality,
    of_a_disequality,
    of_an_absolute_value,
    of_a_lemma,
    of_a_divisor,
)


def made(body: Callable[[Path], None]) -> list[Certificate]:
    """Certificates of every claim of a body that is proved on every path."""
    found = []
    for path in explore(body).paths:
        for obligation in path.obligations:
            assert obligation.proof is not None, obligation.label
            facts, defined = path.facts[: obligation.known], path.definitions.values()
            one = certificate(obligation.label, obligation.condition, obligation.proof, facts, defined)
            found.append(json.loads(json.dumps(one)))
    return found


CERTIFICATES = [(body.__name__, one) for body in BODIES for one in made(body)]


def accepted(one: Certificate) -> bool:
    """Whether the checker takes it; anything that is no refusal of its own kind is an error of the test."""
    try:
        checker.check(one)
    except (checker.Invalid, KeyError, IndexError, TypeError, ValueError):
        return False
    return True


# -- written by hand --------------------------------------------------------------------------------------------------

X, Y = ["1", ["x"]], ["1", ["y"]]
LESS = ["-1", []]


def stated(goal: list[Any], terms: list[Any], *hypotheses: tuple[list[Any], str], **more: Any) -> Certificate:
    """`hypotheses |- goal >= 0` with a proof that is one leaf; the negated goal is the last fact."""
    return {
        "definitions": [],
        "hypotheses": [{"polynomial": polynomial, "relation": relation} for polynomial, relation in hypotheses],
        "lemmas": [],
        "goal": {"polynomial": goal, "relation": ">=0", "proof": {"terms": terms}},
        **more,
    }


SOUND = stated([X, Y], [["1", [], [0]], ["1", [], [1]], ["1", [], [2]]], ([X], ">=0"), ([Y], ">=0"))
