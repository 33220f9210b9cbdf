"""Solvers as processes: which are installed, and what one of them answers to a file of SMT-LIB2.

A solver is somebody else's program and may end in any way: only the one word `unsat`, with the exit code 0, is read as
`unsat`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

VERSION_SECONDS = 20
"""How long a solver may take to say its version."""

CVC5_PROCESS = Path(__file__).with_name("cvc5_process.py")


class Answer(StrEnum):
    """What comes of asking; only the first is what a leaf wants."""

    UNSAT = "unsat"
    SAT = "sat"
    UNKNOWN = "unknown"
    TIME_OUT = "time-out"
    FAILED = "failed"
    """It crashed, or said nothing, too much or something else."""


@dataclass(frozen=True)
class Solver:
    """An installed solver: its version in its own words, and the command to which a file is added."""

    name: str
    version: str
    command: tuple[str, ...]


SOLVERS = {"z3": "z3", "cvc5": "cvc5", "yices": "yices-smt2"}
"""The solvers that are known, and the program of each."""

INSTALLING = {"z3": "z3-solver", "cvc5": "cvc5", "yices": "tallystick[yices]"}
"""What to ask pip for where a solver is missing."""


def installed(name: str) -> Solver | None:
    """The solver of that name: its program beside this Python or on the path, or for cvc5 its Python package."""
    program = shutil.which(SOLVERS[name], path=sysconfig.get_path("scripts")) or shutil.which(SOLVERS[name])
    if program is not None:
        return Solver(name, _version((program, "--version")), (program,))
    if name == "cvc5" and find_spec("cvc5") is not None:
        interpreter = (sys.executable, "-I")
        said = _version((*interpreter, "-c", "import cvc5; print(cvc5.__version__)"))
        return Solver(name, said, (*interpreter, str(CVC5_PROCESS)))
    return None


def ask(solver: Solver, file: Path, seconds: float) -> tuple[Answer, str]:
    """Run the solver on the file; its answer, and what it did instead if that is none."""
    try:
        ended = subprocess.run(
            [*solver.command, str(file)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        return Answer.TIME_OUT, f"no answer in {seconds:g} s"
    except OSError as problem:
        return Answer.FAILED, f"it can not be run: {problem.strerror or problem}"
    return read(ended.returncode, ended.stdout, ended.stderr)


def read(code: int, out: str, err: str) -> tuple[Answer, str]:
    """The answer of a process that has ended; exactly one word is one."""
    said = out.split()
    if code == 0 and len(said) == 1 and said[0] in (Answer.UNSAT, Answer.SAT, Answer.UNKNOWN):
        return Answer(said[0]), ""
    words = " ".join([*said, *err.split()]) or "nothing"
    return Answer.FAILED, f"it ended with {code} and said: {words[:200]}"


def _version(command: tuple[str, ...]) -> str:
    """The first line that the command writes."""
    try:
        ended = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=VERSION_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired):
        return "?"
    return next(iter(ended.stdout.splitlines()), "?")
