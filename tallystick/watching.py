"""`verify --watch`: judge again whenever a file is saved that the verdicts may depend on.

Every round is a process of its own, which reads the files as they are then and takes from the cache what no change
reaches. A save while it proves starts it over. What a round says of a file that is no Python is one sentence, and the
next save is awaited.
"""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from tallystick import apart, output
from tallystick.failure import BadInput, Exit

ROOMS = ("model", "properties", "proofs")
"""The rooms of the suite that a verdict depends on."""

LOOK = 200
"""Milliseconds between two looks at whether a round is over."""

PATIENCE = 5
"""Seconds that a round has to end once it is asked to."""


class Round(Protocol):
    """One run of `verify`."""

    def poll(self) -> int | None:
        """Its exit code once it is over."""

    def wait(self) -> int:
        """Its exit code, when it is over."""

    def stop(self) -> None:
        """End it, and whatever it has started; nothing if it is over."""


class Apart:
    """A round in a process of its own, with a group of its own: Ctrl-C is for whoever watches."""

    def __init__(self, words: Sequence[str]) -> None:
        self.process = subprocess.Popen(
            apart.command(words), env=apart.environment(), stdin=subprocess.DEVNULL, start_new_session=True
        )

    def poll(self) -> int | None:
        return self.process.poll()

    def wait(self) -> int:
        return self.process.wait()

    def stop(self) -> None:
        for how in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is not None:
                break
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, how)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(PATIENCE)


def run(words: Sequence[str], *, system: str, as_json: bool) -> int:
    """Watch until Ctrl-C; `words` are those of `verify` without `--watch`."""
    if as_json:
        raise BadInput("--watch writes words for as long as it runs; --json is for one run")
    return watch(lambda: Apart(["verify", *words]), saves(watched(system)))


def watched(system: str) -> list[Path]:
    """The folders whose Python files are watched: that of the system's file or modules, and the rooms of the suite."""
    place = system.rpartition(":")[0]
    own = []
    if place.endswith(".py"):
        own = [Path(place).resolve().parent]
        if not own[0].is_dir():
            raise BadInput(f"there is no folder {Path(place).parent} to watch")
    elif place:
        own = [Path.cwd()]
    rooms = [apart.SUITE / room for room in ROOMS]
    return [*own, *(room for room in rooms if not any(room.is_relative_to(each) for each in own))]


def saves(folders: Iterable[Path]) -> Iterator[set[Path]]:
    """The Python files saved together, as it happens; an empty set now and then, where nothing is."""
    from watchfiles import PythonFilter
    from watchfiles import watch as changes

    for changed in changes(*folders, watch_filter=PythonFilter(), rust_timeout=LOOK, yield_on_timeout=True):
        yield {Path(path) for _, path in changed}


def watch(start: Callable[[], Round], saved: Iterable[set[Path]]) -> int:
    """A round now and one a save, until Ctrl-C or no more saves can come; the code of the last round, 130 of Ctrl-C."""
    shown = output.Output(stderr=True)
    code: int | None = None
    current = start()
    try:
        for files in saved:
            if files:
                over = code is not None
                current.stop()
                shown.show_cursor(True)
                names = ", ".join(sorted({path.name for path in files}))
                shown.print(f"\nwatch: {names} saved{'' if over else ' meanwhile; starting over'}", soft_wrap=True)
                current, code = start(), None
            elif code is None and (code := current.poll()) is not None:
                shown.print("watch: waiting for the next save; Ctrl-C ends it", soft_wrap=True)
        return current.wait()
    except KeyboardInterrupt:
        current.stop()
        shown.show_cursor(True)
        shown.print("\nwatch: ended", soft_wrap=True)
        return Exit.INTERRUPTED
    finally:
        current.stop()
