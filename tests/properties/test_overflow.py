"""Widths: a narrower number, and a side of the spread that lies elsewhere."""

from __future__ import annotations

import pytest

from model.arith import i32, to_i64
from model.bal import Bal, Market, Position
from model.curve import ADD, REMOVE
from proofs.search import THOROUGH
from tests.properties.conftest import Violated


class NarrowQuotes(Bal):
    """Quotes of 32 bits."""

    def calculate_quote_asset_amount_swapped(self, before: int, after: int, direction: str, peg: int) -> int:
        assert direction in (ADD, REMOVE)
        return i32(super().calculate_quote_asset_amount_swapped(before, after, direction, peg))


class NarrowClaims(Bal):
    """The difference of accumulators, times shares, in 64 bits."""

    def calculate_settled_lp_base_quote(self, market: Market, position: Position) -> tuple[int, int]:
        since = market.base_asset_amount_per_lp - position.last_base_asset_amount_per_lp
        to_i64(since * position.lp_shares)
        return super().calculate_settled_lp_base_quote(market, position)


class AsksAboveTheCurve(Bal):
    """One more unit of base on the asking side."""

    def update_spread_reserves(self, market: Market) -> None:
        super().update_spread_reserves(market)
        market.ask_base_asset_reserve += 1


@pytest.mark.parametrize(
    ("identifier", "system"), [("P70a", NarrowQuotes()), ("P70c", NarrowClaims()), ("P66d", AsksAboveTheCurve())]
)
def test_another_rule_is_noticed(identifier: str, system: Bal, violated: Violated) -> None:
    assert violated(identifier, system) is not None
    assert violated(identifier, Bal()) is None


@pytest.mark.parametrize("identifier", ["P70", "P70b", "P70d", "P70e"])
def test_what_is_refuted_is_found(identifier: str, violated: Violated) -> None:
    assert violated(identifier, Bal(), THOROUGH) is not None
