"""Re-checking a bundle with solvers, each a process on the exported files: all of them have to refute every leaf.

The bundle is audited first, as by `check`: an answer to a file that is not what its certificate says would be worth nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from reports import bundle
from tallystick import output
from tallystick.auditing import audit, files_of
from tallystick.checking import Finding
from tallystick.failure import Exit, harmless, unknown
from tallystick.solvers import INSTALLING, SOLVERS, Answer, Solver, ask, installed

Each = TypeVar("Each")

FORMAT = "tallystick-recheck/1"
SHOWN = 20
"""Of more exceptions than these the terminal shows the first, and counts the rest; JSON has all."""


@dataclass(frozen=True)
class Exceptional:
    """A leaf that a solver did not refute."""

    file: str
    solver: str
    answer: Answer
    detail: str

    def told(self) -> str:
        """It in one line."""
        return f"{self.file}: {self.solver}: {self.answer}{f' ({self.detail})' if self.detail else ''}"


@dataclass(frozen=True)
class Asked:
    """What came of a solver: how often it gave each answer; `solver` is None where it is not installed."""

    name: str
    solver: Solver | None
    answers: Counter[Answer]


def run(*, folder: Path, names: Sequence[str], sample: int | None, seconds: float, jobs: int, as_json: bool) -> int:
    """Ask every solver about the leaves of the bundle, or a sample of them; returns the exit code.

    1 if something in the bundle is not as it should be or a solver finds a leaf satisfiable; 2 if any answer but
    `unsat` is left, no solver could be asked, one that was named is not installed, or there is no leaf.
    """
    for name in names:
        if name not in SOLVERS:
            raise unknown("solver", name, SOLVERS)
    finding = Finding()
    audit(folder, finding)
    leaves = [(name, path) for name, path in files_of(folder).items() if bundle.is_leaf(name)]
    chosen = spread(leaves, sample)
    found = {name: installed(name) for name in dict.fromkeys(names or SOLVERS)}
    exceptional: list[Exceptional] = []
    answers: dict[str, Counter[Answer]] = {name: Counter() for name in found}
    if not finding.refused:
        solvers = [each for each in found.values() if each is not None]
        for file, solver, answer, detail in _answers(solvers, chosen, seconds, jobs):
            answers[solver][answer] += 1
            if answer is not Answer.UNSAT:
                exceptional.append(Exceptional(file, solver, answer, detail))
    exceptional.sort(key=lambda each: (each.file, each.solver))
    asked = [Asked(name, solver, answers[name]) for name, solver in found.items()]
    if as_json:
        output.data(_document(folder, finding, len(leaves), len(chosen), asked, exceptional))
    else:
        _tell(finding, len(leaves), len(chosen), asked, exceptional)
    if finding.refused or any(each.answer is Answer.SAT for each in exceptional):
        return Exit.CONTRARY
    missing = [each for each in asked if each.solver is None]
    decided = chosen and not exceptional and len(missing) < len(asked) and not (names and missing)
    return Exit.AS_EXPECTED if decided else Exit.UNDECIDED


def spread(items: Sequence[Each], sample: int | None) -> list[Each]:
    """As many as asked for, evenly spaced, so that every statement has its part; all if there are no more."""
    if sample is None or sample >= len(items):
        return list(items)
    return [items[number * len(items) // sample] for number in range(sample)]


def _answers(
    solvers: Sequence[Solver], leaves: Sequence[tuple[str, Path]], seconds: float, jobs: int
) -> Iterator[tuple[str, str, Answer, str]]:
    """Leaf, solver, answer and what was said instead of one, as they come."""
    shown = output.Output(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with (
        Progress(*columns, console=shown, transient=True, disable=not shown.is_terminal) as bar,
        ThreadPoolExecutor(jobs) as pool,
    ):
        task = bar.add_task("asking", total=len(solvers) * len(leaves))
        waiting = {
            pool.submit(ask, solver, path, seconds): (name, solver.name) for name, path in leaves for solver in solvers
        }
        try:
            for done in as_completed(waiting):
                bar.advance(task)
                yield *waiting[done], *done.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _document(
    folder: Path, finding: Finding, total: int, chosen: int, asked: Sequence[Asked], rest: Sequence[Exceptional]
) -> dict[str, object]:
    """What was found, as `recheck_schema.json` describes it."""
    return {
        "format": FORMAT,
        "folder": str(folder),
        "sha256": finding.bundles[0].sha256,
        "refused": [asdict(each) for each in finding.refused],
        "leaves": total,
        "asked": 0 if finding.refused else chosen,
        "solvers": [
            {
                "name": each.name,
                "version": each.solver.version if each.solver else None,
                "answers": {answer.value: each.answers[answer] for answer in Answer},
            }
            for each in asked
        ],
        "not_unsat": [asdict(each) for each in rest],
    }


def _tell(finding: Finding, total: int, chosen: int, asked: Sequence[Asked], rest: Sequence[Exceptional]) -> None:
    shown = output.Output()

    def line(text: str) -> None:
        shown.print(harmless(text), soft_wrap=True)

    for refusal in finding.refused:
        line(refusal.told())
    line(finding.bundles[0].told())
    if finding.refused:
        line("recheck: no solver was asked: the bundle is not what its certificates say")
        return
    for each in rest[:SHOWN]:
        line(each.told())
    if len(rest) > SHOWN:
        line(f"... and {len(rest) - SHOWN} more")
    line(f"{'solver':<8}{''.join(f'{answer:>10}' for answer in Answer)}  version")
    for one in asked:
        counts = "".join(f"{one.answers[answer] if one.solver else '-':>10}" for answer in Answer)
        said = one.solver.version if one.solver else f"not installed: pip install '{INSTALLING[one.name]}'"
        line(f"{one.name:<8}{counts}  {said}")
    present = [one for one in asked if one.solver]
    agreed = chosen - len({each.file for each in rest}) if present else 0
    which = f"a sample of {chosen} of {total}" if chosen < total else f"{chosen}"
    by = ", ".join(one.name for one in present) or "nobody"
    line(f"recheck: {agreed} of {which} leaves are refuted by {by}")
