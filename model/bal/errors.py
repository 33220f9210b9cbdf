"""Why a BAL transition refuses, under the program's own error names."""

from __future__ import annotations

from model.curve import TradeSizeTooLarge
from model.errors import BnConversionError, CastingFailure, MathError, Rejected

__all__ = [
    "BnConversionError",
    "CastingFailure",
    "DefaultError",
    "InsufficientLPTokens",
    "InvalidAmmDetected",
    "InvalidAmmForFillDetected",
    "InvalidConcentrationCoef",
    "InvalidFundingProfitability",
    "InvalidPerpPositionDetected",
    "InvalidPositionDelta",
    "InvalidPositionLastFundingRate",
    "InvalidUpdateK",
    "MathError",
    "NewLPSizeTooSmall",
    "Panic",
    "Rejected",
    "TradeSizeTooLarge",
    "TryingToRemoveLiquidityTooFast",
    "UserHasNoPositionInMarket",
]


class Panic(Rejected):
    """The program stops at an assertion that has no error name."""

    name = "PANIC"


class DefaultError(Rejected):
    """The request changes nothing or makes no sense."""

    name = "DefaultError"


class InvalidAmmDetected(Rejected):
    """The market contradicts itself."""

    name = "InvalidAmmDetected"


class InvalidAmmForFillDetected(Rejected):
    """The base reserve is beyond the bound in the direction of the fill."""

    name = "InvalidAmmForFillDetected"


class InvalidPerpPositionDetected(Rejected):
    """The position contradicts its market, or has funding outstanding."""

    name = "InvalidPerpPositionDetected"


class InvalidPositionDelta(Rejected):
    """A base amount is no multiple of the step, or a remainder does not fit."""

    name = "InvalidPositionDelta"


class InvalidPositionLastFundingRate(Rejected):
    """A position that is to change has funding outstanding."""

    name = "InvalidPositionLastFundingRate"


class InvalidUpdateK(Rejected):
    """The new sqrt_k is out of bounds."""

    name = "InvalidUpdateK"


class InvalidConcentrationCoef(Rejected):
    """The concentration coefficient is not above one."""

    name = "InvalidConcentrationCoef"


class InvalidFundingProfitability(Rejected):
    """Paying the funding would touch the reserved half of the exchange fees."""

    name = "InvalidFundingProfitability"


class NewLPSizeTooSmall(Rejected):
    """Fewer shares than one order step."""

    name = "NewLPSizeTooSmall"


class InsufficientLPTokens(Rejected):
    """More shares to burn than the user holds."""

    name = "InsufficientLPTokens"


class TryingToRemoveLiquidityTooFast(Rejected):
    """The cooldown since the user's last addition of liquidity has not passed."""

    name = "TryingToRemoveLiquidityTooFast"


class UserHasNoPositionInMarket(Rejected):
    """The user has no slot in the market."""

    name = "UserHasNoPositionInMarket"
