"""A name that a run need not know before it compares it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from proofs.symbolic import beyond, unknown

if TYPE_CHECKING:
    from proofs.path import Path


class Undecided:
    """One of a few names; comparing it decides which. Whatever else a name can do ends the proof."""

    __slots__ = ("_name", "_options", "path")

    def __init__(self, path: Path, name: str, options: tuple[str, ...]) -> None:
        self.path = path
        self._name = name
        self._options = options

    def __eq__(self, other: object) -> bool:
        return self.path.choice(self._name, self._options) == (str(other) if isinstance(other, Undecided) else other)

    def __str__(self) -> str:
        return self.path.choice(self._name, self._options)

    __hash__ = beyond("the hash of an undecided name")
    __repr__ = __format__ = beyond("the text of an undecided name")
    __len__ = __iter__ = __contains__ = __getitem__ = beyond("the letters of an undecided name")
    __add__ = __radd__ = __mul__ = __rmul__ = __mod__ = __rmod__ = beyond("a text made of an undecided name")
    __lt__ = __le__ = __gt__ = __ge__ = beyond("the order of an undecided name")

    def __getattr__(self, name: str) -> Any:
        raise unknown(self, name, str)
