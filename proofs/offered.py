"""What a goal offers to linear arithmetic: the facts that are near it, and products of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations_with_replacement

from proofs.condition import AT_LEAST, DIFFERENT, EQUAL
from proofs.facts import Fact, Term
from proofs.guards import usable
from proofs.polynomial import Monomial, Polynomial

LARGEST_DEGREE = 4
MOST_PAIRS = 60
MOST_TRIPLES = 12
LONGEST_EQUALITY = 6  # terms: of longer ones no multiples are tried
MOST_COMPLETIONS = 30
LONGEST_FACTOR = 80  # bits: bounds of wide types are used as they are, multiplied only when all else has failed


def relevant(facts: Sequence[Fact], variables: set[str], hops: int) -> list[Fact]:
    """The facts about the given variables and what defines them; each hop adds the neighbours of what was found."""
    reached = set(variables)
    for hop in range(hops + 1):
        while True:
            before = len(reached)
            for fact in facts:
                if fact.definition is not None and fact.definition.name in reached:
                    for argument in fact.definition.arguments:
                        reached |= argument.variables()
            if len(reached) == before:
                break
        if hop < hops:
            for fact in facts:
                own = fact.condition.polynomial.variables()
                if own & reached and len(own) <= 8:
                    reached |= own
    return [fact for fact in facts if fact.condition.polynomial.variables() <= reached]


def products(
    facts: Sequence[Fact], focus: Fact, pairs: bool, completed: bool = False, wide: bool = False
) -> Iterable[tuple[Term, Polynomial, bool]]:
    """The rows offered to linear arithmetic: facts, their products with the focus.

    On request also pairs of facts, and equalities times what completes one of their variables to a monomial of a fact;
    and of wide bounds those that are about the focus's own variables alone.
    """
    at_hand = [fact for fact in usable(facts) if fact.condition.relation != DIFFERENT]
    seen: set[tuple[Polynomial, bool]] = set()

    def offer(*factors: Fact, monomial: tuple[str, ...] = ()) -> Iterable[tuple[Term, Polynomial, bool]]:
        polynomial = factors[0].condition.polynomial
        for factor in factors[1:]:
            polynomial = polynomial * factor.condition.polynomial
        if monomial:
            polynomial = polynomial * Polynomial({monomial: 1})
        equality = any(factor.condition.relation == EQUAL for factor in factors)
        if polynomial.degree <= LARGEST_DEGREE and (polynomial, equality) not in seen:
            seen.add((polynomial, equality))
            yield Term(1, monomial, factors), polynomial, equality

    for fact in at_hand:
        yield from offer(fact)
    own = focus.condition.polynomial.variables()
    short = sorted((fact for fact in at_hand if _is_factor(fact, own if wide else set())), key=_size)
    for fact in short:
        yield from offer(focus, fact)
    equalities = [fact for fact in at_hand if fact.condition.relation == EQUAL]
    for fact in equalities:
        for name in sorted(own):
            yield from offer(fact, monomial=(name,))
    if completed:
        monomials = {m for fact in (*at_hand, focus) for m in fact.condition.polynomial.terms if len(m) >= 2}
        for fact in equalities:
            for rest in _completions(fact.condition.polynomial, monomials):
                yield from offer(fact, monomial=rest)
    if pairs:
        for left, right in combinations_with_replacement(short[:MOST_PAIRS], 2):
            yield from offer(left, right)
        closest = [fact for fact in short if fact.condition.polynomial.variables() <= own][:MOST_TRIPLES]
        for left, right in combinations_with_replacement(closest, 2):
            yield from offer(focus, left, right)
        everything = sorted({name for fact in at_hand for name in fact.condition.polynomial.variables()})
        for fact in equalities[:20]:
            for name in everything[:20]:
                yield from offer(fact, monomial=(name,))


def _completions(polynomial: Polynomial, monomials: set[Monomial]) -> list[Monomial]:
    """What remains of the monomials without a variable that the polynomial has by itself; none of a long polynomial."""
    alone = {monomial[0] for monomial in polynomial.terms if len(monomial) == 1}
    if len(polynomial.terms) > LONGEST_EQUALITY:
        return []
    found = set()
    for monomial in monomials:
        for name in alone.intersection(monomial):
            place = monomial.index(name)
            found.add(monomial[:place] + monomial[place + 1 :])
    return sorted(found, key=lambda rest: (len(rest), rest))[:MOST_COMPLETIONS]


def _is_factor(fact: Fact, own: set[str]) -> bool:
    """Whether products with the fact are worth offering; of wide bounds, only where it is about these variables."""
    polynomial = fact.condition.polynomial
    return fact.condition.relation == AT_LEAST and (
        polynomial.variables() <= own
        or all(coefficient.bit_length() < LONGEST_FACTOR for coefficient in polynomial.terms.values())
    )


def _size(fact: Fact) -> tuple[int, int]:
    polynomial = fact.condition.polynomial
    return len(polynomial.terms), polynomial.degree
