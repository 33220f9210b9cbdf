"""The vectors of the pair, made once, and a set of BAL's that is small enough for a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.bal import Bal
from model.pair import Pair
from vectors.generate import Vectors, generate
from vectors.search import Effort

LITTLE = Effort(whole=2, lives=8, longest=25, changed=3_000, edges=30, reductions=10)


@pytest.fixture(scope="session")
def of_pair() -> Vectors:
    return generate(Pair(), 0, lambda _: None)


@pytest.fixture(scope="session")
def of_bal() -> Vectors:
    return generate(Bal(), 0, lambda _: None, LITTLE)


def written(vectors: Vectors, folder: Path) -> list[Path]:
    """The recordings of a set as files."""
    paths = []
    for name in vectors.document["files"]:
        paths.append(folder / name)
        paths[-1].write_text(vectors.pages[name])
    return paths
