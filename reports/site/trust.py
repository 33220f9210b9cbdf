"""What has to be believed for a verdict to be true, with its size, and what does not: the trusted base."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from reports.site import sources

PROOFS = sources.ROOT / "proofs"


@dataclass(frozen=True)
class Part:
    """Something to believe, or not: what it is, why, and the files that it consists of, with the lines that hold code."""

    name: str
    why: str
    files: tuple[str, ...]
    lines: int


OBLIGATIONS = (
    "abstraction",
    "bookkeeping",
    "certificate",
    "condition",
    "definitions",
    "explore",
    "facts",
    "foundations",
    "fork",
    "handlers",
    "holders",
    "interrupts",
    "judge",
    "knowledge",
    "language",
    "names",
    "outcome",
    "path",
    "polynomial",
    "purity",
    "quotients",
    "ran",
    "ranges",
    "reach",
    "reached",
    "refusals",
    "second_opinions",
    "source",
    "symbolic",
    "users",
    "time_limit",
    "undecided",
    "verify",
    "vocabulary",
)
"""The modules of the proofs that decide what has to be proved, and which verdict follows."""

REAL = ("algebra", "relaxation")
KEPT = ("dependencies", "store")
FOUND = ("calls", "crosscheck", "guards", "kept", "linear", "offered", "prover", "search", "signs", "trace")
"""The modules that find proofs and counterexamples, or ask again: what they find is checked or replayed."""


def believed() -> list[Part]:
    """The parts of the trusted base, the one that stands alone first."""
    return [
        _part(
            "The certificate checker",
            "Accepts a certificate only if its identity of integer polynomials holds; the standard library alone.",
            [PROOFS / "checker.py"],
        ),
        _part(
            "From code to obligations",
            "Runs the model on symbolic integers: that every path is walked, and every claim of it becomes an obligation.",
            _modules(OBLIGATIONS),
        ),
        _part(
            "The model",
            "That it is the protocol: recorded executions of the real programs are replayed against it.",
            [each for each in sources.modules() if "variants" not in each.parts],
        ),
        _part(
            "The statements",
            "That a body says what its sentence says: each stands on its page as it is judged.",
            (sources.ROOT / "properties").rglob("*.py"),
        ),
        _part(
            "Real numbers",
            "Statements about closed forms alone: SymPy decides them on the model's own code, and it is believed.",
            _modules(REAL),
        ),
        _part(
            "What is kept between runs",
            "That an outcome is used again only if nothing it depends on has changed; `verify --no-cache` does without.",
            _modules(KEPT),
        ),
    ]


def checked() -> list[Part]:
    """What need not be believed, because somebody else looks at whatever comes of it."""
    return [
        _part(
            "The prover and the search",
            "Z3 finds the proofs, random cases and lives the counterexamples: the checker sees every proof, and every "
            "counterexample is replayed on plain integers.",
            _modules(FOUND),
        )
    ]


def _modules(names: Iterable[str]) -> list[Path]:
    return [PROOFS / f"{name}.py" for name in names]


def _part(name: str, why: str, files: Iterable[Path]) -> Part:
    ordered = sorted(files)
    return Part(
        name, why, tuple(sources.relative(each) for each in ordered), sum(sources.code_lines(each) for each in ordered)
    )
