"""The state of the system and the shapes of what transitions return."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from typing import Annotated, NamedTuple, Self

from model.arith import I32, I128, U32, U64, U128
from model.bal.amounts import Base, BaseDelta, Liquidity, Quote, QuoteDelta, QuoteSum, Rate, Shares
from model.bal.market import BASE, COUNT, FRACTION, Market
from model.bal.position import SECOND, Position
from model.holders import Holders

LONG = "long"
SHORT = "short"

SHARED = "Shared"  # protocol and LPs, in proportion to their liquidity
PROTOCOL_OWNED = "ProtocolOwned"
LP_OWNED = "LPOwned"


@dataclass
class BalState:
    """A market, the positions in it, and the settings of the exchange that LP logic reads."""

    market: Market = field(default_factory=Market)
    positions: Holders[int, Position] = field(default_factory=Holders)
    fee_numerator: Annotated[int, U32, COUNT] = 0
    fee_denominator: Annotated[int, U32, COUNT] = 1
    lp_cooldown_time: Annotated[int, U64, SECOND] = 0

    def copy(self) -> Self:
        """A state of its own that shares market and positions: for replacing them."""
        new: Self = object.__new__(type(self))
        new.__dict__.update(self.__dict__)
        return new


class Spreads(NamedTuple):
    """Spreads from outside: with `curve_update_intensity > 0` they follow volatility and oracle, not modelled here."""

    long_spread: Annotated[int, U32, FRACTION]
    short_spread: Annotated[int, U32, FRACTION]
    reference_price_offset: Annotated[int, I32, FRACTION]


class UpdateType(enum.Enum):
    """How a delta changes a position."""

    OPEN = "Open"
    INCREASE = "Increase"
    REDUCE = "Reduce"
    CLOSE = "Close"
    FLIP = "Flip"


class KUpdate(NamedTuple):
    """Liquidity and reserves after a change of k."""

    sqrt_k: Liquidity
    base_asset_reserve: Annotated[int, U128, BASE]
    quote_asset_reserve: Annotated[int, U128, BASE]


class LPMetrics(NamedTuple):
    """What an LP has to settle: whole steps of base, the rest of the base, and quote."""

    base_asset_amount: Annotated[int, I128, BASE]
    quote_asset_amount: QuoteSum
    remainder_base_asset_amount: Annotated[int, I128, BASE]


class Nothing(NamedTuple):
    """The transition answers nothing."""


NOTHING = Nothing()


class SettleResult(NamedTuple):
    """The delta a settlement or a burn applied to the position, and the profit it realised (quote)."""

    delta_base_asset_amount: BaseDelta
    delta_quote_asset_amount: QuoteDelta
    delta_remainder_base_asset_amount: BaseDelta
    pnl: QuoteDelta


class MintResult(NamedTuple):
    """Shares minted, after rounding down to the step."""

    n_shares: Shares


class RemoveResult(NamedTuple):
    """Shares burned, after rounding down to the step."""

    shares_burned: Shares


class FillResult(NamedTuple):
    """What a taker's fill moved, and where its fee went."""

    base_asset_amount_filled: Base
    quote_asset_amount_filled: Quote
    user_fee: Quote
    quote_asset_amount_surplus: QuoteDelta
    fee_to_market: QuoteDelta
    fee_to_market_for_lp: QuoteDelta


class FillFees(NamedTuple):
    """The split of a fill's fee, beside a filler's reward; the model's fills have no referrer."""

    user_fee: Quote
    maker_rebate: Quote
    fee_to_market: QuoteDelta
    fee_to_market_for_lp: QuoteDelta


class FundingResult(NamedTuple):
    """Rates of both sides (1e9) and the protocol's uncapped funding income (quote)."""

    funding_rate_long: Rate
    funding_rate_short: Rate
    funding_imbalance_revenue: QuoteSum


class FullFundingResult(NamedTuple):
    """As `FundingResult`; `updated` is false where nothing was due."""

    updated: bool
    funding_rate: Rate
    funding_rate_long: Rate
    funding_rate_short: Rate
    funding_imbalance_revenue: QuoteSum
    k_changed: bool


class KResult(NamedTuple):
    """What a change of k is worth to the traders (quote): reported, not booked."""

    adjustment_cost: QuoteSum


class FormulaicKResult(NamedTuple):
    """Whether the formula changed k."""

    k_changed: bool
