"""Which parts of the model's code differ from a base revision, and which statements show that they depend on each.

A function is covered by the statements whose proofs have called it on a path that succeeds, as the report records. What
is read and not called, such as a constant, a field, an import or the head of a class, is covered by whoever covers a
function that mentions it, directly or by way of another such part; so is what is called while modules are imported. What is
gone is covered if all that bears its name now is; nothing is to be covered where nothing mentions it any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from properties.property import Verdict
from reports import document
from reports.code import Part, Parts
from reports.gate.change import Change, Effect, Kind
from reports.words import plural

DECLARED = "Declaration"
"""The scope of a statement that says what a method writes and how wide, and not what it computes."""

VARIANTS = ".variants"
"""What has this in its name is a variant: nothing of the protocol as it is, unless that imports it."""

SHOWN = 6
"""Of so many statements the ids are told."""

UNRECORDED = "the report does not record what its proofs ran; `tallystick verify --report` writes it anew"


@dataclass(frozen=True)
class Covered:
    """By which statements a part is covered, in the order of the report; `declared` are those that only declare."""

    by: tuple[str, ...]
    declared: frozenset[str]

    def __bool__(self) -> bool:
        return bool(self.by)

    @property
    def only_declared(self) -> bool:
        """Whether nothing says more of it than what it writes and how wide that is."""
        return bool(self.by) and set(self.by) <= self.declared

    def told(self) -> str:
        """The statements, in words."""
        shown = ", ".join(self.by[:SHOWN])
        more = f" and {len(self.by) - SHOWN} more" if len(self.by) > SHOWN else ""
        only = ", which only say what it writes and how wide that is" if self.only_declared else ""
        return f"{plural(len(self.by), 'statement depends', 'statements depend')} on it: {shown}{more}{only}"


class Coverage:
    """What the proofs of a report depend on, of the code of a room as it is now."""

    def __init__(self, parts: Parts, content: Mapping[str, Any]) -> None:
        self.parts = parts
        self.recorded = False
        self.declared: set[str] = set()
        self._ran: dict[str, list[str]] = {}
        for identifier, entry in document.statements(content).items():
            evidence = entry["evidence"] or {}
            self.recorded = self.recorded or "ran" in evidence
            if entry["scope"]["kind"] == DECLARED:
                self.declared.add(identifier)
            if entry["verdict"] == Verdict.PROVED.value:
                for name in evidence.get("ran", ()):
                    self._ran.setdefault(name, []).append(identifier)
        self._order = {identifier: number for number, identifier in enumerate(document.statements(content))}
        named: dict[str, list[Part]] = {}
        for part in parts.values():
            named.setdefault(part.last, []).append(part)
        self._mentioned_by: dict[str, set[str]] = {}
        for part in parts.values():
            for name in _mentioned(part, parts, named):
                self._mentioned_by.setdefault(name, set()).add(part.name)
        self._standing = self._not_variants()

    def of(self, part: Part) -> Covered:
        """The statements that depend on a part as it is now."""
        first = part.name.rpartition(".")[0] if part.is_member and _is_special(part) else part.name
        found: set[str] = set()
        waiting = [(first, self.parts[first].is_function)]
        seen = set(waiting)
        while waiting:
            name, is_function = waiting.pop()
            one = self.parts[name]
            found.update(self._ran.get(name, ()))
            if one.is_function and name in self._ran:
                continue
            if one.kind == "class":
                inside = (ids for ran, ids in self._ran.items() if ran.startswith(f"{name}."))
                found.update(each for ids in inside for each in ids)
            new = set(self._readers(one, is_function)) - seen
            seen |= new
            waiting += new
        return self._covered(found)

    def _readers(self, part: Part, is_function: bool) -> Iterator[tuple[str, bool]]:
        """The parts that read another, and whether each is but another name of a function.

        A function that is mentioned has not run thereby. It has if it is called while modules are imported: by a part
        that does not run later.
        """
        for name in self._mentioned_by.get(part.name, ()):
            user = self.parts[name]
            if is_function and user.kind == "import":
                yield name, True
            elif not is_function or (part.last in user.called and name not in self._ran):
                yield name, user.is_function

    def is_mentioned(self, part: Part) -> bool:
        """Whether any other part of the room mentions it."""
        return bool(self._mentioned_by.get(part.name))

    def of_removed(self, part: Part) -> Covered | None:
        """Those that depend on everything which bears the name now; nothing to be asked for if nothing mentions it."""
        if not self._is_still_mentioned(part):
            return None
        bearing = [self.of(each) for each in self.parts.values() if each.last == part.last and each.kind != "import"]
        return self._covered({each for one in bearing for each in one.by} if bearing and all(bearing) else ())

    def is_of_a_variant(self, part: Part) -> bool:
        """Whether it is part of a variant that nothing outside the variants imports."""
        return VARIANTS in f".{part.module}" and part.module not in self._standing

    def _covered(self, found: Iterable[str]) -> Covered:
        return Covered(tuple(sorted(found, key=self._order.__getitem__)), frozenset(self.declared))

    def _is_still_mentioned(self, part: Part) -> bool:
        name = part.last
        if name.startswith("__") and name.endswith("__"):
            return True
        return any(
            name in each.mentions or name in each.texts or each.binds == part.name
            for each in self.parts.values()
            if part.is_member or part.kind != "import" or each.module == part.module
        )

    def _not_variants(self) -> set[str]:
        """The modules that the protocol as it is consists of."""
        modules = {part.module for part in self.parts.values()}
        imports: dict[str, set[str]] = {}
        for part in self.parts.values():
            if part.binds:
                of = {part.binds, part.binds.rpartition(".")[0]} & modules
                imports.setdefault(part.module, set()).update(of)
        waiting = [each for each in modules if VARIANTS not in f".{each}"]
        seen = set(waiting)
        while waiting:
            new = imports.get(waiting.pop(), set()) - seen
            seen |= new
            waiting += new
        return seen


def _is_special(part: Part) -> bool:
    """Whether Python itself asks for it, such as for slots: no name need be mentioned for that."""
    return not part.is_function and part.last.startswith("__") and part.last.endswith("__")


def _mentioned(part: Part, parts: Parts, named: Mapping[str, list[Part]]) -> Iterator[str]:
    """The parts that a part mentions: a name of its own module or class, a member of any class, what it imports."""
    if part.binds in parts:
        yield part.binds
    for name in part.mentions:
        for each in named.get(name, ()):
            if each.name != part.name and (each.is_member or each.module == part.module):
                yield each.name


def changes(before: Parts, after: Parts, covered: Coverage) -> list[Change]:
    """What differs of a room's code, each part with who depends on it.

    `before` and `after` hold the parts of the files that differ.
    """
    found: list[Change] = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if new is None and old is not None:
            found += _removed(old, covered)
        elif new is not None and (old is None or old.digest != new.digest):
            found += _written(old, new, covered)
    return found


def _written(old: Part | None, new: Part, covered: Coverage) -> Iterator[Change]:
    """What there is to tell of a part that is new or another."""
    if new.name == f"{new.module}.__all__" or (new.kind == "import" and old is None and not covered.is_mentioned(new)):
        return
    yield _change(new, old.text if old else "", new.text, covered.of(new), covered)


def _removed(old: Part, covered: Coverage) -> Iterator[Change]:
    """What there is to tell of a part that is gone."""
    who = covered.of_removed(old)
    if who is not None:
        yield _change(old, old.text, "", who, covered)
    elif old.kind != "import":
        yield Change(old.name, "", Kind.MODEL, Effect.NEUTRAL, old.text, "", "nothing mentions it any more")


def _change(part: Part, old: str, new: str, who: Covered, covered: Coverage) -> Change:
    if who:
        return Change(part.name, "", Kind.MODEL, Effect.NEUTRAL, old, new, who.told())
    if covered.is_of_a_variant(part):
        told = "no statement depends on it, and neither does the protocol as it is: it is part of a variant"
        return Change(part.name, "", Kind.MODEL, Effect.NEUTRAL, old, new, told)
    why = "" if covered.recorded else UNRECORDED
    return Change(part.name, "", Kind.UNCOVERED, Effect.WEAKENED, old, new, why)
