"""Which guards of facts hold, and which signs are waited for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from proofs.condition import AT_LEAST
from proofs.facts import Fact
from proofs.polynomial import Polynomial


class Signs:
    """Which guards hold: those of which a fact says `guard >= 0`, or more by a constant."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._lowest: dict[Polynomial, int] = {}
        for fact in facts:
            if not fact.guards and fact.condition.relation == AT_LEAST:
                shape, constant = _without_constant(fact.condition.polynomial)
                self._lowest[shape] = min(constant, self._lowest.get(shape, constant))

    def hold(self, guard: Polynomial) -> bool:
        """Whether the facts say that the guard is at least 0."""
        shape, constant = _without_constant(guard)
        return shape in self._lowest and self._lowest[shape] <= constant


def _without_constant(polynomial: Polynomial) -> tuple[Polynomial, int]:
    constant = polynomial.constant_term
    return polynomial.shifted(-constant), constant


def usable(facts: Sequence[Fact]) -> list[Fact]:
    """The facts whose guards all hold by the facts."""
    signs = Signs(facts)
    return [fact for fact in facts if all(signs.hold(guard) for guard in fact.guards)]


def awaited_signs(facts: Sequence[Fact]) -> list[Polynomial]:
    """Guards that do not hold by the facts: knowing their sign would make more facts usable."""
    signs = Signs(facts)
    return list({guard: None for fact in facts for guard in fact.guards if not signs.hold(guard)})
