"""The page of what the suite notices: each defect of the past with what found it, each planted mistake, and what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from reports.site.defects import kept, statement_of

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Past:
    """A defect of the past: its rule before and after the fix, the statements that found it, and how many steps differ."""

    id: str
    name: str
    file: str
    fix: str
    before: str
    after: str
    prover: tuple[str, ...]
    fuzzer: tuple[str, ...]
    differing: int
    steps: int


@dataclass(frozen=True)
class Mistake:
    """A planted mistake: where and what it is, who noticed what first, or how its rule compares where nobody did."""

    file: str
    line: str
    operator: str
    before: str
    after: str
    noticed: tuple[tuple[str, str], ...]
    compared: str

    @property
    def left(self) -> bool:
        """Whether nobody noticed it and it is not shown to be harmless."""
        return not self.noticed and not self.compared.startswith("equivalent")


def context(history: Document | None, mutation: Document | None) -> dict[str, object]:
    """What the page shows of the documents that are there."""
    defects = past(history) if history else []
    planted = mistakes(mutation) if mutation else []
    return {
        "past": defects,
        "found": [
            ("the prover", sum(bool(each.prover) for each in defects)),
            ("the fuzzer", sum(bool(each.fuzzer) for each in defects)),
            ("the recordings", sum(bool(each.differing) for each in defects)),
        ],
        "missed": [each.id for each in defects if not each.prover and not each.fuzzer],
        "mistakes": sorted(planted, key=lambda each: (not each.left, bool(each.noticed))),
        "total": int(mutation["total"]) if mutation else 0,
        "noticed": sum(bool(each.noticed) for each in planted),
        "left": sum(each.left for each in planted),
    }


def past(history: Document) -> list[Past]:
    """The defects of the past, in the order of the document."""
    return [_past(each) for each in history["defects"]]


def mistakes(mutation: Document) -> list[Mistake]:
    """The planted mistakes, in the order of the document."""
    return [_mistake(each) for each in mutation["mutants"]]


def _past(defect: Document) -> Past:
    name, file = kept(defect)
    recorded = defect["recordings"]
    return Past(
        id=str(defect["id"]),
        name=name,
        file=file,
        fix=f"{defect['commit']}, {defect['date']}",
        before=str(defect["before"]),
        after=str(defect["after"]),
        prover=_ids(defect["prover"]["found"]),
        fuzzer=_ids(defect["fuzzer"]["found"]),
        differing=int(recorded["total"]) - int(recorded["matched"]),
        steps=int(recorded["total"]),
    )


def _ids(found: Iterable[Document]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(each["id"]) for each in found))


def _mistake(mutant: Document) -> Mistake:
    file, _, line = str(mutant["place"]).rpartition(":")
    return Mistake(
        file=file,
        line=line,
        operator=str(mutant["operator"]),
        before=str(mutant["before"]),
        after=str(mutant["after"]),
        noticed=tuple((judge, statement_of(said) or said) for judge, said in mutant["noticed"].items() if said),
        compared=str(mutant.get("compared", "")),
    )
