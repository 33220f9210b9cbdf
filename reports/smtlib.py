"""Certificates as SMT-LIB2 that people can read: the obligation as it is stated, and every leaf of its proof.

An obligation is the definitions, the hypotheses and the negated goal over the integers (QF_NIA): what is to be
refuted, with no trace of how it was proved. A leaf is one end of the proof tree: the products of hypotheses that it
adds up, one real a monomial (QF_LRA), which any solver refutes at once. Both are made from the certificate alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from proofs import checker
from proofs.checker import EQ, GEQ, NEQ, Poly
from proofs.crosscheck import LeafTerm, leaf_terms

Monomial = tuple[str, ...]
RELATIONS = {GEQ: ">=", EQ: "=", NEQ: "distinct"}


class Unspeakable(ValueError):
    """A name can not be written as a symbol of SMT-LIB2, or two names would be written as one; the message has it."""


def obligation(certificate: dict[str, Any], about: Sequence[str]) -> str:
    """`hypotheses |- goal` as a problem that has no solution; `about` are the lines of comment at its head.

    Divisions, roots, absolute values and powers of ten are variables with the axioms of `proofs.checker`, each under
    its guards. Lemmas are left out: they belong to the proof.
    """
    body: list[str] = []
    met: set[str] = set()

    def stated(polynomial: Poly, relation: str) -> str:
        met.update(name for monomial in polynomial for name in monomial)
        return _comparison(polynomial, relation, _whole)

    for definition in certificate["definitions"]:
        arguments = [checker.poly(argument) for argument in definition["arguments"]]
        meaning = f"{definition['name']} = {definition['kind']}({', '.join(map(words, arguments))})"
        body += ["", *_comment([f"definition: {meaning}"])]
        for polynomial, relation, guards in checker.axioms(definition["kind"], definition["name"], arguments):
            fact = stated(polynomial, relation)
            known = [stated(guard, GEQ) for guard in guards]
            condition = f"(and {' '.join(known)})" if len(known) > 1 else "".join(known)
            body.append(f"(assert (=> {condition} {fact}))" if known else f"(assert {fact})")
    for hypothesis in certificate["hypotheses"]:
        body += ["", *_comment([f"hypothesis: {hypothesis['source']}"])]
        body.append(f"(assert {stated(checker.poly(hypothesis['polynomial']), hypothesis['relation'])})")
    goal = certificate["goal"]
    body += ["", "; the goal, negated"]
    body.append(f"(assert (not {stated(checker.poly(goal['polynomial']), goal['relation'])}))")
    declared = [f"(declare-const {_symbol(name)} Int)" for name in sorted(met)]
    return _text([*_comment(about), "(set-logic QF_NIA)", *declared, *body, "", "(check-sat)"])


def leaves(certificate: dict[str, Any], about: Sequence[str]) -> Iterator[str]:
    """Every leaf of the proof, those of its lemmas included, in the order of the checker."""
    origins = _origins(certificate)
    steps = [*certificate["lemmas"], certificate["goal"]]
    titles = [
        f"{'the goal' if step is steps[-1] else f'lemma {number}'}: {words(checker.poly(step['polynomial']))} "
        f"{step['relation']}; leaf {leaf + 1} of {size}"
        for number, step in enumerate(steps, 1)
        for size in [_size(step["proof"])]
        for leaf in range(size)
    ]
    for title, terms in zip(titles, leaf_terms(certificate), strict=True):
        yield _leaf(terms, [*about, title], origins)


def words(polynomial: Poly) -> str:
    """The polynomial in one line, as one writes it."""
    text = ""
    for monomial, coefficient in _ordered(polynomial.items()):
        size = abs(coefficient)
        term = "*".join(monomial if size == 1 and monomial else (str(size), *monomial))
        text += (f" {'-' if coefficient < 0 else '+'} " if text else "-" * (coefficient < 0)) + term
    return text or "0"


def _leaf(terms: Sequence[LeafTerm], about: Sequence[str], origins: dict[frozenset[tuple[Monomial, int]], str]) -> str:
    rows = [(term, term.product()) for term in terms]
    met = {monomial for _, row in rows for monomial in row if monomial}
    declared = [f"(declare-const {_symbol('*'.join(monomial))} Real)" for monomial in sorted(met)]
    if len(set(declared)) != len(declared):
        raise Unspeakable("a variable has the name of a product of others")
    body: list[str] = []
    for term, row in rows:
        relation = EQ if term.equality else GEQ
        facts = [f"{origins.get(frozenset(f.items()), ASSUMED)}: {words(f)}" for f in term.factors]
        if len(facts) + len(term.monomial) > 1:
            facts = ["the product of", *(f"  {each}" for each in (*term.monomial, *facts))]
        body += ["", *_comment(facts or ["a constant"])]
        body.append(f"(assert {_comparison(row, relation, _real)})")
    return _text([*_comment(about), "(set-logic QF_LRA)", *declared, *body, "", "(check-sat)"])


ASSUMED = "the negated claim, or the case that is looked at"
"""What a fact of a leaf is that the certificate states nowhere."""


def _origins(certificate: dict[str, Any]) -> dict[frozenset[tuple[Monomial, int]], str]:
    """What the certificate says each polynomial is, the first if it is several things."""
    found: dict[frozenset[tuple[Monomial, int]], str] = {}
    for definition in certificate["definitions"]:
        arguments = [checker.poly(argument) for argument in definition["arguments"]]
        for polynomial, _, _ in checker.axioms(definition["kind"], definition["name"], arguments):
            found.setdefault(frozenset(polynomial.items()), f"definition of {definition['name']}")
    for hypothesis in certificate["hypotheses"]:
        polynomial = checker.poly(hypothesis["polynomial"])
        found.setdefault(frozenset(polynomial.items()), f"hypothesis: {hypothesis['source']}")
    for number, lemma in enumerate(certificate["lemmas"], 1):
        found.setdefault(frozenset(checker.poly(lemma["polynomial"]).items()), f"lemma {number}")
    return found


def _size(node: Any) -> int:
    """The number of leaves of a proof tree."""
    below = [node[name] for name in ("then", "else", "above", "below") if name in node]
    return sum(map(_size, below)) if below else 1


def _comparison(polynomial: Poly, relation: str, term: Callable[[Monomial, int], str]) -> str:
    """The condition with what is subtracted on its right, so that no sign is left."""
    terms = _ordered(polynomial.items())
    left = [term(monomial, coefficient) for monomial, coefficient in terms if coefficient > 0]
    right = [term(monomial, -coefficient) for monomial, coefficient in terms if coefficient < 0]
    nothing = term((), 0)
    return f"({RELATIONS[relation]} {_sum(left) or nothing} {_sum(right) or nothing})"


def _sum(terms: Sequence[str]) -> str:
    return f"(+ {' '.join(terms)})" if len(terms) > 1 else "".join(terms)


def _whole(monomial: Monomial, coefficient: int) -> str:
    """A term over the integers; the coefficient is not negative."""
    factors = [*([str(coefficient)] if coefficient != 1 or not monomial else []), *map(_symbol, monomial)]
    return f"(* {' '.join(factors)})" if len(factors) > 1 else factors[0]


def _real(monomial: Monomial, coefficient: int) -> str:
    """A term over the reals, where each monomial is a symbol of its own; the coefficient is not negative."""
    if not monomial:
        return f"{coefficient}.0"
    symbol = _symbol("*".join(monomial))
    return symbol if coefficient == 1 else f"(* {coefficient}.0 {symbol})"


def _ordered(terms: Iterable[tuple[Monomial, int]]) -> list[tuple[Monomial, int]]:
    """Longer monomials first, the constant last."""
    return sorted(terms, key=lambda term: (-len(term[0]), term[0]))


def _symbol(name: str) -> str:
    if not _plain(name) or "|" in name or "\\" in name:
        raise Unspeakable(f"{name!r} can not be written as a symbol")
    return f"|{name}|"


def _comment(lines: Iterable[str]) -> list[str]:
    """Lines of comment: a character that might end one, or that a solver might refuse, is written as its escape."""
    return [f"; {line if _plain(line) else ''.join(map(_harmless, line))}" for line in lines]


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable()


def _harmless(char: str) -> str:
    return char if _plain(char) else char.encode("unicode_escape").decode()


def _text(lines: Sequence[str]) -> str:
    return "\n".join([*lines, ""])
