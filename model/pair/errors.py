"""Why a pair refuses: `name` is the revert reason of the contracts, to the letter.

`ds-math-...` are failures of checked 256-bit arithmetic. A division by zero has no reason there, and is `MathError`
here.
"""

from __future__ import annotations

from model.arith import U112, U256, checked
from model.errors import Rejected


class AddOverflow(Rejected):
    """A sum does not fit 256 bits."""

    name = "ds-math-add-overflow"


class SubUnderflow(Rejected):
    """A difference is negative."""

    name = "ds-math-sub-underflow"


class MulOverflow(Rejected):
    """A product does not fit 256 bits."""

    name = "ds-math-mul-overflow"


class TransferFailed(Rejected):
    """The pair does not hold what it is to pay out."""

    name = "UniswapV2: TRANSFER_FAILED"


class BalanceOverflow(Rejected):
    """A balance does not fit the 112 bits of a reserve."""

    name = "UniswapV2: OVERFLOW"


class InsufficientLiquidityMinted(Rejected):
    """The amounts paid in are worth less than one share."""

    name = "UniswapV2: INSUFFICIENT_LIQUIDITY_MINTED"


class InsufficientLiquidityBurned(Rejected):
    """The shares are worth nothing of one of the assets."""

    name = "UniswapV2: INSUFFICIENT_LIQUIDITY_BURNED"


class InsufficientOutputAmount(Rejected):
    """A swap asks for nothing."""

    name = "UniswapV2: INSUFFICIENT_OUTPUT_AMOUNT"


class InsufficientLiquidity(Rejected):
    """A swap asks for a whole reserve, or more."""

    name = "UniswapV2: INSUFFICIENT_LIQUIDITY"


class InsufficientInputAmount(Rejected):
    """A swap pays nothing."""

    name = "UniswapV2: INSUFFICIENT_INPUT_AMOUNT"


class InvariantViolated(Rejected):
    """The product of the balances, less the fee, would be below the product of the reserves."""

    name = "UniswapV2: K"


added = checked(U256, AddOverflow)
subtracted = checked(U256, SubUnderflow)
multiplied = checked(U256, MulOverflow)
paid_out = checked(U256, TransferFailed)
as_reserve = checked(U112, BalanceOverflow)
