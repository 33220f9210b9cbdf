"""Margin that counts the room of each side on the side to which takers move the LPs (repairs P61)."""

from __future__ import annotations

from model.bal.market import Market
from model.bal.system import Bal


class RoomAsTraded(Bal):
    """Takers who sell make LPs longer: what they can sell is the LPs' bids, what they can buy their asks."""

    def calculate_market_open_bids_asks(self, market: Market) -> tuple[int, int]:
        """Base that takers can still sell (bids, positive) and buy (asks, negative) before a bound is reached."""
        bought, sold = super().calculate_market_open_bids_asks(market)
        return -sold, -bought
