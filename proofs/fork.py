"""Where a run may go one way or another, where it can not go on, and what it has to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from proofs.condition import Condition
from proofs.facts import Proof
from proofs.ran import Calls

Point = dict[str, int]


class Infeasible(Exception):
    """The branch just taken contradicts what is known: this path has no runs."""


@dataclass
class Fork:
    """One decision of a run: which of its alternatives was taken, and whether it is known to be feasible."""

    subject: Condition | str
    taken: int
    alternatives: int
    verified: bool = False
    reached: bool = False  # whether a run through an alternative taken so far succeeded
    points: Sequence[Point] = ()  # the integer points that came here
    calls: Calls = field(default_factory=dict)  # the functions called from here to the next decision

    @property
    def label(self) -> str:
        """What was decided, in words."""
        return str(self.subject)


@dataclass(frozen=True)
class Obligation:
    """`facts[:known]` of the path imply the condition; `proof` is `None` where none was found."""

    label: str
    condition: Condition
    known: int
    proof: Proof | None
