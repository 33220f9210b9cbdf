"""Certificates as theorems of Coq, over the integers: the certificate itself is the proof, and Coq's kernel checks it.

A certificate becomes one theorem: for all integers that are what the definitions say (Coq's own quotients, roots, absolute
values and powers) and satisfy the hypotheses, the goal holds. Its script restates the proof tree and searches for nothing:
a leaf is the sum of products that the certificate multiplies out, and `ring` has to find it equal to the negative constant.
The axioms of `proofs.checker` are lemmas here, proved in `Basis.v` from Coq's library, so they are not taken on trust.

| path | holds |
|---|---|
| `coq/Basis.v` | the axioms, and the steps of a proof, as lemmas |
| `coq/SYSTEM/ID.v` | the certificates of a statement |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from proofs import checker
from proofs.checker import EQ, GEQ, NEQ, Poly
from reports.coq_basis import MEANINGS, general
from reports.smtlib import Unspeakable, words


@dataclass(frozen=True)
class Fact:
    """A fact as the checker numbers it; `term` proves it, given proofs of its `guards`."""

    polynomial: Poly
    relation: str
    guards: tuple[Poly, ...]
    term: str


def statement(certificates: Sequence[dict[str, Any]], about: Sequence[str]) -> str:
    """A file with a theorem for each certificate; `about` are the lines of comment at its head."""
    lines = [*_comment(about), "", "From Tallystick Require Import Basis.", "From Coq Require Import ZArith."]
    lines += ["Open Scope Z_scope.", ""]
    names = [f"certificate_{number:04}" for number in range(len(certificates))]
    for name, certificate in zip(names, certificates, strict=True):
        lines += [*theorem(name, certificate), ""]
    lines += [
        "(* What Coq takes for granted in the proofs of all of them: nothing. *)",
        "Definition all_certificates : True :=",
        *(f"  let _ := {name} in" for name in names),
        "  I.",
        "Print Assumptions all_certificates.",
        "",
    ]
    return "\n".join(lines)


def theorem(name: str, certificate: dict[str, Any]) -> list[str]:
    """The theorem that a certificate states, and its proof."""
    return _Theorem(certificate).lines(name)


class _Theorem:
    """One certificate on its way to Coq: its variables under names that Coq takes, and how facts are proved."""

    def __init__(self, certificate: dict[str, Any]) -> None:
        self.certificate = certificate
        self.names = _identifiers(_variables(certificate))
        self.body: list[str] = []

    def lines(self, name: str) -> list[str]:
        """Statement and proof."""
        facts: list[Fact] = []
        premises: list[str] = []
        introduced: list[str] = []
        for number, definition in enumerate(self.certificate["definitions"]):
            arguments = [checker.poly(each) for each in definition["arguments"]]
            kind, variable = definition["kind"], definition["name"]
            meaning, letters = MEANINGS[kind]
            shown = {letter: self._words(each) for letter, each in zip(letters, arguments, strict=True)}
            premises += _comment([f"definition: {variable} = {kind}({', '.join(map(words, arguments))})"], "    ")
            premises.append(f"    {self.names[variable]} = {meaning.format(**shown)} ->")
            introduced.append(f"D{number}")
            facts += _axioms(kind, variable, arguments, f"D{number}")
        for number, hypothesis in enumerate(self.certificate["hypotheses"]):
            polynomial = checker.poly(hypothesis["polynomial"])
            premises += _comment([f"hypothesis: {hypothesis['source']}"], "    ")
            premises.append(f"    {_condition(polynomial, hypothesis['relation'], self.names)} ->")
            introduced.append(f"H{number}")
            facts.append(Fact(polynomial, hypothesis["relation"], (), f"H{number}"))
        goal = self.certificate["goal"]
        for number, lemma in enumerate(self.certificate["lemmas"], 1):
            claim, relation = checker.poly(lemma["polynomial"]), lemma["relation"]
            self.body.append(f"  assert (L{number} : {_condition(claim, relation, self.names)}). {{")
            self._prove(claim, relation, facts, lemma["proof"], 2)
            self.body.append("  }")
            facts.append(Fact(claim, relation, (), f"L{number}"))
        claim, relation = checker.poly(goal["polynomial"]), goal["relation"]
        self._prove(claim, relation, facts, goal["proof"], 1)
        variables = " ".join(self.names.values())
        bound = [f"  forall {variables} : Z,"] if variables else []
        given = " ".join([*self.names.values(), *introduced])
        return [
            *_comment([self.certificate["label"]]),
            f"Theorem {name} :",
            *bound,
            *premises,
            "    (* the goal *)",
            f"    {_condition(claim, relation, self.names)}.",
            "Proof.",
            *([f"  intros {given}."] if given else []),
            *self.body,
            "Qed.",
        ]

    def _words(self, polynomial: Poly) -> str:
        return _shown(polynomial, self.names)

    def _prove(self, claim: Poly, relation: str, facts: Sequence[Fact], proof: Any, depth: int) -> None:
        """Assume the contrary of the claim, and follow the tree."""
        minus: Poly = {(): -1}
        contrary = f"N{depth}"
        how, opposite = {
            GEQ: ("nonnegative", Fact(checker.add(minus, claim, -1), GEQ, (), contrary)),
            EQ: ("zero", Fact(claim, NEQ, (), contrary)),
            NEQ: ("other", Fact(claim, EQ, (), contrary)),
        }[relation]
        self.body.append(f"{'  ' * depth}apply by_contradiction_{how}; intro {contrary}.")
        self._follow([*facts, opposite], proof, depth)

    def _follow(self, facts: Sequence[Fact], node: Any, depth: int) -> None:
        indent = "  " * depth
        minus: Poly = {(): -1}
        if "split" in node:
            pivot = checker.poly(node["split"])
            branches = (("then", pivot), ("else", checker.add(minus, pivot, -1)))
            self.body.append(f"{indent}apply (split ({self._words(pivot)})).")
        elif "differ" in node:
            apart = facts[node["differ"]]
            branches = (
                ("above", checker.add(apart.polynomial, minus)),
                ("below", checker.add(minus, apart.polynomial, -1)),
            )
            self.body.append(f"{indent}apply (differ ({self._words(apart.polynomial)}) {apart.term}).")
        else:
            self.body.append(f"{indent}{self._leaf(facts, node['terms'])}")
            return
        for name, polynomial in branches:
            case = f"C{len(facts)}"
            self.body.append(f"{indent}{{ intro {case}.")
            self._follow([*facts, Fact(polynomial, GEQ, (), case)], node[name], depth + 1)
            self.body.append(f"{indent}}}")

    def _leaf(self, facts: Sequence[Fact], terms: Any) -> str:
        """The sum of the products, not negative, which `ring` finds to be a negative constant."""
        total: Poly = {}
        parts: list[str] = []
        for multiplier, monomial, references in terms:
            factor = checker.integer(multiplier)
            used = [facts[number] for number in references]
            product: Poly = {checker.names(monomial): factor}
            for each in used:
                product = checker.mul(product, each.polynomial)
            total = checker.add(total, product)
            if factor:
                parts.append(self._term(factor, checker.names(monomial), used, facts))
        constant = -total.get((), 0)
        if constant < 1 or len(total) != 1:
            raise Unspeakable("a leaf does not add up to a negative constant")
        added = parts[0]
        for each in parts[1:]:
            added = f"(sum {added} {each})"
        return f"apply (refute {constant} {added}). ring."

    def _term(self, factor: int, monomial: tuple[str, ...], used: Sequence[Fact], facts: Sequence[Fact]) -> str:
        """A proof that a row of a leaf is not negative."""
        zero = next((position for position, each in enumerate(used) if each.relation == EQ), None)
        if zero is not None:
            others = [each.polynomial for position, each in enumerate(used) if position != zero]
            scale = " * ".join(f"({self._words(each)})" for each in [{monomial: factor}, *others])
            return f"(nothing ({scale}) {self._proved(used[zero], facts)})"
        if not used:
            return f"(constant {factor})"
        product = self._proved(used[0], facts)
        for each in used[1:]:
            product = f"(product {product} {self._proved(each, facts)})"
        return product if factor == 1 else f"(times {factor} {product})"

    def _proved(self, fact: Fact, facts: Sequence[Fact]) -> str:
        """The fact, with its guards proved from what is known."""
        if not fact.guards:
            return fact.term
        return f"({' '.join([fact.term, *(self._guard(guard, facts) for guard in fact.guards)])})"

    def _guard(self, guard: Poly, facts: Sequence[Fact]) -> str:
        """A proof of a guard: it is a constant, or a known fact and a constant."""
        if _certain(guard):
            return f"ltac:(certain {guard.get((), 0)})"
        for fact in facts:
            more = checker.add(guard, fact.polynomial, -1)
            if fact.relation == GEQ and all(map(_certain, fact.guards)) and _certain(more):
                return f"ltac:(known {self._proved(fact, facts)} {more.get((), 0)})"
        raise Unspeakable("a guard is not known")


def _axioms(kind: str, variable: str, arguments: Sequence[Poly], definition: str) -> list[Fact]:
    """The facts of a definition in the checker's order; guards that are certain are kept, for Coq wants them proved."""
    given = dict(zip(MEANINGS[kind][1], arguments, strict=True))
    stated = checker.axioms(kind, variable, list(arguments))
    return [
        Fact(polynomial, relation, tuple(_put(guard, given) for guard in guards), f"({kind}_{number} {definition})")
        for number, ((polynomial, relation, _), (_, _, guards)) in enumerate(zip(stated, general(kind), strict=True))
    ]


def _certain(guard: Poly) -> bool:
    """Whether it is a constant that is not negative."""
    return not any(guard) and guard.get((), 0) >= 0


def _put(polynomial: Poly, given: dict[str, Poly]) -> Poly:
    """The polynomial with others in the place of its variables."""
    total: Poly = {}
    for monomial, coefficient in polynomial.items():
        product: Poly = {(): coefficient}
        for name in monomial:
            product = checker.mul(product, given[name])
        total = checker.add(total, product)
    return total


def _condition(polynomial: Poly, relation: str, names: dict[str, str]) -> str:
    shown = _shown(polynomial, names)
    return {GEQ: f"0 <= {shown}", EQ: f"{shown} = 0", NEQ: f"{shown} <> 0"}[relation]


def _shown(polynomial: Poly, names: dict[str, str]) -> str:
    """The polynomial in names that Coq takes."""
    return words({tuple(names.get(each, each) for each in monomial): n for monomial, n in polynomial.items()})


def _variables(certificate: dict[str, Any]) -> set[str]:
    """Every variable that is met anywhere in the certificate."""
    found = {definition["name"] for definition in certificate["definitions"]}

    def walk(node: Any) -> None:
        if "terms" in node:
            found.update(name for _, monomial, _ in node["terms"] for name in monomial)
        if "split" in node:
            note(node["split"])
        for branch in ("then", "else", "above", "below"):
            if branch in node:
                walk(node[branch])

    def note(polynomial: Any) -> None:
        found.update(name for monomial in checker.poly(polynomial) for name in monomial)

    for definition in certificate["definitions"]:
        for argument in definition["arguments"]:
            note(argument)
    for condition in (*certificate["hypotheses"], *certificate["lemmas"], certificate["goal"]):
        note(condition["polynomial"])
        if "proof" in condition:
            walk(condition["proof"])
    return found


TAKEN = re.compile(
    rf"[A-Z][0-9]*|({'|'.join(MEANINGS)})_[0-9]+"
    "|constant|differ|nothing|product|refute|split|sum|times|eq_refl"
    "|as|at|by|cofix|else|end|exists|exists2|fix|for|forall|fun|if|in|let|match|mod|return|then|using|where|with"
)
"""Names that the scripts give themselves or take from the basis, and words that Coq keeps for itself."""


def _identifiers(variables: Iterable[str]) -> dict[str, str]:
    """A name for each variable, like its own and different from all others."""
    names: dict[str, str] = {}
    for variable in sorted(variables):
        plain = re.sub(r"[^A-Za-z0-9]+", "_", variable).strip("_") or "x"
        if not plain[0].isalpha() or TAKEN.fullmatch(plain):
            plain = f"x_{plain}"
        name, number = plain, 2
        while name in names.values():
            name, number = f"{plain}_{number}", number + 1
        names[variable] = name
    return names


def _comment(lines: Iterable[str], indent: str = "") -> list[str]:
    """Comments: nothing in them ends them, begins another, or opens a string."""
    return [f"{indent}(* {_harmless(line)} *)" for line in lines]


def _harmless(line: str) -> str:
    plain = "".join(
        char if char.isascii() and char.isprintable() else char.encode("unicode_escape").decode() for char in line
    )
    return plain.replace('"', "'").replace("(*", "( *").replace("*)", "* )")
