"""Second opinions on every leaf of every certificate: SymPy re-checks it, Z3 and cvc5 re-find the contradiction.

All three start from the certificate, not from the objects that made it. SymPy multiplies the factors with its own
polynomials. The solvers receive the leaf's linearised rows as SMT-LIB2 and must answer `unsat`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from proofs import checker
from proofs.checker import EQ, GEQ, NEQ, Fact, Poly

MILLISECONDS = 5000


@dataclass(frozen=True)
class LeafTerm:
    """`multiplier * monomial * factors`, where the factors are polynomials at least 0, or one of them equal to 0."""

    multiplier: int
    monomial: tuple[str, ...]
    factors: tuple[Poly, ...]
    equality: bool

    def product(self) -> Poly:
        """The row without its multiplier."""
        result: Poly = {tuple(sorted(self.monomial)): 1}
        for factor in self.factors:
            result = checker.mul(result, factor)
        return result


def leaf_terms(certificate: dict[str, Any]) -> Iterator[list[LeafTerm]]:
    """The leaves of a certificate, those of its lemmas included."""
    facts: list[Fact] = []
    for definition in certificate["definitions"]:
        facts += checker.axioms(
            definition["kind"], definition["name"], [checker.poly(a) for a in definition["arguments"]]
        )
    facts += [(checker.poly(h["polynomial"]), h["relation"], ()) for h in certificate["hypotheses"]]
    for step in [*certificate["lemmas"], certificate["goal"]]:
        claim, relation = checker.poly(step["polynomial"]), step["relation"]
        opposite = {GEQ: (checker.add({(): -1}, claim, -1), GEQ), EQ: (claim, NEQ), NEQ: (claim, EQ)}[relation]
        yield from _leaves([*facts, (*opposite, ())], step["proof"])
        facts.append((claim, relation, ()))


def _leaves(facts: list[Fact], node: Any) -> Iterator[list[LeafTerm]]:
    minus: Poly = {(): -1}
    if "split" in node:
        pivot = checker.poly(node["split"])
        yield from _leaves([*facts, (pivot, GEQ, ())], node["then"])
        yield from _leaves([*facts, (checker.add(minus, pivot, -1), GEQ, ())], node["else"])
    elif "differ" in node:
        apart = facts[node["differ"]][0]
        yield from _leaves([*facts, (checker.add(apart, minus), GEQ, ())], node["above"])
        yield from _leaves([*facts, (checker.add(minus, apart, -1), GEQ, ())], node["below"])
    else:
        yield [
            LeafTerm(
                int(multiplier),
                tuple(monomial),
                tuple(facts[number][0] for number in numbers),
                any(facts[number][1] == EQ for number in numbers),
            )
            for multiplier, monomial, numbers in node["terms"]
        ]


def sympy_agrees(terms: list[LeafTerm]) -> bool:
    """Whether SymPy's polynomials give a negative constant too."""
    from sympy import ZZ
    from sympy.polys.rings import ring

    names = sorted({name for term in terms for part in (*term.factors, {term.monomial: 1}) for m in part for name in m})
    if not names:
        return sum(term.multiplier * _constant(term) for term in terms) < 0
    polynomials, *symbols = ring([f"v{number}" for number in range(len(names))], ZZ)
    generators = symbols[0] if len(symbols) == 1 and isinstance(symbols[0], tuple) else symbols
    place = dict(zip(names, generators, strict=True))

    def lifted(part: Poly) -> Any:
        total = polynomials.zero
        for monomial, coefficient in part.items():
            product = polynomials(coefficient)
            for name in monomial:
                product *= place[name]
            total += product
        return total

    total = polynomials.zero
    for term in terms:
        product = lifted({term.monomial: term.multiplier})
        for factor in term.factors:
            product *= lifted(factor)
        total += product
    return bool(total.is_ground and total != 0 and total.coeff(1) < 0)


def _constant(term: LeafTerm) -> int:
    return term.product().get((), 0)


def smtlib(terms: list[LeafTerm]) -> str:
    """The leaf as SMT-LIB2 over linear real arithmetic: one real per monomial, one assertion per row."""
    rows = [(term.product(), term.equality) for term in terms]
    monomials = sorted({monomial for row, _ in rows for monomial in row if monomial})
    names = {monomial: f"m{number}" for number, monomial in enumerate(monomials)}
    lines = ["(set-logic QF_LRA)"]
    lines += [f"(declare-const {names[monomial]} Real) ; {'*'.join(monomial)}" for monomial in monomials]
    for row, equality in rows:
        parts = [f"(* {_number(c)} {names[m]})" if m else _number(c) for m, c in sorted(row.items())]
        total = f"(+ {' '.join(parts)})" if len(parts) > 1 else (parts[0] if parts else "0.0")
        lines.append(f"(assert ({'=' if equality else '>='} {total} 0.0))")
    return "\n".join([*lines, "(check-sat)", ""])


def _number(value: int) -> str:
    return f"{value}.0" if value >= 0 else f"(- {-value}.0)"


def z3_answer(problem: str) -> str:
    """Z3's answer to an SMT-LIB2 problem."""
    import z3

    solver = z3.SimpleSolver()
    solver.set("timeout", MILLISECONDS)
    solver.from_string(problem)
    return str(solver.check())


def cvc5_answer(problem: str) -> str:
    """cvc5's answer to an SMT-LIB2 problem, or why there is none."""
    try:
        import cvc5
    except ImportError:
        return "missing"
    solver = cvc5.Solver()
    solver.setOption("tlimit-per", str(MILLISECONDS))
    parser = cvc5.InputParser(solver)
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, problem, "leaf")
    symbols = parser.getSymbolManager()
    answer = ""
    while True:
        command = parser.nextCommand()
        if command.isNull():
            return answer.strip() or "unknown"
        answer += command.invoke(solver, symbols)
