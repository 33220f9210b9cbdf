"""Whole lives of a pair: several users, every operation, amounts from dust to beyond every width.

After each step the judge is asked: every registered property of the pair that is expected to hold, and every width.
What the machine itself holds the model to, whatever is registered: a refusal changes nothing, a transition changes
nothing in place, and tokens and shares come from somewhere and go somewhere.
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
from model.arith import U64
from model.errors import Rejected
from model.pair import FEE_RECEIVER, LOCKED, Pair, PairState
from properties.catalogue import catalogue
from properties.property import Step, Verdict

PROPERTIES = [each for each in catalogue().of("pair") if each.expected is Verdict.PROVED]

USERS = st.sampled_from(["a", "b", "c", "d", FEE_RECEIVER])
ASSET = st.sampled_from([0, 1])
OFF = st.sampled_from([0, 0, 0, 1, -1])
PART = st.integers(0, 2**16)
NOW = st.sampled_from([0, 1_600_000_000, 2**32 - 5, 2**40])
WAIT = st.sampled_from([0, 0, 1, 13, 3600, 86400 * 30, 2**31, 2**32 - 1, 2**32, 2**40])

DUST = st.integers(0, 3000)
REALISTIC = st.builds(lambda digits, power: digits * 10**power, st.integers(1, 9999), st.integers(0, 27))
LARGE = st.integers(0, 112).flatmap(lambda bits: st.integers(2**bits - 1, 2**bits + 1))
EXTREME = st.sampled_from([2**112 - 1, 2**112, 2**128, 2**255, 2**256 - 1])
AMOUNT = st.one_of(DUST, REALISTIC, LARGE)
ANY_AMOUNT = st.one_of(DUST, REALISTIC, LARGE, EXTREME)

FEES = st.one_of(
    st.sampled_from([(997, 1000), (1, 1), (0, 1), (9999, 10000), (1, 65535)]),
    st.integers(1, 65535).flatmap(lambda d: st.tuples(st.integers(0, d), st.just(d))),
)


class PairMachine(RuleBasedStateMachine):
    """One pair, what its users have paid and received, and the properties it must keep."""

    def __init__(self) -> None:
        super().__init__()
        self.system = Pair()
        self.judge = Judge(self.system, PROPERTIES)
        self.state = self.system.start()
        self.now = 0
        self.operations: Counter[str] = Counter()

    @initialize(fee=FEES, fee_on=st.booleans(), now=NOW, user=USERS, amounts=st.tuples(AMOUNT, AMOUNT))
    def begin(self, fee: tuple[int, int], fee_on: bool, now: int, user: str, amounts: tuple[int, int]) -> None:
        self.state = self.system.start(fee_numerator=fee[0], fee_denominator=fee[1], fee_on=fee_on)
        self.now = now
        self.step("mint", user=user, amount0=amounts[0], amount1=amounts[1], now=now)

    # Rules

    @rule(user=USERS, amount0=ANY_AMOUNT, amount1=ANY_AMOUNT, wait=WAIT)
    def mint(self, user: str, amount0: int, amount1: int, wait: int) -> None:
        self.step("mint", user=user, amount0=amount0, amount1=amount1, now=self.later(wait))

    @rule(user=USERS, part=PART, off=OFF, wait=WAIT)
    def mint_in_proportion(self, user: str, part: int, off: int, wait: int) -> None:
        """Both amounts the same part of the reserves, up to twice them, one of them off by one at times."""
        amounts = [reserve * part // 2**15 for reserve in (self.state.reserve0, self.state.reserve1)]
        self.step("mint", user=user, amount0=max(0, amounts[0] + off), amount1=amounts[1], now=self.later(wait))

    @rule(user=USERS, part=PART, off=OFF, wait=WAIT)
    def burn(self, user: str, part: int, off: int, wait: int) -> None:
        held = self.state.shares.get(user, 0)
        self.step("burn", user=user, shares=max(0, held * part // 2**16 + off), now=self.later(wait))

    @rule(user=USERS, asset=ASSET, amount=AMOUNT, off=OFF, wait=WAIT)
    def swap_as_quoted(self, user: str, asset: int, amount: int, off: int, wait: int) -> None:
        """The exact quote, or one unit beside it."""
        assume(self.state.reserve0 > 0 and self.state.reserve1 > 0)
        out = max(0, self.system.quote_out(self.state, amount, asset) + off)
        self.swap(user, wait, **{f"amount{asset}_in": amount, f"amount{1 - asset}_out": out})

    @rule(user=USERS, asset=ASSET, part=PART, off=OFF, wait=WAIT)
    def swap_for_a_part(self, user: str, asset: int, part: int, off: int, wait: int) -> None:
        """What a part of a reserve costs, or one unit beside it."""
        reserves = (self.state.reserve0, self.state.reserve1)
        out = reserves[1 - asset] * part // 2**16
        assume(out < reserves[1 - asset] and reserves[asset] > 0 and self.state.fee_numerator > 0)
        amount = max(0, self.system.quote_in(self.state, out, asset) + off)
        self.swap(user, wait, **{f"amount{asset}_in": amount, f"amount{1 - asset}_out": out})

    @rule(user=USERS, amounts=st.tuples(ANY_AMOUNT, ANY_AMOUNT, ANY_AMOUNT, ANY_AMOUNT), wait=WAIT)
    def swap_anything(self, user: str, amounts: tuple[int, int, int, int], wait: int) -> None:
        in0, in1, out0, out1 = amounts
        self.swap(user, wait, amount0_in=in0, amount1_in=in1, amount0_out=out0, amount1_out=out1)

    @rule(user=USERS, amount0=ANY_AMOUNT, amount1=AMOUNT)
    def donate(self, user: str, amount0: int, amount1: int) -> None:
        assume(amount0 < 2**128)  # a pair that holds more than any reserve can would only refuse from then on
        self.step("donate", user=user, amount0=amount0, amount1=amount1)

    @rule(wait=WAIT)
    def sync(self, wait: int) -> None:
        self.step("sync", now=self.later(wait))

    @rule(user=USERS)
    def skim(self, user: str) -> None:
        self.step("skim", user=user)

    @rule(on=st.booleans())
    def set_fee_to(self, on: bool) -> None:
        self.step("set_fee_to", on=on)

    # What is demanded of every step

    def later(self, wait: int) -> int:
        self.now = min(self.now + wait, U64.high)
        return self.now

    def swap(self, user: str, wait: int, **amounts: int) -> None:
        nothing = {"amount0_in": 0, "amount1_in": 0, "amount0_out": 0, "amount1_out": 0}
        self.step("swap", user=user, now=self.later(wait), **(nothing | amounts))

    def step(self, operation: str, **arguments: Any) -> None:
        """Try the operation, and hold what comes of it against everything that is demanded."""
        before = self.state
        kept = copy.deepcopy(before)
        try:
            after, result = self.system.apply(before, operation, arguments)
        except Rejected:
            after, result = before, None
        assert before == kept, "changed the state that it was given"
        if result is None:
            return
        self.operations[operation] += 1
        self.state = after
        self.conserved(before, operation, arguments, after, result)
        assert not self.judge.of_step(Step(before, operation, arguments, after, result))

    def conserved(self, before: PairState, operation: str, told: dict[str, Any], after: PairState, result: Any) -> None:
        """Balances move by what the user paid and received, shares by what was minted and burned, nothing else does."""
        for asset in (0, 1):
            paid = told.get(f"amount{asset}_in", told.get(f"amount{asset}", 0))
            received = told.get(f"amount{asset}_out", getattr(result, f"amount{asset}", 0))
            balance, reserve = getattr(before, f"balance{asset}"), getattr(before, f"reserve{asset}")
            if operation == "skim":
                received = balance - reserve
            assert getattr(after, f"balance{asset}") == balance + paid - received
        moved = {"mint": getattr(result, "shares", 0), "burn": -told.get("shares", 0)}.get(operation, 0)
        for holder in before.shares.keys() | after.shares.keys():
            change = after.shares.get(holder, 0) - before.shares.get(holder, 0)
            own = moved if holder == told.get("user") else 0
            if holder == FEE_RECEIVER and operation in ("mint", "burn"):
                assert change >= own
            elif holder == LOCKED and before.total_supply == 0 and operation == "mint":
                assert change == self.system.minimum_liquidity
            else:
                assert change == own

    @invariant()
    def shares_add_up(self) -> None:
        assert sum(self.state.shares.values()) == self.state.total_supply
        assert all(held >= 0 for held in self.state.shares.values())


TestPairMachine = PairMachine.TestCase


def test_the_machine_reaches_every_operation() -> None:
    """A machine that is refused everywhere would prove nothing."""
    seen: Counter[str] = Counter()

    class Watched(PairMachine):
        def teardown(self) -> None:
            seen.update(self.operations)

    run_state_machine_as_test(Watched, settings=settings(derandomize=True, max_examples=120))
    assert all(seen[operation] >= 3 for operation in Pair.operations), seen


def test_the_machine_finds_shares_that_are_not_counted() -> None:
    class Unlocked(Pair):
        """Forgets to count what it locks."""

        def issue(self, pair: PairState, user: str, shares: int) -> None:
            super().issue(pair, user, shares)
            if user == LOCKED:
                pair.total_supply -= 1

    class Broken(PairMachine):
        def __init__(self) -> None:
            super().__init__()
            self.system = Unlocked()

    with pytest.raises(AssertionError):
        run_state_machine_as_test(
            Broken, settings=settings(derandomize=True, report_multiple_bugs=False, phases=[Phase.generate])
        )
