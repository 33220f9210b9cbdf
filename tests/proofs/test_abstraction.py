"""What is declared of a method that proofs leave out is what the method does, on every call that lives of a market make."""

from __future__ import annotations

import ast
import copy
import inspect
import textwrap
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from random import Random
from typing import Any

import pytest

from model.bal import Bal, Exchange, Market
from model.errors import Rejected
from model.pair import Pair
from model.system import System
from proofs.abstraction import _names, abstracted, changed
from proofs.explore import Exploration
from proofs.path import Path
from proofs.prover import Prover
from properties.abstractions import Bookkeeping, Call, Classification, Contract, Function, abstractions_of, method_of
from properties.arbitrary import integer_fields
from properties.property import OnStep, Property
from properties.situations import situations_of

SYSTEMS: tuple[System, ...] = (Pair(), Bal())
DECLARED = abstractions_of("bal")


def contracts_of(system: System) -> dict[str, Contract]:
    """The contracts of a system by method, taken always or on request."""
    declared = abstractions_of(system.name)
    return {**declared.contracts, **declared.on_request}


STEPS = 2500

Judge = Callable[[str, tuple[Any, ...], tuple[Any, ...], Any], None]


def is_a_check(method: str, before: tuple[Any, ...], after: tuple[Any, ...], answer: Any) -> None:
    """A check that passes has changed nothing and says nothing."""
    assert answer is None, f"{method} answers {answer}"
    assert after == before, f"{method} changes what it checks"


def keeps_its_contract(
    contract: Contract, method: str, before: tuple[Any, ...], after: tuple[Any, ...], answer: Any
) -> None:
    """What is declared of the method holds of this call."""
    if isinstance(contract, Bookkeeping):
        keeps_the_books(method, contract, before, after, answer)
        return
    assert after == before, f"{method} changes something"
    if isinstance(contract, Classification):
        assert answer in contract.options
    else:
        assert isinstance(contract, Function)
        assert answer in contract.width, f"{method} answers {answer}"


def keeps_the_books(
    method: str, contract: Bookkeeping, before: tuple[Any, ...], after: tuple[Any, ...], answer: Any
) -> None:
    """Only declared fields change, the answer has the declared widths, and what is ensured holds."""
    for was, now in zip(before, after, strict=True):
        written = {name for kind, names in contract.writes.items() if isinstance(now, kind) for name in names}
        moved = {name for name in vars(now) if vars(now)[name] != vars(was)[name]} if written else set()
        assert moved <= written, f"{method} writes {sorted(moved - written)}"
        assert written or now == was, f"{method} changes its argument {was}"
    for number, width in answers(contract, answer):
        assert number in width, f"{method} answers {answer}"
    if contract.ensures is not None:
        kinds = tuple(contract.writes)
        states = [place for place, each in enumerate(after) if isinstance(each, kinds)]
        others = tuple(each for place, each in enumerate(after) if place not in states)
        call = Call(tuple(before[place] for place in states), others, tuple(after[place] for place in states), answer)
        for label, condition in contract.ensures(call):
            assert condition, f"{method}: {label}"


def answers(contract: Bookkeeping, answer: Any) -> list[tuple[int, Any]]:
    """The numbers of an answer with the widths that are declared of them."""
    if contract.returns is None:
        assert answer is None
        return []
    if isinstance(contract.returns, tuple):
        return list(zip(answer, contract.returns, strict=True))
    if contract.returns is bool:
        assert answer in (False, True)
        return []
    if isinstance(contract.returns, type):
        assert type(answer) is contract.returns
        return [(getattr(answer, name), width) for name, width in integer_fields(contract.returns).items()]
    return [(answer, contract.returns)]


def watched(system: System, calls: Counter[str]) -> System:
    """The same system, each call of a declared method compared with what is declared of it."""
    stand_in = copy.copy(system)

    def watching(contract: str, judge: Judge) -> Callable[..., Any]:
        method = method_of(contract)
        original = getattr(stand_in, method)

        def run(*arguments: Any, **named: Any) -> Any:
            given = (*arguments, *named.values())
            before, myself = copy.deepcopy(given), dict(vars(system))
            answer = original(*arguments, **named)
            judge(method, before, given, answer)
            assert vars(system) == myself
            calls[contract] += 1
            return answer

        return run

    for method in abstractions_of(system.name).checks:
        setattr(stand_in, method, watching(method, is_a_check))
    for name, contract in contracts_of(system).items():
        setattr(stand_in, method_of(name), watching(name, partial(keeps_its_contract, contract)))
    return stand_in


@pytest.fixture(scope="module")
def calls() -> Counter[str]:
    """How often each declared method was called, and did as declared, in lives of markets."""
    counted: Counter[str] = Counter()
    for system in (*SYSTEMS, Exchange()):
        stand_in = watched(system, counted)
        for (state, operation, arguments), _ in zip(
            situations_of(system.name).steps(Random(11), system), range(STEPS), strict=False
        ):
            with suppress(Rejected):
                stand_in.apply(state, operation, arguments)
    return counted


METHODS = [method for system in SYSTEMS for method in (*abstractions_of(system.name).checks, *contracts_of(system))]


def test_no_two_systems_declare_the_same_method() -> None:
    assert len(METHODS) == len(set(METHODS)), "calls are counted by the name of the method"


@pytest.mark.parametrize("method", METHODS)
def test_the_method_does_what_is_declared_of_it(calls: Counter[str], method: str) -> None:
    assert calls[method] > 0, "never called: nothing was compared"


def test_a_declaration_that_is_wrong_is_noticed() -> None:
    """The comparison has teeth: a variant that writes one field more, and a check that is none."""

    class Busy(Bal):
        def count_users(self, market: Market, *arguments: Any, **named: Any) -> Any:
            market.sqrt_k += 1
            return super().count_users(market, *arguments, **named)

    class Tampering(Bal):
        def validate_perp_market(self, market: Market) -> None:
            market.total_fee += 1

    for kind, words in ((Busy, "writes"), (Tampering, "changes what it checks")):
        stand_in = watched(kind(), Counter())
        with pytest.raises(AssertionError, match=words):
            for (state, operation, arguments), _ in zip(
                situations_of("bal").steps(Random(11), Bal()), range(STEPS), strict=False
            ):
                try:
                    stand_in.apply(state, operation, arguments)
                except Rejected:
                    continue


# -- what is overridden is never left out ---------------------------------------------------------------------------


class Generous(Bal):
    """A variant whose check gives something away, in passing."""

    def validate_perp_market(self, market: Market) -> None:
        market.total_fee += 1


class Helped(Bal):
    """A variant of a helper, inherited once more."""

    def count_users(self, market: Market, *arguments: Any, **named: Any) -> Any:
        return super().count_users(market, *arguments, **named)


class Grandchild(Helped):
    """Overrides nothing itself."""


class Counting:
    """No system by itself."""

    def count_users(self, market: Market, *arguments: Any, **named: Any) -> Any:
        market.sqrt_k += 1


class Mixed(Counting, Bal):
    """A variant that gets its change from beside the protocol."""


class OddMarket(Market):
    """A market with a rule of its own."""

    def copy(self) -> OddMarket:
        made = super().copy()
        made.total_fee += 1
        return made


class Odd(Bal):
    """A variant whose rules are the protocol's, but not its market's."""

    market_type = OddMarket


def replaced_in(system: Bal, **fields: Any) -> set[str]:
    found = Exploration(Prover())
    path = Path(found.prover, found.vocabulary, ())
    prop = Property("T", "bal", "", "", "", OnStep(), lambda *_: (), **fields)
    abstracted(system, path, prop)
    return path.replaced


def test_everything_declared_is_left_out_of_the_protocol_itself() -> None:
    assert replaced_in(Bal()) == {*DECLARED.checks, *DECLARED.contracts}
    assert replaced_in(Bal(), uses=("count_users",)) == {*DECLARED.checks, *DECLARED.contracts} - {"count_users"}


@pytest.mark.parametrize(
    ("kind", "method", "caller"),
    [
        (Generous, "validate_perp_market", "validate_perp_market"),
        (Helped, "count_users", "update_position_and_market"),
        (Grandchild, "count_users", "update_position_and_market"),
        (Mixed, "count_users", "update_position_and_market"),
        (Odd, "copy", "open"),
    ],
)
def test_what_a_variant_overrides_is_run(kind: type[Bal], method: str, caller: str) -> None:
    assert method in changed(kind, Bal)
    assert method not in replaced_in(kind())
    assert caller in changed(kind, Bal), "what calls it can not be left out either"
    left_out = tuple(name for name in DECLARED.on_request if method_of(name) == caller)[:1]
    assert caller not in replaced_in(kind(), leaves_out=left_out)


def test_calls_are_followed_into_what_is_defined_inside_a_method() -> None:
    class Nested(Bal):
        def outer(self, market: Market) -> Any:
            return [self.inner(each) for each in (market,)]

        def by_name(self, market: Market) -> Any:
            return getattr(self, "inner")(market)  # noqa: B009 - the name as text is what is tested

        def inner(self, market: Market) -> int:
            return market.sqrt_k

    class Changed(Nested):
        def inner(self, market: Market) -> int:
            return 0

    assert {"inner", "outer", "by_name"} <= set(changed(Changed, Nested))
    assert changed(Nested, Nested) == ()


def test_what_is_unread_is_only_handed_to_those_who_read_it() -> None:
    """Where no reader is used a classification answers anything: nobody else may look at what it says."""
    for method, contract in contracts_of(Bal()).items():
        if not isinstance(contract, Classification) or contract.asked_by is None:
            continue
        asker, rule = contract.asked_by
        tree = ast.parse(textwrap.dedent(inspect.getsource(rule)))
        (answer,) = (
            node.targets[0].id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and method in ast.dump(node.value)
        )
        handed = [
            each
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in contract.readers
            for each in node.args
            if isinstance(each, ast.Name) and each.id == answer
        ]
        loads = [
            n for n in ast.walk(tree) if isinstance(n, ast.Name) and n.id == answer and isinstance(n.ctx, ast.Load)
        ]
        assert loads == handed, f"{asker} looks at what {method} says"
        assert {asker} == {
            name
            for name in dir(Bal)
            if not name.startswith("__") and method in _names(inspect.getattr_static(Bal, name))
        }
