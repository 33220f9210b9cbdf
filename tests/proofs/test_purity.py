"""Nothing is proved of a transition that writes to the state before, or knows more than it is given."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from model.pair import BurnResult, Nothing, Pair, PairState
from proofs.outcome import Outcome
from proofs.purity import UnreadState, watch
from proofs.verify import judged
from properties.catalogue import catalogue
from properties.property import Verdict

SEEN: list[str] = []


class WritesBefore(Pair):
    """Makes shares out of nothing before a burn: compared with a state that has them already, none came."""

    def burn(self, state: PairState, **arguments: Any) -> tuple[PairState, BurnResult]:
        state.total_supply = state.total_supply + 7
        return super().burn(state, **arguments)


class WritesBeforeItApplies(Pair):
    def apply(self, state: PairState, operation: str, arguments: Any) -> tuple[PairState, Any]:
        state.total_supply = state.total_supply + 7
        return super().apply(state, operation, arguments)


class TakesHoldersOut(Pair):
    def skim(self, state: PairState, **arguments: Any) -> tuple[PairState, Any]:
        state.shares[arguments["user"]] = 0
        return super().skim(state, **arguments)


class WritesWhereItIsCaught(Pair):
    """Makes shares in a rule of its own, and goes on where the proof objects."""

    def skim(self, state: PairState, **arguments: Any) -> tuple[PairState, Any]:
        with contextlib.suppress(Exception):
            after, _ = self.sync(state, now=arguments["now"])
            after.balance0 = 0
            return after, Nothing()
        return super().skim(state, **arguments)

    def sync(self, state: PairState, **arguments: Any) -> tuple[PairState, Nothing]:
        state.total_supply = state.total_supply + 7
        return super().sync(state, **arguments)


class Remembers(Pair):
    """Gives away the other asset, but never the first time."""

    armed = False

    def sync(self, state: PairState, **arguments: Any) -> tuple[PairState, Nothing]:
        after, result = super().sync(state, **arguments)
        if self.armed:
            after.balance0 = 0
        self.armed = True
        return after, result


class RemembersInItsClass(Remembers):
    def sync(self, state: PairState, **arguments: Any) -> tuple[PairState, Nothing]:
        after, result = Pair.sync(self, state, **arguments)
        type(self).armed = not type(self).armed
        return after, result


class RemembersInItsModule(Pair):
    def sync(self, state: PairState, **arguments: Any) -> tuple[PairState, Nothing]:
        SEEN.append("sync")
        return super().sync(state, **arguments)


class Ledger:
    def __init__(self) -> None:
        self.synchronised: dict[str, list[int]] = {"times": []}


LEDGER = Ledger()


class RemembersDeepInItsModule(Pair):
    def sync(self, state: PairState, **arguments: Any) -> tuple[PairState, Nothing]:
        ledger = LEDGER
        ledger.synchronised["times"].append(1)
        return super().sync(state, **arguments)


class RemembersByDefault(Pair):
    def sync(
        self,
        state: PairState,
        seen: dict[str, list[int]] = {"times": []},  # noqa: B006
        **arguments: Any,
    ) -> tuple[PairState, Nothing]:
        seen["times"].append(1)
        return super().sync(state, **arguments)


def count(function: Any) -> None:
    function.count = getattr(function, "count", 0) + 1


class RemembersInAFunction(Pair):
    def sync(self, state: PairState, **arguments: Any) -> tuple[PairState, Nothing]:
        count(count)
        return super().sync(state, **arguments)


def judge(kind: type[Pair], identifier: str) -> Outcome:
    return judged(kind(), catalogue()[identifier], "", 60)[0]


@pytest.mark.parametrize(
    ("kind", "identifier"),
    [
        (WritesBefore, "Q07a"),
        (WritesBefore, "Q09"),
        (WritesBeforeItApplies, "Q09"),
        (TakesHoldersOut, "Q09"),
        (WritesWhereItIsCaught, "Q09"),
        (Remembers, "Q09"),
        (RemembersInItsClass, "Q09"),
        (RemembersInItsModule, "Q09"),
        (RemembersDeepInItsModule, "Q09"),
        (RemembersByDefault, "Q09"),
        (RemembersInAFunction, "Q09"),
    ],
)
def test_nothing_is_proved_of_a_system_with_an_impure_transition(kind: type[Pair], identifier: str) -> None:
    found = judge(kind, identifier)
    assert found.verdict is not Verdict.PROVED
    assert found.verdict is Verdict.REFUTED or "ImpureTransition" in found.reason


def test_a_pure_variant_is_judged_as_ever() -> None:
    class Renamed(Pair):
        """A pair of another name."""

    assert judge(Renamed, "Q09").verdict is Verdict.PROVED


class Helper:
    """No rule names it, so nobody reads it."""

    def is_met(self, number: Any) -> bool:
        return isinstance(number, int)


def test_what_no_rule_names_is_not_to_be_given_to_a_transition() -> None:
    told: list[Exception] = []

    def give_up(problem: Exception) -> Exception:
        told.append(problem)
        return problem

    class Asking(Pair):
        def sync(self, state: PairState, *, helper: Any = None, **arguments: Any) -> tuple[PairState, Nothing]:
            return super().sync(state, **arguments)

    system = Asking()
    watch(system, give_up)
    with pytest.raises(UnreadState, match="given a Helper, which no rule names"):
        system.sync(PairState(), helper=Helper(), now=0)
    assert told
