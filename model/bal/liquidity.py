"""The liquidity of the curve and how it changes: by shares, by the operator, by formula (specification 2.1 and 7)."""

from __future__ import annotations

from model.arith import (
    I128,
    floor_div,
    i64,
    i128,
    narrow_u128,
    to_i64,
    to_i128,
    trunc_div,
    u128,
    u192,
)
from model.bal import constants
from model.bal.errors import InvalidUpdateK, Panic
from model.bal.market import REDUCE_ONLY, Market
from model.bal.room import Room
from model.bal.state import KUpdate, Spreads
from model.curve import opposite_reserve, rescaled_reserve


class Liquidity(Room):
    """Changes of `sqrt_k` that leave the price where it was, up to rounding."""

    def get_update_k_result(self, market: Market, new_sqrt_k: int, bound_update: bool) -> KUpdate:
        """Reserves at another liquidity: base scaled by the ratio of both (1e9), quote from the curve; both floor.

        The ratio is rounded down, plus one below 1. Refuses with `InvalidUpdateK` a bounded update to less than half,
        an increase beyond `MAX_SQRT_K`, and, unless the market is reduce-only, a decrease below the AMM's position.
        """
        one = constants.K_RATIO_PRECISION
        ratio = floor_div(u192(new_sqrt_k * one), market.sqrt_k)
        if bound_update:
            self.require_k_ratio_in_bounds(ratio)
        new_sqrt_k = narrow_u128(new_sqrt_k)
        if ratio < one:
            ratio += 1
        if ratio >= one and new_sqrt_k > constants.MAX_SQRT_K:
            raise InvalidUpdateK("above the maximum", new_sqrt_k=new_sqrt_k)
        self.require_k_covers_amm(market, new_sqrt_k, bound_update)
        base = rescaled_reserve(market.base_asset_reserve, ratio, one)
        return KUpdate(new_sqrt_k, base, opposite_reserve(new_sqrt_k, base))

    def require_k_ratio_in_bounds(self, ratio: int) -> None:
        """Refuse a bounded update to less than half; the ratio of new and old k (1e9), rounded down."""
        if ratio < constants.MIN_BOUNDED_K_RATIO:
            raise InvalidUpdateK("less than half", ratio=ratio)

    def require_k_covers_amm(self, market: Market, new_sqrt_k: int, bound_update: bool) -> None:
        """Refuse, unless the market is reduce-only, a decrease below the AMM's position, be the update bounded or not."""
        with_amm = market.base_asset_amount_with_amm
        if market.status != REDUCE_ONLY and new_sqrt_k < market.sqrt_k and abs(with_amm) > new_sqrt_k:
            raise InvalidUpdateK("below the AMM's position", new_sqrt_k=new_sqrt_k, with_amm=with_amm)

    def apply_k_update(self, market: Market, update: KUpdate, spreads: Spreads | None = None) -> None:
        """Set liquidity and reserves, and all that hangs off them: terminal reserve, bounds, spreads."""
        self.set_liquidity(market, update)
        self.update_spreads(market, spreads)

    def set_liquidity(self, market: Market, update: KUpdate) -> None:
        """Set liquidity and reserves, with terminal reserve and bounds."""
        market.sqrt_k, market.base_asset_reserve, market.quote_asset_reserve = update
        self.update_bounds(market)
        self.reserve_price(market)  # must fit its width

    def adjust_k_cost(self, market: Market, update: KUpdate) -> int:
        """What the traders gain by the update when the AMM's position is valued on the protocol's own share (quote).

        Positive: the protocol pays. 0 without a position.
        """
        net = market.base_asset_amount_with_amm
        if net == 0:
            return 0
        after = market.copy()
        after.sqrt_k, after.base_asset_reserve, after.quote_asset_reserve = update
        value_before = to_i128(self.calculate_base_asset_value(market, net))
        value_after = to_i128(self.calculate_base_asset_value(after, net))
        return i128(value_after - value_before if net > 0 else value_before - value_after)

    # The formula

    def total_fee_lower_bound(self, market: Market) -> int:
        """The part of the exchange fees that is never distributed (quote)."""
        return floor_div(market.total_exchange_fee, constants.RESERVED_EXCHANGE_FEE_DIVISOR)

    def can_lower_k(self, market: Market) -> bool:
        """Whether the AMM's position leaves room for less liquidity."""
        bids, asks = self.calculate_market_open_bids_asks(market)
        inventory, order = abs(market.base_asset_amount_with_amm), market.min_order_size
        return (
            inventory < min(bids, -asks)
            and max(inventory, order) < u128(market.sqrt_k - market.user_lp_shares)
            and order < max(bids, -asks)
        )

    def k_budget(self, market: Market, funding_imbalance_cost: int) -> int:
        """What a funding update leaves to spend on k (positive), or asks k to earn back (negative), in quote.

        Half of a gain if the spreads are at their base; half of a loss beyond the revenue since the last update.
        """
        cost = to_i64(funding_imbalance_cost)
        if cost < 0:
            tight = max(market.long_spread, market.short_spread) <= market.base_spread
            return abs(trunc_div(cost, 2)) if tight else 0
        revenue = market.net_revenue_since_last_funding
        if revenue < cost:
            return trunc_div(i64(max(0, revenue) - cost), 2)
        return 0

    def formulaic_update_of_k(
        self, market: Market, funding_imbalance_cost: int, spreads: Spreads | None = None
    ) -> bool:
        """Change k within its step so that the change costs or earns about the budget; whether k is another.

        Never to or below the LPs' shares, and only if what it costs leaves the reserved fees whole.
        """
        budget = self.k_budget(market, funding_imbalance_cost)
        raising = budget > 0 and market.sqrt_k < constants.MAX_SQRT_K
        if not raising and not (budget < 0 and self.can_lower_k(market)):
            return False
        step = constants.K_STEP_PER_INTENSITY * market.curve_update_intensity
        numerator, denominator = self.calculate_budgeted_k_scale(
            market, budget, constants.K_SCALE + step, constants.K_SCALE - step
        )
        new_sqrt_k = max(scaled(market.sqrt_k, numerator, denominator), self.least_sqrt_k(market))
        update = self.get_update_k_result(market, new_sqrt_k, True)
        if not self.apply_cost_to_market(market, self.adjust_k_cost(market, update)):
            return False
        sqrt_k = market.sqrt_k
        self.apply_k_update(market, update, spreads)
        return market.sqrt_k != sqrt_k

    def least_sqrt_k(self, market: Market) -> int:
        """The least liquidity the formula may leave: one share more than the LPs hold."""
        return u128(market.user_lp_shares + 1)

    def apply_cost_to_market(self, market: Market, cost: int) -> bool:
        """Book a cost (or, negative, a gain) if the fees can bear it; whether it was booked."""
        left = i128(market.total_fee_minus_distributions - cost)
        if cost > 0 and left < self.fee_pool_bound(market):
            return False
        market.total_fee_minus_distributions = left
        market.net_revenue_since_last_funding = i64(market.net_revenue_since_last_funding - to_i64(cost))
        return True

    def fee_pool_bound(self, market: Market) -> int:
        """Fees that are not the protocol's to spend: reserved exchange fees and liquidation fees, less withdrawals.

        `MathError` below 0. What does not fit i128 counts as 0, as in the program.
        """
        reserved = u128(self.total_fee_lower_bound(market) + market.total_liquidation_fee)
        bound = u128(reserved - market.total_fee_withdrawn)
        return bound if bound <= I128.high else 0

    def calculate_budgeted_k_scale(
        self, market: Market, budget: int, upper_bound: int, lower_bound: int
    ) -> tuple[int, int]:
        """The factor (numerator, denominator) of k whose cost to the AMM's position is about the budget."""
        return self.budgeted_k_scale(market, budget, upper_bound, lower_bound), constants.K_SCALE

    def budgeted_k_scale(self, market: Market, budget: int, upper_bound: int, lower_bound: int) -> int:
        """The factor of k (1e6) whose cost to the AMM's position is about the budget.

        Each product is cut to the precision of its unit, toward zero, before the next. Clamped to the two bounds (1e6).
        """
        if lower_bound < constants.MIN_K_LOWER_BOUND:
            raise InvalidUpdateK("lower bound", lower_bound=lower_bound)
        base, quote, peg = market.base_asset_reserve, market.quote_asset_reserve, to_i128(market.peg_multiplier)
        net, cost = market.base_asset_amount_with_amm, i128(-budget)
        unwound = u128(i128(to_i128(base) + net))
        position, amount = abs(net), abs(cost)
        gained = scaled(scaled(base, unwound, constants.BASE_PRECISION), amount, constants.QUOTE_PRECISION)
        gained = to_i128(narrow_u128(gained))
        crossed = scaled(scaled(amount, unwound, constants.QUOTE_PRECISION), position, constants.BASE_PRECISION)
        crossed = to_i128(narrow_u128(crossed))
        pegged = scaled(scaled(quote, position, constants.BASE_PRECISION), position, constants.BASE_PRECISION)
        pegged = to_i128(narrow_u128(scaled(pegged, peg, constants.PRICE_PRECISION)))
        if cost < 0 and gained > pegged:
            return i128(upper_bound)
        cost_sign, net_sign = (1 if cost > 0 else -1), (1 if net > 0 else -1)
        numerator = trunc_div(i128(pegged - crossed * cost_sign * net_sign), constants.BASE_TO_QUOTE)
        denominator = trunc_div(i128(gained * cost_sign + pegged), constants.BASE_TO_QUOTE)
        if numerator < 0 and denominator < 0:
            numerator, denominator = -numerator, -denominator
        if numerator <= 0 or denominator <= 0:
            raise Panic("no positive scale", numerator=numerator, denominator=denominator)
        percent = floor_div(i128(numerator * constants.K_SCALE), denominator)
        return i128(max(lower_bound, min(upper_bound, percent)))


def scaled(value: int, factor: int, precision: int) -> int:
    """`floor(value * factor / precision)` in 192 bit."""
    return floor_div(u192(value * factor), precision)
