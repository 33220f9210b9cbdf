"""Telling the user's Ctrl-C from a `KeyboardInterrupt` that somebody's code raises by itself."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def noticed() -> Iterator[Callable[[BaseException], bool]]:
    """For as long as the block runs: whether an exception means that the user has asked to stop.

    Once asked, whatever is made of the request means it: a solver may turn it into an error of its own.

    Where interrupts are ignored, as in a proving process, nobody asks. Where signals can not be handled, whoever raises
    a `KeyboardInterrupt` is believed: the program ends, and says that it was interrupted.
    """
    before = signal.getsignal(signal.SIGINT)
    asked = False

    def stop(number: int, frame: object) -> None:
        nonlocal asked
        asked = True
        if callable(before):
            before(number, frame)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    if not callable(before):
        yield lambda problem: False
        return
    try:
        signal.signal(signal.SIGINT, stop)
    except ValueError:
        yield lambda problem: isinstance(problem, KeyboardInterrupt)
        return
    try:
        yield lambda problem: asked
    finally:
        signal.signal(signal.SIGINT, before)
