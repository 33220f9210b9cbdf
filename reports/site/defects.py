"""The defects that a statement notices, those of the past and planted ones, from what is published beside a report."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
    found: dict[str, list[Noticed]] = {}
    for defect in history["defects"]:
        noticed: dict[str, list[str]] = {}
        for engine, name in ENGINES.items():
            for each in defect[engine]["found"]:
                size = f", in {each['size']} steps" if each["size"] else ""
                noticed.setdefault(each["id"], []).append(f"{name} ({each['claim']}{size})")
        for identifier, by in noticed.items():
            facts = {name: str(defect[name]) for name in ("id", "commit", "date", "before", "after")}
            module, _, named = str(defect["system"]).partition(":")
            file = f"{module.replace('.', '/')}.py"
            found.setdefault(identifier, []).append(Noticed(**facts, name=named, file=file, by=tuple(by)))
    return found


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
    found: dict[str, list[Planted]] = {}
    for mutant in mutation["mutants"]:
        noticed: dict[str, list[str]] = {}
        for judge, said in mutant["noticed"].items():
            named = PROPERTY.fullmatch(said)
            if named:
                noticed.setdefault(named.group(1), []).append(str(judge))
        for identifier, by in noticed.items():
            facts = {name: str(mutant[name]) for name in ("place", "operator", "before", "after")}
            found.setdefault(identifier, []).append(Planted(**facts, by=tuple(by)))
    return found
