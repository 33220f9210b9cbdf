"""A market in which nobody holds anything yet."""

from __future__ import annotations

from collections.abc import Sequence

from model.arith import U128
from model.bal import Bal, BalState, Position
from properties.bal.arguments import USER
from properties.case import Case


def fresh_market(system: Bal, case: Case, users: Sequence[int] = (USER,)) -> BalState:
    """A balanced market of any size and price, in which nobody holds anything yet; all other settings are the usual."""
    sqrt_k, peg = (case.integer(f"market.{name}", U128) for name in ("sqrt_k", "peg_multiplier"))
    state = system.start(sqrt_k=sqrt_k, peg_multiplier=peg)
    state.positions = case.holders({user: Position() for user in users}, others=False)
    return state
