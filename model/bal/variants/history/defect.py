"""A defect that was fixed in the program: `Bal` with the rule as it was, and what is recorded of the fix."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from model.bal.system import Bal


class Fix(NamedTuple):
    """A fix: its id in the list of fixes, the commit of the program that made it, and what was wrong.

    `violated` names what the list of fixes says the defect breaks: properties of the specification by their ids (which
    are those of the catalogue, where they are stated), or rules of its own.
    """

    id: str
    commit: str
    date: str
    violated: tuple[str, ...]
    before: str
    after: str


class Defect(Bal):
    """`Bal` as it would be today, had the fix not been made."""

    fixed: ClassVar[Fix]
