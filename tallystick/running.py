"""From the words of a command line to its end, whatever the library of commands, a shell or a system does on the way."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

import typer

from tallystick.failure import BadInput, Exit, Interrupted, PipeClosed

COMPLETING = "_TALLYSTICK_COMPLETE"
"""The variable by which a shell asks the library for completions."""


class Ended(Exception):
    """A command has done its work. An exception of the library's own would be indistinguishable from its failures."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


def run(app: Callable[..., int | None], words: Sequence[str]) -> int:
    """Run the command that the words name and return its exit code; whatever goes wrong is raised."""
    try:
        code = app(args=list(words), prog_name="tallystick", standalone_mode=False)
    except Ended as end:
        return end.code
    except typer.TyperException as problem:
        raise BadInput(_usage(problem)) from problem
    except typer.Abort as problem:
        raise Interrupted from problem
    except SystemExit as problem:  # how the library ends after a completion, and where its help can not be written
        if COMPLETING in os.environ or not {"--install-completion", "--show-completion"}.isdisjoint(words):
            return Exit.BAD_INPUT if problem.code else Exit.AS_EXPECTED
        raise PipeClosed from problem
    if code == Exit.INTERRUPTED:  # how it ends if it is interrupted itself
        raise Interrupted
    return int(code or 0)


def cores() -> int:
    """How many processes may run at the same time here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def ended(command: Callable[[], int]) -> None:
    """Run a command's work and end with its exit code.

    The library would turn an interrupt and a closed pipe into exit codes of its own. So would Python turn a `SystemExit`
    of a system that may be anybody's into whatever code it carries, and 0 would be green.
    """
    try:
        code = command()
        sys.stdout.flush()
    except KeyboardInterrupt as interrupt:
        raise Interrupted from interrupt
    except BrokenPipeError as problem:
        raise PipeClosed from problem
    except SystemExit as problem:
        raise RuntimeError(f"something tried to end the program with the exit code {problem.code!r}") from problem
    raise Ended(int(code))


def _usage(problem: typer.TyperException) -> str:
    """The library's complaint about an option or argument as one sentence that says where help is."""
    sentence = problem.format_message().strip().rstrip(".")
    context = getattr(problem, "ctx", None)
    place = context.command_path if context else "tallystick"
    return f"{sentence[:1].lower()}{sentence[1:]}{'' if sentence.endswith('?') else ';'} see `{place} --help`"
