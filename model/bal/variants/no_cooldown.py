"""Liquidity that may leave in the instant in which it came."""

from __future__ import annotations

from model.bal.position import Position
from model.bal.state import BalState
from model.bal.system import Bal


class NoCooldown(Bal):
    """No wait between the last addition of liquidity and its removal, whatever `lp_cooldown_time` says."""

    def require_cooldown_passed(self, state: BalState, position: Position, now: int) -> None:
        """Let everybody go."""
