"""Shares of the liquidity: minted, burned, removed (specification section 4)."""

from __future__ import annotations

from model.arith import i32, i64, i128, to_i32, to_i64, u64, u128
from model.bal.liquidity import Liquidity
from model.bal.market import Market
from model.bal.position import Position
from model.bal.state import SettleResult, Spreads


class ShareLife(Liquidity):
    """The life of LP shares."""

    def mint_shares(self, market: Market, position: Position, n_shares: int, spreads: Spreads | None) -> None:
        """Give the position new shares and the curve as much liquidity; nobody is charged for the change of k.

        A position with shares is settled first, a new LP starts at the present accumulators.
        """
        if position.lp_shares > 0:
            self.settle_lp_position(market, position)
        else:
            self.mark(market, position)
            position.per_lp_base = market.per_lp_base
        position.lp_shares = u64(position.lp_shares + n_shares)
        update = self.get_update_k_result(market, u128(market.sqrt_k + n_shares), True)
        self.apply_k_update(market, update, spreads)
        market.user_lp_shares = u128(market.user_lp_shares + n_shares)
        self.validate_perp_market(market)
        self.validate_perp_position_with_perp_market(market, position)

    def burn_shares(
        self, market: Market, position: Position, n_shares: int, oracle_price: int, spreads: Spreads | None
    ) -> SettleResult:
        """Settle, sell the position's remainder to the AMM, and take shares and liquidity away.

        The result is the settlement with what the remainder cost.
        """
        base, quote, remainder, pnl = self.settle_lp_position(market, position)
        self.clean_up_after_last(market, position, n_shares)
        charge = self.charge_for_remainder(market, position, oracle_price)
        quote, pnl = i64(quote - charge), i64(pnl - charge)
        self.mark(market, position)
        position.lp_shares = u64(position.lp_shares - n_shares)
        market.user_lp_shares = u128(market.user_lp_shares - n_shares)
        update = self.get_update_k_result(market, u128(market.sqrt_k - n_shares), False)
        self.apply_k_update(market, update, spreads)
        self.validate_perp_market(market)
        self.validate_perp_position_with_perp_market(market, position)
        return SettleResult(base, quote, remainder, pnl)

    def clean_up_after_last(self, market: Market, position: Position, n_shares: int) -> None:
        """Let the last LP who leaves take over what rounding has left unsettled, as its remainder."""
        unsettled = i128(market.base_asset_amount_with_unsettled_lp + position.remainder_base_asset_amount)
        if n_shares == market.user_lp_shares and unsettled != 0:
            position.remainder_base_asset_amount = i32(position.remainder_base_asset_amount - to_i32(unsettled))

    def charge_for_remainder(self, market: Market, position: Position, oracle_price: int) -> int:
        """Hand the remainder to the AMM if there is one; the charge (quote), 0 where there is none."""
        if position.remainder_base_asset_amount == 0:
            return 0
        return self.burn_remainder(market, position, oracle_price)

    def burn_remainder(self, market: Market, position: Position, oracle_price: int) -> int:
        """Hand the remainder to the AMM at the oracle price; the charge (quote), whatever the remainder's sign.

        The value is rounded down and one is added.
        """
        remainder = position.remainder_base_asset_amount
        market.base_asset_amount_with_amm = i128(market.base_asset_amount_with_amm - remainder)
        market.base_asset_amount_with_unsettled_lp = i128(market.base_asset_amount_with_unsettled_lp + remainder)
        charge = to_i64(u128(self.calculate_base_asset_value_with_oracle_price(remainder, oracle_price) + 1))
        self.update_position_and_market(market, position, 0, -charge, -remainder)
        return charge
