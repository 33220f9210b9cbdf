"""A name that a run need not know before it compares it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from proofs.path import Path


class Undecided:
    """One of a few names; comparing it decides which."""

    __slots__ = ("name", "options", "path")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, path: Path, name: str, options: tuple[str, ...]) -> None:
        self.path = path
        self.name = name
        self.options = options

    def __eq__(self, other: object) -> bool:
        return self.path.choice(self.name, self.options) == (str(other) if isinstance(other, Undecided) else other)

    def __str__(self) -> str:
        return self.path.choice(self.name, self.options)
