"""How the recordings of one system are read: what an adapter has to know.

`ADAPTER` of a module named in `conformance.systems` is an instance of a subclass of `Adapter`. It decodes with
`conformance.decode`, which raises `NotARecording` for whatever does not belong, and never changes a state.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from conformance.difference import Difference
from model.errors import Rejected
from model.system import System

Line = dict[str, Any]
"""One line of a recording, as parsed: integers are numbers or decimal strings until the adapter decodes them."""


class Skipped(Exception):
    """The line can not be judged; the reason is counted and told. From `start`, it stands for the whole trace."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Adapter(ABC):
    """How traces of one system are read. `system` is the one that replays them unless another class is asked for."""

    system: System

    judges_start: ClassVar[bool] = False
    """Whether the first line of a trace says something that the model did not just read from it."""

    @property
    def operations(self) -> tuple[str, ...]:
        """The names that `op` may have after the first line."""
        return self.system.operations

    @abstractmethod
    def recognises_trace(self, line: Line) -> bool:
        """Whether the line is a step of a trace of this system."""

    @abstractmethod
    def start(self, system: System, line: Line) -> Any:
        """The state at the beginning of a trace, from its first line."""

    def judge_start(self, system: System, state: Any, line: Line) -> Difference | None:
        """Where the model's own first state is not the recorded one; only asked if `judges_start`."""
        return None

    @abstractmethod
    def replay(self, system: System, state: Any, line: Line) -> tuple[Any, Difference | None]:
        """The state after doing what the line says, and where that, or the answer, is not what the line says."""

    @abstractmethod
    def resume(self, system: System, state: Any, line: Line) -> Any:
        """The state which the line records: where to go on after a difference. `state` is the model's last one."""


class FunctionReader(Adapter):
    """An adapter of whose system there are examples of single functions, too."""

    @abstractmethod
    def recognises_function(self, line: Line) -> bool:
        """Whether the line is an example of one function of this system."""

    @abstractmethod
    def function(self, system: System, line: Line) -> Difference | None:
        """Where the model's function does not answer as the line says."""


class CaseReader(Adapter):
    """An adapter of whose system there are cases of its program's unit tests, too."""

    @abstractmethod
    def recognises_case(self, line: Line) -> bool:
        """Whether the line is a case of the unit tests of this system's program."""

    @abstractmethod
    def case(self, system: System, line: Line) -> Difference | None:
        """Where the model does not do what the case says."""


class Writer(Adapter):
    """An adapter that knows the other direction, too: what a line records of a step of the model."""

    def prepared(self, state: Any, operation: str, arguments: Mapping[str, Any]) -> Any:
        """The state in which the operation is attempted: the recorder may do something of its own before it."""
        return state

    @abstractmethod
    def snapshot(self, state: Any) -> dict[str, Any]:
        """The members of a line that record the state."""

    @abstractmethod
    def settings(self, state: Any) -> dict[str, Any]:
        """`args` of the first line: what the trace begins with beside its state."""

    @abstractmethod
    def told(self, operation: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """`args` of a line, and whatever else it has because of them; `now` is every line's."""

    def answered(
        self, system: System, state: Any, operation: str, arguments: Mapping[str, Any], result: Mapping[str, Any]
    ) -> dict[str, Any]:
        """`result` of a line. `state` is the one after the operation."""
        return dict(result)

    def reason(self, refusal: Rejected) -> str | None:
        """`error` of a line; none where the program gives no reason."""
        return refusal.name


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one attempted operation: the state after it, and its result or why it was refused."""

    state: Any
    result: dict[str, Any]
    refusal: Rejected | None = None
    crash: str = ""


def attempt(system: System, state: Any, operation: str, arguments: Mapping[str, Any]) -> Outcome:
    """Apply the operation."""

    def applied() -> tuple[Any, dict[str, Any]]:
        after, result = system.apply(state, operation, arguments)
        return after, result._asdict()

    return outcome_of(applied, state)


def outcome_of(attempted: Callable[[], tuple[Any, dict[str, Any]]], before: Any = None) -> Outcome:
    """What becomes of it. A class that fails in any other way than by a `Rejected` has crashed; that is told."""
    try:
        return Outcome(*attempted())
    except Rejected as refusal:
        return Outcome(before, {}, refusal)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - the class may be anybody's, and its failure is what is looked for
        return Outcome(before, {}, crash=f"{type(error).__name__}: {error}")


def judge_outcome(line: Line, outcome: Outcome, named: bool) -> Difference | None:
    """Where success or refusal is not as recorded. The name of the error must agree if it is one that is `named`."""
    if outcome.crash:
        return Difference("ok", "ok" if line["ok"] else f"refused: {line['error']}", f"crashed: {outcome.crash}")
    if line["ok"]:
        return Difference("ok", "ok", f"refused: {outcome.refusal}") if outcome.refusal else None
    if outcome.refusal is None:
        return Difference("ok", f"refused: {line['error']}", "ok")
    if named and outcome.refusal.name != line["error"]:
        return Difference("error", line["error"], str(outcome.refusal))
    return None
