"""The SMT-LIB2 of a certificate says what the certificate says: compared with the checker's reading at integer points."""

from __future__ import annotations

import random
from typing import Any

import pytest
import z3

from proofs import checker, crosscheck
from proofs.checker import EQ, GEQ, Poly
from proofs.definitions import VALUES
from reports import smtlib

VARIABLES = ("pair.reserve0", "argument.paid", "base_unit[market.per_lp_base]")
NOTHING: dict[str, Any] = {"terms": [["1", [], [0]]]}


def condition(terms: list[list[Any]], relation: str, **more: Any) -> dict[str, Any]:
    return {"polynomial": terms, "relation": relation} | more


def certificate(**parts: Any) -> dict[str, Any]:
    """Every relation, and products with coefficients of both signs; what it claims need not follow."""
    whole = {
        "label": "story: label",
        "definitions": [],
        "hypotheses": [
            condition([["3", [VARIABLES[0], VARIABLES[1]]], ["-2", []]], GEQ, source="width u112"),
            condition([["-1", [VARIABLES[2]]], ["7", [VARIABLES[1], VARIABLES[1]]]], EQ, source="branch"),
            condition([["-4", []]], "!=0", source="branch"),
        ],
        "lemmas": [],
        "goal": condition([["-1", [VARIABLES[0]]], ["5", []]], GEQ, proof=NOTHING),
    }
    return whole | parts


def holds(polynomial: Poly, relation: str, point: dict[str, int]) -> bool:
    total = 0
    for monomial, coefficient in polynomial.items():
        for name in monomial:
            coefficient *= point[name]
        total += coefficient
    return total >= 0 if relation == GEQ else (total == 0) == (relation == EQ)


def asserted(text: str, point: dict[str, int]) -> list[bool]:
    """What each assertion of a problem over the integers is at a point, as Z3 reads it."""
    values = [(z3.Int(name), z3.IntVal(value)) for name, value in point.items()]
    return [z3.is_true(z3.simplify(z3.substitute(each, *values))) for each in z3.parse_smt2_string(text)]


@pytest.mark.parametrize("relation", [GEQ, EQ, "!=0"])
def test_an_obligation_is_hypotheses_and_negated_goal(relation: str) -> None:
    walk = random.Random(1)
    goal = condition([["-1", [VARIABLES[0]]], ["2", [VARIABLES[1]]]], relation, proof=NOTHING)
    given = certificate(goal=goal)
    text = smtlib.obligation(given, [])
    for _ in range(60):
        point = {name: walk.randint(-3, 3) for name in VARIABLES}
        facts = [holds(checker.poly(h["polynomial"]), h["relation"], point) for h in given["hypotheses"]]
        negated = not holds(checker.poly(goal["polynomial"]), relation, point)
        assert asserted(text, point) == [*facts, negated]


@pytest.mark.parametrize(
    ("kind", "arguments", "low"),
    [("floor", 2, -9), ("trunc", 2, -9), ("abs", 1, -9), ("isqrt", 1, 0), ("ten", 1, 0)],
)
def test_what_is_said_of_a_definition_holds_of_its_value_and_excludes_its_neighbours(
    kind: str, arguments: int, low: int
) -> None:
    names = ("a", "b")[:arguments]
    definition = {"name": "value", "kind": kind, "arguments": [[["1", [name]]] for name in names]}
    text = smtlib.obligation(certificate(definitions=[definition], hypotheses=[]), [])
    walk = random.Random(2)
    for _ in range(40):
        given = dict(zip(names, (walk.randint(low, 9), walk.randint(1, 4)), strict=False))
        value = VALUES[kind](*given.values())
        around = {VARIABLES[0]: 9, **given}
        assert all(asserted(text, {**around, "value": value}))
        if kind != "ten":
            assert not all(asserted(text, {**around, "value": value + 1}))
            assert not all(asserted(text, {**around, "value": value - 1}))


def test_a_leaf_has_the_rows_that_the_second_opinions_are_asked_about() -> None:
    given = certificate(
        hypotheses=[condition([["1", ["x"]], ["-1", ["y"]]], GEQ, source="branch")],
        goal=condition(
            [["1", ["x", "x"]], ["-1", ["x", "y"]], ["-1", ["x", "y"]], ["1", ["y", "y"]]],
            GEQ,
            proof={"terms": [["1", [], [1]], ["1", [], [0, 0]]]},
        ),
    )
    checker.check(given)
    (text,) = smtlib.leaves(given, ["about"])
    assert (crosscheck.z3_answer(text), crosscheck.cvc5_answer(text)) in [("unsat", "unsat"), ("unsat", "missing")]
    claim = next(line for line in text.splitlines() if line.startswith("(assert"))
    without = text.replace(claim, "")
    assert crosscheck.z3_answer(without) == "sat"
    assert "; the product of\n;   hypothesis: branch: x - y\n;   hypothesis: branch: x - y\n" in text


def test_a_comment_can_not_become_an_assertion() -> None:
    evil = "a\n(assert false)\r(assert false)\u2028(assert false)"
    hypotheses = [condition([["1", ["x"]]], GEQ, source=evil)]
    goal = condition([["1", ["x"]]], GEQ, proof={"terms": [["1", [], [0]], ["1", [], [1]]]})
    given = certificate(hypotheses=hypotheses, goal=goal)
    for text in (smtlib.obligation(given, [evil]), *smtlib.leaves(given, [evil])):
        assert all(line.startswith(";") for line in text.splitlines() if "false" in line)
        assert text.isascii()


@pytest.mark.parametrize("name", ["x|y", "x\\", "x\ny", "é"])
def test_a_name_that_is_no_symbol_is_refused(name: str) -> None:
    given = certificate(hypotheses=[condition([["1", [name]]], GEQ, source="branch")])
    with pytest.raises(smtlib.Unspeakable, match="can not be written as a symbol"):
        smtlib.obligation(given, [])


def test_a_variable_with_the_name_of_a_product_is_refused() -> None:
    hypotheses = [condition([["1", ["x*y"]], ["-1", ["x", "y"]]], GEQ, source="branch")]
    with pytest.raises(smtlib.Unspeakable, match="the name of a product"):
        list(smtlib.leaves(certificate(hypotheses=hypotheses), []))


@pytest.mark.parametrize(
    ("polynomial", "said"),
    [
        ({}, "0"),
        ({(): -4}, "-4"),
        ({("x",): -1, (): 2}, "-x + 2"),
        ({("x", "y"): 3, ("x",): 1, (): -1}, "3*x*y + x - 1"),
    ],
)
def test_a_polynomial_reads_as_one_writes_it(polynomial: Poly, said: str) -> None:
    assert smtlib.words(polynomial) == said
