"""The exchange around the market: what margin, settlement of profits and liquidation read and write beyond it.

One market, one collateral (the quote token, at a price of its own and without interest), and users with an account.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, NamedTuple, TypeAlias

from model.arith import I64, I128, U16, U32, U64, U128, Unit, floor_div, u128
from model.bal.amounts import Base, QuoteDelta, QuoteSum, Shares
from model.bal.constants import PRICE_PRECISION
from model.bal.market import BASE, COUNT, FRACTION, MARGIN, PRICE, QUOTE, Market
from model.bal.position import SECOND, Position
from model.bal.state import BalState

SETTLEMENT = "Settlement"

INITIAL = "Initial"  # to take on risk
FILL = "Fill"  # halfway, when an order of the user's is filled
MAINTENANCE = "Maintenance"  # below it the user is liquidated

PERPETUAL = "Perpetual"
PREDICTION = "Prediction"  # its price is a probability, between 0 and 1

SLOT = Unit("slot", 0)
POOL = Unit("quote", 9)
Slot: TypeAlias = Annotated[int, U64, SLOT]
PriceOffset: TypeAlias = Annotated[int, I64, PRICE]


@dataclass
class ExchangeMarket(Market):
    """The market with its margin rules and its pools of collateral."""

    margin_ratio_maintenance: Annotated[int, U32, MARGIN] = 0
    high_leverage_margin_ratio_initial: Annotated[int, U16, MARGIN] = 0
    high_leverage_margin_ratio_maintenance: Annotated[int, U16, MARGIN] = 0
    imf_factor: Annotated[int, U32, FRACTION] = 0  # how fast the ratio rises with the root of the size
    liquidator_fee: Annotated[int, U32, FRACTION] = 0
    if_liquidation_fee: Annotated[int, U32, FRACTION] = 0  # the insurance fund's part
    unrealized_pnl_initial_asset_weight: Annotated[int, U32, MARGIN] = 0
    unrealized_pnl_maintenance_asset_weight: Annotated[int, U32, MARGIN] = 0
    unrealized_pnl_imf_factor: Annotated[int, U32, FRACTION] = 0
    unrealized_pnl_max_imbalance: Annotated[int, U64, QUOTE] = 0
    pnl_pool_balance: Annotated[int, U128, POOL] = 0
    fee_pool_balance: Annotated[int, U128, POOL] = 0
    last_oracle_price: Annotated[int, I64, PRICE] = 0
    expiry_price: Annotated[int, I64, PRICE] = 0
    contract_type: str = PERPETUAL


class Order(NamedTuple):
    """A reducing order on the book; after `max_ts` it counts no more."""

    direction: str
    base_asset_amount: Base
    max_ts: Annotated[int, I64, SECOND]


@dataclass
class Account(Position):
    """The user's slot in the market with the rest of the account."""

    collateral: Annotated[int, I128, QUOTE] = 0  # negative: borrowed
    liquidation_margin_freed: Annotated[int, U64, QUOTE] = 0
    being_liquidated: bool = False
    bankrupt: bool = False
    advanced_lp: bool = False  # has asked not to be de-risked when its profits are settled
    high_leverage_mode: bool = False
    max_margin_ratio: Annotated[int, U32, MARGIN] = 0  # the user's own, where it is above the market's
    last_active_slot: Annotated[int, U64, SLOT] = 0
    orders: tuple[Order, ...] = ()

    of_user: ClassVar[tuple[str, ...]] = (
        *Position.of_user,
        "collateral",
        "liquidation_margin_freed",
        "being_liquidated",
        "bankrupt",
        "advanced_lp",
        "high_leverage_mode",
        "max_margin_ratio",
        "last_active_slot",
        "orders",
    )


@dataclass
class ExchangeState(BalState):
    """The state with the exchange's settings of liquidation."""

    liquidator: Annotated[int, U32, COUNT] = 0
    liquidation_margin_buffer_ratio: Annotated[int, U32, MARGIN] = 0
    initial_pct_to_liquidate: Annotated[int, U16, MARGIN] = 10_000
    liquidation_duration: Annotated[int, U64, SLOT] = 0


class Prices(NamedTuple):
    """What margin is measured with: of the market, and of the collateral now and on average (none: now)."""

    oracle_price: Annotated[int, I64, PRICE]
    quote_price: Annotated[int, I64, PRICE] = PRICE_PRECISION
    quote_price_twap: Annotated[int, I64, PRICE] | None = None

    def highest_quote_price(self) -> int:
        """The price of the collateral at which what is owed is measured."""
        return self.quote_price if self.quote_price_twap is None else max(self.quote_price, self.quote_price_twap)

    def lowest_quote_price(self) -> int:
        """The price of the collateral at which what is owned is measured."""
        return self.quote_price if self.quote_price_twap is None else min(self.quote_price, self.quote_price_twap)


class PositionMargin(NamedTuple):
    """What one position needs and is worth."""

    margin_requirement: Annotated[int, U128, QUOTE]
    weighted_unrealized_pnl: QuoteSum
    worst_case_liability_value: Annotated[int, U128, QUOTE]
    open_order_margin_requirement: Annotated[int, U128, QUOTE]
    base_asset_value: Annotated[int, U128, QUOTE]
    unrealized_funding: QuoteSum


class AccountMargin(NamedTuple):
    """What an account needs and has; with a buffer, also what it needs to be left alone again."""

    margin_requirement: Annotated[int, U128, QUOTE]
    margin_requirement_plus_buffer: Annotated[int, U128, QUOTE]
    total_collateral: QuoteSum
    total_collateral_buffer: QuoteSum
    market_margin_requirement: Annotated[int, U128, QUOTE]  # the market's part of the requirement

    @property
    def meets_margin_requirement(self) -> bool:
        """Whether the collateral covers the requirement."""
        return self.total_collateral >= self.margin_requirement

    @property
    def total_collateral_plus_buffer(self) -> int:
        """The collateral with losses counted a little more."""
        return self.total_collateral + self.total_collateral_buffer

    @property
    def can_exit_liquidation(self) -> bool:
        """Whether the collateral covers the requirement with the buffer on both."""
        return self.total_collateral_plus_buffer >= self.margin_requirement_plus_buffer

    @property
    def margin_shortage(self) -> int:
        """The distance between the two with the buffer, whichever is larger."""
        return abs(self.margin_requirement_plus_buffer - self.total_collateral_plus_buffer)

    @property
    def market_margin_shortage(self) -> int:
        """The market's part of the shortage, by its part of the requirement, rounded down; 0 if nothing is required."""
        if self.margin_requirement == 0:
            return 0
        return floor_div(u128(self.margin_shortage * self.market_margin_requirement), self.margin_requirement)


class Reduction(NamedTuple):
    """What would take away an LP's shortage: shares to burn, and base to close."""

    lp_shares_to_burn: Shares
    base_asset_amount_to_close: Base


class OrderPlaced(NamedTuple):
    """A reducing order left on the book."""

    direction: str
    base_asset_amount: Base
    reduce_only: bool = True


class BurnResult(NamedTuple):
    """A burn within a larger step, and what it leaves."""

    delta_base_asset_amount: Annotated[int, I64, BASE]
    delta_quote_asset_amount: QuoteDelta
    pnl: QuoteDelta
    position: Account
    market: ExchangeMarket
    liquidation_margin: AccountMargin | None = None


class SettlePnlResult(NamedTuple):
    """What a settlement of profit and loss did on its way."""

    settled_position: Account
    pnl_settled: QuoteDelta
    initial_margin: AccountMargin | None = None
    shares_burned: Shares = 0
    after_burn: BurnResult | None = None
    order_placed: OrderPlaced | None = None
    time_since_last_add: Annotated[int, I64, SECOND] | None = None
    cooldown_reset: bool = False


class LiquidationResult(NamedTuple):
    """What a liquidation did on its way, and how it left the user."""

    liquidation_margin: AccountMargin
    entered: bool
    shares_burned: Shares = 0
    after_burn: BurnResult | None = None
    base_asset_amount_transferred: Annotated[int, I64, BASE] = 0  # with the sign of the user's position
    user_quote_change: QuoteSum = 0
    liquidator_quote_change: QuoteSum = 0
    if_fee: QuoteDelta = 0
    being_liquidated: bool = False
    bankrupt: bool = False
