"""`python -m evm fetch` gets the published contracts; `record CALLS --out FILE` executes the calls of a recording on them."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from conformance.decode import NotARecording
from evm import artifact, calls
from evm.machine import NoMachine

DONE, NOTHING, BAD_INPUT = 0, 2, 3
"""The exit codes: done; there was nothing to execute; bad input, or something is missing."""


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words say; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evm", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("fetch", help=f"have npm pack {artifact.PACKAGE} into .cache/evm")
    record = commands.add_parser("record", help="execute calls, and write the recording that comes of it")
    record.add_argument("file", type=Path, metavar="CALLS", help="a recording of a pair, .jsonl or .jsonl.gz")
    record.add_argument("--out", type=Path, required=True, metavar="FILE", help="where the new recording is written")
    chosen = parser.parse_args(words)
    try:
        if chosen.command == "fetch":
            artifact.fetch()
            sys.stdout.write(f"evm: {artifact.PACKAGE} is fetched, and is what was published\n")
            return DONE
        return _record(chosen.file, chosen.out)
    except (artifact.NotFetched, NoMachine, NotARecording, OSError) as problem:
        sys.stderr.write(f"evm: {problem}\n")
        return BAD_INPUT


def _record(file: Path, target: Path) -> int:
    skipped: Counter[str] = Counter()
    lines = [json.dumps(line, separators=(",", ":")) for line in calls.executed(calls.of_file(file), skipped)]
    for reason, number in skipped.items():
        sys.stderr.write(f"evm: {number} lines are left out: {reason}\n")
    if not lines:
        sys.stderr.write(f"evm: {file} has nothing to execute\n")
        return NOTHING
    target.write_text("\n".join([*lines, ""]), encoding="utf-8")
    sys.stdout.write(f"evm: {len(lines)} lines are recorded\n")
    return DONE


if __name__ == "__main__":
    raise SystemExit(main())
