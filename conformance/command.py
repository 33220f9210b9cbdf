"""What `tallystick conform` prints, and the code it exits with."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from conformance.decode import NotARecording, printable, shown
from conformance.engine import Conformance, Finding, Watcher, conform
from model.system import System

MATCHES, DIFFERS, UNDECIDED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 3, 130
"""The exit codes: all steps match and none was skipped; some do not; there are none; a file is no recording; Ctrl-C."""


def run(
    paths: Iterable[Path], system: System | None = None, *, out: TextIO | None = None, err: TextIO | None = None
) -> int:
    """Replay the recordings, say what was found on `out` and what went wrong on `err`, and return the exit code."""
    out, err = out or sys.stdout, err or sys.stderr
    paths = tuple(paths)
    if not paths:
        print("conform: no recording was given", file=err)
        return BAD_INPUT
    watcher = Printer(out)
    try:
        with progress(err) if err.isatty() else watcher_only() as bar:
            watcher.bar = bar
            found = conform(paths, system, watcher)
    except NotARecording as error:
        print(error, file=err)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("conform: interrupted", file=err)
        return INTERRUPTED
    if found.first_difference is not None:
        print(difference(found.first_difference), file=out)
    print(summary(found), file=out)
    if not found.total:
        return UNDECIDED
    return MATCHES if found.complete else DIFFERS


def summary(found: Conformance) -> str:
    """The last line: `conform: M of N steps match`, and how many were skipped for which reasons."""
    line = f"conform: {found.matched} of {found.total} steps match"
    if not found.skipped:
        return line
    reasons = found.skipped.most_common()
    told = reasons[0][0] if len(reasons) == 1 else "; ".join(f"{reason} ({count})" for reason, count in reasons)
    return f"{line}, {found.skipped.total()} skipped: {told}"


def difference(found: Finding) -> str:
    """The first difference: where it is, what is recorded, and what the model has."""
    where = f"case {printable(found.step)}" if isinstance(found.step, str) else f"step {found.step}"
    if found.trace is not None:
        where = f"trace {found.trace}, {where}"
    return (
        f"first difference: {printable(str(found.path))}, line {found.line}: {where}, {printable(found.operation)}\n"
        f"  field     {printable(found.difference.field)}\n"
        f"  expected  {_value(found.difference.expected)}\n"
        f"  got       {_value(found.difference.got)}"
    )


class Printer(Watcher):
    """One line a file, and a bar above it where somebody is watching."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.bar = Watcher()

    def begin(self, path: Path) -> None:
        self.bar.begin(path)

    def progress(self, so_far: Conformance) -> None:
        self.bar.progress(so_far)

    def end(self, path: Path, found: Conformance, kinds: Iterable[str]) -> None:
        self.bar.end(path, found, kinds)
        skipped = f", {found.skipped.total()} skipped" if found.skipped else ""
        what = ", ".join(kinds)
        print(f"{printable(str(path))}: {what}, {found.matched} of {found.total} match{skipped}", file=self.out)


@contextmanager
def watcher_only() -> Iterator[Watcher]:
    """Nobody is watching."""
    yield Watcher()


@contextmanager
def progress(err: TextIO) -> Iterator[Watcher]:
    """A bar on the terminal while files are read."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=err), transient=True) as bar:
        yield _Bar(bar.add_task(""), bar)


class _Bar(Watcher):
    """Shows the file and the counts, a few times a second at most."""

    def __init__(self, task: Any, bar: Any) -> None:
        self.task, self.bar = task, bar
        self.name = ""

    def begin(self, path: Path) -> None:
        self.name = printable(path.name)
        self.bar.start()

    def end(self, path: Path, found: Conformance, kinds: Iterable[str]) -> None:
        """What is printed next would stand behind the bar."""
        self.bar.stop()

    def progress(self, so_far: Conformance) -> None:
        if so_far.total % 500 == 0:
            description = f"{self.name}: {so_far.matched} of {so_far.total} steps match"
            self.bar.update(self.task, description=description)


def _value(value: object) -> str:
    """A value of either side; names and sentences without quotes."""
    return printable(value) if isinstance(value, str) else shown(value)
