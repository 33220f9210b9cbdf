"""A method under contract on a path: whatever it writes and answers becomes anything that its contract allows.

Everything written gets a fresh symbol of its width, and what the contract ensures is assumed. An equality is solved
instead where it can be: the fresh symbol gives way to what it equals, so that a proof need not combine the two. What
was solved is no hypothesis of a certificate any more; the path notes that it rests on the contract.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from proofs.condition import EQUAL
from proofs.path import Path
from proofs.polynomial import Polynomial
from proofs.symbolic import Symbolic, SymbolicInteger
from properties.abstractions import Bookkeeping, Call
from properties.arbitrary import integer_fields


def anything(path: Path, method: str, contract: Bookkeeping) -> Callable[..., Any]:
    """The method's stand-in on the path."""

    def replaced(*arguments: Any, **named: Any) -> Any:
        given = (*arguments, *named.values())
        states = [argument for argument in given if isinstance(argument, tuple(contract.writes))]
        others = tuple(argument for argument in given if not any(argument is state for state in states))
        return Replacement(path, method, contract, states, others).answer

    return replaced


class Replacement:
    """One call of a method under contract: its effect on the states is made, and its answer found, when it is built."""

    def __init__(
        self, path: Path, method: str, contract: Bookkeeping, states: list[Any], others: tuple[Any, ...]
    ) -> None:
        self.path = path
        self.method = method
        self.contract = contract
        self.states = states
        self.before = tuple(copy.copy(state) for state in states)
        self.fresh: dict[str, tuple[int, int]] = {}
        for state in states:
            for name in self._written(state):
                kind = type(state)
                setattr(state, name, self._symbol(f"{kind.__name__.lower()}.{name}", integer_fields(kind)[name]))
        self.answer = self._any_answer()
        if contract.ensures is not None:
            while self._solves_another(Call(self.before, others, tuple(states), self.answer)):
                pass

    def _written(self, state: Any) -> list[str]:
        return [name for kind, names in self.contract.writes.items() if isinstance(state, kind) for name in names]

    def _symbol(self, name: str, width: Any) -> Any:
        symbol = self.path.any_value(f"{self.method}.{name}" if name else self.method, width)
        self.fresh[str(symbol.polynomial)] = (width.low, width.high)
        return symbol

    def _any_answer(self) -> Any:
        returns = self.contract.returns
        if returns is None:
            return None
        if isinstance(returns, tuple):
            return tuple(self._symbol(str(place), width) for place, width in enumerate(returns))
        if returns is bool:
            return self.path.any_choice(self.method, (False, True))
        if isinstance(returns, type):
            kind: Any = returns
            return kind(**{name: self._symbol(name, width) for name, width in integer_fields(kind).items()})
        return self._symbol("", returns)

    def _solves_another(self, call: Call) -> bool:
        """Assume what is ensured, up to the first equality that can be solved; whether there was one."""
        assert self.contract.ensures is not None
        for label, condition in self.contract.ensures(call):
            reason = f"{self.contract.proved_by} of {self.method}: {label}"
            solution = self._solution(condition)
            if solution is not None:
                self._put(*solution, reason)
                return True
            self.path.assume(condition, reason)
        return False

    def _solution(self, condition: Any) -> tuple[str, Polynomial] | None:
        """A fresh symbol and what it equals, by an equality in which it stands alone."""
        if not isinstance(condition, Symbolic) or condition.condition.relation != EQUAL:
            return None
        terms = condition.condition.polynomial.terms
        for name in self.fresh:
            factor = terms.get((name,), 0)
            if abs(factor) == 1 and sum(name in monomial for monomial in terms) == 1:
                return name, Polynomial({m: -factor * c for m, c in terms.items() if m != (name,)})
        return None

    def _put(self, name: str, polynomial: Polynomial, reason: str) -> None:
        """Write what a symbol equals wherever it was written; it is within the symbol's width."""
        low, high = self.fresh.pop(name)
        self.path.given(reason)
        value = _integer(self.path, polynomial)
        self.path.assume(value >= low, reason)
        self.path.assume(value <= high, reason)

        def put(each: Any) -> Any:
            if isinstance(each, SymbolicInteger) and name in each.polynomial.variables():
                return _integer(self.path, each.polynomial.substituted(name, polynomial))
            return each

        for state in self.states:
            for field in self._written(state):
                setattr(state, field, put(getattr(state, field)))
        if isinstance(self.answer, tuple):
            kind: Any = type(self.answer)
            parts = map(put, self.answer)
            self.answer = kind(*parts) if hasattr(kind, "_fields") else tuple(parts)
        else:
            self.answer = put(self.answer)


def _integer(path: Path, polynomial: Polynomial) -> Any:
    return polynomial.constant_term if polynomial.is_constant else SymbolicInteger(path, polynomial)
