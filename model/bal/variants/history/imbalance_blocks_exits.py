"""An imbalance of the AMM blocked every change of k, in every market."""

from __future__ import annotations

from typing import ClassVar

from model.bal.errors import InvalidAmmDetected, InvalidUpdateK
from model.bal.market import Market
from model.bal.variants.history.defect import Defect, Fix


class ImbalanceBlocksExits(Defect):
    """LPs can not leave a market that is being wound down, and an increase that would help is refused too."""

    fixed: ClassVar[Fix] = Fix(
        id="H31",
        commit="889a2a1e8",
        date="2022-11-01",
        violated=("P51", "P52"),
        before="no k below the AMM's position, nor bounded below thrice that, for increases and reduce-only markets too",
        after="only decreases, only outside of reduce-only",
    )

    def require_k_covers_amm(self, market: Market, new_sqrt_k: int, bound_update: bool) -> None:
        """Refuse any k below the AMM's position, and a bounded one of which a third is."""
        with_amm = abs(market.base_asset_amount_with_amm)
        if with_amm > new_sqrt_k or (bound_update and with_amm > new_sqrt_k // 3):
            raise InvalidUpdateK("below the AMM's position", new_sqrt_k=new_sqrt_k, with_amm=with_amm)

    def validate_k_covers_amm(self, market: Market) -> None:
        """Check it in every market."""
        with_amm = market.base_asset_amount_with_amm
        if market.sqrt_k <= abs(with_amm):
            raise InvalidAmmDetected("k does not cover the AMM's position", sqrt_k=market.sqrt_k, with_amm=with_amm)
