"""Protocols that differ from `Bal` in a few lines: rejected designs, historical defects, repairs."""

from model.bal.variants.funding_per_share import FundingPerShare
from model.bal.variants.no_cooldown import NoCooldown
from model.bal.variants.repairs import (
    CountUnsettledQuoteOnce,
    PreviewAsSettled,
    ReductionWithinShares,
    RoomAsTraded,
    SettledQuoteLeavesCustody,
)

__all__ = [
    "CountUnsettledQuoteOnce",
    "FundingPerShare",
    "NoCooldown",
    "PreviewAsSettled",
    "ReductionWithinShares",
    "RoomAsTraded",
    "SettledQuoteLeavesCustody",
]
