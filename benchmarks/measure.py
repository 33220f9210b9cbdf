"""How times are taken: processor time of this process, several rounds, what is compared taken in turns."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from time import process_time

ROUNDS = 11


@dataclass(frozen=True)
class Figure:
    """One line of the table. `goal` is what the project set out for, as words; `met` None where there is no goal."""

    name: str
    value: float
    unit: str
    goal: str = ""
    met: bool | None = None
    details: str = ""


def fastest(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of the fastest round."""
    return min(rounds_of((work,), rounds)[0])


def rounds_of(works: tuple[Callable[[], object], ...], rounds: int = ROUNDS) -> list[list[float]]:
    """Seconds of each round of each, in turns, so that a slow moment of the machine hits all of them."""
    taken: list[list[float]] = [[] for _ in works]
    enabled = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            for place, work in enumerate(works):
                gc.collect()
                begun = process_time()
                work()
                taken[place].append(process_time() - begun)
    finally:
        if enabled:
            gc.enable()
    return taken
