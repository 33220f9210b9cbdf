"""Lives of a whole exchange: every statement about the market holds through liquidations and settled profits as well."""

from __future__ import annotations

import pytest

from model.bal import Exchange
from properties.catalogue import catalogue
from tests.fuzz.test_campaign import run

HOW_THE_COOLDOWN_IS_RESET = "P49"
"""A mint can only postpone an exit, and nothing else resets the cooldown, says P49: de-risking does, which P91 tells."""


@pytest.mark.slow
def test_an_exchange_keeps_what_is_proved_of_its_market() -> None:
    of_the_market = [each for each in catalogue().of("bal") if not each.judged_on]
    tally = run(Exchange(), of_the_market, steps=40_000)
    assert {failure.violation.id for failure in tally.failures} <= {HOW_THE_COOLDOWN_IS_RESET}
    assert tally.accepted["liquidate_perp"] > 0
    assert tally.accepted["settle_pnl"] > 0


def test_an_exchange_lives_through_its_own_operations() -> None:
    tally = run(Exchange(), [], steps=4_000)
    assert tally.accepted["set_collateral"] > 0
    assert tally.accepted["settle_pnl"] > 0
