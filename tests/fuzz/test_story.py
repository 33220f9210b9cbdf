"""Stories: who does what, only what changes, and what everybody has gained."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzzing.judge import Judge
from fuzzing.life import Act, Life, Moment, lived
from fuzzing.replay import imagined
from fuzzing.rewalk import walked
from fuzzing.story import lines, told, told_inputs
from model.bal import LONG, SHARED, Bal, BalState
from model.bal.variants import FundingPerShare
from model.errors import Rejected
from model.pair import Pair, PairState
from model.system import System
from properties.gains import Gains, Reached, equity, gains
from properties.recording import Recorded, is_one_life, recording, trace_of
from properties.trace import START


def moments_of(system: System, life: Life) -> list[Moment]:
    return list(lived(life, Judge(system, [])))


def gained_in(system: System, moments: list[Moment]) -> Gains:
    return gains(system, [Reached(each.act.arguments, each.after) for each in moments])


FOR_AND_BACK = Life(
    {"fee_numerator": 997, "fee_denominator": 1000},
    (
        Act("mint", {"user": "a", "amount0": 10_000, "amount1": 10_000, "now": 0}),
        Act("swap", {"user": "b", "amount0_in": 1000, "amount1_in": 0, "amount0_out": 0, "amount1_out": 906, "now": 0}),
        Act("burn", {"user": "b", "shares": 1, "now": 0}),
        Act("donate", {"user": "c", "amount0": 50, "amount1": 0}),
    ),
)


def test_what_a_trader_pays_the_holders_gain() -> None:
    gained = gained_in(Pair(), moments_of(Pair(), FOR_AND_BACK))
    assert gained["b"] == {"asset 0": -1000, "asset 1": 906, "together": -1000 * 9094 // 11_000 + 906}
    assert gained["c"]["asset 0"] == -50
    assert gained["a"] == {
        "asset 0": -10_000 + 9000 * 11_050 // 10_000,
        "asset 1": -10_000 + 9000 * 9094 // 10_000,
        "together": (-10_000 + 9000 * 11_050 // 10_000) * 9094 // 11_000 - 10_000 + 9000 * 9094 // 10_000,
    }


@settings(max_examples=30)
@given(st.randoms(use_true_random=False))
def test_a_pair_makes_nothing(random: object) -> None:
    """All gains together are what the pair still holds for nobody, rounded away: never positive."""
    moments = moments_of(Pair(), walked(Pair(), random, 20))  # type: ignore[arg-type]
    last: PairState = moments[-1].after
    gained = gained_in(Pair(), moments)
    for asset in ("asset 0", "asset 1"):
        total = sum(each[asset] for each in gained.values())
        held = last.balance0 if asset == "asset 0" else last.balance1
        assert -held <= total <= 0
        if last.total_supply > 0:
            assert total > -len(gained)


def test_a_pair_in_which_nothing_is_has_no_gains() -> None:
    assert gained_in(Pair(), moments_of(Pair(), Life({}, ()))) == {}
    assert gains(Pair(), []) == {}


def test_equity_counts_what_is_outstanding() -> None:
    """Settling moves nothing of value but what rounding takes."""
    order = {"direction": LONG, "base_asset_amount": 3 * 10**9, "liquidity_split": SHARED}
    life = Life(
        {"sqrt_k": 10**15, "peg_multiplier": 10**8, "order_step_size": 10**7},
        (
            Act("mint_lp_shares", {"user": 1, "n_shares": 10**15, "now": 0}),
            Act("fill", {"user": 0, **order}),
            Act("update_funding", {"funding_rate": 10**9}),
        ),
    )
    moments = moments_of(Bal(), life)
    state: BalState = moments[-1].after
    told_price, system = 101 * 10**6, Bal()
    for user in (0, 1):
        settled, _ = system.settle_lp(state, user=user)
        before = equity(system, state.market, state.positions[user], told_price)
        after = equity(system, settled.market, settled.positions[user], told_price)
        assert abs(after - before) <= 1
        assert before != 0
    assert set(gained_in(system, moments)) == {"user 0", "user 1", "the market"}


def test_equity_is_taken_at_the_last_price_that_is_told() -> None:
    order = {"direction": LONG, "base_asset_amount": 10**9, "liquidity_split": SHARED}
    begin = {"sqrt_k": 10**15, "peg_multiplier": 10**8}
    bought = (Act("fill", {"user": 0, **order}),)
    told_later = (*bought, Act("update_funding_full", {"oracle_price": 200 * 10**6, "funding_rate": None}))
    at_market = gained_in(Bal(), moments_of(Bal(), Life(begin, bought)))["user 0"]["equity"]
    at_oracle = gained_in(Bal(), moments_of(Bal(), Life(begin, told_later)))["user 0"]["equity"]
    assert at_market < 0 < 99 * 10**6 < at_oracle


def test_a_story_shows_what_changes_and_what_is_refused() -> None:
    shown = lines(told(Pair(), moments_of(Pair(), FOR_AND_BACK), "Q08"))
    text = "\n".join(shown)
    assert "refused: ds-math-sub-underflow" in text
    assert "reserve0 10_000 → 11_000" in text
    assert "amount0_in 1_000" in text
    assert "gains in the end" in text
    assert "price0_cumulative_last" not in text
    assert all(line == line.rstrip() and len(line) <= 110 for line in shown)


# Scenarios


def test_a_scenario_is_told_by_the_transitions_that_it_performs() -> None:
    """The capture that the design with funding per share allows: in before the update, out after it."""
    inputs = {
        "market.base_asset_reserve": 2,
        "market.sqrt_k": 200_000,
        "market.peg_multiplier": 1,
        "market.concentration_coef": 1_000_001,
        "market.base_asset_amount_with_amm": 200_000,
        "market.order_step_size": 1,
        "market.max_fill_reserve_fraction": 1,
        "state.fee_denominator": 1,
        "argument.n_shares": 1,
        "argument.funding_rate": -(10**7),
    }
    again = imagined(FundingPerShare(), "P39", inputs)
    assert again.violation is not None
    assert [each.operation for each in again.log] == ["mint_lp_shares", "update_funding", "remove_lp_shares"]
    assert is_one_life(again.log)
    text = "\n".join(lines(told_inputs(FundingPerShare(), inputs, again)))
    assert "market.sqrt_k" in text
    assert "violates P39" in text
    assert re.search(r"user 0 +\+1\b", text)
    assert imagined(Bal(), "P39", inputs).violation is None


def test_a_recording_notes_what_is_refused_and_what_begins_elsewhere() -> None:
    log: list[Recorded] = []
    system: Any = recording(Pair(), log)
    begin = system.start()
    minted, _ = system.apply(begin, "mint", {"user": "a", "amount0": 5000, "amount1": 5000, "now": 0})
    with pytest.raises(Rejected):
        system.burn(minted, user="b", shares=1, now=0)
    system.donate(begin, user="c", amount0=1, amount1=0)
    assert [(each.operation, each.error) for each in log] == [
        ("mint", ""),
        ("burn", "ds-math-sub-underflow"),
        ("donate", ""),
    ]
    assert not is_one_life(log)
    trace = trace_of(log)
    assert [each["operation"] for each in trace] == [START, "mint", "burn", "donate"]
    assert ["before" in each for each in trace] == [False, False, False, True]
    assert "mint" not in vars(Pair())


def test_a_gain_counts_from_what_was_held_at_first() -> None:
    moments = moments_of(Pair(), FOR_AND_BACK)[1:]
    gained = gained_in(Pair(), moments)
    assert gained["a"] == {"asset 0": 9000 * 11_050 // 10_000 - 9000, "asset 1": 9000 * 9094 // 10_000 - 9000} | {
        "together": (9000 * 11_050 // 10_000 - 9000) * 9094 // 11_000 + 9000 * 9094 // 10_000 - 9000
    }
