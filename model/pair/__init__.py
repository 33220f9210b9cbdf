"""The constant-product pair of two tokens, with shares, a swap fee and a protocol fee (the rules of Uniswap v2)."""

from model.pair.state import FEE_RECEIVER, LOCKED, BurnResult, MintResult, Nothing, PairState
from model.pair.system import Pair

__all__ = ["FEE_RECEIVER", "LOCKED", "BurnResult", "MintResult", "Nothing", "Pair", "PairState"]
