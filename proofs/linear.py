"""Multipliers by linear arithmetic: the only question the suite asks Z3 on its way to a proof.

Given polynomials that are each at least 0 (or equal to 0), find non-negative (or any) rational multipliers whose
combination is the constant -1. Every monomial counts as an independent real. By Farkas' lemma the multipliers exist
exactly where the linearised hypotheses are unsatisfiable, and they are the certificate: whoever finds them need not
be believed.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lcm
from typing import NamedTuple

import z3

from proofs.polynomial import Monomial, Polynomial

EFFORT = 10_000_000
"""What one question may cost, in Z3's own units (a few seconds): the answer does not depend on the machine's load."""

MILLISECONDS = 60_000
"""The end of a question that the effort does not measure."""


class Row(NamedTuple):
    """A polynomial that is at least 0, or equal to 0."""

    polynomial: Polynomial
    equality: bool


class Arithmetic:
    """Z3 at the service of one exploration: what it has been told of a polynomial need not be told again.

    Each exploration has a context of its own, so that what is found does not depend on what was asked before it.
    """

    def __init__(self) -> None:
        self.context = z3.Context()
        self.builder = Builder(self.context)

    def multipliers(self, rows: Sequence[Row]) -> list[tuple[int, int]] | None:
        """Pairs of integer multiplier and row number that add up to a negative constant; `None` if none were found.

        Z3 first says which rows contradict each other (its unsatisfiable core), then weighs those few.
        """
        alive = _able_to_cancel(rows)
        if not any(_pushes_down(rows[index]) for index in alive):
            return None
        core = _contradicting(self.builder, rows, alive)
        return None if core is None else _weights(rows, core)


def _contradicting(builder: Builder, rows: Sequence[Row], alive: Sequence[int]) -> list[int] | None:
    """Rows, few of them, that no real values of the monomials satisfy together."""
    solver = _solver(builder.context)
    for index in alive:
        condition, label = builder.condition(rows[index]), builder.label(index)
        z3.Z3_solver_assert_and_track(builder.reference, solver.solver, condition.ast, label.ast)
    if solver.check() != z3.unsat:
        return None
    return [int(str(label)) for label in solver.unsat_core()]


class Builder:
    """Linear conditions for Z3, made through its C interface: Python's operators cost more than the solving."""

    def __init__(self, context: z3.Context) -> None:
        self.context = context
        self.reference = context.ref()
        self.sort = z3.RealSort(context)
        self.zero = z3.RealVal(0, context)
        self.reals: dict[Monomial, z3.ArithRef] = {}
        self.numbers: dict[int, z3.ArithRef] = {}
        self.conditions: dict[Row, z3.BoolRef] = {}
        self.labels: list[z3.BoolRef] = []

    def label(self, index: int) -> z3.BoolRef:
        """The name of the row at a place."""
        while index >= len(self.labels):
            self.labels.append(z3.Bool(str(len(self.labels)), self.context))
        return self.labels[index]

    def condition(self, row: Row) -> z3.BoolRef:
        """`sum of terms >= 0`, or `== 0`."""
        known = self.conditions.get(row)
        if known is not None:
            return known
        parts = [self._term(monomial, coefficient) for monomial, coefficient in row.polynomial.terms.items()]
        array = (z3.Ast * len(parts))(*(part.ast for part in parts))
        total = z3.Z3_mk_add(self.reference, len(parts), array)
        make = z3.Z3_mk_eq if row.equality else z3.Z3_mk_ge
        made = self.conditions[row] = z3.BoolRef(make(self.reference, total, self.zero.ast), self.context)
        return made

    def _term(self, monomial: Monomial, coefficient: int) -> z3.ArithRef:
        number = self.numbers.get(coefficient)
        if number is None:
            number = z3.ArithRef(z3.Z3_mk_numeral(self.reference, str(coefficient), self.sort.ast), self.context)
            self.numbers[coefficient] = number
        if not monomial:
            return number
        real = self.reals.get(monomial)
        if real is None:
            real = self.reals[monomial] = z3.Real(f"m{len(self.reals)}", self.context)
        if coefficient == 1:
            return real
        array = (z3.Ast * 2)(number.ast, real.ast)
        return z3.ArithRef(z3.Z3_mk_mul(self.reference, 2, array), self.context)


def _weights(rows: Sequence[Row], core: Sequence[int]) -> list[tuple[int, int]] | None:
    """The multipliers of contradicting rows."""
    solver = _solver()
    weights = {index: z3.Real(f"w{index}") for index in core}
    columns: dict[Monomial, list[z3.ArithRef]] = {(): []}
    for index in core:
        for monomial, coefficient in rows[index].polynomial.terms.items():
            columns.setdefault(monomial, []).append(weights[index] * coefficient)
        if not rows[index].equality:
            solver.add(weights[index] >= 0)
    total = columns.pop(())
    for column in columns.values():
        solver.add(z3.Sum(column) == 0)
    solver.add(z3.Sum(total) == -1)
    if solver.check() != z3.sat:
        return None
    model = solver.model()
    values = {index: model.eval(weight, model_completion=True).as_fraction() for index, weight in weights.items()}
    values = {index: value for index, value in values.items() if value}
    scale = lcm(*(value.denominator for value in values.values()))
    return [(int(value * scale), index) for index, value in values.items()]


def _solver(context: z3.Context | None = None) -> z3.Solver:
    solver = z3.SimpleSolver(context)
    solver.set("rlimit", EFFORT)
    solver.set("timeout", MILLISECONDS)
    solver.set("random_seed", 0)
    return solver


def _pushes_down(row: Row) -> bool:
    constant = row.polynomial.constant_term
    return constant < 0 or (row.equality and constant != 0)


def _able_to_cancel(rows: Sequence[Row]) -> list[int]:
    """The rows none of whose monomials occurs with one sign only; the others can have no multiplier but 0."""
    alive = list(range(len(rows)))
    while True:
        signs: dict[Monomial, int] = {}
        for index in alive:
            row = rows[index]
            for monomial, coefficient in row.polynomial.terms.items():
                if monomial:
                    signs[monomial] = signs.get(monomial, 0) | (3 if row.equality else 1 if coefficient > 0 else 2)
        left = [index for index in alive if all(not m or signs[m] == 3 for m in rows[index].polynomial.terms)]
        if len(left) == len(alive):
            return alive
        alive = left
