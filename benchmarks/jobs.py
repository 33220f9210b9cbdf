"""The main job as a user starts it: time, and memory of all its processes together."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from benchmarks.measure import Figure

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 2**20
LIMIT = 900
"""Seconds after which a command is broken off."""


@dataclass(frozen=True)
class Run:
    """One command: seconds on the clock, exit code, last line, and the most memory held at a time (upper bound)."""

    seconds: float
    code: int
    last_line: str
    memory: int


def figures() -> list[Figure]:
    """`verify` without a cache, again with one, and `check` of what it left."""
    with tempfile.TemporaryDirectory() as folder:
        cold = run("verify", "--report", "report", folder=Path(folder))
        warm = run("verify", "--report", "report", folder=Path(folder))
        check = run("check", folder=Path(folder))
    return [
        _seconds("verify, nothing cached", cold, 90),
        _seconds("verify, nothing changed", warm, 3),
        Figure(
            "verify, memory of all processes",
            cold.memory / MEGABYTE,
            "MB",
            "below 1000 MB",
            cold.memory < 1000 * MEGABYTE,
            f"exit {cold.code}",
        ),
        _seconds("check, every certificate", check, 5),
    ]


def run(*words: str, folder: Path) -> Run:
    """Run a command of tallystick in a folder, sampling what its processes hold."""
    begun, most = monotonic(), 0
    output = folder / "output"
    with output.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "tallystick", *words],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=stream,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            while process.poll() is None and monotonic() - begun < LIMIT:
                most = max(most, resident(process.pid))
                sleep(0.02 if monotonic() - begun < 2 else 0.5)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)  # it is the leader of its own session and group
                process.wait()
    seconds = monotonic() - begun
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    lines = output.read_text(encoding="utf-8", errors="replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return Run(seconds, process.returncode, last, max(most, largest))


def resident(session: int) -> int:
    """Bytes in memory of all processes of a session, pages they share counted for each; 0 where that is not known."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
            if int(fields[3]) == session:
                total += int(fields[21]) * resource.getpagesize()
        except (OSError, IndexError, ValueError):
            continue  # it ended while it was looked at
    return total


def _seconds(name: str, found: Run, goal: int) -> Figure:
    details = f"exit {found.code}: {found.last_line}"
    return Figure(
        name, found.seconds, "s", f"at most {goal} s", found.code in (0, 1) and found.seconds <= goal, details
    )
