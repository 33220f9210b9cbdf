"""The command line: from the words to the exit code.

Only the standard library is imported before somebody listens for an interrupt; the commands are in `commands`.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence

from tallystick.failure import BadInput, Exit, Interrupted, PipeClosed, complain


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; every failure is one sentence on the standard error output."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    # Wherever it is written, the option is about the whole program.
    options = words[: words.index("--")] if "--" in words else words
    debug = "--debug" in options
    words = [word for position, word in enumerate(words) if word != "--debug" or position >= len(options)]
    try:
        _make_writable()
        from tallystick.commands import run

        code = run(words)
        sys.stdout.flush()
    except BadInput as problem:
        complain(str(problem))
        return Exit.BAD_INPUT
    except (Interrupted, KeyboardInterrupt):
        complain("interrupted; nothing was written")
        return Exit.INTERRUPTED
    except (PipeClosed, BrokenPipeError):
        # Nothing can be written any more; keep the interpreter from trying again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.PIPE_CLOSED
    except BaseException as problem:  # noqa: BLE001 - this is the last place where it can be said in one sentence
        if debug:
            traceback.print_exc()
        hint = "" if debug else "; --debug shows where"
        told = f": {problem}" if str(problem) else ""
        complain(f"internal error: {type(problem).__name__}{told}{hint}")
        return Exit.INTERNAL
    return code


def _make_writable() -> None:
    """Let both streams take any character, and let a stream that was closed before the start take it to nowhere."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - as long as the process lives
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
