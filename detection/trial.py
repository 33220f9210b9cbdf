"""One engine's judgement of the model that stands in the working directory, as one line of JSON.

`python -m detection.trial ENGINE SYSTEM...`, run by `detection.mutation` in a copy of the repository with one line changed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import model
from conformance.systems import adapters
from detection import judges
from fuzzing.campaign import Campaign
from model.system import System
from proofs.calls import living
from proofs.judge import Judge
from proofs.search import QUICK, Search
from proofs.verify import judged
from properties.property import Algebra, Verdict
from properties.situations import situations_of

STEPS = 20_000
"""Steps of a campaign."""

WITHIN_MORE = {"P49": "P91"}
"""Statements that do not hold where there are more operations than those they were proved of, and what says so."""


def searched(system: System) -> str:
    """What the prover's search for violations finds first: random cases and lives, of every property, and no proofs."""
    search = Search(Judge(system, situations_of(system.name)))
    for prop in judges.statements(system):
        if not isinstance(prop.scope, Algebra) and search.run(prop, QUICK).violation is not None:
            return prop.id
    return ""


def proved(system: System) -> str:
    """The first property that is refuted or no longer proved; every one is tried in full."""
    for prop in judges.statements(system):
        outcome, _ = judged(system, prop, "", judges.SECONDS)
        if outcome.verdict is not Verdict.PROVED:
            return f"{prop.id} {outcome.verdict.value}"
    return ""


def fuzzed(system: System) -> str:
    """What short campaigns find first: of the system, and of the same with all operations that there are of it."""
    every = [each for each in judges.statements(system) if not isinstance(each.scope, Algebra)]
    for lived in living(system):
        properties = [each for each in every if lived is system or each.id not in WITHIN_MORE]
        for tally in Campaign(lived, properties, judges.SEED).run(STEPS):
            if tally.failures:
                return tally.failures[0].violation.id
    return ""


def replayed(system: System) -> str:
    """The first step that is not as recorded."""
    return judges.replay(system, sorted(Path("tests/vectors", system.name).glob("*.jsonl.gz"))).difference


ENGINES: dict[str, Callable[[System], str]] = {
    "recordings": replayed,
    "fuzzer": fuzzed,
    "prover's search": searched,
    "proofs": proved,
}


def main(words: list[str]) -> None:
    """Judge each of the systems named, until one is found wrong."""
    here = Path.cwd().resolve()
    if here not in Path(str(model.__file__)).resolve().parents:
        raise SystemExit(f"the model judged would be that of {model.__file__}, not the one here")
    engine, *names = words
    found = ""
    for adapter in adapters():
        if adapter.system.name in names and not found:
            found = ENGINES[engine](adapter.system)
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
