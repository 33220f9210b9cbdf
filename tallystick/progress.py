"""How far a long command is: one line on the standard error output while it lasts, and nothing where nobody watches.

Nothing is shown in a pipe or a file, nor on a terminal that can not go back in a line. On a narrow terminal the words
and what is left remain; the bar and the clock go first.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TaskProgressColumn, TextColumn
from rich.table import Column
from rich.text import Text

from tallystick import output

WIDE = 64
"""From so many columns on there is room for a bar and a clock."""


class Left(ProgressColumn):
    """How long it will take, if the rest goes on as what was worked on so far; nothing while that can not be said."""

    def render(self, task: Task) -> Text:
        worked, missing = task.fields["worked"], 1 - task.completed
        if worked <= 0 or missing <= 0:
            return Text()
        return Text(f"{clock((task.elapsed or 0) * missing / worked)} left", style="cyan")


class Elapsed(ProgressColumn):
    """How long it has taken."""

    def render(self, task: Task) -> Text:
        return Text(clock(task.elapsed or 0), style="dim")


class Bar:
    """Takes how much is done, from 0 to 1, and the words for where it is. Without words it is out of the way."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self.progress, self.task = progress, task
        self.done = self.free = 0.0

    def __call__(self, done: float, words: str, *, free: bool = False) -> None:
        """Move on. What is `free` took no time, so it says nothing of how long the rest will take."""
        self.free += max(0.0, done - self.done) if free else 0.0
        self.done = done
        self.progress.update(self.task, completed=done, worked=done - self.free, description=words)
        if self.progress.disable:
            return
        if words:
            self.progress.start()
        else:
            self.progress.stop()


@contextmanager
def bar(words: str, console: Console | None = None) -> Iterator[Bar]:
    """A bar while the block lasts."""
    shown = console or output.Output(stderr=True)
    one_line = Column(no_wrap=True, overflow="ellipsis", ratio=2)
    said = TextColumn("{task.description}", markup=False, table_column=one_line)
    columns = [said, TaskProgressColumn(), Left()]
    if shown.width >= WIDE:
        columns = [said, BarColumn(None, table_column=Column(ratio=1)), TaskProgressColumn(), Elapsed(), Left()]
    with Progress(*columns, console=shown, transient=True, expand=True, disable=not shown.is_interactive) as progress:
        yield Bar(progress, progress.add_task(words, total=1.0, worked=0.0))


def clock(seconds: float) -> str:
    """`0:07`, `12:30`, `1:05:00`."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"
