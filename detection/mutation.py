"""Mistakes planted in the model one at a time, and who notices: recordings, unit tests, fuzzer, prover.

Every mutant is judged in a copy of what the judges need, by processes of their own, so that the model that judges is the
mutated one throughout. What is known of a mutant is kept under a digest of its source and of everything else.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path
from queue import Queue

from detection.equivalence import compared
from detection.history import ROOT
from detection.mutants import Mutant, mutants

KEPT = Path(".cache") / "mutation"
PLACES = ("model/arith.py", "model/curve.py", "model/pair", "model/bal")
LEFT_OUT = ("variants", "__init__.py", "errors.py", "constants.py", "amounts.py")
COPIED = ("model", "properties", "proofs", "conformance", "fuzzing", "detection", "tests", "pyproject.toml")
JUDGING = (
    *(each for each in COPIED if each != "detection"),
    *(f"detection/{name}.py" for name in ("judges", "trial", "equivalence", "commuting")),
)
"""What of it a judgement depends on, beside the mutant itself."""

LIMIT = 600
"""Seconds after which a judge is broken off: a mutant that never ends is noticed too."""

SLOW = "takes too long"
JUDGES = ("recordings", "unit tests", "fuzzer", "prover's search")
PROOFS = "proofs"
"""The judge that is asked of survivors only: it takes minutes."""

PROOFS_LIMIT = 900
"""Seconds after which that one is broken off."""


@dataclass(frozen=True)
class Trial:
    """A mutant and what each judge said that was asked: what it noticed first, or nothing.

    `compared` says of one that nobody noticed whether its rule and the model's do the same.
    """

    mutant: Mutant
    noticed: dict[str, str]
    compared: str = ""

    @property
    def killed(self) -> bool:
        """Whether any judge noticed."""
        return any(self.noticed.values())

    @property
    def harmless(self) -> bool:
        """Whether nobody noticed and nothing is there to be noticed."""
        return not self.killed and self.compared.startswith("equivalent")


def modules(root: Path = ROOT) -> list[str]:
    """The modules that are mutated."""
    found = []
    for place in PLACES:
        path = root / place
        found += [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [
        str(each.relative_to(root))
        for each in found
        if not any(part in LEFT_OUT for part in each.relative_to(root).parts)
    ]


def every(root: Path = ROOT) -> list[Mutant]:
    """All mutants of all modules."""
    return [mutant for module in modules(root) for mutant in mutants(root, module)]


def sample(of: Sequence[Mutant], size: int, seed: int) -> list[Mutant]:
    """So many of the mutants, as evenly over the operators as can be; the same for the same seed."""
    chooser = random.Random(seed)
    shuffled = chooser.sample(list(of), len(of))
    by_operator: dict[str, list[Mutant]] = {}
    for mutant in shuffled:
        by_operator.setdefault(mutant.operator, []).append(mutant)
    turns = sorted(by_operator)
    chosen: list[Mutant] = []
    while len(chosen) < size and any(by_operator.values()):
        for operator in turns:
            if by_operator[operator] and len(chosen) < size:
                chosen.append(by_operator[operator].pop())
    return sorted(chosen, key=lambda mutant: (mutant.module, mutant.line, mutant.operator))


def run(chosen: Sequence[Mutant], on_trial: Callable[[Trial], None], *, proofs: int = 0, jobs: int = 1) -> list[Trial]:
    """Try the mutants, so many at a time; `on_trial` is called as each is known.

    Of the first so many that nobody has noticed, every proof is attempted too.
    """
    known = {mutant.name: load(mutant) for mutant in chosen}
    with tempfile.TemporaryDirectory() as folder:
        trees: Queue[Path] = Queue()
        for number in range(jobs):
            copy_to(Path(folder) / f"tree{number}")
            trees.put(Path(folder) / f"tree{number}")

        def judged(mutant: Mutant, judges: Sequence[str]) -> Trial:
            tree = trees.get()
            try:
                return tried(mutant, tree, judges)
            finally:
                trees.put(tree)

        def at_first(mutant: Mutant) -> Trial:
            trial = known[mutant.name] or judged(mutant, JUDGES)
            save(trial)
            on_trial(trial)
            return trial

        def again(trial: Trial) -> Trial:
            noticed = {**trial.noticed, **judged(trial.mutant, (PROOFS,)).noticed}
            proved = replace(trial, noticed=noticed)
            save(proved)
            on_trial(proved)
            return proved

        with ThreadPoolExecutor(jobs) as pool:
            trials = with_comparisons(list(pool.map(at_first, chosen)), on_trial, jobs)
            left = [each for each in trials if not each.killed and not each.harmless and PROOFS not in each.noticed]
            proved = {trial.mutant.name: trial for trial in pool.map(again, left[:proofs])}
    return [proved.get(trial.mutant.name, trial) for trial in trials]


def with_comparisons(trials: list[Trial], on_trial: Callable[[Trial], None], jobs: int) -> list[Trial]:
    """The trials, with what a comparison of the two rules says of each mutant that nobody noticed."""
    left = [place for place, trial in enumerate(trials) if not trial.killed and not trial.compared]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as processes:
        answers = processes.map(compared, [trials[each].mutant for each in left], [ROOT] * len(left))
        for place, answer in zip(left, answers, strict=True):
            trials[place] = replace(trials[place], compared=answer)
            save(trials[place])
            on_trial(trials[place])
    return trials


def copy_to(tree: Path) -> None:
    """Copy what the judges need."""
    tree.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_file():
            shutil.copy(source, tree / name)
        else:
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__"))


def tried(mutant: Mutant, tree: Path, judges: Sequence[str]) -> Trial:
    """What the judges say of a mutant; all of them are asked."""
    file = tree / mutant.module
    original = file.read_text(encoding="utf-8")
    file.write_text(mutant.source, encoding="utf-8")
    try:
        return Trial(mutant, {judge: noticed(judge, mutant, tree) for judge in judges})
    finally:
        file.write_text(original, encoding="utf-8")


def noticed(judge: str, mutant: Mutant, tree: Path) -> str:
    """What a judge noticed first of the mutant that stands in the tree; nothing if it did not."""
    systems = [name for name in ("pair", "bal") if f"model/{name}/" in mutant.module] or ["pair", "bal"]
    if judge == "unit tests":
        folders = [f"tests/model/{name}" for name in systems]
        command = ["-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", *folders]
    else:
        command = ["-m", "detection.trial", judge, *systems]
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        ran = subprocess.run(
            [sys.executable, *command],
            cwd=tree,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PROOFS_LIMIT if judge == PROOFS else LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return SLOW
    if judge == "unit tests":
        return "" if ran.returncode == 0 else "fail"
    if ran.returncode != 0:
        last = ran.stderr.strip().splitlines()
        return f"stops: {last[-1][:80] if last else ran.returncode}"
    return str(json.loads(ran.stdout.splitlines()[-1]))


# -- what is kept ----------------------------------------------------------------------------------------------------


def digest(mutant: Mutant) -> str:
    """A digest of the mutant and of everything that judges it."""
    made = hashlib.sha256(f"{mutant.name}\n{mutant.source}\n{sys.version}\n{JUDGES}".encode())
    for name in JUDGING:
        source = ROOT / name
        files = (
            [source]
            if source.is_file()
            else sorted(each for each in source.rglob("*") if each.suffix in (".py", ".gz"))
        )
        for file in files:
            made.update(str(file.relative_to(ROOT)).encode() + _content(file))
    return made.hexdigest()


_contents: dict[Path, bytes] = {}


def _content(file: Path) -> bytes:
    if file not in _contents:
        _contents[file] = hashlib.sha256(file.read_bytes()).digest()
    return _contents[file]


def _file(mutant: Mutant) -> Path:
    return KEPT / f"{hashlib.sha256(mutant.name.encode()).hexdigest()[:16]}.json"


def save(trial: Trial) -> None:
    """Keep what was found of a mutant."""
    KEPT.mkdir(parents=True, exist_ok=True)
    file = _file(trial.mutant)
    part = file.with_suffix(f".{os.getpid()}.part")
    kept = {"digest": digest(trial.mutant), "noticed": trial.noticed, "compared": trial.compared}
    part.write_text(json.dumps(kept), encoding="utf-8")
    part.replace(file)


def load(mutant: Mutant) -> Trial | None:
    """What is kept of a mutant, if it is whole and nothing has changed since."""
    try:
        kept = json.loads(_file(mutant).read_text(encoding="utf-8"))
        return Trial(mutant, dict(kept["noticed"]), str(kept["compared"])) if kept["digest"] == digest(mutant) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


# -- as data ---------------------------------------------------------------------------------------------------------


def data(trials: Sequence[Trial], total: int, seed: int) -> str:
    """The trials for programs: of each mutant where and what it is, and what each judge noticed first."""
    tried = [
        {
            "place": f"{each.mutant.module}:{each.mutant.line}",
            "operator": each.mutant.operator,
            "before": each.mutant.before,
            "after": each.mutant.after,
            "noticed": each.noticed,
            "compared": each.compared,
        }
        for each in trials
    ]
    return json.dumps({"total": total, "seed": seed, "mutants": tried}, indent=1) + "\n"


# -- the table -------------------------------------------------------------------------------------------------------


def markdown(trials: Sequence[Trial], total: int, seed: int) -> str:
    """The page: what was tried, who noticed, by operator and by module, and what nobody noticed."""
    killed, harmless = sum(trial.killed for trial in trials), sum(trial.harmless for trial in trials)
    proved = [trial for trial in trials if PROOFS in trial.noticed]
    lines = [
        "# Mistakes planted in the model",
        "",
        "Each mutant is the model with one small mistake, judged by the recordings, the model's unit tests, a campaign and",
        "the prover's search for violations. Where nobody notices anything, the two rules are compared: they are",
        "equivalent if it is proved that they do the same with any state and any arguments, or if two updates have changed",
        "places and neither touches what the other does. Written by `make mutation`.",
        "",
        f"A sample of {len(trials)} of {total} mutants, even over the operators, seed {seed}: {killed} are noticed by",
        f"somebody, {harmless} are equivalent, and {len(trials) - killed - harmless} are left.",
    ]
    if proved:
        noticed = sum(bool(each.noticed[PROOFS]) for each in proved)
        lines.append(f"Of {len(proved)} of those left every proof was attempted, which noticed {noticed}.")
    for title in ("operator", "module"):
        lines += ["", f"| {title} | tried | {' | '.join(JUDGES)} | any | equivalent | left |"]
        lines.append(f"|---|{'---|' * (len(JUDGES) + 4)}")
        for name in sorted({getattr(trial.mutant, title) for trial in trials}):
            group = [trial for trial in trials if getattr(trial.mutant, title) == name]
            counts = [sum(bool(trial.noticed[judge]) for trial in group) for judge in JUDGES]
            any_of, same = sum(trial.killed for trial in group), sum(trial.harmless for trial in group)
            counts = [len(group), *counts, any_of, same, len(group) - any_of - same]
            lines.append(f"| {name} | {' | '.join(map(str, counts))} |")
    lines += [
        "",
        "## Noticed by nobody",
        "",
        "| place | operator | before | after | compared |",
        "|---|---|---|---|---|",
    ]
    for trial in trials:
        if not trial.killed:
            mutant = trial.mutant
            place = f"{mutant.module}:{mutant.line}"
            cells = (place, mutant.operator, f"`{mutant.before}`", f"`{mutant.after}`", trial.compared)
            lines.append(f"| {' | '.join(' '.join(cell.split()).replace('|', chr(92) + '|') for cell in cells)} |")
    return "\n".join([*lines, ""])
