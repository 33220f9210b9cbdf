"""Repairs: `Bal` with the few lines changed for which a statement that fails of it is proved."""

from model.bal.variants.repairs.count_unsettled_quote_once import CountUnsettledQuoteOnce
from model.bal.variants.repairs.preview_as_settled import PreviewAsSettled
from model.bal.variants.repairs.reduction_within_shares import ReductionWithinShares
from model.bal.variants.repairs.room_as_traded import RoomAsTraded
from model.bal.variants.repairs.settled_quote_leaves_custody import SettledQuoteLeavesCustody

__all__ = [
    "CountUnsettledQuoteOnce",
    "PreviewAsSettled",
    "ReductionWithinShares",
    "RoomAsTraded",
    "SettledQuoteLeavesCustody",
]
