"""Certificates: a proof in the numbered form that the checker reads, with everything it rests on and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from proofs.condition import AT_LEAST, DIFFERENT, EQUAL, Condition
from proofs.definitions import Definition
from proofs.facts import Fact, Leaf, Proof, Split, says, used_facts
from proofs.polynomial import Polynomial


def certificate(
    label: str, goal: Condition, proof: Proof, path_facts: Sequence[Fact], definitions: Iterable[Definition]
) -> dict[str, Any]:
    """The certificate of `path_facts |- goal`, restricted to the facts its proof uses.

    `definitions` come in the order in which the path made them, so that no definition uses a later one.
    """
    needed = _closure(proof, path_facts)
    lemmas = [fact for fact in path_facts if fact in needed and fact.lemma is not None]
    givens = [fact for fact in path_facts if fact in needed and fact.lemma is None and fact.definition is None]
    names = {fact.definition.name for fact in needed if fact.definition is not None}
    included = [definition for definition in definitions if definition.name in names]
    numbers: dict[Fact, int] = {}
    count = 0
    for definition in included:
        for axiom in definition.facts():
            numbers.setdefault(Fact(axiom.condition, axiom.guards), count)
            count += 1
    for fact in givens:
        numbers.setdefault(fact, count)
        count += 1
    steps = []
    for fact in lemmas:
        assert fact.lemma is not None
        steps.append(_step(fact.condition, fact.lemma, numbers, count))
        numbers.setdefault(fact, count)
        count += 1
    return {
        "label": label,
        "definitions": [
            {"name": d.name, "kind": d.kind, "arguments": [argument.to_json() for argument in d.arguments]}
            for d in included
        ],
        "hypotheses": [{**_condition(fact.condition), "source": fact.source} for fact in givens],
        "lemmas": steps,
        "goal": _step(goal, proof, numbers, count),
    }


def _closure(proof: Proof, path_facts: Sequence[Fact]) -> set[Fact]:
    """The facts used by the proof, by the lemmas it uses, and so on; guards count as used."""
    at_hand = {fact: fact for fact in path_facts}
    needed: set[Fact] = set()
    waiting = list(used_facts(proof))
    while waiting:
        fact = at_hand.get(waiting.pop())
        if fact is None or fact in needed:
            continue
        needed.add(fact)
        for guard in fact.guards:
            waiting += [known for known in path_facts if says(known, guard)][:1]
        if fact.lemma is not None:
            waiting += used_facts(fact.lemma)
    return needed


def _step(goal: Condition, proof: Proof, numbers: dict[Fact, int], count: int) -> dict[str, Any]:
    opposite = Condition(goal.polynomial, DIFFERENT) if goal.relation == EQUAL else goal.negated()
    return {**_condition(goal), "proof": _tree(proof, {**numbers, Fact(opposite): count}, count + 1)}


def _tree(proof: Proof, numbers: dict[Fact, int], count: int) -> dict[str, Any]:
    if isinstance(proof, Leaf):
        terms = [
            [str(term.multiplier), list(term.monomial), [numbers[fact] for fact in term.factors]]
            for term in proof.terms
        ]
        return {"terms": terms}
    if isinstance(proof, Split):
        high, low = _sides(proof.pivot, (-proof.pivot).shifted(-1), numbers, count)
        return {
            "split": proof.pivot.to_json(),
            "then": _tree(proof.then, high, count + 1),
            "else": _tree(proof.otherwise, low, count + 1),
        }
    polynomial = proof.fact.condition.polynomial
    above, below = _sides(polynomial.shifted(-1), (-polynomial).shifted(-1), numbers, count)
    return {
        "differ": numbers[proof.fact],
        "above": _tree(proof.above, above, count + 1),
        "below": _tree(proof.below, below, count + 1),
    }


def _sides(
    first: Polynomial, second: Polynomial, numbers: dict[Fact, int], count: int
) -> tuple[dict[Fact, int], dict[Fact, int]]:
    return {**numbers, Fact(Condition(first, AT_LEAST)): count}, {**numbers, Fact(Condition(second, AT_LEAST)): count}


def _condition(condition: Condition) -> dict[str, Any]:
    return {"polynomial": condition.polynomial.to_json(), "relation": condition.relation}
