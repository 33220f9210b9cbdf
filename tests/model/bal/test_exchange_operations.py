"""Collateral, and what every operation of an exchange leaves as it was."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable
from typing import Any

import pytest

from model.bal import Account, Bal, BalState, ExchangeState
from model.bal.errors import Rejected, UserCantLiquidateThemself
from model.system import UnknownOperation
from tests.model.bal.conftest import LIQUIDATOR, NOW, OTHER, SOL, TAKER, USD, account, funded, traded

Make = Callable[..., ExchangeState]

OPERATIONS: list[tuple[str, dict[str, Any]]] = [
    ("set_collateral", {"user": TAKER, "amount": 1}),
    ("settle_pnl", {"user": TAKER, "oracle_price": 90 * USD, "now": NOW, "slot": 1}),
    (
        "liquidate_perp",
        {
            "user": TAKER,
            "liquidator": LIQUIDATOR,
            "liquidator_max_base_asset_amount": SOL,
            "oracle_price": 90 * USD,
            "slot": 1,
        },
    ),
]


def test_collateral_is_set_whatever_it_was(bal: Bal, exchange: Make) -> None:
    state = funded(bal, exchange(), TAKER, 5 * USD)
    assert account(state, TAKER).collateral == 5 * USD
    assert account(funded(bal, state, TAKER, -USD), TAKER).collateral == -USD


@pytest.mark.parametrize(("bankrupt", "still_liquidated"), [(True, False), (False, True)])
def test_who_was_bankrupt_begins_anew(bal: Bal, exchange: Make, bankrupt: bool, still_liquidated: bool) -> None:
    state = exchange()
    state.positions[TAKER] = Account(being_liquidated=True, bankrupt=bankrupt)
    after = account(funded(bal, state, TAKER, USD), TAKER)
    assert (after.bankrupt, after.being_liquidated) == (False, still_liquidated)


@pytest.mark.parametrize(("operation", "arguments"), OPERATIONS, ids=lambda each: each if isinstance(each, str) else "")
@pytest.mark.parametrize("collateral", [15 * USD, 500 * USD])
def test_the_state_before_stays_as_it_was(
    bal: Bal, exchange: Make, operation: str, arguments: dict[str, Any], collateral: int
) -> None:
    state = funded(bal, traded(bal, exchange(), TAKER, 1 * SOL), TAKER, collateral)
    before = copy.deepcopy(state)
    with contextlib.suppress(Rejected):
        bal.apply(state, operation, arguments)
    assert state == before


@pytest.mark.parametrize(("operation", "arguments"), OPERATIONS, ids=lambda each: each if isinstance(each, str) else "")
def test_a_market_alone_has_no_operation_of_an_exchange(bal: Bal, operation: str, arguments: dict[str, Any]) -> None:
    with pytest.raises(UnknownOperation):
        bal.apply(BalState(), operation, arguments)


def test_other_accounts_are_not_touched(bal: Bal, exchange: Make) -> None:
    state = funded(bal, traded(bal, exchange(), TAKER, 1 * SOL), TAKER, 500 * USD)
    state = funded(bal, state, OTHER, 7 * USD)
    after, _ = bal.settle_pnl(state, user=TAKER, oracle_price=90 * USD, now=NOW, slot=1)
    assert after.positions[OTHER] is state.positions[OTHER]
    assert after.positions[LIQUIDATOR] is state.positions[LIQUIDATOR]


def test_who_trades_before_paying_in_has_an_account(bal: Bal, exchange: Make) -> None:
    state = traded(bal, exchange(), TAKER, 1 * SOL)
    assert account(state, TAKER) == Account(
        base_asset_amount=SOL,
        quote_asset_amount=-100 * USD,
        quote_entry_amount=-100 * USD,
        quote_break_even_amount=-100 * USD,
    )


def test_nobody_liquidates_himself(bal: Bal, exchange: Make) -> None:
    with pytest.raises(UserCantLiquidateThemself):
        bal.liquidate_perp(
            exchange(), user=TAKER, liquidator=TAKER, liquidator_max_base_asset_amount=SOL, oracle_price=USD, slot=1
        )
