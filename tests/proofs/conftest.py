"""Small properties judged from end to end, apart from those of the repository."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from model.pair import Pair
from model.system import System
from proofs import verify as main_job
from proofs.outcome import Outcome
from properties.catalogue import catalogue
from properties.property import REGISTRY, Property, Scenario

Judge = Callable[..., list[Outcome]]


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    """`judge(body, ..., system=, jobs=, **fields of the properties)`: what `verify` says of each body.

    Nothing is searched for long, nothing is kept, and no property of the repository takes part.
    """
    catalogue()  # what is imported while the register is another one would be missing afterwards
    monkeypatch.setattr(main_job, "QUICK", 60)
    monkeypatch.setattr(main_job, "THOROUGH", 120)
    monkeypatch.setattr(main_job, "_workshop", {})

    def run(*bodies: Any, system: System | None = None, jobs: int = 1, **fields: Any) -> list[Outcome]:
        subject = system or Pair()
        given = {"scope": Scenario(), "sentence": "", "formula": "", "claim": "", **fields}
        properties = [
            Property(id=f"T{number}", system=subject.name, body=body, **given) for number, body in enumerate(bodies)
        ]
        monkeypatch.setattr(REGISTRY, "_properties", {each.id: each for each in properties})
        return list(main_job.verify(subject, properties, jobs=jobs, cache=False).outcomes)

    return run
