"""Drift's Backstop AMM Liquidity (BAL): LP shares in the AMM of a perpetual market."""

from model.bal.market import ACTIVE, REDUCE_ONLY, Market
from model.bal.position import Position
from model.bal.state import LONG, LP_OWNED, PROTOCOL_OWNED, SHARED, SHORT, BalState, Spreads
from model.bal.system import Bal

__all__ = [
    "ACTIVE",
    "LONG",
    "LP_OWNED",
    "PROTOCOL_OWNED",
    "REDUCE_ONLY",
    "SHARED",
    "SHORT",
    "Bal",
    "BalState",
    "Market",
    "Position",
    "Spreads",
]
