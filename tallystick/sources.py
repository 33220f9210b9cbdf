"""The code of a base revision and of the working tree, side by side, part by part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from reports import code
from reports.code import Part, UnreadableCode
from reports.gate import coverage, freshness, helpers
from reports.gate.change import Change
from reports.gate.places import Place
from tallystick.failure import BadInput
from tallystick.revision import Repository

T = TypeVar("T")

MODEL, PROPERTIES = code.RECORDED


class Sources:
    """The model and the properties: as they are, and what differs of them from a commit. Raises `BadInput`."""

    def __init__(self, repository: Repository, commit: str) -> None:
        self.now = _understood("the working tree", lambda: code.sources_below(repository.root, code.RECORDED))
        differing = [each for each in repository.differing(commit, *code.RECORDED) if each.endswith(".py")]
        old = {each: repository.file(commit, each) for each in differing}
        base = f"the sources of {commit[:12]}"
        self.before = _understood(
            base, lambda: code.parts_of({path: _text(path, data) for path, data in old.items() if data is not None})
        )
        self.parts = _understood("the working tree", lambda: code.parts_of(self.now))
        self.after = {name: part for name, part in self.parts.items() if part.path in differing}

    def changes(self, head: Mapping[str, Any]) -> list[Change]:
        """What differs of the model, and of the properties outside of statements, as far as a new report tells."""
        covered = coverage.Coverage(_of(self.parts, MODEL), head)
        return [
            *coverage.changes(_of(self.before, MODEL), _of(self.after, MODEL), covered),
            *helpers.changes(_of(self.before, PROPERTIES), _of(self.after, PROPERTIES), _of(self.parts, PROPERTIES)),
        ]

    def stale(self, head: Mapping[str, Any]) -> list[tuple[str, str]]:
        """The modules that are not as they were when the report was made."""
        return freshness.other_code(head, code.digests(self.now))

    def places(self) -> dict[str, Place]:
        """Where parts and modules are written, by name."""
        modules = {code.module_of(path): Place(path, 0) for path in self.now}
        gone = {name: Place(part.path, 0) for name, part in self.before.items()}
        return {**gone, **modules, **{name: Place(part.path, part.line) for name, part in self.parts.items()}}


def _understood(whose: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except UnreadableCode as problem:
        raise BadInput(f"{whose} can not be compared: {problem}") from problem


def _of(parts: Mapping[str, Part], room: str) -> dict[str, Part]:
    return {name: part for name, part in parts.items() if part.path.startswith(f"{room}/")}


def _text(path: str, data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        raise UnreadableCode(f"{path} can not be read: byte {problem.start + 1} is no UTF-8") from problem
