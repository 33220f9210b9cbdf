"""Stories: of an exchange as well, in units beside integers, and of rules by themselves."""

from __future__ import annotations

import pytest

from model.bal import LONG, SHARED, Bal, ExchangeState
from model.pair import Pair
from properties.case import GivenCase
from properties.recording import Recorded, recording
from properties.telling import of_rules, story
from properties.units import units, worded

SOL, USD = 10**9, 10**6
LP, TAKER, LIQUIDATOR = 0, 1, 2


def lines_of_a_liquidation() -> list[str]:
    """An LP pays 17 USD in, adds 20 SOL, takers buy, and the price doubles."""
    log: list[Recorded] = []
    bal = recording(Bal(), log)
    assert isinstance(bal, Bal)
    state = bal.start_exchange(sqrt_k=100 * SOL, peg_multiplier=100 * USD)
    for user, amount in ((LP, 17 * USD), (TAKER, 10**12), (LIQUIDATOR, 10**12)):
        state, _ = bal.set_collateral(state, user=user, amount=amount)
    minted, _ = bal.mint_lp_shares(state, user=LP, n_shares=20 * SOL, now=0)
    filled, _ = bal.fill_exact(minted, user=TAKER, direction=LONG, base_asset_amount=SOL, liquidity_split=SHARED)
    assert isinstance(filled, ExchangeState)
    bal.liquidate_perp(
        filled,
        user=LP,
        liquidator=LIQUIDATOR,
        liquidator_max_base_asset_amount=100 * SOL,
        oracle_price=200 * USD,
        slot=0,
    )
    return story(bal, log)


def test_every_operation_of_an_exchange_is_told_with_its_amounts() -> None:
    told = lines_of_a_liquidation()
    assert told[1] == ("user 0 does set_collateral (amount = 17_000_000 (17 quote)): collateral 17_000_000 (17 quote)")
    assert [line.split(" (")[0] for line in told[1:7]] == [
        "user 0 does set_collateral",
        "user 1 does set_collateral",
        "user 2 does set_collateral",
        "user 0 does mint_lp_shares",
        "user 1 does fill_exact",
        "user 2 does liquidate_perp to user 0",
    ]


def test_who_liquidates_acts_and_who_is_liquidated_is_named() -> None:
    liquidation = lines_of_a_liquidation()[6]
    assert "positions.0.lp_shares 20_000_000_000 (20 LP share) → 0" in liquidation
    assert ", base_asset_amount 0 → " in liquidation, "the liquidator's own fields have no prefix"


def test_settings_of_the_exchange_do_not_belong_to_the_story() -> None:
    assert "margin_ratio" not in lines_of_a_liquidation()[0]


def test_collateral_that_is_paid_in_is_no_gain() -> None:
    assert "user 2 has gained" not in lines_of_a_liquidation()[-1].partition("user 1")[0]
    assert "1_000_000_000_000 (1_000_000 quote) of equity" not in lines_of_a_liquidation()[-1]


def test_rules_alone_name_alternatives_in_words_and_inputs_by_what_they_belong_to() -> None:
    case = GivenCase({"market.sqrt_k": 3 * SOL, "argument.oracle_price": 5, "taker.direction": 1})
    case.choice("taker.direction", ("long", "short"))
    used = {name: value for name, value in case.values.items() if value}
    assert of_rules(Bal(), used, case.chosen) == (
        "the rules alone: market with sqrt_k = 3_000_000_000 (3 LP share); oracle_price = 5; taker with direction = short"
    )


def test_rules_alone_of_nothing_say_so() -> None:
    assert of_rules(Bal(), {}, {}) == "the rules alone: everything is 0"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("positions.0.collateral", -12_500_000, "-12_500_000 (-12.5 quote)"),
        ("positions.0.collateral", 9_999, "9_999"),
        ("market.margin_ratio_initial", 1000, "1_000"),
        ("market.base_asset_amount_per_lp", 10**9, "1_000_000_000"),
        ("market.status", "Active", "Active"),
        ("unheard_of", 10**9, "1_000_000_000"),
    ],
)
def test_amounts_are_told_in_units_where_they_are_read_so(name: str, value: object, words: str) -> None:
    assert worded("bal", name, value) == words


def test_a_system_without_digits_is_told_in_integers() -> None:
    assert units(Pair.name) == {}
