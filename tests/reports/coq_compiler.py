"""Coq for tests: what `coqc` says of a folder of theorems. Where it is not installed, a test that asks is skipped."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

SECONDS = 300

CLOSED = "Closed under the global context"
"""What Coq says of proofs that take nothing for granted."""


def needs_coq() -> str:
    """Where `coqc` is; the test is skipped where it is not installed."""
    coqc = shutil.which("coqc")
    if coqc is None:
        pytest.skip("coqc is not installed (Debian: coq)")
    return coqc


def compiled(folder: Path, *files: str) -> list[str]:
    """What Coq says of each file, compiled one after the other; fails where it does not accept one."""
    coqc = needs_coq()
    return [_run(coqc, folder, file) for file in files]


def _run(coqc: str, folder: Path, file: str) -> str:
    ended = subprocess.run(
        [coqc, "-q", "-noglob", "-Q", ".", "Tallystick", file],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )
    if ended.returncode:
        raise AssertionError(ended.stderr)
    return ended.stdout.strip()
