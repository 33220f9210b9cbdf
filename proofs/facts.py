"""Facts and proofs as the engine handles them: by content, so that a proof found on one path serves every path.

A proof names the facts it uses by what they say. It is valid wherever all of them are at hand, which is what lets one
certificate serve the many paths that share a prefix. `proofs.certificate` turns it into the checker's numbered form.
"""

from __future__ import annotations

from dataclasses import dataclass

from proofs.condition import AT_LEAST, Condition
from proofs.definitions import Definition
from proofs.polynomial import Monomial, Polynomial


class Fact:
    """A condition at hand, usable where each guard polynomial is at least 0; equal facts say the same.

    `source` says where it comes from; a fact of a `definition` is an axiom of it, one with a `lemma` is proved by it.
    """

    __slots__ = ("_hash", "condition", "definition", "guards", "lemma", "source")

    def __init__(
        self,
        condition: Condition,
        guards: tuple[Polynomial, ...] = (),
        source: str = "",
        definition: Definition | None = None,
        lemma: Proof | None = None,
    ) -> None:
        self.condition = condition
        self.guards = guards
        self.source = source
        self.definition = definition
        self.lemma = lemma
        self._hash = hash((condition, guards)) if guards else hash(condition)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fact) and self.condition == other.condition and self.guards == other.guards

    def __hash__(self) -> int:
        return self._hash

    def __repr__(self) -> str:
        return f"Fact({self.condition}, {self.source!r})"


@dataclass(frozen=True)
class Term:
    """`multiplier * monomial * product of the facts' polynomials`."""

    multiplier: int
    monomial: Monomial
    factors: tuple[Fact, ...]


@dataclass(frozen=True)
class Leaf:
    """Terms that add up to a negative constant."""

    terms: tuple[Term, ...]


@dataclass(frozen=True)
class Split:
    """`pivot >= 0` or `pivot <= -1`."""

    pivot: Polynomial
    then: Proof
    otherwise: Proof


@dataclass(frozen=True)
class Differ:
    """A disequality as two cases."""

    fact: Fact
    above: Proof
    below: Proof


Proof = Leaf | Split | Differ


def used_facts(proof: Proof) -> set[Fact]:
    """Every fact a proof mentions, those introduced by its own splits included."""
    if isinstance(proof, Leaf):
        return {fact for term in proof.terms for fact in term.factors}
    if isinstance(proof, Split):
        return used_facts(proof.then) | used_facts(proof.otherwise)
    return {proof.fact} | used_facts(proof.above) | used_facts(proof.below)


def says(fact: Fact, guard: Polynomial) -> bool:
    """Whether a fact is `guard >= 0`, or more by a constant."""
    if fact.guards or fact.condition.relation != AT_LEAST:
        return False
    gap = guard - fact.condition.polynomial
    return gap.is_constant and gap.constant_term >= 0


def leaves(proof: Proof) -> list[Leaf]:
    """The leaves of a proof, left to right."""
    if isinstance(proof, Leaf):
        return [proof]
    if isinstance(proof, Split):
        return leaves(proof.then) + leaves(proof.otherwise)
    return leaves(proof.above) + leaves(proof.below)
