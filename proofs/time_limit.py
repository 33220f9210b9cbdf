"""A limit of time that a block can not outlast, whatever it makes of the interruption."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager

AGAIN = 2.0
"""Seconds after which a block that went on all the same is interrupted again."""


class OutOfTime(Exception):
    """The block took longer than it may."""


@contextmanager
def limited(seconds: int) -> Iterator[None]:
    """Interrupt the block with `OutOfTime`; where signals can not be used, the solvers' own limits stand alone.

    Whatever the block makes of the interruption (a solver may turn it into an error of its own), it ends as `OutOfTime`.
    """
    expired = left = False

    def interrupt(*_: object) -> None:
        nonlocal expired
        if not left:
            expired = True
            raise OutOfTime

    try:
        before = signal.signal(signal.SIGALRM, interrupt)
    except (ValueError, AttributeError):
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    except Exception as problem:
        if expired:
            raise OutOfTime from problem
        raise
    finally:
        left = True
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    if expired:
        raise OutOfTime
