"""Why a BAL transition refuses, under the program's own error names."""

from __future__ import annotations

from model.curve import TradeSizeTooLarge
from model.errors import BnConversionError, CastingFailure, MathError, Rejected

__all__ = [
    "BnConversionError",
    "CastingFailure",
    "DefaultError",
    "InsufficientCollateral",
    "InsufficientCollateralForSettlingPNL",
    "InsufficientLPTokens",
    "InvalidAmmDetected",
    "InvalidAmmForFillDetected",
    "InvalidBaseAssetAmountForLiquidatePerp",
    "InvalidConcentrationCoef",
    "InvalidFundingProfitability",
    "InvalidOracle",
    "InvalidPerpPositionDetected",
    "InvalidPositionDelta",
    "InvalidPositionLastFundingRate",
    "InvalidUpdateK",
    "MarketSettlementRequiresSettledLP",
    "MathError",
    "NewLPSizeTooSmall",
    "NoUnsettledPnl",
    "OrderAmountTooSmall",
    "Panic",
    "PnlPoolCantSettleUser",
    "PositionDoesntHaveOpenPositionOrOrders",
    "Rejected",
    "SufficientCollateral",
    "TradeSizeTooLarge",
    "TryingToRemoveLiquidityTooFast",
    "UserBankrupt",
    "UserCantLiquidateThemself",
    "UserHasNoPositionInMarket",
    "UserIsBeingLiquidated",
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


class InsufficientCollateral(Rejected):
    """The account does not meet the requirement that the operation leaves it with."""

    name = "InsufficientCollateral"


class InsufficientCollateralForSettlingPNL(Rejected):
    """A loss can not be settled by an account below its maintenance requirement."""

    name = "InsufficientCollateralForSettlingPNL"


class InvalidBaseAssetAmountForLiquidatePerp(Rejected):
    """The liquidator takes less than one step."""

    name = "InvalidBaseAssetAmountForLiquidatePerp"


class InvalidOracle(Rejected):
    """A price is not positive."""

    name = "InvalidOracle"


class NoUnsettledPnl(Rejected):
    """There is no profit or loss to settle."""

    name = "NoUnsettledPnl"


class OrderAmountTooSmall(Rejected):
    """An order of less than one step."""

    name = "OrderAmountTooSmall"


class PnlPoolCantSettleUser(Rejected):
    """The market's pool can pay nothing of the profit."""

    name = "PnlPoolCantSettleUser"


class PositionDoesntHaveOpenPositionOrOrders(Rejected):
    """The user holds nothing in the market."""

    name = "PositionDoesntHaveOpenPositionOrOrders"


class SufficientCollateral(Rejected):
    """The account meets its maintenance requirement."""

    name = "SufficientCollateral"


class UserBankrupt(Rejected):
    """The account is bankrupt."""

    name = "UserBankrupt"


class UserIsBeingLiquidated(Rejected):
    """The account is being liquidated, and still has to be."""

    name = "UserIsBeingLiquidated"


class UserCantLiquidateThemself(Rejected):
    """User and liquidator are one."""

    name = "UserCantLiquidateThemself"


class MarketSettlementRequiresSettledLP(Rejected):
    """Somebody provides liquidity, or has not settled what it was given."""

    name = "MarketSettlementRequiresSettledLP"
