"""Mutants are one small change each, made at one place."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from detection import mutation
from detection.history import ROOT
from detection.mutants import Mutant, mutants

MODULE = """
from __future__ import annotations

from model.arith import i64, floor_div


def rule(market, amount):
    if amount < 1:
        raise ValueError
    market.base = i64(market.base + amount)
    market.quote = floor_div(amount, 2)
"""


@pytest.fixture
def module(tmp_path: Path) -> Path:
    (tmp_path / "rules.py").write_text(MODULE, encoding="utf-8")
    return tmp_path


@cache
def every() -> list[Mutant]:
    return mutation.every()


def test_each_operator_finds_its_places(module: Path) -> None:
    found = [(each.operator, each.before, each.after) for each in mutants(module, "rules.py")]
    assert ("guard", "if amount < 1: raise ValueError", "nothing") in found
    assert ("off by one", "amount < 1", "amount <= 1") in found
    assert ("rounding", "floor_div(amount, 2)", "ceil_div(amount, 2)") in found
    assert ("sign", "market.base + amount", "market.base - amount") in found
    assert ("stale field", "market.quote = floor_div(amount, 2)", "nothing") in found
    assert ("width", "i64(market.base + amount)", "i32(market.base + amount)") in found
    assert {operator for operator, _, _ in found} >= {"order"}


def test_every_mutant_is_a_module_that_differs_from_the_original(module: Path) -> None:
    original = ast.unparse(ast.parse(MODULE))
    made = [each.source for each in mutants(module, "rules.py")]
    assert len(set(made)) == len(made)
    assert original not in made


def test_every_mutant_of_the_model_compiles() -> None:
    for mutant in every():
        compile(mutant.source, mutant.module, "exec")


def test_a_sample_is_even_over_the_operators_and_repeats() -> None:
    chosen = mutation.sample(every(), 14, seed=3)
    assert chosen == mutation.sample(every(), 14, seed=3)
    operators = [each.operator for each in chosen]
    assert {operators.count(each) for each in operators} == {2}


def test_what_is_kept_of_a_mutant_is_read_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(mutation, "KEPT", tmp_path)
    (mutant,) = mutation.sample(every(), 1, seed=0)
    trial = mutation.Trial(mutant, dict.fromkeys(mutation.JUDGES, ""))
    assert mutation.load(mutant) is None
    mutation.save(trial)
    assert mutation.load(mutant) == trial


def test_the_table_counts_who_noticed_and_names_what_nobody_did() -> None:
    one, other = mutation.sample(every(), 2, seed=0)
    nobody = dict.fromkeys(mutation.JUDGES, "")
    trials = [mutation.Trial(one, {**nobody, "fuzzer": "P02"}), mutation.Trial(other, nobody)]
    page = mutation.markdown(trials, 100, 0)
    assert "A sample of 2 of 100 mutants" in page
    assert f"| {one.operator} | 1 | 0 | 0 | 1 | 0 | 1 |" in page
    assert f"| {other.module}:{other.line} | {other.operator} |" in page.replace(chr(92), "")


@pytest.mark.slow
def test_a_sign_that_is_wrong_is_noticed_by_the_recordings(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    mutation.copy_to(tree)
    mutant = next(each for each in mutants(ROOT, "model/bal/fills.py") if each.operator == "sign")
    assert mutation.noticed("recordings", mutant, tree) == ""
    (tree / mutant.module).write_text(mutant.source, encoding="utf-8")
    assert mutation.noticed("recordings", mutant, tree) != ""
