"""A property of a user's own file, about a system of the repository: what is written there counts for what is kept."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from model.pair import Pair
from proofs import dependencies
from proofs.dependencies import digest
from properties.catalogue import catalogue
from properties.property import OnStep, Property

BODY = """
def body(system, step):
    yield step.result.amount0 <= {limit}

def lemmas(system, step):
    yield 1 >= {hint}
"""


def loaded(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("properties_of_a_user", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def of(path: Path, limit: str, hint: int) -> str:
    path.write_text(BODY.format(limit=limit, hint=hint), encoding="utf-8")
    dependencies._sources.cache_clear()
    module = loaded(path)
    scope = OnStep(("burn",), module.lemmas)
    try:
        return digest(Property("Z1", "pair", "-", "-", "-", scope, module.body), Pair())
    finally:
        dependencies._sources.cache_clear()


SYSTEM = """
import operator

from model.pair import Pair


class Mine(Pair):
    def check_product(self, pair, paid0, paid1):
        {call}(pair, paid0, paid1)

    def as_ever(self, pair, paid0, paid1):
        {does}
"""

CALLS = [
    "self.as_ever",
    'getattr(self, "as_ever")',
    'getattr(self, "as_" + "ever")',
    'operator.attrgetter("as_" + "ever")(self)',
    '(lambda ask: ask(self, "as_" + "ever"))(getattr)',
    'vars(type(self))["as_" + "ever"].__get__(self)',
    'type(self).__dict__["as_" + "ever"].__get__(self)',
]


@pytest.mark.parametrize("call", CALLS)
def test_what_a_rule_finds_without_naming_it_counts(call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for does in ("super().check_product(pair, paid0, paid1)", "return"):
        file = tmp_path / "mine.py"
        file.write_text(SYSTEM.format(call=call, does=does), encoding="utf-8")
        dependencies._sources.cache_clear()
        module = loaded(file)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        found.append(digest(catalogue()["Q01"], module.Mine()))
    dependencies._sources.cache_clear()
    assert found[0] != found[1]


def test_another_body_or_another_lemma_is_another_content(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    first = of(file, "step.before.balance0", 0)
    assert of(file, "step.before.balance0", 0) == first
    assert of(file, "step.before.balance1", 0) != first
    assert of(file, "step.before.balance0", 1) != first
