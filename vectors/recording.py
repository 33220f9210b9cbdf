"""Traces written down as recordings: the very lines that `tallystick conform` reads, and that it finds nothing wrong with."""

from __future__ import annotations

from typing import Any

from conformance.adapter import Line, Skipped
from conformance.encode import encoded
from conformance.engine import START
from model.arith import I64
from vectors.trace import Act, Runner, Trace


class Untold(Exception):
    """A trace can not be told as a recording: what its act at `place` does would be read as something else."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.place = 0


def recorded(runner: Runner, trace: Trace, number: int) -> tuple[list[Line], frozenset[int]]:
    """The lines of a trace, and the ways that decisions went in it; `Untold` where a replay would not find the same."""
    adapter, system = runner.adapter, runner.system
    times = [act.arguments["now"] for act in trace.acts if "now" in act.arguments]
    now = times[0] if times else 0
    first = {"trace": number, "step": 0, "op": START, "args": encoded(adapter.settings(trace.state))}
    lines: list[Line] = [first | _end(True, None, {}, now) | encoded(adapter.snapshot(trace.state))]
    state = adapter.start(system, lines[0])
    ways: set[int] = set()
    for step, act in enumerate(trace.acts, start=1):
        now = act.arguments.get("now", now)
        try:
            line, after, taken = _line(runner, state, act, now)
            lines.append({"trace": number, "step": step} | line)
            _judge(runner, state, lines[-1])
        except Untold as problem:
            problem.place = step - 1
            raise
        ways |= taken
        state = after
    return lines, frozenset(ways)


def _line(runner: Runner, state: Any, act: Act, now: int) -> tuple[Line, Any, set[int]]:
    """The line of one act, without its place, the state after it, and the ways that decisions went."""
    if now not in I64:
        raise Untold(f"the time {now} does not fit a recording")
    adapter, system = runner.adapter, runner.system
    outcome = runner.step(state, act).outcome
    if outcome.crash:
        raise Untold(f"{act.operation} crashes: {outcome.crash}")
    taken = set(runner.measured.taken)
    refusal = outcome.refusal
    result = {} if refusal else adapter.answered(system, outcome.state, act.operation, act.arguments, outcome.result)
    told = {"op": act.operation} | encoded(adapter.told(act.operation, act.arguments))
    end = _end(refusal is None, adapter.reason(refusal) if refusal else None, encoded(result), now)
    return told | end | encoded(adapter.snapshot(outcome.state)), outcome.state, taken


def _end(ok: bool, error: str | None, result: Line, now: int) -> Line:
    return {"ok": ok, "error": error, "result": result, "now": now}


def _judge(runner: Runner, state: Any, line: Line) -> None:
    """Replay the line as `conform` does."""
    try:
        _, difference = runner.adapter.replay(runner.system, state, line)
    except Skipped as skipped:
        raise Untold(skipped.reason) from None
    if difference is not None:
        raise Untold(f"a replay has {difference.got!r} in {difference.field}, not {difference.expected!r}")


def tellable(runner: Runner, trace: Trace) -> Trace:
    """The trace without the acts that no recording can tell."""
    while True:
        try:
            recorded(runner, trace, 0)
        except Untold as problem:
            trace = trace.with_acts(*trace.acts[: problem.place], *trace.acts[problem.place + 1 :])
        else:
            return trace
