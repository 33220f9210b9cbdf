"""Everything `tallystick vectors` writes: the recordings, and a document that says what is in them and what is not."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.adapter import Line
from model.system import System
from vectors.bal import BalSubject
from vectors.coverage import Coverage, coverage
from vectors.functions import Examples
from vectors.measured import Measured
from vectors.pair import PairSubject
from vectors.recording import recorded
from vectors.search import Effort, Search
from vectors.subject import Subject
from vectors.trace import Runner, Trace

SCHEMA = "tallystick-vectors/1"
MANIFEST = "vectors.json"
LIVES, STATES, FUNCTIONS = "lives.jsonl", "states.jsonl", "functions.jsonl"

SUBJECTS: Mapping[str, tuple[type[Subject], Effort]] = {
    "pair": (PairSubject, Effort(changed=20_000)),
    "bal": (BalSubject, Effort(changed=200_000, edges=400)),
}
"""The protocols of which there are vectors, and how much is tried for them."""


class NothingToTell(Exception):
    """No vector came about; the message says of which system."""


@dataclass(frozen=True)
class Vectors:
    """The files by name, and how much of the model they show: lives alone, and everything."""

    pages: Mapping[str, str]
    by_lives: Coverage
    coverage: Coverage
    document: Mapping[str, Any]


def generate(system: System, seed: int, on_progress: Callable[[float], None], effort: Effort | None = None) -> Vectors:
    """The vectors of a system; `NothingToTell` where it takes no step that a recording can tell."""
    kind, usual = SUBJECTS[system.name]
    subject, measured = kind(system), Measured(system, kind.functions)
    runner = Runner(system, subject.adapter, measured)
    nothing = coverage(system, measured, ())
    aims = [way for way, each in zip(measured.ways, nothing.untaken, strict=True) if not each.reason]
    with measured.on():
        chosen = Search(subject, runner, aims, seed, effort or usual).run(on_progress)
        lives, by_lives = _recorded(runner, chosen.lives)
        states, by_states = _recorded(runner, chosen.states)
        examples = Examples(subject, measured, seed)
        answers = examples.run((effort or usual).changed // 10)
    if not lives:
        raise NothingToTell(f"{type(system).__name__} takes no step that a recording could tell")
    groups = {LIVES: lives, STATES: states, FUNCTIONS: answers}
    groups = {name: lines for name, lines in groups.items() if lines}
    pages = {name: "".join(f"{written(line)}\n" for line in lines) for name, lines in groups.items()}
    alone, altogether = (
        coverage(system, measured, by_lives),
        coverage(system, measured, by_lives | by_states | examples.taken),
    )
    document = {
        "schema": SCHEMA,
        "system": f"{type(system).__module__}:{type(system).__qualname__}",
        "seed": seed,
        "files": {name: _file(pages[name], lines) for name, lines in groups.items()},
        "operations": _operations([*lives, *states, *answers]),
        "coverage": altogether.document() | {"taken_by_lives": sum(alone.covered.values())},
    }
    return Vectors(pages | {MANIFEST: json.dumps(document, indent=1) + "\n"}, alone, altogether, document)


def written(line: Line) -> str:
    """One line of a recording."""
    return json.dumps(line, separators=(",", ":"))


def _recorded(runner: Runner, traces: Iterable[Trace]) -> tuple[list[Line], set[int]]:
    lines: list[Line] = []
    ways: set[int] = set()
    for number, trace in enumerate(traces, start=1):
        own, taken = recorded(runner, trace, number)
        lines += own
        ways |= taken
    return lines, ways


def _file(text: str, lines: list[Line]) -> dict[str, Any]:
    return {
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "traces": sum(line.get("step") == 0 for line in lines),
        "lines": len(lines),
    }


def _operations(lines: list[Line]) -> dict[str, dict[str, int]]:
    """How often each operation or function ends in which way."""
    found: dict[str, Counter[str]] = {}
    for line in lines:
        if line.get("step") != 0:
            how = "ok" if line["ok"] else line["error"] or "refused without a reason"
            found.setdefault(line.get("op") or line["fn"], Counter())[how] += 1
    return {operation: dict(sorted(counted.items())) for operation, counted in sorted(found.items())}
