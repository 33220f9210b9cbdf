"""Recordings, runs of the command on them, and files that only look like recordings."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from conformance.command import run
from conformance.decode import read
from model.system import System

VECTORS = Path(__file__).resolve().parents[1] / "vectors"
PAIR = VECTORS / "pair" / "traces_0001_0050.jsonl.gz"


@dataclass(frozen=True)
class Ran:
    """What the command printed, and the code it would exit with."""

    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        return self.out.splitlines()[-1]


@pytest.fixture
def ran() -> Callable[..., Ran]:
    """Runs the command on files."""

    def execute(*paths: Path, system: System | None = None) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        code = run(paths, system, out=out, err=err)
        return Ran(code, out.getvalue(), err.getvalue())

    return execute


@pytest.fixture(scope="session")
def pair_lines() -> list[dict[str, Any]]:
    """The first ten lines of a recorded pair: to be copied, not changed."""
    return [line for _, line in islice(read(PAIR), 10)]


@pytest.fixture
def lines(pair_lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same lines, to be changed."""
    copied: list[dict[str, Any]] = json.loads(json.dumps(pair_lines))
    return copied


@pytest.fixture
def written(tmp_path: Path) -> Callable[[Iterable[object]], Path]:
    """Writes objects as a recording."""

    def write(objects: Iterable[object]) -> Path:
        path = tmp_path / "recording.jsonl"
        path.write_text("".join(json.dumps(each) + "\n" for each in objects))
        return path

    return write
