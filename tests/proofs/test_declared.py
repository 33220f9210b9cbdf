"""What is declared of a method is proved of the method, and not of one that does otherwise."""

from __future__ import annotations

from typing import Any

import pytest

from model.arith import I64, U64, Width, i64
from model.bal import Bal, Market, Position
from model.bal.state import UpdateType
from model.pair import Pair
from model.system import System
from proofs.abstraction import _names, changed
from proofs.judge import Judge
from proofs.verify import judged
from properties.abstractions import Abstractions, Bookkeeping, Classification, Function, abstractions_of, requested
from properties.bal.abstractions import ABSTRACTIONS
from properties.bal.declared import any_arguments, inputs_of
from properties.case import GivenCase
from properties.catalogue import catalogue
from properties.declared import Declaration, declarations, declare, identifier
from properties.property import Registry, Verdict
from properties.situations import situations_of


def verdict(system: System, method: str) -> Verdict:
    """What is found of the declaration of the system's method."""
    return judged(system, catalogue()[identifier(method)], "", 30)[0].verdict


@pytest.mark.parametrize("system", [Pair(), Bal()], ids=lambda each: each.name)
def test_everything_that_is_declared_of_a_method_is_a_property(system: System) -> None:
    declared = declarations(abstractions_of(system.name))
    assert declared
    for method in declared:
        prop = catalogue()[identifier(method)]
        assert isinstance(prop.scope, Declaration)
        assert (prop.system, prop.scope.method, prop.expected) == (system.name, method, Verdict.PROVED)


@pytest.mark.parametrize("system", [Pair(), Bal()], ids=lambda each: each.name)
def test_no_declared_method_comes_back_to_itself(system: System) -> None:
    """Each declaration is proved with the others assumed: that is no circle only if calls are none."""
    own = {name for name in dir(type(system)) if not name.startswith("__")}
    calls = {name: _names(getattr(type(system), name)) & own for name in own}
    for method in declarations(abstractions_of(system.name)):
        reached, waiting = set[str](), [method]
        while waiting:
            new = calls[waiting.pop()] - reached
            reached |= new
            waiting += new
        assert method not in reached


class WritesMore(Bal):
    def count_users(self, market: Market, *arguments: Any, **named: Any) -> Any:
        super().count_users(market, *arguments, **named)
        market.sqrt_k += 1


class WritesTooMuch(Bal):
    """More than the field holds."""

    def update_bounds(self, market: Market) -> None:
        super().update_bounds(market)
        market.min_base_asset_reserve = market.min_base_asset_reserve * 2 + 1


class ChecksAndTakes(Bal):
    def validate_perp_market(self, market: Market) -> None:
        market.total_fee += 1


class AnswersMore(Bal):
    def calculate_lp_open_bids_asks(self, market: Market, position: Position) -> tuple[int, int]:
        bids, asks = super().calculate_lp_open_bids_asks(market, position)
        return 2 * bids, asks


class AnswersAnything(Bal):
    def get_position_update_type(self, position: Position, held: int, change: int) -> UpdateType:
        return super().get_position_update_type(position, held, change) if held != 7 else None  # type: ignore[return-value]


class UnitOfTheSize(Bal):
    """A base unit that depends on more than the exponent."""

    def base_unit(self, market: Market) -> int:
        return super().base_unit(market) if market.sqrt_k != 12345 else 1


class Remembers(Bal):
    seen = 0

    def update_bounds(self, market: Market) -> None:
        self.seen += 1
        super().update_bounds(market)


@pytest.mark.parametrize(
    ("kind", "method"),
    [
        (WritesMore, "count_users"),
        (WritesTooMuch, "update_bounds"),
        (ChecksAndTakes, "validate_perp_market"),
        (AnswersMore, "calculate_lp_open_bids_asks"),
        (AnswersAnything, "get_position_update_type"),
        (UnitOfTheSize, "base_unit"),
        (Remembers, "update_bounds"),
    ],
)
def test_a_method_that_does_otherwise_is_not_proved(kind: type[Bal], method: str) -> None:
    assert verdict(Bal(), method) is Verdict.PROVED
    assert verdict(kind(), method) in (Verdict.REFUTED, Verdict.UNKNOWN)


NARROWER = {
    "update_entry": Bookkeeping({}, returns=I64),
    "burn_remainder": requested(ABSTRACTIONS, "calculate_fee_pool"),
    "calculate_lp_open_bids_asks": Bookkeeping({}, returns=(I64, U64)),
    "base_unit": Function(Width("small", 1, 10**17), "per_lp_base", range(-9, 10), ""),
    "get_position_update_type": Classification(tuple(UpdateType)[:4]),
}
"""Less than what the methods do."""


@pytest.mark.parametrize("method", NARROWER)
def test_a_declaration_that_says_too_little_is_not_proved(method: str) -> None:
    registry = Registry()
    wrong = Abstractions(of=Bal, on_request={method: NARROWER[method]})  # type: ignore[dict-item]
    declare(registry, "bal", wrong, any_arguments, inputs_of)
    finding = Judge(Bal(), situations_of("bal")).prove(registry[identifier(method)])
    assert finding.unproved


def test_two_declarations_of_one_method_agree() -> None:
    both = {"order_size": Bookkeeping({}, returns=U64), "order_size/more": Bookkeeping({}, returns=I64)}
    with pytest.raises(ValueError, match="two things are declared"):
        declarations(Abstractions(of=Bal, on_request=both))


def test_arguments_met_are_read_back_as_a_case() -> None:
    market = Market(sqrt_k=10, base_asset_reserve=3, per_lp_base=-2)
    position = Position(lp_shares=4, last_base_asset_amount_per_lp=-5)
    given = {"market": market, "position": position}
    values = inputs_of(Bal(), "settle_lp_position", given)
    made = any_arguments(Bal(), GivenCase(values), "settle_lp_position")
    for name, state in given.items():
        assert {each: getattr(made[name], each) for each in vars(state)} == vars(state)


class Fetched(Bal):
    """A variant whose room is computed otherwise, within the same frame."""

    def calculate_market_open_bids_asks(self, market: Market) -> tuple[int, int]:
        bids, asks = super().calculate_market_open_bids_asks(market)
        return i64(bids // 2), asks


def test_a_variant_may_leave_out_what_is_declared_of_it_too() -> None:
    """`can_lower_k` is reached by the change, and answers yes or no all the same."""
    from proofs.kept import keeps_its_contract

    assert "can_lower_k" in changed(Fetched, Bal)
    assert keeps_its_contract(Fetched(), "can_lower_k", ABSTRACTIONS.on_request["can_lower_k"])
    assert not keeps_its_contract(WritesMore(), "count_users", ABSTRACTIONS.contracts["count_users"])
