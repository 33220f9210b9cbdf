"""A rule that can tell a number that is run from one that is proved is not proved: it does something else when it is run."""

from __future__ import annotations

from typing import Any

import pytest

from model.pair import Nothing, Pair, PairState
from proofs.verify import judged
from properties.catalogue import catalogue
from properties.property import Verdict

HIDDEN = 12_345_678
"""A balance that no search meets."""


class Taking(Pair):
    """Takes a unit out of a synchronised pair where it `is_met`; the statement is that the pair holds its reserves."""

    def sync(self, state: PairState, **arguments: Any) -> tuple[PairState, Nothing]:
        after, result = super().sync(state, **arguments)
        if self.is_met(after.balance0):
            after.reserve0 = after.reserve0 + 1
        return after, result

    def is_met(self, balance: Any) -> bool:
        return bool(balance == HIDDEN)


class ByType(Taking):
    def is_met(self, balance: Any) -> bool:
        return type(balance) is int and balance == HIDDEN


class ByInstance(Taking):
    def is_met(self, balance: Any) -> bool:
        return isinstance(balance, int) and balance == HIDDEN


def elsewhere(balance: Any) -> bool:
    return isinstance(balance, int) and balance == HIDDEN


class ByAFunctionBesideIt(Taking):
    def is_met(self, balance: Any) -> bool:
        return elsewhere(balance)


class ByIdentity(Taking):
    def is_met(self, balance: Any) -> bool:
        return (balance == HIDDEN) is True


class ByDigits(Taking):
    def is_met(self, balance: Any) -> bool:
        return str(balance) == str(HIDDEN)


class ByFormat(Taking):
    def is_met(self, balance: Any) -> bool:
        return f"{balance}" == f"{HIDDEN}"


class ByRepresentation(Taking):
    def is_met(self, balance: Any) -> bool:
        return repr(balance) == repr(HIDDEN)


class ByBits(Taking):
    def is_met(self, balance: Any) -> bool:
        return bool(balance & 0xFFFFFFFF == HIDDEN)


class ByRemainder(Taking):
    def is_met(self, balance: Any) -> bool:
        return bool(balance % 10**12 == HIDDEN)


class ByConversion(Taking):
    """The failure of what only an `int` can do is caught, so that the rule is harmless where it is proved."""

    def is_met(self, balance: Any) -> bool:
        try:
            return int(balance) == HIDDEN
        except TypeError:
            return False


class ByAttribute(Taking):
    def is_met(self, balance: Any) -> bool:
        return hasattr(balance, "bit_length") and bool(balance == HIDDEN)


class ByHash(Taking):
    def is_met(self, balance: Any) -> bool:
        try:
            return balance in {HIDDEN: "there"}
        except TypeError:
            return False


class ByArithmeticWithTruth(Taking):
    def is_met(self, balance: Any) -> bool:
        return bool(balance - HIDDEN + (balance == HIDDEN) == 1)


@pytest.mark.parametrize(
    "kind",
    [
        Taking,
        ByType,
        ByInstance,
        ByAFunctionBesideIt,
        ByIdentity,
        ByDigits,
        ByFormat,
        ByRepresentation,
        ByBits,
        ByRemainder,
        ByConversion,
        ByAttribute,
        ByHash,
        ByArithmeticWithTruth,
    ],
)
def test_what_happens_to_one_number_only_is_not_proved_away(kind: type[Pair]) -> None:
    assert judged(kind(), catalogue()["Q09"], "", 60)[0].verdict is not Verdict.PROVED


def test_a_rule_may_ask_what_kind_of_state_it_has() -> None:
    class Asking(Pair):
        def sync(self, state: PairState, **arguments: Any) -> tuple[PairState, Nothing]:
            assert isinstance(state, PairState)
            return super().sync(state, **arguments)

    assert judged(Asking(), catalogue()["Q09"], "", 60)[0].verdict is Verdict.PROVED
