"""The worked cases of the documents, executed; and that they notice a protocol which gives other numbers."""

from __future__ import annotations

from typing import Any

import pytest

from claims import CLAIMS, Comparison, DocumentClaim, Example, execute
from claims.claim import Comparisons, example
from claims.trading_examples import cost_basis, eight_basis_points, even_room
from model.bal import Bal, Market

CASES = [
    pytest.param(claim, each, id=f"{claim.id} {each.name}".replace(" ", "_"))
    for claim in CLAIMS
    for each in claim.examples
]

DIFFER = {"S0.14", "S1.24", "S2.27", "S4.2", "S4.5"}
"""The claims of which the deployed protocol gives another number than the document."""


@pytest.mark.parametrize(("claim", "case"), CASES)
def test_the_documents_numbers_are_those_of_the_model(claim: DocumentClaim, case: Example) -> None:
    found = execute(case)
    assert found.failure == ""
    differing = [each for each in found.comparisons if not each.near]
    assert bool(differing) == (claim.id in DIFFER)


def on(system: type[Bal], case: Example) -> list[Comparison]:
    """What the case compares on another protocol."""
    found = execute(Example(case.name, system, case.body))
    assert found.failure == ""
    return [each for each in found.comparisons if not each.near]


def test_a_protocol_that_gives_lps_less_of_the_fee_is_noticed() -> None:
    class Stingy(Bal):
        def calculate_per_lp_delta(self, *facts: Any) -> tuple[int, int, int]:
            base, quote, fee = super().calculate_per_lp_delta(*facts)
            return base, quote, fee // 2

    assert [each.got for each in on(Stingy, eight_basis_points)] == [4]
    assert on(Stingy, cost_basis)


def test_a_protocol_with_other_open_orders_is_noticed() -> None:
    class Narrow(Bal):
        def calculate_market_open_bids_asks(self, market: Market) -> tuple[int, int]:
            bids, asks = super().calculate_market_open_bids_asks(market)
            return bids // 2, asks

    assert [each.what for each in on(Narrow, even_room)] == ["open bids"]


def test_a_refusal_is_a_failure_and_keeps_what_was_compared() -> None:
    @example("a case", on=Bal)
    def refused(bal: Bal) -> Comparisons:
        yield Comparison("one", 1, 1)
        bal.start(sqrt_k=0, peg_multiplier=0)

    found = execute(refused)
    assert [each.what for each in found.comparisons] == ["one"]
    assert found.failure


def test_a_case_that_compares_nothing_has_failed() -> None:
    @example("a case", on=Bal)
    def silent(bal: Bal) -> Comparisons:
        return []

    assert execute(silent).failure == "it compares nothing"
