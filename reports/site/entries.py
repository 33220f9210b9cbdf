"""The properties of a report as the pages know them: what was found, the statement of now, and where its page is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import Any

from claims import CLAIMS, Judgement
from model.bal import Bal
from model.pair import Pair
from model.system import System
from properties.catalogue import catalogue
from properties.property import Property, Verdict
from reports.claims_data import reworded
from reports.published import place
from reports.words import MEANING, SHOWN

STANDARD: Mapping[str, type[System]] = {"pair": Pair, "bal": Bal}
"""The systems of the repository; a report may be of another one, of which only its data is known here."""

SEVERITY = (Verdict.ERROR, Verdict.VACUOUS, Verdict.UNKNOWN, Verdict.REFUTED, Verdict.PROVED)


@dataclass(frozen=True)
class Replay:
    """A counterexample as files that replay it: the document that `tallystick replay` reads, and a test for pytest."""

    document: str
    test: str
    files: Mapping[str, str]


@dataclass(frozen=True)
class Material:
    """What a site is made of.

    `report` is the document of a report, `claims` the claims as it judges them. `certificates` are those kept of the
    very content that the report is about, `replays` the counterexamples that could be replayed, both by id. `history`,
    `mutation` and `gains` are the documents that others publish beside a report, where they are there.
    """

    report: Mapping[str, Any]
    claims: tuple[Judgement, ...] = ()
    certificates: Mapping[str, list[dict[str, Any]]] = field(default_factory=dict)
    replays: Mapping[str, Replay] = field(default_factory=dict)
    history: Mapping[str, Any] | None = None
    mutation: Mapping[str, Any] | None = None
    gains: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Entry:
    """A property of a report. `moved` names the parts of its wording that have changed since."""

    found: Mapping[str, Any]
    judged_of: str
    path: str
    statement: Property | None
    moved: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.found["id"])

    @property
    def verdict(self) -> Verdict:
        """What was found."""
        return Verdict(self.found["verdict"])

    @property
    def meaning(self) -> str:
        """What the verdict means of such a statement."""
        of_reals = self.found["scope"]["kind"] == "Algebra" and self.verdict is Verdict.PROVED
        return SHOWN if of_reals else MEANING[self.verdict]

    @property
    def theme(self) -> str:
        """What it is about, by the file that states it; empty of a statement that is not among those of now."""
        return self.statement.body.__module__.rpartition(".")[2].replace("_", " ") if self.statement else ""

    @property
    def judged_on(self) -> str:
        """The variant that it is judged on, or nothing."""
        return self.statement.judged_on if self.statement else ""

    @cached_property
    def system(self) -> System | None:
        """What it was judged on, as an object; none of a system that is not of the repository, or of another wording."""
        if self.statement is None or self.moved or self.judged_of not in STANDARD:
            return None
        if not self.judged_on:
            return STANDARD[self.judged_of]()
        module, _, name = self.judged_on.partition(":")
        made: System = getattr(import_module(module), name)()
        return made

    @property
    def protocol(self) -> System | None:
        """The protocol whose fields and units the trace has."""
        known = STANDARD.get(str(self.found["system"]))
        return known() if known else None

    @property
    def claims(self) -> list[str]:
        """The claims of the documents that it has a say in."""
        return [each.id for each in CLAIMS if self.id in each.judged_by]


def entries(material: Material) -> list[Entry]:
    """Every property of the report, in its order. `ValueError` if two would have the same page."""
    known = {each.id: each for each in catalogue()}
    made: list[Entry] = []
    taken: set[str] = set()
    for system in material.report["systems"]:
        for found in system["properties"]:
            path = place(system["system"], found["id"]).removesuffix(".md") + ".html"
            # Some file systems do not tell upper from lower case.
            if path.lower() in taken:
                raise ValueError(f"two properties would be shown in {path}")
            taken.add(path.lower())
            statement = known.get(found["id"])
            moved = tuple(reworded(statement, found)) if statement else ()
            made.append(Entry(found, system["system"], path, statement, moved))
    return made
