"""A rule that can tell a number that is run from one that is proved is not proved: it does something else when it is run."""

from __future__ import annotations

import functools
import gc
import inspect
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

import pytest

from model import arith
from model.arith import symbolic
from model.bal import Bal, Market
from model.holders import Holders
from model.pair import Nothing, Pair, PairState
from model.system import System
from proofs.judge import Judge, bodies
from proofs.language import outside_language
from properties.arbitrary import arbitrary
from properties.bal.situations import STATUSES
from properties.case import Case
from properties.property import Claims, OnStep, Property, Scenario, Step
from properties.situations import situations_of

HIDDEN = 12_345_678
"""A balance that no search meets."""

Asked = Callable[[Any, PairState], Any]


def taking(is_met: Asked) -> type[Pair]:
    """A pair that takes a unit out where it is met; the statement is that a synchronised pair holds its reserves."""

    class Taking(Pair):
        def sync(self, state: PairState, **arguments: Any) -> tuple[PairState, Nothing]:
            after, result = super().sync(state, **arguments)
            if is_met(after.balance0, state):
                after.reserve0 = after.reserve0 + 1
            return after, result

    return Taking


def by_its_value(balance: Any, state: PairState) -> Any:
    return balance == HIDDEN


def by_type(balance: Any, state: PairState) -> Any:
    return type(balance) is int and balance == HIDDEN


def by_the_type_of_another(balance: Any, state: PairState) -> Any:
    return type(balance) is type(0) and balance == HIDDEN  # noqa: UP003


def by_the_name_of_its_type(balance: Any, state: PairState) -> Any:
    return type(balance).__name__ == "int" and balance == HIDDEN


def by_instance(balance: Any, state: PairState) -> Any:
    return isinstance(balance, int) and balance == HIDDEN


WholeNumber = int


def by_another_name_of_the_type(balance: Any, state: PairState) -> Any:
    return isinstance(balance, WholeNumber) and balance == HIDDEN


def by_a_pattern(balance: Any, state: PairState) -> Any:
    match balance:
        case int():
            return balance == HIDDEN
    return False


BY_KIND: dict[type, Callable[[Any], Any]] = {int: lambda balance: balance == HIDDEN}


def by_a_table_of_types(balance: Any, state: PairState) -> Any:
    return BY_KIND[type(balance)](balance) if type(balance) in BY_KIND else False


@functools.singledispatch
def chosen(balance: Any) -> Any:
    return False


@chosen.register
def chosen_for_integers(balance: int) -> Any:
    return balance == HIDDEN


def by_dispatch(balance: Any, state: PairState) -> Any:
    return chosen(balance)


def elsewhere(balance: Any) -> Any:
    return isinstance(balance, int) and balance == HIDDEN


def by_a_function_beside_it(balance: Any, state: PairState) -> Any:
    return elsewhere(balance)


class Wrapped:
    def __init__(self, balance: Any) -> None:
        self.balance = balance

    def is_met(self) -> Any:
        return isinstance(self.balance, int) and self.balance == HIDDEN


def by_a_class_beside_it(balance: Any, state: PairState) -> Any:
    return Wrapped(balance).is_met()


def by_a_default(balance: Any, state: PairState, ask: Any = elsewhere) -> Any:
    return ask(balance)


def by_identity(balance: Any, state: PairState) -> Any:
    return (balance == HIDDEN) is True


def by_identity_of_an_absolute_value(balance: Any, state: PairState) -> Any:
    return abs(balance) is balance and balance == HIDDEN


def by_the_place_in_memory(balance: Any, state: PairState) -> Any:
    return id(balance) == id(abs(balance)) and balance == HIDDEN


def by_the_size_in_memory(balance: Any, state: PairState) -> Any:
    return sys.getsizeof(balance) < 41 and balance == HIDDEN


def by_what_it_refers_to(balance: Any, state: PairState) -> Any:
    return not gc.get_referents(balance) and balance == HIDDEN


def by_who_is_asking(balance: Any, state: PairState) -> Any:
    return "prove" not in {each.function for each in inspect.stack()} and balance == HIDDEN


def by_what_is_loaded(balance: Any, state: PairState) -> Any:
    return "proofs.nowhere" not in sys.modules and balance == HIDDEN


def by_a_verb_for_numbers_of_a_proof(balance: Any, state: PairState) -> Any:
    try:
        symbolic(balance)
    except TypeError:
        return balance == HIDDEN
    return False


def by_a_method_of_numbers_of_a_proof(balance: Any, state: PairState) -> Any:
    try:
        balance.trunc_div(1)
    except AttributeError:
        return balance == HIDDEN
    return False


def asking_first(ask: Callable[[Any, PairState], Any]) -> Asked:
    @functools.wraps(ask)
    def asked(balance: Any, state: PairState) -> Any:
        return isinstance(balance, int) and balance == HIDDEN

    return asked


@asking_first
def by_what_is_wrapped_around_it(balance: Any, state: PairState) -> Any:
    return False


def by_the_text_of_an_attribute(balance: Any, state: PairState) -> Any:
    return "{.__class__.__name__}".format(balance) == "int" and balance == HIDDEN  # noqa: UP032


def by_the_text_of_a_truth(balance: Any, state: PairState) -> Any:
    return "%s" % (balance == HIDDEN,) == "True"  # noqa: UP031


@dataclass
class Asking:
    ask: Any = isinstance


def by_a_field(balance: Any, state: PairState) -> Any:
    return Asking().ask(balance, int) and balance == HIDDEN


class Askings(Enum):
    IT = functools.partial(isinstance)


def by_the_value_of_a_name(balance: Any, state: PairState) -> Any:
    return Askings.IT.value(balance, int) and balance == HIDDEN


def by_a_method_of_python(balance: Any, state: PairState) -> Any:
    return len(dict.keys(state.shares)) == 0 and balance == HIDDEN


def by_a_method_of_holders(balance: Any, state: PairState) -> Any:
    return len(list(Holders.keys(state.shares))) == 0 and balance == HIDDEN


def by_the_text_of_a_transition(balance: Any, state: PairState) -> Any:
    return "watch" not in f"{Pair().sync}" and balance == HIDDEN


def by_a_name_that_stands_for_two_things(balance: Any, state: PairState) -> Any:
    return (lambda arith: arith.__doc__)(balance) == (0).__doc__ and arith.u64(balance) == HIDDEN


def by_digits(balance: Any, state: PairState) -> Any:
    return str(balance) == str(HIDDEN)


def by_format(balance: Any, state: PairState) -> Any:
    return f"{balance}" == f"{HIDDEN}"


def by_representation(balance: Any, state: PairState) -> Any:
    return repr(balance) == repr(HIDDEN)


def by_bits(balance: Any, state: PairState) -> Any:
    return balance & 0xFFFFFFFF == HIDDEN


def by_remainder(balance: Any, state: PairState) -> Any:
    return balance % 10**12 == HIDDEN


def by_attribute(balance: Any, state: PairState) -> Any:
    return hasattr(balance, "bit_length") and balance == HIDDEN


def by_what_only_a_proof_has(balance: Any, state: PairState) -> Any:
    return not hasattr(balance, "within") and balance == HIDDEN


def by_arithmetic_with_truth(balance: Any, state: PairState) -> Any:
    return balance - HIDDEN + (balance == HIDDEN) == 1


def harmless(ask: Callable[[Any, PairState], Any]) -> Asked:
    """What only an `int` or `bool` can do, its failure caught: the rule is harmless where it is proved."""

    @functools.wraps(ask)
    def asked(balance: Any, state: PairState) -> Any:
        try:
            return ask(balance, state)
        except Exception:  # noqa: BLE001 - whatever catches
            return False

    return asked


@harmless
def by_conversion(balance: Any, state: PairState) -> Any:
    return int(balance) == HIDDEN


@harmless
def by_hash(balance: Any, state: PairState) -> Any:
    return balance in {HIDDEN: "there"}


@harmless
def by_a_power(balance: Any, state: PairState) -> Any:
    return balance**-1 > 0 and balance == HIDDEN


@harmless
def by_the_hash_of_a_truth(balance: Any, state: PairState) -> Any:
    return (balance == HIDDEN) in {True: "true"}


@harmless
def by_the_value_of_a_truth(balance: Any, state: PairState) -> Any:
    return 1 + (balance == HIDDEN) == 2


@harmless
def by_the_attribute_of_a_truth(balance: Any, state: PairState) -> Any:
    return (balance == HIDDEN).bit_length() == 1


@harmless
def by_counting_holders(balance: Any, state: PairState) -> Any:
    return len(state.shares) >= 0 and balance == HIDDEN


@harmless
def by_walking_over_holders(balance: Any, state: PairState) -> Any:
    return sum(1 for _ in state.shares.values()) >= 0 and balance == HIDDEN


@harmless
def by_comparing_the_holders(balance: Any, state: PairState) -> Any:
    return state.shares != {"nobody": 1} and balance == HIDDEN


def by_a_holder_that_nobody_names(balance: Any, state: PairState) -> Any:
    return "somebody" in state.shares


@harmless
def by_asking_for_a_holder(balance: Any, state: PairState) -> Any:
    return state.shares.get("somebody", 0) >= 0 and balance == HIDDEN


def reserves_are_held(system: Pair, step: Step) -> Claims:
    yield "held", step.after.balance0 >= step.after.reserve0


HELD = Property("X1", "pair", "-", "-", "-", OnStep(("sync",)), reserves_are_held)

HARMFUL: list[Asked] = [each for name, each in list(globals().items()) if name.startswith("by_")]


def proved(system: System, prop: Property, *, read: bool = True) -> bool:
    """Whether the prover, left without the search that would look for the hidden number, is content.

    If the rules are not read, only what happens where they are run on symbols stands against a proof.
    """
    if read and outside_language(system, *bodies(prop)):
        return False
    try:
        finding = Judge(system, situations_of(prop.system)).prove(prop)
    except (TypeError, ValueError, AttributeError):
        return False
    return bool(finding.claims) and not finding.unproved


@pytest.mark.parametrize("is_met", HARMFUL)
def test_what_happens_to_one_number_only_is_not_proved_away(is_met: Asked) -> None:
    assert not proved(taking(is_met)(), HELD)


ENDS_THE_PROOF = [
    *(each for each in HARMFUL if "harmless" in each.__code__.co_qualname),
    *(by_digits, by_format, by_representation, by_bits, by_remainder, by_attribute, by_arithmetic_with_truth),
]
"""What is noticed where it happens, whoever reads the rule."""


@pytest.mark.parametrize("is_met", ENDS_THE_PROOF)
def test_what_only_an_integer_can_do_ends_the_proof_even_of_a_rule_that_nobody_has_read(is_met: Asked) -> None:
    assert not proved(taking(is_met)(), HELD, read=False)


NOT_THERE = (by_a_holder_that_nobody_names,)


@pytest.mark.parametrize("is_met", [each for each in HARMFUL if each not in NOT_THERE])
def test_it_does_happen_where_it_is_run(is_met: Asked) -> None:
    after, _ = taking(is_met)().sync(PairState(balance0=HIDDEN, balance1=HIDDEN), now=0)
    assert after.reserve0 == HIDDEN + 1


def test_a_rule_may_ask_what_kind_of_state_it_has() -> None:
    class Asking(Pair):
        def sync(self, state: PairState, **arguments: Any) -> tuple[PairState, Nothing]:
            if not isinstance(state, PairState):
                raise TypeError(state)
            return super().sync(replace(state), **arguments)

    assert proved(Asking(), HELD)


class DividesByZero(Bal):
    """Has no unit at one size of step: zero as a divisor is no refusal of the protocol, and is caught."""

    def base_unit(self, market: Market) -> int:
        try:
            market.sqrt_k // (market.order_step_size - HIDDEN)
        except ZeroDivisionError:
            return 0
        return super().base_unit(market)


class Crashes(Bal):
    def base_unit(self, market: Market) -> int:
        market.sqrt_k // (market.order_step_size - HIDDEN)
        return super().base_unit(market)


class DependsOnANameByItsLetters(Bal):
    def base_unit(self, market: Market) -> int:
        try:
            return 0 if market.status.lower() == "active" else super().base_unit(market)
        except AttributeError:
            return super().base_unit(market)


class DependsOnANameByItsHash(Bal):
    def base_unit(self, market: Market) -> int:
        try:
            return {"Active": 0}.get(market.status, super().base_unit(market))
        except TypeError:
            return super().base_unit(market)


def units_are_positive(system: Bal, case: Case) -> Claims:
    market = arbitrary(case, Market, "market", status=case.option("market.status", STATUSES))
    case.assume(market.per_lp_base == 0, "the plain unit")
    yield "a unit", system.base_unit(market) >= 1


@pytest.mark.parametrize("kind", [DividesByZero, Crashes, DependsOnANameByItsLetters, DependsOnANameByItsHash])
def test_a_rule_that_goes_another_way_where_it_is_run_is_not_proved(kind: type[Bal]) -> None:
    prop = Property("X1", "bal", "-", "-", "-", Scenario(), units_are_positive, uses=("base_unit",))
    assert proved(Bal(), prop)
    assert not proved(kind(), prop)


@pytest.mark.parametrize("kind", [DividesByZero, Crashes, DependsOnANameByItsLetters, DependsOnANameByItsHash])
def test_it_ends_the_proof_even_of_a_rule_that_nobody_has_read(kind: type[Bal]) -> None:
    prop = Property("X1", "bal", "-", "-", "-", Scenario(), units_are_positive, uses=("base_unit",))
    assert not proved(kind(), prop, read=False)
