"""Stories: who does what, only what changes, and what everybody has gained."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from fuzzing.judge import Judge
from fuzzing.life import Act, Life, Moment, lived
from fuzzing.rewalk import walked
from fuzzing.story import lines, told
from model.bal import LONG, SHARED, Bal, BalState
from model.pair import Pair, PairState
from model.system import System
from properties.gains import Gains, Reached, equity, gains


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
    assert set(gained_in(system, moments)) == {"user 0", "user 1"}


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
