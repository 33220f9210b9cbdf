"""What a pair remembers, and what its transitions answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, NamedTuple, Self, TypeAlias

from model.arith import U16, U32, U64, U112, U256, Unit
from model.holders import Holders

ASSET0 = Unit("asset0", 0)
ASSET1 = Unit("asset1", 0)
SHARE = Unit("share", 0)
K = Unit("asset0*asset1", 0)
PRICE0 = Unit("asset1/asset0*2**112*s", 0)
PRICE1 = Unit("asset0/asset1*2**112*s", 0)
SECOND = Unit("s", 0)
NUMBER = Unit("", 0)

Amount0: TypeAlias = Annotated[int, U256, ASSET0]
Amount1: TypeAlias = Annotated[int, U256, ASSET1]
Shares: TypeAlias = Annotated[int, U256, SHARE]
Time: TypeAlias = Annotated[int, U64, SECOND]

LOCKED = "locked"
"""The holder of the shares that nobody can ever burn."""

FEE_RECEIVER = "fee_to"
"""The holder to whom the protocol fee is minted."""


@dataclass
class PairState:
    """A pair of two tokens; amounts are in the smallest unit of each token, field names those of the recordings.

    A balance is what the pair holds, a reserve what it held when it last looked. The accumulators sum, over seconds,
    the price as a 112.112 fixed-point number, rounded down, and are meant to wrap. `k_last` is the product of the
    reserves after the last mint or burn with the protocol fee on, and 0 after one with the fee off. A swap keeps
    `fee_numerator/fee_denominator` of what is paid in; the numerator is at most the denominator, which is positive.
    """

    reserve0: Annotated[int, U112, ASSET0] = 0
    reserve1: Annotated[int, U112, ASSET1] = 0
    block_timestamp_last: Annotated[int, U32, SECOND] = 0
    balance0: Amount0 = 0
    balance1: Amount1 = 0
    total_supply: Shares = 0
    k_last: Annotated[int, U256, K] = 0
    price0_cumulative_last: Annotated[int, U256, PRICE0] = 0
    price1_cumulative_last: Annotated[int, U256, PRICE1] = 0
    fee_on: bool = False
    shares: Holders[str, int] = field(default_factory=Holders)
    fee_numerator: Annotated[int, U16, NUMBER] = 997
    fee_denominator: Annotated[int, U16, NUMBER] = 1000

    def copy(self) -> Self:
        """A state equal to this one that can be worked on. Holders are shared: they are replaced, never changed."""
        if type(self) is not PairState:  # a subclass may have more fields
            new = object.__new__(type(self))
            new.__dict__.update(self.__dict__)
            return new
        return type(self)(  # made by its class, and not through a dictionary, it is read a quarter faster ever after
            self.reserve0,
            self.reserve1,
            self.block_timestamp_last,
            self.balance0,
            self.balance1,
            self.total_supply,
            self.k_last,
            self.price0_cumulative_last,
            self.price1_cumulative_last,
            self.fee_on,
            self.shares,
            self.fee_numerator,
            self.fee_denominator,
        )


class Nothing(NamedTuple):
    """The transition answers nothing."""


class MintResult(NamedTuple):
    """What a mint gave to the user."""

    shares: Shares


class BurnResult(NamedTuple):
    """What a burn paid to the user."""

    amount0: Amount0
    amount1: Amount1


NOTHING = Nothing()
