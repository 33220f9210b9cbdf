"""`python -m detection history` judges defects of the past, `mutation` planted ones, `repairs` repairs: a table each."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from detection import history, mutation, repairs, table
from detection.history import Judged, Limits
from model.bal.variants.history import Defect
from properties.property import Verdict

PUBLISHED = history.ROOT / "reports" / "published"
HISTORY, DATA, MUTATION, TRIALS, REPAIRS = PAGES = (
    "history.md",
    "history.json",
    "mutation.md",
    "mutation.json",
    "repairs.md",
)
"""What is written there, beside the report."""

FOUND, MISSED, BAD_INPUT, FAILED, INTERRUPTED = 0, 1, 3, 4, 130
"""The exit codes: each is found by prover or fuzzer; some are not; bad input; the suite failed; Ctrl-C."""


def main(words: Sequence[str] | None = None) -> int:
    """Judge, show and publish; the exit code."""
    limits = Limits()
    parser = argparse.ArgumentParser(prog="python -m detection", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    past = commands.add_parser("history", help="judge the defects of the past")
    past.add_argument("--only", action="append", default=[], metavar="ID", help="this defect; may be repeated")
    past.add_argument("--jobs", type=int, default=1, metavar="N", help="processes to use (default: 1)")
    past.add_argument("--seconds", type=int, default=limits.seconds, metavar="S", help="the prover's, for a property")
    past.add_argument("--steps", type=int, default=limits.steps, metavar="N", help="of a campaign")
    past.add_argument(
        "--report", type=Path, metavar="DIR", help="where the table is written; published if all are judged"
    )
    planted = commands.add_parser("mutation", help="plant mistakes in the model, and see who notices")
    planted.add_argument("--sample", type=int, default=40, metavar="N", help="how many of all mutants (default: 40)")
    planted.add_argument("--seed", type=int, default=0, metavar="N", help="of the sample (default: 0)")
    planted.add_argument("--proofs", type=int, default=0, metavar="N", help="prove so many that nobody notices (0)")
    planted.add_argument("--jobs", type=int, default=1, metavar="N", help="mutants to try at a time (default: 1)")
    planted.add_argument("--report", type=Path, default=PUBLISHED, metavar="DIR", help="where the table is written")
    mended = commands.add_parser("repairs", help="judge the repairs, and that they keep everything else")
    mended.add_argument("--jobs", type=int, default=1, metavar="N", help="processes to use (default: 1)")
    mended.add_argument("--seconds", type=int, default=60, metavar="S", help="the prover's, for a property")
    mended.add_argument("--steps", type=int, default=limits.steps, metavar="N", help="of a campaign")
    mended.add_argument("--report", type=Path, default=PUBLISHED, metavar="DIR", help="where the table is written")
    chosen = parser.parse_args(words)
    if chosen.command == "repairs":
        return _repairs(chosen.seconds, chosen.steps, min(chosen.jobs, os.cpu_count() or 1), chosen.report)
    if chosen.command == "mutation":
        return _mutation(chosen.sample, chosen.seed, chosen.proofs, chosen.jobs, chosen.report)
    if min(chosen.jobs, chosen.seconds, chosen.steps) < 1:
        return complain("--jobs, --seconds and --steps are at least 1")
    try:
        wanted = history.defects(chosen.only)
    except KeyError as problem:
        return complain(f"there is no defect {problem.args[0]}")
    limits = Limits(seconds=chosen.seconds, steps=chosen.steps)
    folder = chosen.report or (None if chosen.only else PUBLISHED)
    return _history(wanted, limits, min(chosen.jobs, os.cpu_count() or 1), folder)


def _history(wanted: Sequence[type[Defect]], limits: Limits, jobs: int, folder: Path | None) -> int:
    try:
        judged = history.run(wanted, limits, jobs=jobs, on_judged=show)
    except KeyboardInterrupt:
        complain("interrupted; what was judged is kept, and the same command goes on from there")
        return INTERRUPTED
    except BrokenProcessPool:
        complain("a judging process died; what was judged is kept, and the same command goes on from there")
        return FAILED
    if folder is not None:
        pages = {HISTORY: table.markdown(judged, limits), DATA: table.data(judged, limits)}
        for name, text in pages.items():
            if problem := written(folder, name, text):
                return complain(problem)
    sys.stdout.write(f"{table.told(judged)}\n")
    return FOUND if all(each.prover.found or each.fuzzer.found for each in judged) else MISSED


def _mutation(size: int, seed: int, proofs: int, jobs: int, folder: Path) -> int:
    if min(size, jobs) < 1:
        return complain("--sample and --jobs are at least 1")
    mutants = mutation.every()
    try:
        trials = mutation.run(mutation.sample(mutants, size, seed), show_trial, proofs=proofs, jobs=jobs)
    except KeyboardInterrupt:
        complain("interrupted; what was tried is kept, and the same command goes on from there")
        return INTERRUPTED
    pages = {
        MUTATION: mutation.markdown(trials, len(mutants), seed),
        TRIALS: mutation.data(trials, len(mutants), seed),
    }
    for name, text in pages.items():
        if problem := written(folder, name, text):
            return complain(problem)
    return FOUND


def _repairs(seconds: int, steps: int, jobs: int, folder: Path) -> int:
    if min(seconds, steps, jobs) < 1:
        return complain("--jobs, --seconds and --steps are at least 1")
    try:
        found = repairs.run(seconds, steps, jobs, lambda each: _tell(repairs.told(each)))
    except KeyboardInterrupt:
        complain("interrupted")
        return INTERRUPTED
    problem = written(folder, REPAIRS, repairs.markdown(found, seconds, steps))
    if problem:
        return complain(problem)
    whole = all(verdict is Verdict.PROVED for each in found for verdict in each.made_for.values())
    return FOUND if whole and not any(each.broken for each in found) else MISSED


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def show_trial(trial: mutation.Trial) -> None:
    """A line on a mutant."""
    said = ", ".join(f"{judge}: {what}" for judge, what in trial.noticed.items() if what)
    told = said or f"noticed by nobody{trial.compared and '; '}{trial.compared}"
    sys.stdout.write(f"{trial.mutant.name}\n    {told}\n")
    sys.stdout.flush()


def written(folder: Path, name: str, text: str) -> str:
    """Why a page could not be written, or nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    except OSError as problem:
        return f"{name} can not be written to {folder}: {problem.strerror or problem}"
    return ""


def show(judged: Judged) -> None:
    """A line on a defect, with the times it took."""
    parts = []
    for name, engine in (("prover", judged.prover), ("fuzzer", judged.fuzzer), ("recordings", judged.conformance)):
        first = "" if engine.first is None else f", first after {engine.first:.1f} s"
        parts.append(f"{name} {table.names(engine)} ({engine.seconds:.0f} s{first})")
    lost = judged.prover.lost
    told = f"; undecided {len(lost)}, of which {len(judged.prover.late)} for time" if lost else ""
    sys.stdout.write(f"{judged.defect.fixed.id:<4} {'; '.join(parts)}{told}\n")
    sys.stdout.flush()


def complain(sentence: str) -> int:
    """One line on the standard error output."""
    sys.stderr.write(f"detection: {sentence}\n")
    return BAD_INPUT


if __name__ == "__main__":
    sys.exit(main())
