"""The defects of the past that a statement notices, from what is published of them beside a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

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
