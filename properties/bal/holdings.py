"""What a user holds, and what is the protocol's own."""

from __future__ import annotations

from model.bal import BalState, Position


def own(state: BalState, user: int) -> Position:
    """The user's position; an empty one for a user unknown so far."""
    held = state.positions.get(user)
    return Position() if held is None else held


def shares_of(state: BalState, user: int) -> int:
    """The shares of a user; none of a user unknown so far."""
    held = state.positions.get(user)
    return 0 if held is None else held.lp_shares


def own_liquidity(state: BalState) -> int:
    """The liquidity that is the protocol's: what is not the LPs' shares (1e9)."""
    return state.market.sqrt_k - state.market.user_lp_shares
