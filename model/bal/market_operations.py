"""What happens to a market without anybody's position: rebases, funding updates, changes of k."""

from __future__ import annotations

from model.bal.amounts import Exponent, Liquidity, OraclePrice, QuoteSum, Rate
from model.bal.copies import Copies
from model.bal.errors import (
    InvalidUpdateK,
    MathError,
)
from model.bal.funding import Funding
from model.bal.market import Market
from model.bal.state import (
    NOTHING,
    BalState,
    FormulaicKResult,
    FullFundingResult,
    FundingResult,
    KResult,
    Nothing,
    Spreads,
)


class MarketOperations(Copies, Funding):
    """Transitions that leave every position as it is."""

    def rebase_market(self, state: BalState, *, expo_diff: Exponent) -> tuple[BalState, Nothing]:
        """Move the exponent of the accumulators' base unit; positions follow when they settle."""
        market = state.market.copy()
        self.apply_lp_rebase_to_perp_market(market, expo_diff)
        self.validate_perp_market(market)
        return self.close_market(state, market), NOTHING

    def update_funding(self, state: BalState, *, funding_rate: Rate) -> tuple[BalState, FundingResult]:
        """Add a period's funding at a given rate; k stays."""
        market = state.market.copy()
        result = self.calculate_funding_rate_long_short(market, funding_rate)
        self.book_funding(market, funding_rate, result)
        return self.close_market(state, market), result

    def update_funding_full(
        self, state: BalState, *, oracle_price: OraclePrice, funding_rate: Rate | None, spreads: Spreads | None = None
    ) -> tuple[BalState, FullFundingResult]:
        """A whole funding update, k included; the rate comes from averages of prices, which are not modelled.

        No rate (None) means that no update is due: then nothing changes. An oracle price of 0 is refused: the program
        divides by it. With a curve update intensity of 0 k stays.
        """
        if oracle_price == 0:
            raise MathError("the oracle price is 0")
        if funding_rate is None:
            return state, FullFundingResult(False, state.market.last_funding_rate, 0, 0, 0, False)
        market = state.market.copy()
        result = self.calculate_funding_rate_long_short(market, funding_rate)
        k_changed = market.curve_update_intensity > 0 and self.formulaic_update_of_k(
            market, -result.funding_imbalance_revenue, spreads
        )
        self.book_funding(market, funding_rate, result)
        return self.close_market(state, market), FullFundingResult(True, funding_rate, *result, k_changed)

    def update_k(
        self, state: BalState, *, new_sqrt_k: Liquidity, bound_update: bool, spreads: Spreads | None = None
    ) -> tuple[BalState, KResult]:
        """The operator sets k, above what the LPs hold; what it costs is returned and not booked."""
        market = state.market.copy()
        update = self.get_update_k_result(market, new_sqrt_k, bound_update)
        cost = self.adjust_k_cost(market, update)
        self.apply_k_update(market, update, spreads)
        self.require_k_above_shares(market)
        return self.close_market(state, market), KResult(cost)

    def require_k_above_shares(self, market: Market) -> None:
        """Refuse a k of the operator's that leaves the protocol no share of its own."""
        if market.sqrt_k <= market.user_lp_shares:
            raise InvalidUpdateK(sqrt_k=market.sqrt_k, user_lp_shares=market.user_lp_shares)

    def formulaic_update_k(
        self, state: BalState, *, funding_imbalance_cost: QuoteSum, spreads: Spreads | None = None
    ) -> tuple[BalState, FormulaicKResult]:
        """Let a funding update's cost or gain change k by the formula."""
        market = state.market.copy()
        changed = self.formulaic_update_of_k(market, funding_imbalance_cost, spreads)
        return self.close_market(state, market), FormulaicKResult(changed)
