"""Drift's Backstop AMM Liquidity (BAL): LP shares in the AMM of a perpetual market."""

from model.bal.exchange import Account, ExchangeMarket, ExchangeState, Prices
from model.bal.market import ACTIVE, REDUCE_ONLY, Market
from model.bal.position import Position
from model.bal.state import LONG, LP_OWNED, PROTOCOL_OWNED, SHARED, SHORT, BalState, Spreads
from model.bal.system import Bal, Exchange

__all__ = [
    "ACTIVE",
    "LONG",
    "LP_OWNED",
    "PROTOCOL_OWNED",
    "REDUCE_ONLY",
    "SHARED",
    "SHORT",
    "Account",
    "Bal",
    "BalState",
    "Exchange",
    "ExchangeMarket",
    "ExchangeState",
    "Market",
    "Position",
    "Prices",
    "Spreads",
]
