"""What a transition works on: copies, which replace what the state held once nothing can fail any more."""

from __future__ import annotations

from typing import ClassVar

from model.bal.exchange import Account, ExchangeState
from model.bal.market import Market
from model.bal.position import Position
from model.bal.state import BalState


class Copies:
    """Taking market and slot out of a state, and putting them back into a new one."""

    position_type: ClassVar[type[Position]] = Position  # a variant with state of its own keeps it in a subclass

    def open(self, state: BalState, user: int) -> tuple[Market, Position]:
        """Copies of the market and of the user's slot; a user unknown so far holds nothing."""
        held = state.positions.get(user)
        if held is None:
            return state.market.copy(), Account() if isinstance(state, ExchangeState) else self.position_type()
        return state.market.copy(), held.copy()

    def force_slot(self, market: Market, position: Position) -> Position:
        """The slot in use, or the available one, cleared: what was left in it, such as a remainder, is forgotten."""
        return position.cleared(market.market_index) if position.is_available() else position

    def close(self, state: BalState, market: Market, user: int, position: Position) -> BalState:
        """The state with market and position replaced."""
        new = state.copy()
        new.market, new.positions = market, state.positions.put(user, position)
        return new

    def close_market(self, state: BalState, market: Market) -> BalState:
        """The state with the market replaced."""
        new = state.copy()
        new.market = market
        return new
