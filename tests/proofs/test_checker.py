"""The checker accepts what the engine proves and nothing that was changed into something else."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Any

import pytest

from proofs import checker
from proofs.definitions import VALUES
from tests.proofs.certificates import CERTIFICATES, SOUND, Certificate, X, accepted, stated

NAMES = [f"{name}: {one['label']}" for name, one in CERTIFICATES]
ALL = pytest.mark.parametrize("one", [one for _, one in CERTIFICATES], ids=NAMES)


def leaves(node: Any) -> Iterator[dict[str, Any]]:
    """The leaves of a proof tree, to be changed in place."""
    if "terms" in node:
        yield node
    for side in ("then", "else", "above", "below"):
        if side in node:
            yield from leaves(node[side])


def all_leaves(one: Certificate) -> list[dict[str, Any]]:
    return [leaf for step in (*one["lemmas"], one["goal"]) for leaf in leaves(step["proof"])]


@ALL
def test_what_the_engine_proves_is_accepted(one: Certificate) -> None:
    checker.check(one)


@ALL
def test_every_term_is_needed(one: Certificate) -> None:
    for number, leaf in enumerate(all_leaves(one)):
        for term in range(len(leaf["terms"])):
            changed = copy.deepcopy(one)
            del all_leaves(changed)[number]["terms"][term]
            assert not accepted(changed), f"without term {term} of leaf {number}"


@ALL
def test_a_changed_multiplier_is_noticed(one: Certificate) -> None:
    for number, leaf in enumerate(all_leaves(one)):
        for term in range(len(leaf["terms"])):
            for delta in (-1, 1):
                changed = copy.deepcopy(one)
                at = all_leaves(changed)[number]["terms"][term]
                at[0] = str(int(at[0]) + delta)
                assert not accepted(changed), f"multiplier {term} of leaf {number} {delta:+}"


@ALL
def test_no_goal_but_its_own_is_proved(one: Certificate) -> None:
    """A goal that asks for more than is proved is refused, whatever of it was changed; where the hypotheses contradict each
    other, as on the branch of a crash, nothing is more.
    """
    for term in one["goal"]["polynomial"]:
        for delta in (-2, -1, 1, 2):
            changed = copy.deepcopy(one)
            changed["goal"]["polynomial"][one["goal"]["polynomial"].index(term)][0] = str(int(term[0]) + delta)
            assert still_proves(changed), f"goal with {delta:+} at {term}"
    changed = copy.deepcopy(one)
    changed["goal"]["polynomial"] = [["-1", []]]
    changed["goal"]["relation"] = ">=0"
    assert accepted(changed) == (one["goal"]["polynomial"] == [["-1", []]])


@ALL
def test_changed_numbers_never_prove_what_is_false(one: Certificate) -> None:
    random = Random(one["label"])
    taken = 0
    for _ in range(60):
        changed = copy.deepcopy(one)
        holder, key = random.choice(list(numbers(changed)))
        old = holder[key]
        new = int(old) + random.choice([-7, -2, -1, 1, 2, 5]) if random.random() < 0.8 else -int(old)
        holder[key] = new if isinstance(old, int) else str(new)
        taken += accepted(changed)
        assert still_proves(changed), f"{old} became {new}"
    assert taken < 60


def numbers(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a certificate where a number stands: coefficients, multipliers, references."""
    pairs: Iterator[tuple[Any, Any]] = iter(node.items()) if isinstance(node, dict) else iter(enumerate(node))
    for key, value in pairs:
        if isinstance(value, (dict, list)):
            yield from numbers(value)
        elif isinstance(value, int) or (isinstance(value, str) and value.lstrip("-").isdecimal()):
            yield node, key


def still_proves(one: Certificate) -> bool:
    """Whether the certificate is refused, or its statement true at every point of a small box."""
    return not accepted(one) or states_what_is_true(one)


def states_what_is_true(one: Certificate) -> bool:
    """Whether no integer point of a small box satisfies the hypotheses and not the goal, found without the checker."""
    names: dict[str, None] = {}
    polynomials = [step["polynomial"] for step in (*one["hypotheses"], one["goal"])]
    polynomials += [argument for each in one["definitions"] for argument in each["arguments"]]
    for _, monomial in (term for polynomial in polynomials for term in polynomial):
        names |= dict.fromkeys(monomial)
    free = [name for name in names if name not in {each["name"] for each in one["definitions"]}]
    box = (-3, -2, -1, 0, 1, 2, 3, 7) if len(free) < 3 else (-2, -1, 0, 1, 2)
    return not any(refuted_at(one, dict(zip(free, point, strict=True))) for point in product(box, repeat=len(free)))


def refuted_at(one: Certificate, values: dict[str, int]) -> bool:
    for each in one["definitions"]:
        arguments = [at(argument, values) for argument in each["arguments"]]
        divides, root = each["kind"] in ("floor", "trunc"), each["kind"] == "isqrt"
        if (divides and arguments[1] < 1) or (root and arguments[0] < 0):
            return False  # a point at which the model's run would have stopped
        values[each["name"]] = VALUES[each["kind"]](*arguments)
    return all(holds(each, values) for each in one["hypotheses"]) and not holds(one["goal"], values)


def at(polynomial: Any, values: dict[str, int]) -> int:
    total = 0
    for coefficient, monomial in polynomial:
        term = int(coefficient)
        for name in monomial:
            term *= values[name]
        total += term
    return total


def holds(condition: dict[str, Any], values: dict[str, int]) -> bool:
    value = at(condition["polynomial"], values)
    return {">=0": value >= 0, "==0": value == 0, "!=0": value != 0}[condition["relation"]]


def test_the_box_notices_a_false_statement() -> None:
    assert not states_what_is_true(stated([X], []))
    assert states_what_is_true(SOUND)


@ALL
def test_hypotheses_and_lemmas_that_are_used_can_not_be_left_out(one: Certificate) -> None:
    """References count what stands before: without it they name something else, or nothing."""
    for part in ("hypotheses", "lemmas", "definitions"):
        for number in range(len(one[part])):
            changed = copy.deepcopy(one)
            del changed[part][number]
            assert still_proves(changed), f"without {part} {number}"


@ALL
def test_a_hypothesis_can_not_be_weakened(one: Certificate) -> None:
    for number, hypothesis in enumerate(one["hypotheses"]):
        changed = copy.deepcopy(one)
        changed["hypotheses"][number]["polynomial"] = [*hypothesis["polynomial"], ["1", []]]
        assert still_proves(changed), f"hypothesis {number} weaker by one"


@ALL
def test_every_field_is_needed(one: Certificate) -> None:
    for name in ("definitions", "hypotheses", "lemmas", "goal"):
        assert not accepted({key: value for key, value in one.items() if key != name}), name
    for name in ("polynomial", "relation", "proof"):
        assert not accepted({**one, "goal": {key: value for key, value in one["goal"].items() if key != name}}), name
