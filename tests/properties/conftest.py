"""What a small change of the protocol does to a property: searched for on integers, as every run of the suite does first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from model.system import System
from proofs.judge import Judge
from proofs.search import QUICK, Search, Violation
from properties.catalogue import catalogue
from properties.situations import situations_of

Violated = Callable[..., Violation | None]


@pytest.fixture
def violated() -> Violated:
    """`violated(id, system)`: what violates the property on the system; `None` where the search meets nothing."""

    def run(identifier: str, system: System, attempts: int = QUICK) -> Violation | None:
        search = Search(Judge(system, situations_of(system.name)))
        return search.run(catalogue()[identifier], attempts).violation

    return run
