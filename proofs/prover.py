"""The prover: from facts and a goal to a proof, or nothing.

It climbs a ladder and stops at the first rung that succeeds: signs alone; linear arithmetic over the facts and their
products with the negated goal; products of pairs of facts; case splits on the signs that guarded facts wait for and
on disequalities. What it returns is a proof object that the checker verifies; what it does not find is unknown, never
false. Proofs are remembered by the facts they use, so that a path whose prefix was seen before costs nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from proofs.condition import AT_LEAST, DIFFERENT, EQUAL, FALSE, Condition
from proofs.facts import Differ, Fact, Leaf, Proof, Split, Term, says, used_facts
from proofs.guards import awaited_signs
from proofs.linear import Arithmetic, Row
from proofs.offered import products, relevant
from proofs.polynomial import Polynomial

DEEPEST_SPLIT = 2
MOST_ROWS = (
    12_000  # offered to linear arithmetic for one goal, over all rungs: a budget that does not depend on the machine
)

MOST_WIDE_ROWS = 4_000
"""Rows offered at the end for products of wide bounds, whatever was offered before."""

MOST_MISSES = 1
"""How often the same branch is asked to contradict what is known before it, and does not, until it is no longer asked."""

Facts = dict[Fact, None]
"""Facts in the order in which they were learnt."""


class Prover:
    """Finds proofs and remembers them. One instance serves one exploration."""

    def __init__(self) -> None:
        self._found: dict[Condition, list[tuple[frozenset[Fact], Proof]]] = {}
        self._missed: dict[tuple[Condition, Fact | None, int], list[frozenset[Fact]]] = {}
        self._misses: Counter[Fact] = Counter()
        self._arithmetic = Arithmetic()
        self._rows_left = 0

    def contradiction(self, known: Facts, focus: Fact, insist: bool = False) -> Proof | None:
        """A proof that the facts, among them `focus`, have no integer solution.

        Only the first rungs are climbed: a miss costs no more than a longer path. Most branches can be taken whatever was
        before them, so who does not insist gets what was found, and where nothing was found too often no new search.
        """
        if not insist and self._misses[focus] >= MOST_MISSES:
            return self._remembered(known, FALSE)
        proof = self.prove(known, FALSE, focus, effort=1)
        self._misses[focus] += proof is None
        return proof

    def prove(self, known: Facts, goal: Condition, focus: Fact | None = None, effort: int = 2) -> Proof | None:
        """A proof of `known |- goal`, or `None` where none was found. `focus` is where to look for a contradiction."""
        earlier = self._remembered(known, goal)
        if earlier is not None:
            return earlier
        missed = (goal, focus, effort)
        for tried in self._missed.get(missed, ()):
            if len(tried) == len(known) and tried == known.keys():
                return None
        self._rows_left = MOST_ROWS
        proof = self._attempt(list(known), goal, focus, effort)
        if proof is None:
            self._missed.setdefault(missed, []).append(frozenset(known))
            return None
        needed = _rests_on(proof, known)
        self._found.setdefault(goal, []).append((needed, proof))
        return proof

    def _remembered(self, known: Facts, goal: Condition) -> Proof | None:
        """A proof that was found before and uses nothing but what is known."""
        return next((proof for needed, proof in self._found.get(goal, ()) if needed <= known.keys()), None)

    def _attempt(self, facts: list[Fact], goal: Condition, focus: Fact | None, effort: int) -> Proof | None:
        if goal.relation == EQUAL:
            apart = Fact(Condition(goal.polynomial, DIFFERENT), (), "negated goal")
            return self._differ(facts, apart, effort, 0)
        if goal == FALSE:
            focus = focus or facts[-1]
            rest = [fact for fact in facts if fact != focus]
            if focus.condition.relation == DIFFERENT:
                return self._differ(rest, focus, effort, 0)
            return self._refute(rest, focus, effort, 0)
        return self._refute(facts, Fact(goal.negated(), (), "negated goal"), effort, 0)

    def _differ(self, facts: list[Fact], apart: Fact, effort: int, depth: int) -> Proof | None:
        polynomial = apart.condition.polynomial
        above = self._refute(facts, Fact(Condition(polynomial.shifted(-1), AT_LEAST), (), "case"), effort, depth)
        if above is None:
            return None
        below = self._refute(facts, Fact(Condition((-polynomial).shifted(-1), AT_LEAST), (), "case"), effort, depth)
        return None if below is None else Differ(apart, above, below)

    def _refute(self, facts: list[Fact], focus: Fact, effort: int, depth: int) -> Proof | None:
        """A proof that facts and focus contradict each other."""
        direct = signs_alone(facts, focus)
        if direct is not None:
            return direct
        near = relevant([*facts, focus], focus.condition.polynomial.variables(), hops=0)
        far = relevant([*facts, focus], focus.condition.polynomial.variables(), hops=1) if effort > 1 or depth else near
        equal = [fact for fact in facts if fact.condition.relation == EQUAL and fact.condition.polynomial.degree <= 2]
        chained = list(dict.fromkeys([*near, *equal]))
        tried = 0
        # A miss is likelier than a find where little effort is asked for: then the most is offered at once.
        for group in (near, chained, far) if effort > 1 or depth else (chained,):
            if len(group) == tried:
                continue
            tried = len(group)
            leaf = self._linear(group, focus, pairs=False)
            if leaf is not None:
                return leaf
        beside = self._beside(facts, focus, effort, depth)
        if beside is not None or (effort < 2 and depth == 0):
            return beside
        if equal:
            leaf = self._linear(far, focus, pairs=False, completed=True)
            if leaf is not None:
                return leaf
        leaf = self._linear(near, focus, pairs=True)
        if leaf is not None or depth >= DEEPEST_SPLIT:
            return leaf
        proof = self._split(facts, focus, far, 1, depth) or self._split(facts, focus, far, effort, depth)
        if proof is None and depth == 0:
            self._rows_left = max(self._rows_left, MOST_WIDE_ROWS)
            return self._linear(near, focus, pairs=True, wide=True)
        return proof

    def _linear(
        self, facts: Sequence[Fact], focus: Fact, pairs: bool, completed: bool = False, wide: bool = False
    ) -> Leaf | None:
        if self._rows_left < 0:
            return None
        candidates = list(products(facts, focus, pairs, completed, wide))
        self._rows_left -= len(candidates)
        if self._rows_left < 0:
            return None
        found = self._arithmetic.multipliers([Row(polynomial, equality) for _, polynomial, equality in candidates])
        if found is None:
            return None
        return Leaf(
            tuple(
                Term(multiplier, term.monomial, term.factors)
                for multiplier, index in found
                for term in [candidates[index][0]]
            )
        )

    def _split(self, facts: list[Fact], focus: Fact, near: Sequence[Fact], effort: int, depth: int) -> Proof | None:
        for apart in near:
            if apart.condition.relation == DIFFERENT and apart in facts:
                rest = [fact for fact in facts if fact != apart]
                proof = self._cases(rest, focus, apart, effort, depth)
                if proof is not None:
                    return proof
        for pivot in awaited_signs(near):
            low = Fact(Condition((-pivot).shifted(-1), AT_LEAST), (), "case")
            high = Fact(Condition(pivot, AT_LEAST), (), "case")
            then = self._refute([*facts, high], focus, effort, depth + 1)
            if then is None:
                continue
            otherwise = self._refute([*facts, low], focus, effort, depth + 1)
            if otherwise is not None:
                return Split(pivot, then, otherwise)
        return None

    def _beside(self, facts: list[Fact], focus: Fact, effort: int, depth: int) -> Proof | None:
        """The cases of a disequality of the very polynomial that the focus bounds: from `p != 0` it takes `p >= 1`."""
        polynomial = focus.condition.polynomial
        for sign in (polynomial, -polynomial) if depth == 0 else ():
            apart = next((fact for fact in facts if fact == Fact(Condition(sign, DIFFERENT))), None)
            if apart is not None:
                return self._cases([fact for fact in facts if fact != apart], focus, apart, effort, depth)
        return None

    def _cases(self, facts: list[Fact], focus: Fact, apart: Fact, effort: int, depth: int) -> Proof | None:
        polynomial = apart.condition.polynomial
        sides = []
        for side in (polynomial, -polynomial):
            case = Fact(Condition(side.shifted(-1), AT_LEAST), (), "case")
            proof = self._refute([*facts, case], focus, effort, depth + 1)
            if proof is None:
                return None
            sides.append(proof)
        return Differ(apart, sides[0], sides[1])


def _rests_on(proof: Proof, known: Facts) -> frozenset[Fact]:
    """The known facts without which the proof would not stand: those it uses, and those that say their guards hold."""
    needed = {fact for fact in used_facts(proof) if fact in known}
    for guard in {guard: None for fact in needed for guard in fact.guards}:
        saying = next((fact for fact in known if says(fact, guard)), None)
        if saying is not None:
            needed.add(saying)
    return frozenset(needed)


def signs_alone(facts: Sequence[Fact], focus: Fact) -> Leaf | None:
    """The contradiction of `focus >= 0` where each of its terms is negative by the signs of single variables."""
    polynomial = focus.condition.polynomial
    if focus.condition.relation != AT_LEAST:
        return None
    if polynomial.is_constant:
        return Leaf((Term(1, (), (focus,)),)) if polynomial.constant_term < 0 else None
    if polynomial.constant_term >= 0:
        return None
    at_least_zero = {
        next(iter(fact.condition.polynomial.variables())): fact
        for fact in facts
        if not fact.guards and fact.condition.relation == AT_LEAST and _is_variable(fact.condition.polynomial)
    }
    terms = [Term(1, (), (focus,))]
    for monomial, coefficient in polynomial.terms.items():
        if not monomial:
            continue
        if coefficient > 0 or any(name not in at_least_zero for name in monomial):
            return None
        terms.append(Term(-coefficient, (), tuple(at_least_zero[name] for name in monomial)))
    return Leaf(tuple(terms))


def _is_variable(polynomial: Polynomial) -> bool:
    return len(polynomial.terms) == 1 and all(len(m) == 1 and c == 1 for m, c in polynomial.terms.items())
