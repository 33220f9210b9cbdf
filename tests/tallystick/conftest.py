"""What tests of the command line share: a prover that finds what it is told."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from proofs.outcome import Outcome, Report
from properties.property import Property, Registry
from tallystick import selection


@pytest.fixture
def outcomes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Outcome]:
    """What the prover will find; the catalogue holds exactly their properties, and nothing is published."""
    found: list[Outcome] = []

    def verify(
        system: Any, properties: Sequence[Property], *, on_outcome: Callable[[Outcome], None], **_: object
    ) -> Report:
        asked = {each.id for each in properties}
        chosen = tuple(each for each in found if each.property.id in asked)
        for each in chosen:
            on_outcome(each)
        return Report(system.name, chosen)

    def catalogue() -> Registry:
        registry = Registry()
        for each in found:
            registry.add(each.property)
        return registry

    prover = ModuleType("proofs.verify")
    prover.verify = verify  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "proofs.verify", prover)
    monkeypatch.setattr(selection, "catalogue", catalogue)
    monkeypatch.setattr("tallystick.verifying.catalogue", catalogue)
    monkeypatch.setattr(selection, "PUBLISHED", tmp_path / "published")
    return found
