"""Arbitrary states and arguments of a pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from model.arith import U64, U256
from model.pair import FEE_RECEIVER, LOCKED, Pair, PairState
from properties.arbitrary import arbitrary, integer_fields
from properties.case import Case
from properties.pair.life import life
from properties.situation import Life, endless

USER = "user"
AMOUNTS = {
    "mint": ("amount0", "amount1"),
    "burn": ("shares",),
    "swap": ("amount0_in", "amount1_in", "amount0_out", "amount1_out"),
    "donate": ("amount0", "amount1"),
    "sync": (),
    "skim": (),
    "set_fee_to": (),
}
STORY_AMOUNTS = ("paid", "more", "counted", "donated", "donated0", "donated1", "first", "second", "held", "wanted")
UNCLAIMED = ("unclaimed0", "unclaimed1")
"""What stories about a pair call their amounts."""

TIMED = frozenset({"mint", "burn", "swap", "sync"})
NAMELESS = frozenset({"sync", "set_fee_to"})


class PairSituations:
    """See `properties.situation.Situations`."""

    system = "pair"
    hints: Mapping[str, tuple[int, int]] = {
        "reserve0": (0, 2**112 - 1),
        "reserve1": (0, 2**112 - 1),
        "balance0": (0, 2**112 - 1),
        "balance1": (0, 2**112 - 1),
        "total_supply": (0, 2**112 - 1),
        "k_last": (0, 2**224),
        "user": (0, 2**112 - 1),
        "fee_to": (0, 2**112 - 1),
        "fee_numerator": (0, 10_000),
        "fee_denominator": (1, 10_000),
        **{name: (0, 2**112 - 1) for names in AMOUNTS.values() for name in names},
        **dict.fromkeys((*STORY_AMOUNTS, *UNCLAIMED), (0, 2**112 - 1)),
        "extra0": (0, 1),
        "extra1": (0, 1),
        "now": (0, 2**34),
    }

    def start(self, case: Case, system: Pair) -> PairState:
        """An empty pair with any fee."""
        numerator, denominator = self._fee(case)
        state = system.start(fee_on=case.choice("pair.fee_on", (False, True)))
        state.fee_numerator, state.fee_denominator = numerator, denominator
        state.shares = case.holders({USER: 0, FEE_RECEIVER: 0, LOCKED: 0}, others=False)
        return state

    def state(self, case: Case, system: Pair) -> PairState:
        """A pair with any reserves, balances and supply, one user, and any number of other holders."""
        numerator, denominator = self._fee(case)
        return arbitrary(
            case,
            PairState,
            "pair",
            fee_numerator=numerator,
            fee_denominator=denominator,
            fee_on=case.choice("pair.fee_on", (False, True)),
            shares=case.holders({name: case.integer(f"shares.{name}", U256) for name in (USER, FEE_RECEIVER, LOCKED)}),
        )

    def arguments(self, case: Case, state: PairState, operation: str) -> dict[str, Any]:
        """Any amounts, at any time, by any user: also by the one who receives the protocol fee."""
        arguments: dict[str, Any] = {name: case.integer(f"argument.{name}", U256) for name in AMOUNTS[operation]}
        if operation == "set_fee_to":
            arguments["on"] = case.choice("argument.on", (False, True))
        if operation in TIMED:
            arguments["now"] = case.integer("argument.now", U64)
        if operation not in NAMELESS:
            arguments["user"] = FEE_RECEIVER if case.choice("argument.by_receiver", (False, True)) else USER
        return arguments

    def inputs(self, state: PairState, operation: str, arguments: Mapping[str, Any]) -> dict[str, int]:
        """The named integers of a concrete step."""
        by_receiver = arguments.get("user") == FEE_RECEIVER
        user = USER if by_receiver else arguments.get("user", USER)
        values = {f"pair.{name}": getattr(state, name) for name in integer_fields(PairState)}
        values["pair.fee_on"] = int(state.fee_on)
        values["pair.unclaimed0"] = state.balance0 - state.reserve0
        values["pair.unclaimed1"] = state.balance1 - state.reserve1
        values |= {
            f"shares.{name}": state.shares.get(user if name == USER else name, 0)
            for name in (USER, FEE_RECEIVER, LOCKED)
        }
        values["argument.by_receiver"] = int(by_receiver)
        values |= {f"argument.{name}": int(value) for name, value in arguments.items() if name != "user"}
        return values

    def life(self, random: Random, system: Pair) -> Life:
        """A life of a pair of any size."""
        return life(random, system)

    def steps(self, random: Random, system: Pair) -> Iterator[tuple[PairState, str, dict[str, Any]]]:
        """Lives of pairs of mixed sizes."""
        return endless(life, random, system)

    def _fee(self, case: Case) -> tuple[int, int]:
        widths = integer_fields(PairState)
        numerator = case.integer("pair.fee_numerator", widths["fee_numerator"])
        denominator = case.integer("pair.fee_denominator", widths["fee_denominator"])
        case.assume(denominator >= 1, "the fee is a fraction")
        case.assume(numerator <= denominator, "the fee is a fraction")
        return numerator, denominator
