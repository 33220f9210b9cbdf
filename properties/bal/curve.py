"""The curve under mint, burn and fill: reserves on it, and the price through changes of liquidity.

`K`, `b`, `q` are liquidity and reserves, `K'`, `b'`, `q'` those after a step; the price is `q/b` at the peg. `R = 1e9`
is the precision at which a change of liquidity knows the ratio `K'/K`.
"""

from __future__ import annotations

from model.bal import Bal, BalState
from properties.bal.cones import NO_RESERVES
from properties.property import Claims, Invariant, prop


@prop(
    "P07",
    system="bal",
    sentence="The quote reserve is the one that belongs to the base reserve on the curve, rounded down, at all times.",
    formula="b >= 1 and q = floor(K*K / b)",
    claim='S0 "constant product"; specification section 2',
    scope=Invariant(),
    notes="Exact, where the program's own check tolerates 15 units.",
    leaves_out=(*NO_RESERVES, "get_update_k_result"),
)
def reserves_are_on_the_curve(system: Bal, state: BalState) -> Claims:
    market = state.market
    invariant = market.sqrt_k * market.sqrt_k
    yield "there is base", market.base_asset_reserve >= 1
    yield "not above the curve", market.quote_asset_reserve * market.base_asset_reserve <= invariant
    yield "less than one unit below", invariant < (market.quote_asset_reserve + 1) * market.base_asset_reserve
