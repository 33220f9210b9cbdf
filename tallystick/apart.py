"""A command of this suite in a process of its own: the same code, whatever the folder it is started in holds.

What a process has imported it keeps, so a file that was saved since is only read by another process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

SUITE = Path(__file__).resolve().parents[1]


def command(words: Sequence[str]) -> list[str]:
    """The program and its arguments."""
    return [sys.executable, "-P", "-m", "tallystick", *words]


def environment() -> dict[str, str]:
    """The environment in which that program finds this very suite before any other."""
    before = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(SUITE), *([before] if before else [])])}
