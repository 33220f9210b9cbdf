"""The defects that the program once had, each judged as if it were somebody's proposed change.

What is known of a defect is kept, one file each, under a digest of everything that it depends on: a run that was broken off
goes on where it was, and what has changed is judged anew.
"""

from __future__ import annotations

import gc
import hashlib
import inspect
import json
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from detection import judges
from detection.judges import Conformed, Findings, Found, Proved
from model.bal import Bal
from model.bal.variants import history
from model.bal.variants.history import Defect
from proofs.dependencies import SOLVERS
from proofs.time_limit import OutOfTime

ROOT = Path(__file__).resolve().parents[1]
RECORDINGS = ROOT / "tests" / "vectors" / "bal"
KEPT = Path(".cache") / "history"
ROOMS = ("model", "properties", "proofs", "fuzzing", "conformance")


@dataclass(frozen=True)
class Limits:
    """How far each engine goes: seconds a property for the prover, steps and first seed of the campaign."""

    seconds: int = judges.SECONDS
    steps: int = judges.STEPS
    seed: int = judges.SEED


@dataclass(frozen=True)
class Judged:
    """A defect, and what each engine found of it."""

    defect: type[Defect]
    prover: Proved
    fuzzer: Findings
    conformance: Conformed


def defects(wanted: Sequence[str] = ()) -> list[type[Defect]]:
    """The defects with these ids, in the order of the ids; all of them if none is wanted. `KeyError` names an unknown one."""
    known = {each.fixed.id: each for each in history.VARIANTS}
    chosen = {known[each.upper()] for each in wanted} or {*known.values()}
    return [each for each in known.values() if each in chosen]


def recordings() -> list[Path]:
    """The recorded executions of the repository."""
    return sorted(RECORDINGS.glob("*.jsonl.gz"))


def judge(defect: type[Defect], limits: Limits) -> Judged:
    """What the three engines find of a defect, the quickest first."""
    system = defect()
    conformance = judges.replay(system, recordings())
    fuzzer = judges.fuzz(system, steps=limits.steps, seed=limits.seed)
    return Judged(defect, judges.prove(system, Bal, seconds=limits.seconds), fuzzer, conformance)


def run(
    wanted: Sequence[type[Defect]], limits: Limits, *, jobs: int, on_judged: Callable[[Judged], None]
) -> list[Judged]:
    """All defects, from what is kept or judged now; in their order. `on_judged` is called as each is known."""
    found: dict[str, Judged] = {}
    digests = {each.fixed.id: digest(each, limits) for each in wanted}
    for defect in wanted:
        kept = load(defect, digests[defect.fixed.id])
        if kept is not None:
            found[defect.fixed.id] = kept
            on_judged(kept)
    waiting = [each for each in wanted if each.fixed.id not in found]
    for made in _all(waiting, limits, jobs):
        save(made, digests[made.defect.fixed.id])
        found[made.defect.fixed.id] = made
        on_judged(made)
    return [found[each.fixed.id] for each in wanted]


def _all(waiting: Sequence[type[Defect]], limits: Limits, jobs: int) -> Iterator[Judged]:
    """Each in a process of its own number, which leaves an interrupt to this one."""
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("fork"), initializer=as_worker)
    try:
        for future in as_completed([pool.submit(judge, each, limits) for each in waiting]):
            yield future.result()
    except BaseException:
        for process in multiprocessing.active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def as_worker() -> None:
    """Leave Ctrl-C to the parent, dead cycles to the end of a property, and a solver's clean-up its time that is over."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.disable()
    shown = sys.unraisablehook

    def unless_late(raised: Any) -> None:
        of_solver = (getattr(raised.object, "__module__", None) or "").startswith("z3")
        if raised.exc_type is not OutOfTime and not of_solver:
            shown(raised)

    sys.unraisablehook = unless_late


# -- what is kept ----------------------------------------------------------------------------------------------------


def digest(defect: type[Defect], limits: Limits) -> str:
    """A digest of what the findings depend on: rooms, recordings, versions, limits, and the defect's own module."""
    others = {Path(inspect.getfile(each)) for each in history.VARIANTS if each is not defect}
    files = [file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")) if file not in others]
    files += [Path(inspect.getfile(each)) for each in (judges,)]
    told = [repr(limits), sys.version, *(f"{name} {version(name)}" for name in SOLVERS), defect.__qualname__]
    made = hashlib.sha256("\n".join(told).encode())
    for file in [*files, *recordings()]:
        made.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return made.hexdigest()


def save(made: Judged, content: str) -> None:
    """Keep what was found of a defect under the digest of the content that it was found of."""
    KEPT.mkdir(parents=True, exist_ok=True)
    found = {name: asdict(getattr(made, name)) for name in ("prover", "fuzzer", "conformance")}
    file = KEPT / f"{made.defect.fixed.id}.json"
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_text(json.dumps({"digest": content, **found}, indent=1), encoding="utf-8")
    part.replace(file)


def load(defect: type[Defect], content: str) -> Judged | None:
    """What is kept of a defect, if it is whole and of this content."""
    try:
        kept = json.loads((KEPT / f"{defect.fixed.id}.json").read_text(encoding="utf-8"))
        if kept["digest"] != content:
            return None
        return Judged(
            defect,
            _decoded(Proved, kept["prover"]),
            _decoded(Findings, kept["fuzzer"]),
            _decoded(Conformed, kept["conformance"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _decoded(kind: type[Any], content: dict[str, Any]) -> Any:
    return kind(**{**content, "found": [Found(**each) for each in content["found"]]})
