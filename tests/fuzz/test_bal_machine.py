"""Whole lives of a market: several users, every operation, amounts from dust to beyond every width.

After each step the judge is asked: every registered property of BAL that is expected to hold, and every width. What the
machine itself holds the model to, whatever is registered: a refusal changes nothing, a transition changes nothing in
place, no position but the acting user's moves, and the market's sums are the sums over its positions.
"""

from __future__ import annotations

import copy
from collections import Counter
from typing import Any

import pytest
from hypothesis import Phase, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from fuzzing.judge import Judge
from model.arith import I64
from model.bal import LONG, LP_OWNED, PROTOCOL_OWNED, SHARED, SHORT, Bal, BalState, Market, Position, Spreads
from model.errors import Rejected
from properties.catalogue import catalogue
from properties.property import Step, Verdict
from properties.situation import begun

PROPERTIES = [each for each in catalogue().of("bal") if each.expected is Verdict.PROVED and not each.judged_on]

USERS = st.integers(0, 3)
DIRECTIONS = st.sampled_from([LONG, SHORT])
SPLITS = st.sampled_from([SHARED, SHARED, PROTOCOL_OWNED, LP_OWNED])
PART = st.integers(0, 2**16)
OFF = st.sampled_from([0, 0, 0, 1, -1])
NOW = st.sampled_from([0, 1_700_000_000, I64.high - 10_000])
WAIT = st.sampled_from([0, 0, 1, 59, 120, 3600, 86400, 2**40])

DUST = st.integers(0, 3000)
REALISTIC = st.builds(lambda digits, power: digits * 10**power, st.integers(1, 9999), st.integers(0, 14))
LARGE = st.integers(0, 64).flatmap(lambda bits: st.integers(2**bits - 1, min(2**bits + 1, 2**64 - 1)))
AMOUNT = st.one_of(DUST, REALISTIC, LARGE)
SIGNED = st.builds(lambda size, sign: size * sign, st.one_of(DUST, REALISTIC, LARGE), st.sampled_from([1, -1]))
EXTREME = st.sampled_from([2**63 - 1, -(2**63), 2**64, 10**30, -(10**30), 2**127 - 1, -(2**127)])

LIQUIDITY = st.one_of(
    st.integers(2_000, 5_000_000),
    st.builds(lambda digits, power: digits * 10**power, st.integers(1, 9999), st.integers(8, 17)),
    st.sampled_from([10**21, 10**21 - 1, 2**63]),
)
PEGS = st.one_of(st.sampled_from([1, 10**6, 10**12]), st.integers(1, 10**9))
STEPS = st.one_of(st.sampled_from([1, 10, 10**5, 10**9, 3, 2**31 - 1, 5 * 10**9]), st.integers(1, 10**6))
SPREADS = st.none() | st.builds(Spreads, st.integers(0, 400_000), st.integers(0, 400_000), st.integers(-10_000, 10_000))

SETTINGS = st.fixed_dictionaries(
    {
        "sqrt_k": LIQUIDITY,
        "peg_multiplier": PEGS,
        "order_step_size": STEPS,
        "base_spread": st.sampled_from([0, 1, 100, 5_000]),
        "fee_numerator": st.sampled_from([0, 35, 100, 100_000]),
        "lp_cooldown_time": st.sampled_from([0, 120]),
        "concentration_coef": st.sampled_from([1_414_200, 1_000_001, 10**9]),
        "max_fill_reserve_fraction": st.sampled_from([1, 2, 100]),
        "amm_spread_adjustment": st.sampled_from([0, -100, 30]),
        "curve_update_intensity": st.sampled_from([0, 0, 50, 100]),
        "fee_adjustment": st.sampled_from([0, -10, 25]),
        "per_lp_base": st.integers(-9, 9),
        "total_fee_minus_distributions": st.sampled_from([0, 10**12, -(10**12)]),
    }
)


class BalMachine(RuleBasedStateMachine):
    """One market, its users, and the properties it must keep."""

    def __init__(self) -> None:
        super().__init__()
        self.system = Bal()
        self.judge = Judge(self.system, PROPERTIES)
        self.state = BalState()
        self.now = 0
        self.operations: Counter[str] = Counter()

    @initialize(chosen=SETTINGS, now=NOW, part=PART)
    def begin(self, chosen: dict[str, Any], now: int, part: int) -> None:
        step = chosen["order_step_size"]
        assume(step <= chosen["sqrt_k"])
        more = {"fee_denominator": 100_000, "min_order_size": step, "max_spread": chosen["base_spread"] + 10_004}
        state = begun(self.system, chosen | more)
        assume(state is not None)
        self.state = state
        self.now = now
        self.step("mint_lp_shares", user=0, n_shares=max(step, self.part_of_liquidity(part)), now=now)

    # Rules

    @rule(user=USERS, part=PART, wait=WAIT, spreads=SPREADS)
    def mint_in_proportion(self, user: int, part: int, wait: int, spreads: Spreads | None) -> None:
        """Up to as many shares as there is liquidity."""
        shares = self.part_of_liquidity(part)
        self.step("mint_lp_shares", user=user, n_shares=shares, now=self.later(wait), **self.given(spreads))

    @rule(user=USERS, shares=AMOUNT, spreads=SPREADS)
    def mint_anything(self, user: int, shares: int, spreads: Spreads | None) -> None:
        self.step("mint_lp_shares_raw", user=user, n_shares=shares, **self.given(spreads))

    @rule(user=USERS, part=PART, off=OFF, wait=WAIT, near=SIGNED, raw=st.booleans(), spreads=SPREADS)
    def burn(self, user: int, part: int, off: int, wait: int, near: int, raw: bool, spreads: Spreads | None) -> None:
        """All of the shares, a part of them, or one more or less."""
        user = self.lp(user)
        held = self.held(user).lp_shares
        shares = max(0, held * min(part, 2**15) // 2**15 + off)
        told = {"user": user, "shares_to_burn": shares, "oracle_price": self.price(near)} | self.given(spreads)
        if raw:
            self.step("burn_lp_shares_raw", **told)
        else:
            self.step("remove_lp_shares", **told, now=self.later(wait))

    @rule(user=USERS, direction=DIRECTIONS, part=PART)
    def fill_as_offered(self, user: int, direction: str, part: int) -> None:
        """A part of what the AMM takes at once, or a little more."""
        size = self.offered(direction) * part // 2**15
        self.step(
            "fill", user=user, direction=direction, base_asset_amount=min(size, 2**64 - 1), liquidity_split=SHARED
        )

    @rule(user=USERS, direction=DIRECTIONS, lots=st.integers(0, 50), split=SPLITS, near=SIGNED, priced=st.booleans())
    def fill_lots(self, user: int, direction: str, lots: int, split: str, near: int, priced: bool) -> None:
        """Some steps of base, beside a maker at times."""
        size = lots * self.state.market.order_step_size
        price = max(1, self.price(near)) if priced else None
        self.fill_exactly(user, direction, size, split, price)

    @rule(user=USERS, direction=DIRECTIONS, size=AMOUNT, split=SPLITS, price=st.none() | AMOUNT)
    def fill_exactly(self, user: int, direction: str, size: int, split: str, price: int | None) -> None:
        """Whole steps: an exact size comes from the program's own just-in-time sizing, never from an order as told."""
        size -= size % self.state.market.order_step_size
        told = {"user": user, "direction": direction, "base_asset_amount": size, "liquidity_split": split}
        self.step("fill_exact", **told, fill_price=price)

    @rule(user=USERS, part=PART)
    def close_position(self, user: int, part: int) -> None:
        """A fill against what the user holds: reduce, close or flip."""
        base = self.held(user).base_asset_amount
        self.fill_exactly(user, SHORT if base > 0 else LONG, abs(base) * part // 2**15, SHARED, None)

    @rule(user=USERS, operation=st.sampled_from(["settle_lp", "settle_lp_raw", "settle_funding_payment"]))
    def settle(self, user: int, operation: str) -> None:
        self.step(operation, user=self.lp(user))

    @rule(exponents=st.sampled_from([1, -1, 1, -1, 2, -2, 0, 5, -9]))
    def rebase(self, exponents: int) -> None:
        assume(-9 <= self.state.market.per_lp_base + exponents <= 9)
        self.step("rebase_market", expo_diff=exponents)

    @rule(thousandths=st.integers(-100, 100), more=st.one_of(st.just(0), st.just(0), SIGNED))
    def funding(self, thousandths: int, more: int) -> None:
        """Up to a tenth of the price, or anything."""
        self.step("update_funding", funding_rate=self.price(0) * thousandths + more)

    @rule(rate=EXTREME)
    def funding_beyond_measure(self, rate: int) -> None:
        """Mostly refused; what it does to the rest of a life is not what most lives are about."""
        after, _ = self.attempt("update_funding", funding_rate=rate)
        assume(after is self.state)

    @rule(thousandths=st.integers(-100, 100), due=st.booleans(), near=SIGNED, spreads=SPREADS)
    def funding_in_full(self, thousandths: int, due: bool, near: int, spreads: Spreads | None) -> None:
        rate = self.price(0) * thousandths if due else None
        self.step("update_funding_full", oracle_price=self.price(near), funding_rate=rate, **self.given(spreads))

    @rule(part=PART, bounded=st.booleans(), more=st.one_of(st.just(0), AMOUNT), spreads=SPREADS)
    def update_k(self, part: int, bounded: bool, more: int, spreads: Spreads | None) -> None:
        new = self.state.market.sqrt_k * part // 2**15 + more
        self.step("update_k", new_sqrt_k=new, bound_update=bounded, **self.given(spreads))

    @rule(cost=st.one_of(SIGNED, EXTREME), spreads=SPREADS)
    def update_k_by_formula(self, cost: int, spreads: Spreads | None) -> None:
        self.step("formulaic_update_k", funding_imbalance_cost=cost, **self.given(spreads))

    # What arguments are drawn from

    def later(self, wait: int) -> int:
        self.now = min(self.now + wait, I64.high)
        return self.now

    def held(self, user: int) -> Position:
        return self.state.positions.get(user) or Position()

    def lp(self, user: int) -> int:
        """One of those who hold shares; anybody while nobody does."""
        holding = sorted(each for each, held in self.state.positions.items() if held.lp_shares > 0)
        return holding[user % len(holding)] if holding else user

    def offered(self, direction: str) -> int:
        try:
            return self.system.calculate_amm_available_liquidity(self.state.market, direction)
        except Rejected:
            return 2**63

    def part_of_liquidity(self, part: int) -> int:
        return min(self.state.market.sqrt_k * part // 2**16, 2**64 - 1)

    def price(self, off: int) -> int:
        """The market's price, moved by at most a hundredth."""
        market = self.state.market
        price = market.quote_asset_reserve * market.peg_multiplier // max(1, market.base_asset_reserve)
        return min(price + max(-price // 100, min(price // 100, off)), I64.high)

    def given(self, spreads: Spreads | None) -> dict[str, Any]:
        """Spreads come from outside where they are dynamic."""
        return {"spreads": spreads} if self.state.market.curve_update_intensity > 0 else {}

    # What is demanded of every step

    def attempt(self, operation: str, **arguments: Any) -> tuple[BalState, Any]:
        """State and result after an operation, the same state where it is refused."""
        before = self.state
        kept = copy.deepcopy(before)
        try:
            after, result = self.system.apply(before, operation, arguments)
        except Rejected:
            after, result = before, None
        assert before == kept, "changed the state that it was given"
        return after, result

    def step(self, operation: str, **arguments: Any) -> None:
        """Try the operation, and hold what comes of it against everything that is demanded."""
        before = self.state
        after, result = self.attempt(operation, **arguments)
        if result is None:
            return
        self.operations[operation] += 1
        self.state = after
        for user in before.positions.keys() | after.positions.keys():
            if user != arguments.get("user"):
                assert after.positions[user] is before.positions[user]
        assert not self.judge.of_step(Step(before, operation, arguments, after, result))

    @invariant()
    def sums_are_sums(self) -> None:
        market: Market = self.state.market
        held = list(self.state.positions.values())
        longs = sum(max(0, each.base_asset_amount) for each in held)
        shorts = sum(min(0, each.base_asset_amount) for each in held)
        assert longs + shorts == market.base_asset_amount_long + market.base_asset_amount_short
        assert longs <= market.base_asset_amount_long  # more, where a short is taken from the wrong side: P01a
        assert sum(each.quote_asset_amount for each in held) == market.quote_asset_amount
        assert sum(each.lp_shares for each in held) == market.user_lp_shares

    @invariant()
    def the_other_side_is_there(self) -> None:
        market: Market = self.state.market
        net = market.base_asset_amount_long + market.base_asset_amount_short
        assert net == market.base_asset_amount_with_amm + market.base_asset_amount_with_unsettled_lp


TestBalMachine = BalMachine.TestCase


def test_the_machine_reaches_every_operation() -> None:
    """A machine that is refused everywhere would prove nothing."""
    seen: Counter[str] = Counter()

    class Watched(BalMachine):
        def teardown(self) -> None:
            seen.update(self.operations)

    run_state_machine_as_test(Watched, settings=settings(derandomize=True, max_examples=100))
    assert all(seen[operation] >= 10 for operation in Bal.operations), seen


def test_the_machine_finds_shares_that_are_not_counted() -> None:
    class Uncounted(Bal):
        """Mints a share more than the market counts."""

        def mint_shares(self, market: Market, position: Position, n_shares: int, spreads: Spreads | None) -> None:
            super().mint_shares(market, position, n_shares, spreads)
            position.lp_shares += 1

    class Broken(BalMachine):
        def __init__(self) -> None:
            super().__init__()
            self.system = Uncounted()

    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            Broken, settings=settings(derandomize=True, report_multiple_bugs=False, phases=[Phase.generate])
        )
