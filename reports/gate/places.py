"""Where a property is written, from the code object of its body: file and line, as a path from the repository's root."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from pathlib import Path

from properties.declared import Declaration
from properties.property import Registry

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Place:
    """A file, with slashes whatever the machine, and a line, counted from 1; line 0 means the file as a whole."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.line else self.file


def _declared(system: str, method: str, root: Path) -> Place:
    """Where something is declared of a method: the first line that names it among the declarations of the system."""
    file = Path("properties") / system / "abstractions.py"
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    named = (number for number, line in enumerate(lines, start=1) if f'"{method}' in line and line.startswith("    "))
    return Place(file.as_posix(), next(named, 0))


def places(registry: Registry, root: Path = ROOT) -> dict[str, Place]:
    """The place of each property by id; one whose body lies outside the root is left out."""
    found = {}
    for each in registry:
        if isinstance(each.scope, Declaration):
            found[each.id] = _declared(each.system, each.scope.method, root)
            continue
        code = inspect.unwrap(each.body).__code__
        file = Path(code.co_filename).resolve()
        if file.is_relative_to(root):
            found[each.id] = Place(file.relative_to(root).as_posix(), code.co_firstlineno)
    return found
