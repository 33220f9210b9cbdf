"""Two rules are called the same only where nobody could tell them apart."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from detection import equivalence
from detection.commuting import commute, touched
from detection.history import ROOT
from detection.mutants import Mutant, mutants
from model.bal import Bal
from model.bal import liquidation as rules_of_liquidation
from model.bal import settlement as rules_of_settlement


def mutant(module: str, operator: str, before: str) -> Mutant:
    """The planted mistake at a place that is found by what stands there."""
    found = [each for each in mutants(ROOT, module) if each.operator == operator and each.before.startswith(before)]
    assert len(found) == 1, [each.name for each in found]
    return found[0]


@pytest.mark.parametrize(
    ("module", "operator", "before"),
    [
        ("model/bal/liquidation.py", "rounding", "floor_div(u128(freeable * one), shortage)"),
        ("model/bal/jit.py", "sign", "price - oracle_price"),
        ("model/bal/liquidity.py", "off by one", "left < self.fee_pool_bound(market)"),
        ("model/bal/weights.py", "width", "i128(value + self.calculate_net_user_cost_basis(market))"),
    ],
)
def test_a_mistake_that_changes_an_answer_is_told_to_differ(module: str, operator: str, before: str) -> None:
    assert equivalence.compared(mutant(module, operator, before), ROOT).startswith("differs")


def test_a_rule_that_differs_in_nothing_is_proved_to_do_the_same() -> None:
    source = (ROOT / "model/bal/jit.py").read_text(encoding="utf-8")
    changed = source.replace("beyond, spread = price - oracle_price,", "beyond, spread = -(oracle_price - price),")
    assert changed != source
    rewritten = Mutant("sign", "model/bal/jit.py", 0, "", "", changed)
    assert equivalence.compared(rewritten, ROOT) == equivalence.EQUIVALENT


def test_a_refusal_in_place_of_an_answer_is_a_difference() -> None:
    source = (ROOT / "model/bal/liquidation.py").read_text(encoding="utf-8")
    small = "if shortage < constants.SMALL_LIQUIDATION:"
    changed = source.replace(small, f"u64(state.liquidation_duration - 5)\n        {small}")
    assert changed != source
    refusing = Mutant("guard", "model/bal/liquidation.py", 0, "", "", changed)
    assert equivalence.compared(refusing, ROOT).startswith("differs: never MathError")


def test_a_rule_that_reads_a_list_is_not_decided() -> None:
    """An arbitrary account has no arbitrary orders, so nothing may be said of what is done with them."""
    source = (ROOT / "model/bal/risk_reduction.py").read_text(encoding="utf-8")
    changed = source.replace("if now <= order.max_ts", "if now < order.max_ts")
    assert changed != source
    reading = Mutant("off by one", "model/bal/risk_reduction.py", 0, "", "", changed)
    assert "not arbitrary" in equivalence.compared(reading, ROOT)


@pytest.mark.parametrize("module", ["model/arith.py", "model/curve.py"])
def test_what_is_no_rule_of_a_system_is_not_compared(module: str) -> None:
    assert equivalence.compared(next(mutants(ROOT, module)), ROOT).startswith("not compared")


# Updates in another order


def statements(text: str) -> tuple[ast.stmt, ast.stmt]:
    one, other = ast.parse(text).body
    return one, other


NAMES: dict[str, Any] = vars(rules_of_liquidation)


@pytest.mark.parametrize(
    "text",
    [
        "user.being_liquidated = True\nuser.last_active_slot = slot",
        "user.open_bids = u64(user.open_bids + 1)\nmarket.base_asset_reserve = 2",
        "self.exit_liquidation(user)\nmarket.pnl_pool_balance = 0",
    ],
)
def test_updates_that_touch_different_fields_may_change_places(text: str) -> None:
    assert commute(*statements(text), Bal, NAMES)


@pytest.mark.parametrize(
    "text",
    [
        "user.open_bids = 1\nuser.open_bids = 2",
        "user.open_bids = 1\nuser.open_asks = user.open_bids",
        "user.open_asks = market.open_bids\nuser.open_bids = 1",
        "amount = user.open_bids\nuser.open_asks = amount",
        "user.being_liquidated = True\nself.exit_liquidation(user)",
        "market.sqrt_k = 1\nself.validate_perp_market(market)",
        "user.orders.append(order)\nuser.open_bids = 1",
        "somebody.does(user)\nuser.open_bids = 1",
        "anything(user)\nuser.open_bids = 1",
        "setattr(user, name, 1)\nuser.open_bids = 1",
    ],
)
def test_updates_that_touch_the_same_or_nobody_knows_what_may_not(text: str) -> None:
    assert not commute(*statements(text), Bal, NAMES)


@pytest.mark.parametrize(
    ("fits", "may"),
    [("i128", True), ("fits=i128", True), ("market.check", False), ("rebased", False), ("*both", False)],
)
def test_a_function_that_is_given_to_another_has_to_be_one_of_arithmetic(fits: str, may: bool) -> None:
    text = f"market.sqrt_k = rebased(market.base_asset_amount_per_lp, 1, {fits})\nmarket.peg_multiplier = 2"
    assert commute(*statements(text), Bal, vars(rules_of_settlement)) == may


def test_what_a_rule_touches_includes_what_those_that_it_calls_do() -> None:
    (call,) = ast.parse("self.add_margin_freed(user, before, after)").body
    found = touched(call, Bal, NAMES)
    assert "liquidation_margin_freed" in found.writes
    assert {"margin_shortage", "liquidation_margin_freed"} <= found.reads


def test_an_order_that_matters_is_proved_or_refuted_not_read_off() -> None:
    source = "class Liquidation:\n    def rule(self, user):\n        user.open_bids = 1\n        user.open_bids = 2\n"
    swapped = "class Liquidation:\n    def rule(self, user):\n        user.open_bids = 2\n        user.open_bids = 1\n"
    before, after = (dict(equivalence.methods(ast.parse(text)))["Liquidation.rule"] for text in (source, swapped))
    method = "exit_liquidation"
    rule = equivalence.Rule(Bal, method, getattr(Bal, method), before, after)
    assert not equivalence.exchanged(rule)
