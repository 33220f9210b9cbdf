"""Witnesses and counterexamples run once more on plain integers, to see what a report only tells: who gained what at
each step, and which lines of the model ran.

Nothing here judges anything. A run is shown only if it is the one that the report tells of.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any, TypeAlias

import model
from model.errors import Rejected
from model.system import System
from properties.case import Discarded, GivenCase
from properties.property import Invariant, OnStep, Property, Scenario, Step, labelled
from properties.recording import Recorded, recording, trace_of
from properties.situations import situations_of
from reports.document import portable

if TYPE_CHECKING:
    from proofs.search import Search

MODEL = Path(model.__file__).parent
RECORDING = recording.__code__.co_filename
"""The file from which every transition of a run is called."""

Met: TypeAlias = tuple[Any, str, dict[str, Any]]
"""A step met in a life: a state, an operation and its arguments."""

AT_RANDOM = re.compile(r"random case (\d+) of (story|start) with seed (\d+)")
IN_LIVES = re.compile(r"step (\d+) of (\w+) in the lives of seed (\d+)")
MOST_STEPS = 50_000
"""Steps walked to find one that a report names; a report that names a later one is not followed."""

LONGEST = 1000
"""The digits of a number of which one may be sure that no width holds it."""


@dataclass(frozen=True)
class Ran:
    """A run: the transitions that were made, the functions of the model that ran, in order, and the lines of each file.

    `entered` are the transitions among them, and what the statement calls itself; where that is nothing, what else the
    file calls in which it stands.
    """

    log: tuple[Recorded, ...]
    functions: tuple[CodeType, ...]
    entered: tuple[CodeType, ...]
    lines: Mapping[str, frozenset[int]]


class _Followed:
    """Notes which functions and lines of the model run while it is switched on, and who asked for them."""

    def __init__(self, statement: Property) -> None:
        said = [statement.body, getattr(statement.scope, "lemmas", None)]
        self.bodies = {each.__code__ for each in said if each is not None}
        self.home = statement.body.__code__.co_filename
        self.functions: dict[CodeType, None] = {}
        self.entered: dict[CodeType, None] = {}
        self.nearby: dict[CodeType, None] = {}
        self.lines: dict[str, set[int]] = {}
        self._own: dict[str, bool] = {}

    @contextmanager
    def on(self) -> Iterator[None]:
        """Follow what runs in this block."""
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            yield
        finally:
            sys.settrace(before)

    def ran(self, log: Iterable[Recorded]) -> Ran:
        """What was noted, with the transitions that were made."""
        lines = {file: frozenset(numbers) for file, numbers in self.lines.items()}
        return Ran(tuple(log), tuple(self.functions), tuple(self.entered or self.nearby), lines)

    def _called(self, frame: FrameType, event: str, argument: Any) -> Any:
        code = frame.f_code
        if not self._of_model(code):
            return None
        if not code.co_name.startswith("<"):
            self.functions.setdefault(code)
            caller = frame.f_back.f_code if frame.f_back is not None else None
            if caller is not None and (caller in self.bodies or caller.co_filename == RECORDING):
                self.entered.setdefault(code)
            elif caller is not None and caller.co_filename == self.home:
                self.nearby.setdefault(code)
        return self._line

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        if event == "line":
            self.lines.setdefault(frame.f_code.co_filename, set()).add(frame.f_lineno)
        return self._line

    def _of_model(self, code: CodeType) -> bool:
        file = code.co_filename
        if file not in self._own:
            self._own[file] = MODEL in Path(file).parents
        return self._own[file]


def counterexample(statement: Property, system: System, found: Mapping[str, Any]) -> Ran | None:
    """The run of a counterexample, if its inputs lead to the very trace that the report holds."""
    from proofs.judge import Judge, scopes

    values = inputs(found)
    if not values:
        return None
    judge = Judge(system, situations_of(system.name))
    for scope in scopes(statement, system):
        case = GivenCase(values)

        def claims(noting: System, scope: str = scope, case: GivenCase = case) -> Iterable[tuple[str, Any]]:
            return judge.concrete(statement, scope, case, noting)

        ran, failed = _followed(statement, system, claims)
        if failed == found["claim"] and portable(trace_of(ran.log)) == found["trace"]:
            return ran
    return None


def inputs(found: Mapping[str, Any]) -> dict[str, int]:
    """The inputs of a counterexample; none if one has more digits than any number of a protocol."""
    if any(len(str(value)) > LONGEST for value in found["inputs"].values()):
        return {}
    return {name: int(value) for name, value in found["inputs"].items()}


_searches: dict[tuple[type, int], Search] = {}
"""Searches by class and seed, with the lives that they have walked."""


def _search(system: System, seed: int) -> Search:
    """The search whose cases witnesses are."""
    from proofs.judge import Judge
    from proofs.search import Search

    key = (type(system), seed)
    if key not in _searches:
        _searches[key] = Search(Judge(system, situations_of(system.name)), seed)
    return _searches[key]


def witness(statement: Property, system: System, told: str) -> Ran | None:
    """The run that a witness names; none if it names none that can be found again, or if a claim fails of it."""
    from proofs.judge import scopes

    places = scopes(statement, system)
    at_random, in_lives = AT_RANDOM.fullmatch(told), IN_LIVES.fullmatch(told)
    if at_random and at_random.group(2) in places:
        number, scope, seed = at_random.groups()
        search = _search(system, int(seed))
        judge, case = search.judge, search.case(statement, scope, int(number))
        ran, failed = _followed(statement, system, lambda noting: judge.concrete(statement, scope, case, noting))
    elif in_lives and in_lives.group(2) in places and not isinstance(statement.scope, Scenario):
        met = lived(system, in_lives.group(2), int(in_lives.group(1)), int(in_lives.group(3)))
        if met is None:
            return None
        ran, failed = _followed(statement, system, lambda noting: _of_step(statement, noting, met))
    else:
        return None
    return ran if failed == "" else None


def steps(statement: Property, system: System) -> list[Ran]:
    """Of a statement about steps, a run of the first step of each operation that lives meet; of others none."""
    if not isinstance(statement.scope, (Invariant, OnStep)):
        return []
    found = []
    for operation in getattr(statement.scope, "operations", ()) or system.operations:
        met = lived(system, operation, 0, 1)
        if met is not None:
            found.append(_followed(statement, system, partial(_of_met, statement, met))[0])
    return found


def _of_met(statement: Property, met: Met, system: System) -> Iterable[tuple[str, Any]]:
    return _of_step(statement, system, met)


def _of_step(statement: Property, system: System, met: Met) -> Iterable[tuple[str, Any]]:
    before, operation, arguments = met
    after, result = system.apply(before, operation, arguments)
    step = Step(before, operation, arguments, after, result)
    return labelled(statement.body(system, after if isinstance(statement.scope, Invariant) else step))


_met: dict[tuple[type[System], str, int, int], Met | None] = {}


def lived(system: System, operation: str, number: int, seed: int) -> Met | None:
    """The step of that number of an operation that succeeds, counted from 0, in the lives of a seed."""
    asked = type(system), operation, number, seed
    if asked not in _met:
        _met[asked] = _lived(system, operation, number, seed)
    return _met[asked]


def _lived(system: System, operation: str, number: int, seed: int) -> Met | None:
    walk = situations_of(system.name).steps(Random(seed), system)
    for _, (state, name, arguments) in zip(range(MOST_STEPS), walk, strict=False):
        if name != operation:
            continue
        try:
            system.apply(state, name, arguments)
        except Rejected:
            continue
        if number == 0:
            return state, name, arguments
        number -= 1
    return None


def _followed(
    statement: Property, system: System, claims: Callable[[System], Iterable[tuple[str, Any]]]
) -> tuple[Ran, str | None]:
    """The run of some claims, and the first that fails: empty if all hold, None if the run says nothing."""
    log: list[Recorded] = []
    followed, failed = _Followed(statement), None
    try:
        with followed.on():
            said = list(claims(recording(system, log)))
            failed = next((label for label, condition in said if not condition), "") if said else None
    except (Rejected, Discarded):
        pass
    return followed.ran(log), failed
