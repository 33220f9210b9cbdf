"""What was to be proved of a statement, obligation by obligation, from the certificates that are kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from proofs import checker

SIGNS = {checker.GEQ: "≥ 0", checker.EQ: "= 0", checker.NEQ: "≠ 0"}
MOST_TERMS = 8
"""A polynomial of more terms is shown by its first; the bundle of `export` holds it whole."""

KINDS = {"decided": "a branch that is decided", "impossible": "a path that is impossible", "lemma": "a lemma"}
"""What an obligation is, by how its label goes on after the scope."""

CLAIM = "a claim"
SOLVERS = ("sympy", "z3", "cvc5")


@dataclass(frozen=True)
class Obligation:
    """One obligation: its number, where it arose, what it is, and what its certificate consists of.

    `hypotheses` are the sources of what it uses, each once; `refusal` is what the checker has against the certificate,
    empty if it accepts it.
    """

    number: int
    scope: str
    kind: str
    label: str
    goal: str
    hypotheses: tuple[str, ...]
    lemmas: int
    leaves: int
    refusal: str


def obligations(certificates: Sequence[Mapping[str, Any]]) -> list[Obligation]:
    """The obligations in the order in which they were met, each checked now."""
    return [_obligation(number, each) for number, each in enumerate(certificates, start=1)]


@dataclass(frozen=True)
class Scope:
    """Where obligations arose: what is claimed there, lemmas included, and what only says which paths there are."""

    name: str
    claims: tuple[Obligation, ...]
    branches: tuple[Obligation, ...]


def by_scope(found: Sequence[Obligation]) -> list[Scope]:
    """The obligations by where they arose, in the order in which that was met."""
    made = []
    for name in dict.fromkeys(each.scope for each in found):
        own = [each for each in found if each.scope == name]
        claims = tuple(each for each in own if each.kind in (CLAIM, KINDS["lemma"]))
        made.append(Scope(name, claims, tuple(each for each in own if each not in claims)))
    return made


def users(reason: str, found: Sequence[Obligation]) -> list[int]:
    """The numbers of the obligations whose certificates use an assumption."""
    return [each.number for each in found if reason in each.hypotheses]


def opinions(solvers: Mapping[str, str], found: Sequence[Obligation]) -> dict[str, str]:
    """What each solver says of every single leaf here: `agrees` if the report says so of all of them, else nothing.

    The report counts; only where the count is whole, and is that of these certificates, it speaks of each.
    """
    leaves = sum(each.leaves for each in found)
    return {name: "agrees" for name in SOLVERS if solvers.get(name) == f"agrees {leaves}/{leaves}"}


def _obligation(number: int, certificate: Mapping[str, Any]) -> Obligation:
    scope, _, rest = certificate["label"].partition(": ")
    word, _, label = rest.partition(": ")
    kind = KINDS.get(word, CLAIM)
    goal = certificate["goal"]
    steps = [*certificate["lemmas"], goal]
    return Obligation(
        number=number,
        scope=scope,
        kind=kind,
        label=label if kind != CLAIM else rest,
        goal=f"{polynomial(goal['polynomial'])} {SIGNS.get(goal['relation'], goal['relation'])}",
        hypotheses=tuple(dict.fromkeys(each["source"] for each in certificate["hypotheses"])),
        lemmas=len(certificate["lemmas"]),
        leaves=sum(_leaves(each["proof"]) for each in steps),
        refusal=_refusal(certificate),
    )


def polynomial(terms: Sequence[tuple[str, Sequence[str]]]) -> str:
    """A polynomial as people write it, shortened where it is long."""
    if not terms:
        return "0"
    parts: list[str] = []
    for coefficient, monomial in terms[:MOST_TERMS]:
        size, sign = coefficient.lstrip("-"), "−" if coefficient.startswith("-") else "+"
        factors = [*([size] if size != "1" or not monomial else []), *monomial]
        parts += [sign, "·".join(factors)]
    text = " ".join(parts[1:] if parts[0] == "+" else parts)
    more = len(terms) - MOST_TERMS
    return f"{text} + … ({more} more {'term' if more == 1 else 'terms'})" if more > 0 else text


def _leaves(proof: Mapping[str, Any]) -> int:
    if "terms" in proof:
        return 1
    return sum(_leaves(proof[part]) for part in ("then", "else", "above", "below") if part in proof)


def _refusal(certificate: Mapping[str, Any]) -> str:
    try:
        checker.check(certificate)
    except checker.Invalid as problem:
        return str(problem)
    return ""
