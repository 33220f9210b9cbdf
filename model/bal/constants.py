"""The fixed numbers of the protocol (specification section 0)."""

from __future__ import annotations

BASE_PRECISION = 10**9  # base amounts, reserves, sqrt_k and LP shares
QUOTE_PRECISION = 10**6
PRICE_PRECISION = 10**6  # prices and the peg
PERCENTAGE_PRECISION = 10**6
SPREAD_PRECISION = 10**6
CONCENTRATION_PRECISION = 10**6
MARGIN_PRECISION = 10**4

RESERVE_TIMES_PEG_TO_QUOTE = 10**9  # reserve (1e9) * peg (1e6) / quote (1e6)
PRICE_TIMES_BASE_TO_QUOTE = 10**9  # price (1e6) * base (1e9) / quote (1e6)
BASE_TO_QUOTE = 10**3  # base (1e9) / quote (1e6)

FUNDING_RATE_BUFFER = 10**3  # a funding rate has three more digits than a price
QUOTE_TO_BASE_FUNDING = 10**12  # quote (1e6) * this / base (1e9) = funding rate (1e9)
FUNDING_POOL_DIVISOR = 3  # the protocol spends at most a third of its fee pool on one funding update

LP_FEE_SLICE_NUMERATOR = 8  # LPs share eight tenths of the taker fee
LP_FEE_SLICE_DENOMINATOR = 10
RESERVED_EXCHANGE_FEE_DIVISOR = 2  # half of the exchange fees is never distributed

MAX_SQRT_K = 10**21
MAX_CONCENTRATION_COEF = 1_414_200  # just below the root of two
MAX_BASE_ASSET_AMOUNT_WITH_AMM = 10**17
MAX_PER_LP = 10**17  # upper bound of both accumulators; the lower side is unbounded
MAX_RESERVE_DEVIATION = 15  # |floor(sqrt_k**2 / base) - quote| that validation tolerates

K_RATIO_PRECISION = 10**9
MIN_BOUNDED_K_RATIO = 500_000_000  # a bounded k update at most halves k
K_SCALE = 10**6
K_STEP_PER_INTENSITY = 10  # 1000/1e6 (0.1 %) at a curve update intensity of 100
MIN_K_LOWER_BOUND = 978_000  # the lowest admissible scale of a budgeted k update: -2.2 %
REPEG_K_DIVISOR = 1000  # a repeg lowers k by a thousandth at most

JIT_ROOM_DIVISOR = 10  # LPs take part while the AMM's inventory is below a tenth of its room
JIT_BALANCED_DIVISOR = 4  # of a maker's amount, while the room of both sides is in balance
JIT_IMBALANCE_RATIO = 1_500_000_000  # 1.5 at 1e9
JIT_TOXIC_DIVISOR = 2000  # a price is toxic beyond 1/2000 of the oracle price

MAX_REMAINDER = 2**31 - 1
"""The largest magnitude of the part of a position below one step."""

MARGIN_PREMIUM_DIVISOR = 10**7  # isqrt(10 * size + 1) * imf_factor / this = points of the margin ratio (1e4)
IMF_PRECISION = 10**6
ASSET_DISCOUNT_NUMERATOR = 1_100_000  # the weight of a gain falls once the premium exceeds a tenth
ASSET_DISCOUNT_DIVISOR = 10**5
MAX_POSITIVE_PNL_FOR_INITIAL_MARGIN = 100 * QUOTE_PRECISION
OPEN_ORDER_MARGIN_REQUIREMENT = QUOTE_PRECISION // 100
LP_MARGIN_BUFFER = QUOTE_PRECISION  # an LP needs at least this for the dust of its shares
LP_SHARES_DIVISOR = 10  # a tenth of the shares is burned where closing alone would do

LIQUIDATION_FEE_PRECISION = 10**6
LIQUIDATION_FEE_TO_MARGIN = 100  # 1e6 / 1e4
MAX_LIQUIDATION_MULTIPLIER = 3
LIQUIDATION_FEE_GRACE = 1500  # slots before the fee begins to rise, by a millionth each
IF_FEE_NUMERATOR, IF_FEE_DENOMINATOR = 19, 20
SMALL_LIQUIDATION = 50 * QUOTE_PRECISION  # below it a position or a shortage goes at once
LIQUIDATION_PCT_PRECISION = 10**4

POOL_TO_QUOTE = 10**3  # balances of pools (1e9) / quote (1e6)
FEE_POOL_FRACTION = 100  # of what a losing user pays, to a fee pool that lags behind its fees
FEE_POOL_DIVISOR = 5  # a fifth of the pool of fees stands in for profits
CLOSE_ORDER_LIFETIME = 50  # seconds
MAX_OPEN_ORDERS = 32
"""Slots for orders in an account."""
