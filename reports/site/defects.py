"""The defects that a statement notices, those of the past and planted ones, from what is published beside a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

Kept = TypeVar("Kept")

PROPERTY = re.compile(r"([A-Za-z]\w*)( [A-Z]+)?")
"""What a judge noticed of a planted mistake, if it is a statement: its id, of a proof with the verdict."""

ENGINES = {"prover": "the prover", "fuzzer": "the fuzzer"}


@dataclass(frozen=True)
class Noticed:
    """A defect: what it is called, where it is kept, its fix, the rule before and after it, and who noticed it."""

    id: str
    name: str
    file: str
    commit: str
    date: str
    before: str
    after: str
    by: tuple[str, ...]


def by_statement(history: Mapping[str, Any]) -> dict[str, list[Noticed]]:
    """The defects by the id of each statement that noticed them."""
    return _grouped(each for defect in history["defects"] for each in _noticed(defect))


def kept(defect: Mapping[str, Any]) -> tuple[str, str]:
    """The name of a defect's class and the file it is in."""
    module, _, name = str(defect["system"]).partition(":")
    return name, f"{module.replace('.', '/')}.py"


def statement_of(said: str) -> str:
    """The id of the statement that a judge noticed something by, without its verdict; empty if it was none."""
    statement = PROPERTY.fullmatch(said)
    return statement.group(1) if statement else ""


def _noticed(defect: Mapping[str, Any]) -> Iterator[tuple[str, Noticed]]:
    name, file = kept(defect)
    facts = {each: str(defect[each]) for each in ("id", "commit", "date", "before", "after")}
    said = (
        (found["id"], f"{named} ({found['claim']}{_size(found)})")
        for engine, named in ENGINES.items()
        for found in defect[engine]["found"]
    )
    for identifier, by in _grouped(said).items():
        yield identifier, Noticed(**facts, name=name, file=file, by=tuple(by))


def _size(found: Mapping[str, Any]) -> str:
    return f", in {found['size']} steps" if found["size"] else ""


@dataclass(frozen=True)
class Planted:
    """A mistake planted in the model: where, of what kind, the line before and after, and who noticed it."""

    place: str
    operator: str
    before: str
    after: str
    by: tuple[str, ...]


def planted_by_statement(mutation: Mapping[str, Any]) -> dict[str, list[Planted]]:
    """The planted mistakes by the id of each statement that a judge noticed them by first."""
    return _grouped(each for mutant in mutation["mutants"] for each in _planted(mutant))


def _planted(mutant: Mapping[str, Any]) -> Iterator[tuple[str, Planted]]:
    facts = {each: str(mutant[each]) for each in ("place", "operator", "before", "after")}
    named = ((statement_of(said), str(judge)) for judge, said in mutant["noticed"].items())
    for identifier, by in _grouped((each, judge) for each, judge in named if each).items():
        yield identifier, Planted(**facts, by=tuple(by))


def _grouped(pairs: Iterable[tuple[str, Kept]]) -> dict[str, list[Kept]]:
    """What comes with each id, in the order in which it came."""
    found: dict[str, list[Kept]] = {}
    for identifier, each in pairs:
        found.setdefault(identifier, []).append(each)
    return found
