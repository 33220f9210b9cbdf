"""The functions of BAL whose examples can be replayed, by name."""

from __future__ import annotations

from conformance import bal_curve_functions, bal_margin_functions, bal_market_functions, bal_position_functions
from conformance.bal_example import FUNCTIONS

GROUPS = (bal_curve_functions, bal_position_functions, bal_market_functions, bal_margin_functions)
"""Modules that enter their functions when they are imported."""

__all__ = ["FUNCTIONS", "GROUPS"]
