"""The stand-alone certificate checker: no solver, no other module, the standard library only.

A certificate states: the hypotheses, over the integers, imply the goal. Its proof is a tree. A leaf is an identity of
polynomials: a sum of products of hypotheses, each with an integer multiplier, that equals a negative constant
although every term of it would be at least 0. An inner node splits on `p >= 0` or `p <= -1`, which no integer
escapes. The tree refutes the hypotheses together with the negated goal. Lemmas are proved in turn, each from what
stands before it, and the goal last.

Trusted here: the arithmetic of polynomials (`add`, `mul`), `axioms`, `refutes`. Run: `python proofs/checker.py FILE...`
"""

from __future__ import annotations

import json
import sys
from typing import Any

Poly = dict[tuple[str, ...], int]
Fact = tuple[Poly, str, tuple[Poly, ...]]  # polynomial, relation, guards

GEQ, EQ, NEQ = ">=0", "==0", "!=0"


class Invalid(Exception):
    """The certificate does not prove its statement; the message says where."""


def poly(data: Any) -> Poly:
    """A polynomial from `[[coefficient, [variable, ...]], ...]`."""
    result: Poly = {}
    for coefficient, monomial in data:
        result = add(result, {names(monomial): integer(coefficient)})
    return result


def integer(data: Any) -> int:
    """An integer, or the decimal text of one; `Invalid` for a fraction, a truth value or anything else."""
    if isinstance(data, str) or (isinstance(data, int) and not isinstance(data, bool)):
        return int(data)
    raise Invalid(f"{data!r} is no integer")


def names(monomial: Any) -> tuple[str, ...]:
    """The variables of a monomial in order; `Invalid` for anything but a list of names."""
    if not isinstance(monomial, list) or not all(isinstance(name, str) for name in monomial):
        raise Invalid(f"{monomial!r} is no list of variables")
    return tuple(sorted(monomial))


def add(p: Poly, q: Poly, factor: int = 1) -> Poly:
    """`p + factor * q`."""
    result = dict(p)
    for monomial, coefficient in q.items():
        result[monomial] = result.get(monomial, 0) + factor * coefficient
    return {monomial: coefficient for monomial, coefficient in result.items() if coefficient}


def mul(p: Poly, q: Poly) -> Poly:
    """`p * q`."""
    result: Poly = {}
    for left, c in p.items():
        for right, d in q.items():
            monomial = tuple(sorted(left + right))
            result[monomial] = result.get(monomial, 0) + c * d
    return {monomial: coefficient for monomial, coefficient in result.items() if coefficient}


def axioms(kind: str, name: str, arguments: list[Poly]) -> list[Fact]:
    """What is known of `name = kind(arguments)`: each fact holds for all integers that satisfy its guards (`>= 0`).

    `floor` and `trunc` are the quotients rounded down and toward zero (divisor at least 1), `isqrt` the floor square
    root, `abs` the absolute value, `ten` the power `10**e` for `0 <= e <= 18`.
    """
    one: Poly = {(): 1}
    v: Poly = {(name,): 1}
    a = arguments[0]
    minus = mul({(): -1}, a)
    facts: list[tuple[Poly, str, list[Poly]]]
    if kind in ("floor", "trunc"):
        b = arguments[1]
        rest = add(a, mul(v, b), -1)
        room, positive = add(add(b, rest, -1), one, -1), add(b, one, -1)
        if kind == "floor":
            facts = [
                (rest, GEQ, []),
                (room, GEQ, []),
                (v, GEQ, [a]),
                (add(mul({(): -1}, v), one, -1), GEQ, [add(minus, one, -1)]),
            ]
        else:
            below = add(add(b, rest), one, -1)
            facts = [
                (room, GEQ, []),
                (below, GEQ, []),
                (rest, GEQ, [a]),
                (v, GEQ, [a]),
                (mul({(): -1}, rest), GEQ, [minus]),
            ]
            facts.append((mul({(): -1}, v), GEQ, [minus]))
        facts = [(p, relation, [positive, *guards]) for p, relation, guards in facts]
    elif kind == "isqrt":
        square = mul(v, v)
        facts = [(v, GEQ, [a]), (add(a, square, -1), GEQ, [a]), (add(add(square, v, 2), a, -1), GEQ, [a])]
    elif kind == "abs":
        facts = [(add(v, a, -1), GEQ, []), (add(v, a), GEQ, []), (add(v, a, -1), EQ, [a]), (add(v, a), EQ, [minus])]
    elif kind == "ten":
        top, half = add({(): 18}, a, -1), add({(): 9}, a, -1)
        facts = [(add(v, one, -1), GEQ, [a, top]), (add({(): 10**18}, v, -1), GEQ, [a, top])]
        facts += [(add({(): 10**9}, v, -1), GEQ, [a, half]), (add(v, {(): 10}, -1), GEQ, [add(a, one, -1), top])]
    else:
        raise Invalid(f"{name} is defined by {kind!r}, which has no axioms")
    return [(p, relation, tuple(g for g in guards if not _certain(g))) for p, relation, guards in facts]


def _certain(guard: Poly) -> bool:
    return all(not monomial for monomial in guard) and guard.get((), 0) >= 0


def refutes(facts: list[Fact], node: Any) -> None:
    """Check that the tree derives a contradiction from the facts; raise `Invalid` where it does not."""
    if "split" in node:
        pivot = poly(node["split"])
        refutes([*facts, (pivot, GEQ, ())], node["then"])
        refutes([*facts, (add({(): -1}, pivot, -1), GEQ, ())], node["else"])
    elif "differ" in node:
        apart, relation, guards = facts[_index(node["differ"], len(facts))]
        if relation != NEQ or guards:
            raise Invalid(f"fact {node['differ']} is no disequality")
        refutes([*facts, (add(apart, {(): -1}), GEQ, ())], node["above"])
        refutes([*facts, (add({(): -1}, apart, -1), GEQ, ())], node["below"])
    else:
        _check_leaf(facts, node["terms"])


def _check_leaf(facts: list[Fact], terms: Any) -> None:
    known = [p for p, relation, guards in facts if relation == GEQ and not guards]

    def holds(guard: Poly) -> bool:
        """Whether a known fact says `guard >= 0`, or more: the guard less a constant."""
        return any(_certain(add(guard, p, -1)) for p in known)

    total: Poly = {}
    for multiplier, monomial, references in terms:
        factor = integer(multiplier)
        product: Poly = {names(monomial): factor}
        equal = False
        for reference in references:
            p, relation, guards = facts[_index(reference, len(facts))]
            if relation == NEQ or not all(holds(guard) for guard in guards):
                raise Invalid(f"a leaf uses fact {reference}, whose guard is not known or which is a disequality")
            equal = equal or relation == EQ
            product = mul(product, p)
        if not equal and (factor < 0 or monomial):
            raise Invalid("a leaf multiplies inequalities by something that may be negative")
        total = add(total, product)
    if any(monomial for monomial in total) or total.get((), 0) >= 0:
        raise Invalid(f"the terms of a leaf do not add up to a negative constant but to {total}")


def _index(reference: Any, size: int) -> int:
    if not isinstance(reference, int) or isinstance(reference, bool) or not 0 <= reference < size:
        raise Invalid(f"there is no fact {reference!r}")
    return reference


def check(certificate: Any) -> None:
    """Check one certificate; raise `Invalid` if it does not prove `hypotheses |- goal`."""
    facts: list[Fact] = []
    seen: set[str] = set()
    for definition in certificate["definitions"]:
        arguments = [poly(argument) for argument in definition["arguments"]]
        used = {variable for argument in arguments for monomial in argument for variable in monomial}
        if definition["name"] in seen or definition["name"] in used:
            raise Invalid(f"{definition['name']} is defined twice or by itself")
        seen |= {definition["name"], *used}
        facts += axioms(definition["kind"], definition["name"], arguments)
    for hypothesis in certificate["hypotheses"]:
        if hypothesis["relation"] not in (GEQ, EQ, NEQ):
            raise Invalid(f"unknown relation {hypothesis['relation']!r}")
        facts.append((poly(hypothesis["polynomial"]), hypothesis["relation"], ()))
    for lemma in [*certificate["lemmas"], certificate["goal"]]:
        claim, relation = poly(lemma["polynomial"]), lemma["relation"]
        if relation not in (GEQ, EQ, NEQ):
            raise Invalid(f"unknown relation {relation!r}")
        opposite = {GEQ: (add({(): -1}, claim, -1), GEQ, ()), EQ: (claim, NEQ, ()), NEQ: (claim, EQ, ())}
        refutes([*facts, opposite[relation]], lemma["proof"])
        facts.append((claim, relation, ()))


def main(paths: list[str]) -> int:
    """Check every certificate of the files (a JSON list each); 0 if all are valid, 1 otherwise."""
    count = 0
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for number, certificate in enumerate(json.load(file)):
                try:
                    check(certificate)
                except (Invalid, KeyError, IndexError, TypeError, ValueError, RecursionError) as problem:
                    print(f"{path}: certificate {number} is not valid: {problem}", file=sys.stderr)
                    return 1
                count += 1
    print(f"{count} certificates checked")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
