"""A property of a user's own file, about a system of the repository: what is written there counts for what is kept."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from model.pair import Pair
from proofs import dependencies
from proofs.dependencies import digest
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


def test_another_body_or_another_lemma_is_another_content(tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    first = of(file, "step.before.balance0", 0)
    assert of(file, "step.before.balance0", 0) == first
    assert of(file, "step.before.balance1", 0) != first
    assert of(file, "step.before.balance0", 1) != first
