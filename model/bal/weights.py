"""How much margin a size needs, and how much of a gain counts as collateral (specification section 6)."""

from __future__ import annotations

from model.arith import floor_div, i128, isqrt, to_u32, to_u128, trunc_div, u32, u128
from model.bal import constants
from model.bal.errors import InvalidOracle
from model.bal.exchange import FILL, INITIAL, MAINTENANCE, SETTLEMENT, ExchangeMarket
from model.bal.market import Market


class Weights:
    """Margin ratios and asset weights, all at 1e4."""

    def calculate_size_premium_liability_weight(self, size: int, imf_factor: int, liability_weight: int) -> int:
        """The ratio that a size (base, 1e9) needs: the weight itself, or four fifths of it and a premium by the root.

        The root and both divisions round down.
        """
        if imf_factor == 0:
            return liability_weight
        root = isqrt(u128(u128(size * 10) + 1))
        premium = to_u32(floor_div(u128(root * imf_factor), constants.MARGIN_PREMIUM_DIVISOR))
        return max(liability_weight, u32(liability_weight - floor_div(liability_weight, 5) + premium))

    def calculate_size_discount_asset_weight(self, size: int, imf_factor: int, asset_weight: int) -> int:
        """The weight of an asset of a size (1e9): less for a large one. The root and both divisions round down."""
        if imf_factor == 0:
            return asset_weight
        root = isqrt(u128(u128(size * 10) + 1))
        premium = floor_div(u128(root * imf_factor), constants.ASSET_DISCOUNT_DIVISOR)
        one = constants.ASSET_DISCOUNT_NUMERATOR * constants.MARGIN_PRECISION
        return min(asset_weight, to_u32(floor_div(one, u128(constants.IMF_PRECISION + premium))))

    def get_margin_ratio(
        self, market: ExchangeMarket, size: int, requirement_type: str, high_leverage_mode: bool = False
    ) -> int:
        """The margin ratio for a size of base; 0 once the market is settled.

        `Fill` lies halfway between maintenance and initial ratio, rounded down.
        """
        if market.status == SETTLEMENT:
            return 0
        initial, maintenance = market.margin_ratio_initial, market.margin_ratio_maintenance
        lower_initial = market.high_leverage_margin_ratio_initial
        lower_maintenance = market.high_leverage_margin_ratio_maintenance
        if high_leverage_mode and lower_initial > 0 and lower_maintenance > 0:
            initial, maintenance = lower_initial, lower_maintenance
        if requirement_type == FILL:
            ratio = floor_div(u32(initial + maintenance), 2)
        else:
            ratio = initial if requirement_type == INITIAL else maintenance
        return self.calculate_size_premium_liability_weight(size, market.imf_factor, ratio)

    def calculate_net_user_cost_basis(self, market: Market) -> int:
        """What all users together have put in, funding outstanding included (quote)."""
        cost = i128(market.quote_asset_amount + market.quote_asset_amount_with_unsettled_lp)
        return i128(cost + market.net_unsettled_funding_pnl)

    def calculate_net_user_pnl(self, market: Market, oracle_price: int) -> int:
        """What all users together have won, at a price (quote); the value of their base is rounded toward zero."""
        if oracle_price <= 0:
            raise InvalidOracle(oracle_price=oracle_price)
        net = i128(market.base_asset_amount_with_amm + market.base_asset_amount_with_unsettled_lp)
        value = trunc_div(i128(net * oracle_price), constants.PRICE_TIMES_BASE_TO_QUOTE)
        return i128(value + self.calculate_net_user_cost_basis(market))

    def get_unrealized_asset_weight(self, market: ExchangeMarket, unrealized_pnl: int, requirement_type: str) -> int:
        """The part of a profit that counts as collateral; a loss counts in full.

        Beyond maintenance, profits count for less while the users have together won more than the market allows.
        """
        if requirement_type == MAINTENANCE:
            weight = market.unrealized_pnl_maintenance_asset_weight
            return weight if unrealized_pnl > 0 else constants.MARGIN_PRECISION
        weight = market.unrealized_pnl_initial_asset_weight
        if weight > 0 and market.unrealized_pnl_max_imbalance > 0:
            won = self.calculate_net_user_pnl(market, market.last_oracle_price)
            if won > market.unrealized_pnl_max_imbalance:
                weight = to_u32(floor_div(u128(market.unrealized_pnl_max_imbalance * weight), won))
        if unrealized_pnl <= 0:
            return constants.MARGIN_PRECISION
        if weight == 0:
            return 0
        size = u128(to_u128(unrealized_pnl) * constants.BASE_TO_QUOTE)
        return self.calculate_size_discount_asset_weight(size, market.unrealized_pnl_imf_factor, weight)
