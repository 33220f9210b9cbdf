"""Why no vector of BAL takes certain ways."""

from __future__ import annotations

from collections.abc import Mapping

from vectors import explained_bal_arithmetic, explained_bal_exchange, explained_bal_market
from vectors.explanation import BASIC, Key

BAL: Mapping[Key, str] = {
    **BASIC,
    **explained_bal_arithmetic.WAYS,
    **explained_bal_market.WAYS,
    **explained_bal_exchange.WAYS,
}
