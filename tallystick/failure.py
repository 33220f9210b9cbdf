"""How a command ends: the exit codes, and the one sentence for whoever has to act on it."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress
from difflib import get_close_matches
from enum import IntEnum


class Exit(IntEnum):
    """The exit codes of every command. What `verify` found decides between the first three."""

    AS_EXPECTED = 0
    CONTRARY = 1  # a property is refuted that should hold, or holds that is recorded as failing; a recording differs
    UNDECIDED = 2
    BAD_INPUT = 3
    INTERNAL = 4
    INTERRUPTED = 130
    PIPE_CLOSED = 141


class BadInput(Exception):
    """The user gave something that can not be worked with; the message is one sentence that says what and why."""


class Interrupted(Exception):
    """The user asked to stop."""


class PipeClosed(Exception):
    """Whoever read the output has gone, so there is nobody left to tell."""


LONGEST = 2000
"""Of a longer sentence only the beginning is told: it quotes what it is about, and that may be of any length."""


def complain(sentence: str) -> None:
    """One line on the standard error output, whatever the sentence holds; nothing where that can not be written."""
    line = " ".join(sentence.split())
    line = line if len(line) <= LONGEST else line[:LONGEST] + "..."
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.write(f"tallystick: {harmless(line)}\n")
        sys.stderr.flush()


def harmless(line: str) -> str:
    """The line with whatever a terminal might obey or refuse replaced by its escape."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in line)


def unknown(kind: str, given: str, known: Iterable[str], *, also: str = "") -> BadInput:
    """The refusal of a name that does not exist, with those that come nearest, or all if none comes near.

    `also` says what else might have been given.
    """
    names = list(known)
    lowered = {name.lower(): name for name in names}
    near = sorted(lowered[name] for name in get_close_matches(given.lower(), lowered, n=3, cutoff=0.5))
    if near:
        return BadInput(f"there is no {kind} {given!r}; did you mean {' or '.join(near)}?")
    if len(names) > 12:
        return BadInput(f"there is no {kind} {given!r}; `tallystick list` shows the {len(names)} there are")
    return BadInput(f"there is no {kind} {given!r}; there is {', '.join(names) or 'none'}{also and f', {also}'}")
