"""A user as a proof knows one: the same as itself, and no more is known, so that what is proved of it holds of any user.

Where it is proved a transition is given a user under some name. A rule that looked at the name would be proved of that one
and run for all, so a rule may use a user as the key of what it holds, and for nothing else.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path as File
from typing import TYPE_CHECKING, Any

from model.holders import Holders
from model.system import System
from proofs.ran import aside
from proofs.symbolic import beyond, unknown

if TYPE_CHECKING:
    from proofs.path import Path

USER = "user"
"""How a transition names whom it is of, in every system."""

OWN = tuple(f"{File(__file__).parents[1] / room}/" for room in ("model", "properties", "proofs"))
"""Where code is that looks up users as keys of what they hold."""

MODELS_HOLDERS = str(sys.modules[Holders.__module__].__file__)
"""Holders of the model itself know all their members by name; in a proof others stand for them (`proofs.holders`)."""


class AnyUser:
    """A user without a name. It is compared with itself alone, and looked up where our own code does so."""

    __slots__ = ("_key", "path")

    def __init__(self, path: Path, key: Any) -> None:
        self.path = path
        self._key = key

    def __eq__(self, other: object) -> bool:
        key = plain(other)
        if type(key) is type(self._key) and key == self._key:
            return True
        raise self.path.give_up(TypeError(f"whether a user is {other!r}: a proof is of any user"))

    def __hash__(self) -> int:
        file = sys._getframe(1).f_code.co_filename
        if not file.startswith(OWN) or file == MODELS_HOLDERS:
            raise self.path.give_up(TypeError("the hash of a user: a proof is of any user"))
        return hash(self._key)

    __repr__ = __str__ = __format__ = beyond("the name of a user")
    __len__ = __iter__ = __contains__ = __getitem__ = beyond("the letters of a user's name")
    __int__ = __index__ = __float__ = __bool__ = __neg__ = __abs__ = beyond("the number of a user")
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __rmod__ = beyond("arithmetic with a user")
    __floordiv__ = __rfloordiv__ = __and__ = __rand__ = __or__ = __ror__ = beyond("arithmetic with a user")
    __lt__ = __le__ = __gt__ = __ge__ = beyond("the order of users")

    def __getattr__(self, name: str) -> Any:
        raise unknown(self, name, type(self._key))


def plain(user: Any) -> Any:
    """The key that stands for a user, or what is given if that is none."""
    return object.__getattribute__(user, "_key") if isinstance(user, AnyUser) else user


@aside
def without_names(system: System, path: Path) -> None:
    """Let the transitions of a stand-in of a system not know the names of the users that they are given.

    In a state whose holders are all known by name, those of a story that somebody tells, users keep theirs.
    """
    for name in {"apply", *system.every_operation()}:
        setattr(system, name, _unnamed(getattr(system, name), path))


def _unnamed(transition: Callable[..., Any], path: Path) -> Callable[..., Any]:
    def run(state: Any, *given: Any, **named: Any) -> Any:
        keys = _nameless(state)

        def hidden(arguments: Mapping[str, Any]) -> dict[str, Any]:
            return {
                name: AnyUser(path, each) if _is_user(name, each, keys) else each for name, each in arguments.items()
            }

        told = [hidden(each) if isinstance(each, Mapping) else each for each in given]
        return transition(state, *told, **hidden(named))

    return run


def _nameless(state: Any) -> list[Any]:
    """The users of a state whose holders are not all known."""
    held = [each for each in vars(state).values() if isinstance(each, Holders) and type(each) is not Holders]
    return [user for each in held for user in dict.keys(each)]


def _is_user(name: str, value: Any, keys: list[Any]) -> bool:
    """Whether an argument is one of the users: a text that is one's, or whatever stands where every system has its user."""
    return type(value) in ((int, str) if name == USER else (str,)) and value in keys
