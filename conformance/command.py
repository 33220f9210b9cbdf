"""What `tallystick conform` prints, and the code it exits with."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any, TextIO, TypeAlias

from conformance.decode import NotARecording, printable, shown
from conformance.engine import Conformance, Finding, Watcher, conform
from model.system import System

Advance: TypeAlias = Callable[[float, str], None]
"""Told how much is done, from 0 to 1, and the words for where it is; without words it is out of the way."""

SELDOM = 500
"""Steps between two words of progress."""

MATCHES, DIFFERS, UNDECIDED, BAD_INPUT, INTERRUPTED = 0, 1, 2, 3, 130
"""The exit codes: all steps match and none was skipped; some do not; there are none; a file is no recording; Ctrl-C."""


@contextmanager
def unwatched(words: str) -> Iterator[Advance]:
    """Nobody is watching."""
    yield lambda done, words: None


def run(
    paths: Iterable[Path],
    system: System | None = None,
    *,
    out: TextIO | None = None,
    err: TextIO | None = None,
    bar: Callable[[str], AbstractContextManager[Advance]] = unwatched,
    as_json: bool = False,
) -> int:
    """Replay the recordings, say what was found on `out` and what went wrong on `err`, and return the exit code.

    `bar` shows how far it is while it lasts. As JSON all is said at the end, in one document.
    """
    out, err = out or sys.stdout, err or sys.stderr
    paths = tuple(paths)
    if not paths:
        print("conform: no recording was given", file=err)
        return BAD_INPUT
    try:
        with bar("reading recordings") as advance:
            printer = Printer(None if as_json else out, advance, sum(map(_size, paths)))
            found = conform(paths, system, printer)
    except NotARecording as error:
        print(error, file=err)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("conform: interrupted", file=err)
        return INTERRUPTED
    if as_json:
        print(json.dumps({"files": printer.files, **document(found)}, indent=1), file=out)
    else:
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


def document(found: Conformance) -> dict[str, Any]:
    """What was found, in all or in one file, as JSON has it."""
    first = found.first_difference
    return {
        "matched": found.matched,
        "total": found.total,
        "skipped": dict(found.skipped.most_common()),
        "first_difference": None
        if first is None
        else {
            "path": str(first.path),
            "line": first.line,
            "trace": first.trace,
            "step": first.step,
            "operation": first.operation,
            "field": first.difference.field,
            "expected": _value(first.difference.expected),
            "got": _value(first.difference.got),
        },
    }


class Printer(Watcher):
    """One line a file, if anywhere, and below it how far it is, by the bytes of the files that are done."""

    def __init__(self, out: TextIO | None, advance: Advance, size: int) -> None:
        self.out, self.advance, self.size = out, advance, size
        self.files: list[dict[str, Any]] = []
        self.read = 0
        self.name = ""

    def begin(self, path: Path) -> None:
        self.name = printable(path.name)
        self._tell(f"{self.name}")

    def progress(self, so_far: Conformance) -> None:
        if so_far.total % SELDOM == 0:
            self._tell(f"{self.name}: {so_far.matched} of {so_far.total} steps match")

    def end(self, path: Path, found: Conformance, kinds: Iterable[str]) -> None:
        self.read += _size(path)
        self._tell("")  # what is printed next would stand behind it
        kinds = list(kinds)
        self.files.append({"path": str(path), "kinds": kinds, **document(found)})
        if self.out is not None:
            skipped = f", {found.skipped.total()} skipped" if found.skipped else ""
            told = f"{', '.join(kinds)}, {found.matched} of {found.total} match{skipped}"
            print(f"{printable(str(path))}: {told}", file=self.out)

    def _tell(self, words: str) -> None:
        self.advance(min(1.0, self.read / max(1, self.size)), words)


def _size(path: Path) -> int:
    """The bytes of a file, 0 where that can not be said; what is wrong with it is said when it is read."""
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0


def _value(value: object) -> str:
    """A value of either side; names and sentences without quotes."""
    return printable(value) if isinstance(value, str) else shown(value)
