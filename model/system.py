"""A system: a class whose methods are the transitions of one protocol.

A transition is a method `operation(self, state, *, arguments...) -> (state after, result)`, pure to its caller: it
raises a `Rejected` with nothing changed, or returns a new state. A change of protocol is a subclass that overrides the
few rules concerned; everything that takes a system takes the subclass.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar


class UnknownOperation(LookupError):
    """The system has no transition of that name."""


class System:
    """What every protocol has in common: a name, operations, and their dispatch by name.

    `name` says which properties and recordings are about the system; a variant of a protocol keeps it. `operations`
    are the public transitions, named as the recorded executions name them.
    """

    name: ClassVar[str]
    operations: ClassVar[tuple[str, ...]]

    def operations_on(self, state: object) -> tuple[str, ...]:
        """The transitions of a state: a system with states of several kinds has more of them for some."""
        return self.operations

    def every_operation(self) -> tuple[str, ...]:
        """The transitions of states of every kind."""
        return self.operations

    def apply(self, state: Any, operation: str, arguments: Mapping[str, Any]) -> tuple[Any, Any]:
        """The state after the operation, and its result.

        Raises what the transition raises, and `UnknownOperation` for a name that is no transition of this system.
        """
        if operation not in self.operations_on(state):
            known = ", ".join(self.operations_on(state))
            raise UnknownOperation(f"{self.name} has no operation {operation!r}; it has {known}")
        return getattr(self, operation)(state, **arguments)  # type: ignore[no-any-return]
