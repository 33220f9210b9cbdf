"""How a market begins: balanced at the price of its peg, with nobody in it."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar

from model.bal.amounts import Liquidity
from model.bal.exchange import ExchangeMarket, ExchangeState
from model.bal.market import Market
from model.bal.pricing import Pricing
from model.bal.state import BalState
from model.bal.validation import Validation
from model.holders import Holders

Opened = TypeVar("Opened", bound=Market)


class Opening(Validation, Pricing):
    """The first state of a market, alone or within its exchange."""

    market_type: ClassVar[type[Market]] = Market  # a variant with state of its own keeps it in a subclass

    def start(
        self,
        *,
        sqrt_k: Liquidity,
        peg_multiplier: int,
        fee_numerator: int = 100,
        fee_denominator: int = 100_000,
        lp_cooldown_time: int = 0,
        **settings: Any,
    ) -> BalState:
        """A balanced market at the price of its peg, in which nobody holds anything; `settings` are market fields.

        Reserves, bounds and spreads follow from them. Refuses settings that contradict themselves.
        """
        market = self.opened(self.market_type, sqrt_k=sqrt_k, peg_multiplier=peg_multiplier, **settings)
        return BalState(market, Holders(), fee_numerator, fee_denominator, lp_cooldown_time)

    def start_exchange(
        self,
        *,
        sqrt_k: Liquidity,
        peg_multiplier: int,
        fee_numerator: int = 100,
        fee_denominator: int = 100_000,
        lp_cooldown_time: int = 0,
        liquidation_margin_buffer_ratio: int = 200,
        **settings: Any,
    ) -> ExchangeState:
        """A market as `start` makes it, within an exchange, in which nobody has paid anything in.

        A tenth is needed to take on risk and a twentieth to keep it, unless `settings` say otherwise.
        """
        margin = {
            "margin_ratio_initial": 1000,
            "margin_ratio_maintenance": 500,
            "liquidator_fee": 10_000,
            "unrealized_pnl_maintenance_asset_weight": 10_000,
        }
        market = self.opened(ExchangeMarket, sqrt_k=sqrt_k, peg_multiplier=peg_multiplier, **(margin | settings))
        state = ExchangeState(market, Holders(), fee_numerator, fee_denominator, lp_cooldown_time)
        state.liquidation_margin_buffer_ratio = liquidation_margin_buffer_ratio
        return state

    def opened(self, kind: type[Opened], *, sqrt_k: Liquidity, peg_multiplier: int, **settings: Any) -> Opened:
        """A balanced market of a kind; refuses settings that contradict themselves."""
        usual = {
            "order_step_size": 1,
            "min_order_size": 1,
            "concentration_coef": 1_414_200,
            "margin_ratio_initial": 2000,
        }
        market = kind(**(usual | settings))
        market.peg_multiplier = peg_multiplier
        market.sqrt_k = market.base_asset_reserve = market.quote_asset_reserve = sqrt_k
        self.update_bounds(market)
        self.update_spreads(market)
        self.validate_perp_market(market)
        return market
