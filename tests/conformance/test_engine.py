"""Counting, skipping, progress, several files, and stopping."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from conformance import command, engine
from conformance.adapter import Adapter, FunctionReader, Line, Skipped
from conformance.difference import ABSENT, Difference, first_difference
from conformance.engine import Conformance, Watcher, conform
from conformance.systems import adapters
from model.system import System
from tests.conformance.conftest import PAIR, Ran

Run = Callable[..., Ran]


class Counter2(System):
    """A system of one number."""

    name = "counter"
    operations = ("add",)


class CounterAdapter(FunctionReader):
    """Traces of a counter. Even numbers of trace begin in a way that can not be judged; so does adding 13."""

    system = Counter2()

    def recognises_trace(self, line: Line) -> bool:
        return "count" in line

    def recognises_function(self, line: Line) -> bool:
        return bool(line["fn"] == "double")

    def start(self, system: System, line: Line) -> int:
        if line["trace"] % 2 == 0:
            raise Skipped("even trace")
        return int(line["count"])

    def replay(self, system: System, state: int, line: Line) -> tuple[int, Difference | None]:
        if line["args"]["more"] == 13:
            raise Skipped("thirteen")
        after = state + line["args"]["more"]
        return after, first_difference("count", {"value": line["count"]}, {"value": after})

    def resume(self, system: System, state: int, line: Line) -> int:
        return int(line["count"])

    def function(self, system: System, line: Line) -> Difference | None:
        if "hard" in line["in"]:
            raise Skipped("hard")
        return first_difference("out", line["out"], {"x": 2 * line["in"]["x"]})


def test_an_adapter_that_can_not_replay_is_refused_when_it_is_made() -> None:
    class Unfinished(Adapter):
        def recognises_trace(self, line: Line) -> bool:
            return True

    with pytest.raises(TypeError, match="replay"):
        Unfinished()  # type: ignore[abstract]


@pytest.fixture(autouse=True)
def counters(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second system, beside those that are there."""
    known = (CounterAdapter(), *adapters())
    monkeypatch.setattr(engine, "adapters", lambda: known)


def step(number: int, more: int, count: int, trace: int = 1) -> Line:
    operation = "add" if number else "init"
    return {"trace": trace, "step": number, "op": operation, "args": {"more": more}, "ok": True, "error": None,
            "result": {}, "now": 0, "count": count}  # fmt: skip


def example(identity: int, x: int, out: int, **more: int) -> Line:
    return {"fn": "double", "id": identity, "in": {"x": x, **more}, "ok": True, "error": None, "out": {"x": out}}


def test_a_first_line_that_was_only_read_is_no_step(written: Callable[[Any], Path]) -> None:
    found = conform([written([step(0, 0, 5), step(1, 2, 7)])])
    assert (found.matched, found.total, found.complete) == (1, 1, True)


def test_steps_after_a_difference_are_judged_by_themselves(written: Callable[[Any], Path]) -> None:
    found = conform([written([step(0, 0, 5), step(1, 2, 8), step(2, 2, 10), step(3, 1, 0), step(4, 1, 1)])])
    assert (found.matched, found.total, found.differing) == (2, 4, 2)
    first = found.first_difference
    assert first is not None
    assert (first.line, first.trace, first.step, first.operation) == (2, 1, 1, "add")
    assert first.difference == Difference("count.value", 8, 7)


def test_what_was_skipped_is_counted_and_told(ran: Run, written: Callable[[Any], Path]) -> None:
    path = written(
        [
            *[step(0, 0, 5), step(1, 13, 50), step(2, 1, 51)],
            *[step(0, 0, 5, 2), step(1, 1, 6, 2), step(2, 1, 7, 2)],
            *[example(0, 2, 4), example(1, 0, 0, hard=1)],
        ]
    )
    found = ran(path)
    assert found.code == 1
    assert found.out == (
        f"{path}: counter functions, counter traces, 2 of 6 match, 4 skipped\n"
        "conform: 2 of 6 steps match, 4 skipped: even trace (2); thirteen (1); hard (1)\n"
    )


def test_one_reason_is_told_without_a_count() -> None:
    found = Conformance(matched=3, total=5, skipped=Counter({"dynamic spread": 2}))
    assert command.summary(found) == "conform: 3 of 5 steps match, 2 skipped: dynamic spread"
    assert not found.complete


def test_function_examples(ran: Run, written: Callable[[Any], Path]) -> None:
    found = ran(written([example(0, 2, 4), example(1, 3, 7)]))
    assert found.code == 1
    assert "line 2: step 1, double\n  field     out.x\n  expected  7\n  got       6\n" in found.out


def test_several_files_of_different_systems(ran: Run, written: Callable[[Any], Path]) -> None:
    found = ran(written([step(0, 0, 5), step(1, 2, 7)]), PAIR)
    assert found.code == 0
    assert found.last == "conform: 10051 of 10051 steps match"


def test_no_file_at_all(ran: Run) -> None:
    assert ran() == Ran(3, "", "conform: no recording was given\n")


def test_watchers_are_told(written: Callable[[Any], Path]) -> None:
    told: list[object] = []

    class Told(Watcher):
        def begin(self, path: Path) -> None:
            told.append(path.name)

        def progress(self, so_far: Conformance) -> None:
            told.append(so_far.total)

        def end(self, path: Path, found: Conformance, kinds: Iterable[str]) -> None:
            told.append(list(kinds))

    conform([written([step(0, 0, 5), step(1, 2, 7)])], watcher=Told())
    assert told == ["recording.jsonl", 0, 1, ["counter traces"]]


def test_ctrl_c_is_one_sentence(ran: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> Conformance:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "conform", interrupted)
    assert ran(PAIR) == Ran(130, "", "conform: interrupted\n")


def test_a_bar_is_told_how_far_it_is(written: Callable[[Any], Path]) -> None:
    told: list[tuple[float, str]] = []

    @contextmanager
    def bar(words: str) -> Iterator[Callable[[float, str], None]]:
        yield lambda done, words: told.append((done, words))

    out = io.StringIO()
    small = written([step(0, 0, 5), step(1, 2, 7)])
    assert command.run([PAIR, small], out=out, bar=bar) == 0
    assert told[0] == (0.0, PAIR.name)
    assert any("9500 of 9500 steps match" in words for _, words in told)
    assert told[-1] == (1.0, "")
    assert 0.9 < next(done for done, words in told if words == small.name) < 1
    assert out.getvalue().splitlines()[-1] == "conform: 10051 of 10051 steps match"


def test_a_field_on_one_side_only_is_a_difference() -> None:
    assert first_difference("x", {"a": 1}, {}) == Difference("x.a", 1, ABSENT)
    assert first_difference("x", {}, {"a": 1}) == Difference("x.a", ABSENT, 1)
    assert first_difference("x", {"a": 1, "b": 2}, {"b": 3, "a": 1}) == Difference("x.b", 2, 3)
    assert first_difference("x", {"a": 1}, {"a": 1}) is None
