"""What a shell is offered, asked as a shell asks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def offered(line: str) -> list[str]:
    """The completions of the last word of a line, which may be empty."""
    words = line.split(" ")
    asked = {"_TALLYSTICK_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    program = [sys.executable, "-m", "tallystick"]
    done = subprocess.run(program, cwd=ROOT, env={**os.environ, **asked}, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done
    return done.stdout.split()


@pytest.mark.parametrize(
    ("line", "some", "others"),
    [
        ("tallystick ver", {"verify"}, {"vectors"}),
        ("tallystick verify --wat", {"--watch"}, {"--json"}),
        ("tallystick verify --property Q0", {"Q01", "Q06a"}, {"P01", "Q11"}),
        ("tallystick verify --system pair -p ", {"Q01"}, {"P01"}),
        ("tallystick verify --system change.py:MyBal -p P4", {"P42"}, {"Q04"}),
        ("tallystick explain V3", {"V39"}, {"P39"}),
        ("tallystick fuzz --system ", {"pair", "bal"}, set()),
        ("tallystick claims S1", {"S1", "S1.1"}, {"S2"}),
        ("tallystick schema c", {"counterexample", "certificate"}, {"trace"}),
    ],
)
def test_names_are_completed(line: str, some: set[str], others: set[str]) -> None:
    found = set(offered(line))
    assert some <= found
    assert found.isdisjoint(others)


def test_a_name_that_can_not_be_completed_is_left_alone() -> None:
    assert offered("tallystick verify --property nothing") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_a_script(shell: str) -> None:
    asked = {**os.environ, "_TALLYSTICK_COMPLETE": f"source_{shell}"}
    program = [sys.executable, "-m", "tallystick"]
    done = subprocess.run(program, cwd=ROOT, env=asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "_TALLYSTICK_COMPLETE" in done.stdout


def test_help_does_not_pay_for_it() -> None:
    code = (
        "import sys; from tallystick.cli import main; main(['--help'])\n"
        "loaded = {'model', 'properties', 'claims', 'proofs', 'z3', 'sympy', 'watchfiles'} & set(sys.modules)\n"
        "sys.exit(f'loaded: {loaded}' if loaded else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
