"""`python -m gains` runs every subject and prints a sentence on each; `--report DIR` writes page, data and plots."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from conformance.decode import NotARecording
from gains.markets import recorded
from gains.publish import files, publish
from gains.subjects import results

DIFFERS, BAD_INPUT = 1, 3
"""Exit codes: a number contradicts a recorded verdict; there is no recording, or the folder can not be written."""


def main() -> int:
    """Run, write, and say what was found. Numbers that contradict a verdict are said, and nothing is written."""
    parser = argparse.ArgumentParser(prog="python -m gains", description=__doc__)
    parser.add_argument("--report", type=Path, metavar="DIR", help="write gains.md, gains.json and plots there")
    chosen = parser.parse_args()
    try:
        found = results()
        contrary = [(each, row) for each in found for row in each.rows if not row.as_recorded]
        for each, row in contrary:
            by = ", ".join(row.bound.by) if row.bound else ""
            sys.stderr.write(f"gains: {each.name}, {row.market}, {row.what}: contradicts what is recorded of {by}\n")
        if contrary:
            return DIFFERS
        if chosen.report:
            publish(files(found, recorded()), chosen.report)
    except (NotARecording, OSError) as problem:
        sys.stderr.write(f"gains: {problem}\n")
        return BAD_INPUT
    for each in found:
        sys.stdout.write(f"{each.title}\n    {each.sentence}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
