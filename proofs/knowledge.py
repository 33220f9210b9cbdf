"""What is known on a run, and what follows from it without a fork: facts, ranges of variables, lemmas with their proofs."""

from __future__ import annotations

from proofs.condition import AT_LEAST, DIFFERENT, EQUAL, Condition, normalised
from proofs.definitions import Definition
from proofs.facts import Fact, Proof
from proofs.fork import Point
from proofs.polynomial import Monomial, Polynomial
from proofs.prover import Prover
from proofs.ranges import Range, product_range, scaled_range

LEMMA = "lemma"
"""The source of a fact that a run decided for itself."""


class Knowledge:
    """Facts in the order in which they were learnt, and the integer points that satisfy them so far."""

    def __init__(self, prover: Prover) -> None:
        self.prover = prover
        self.known: dict[Fact, None] = {}
        self.definitions: dict[str, Definition] = {}
        self.ranges: dict[str, Range] = {}
        self.points: list[Point] = []

    @property
    def facts(self) -> list[Fact]:
        """What is known, in the order in which it was learnt."""
        return list(self.known)

    def learn(
        self,
        condition: Condition,
        source: str,
        guards: tuple[Polynomial, ...] = (),
        definition: Definition | None = None,
        lemma: Proof | None = None,
    ) -> None:
        """Add a fact; the points that it is not true of come no further."""
        fact = Fact(condition, guards, source, definition, lemma)
        if fact not in self.known:
            self.known[fact] = None
            if definition is None and self.points:
                self.points = [point for point in self.points if condition.holds(point)]

    def narrow(self, condition: Condition) -> None:
        """Keep the range of a single variable up to date with a bound just learnt."""
        terms = dict(condition.polynomial.terms)
        offset = terms.pop((), 0)
        if len(terms) != 1:
            return
        ((monomial, coefficient),) = terms.items()
        if len(monomial) != 1 or abs(coefficient) != 1:
            return
        low, high = self.ranges.get(monomial[0], (None, None))
        if condition.relation == EQUAL:
            low = high = -offset * coefficient
        elif condition.relation == AT_LEAST and coefficient == 1:
            low = -offset if low is None else max(low, -offset)
        elif condition.relation == AT_LEAST:
            high = offset if high is None else min(high, offset)
        self.ranges[monomial[0]] = (low, high)

    def lemma(self, condition: Condition) -> bool:
        """Learn a condition that follows from the facts, with its proof; `False` if no proof was found."""
        if Fact(condition) in self.known:
            return True
        proof = self.prover.prove(self.known, condition, effort=1)
        if proof is None:
            return False
        self.learn(condition, LEMMA, lemma=proof)
        return True

    def certain(self, condition: Condition) -> bool | None:
        """The truth of a condition where ranges settle it and the prover confirms."""
        low, high = self._range(condition.polynomial)
        relation = condition.relation
        if relation == AT_LEAST:
            if low is not None and low >= 0 and self.lemma(condition):
                return True
            if high is not None and high < 0 and self.lemma(condition.negated()):
                return False
            return None
        if (low is not None and low > 0) or (high is not None and high < 0):
            towards = condition.polynomial if low is not None and low > 0 else -condition.polynomial
            if self.lemma(Condition(towards.shifted(-1), AT_LEAST)) and self.lemma(
                Condition(condition.polynomial, DIFFERENT)
            ):
                return relation == DIFFERENT
        return None

    def sign(self, polynomial: Polynomial) -> int | None:
        """1 if known to be at least 0, -1 if known to be at most 0, else `None`."""
        for factor in (1, -1):
            towards = normalised(polynomial.scaled(factor), AT_LEAST)
            if towards is True or (isinstance(towards, Condition) and Fact(towards) in self.known):
                if isinstance(towards, Condition):
                    self._exactly(polynomial.scaled(factor))
                return factor
        sign = self.sign_by_range(polynomial)
        if sign is not None and self._exactly(polynomial.scaled(sign)):
            return sign
        return None

    def _exactly(self, polynomial: Polynomial) -> bool:
        """Learn `polynomial >= 0` in the very form guards ask for."""
        return self.lemma(Condition(polynomial, AT_LEAST))

    def sign_by_range(self, polynomial: Polynomial) -> int | None:
        """1 or -1 as `sign`, from the ranges of the variables alone."""
        low, high = self._range(polynomial)
        return 1 if low is not None and low >= 0 else -1 if high is not None and high <= 0 else None

    def _range(self, polynomial: Polynomial) -> Range:
        low: int | None = 0
        high: int | None = 0
        for monomial, coefficient in polynomial.terms.items():
            term = scaled_range(self._monomial_range(monomial), coefficient)
            low = None if low is None or term[0] is None else low + term[0]
            high = None if high is None or term[1] is None else high + term[1]
            if low is None and high is None:
                break
        return low, high

    def _monomial_range(self, monomial: Monomial) -> Range:
        result: Range = (1, 1)
        for name in monomial:
            result = product_range(result, self.ranges.get(name, (None, None)))
        if len(monomial) == 2 and monomial[0] == monomial[1] and (result[0] is None or result[0] < 0):
            result = (0, result[1])
        return result

    def range_of(self, definition: Definition) -> Range:
        """The range of a defined variable, from those of its arguments. It is a hint: what is read off is proved."""
        first = self._range(definition.arguments[0])
        if definition.kind in ("isqrt", "abs"):
            return (0, None)
        if definition.kind == "ten":
            return (1, 10**18)
        divisor = self._range(definition.arguments[1])
        least = divisor[0] if divisor[0] is not None and divisor[0] > 0 else 1
        low = None if first[0] is None else (0 if first[0] >= 0 else first[0] // least)
        high = None if first[1] is None else (first[1] // least if first[1] >= 0 else 0)
        return low, high
