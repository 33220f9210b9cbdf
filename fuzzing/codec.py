"""Values of arguments and settings from JSON, by the annotations of the transition that takes them."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any, Union, get_args, get_origin, get_type_hints

from conformance.decode import DECIMAL, DIGITS, shown
from model.arith import Width
from model.system import System
from properties.trace import START


class Undecodable(Exception):
    """A value is not what the transition takes; the message says what was expected."""


def arguments_of(system: System, operation: str, told: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of an operation, or the settings of a start, from JSON; `Undecodable` names the one at fault."""
    method = getattr(system, operation)
    parameters = inspect.signature(method).parameters
    hints = get_type_hints(method, include_extras=True)
    takes_any = any(each.kind is each.VAR_KEYWORD for each in parameters.values())
    known = {name: each for name, each in parameters.items() if each.kind is each.KEYWORD_ONLY}
    for name, each in known.items():
        if name not in told and each.default is each.empty:
            raise Undecodable(f"{operation} needs {name}")
    for name in told:
        if name not in known and not takes_any:
            raise Undecodable(f"{operation} takes no {name}")
    found = {}
    for name, value in told.items():
        try:
            found[name] = decoded(value, hints.get(name, Any) if name in known else Any)
        except Undecodable as error:
            raise Undecodable(f"{name}: {error}") from None
    return found


def decoded(value: Any, hint: Any) -> Any:
    """The value that the annotation asks for."""
    if get_origin(hint) is Union or type(hint).__name__ == "UnionType":
        if value is None and type(None) in get_args(hint):
            return None
        alternatives = [each for each in get_args(hint) if each is not type(None)]
        return decoded(value, alternatives[0] if len(alternatives) == 1 else Any)
    width = next((each for each in getattr(hint, "__metadata__", ()) if isinstance(each, Width)), None)
    plain = get_args(hint)[0] if hasattr(hint, "__metadata__") else hint
    if plain is int:
        return _integer(value, width)
    if plain is bool or plain is str:
        if type(value) is not plain:
            raise Undecodable(f"expected {'true or false' if plain is bool else 'a text'}, got {shown(value)}")
        return value
    if isinstance(plain, type) and issubclass(plain, tuple) and hasattr(plain, "_fields"):
        if type(value) is not dict or value.keys() != set(plain._fields):
            raise Undecodable(f"expected an object of {', '.join(plain._fields)}, got {shown(value)}")
        return plain(**{name: _integer(part, None) for name, part in value.items()})
    if type(value) in (dict, list):
        raise Undecodable(f"expected a number, a text or a truth value, got {shown(value)}")
    return _integer(value, None) if type(value) is str and DECIMAL.fullmatch(value) else value


def _integer(value: Any, width: Width | None) -> int:
    if type(value) is str and len(value) <= DIGITS and DECIMAL.fullmatch(value):
        value = int(value)
    if type(value) is not int:
        raise Undecodable(f"expected an integer, got {shown(value)}")
    if width is not None and value not in width:
        raise Undecodable(f"{shown(value)} does not fit {width.name}")
    return value


def is_operation(system: System, operation: str) -> bool:
    """Whether a life may contain it."""
    return operation in system.operations and operation != START
