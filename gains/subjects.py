"""All subjects, in the order in which they are published."""

from __future__ import annotations

from collections.abc import Callable

from gains import (
    dust,
    fee_capture,
    funding_capture,
    margin_room,
    price_drift,
    rounding,
    settlement_timing,
    unsettled_quote,
)
from gains.markets import recorded
from gains.result import Result

SUBJECTS: tuple[Callable[..., Result], ...] = (
    settlement_timing.run,
    fee_capture.run,
    funding_capture.run,
    dust.run,
    price_drift.run,
    rounding.run,
    unsettled_quote.run,
    margin_room.run,
)


def results() -> list[Result]:
    """Every subject, run on the recorded markets."""
    return [run(recorded()) for run in SUBJECTS]
