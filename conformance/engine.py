"""Replays recordings on the model and counts the steps that match.

A step is one line: an operation of a trace, the first line of a trace where the model has a first state of its own to
compare, one example of one function, or one case of the unit tests of the recorded program. After a difference the
trace goes on from the recorded state, so that each step is judged by itself and one error in the model is not counted
once for every step that follows it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from conformance.adapter import Adapter, CaseReader, FunctionReader, Line, Skipped
from conformance.decode import NotARecording, flag, integer, read, record, shown, text
from conformance.difference import Difference
from conformance.systems import adapters
from model.arith import I64, U64
from model.system import System

START = "init"
"""The operation of step 0."""


@dataclass(frozen=True)
class Finding:
    """A difference and where it is.

    An example of a function has no trace: its step is its id, its operation its function. Nor has a case, whose id is a
    name.
    """

    path: Path
    line: int
    trace: int | None
    step: int | str
    operation: str
    difference: Difference


@dataclass
class Conformance:
    """How much of the recordings the model reproduces.

    `total` counts all steps, the skipped ones included; `skipped` says why, and how many for each reason.
    """

    matched: int = 0
    total: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    first_difference: Finding | None = None

    @property
    def complete(self) -> bool:
        """Whether every step was judged and matches."""
        return self.matched == self.total

    @property
    def differing(self) -> int:
        """Steps that were judged and do not match."""
        return self.total - self.matched - self.skipped.total()

    def match(self) -> None:
        """Count a step that is as recorded."""
        self.total += 1
        self.matched += 1

    def skip(self, reason: str) -> None:
        """Count a step that can not be judged."""
        self.total += 1
        self.skipped[reason] += 1

    def differ(self, finding: Finding) -> None:
        """Count a step that is not as recorded, and remember the first."""
        self.total += 1
        self.first_difference = self.first_difference or finding

    def add(self, other: Conformance) -> None:
        """Count what was found in another file as well."""
        self.matched += other.matched
        self.total += other.total
        self.skipped.update(other.skipped)
        self.first_difference = self.first_difference or other.first_difference


class Watcher:
    """Told how a run goes on; this one does not care."""

    def begin(self, path: Path) -> None:
        """A file is opened."""

    def progress(self, so_far: Conformance) -> None:
        """A line has been judged; the counts are those of its file."""

    def end(self, path: Path, found: Conformance, kinds: Iterable[str]) -> None:
        """A file has been read to its end; `kinds` says what was recognised in it."""


def conform(paths: Iterable[Path], system: System | None = None, watcher: Watcher | None = None) -> Conformance:
    """Replay the recordings on the system, or on the standard system of each; `NotARecording` if one is none."""
    watcher = watcher or Watcher()
    result = Conformance()
    for path in paths:
        replay = Replay(path, system)
        watcher.begin(path)
        for number, line in read(path):
            try:
                replay.judge(number, line)
            except NotARecording as error:
                raise error.at(path, number) from None
            watcher.progress(replay.found)
        watcher.end(path, replay.found, sorted(replay.kinds))
        result.add(replay.found)
    return result


@dataclass
class Trace:
    """Where a replay is within a trace. `skipped` is the reason if the whole trace can not be judged."""

    adapter: Adapter
    system: System
    identity: int
    state: Any = None
    step: int = 0
    skipped: str = ""


class Replay:
    """One file being replayed, line by line."""

    def __init__(self, path: Path, system: System | None) -> None:
        self.path = path
        self.system = system
        self.found = Conformance()
        self.kinds: set[str] = set()
        self.trace: Trace | None = None

    def judge(self, number: int, line: Line) -> None:
        """Replay one line and count it."""
        if "trace" in line:
            self._step(number, line)
        elif "fn" in line:
            self._function(number, line)
        elif "operation" in line:
            self._case(number, line)
        else:
            raise NotARecording(
                "is neither a step of a trace (no 'trace') nor an example of a function (no 'fn') nor a case"
                " (no 'operation')"
            )

    def _function(self, number: int, line: Line) -> None:
        name, identity = text(_member(line, "fn"), "fn"), integer(_member(line, "id"), "id", U64)
        record(_member(line, "in"), "in")
        record(_member(line, "out"), "out")
        _outcome(line)
        adapter = next(
            (each for each in adapters() if isinstance(each, FunctionReader) and each.recognises_function(line)), None
        )
        if adapter is None:
            raise NotARecording(f"{shown(name)} is no function of any known system", field="fn")
        self.kinds.add(f"{adapter.system.name} functions")
        try:
            difference = adapter.function(self._system(adapter), line)
        except Skipped as skipped:
            self.found.skip(skipped.reason)
            return
        self._count(difference, number, None, identity, name)

    def _case(self, number: int, line: Line) -> None:
        operation, identity = (text(_member(line, name), name) for name in ("operation", "id"))
        text(_member(line, "source"), "source")
        for name in ("before", "args", "after"):
            record(_member(line, name), name)
        adapter = next(
            (each for each in adapters() if isinstance(each, CaseReader) and each.recognises_case(line)), None
        )
        if adapter is None:
            raise NotARecording(f"{shown(operation)} is no operation in cases of any known system", field="operation")
        self.kinds.add(f"{adapter.system.name} cases")
        self._count(adapter.case(self._system(adapter), line), number, None, identity, operation)

    def _step(self, number: int, line: Line) -> None:
        identity, step = (integer(_member(line, name), name, U64) for name in ("trace", "step"))
        operation = text(_member(line, "op"), "op")
        record(_member(line, "args"), "args")
        record(_member(line, "result"), "result")
        integer(_member(line, "now"), "now", I64)
        _outcome(line)
        if step == 0:
            self._start(number, line, identity, operation)
            return
        trace = self.trace
        if trace is None or trace.identity != identity:
            raise NotARecording(f"trace {identity} begins with step {step}, not with step 0", field="step")
        if step != trace.step + 1:
            raise NotARecording(f"step {step} follows step {trace.step}", field="step")
        if not trace.adapter.recognises_trace(line):
            raise NotARecording(f"is no step of {trace.adapter.system.name}, as the trace began")
        if operation not in trace.adapter.operations:
            known = ", ".join(trace.adapter.operations)
            raise NotARecording(
                f"{shown(operation)} is no operation of {trace.adapter.system.name}: {known}", field="op"
            )
        trace.step = step
        self._replay(trace, number, line)

    def _start(self, number: int, line: Line, identity: int, operation: str) -> None:
        if operation != START:
            raise NotARecording(f"step 0 of a trace is {START!r}, not {shown(operation)}", field="op")
        adapter = next((known for known in adapters() if known.recognises_trace(line)), None)
        if adapter is None:
            known = ", ".join(known.system.name for known in adapters())
            raise NotARecording(f"is a trace of no known system ({known})")
        self.kinds.add(f"{adapter.system.name} traces")
        self.trace = trace = Trace(adapter, self._system(adapter), identity)
        try:
            trace.state = adapter.start(trace.system, line)
        except Skipped as skipped:
            trace.skipped = skipped.reason
            return
        except NotARecording:
            raise
        except (Exception, SystemExit) as error:  # noqa: BLE001 - the class may be anybody's
            crashed = f"crashed: {type(error).__name__}: {error}"
            self._count(Difference("ok", "ok", crashed), number, identity, 0, START)
            trace.skipped = "there is no state to go on from"
            return
        if adapter.judges_start:
            difference = adapter.judge_start(trace.system, trace.state, line)
            if difference is not None:
                trace.state = adapter.resume(trace.system, trace.state, line)
            self._count(difference, number, identity, 0, START)

    def _replay(self, trace: Trace, number: int, line: Line) -> None:
        if trace.skipped:
            self.found.skip(trace.skipped)
            return
        before = trace.state
        try:
            trace.state, difference = trace.adapter.replay(trace.system, before, line)
        except Skipped as skipped:
            self.found.skip(skipped.reason)
            trace.state = trace.adapter.resume(trace.system, before, line)
            return
        if difference is not None:
            trace.state = trace.adapter.resume(trace.system, before, line)
        self._count(difference, number, trace.identity, trace.step, line["op"])

    def _system(self, adapter: Adapter) -> System:
        """The system that was asked for, if the recording is one of it, else the standard one of the recording."""
        if self.system is None:
            return adapter.system
        if isinstance(self.system, type(adapter.system)):
            return self.system
        asked, needed = type(self.system).__name__, type(adapter.system).__name__
        raise NotARecording(f"is a recording of {adapter.system.name}, and {asked} is no subclass of {needed}")

    def _count(
        self, difference: Difference | None, number: int, trace: int | None, step: int | str, operation: str
    ) -> None:
        if difference is None:
            self.found.match()
        else:
            self.found.differ(Finding(self.path, number, trace, step, operation, difference))


def _member(line: Line, name: str) -> Any:
    if name not in line:
        raise NotARecording("is missing", field=name)
    return line[name]


def _outcome(line: Line) -> None:
    """`error` says why exactly where `ok` is false; a failure may have no name."""
    ok, error = flag(_member(line, "ok"), "ok"), _member(line, "error")
    if error is not None and ok:
        raise NotARecording(f"is {shown(error)} although ok is true", field="error")
    if error is not None:
        text(error, "error")
