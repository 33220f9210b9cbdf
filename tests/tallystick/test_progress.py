"""Progress: what a terminal sees at which width, and that nothing else sees any of it."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console
from rich.progress import Task, TaskID

from tallystick import output, verifying
from tallystick.progress import Left, bar, clock
from tests.reports.samples import PROVED

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def screen(width: int, **options: object) -> Console:
    return Console(file=io.StringIO(), force_terminal=True, width=width, _environ={"TERM": "xterm"}, **options)  # type: ignore[arg-type]


def seen(console: Console) -> list[str]:
    """The lines that were on the screen, one after the other, without what moves the cursor."""
    assert isinstance(console.file, io.StringIO)
    lines = re.split(r"[\r\n]", console.file.getvalue())
    return [line for each in lines if (line := ESCAPES.sub("", each)).strip()]


@pytest.mark.parametrize("width", [20, 40, 63, 64, 80, 200])
def test_it_is_one_line_however_wide_the_terminal(width: int) -> None:
    console = screen(width)
    with bar("proving", console) as shown:
        for done in range(1, 11):
            shown(
                done / 10, f"{done}/10 ✓ PROVED D_a_name_that_is_so_long_that_no_terminal_has_room_for_it_{'x' * 200}"
            )
    assert all(len(line) <= width for line in seen(console))
    assert any("100%" in line for line in seen(console))


def test_a_narrow_terminal_has_no_bar() -> None:
    narrow, wide = screen(40), screen(80)
    for console in (narrow, wide):
        with bar("proving", console) as shown:
            shown(0.5, "160/321 ✓ PROVED P37")
    assert not any("━" in line for line in seen(narrow))
    assert any("━" in line and "160/321 ✓ PROVED P37" in line for line in seen(wide))
    assert any("160/321 ✓ PROVED P37" in line for line in seen(narrow))


@pytest.mark.parametrize("dumb", [True, False])
def test_nothing_is_shown_where_nobody_watches(dumb: bool) -> None:
    stream = io.StringIO()
    console = Console(file=stream, force_terminal=dumb, _environ={"TERM": "dumb"})
    with bar("proving", console) as shown:
        shown(0.5, "half")
        shown(0.6, "")
        shown(0.7, "more")
    assert stream.getvalue().strip() == ""


def test_no_color_is_honoured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")  # makes it a terminal, as far as the library knows
    console = output.Output(stderr=True)
    console.file = io.StringIO()
    with bar("proving", console) as shown:
        shown(0.5, "half")
    written = console.file.getvalue()
    assert "half" in written
    assert re.search(r"\x1b\[[0-9;]*m", written) is None


def left(done: float, worked: float, elapsed: float) -> str:
    now = [0.0]
    task = Task(TaskID(0), "", 1.0, done, _get_time=lambda: now[0], fields={"worked": worked})
    task.start_time = 0.0
    now[0] = elapsed
    return Left().render(task).plain


def test_what_is_left_is_reckoned_from_what_was_worked_on() -> None:
    assert left(0.25, 0.25, 60) == "3:00 left"
    assert left(0.75, 0.25, 60) == "1:00 left", "half of it was free"
    assert left(0.5, 0.0, 60) == "", "nothing says how long the rest takes"
    assert left(1.0, 1.0, 60) == ""


def test_outcomes_that_are_kept_are_free(monkeypatch: pytest.MonkeyPatch) -> None:
    console = screen(80)
    monkeypatch.setattr(verifying, "bar", lambda words: bar(words, console))
    with verifying.progress(4) as on_outcome:
        on_outcome(replace(PROVED, seconds=0.0))
        on_outcome(replace(PROVED, seconds=0.0))
        assert not any("left" in line for line in seen(console))
        on_outcome(replace(PROVED, seconds=2.0))
        (call,) = [each.cell_contents for each in on_outcome.__closure__ or () if hasattr(each.cell_contents, "free")]
        assert (call.done, call.free) == (0.75, 0.5)


def test_what_they_rest_on_is_still_to_come(monkeypatch: pytest.MonkeyPatch) -> None:
    console = screen(80)
    monkeypatch.setattr(verifying, "bar", lambda words: bar(words, console))
    with verifying.progress(1, beneath=3) as on_outcome:
        on_outcome(replace(PROVED, seconds=2.0))
    assert any("then what it rests on" in line and "25%" in line for line in seen(console))


@pytest.mark.parametrize(("seconds", "told"), [(0, "0:00"), (7.4, "0:07"), (750, "12:30"), (3900, "1:05:00")])
def test_a_clock_reads_like_one(seconds: float, told: str) -> None:
    assert clock(seconds) == told
