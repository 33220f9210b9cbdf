"""What the rules of a system that are not ours can reach when they run: functions, classes and plain values.

The walk starts at the classes and the bodies that are given, and follows names by their values: what stands under them in
modules, in what encloses a function, in classes, objects and containers. What is neither ours, nor to be read
(`proofs.language`), nor a plain value is strange: nobody knows what it does.
"""

from __future__ import annotations

import ast
import builtins
import dataclasses
import dis
import itertools
import sys
import typing
from abc import ABCMeta
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum, EnumMeta
from functools import partial
from pathlib import Path
from types import (
    BuiltinFunctionType,
    FunctionType,
    GetSetDescriptorType,
    MappingProxyType,
    MemberDescriptorType,
    MethodType,
    ModuleType,
    NoneType,
)
from typing import Any

from model import arith
from model.holders import Holders
from proofs.source import codes, trees_of

HOME = Path(__file__).parents[1]
RULES = (HOME / "model",)
STATEMENTS = (*RULES, HOME / "properties", HOME / "detection")
"""Where our own code is: a rule may use the model, and a statement what statements are written in as well."""

Rooms = tuple[Path, ...]
Found = list[tuple[str, Any]]

LIBRARY = (dataclasses.replace, typing.cast, itertools.pairwise)
"""What a rule may use of Python's library."""

PLAIN = (NoneType, bool, int, float, str, bytes)
BASES = (object, Exception, Enum, typing.Generic)
KINDS_OF_CLASSES = (type, ABCMeta, EnumMeta)
FACTORIES = (dataclasses.MISSING, dict, list, tuple, Holders)
MAKE_CLASSES = ("abc", "collections", "dataclasses", "enum", "reprlib", "typing")
"""Where the methods come from that a class is given by what it is: a dataclass, a named tuple, a list of names."""

NOT_A_RULE = frozenset(
    {"__module__", "__qualname__", "__doc__", "__annotations__", "__slots__", "__match_args__", "__orig_bases__"}
    | {"__parameters__", "__abstractmethods__", "_abc_impl", "__firstlineno__", "__static_attributes__"}
    | {"__annotate__", "__annotate_func__", "__annotations_cache__", "__dataclass_fields__", "__dataclass_params__"}
)
"""What a class holds that no rule of it is."""


class Reached:
    """The functions to be read, what nobody knows, and plain values with the places where they were found."""

    def __init__(self, kind: type, held: Mapping[str, Any], bodies: Iterable[Callable[..., Any]] = ()) -> None:
        self.strange: list[str] = []
        self.values: list[str] = []
        self._functions: list[FunctionType] = []
        self._seen: dict[int, Any] = {}
        kinds = [(each.__qualname__, each) for each in kind.__mro__]
        self._walk([*kinds, *((f"the system's {name}", each) for name, each in held.items())], RULES)
        self.rules = tuple(self._functions)
        self._walk([(getattr(body, "__qualname__", "a body"), body) for body in bodies], STATEMENTS)
        self.statements = tuple(self._functions[len(self.rules) :])

    def has(self, value: Any) -> bool:
        """Whether it was met on the way."""
        return id(value) in self._seen

    def memory(self) -> list[Any]:
        """What can be written to of all that is reached, but for classes and modules."""
        return [
            each
            for each in self._seen.values()
            if isinstance(each, dict | list | set)
            or (hasattr(each, "__dict__") and not isinstance(each, type | ModuleType))
        ]

    def _walk(self, waiting: Found, rooms: Rooms) -> None:
        while waiting:
            where, value = waiting.pop()
            if isinstance(value, PLAIN):
                self.values.append(f"{where} = {value!r}")
            elif id(value) not in self._seen:
                self._seen[id(value)] = value
                waiting += self._inside(where, value, rooms)

    def _inside(self, where: str, value: Any, rooms: Rooms) -> Found:
        """What is reached from a value; a function, and a value that nobody knows, is entered on the way."""
        if isinstance(value, ModuleType) or any(value is each for each in (Holders, *LIBRARY)):
            return []
        if isinstance(value, FunctionType) and not _is_library(value.__module__):
            if is_ours(value, rooms):
                return self._strange(where) if value is arith.symbolic or value.__name__.startswith("_") else []
            self._functions.append(value)
            return list(values_of(value))
        if isinstance(value, type):
            return self._of_class(where, value, rooms)
        parts = _parts(value)
        return self._strange(where) if parts is None else [(f"{where}{name}", each) for name, each in parts]

    def _of_class(self, where: str, kind: type, rooms: Rooms) -> Found:
        """The members of a class and its bases; of one of ours only what stands in the place of a method, from elsewhere."""
        if kind in BASES or (issubclass(kind, BaseException) and kind.__module__ == "builtins"):
            return []
        if _is_library(kind.__module__) or type(kind) not in KINDS_OF_CLASSES:
            return self._strange(where)
        members = [(f"{kind.__qualname__}.{name}", vars(kind)[name]) for name in vars(kind) if not _is_made(kind, name)]
        if kind.__module__.partition(".")[0] in {room.name for room in rooms}:
            return [(name, each) for name, each in members if (rule := _rule(each)) and not is_ours(rule, rooms)]
        bases = [each for each in kind.__bases__ if not _is_base(kind, each)]
        if "__del__" in vars(kind) or any(each.__module__ == "builtins" or issubclass(each, Holders) for each in bases):
            self._strange(kind.__qualname__)
        fields = vars(kind).get("__dataclass_fields__", {}).values()
        made = [(f"{kind.__qualname__}.{each.name}", each.default_factory) for each in fields]
        return members + [(where, each) for each in bases] + [each for each in made if each[1] not in FACTORIES]

    def _strange(self, where: str) -> Found:
        self.strange.append(where)
        return []


def is_ours(function: FunctionType, rooms: Rooms = RULES) -> bool:
    """Whether a function is of our own code; a verb of `model.arith` is made there from its text."""
    if any(function is each for each in vars(arith).values()):
        return True
    return any(room in Path(function.__code__.co_filename).parents for room in rooms)


def globals_of(function: FunctionType) -> dict[str, Any]:
    """What stands under the names that a function uses and does not define."""
    steps = (each for code in codes(function.__code__) for each in dis.get_instructions(code))
    names = {each.argval for each in steps if each.opname == "LOAD_GLOBAL"}
    known = {**vars(builtins), **function.__globals__}
    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    return {name: known[name] for name in names if name in known} | {name: cell.cell_contents for name, cell in cells}


def values_of(function: FunctionType) -> Iterator[tuple[str, Any]]:
    """What a function reaches by name, and by default; of a module that which it takes from it.

    Python's own functions, under their own names or others, are not among them: how they are used is read.
    """
    said, known = function.__qualname__, globals_of(function)
    yield from ((f"{said}: {name}", value) for name, value in known.items() if not is_built_in(value))
    yield from ((f"{said}: a default", value) for value in function.__defaults__ or ())
    yield from ((f"{said}: {name}", value) for name, value in (function.__kwdefaults__ or {}).items())
    for tree in trees_of(function.__code__):
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(holder := module_of(node.value, known), ModuleType):
                yield f"{said}: {ast.unparse(node)}", getattr(holder, node.attr, None)


def is_built_in(value: Any) -> bool:
    """Whether a value is a function or class of Python itself."""
    return isinstance(value, type | BuiltinFunctionType) and value.__module__ == "builtins"


def module_of(expression: ast.expr, known: Mapping[str, Any]) -> Any:
    """What a name, or a name within a module, stands for; None if it is neither."""
    if isinstance(expression, ast.Name):
        return known.get(expression.id)
    if isinstance(expression, ast.Attribute):
        holder = module_of(expression.value, known)
        return getattr(holder, expression.attr, None) if isinstance(holder, ModuleType) else None
    return None


def _parts(value: Any) -> list[tuple[str, Any]] | None:
    """What something is made of, that is no function and no class; None if nobody knows."""
    if isinstance(value, dict | MappingProxyType):
        return [part for key, each in value.items() for part in ((": a key", key), (f"[{key!r}]", each))]
    if isinstance(value, set | frozenset):
        return [(": a member", each) for each in sorted(value, key=repr)]
    if isinstance(value, list | tuple):
        return [(f"[{place}]", each) for place, each in enumerate(value)]
    if isinstance(value, MethodType):
        return [("", value.__func__), (": its object", value.__self__)]
    if isinstance(value, property):
        return [("", each) for each in (value.fget, value.fset, value.fdel)]
    if isinstance(value, classmethod | staticmethod):
        return [("", value.__func__)]
    if isinstance(value, partial):
        return [("", value.func), (": given", value.args), (": given", value.keywords)]
    if isinstance(value, GetSetDescriptorType | MemberDescriptorType):
        return []
    if _is_library(type(value).__module__):
        return None
    return [
        (": its class", type(value)),
        *((f".{name}", each) for name, each in getattr(value, "__dict__", {}).items()),
    ]


def _rule(member: Any) -> FunctionType | None:
    """The function that a member of a class is, whatever it is wrapped in."""
    for name in ("__func__", "fget"):
        member = getattr(member, name, member)
    return member if isinstance(member, FunctionType) else None


def _is_library(module: str | None) -> bool:
    return module is not None and module.partition(".")[0] in sys.stdlib_module_names


def _is_base(kind: type, base: type) -> bool:
    """Whether a base is one of Python's that a class may have; a text only as the value of a name in a list (`Enum`)."""
    if base is tuple:
        return hasattr(kind, "_fields")
    return base in BASES or issubclass(base, Enum | Exception) or (base is str and issubclass(kind, Enum))


def _is_made(kind: type, name: str) -> bool:
    """Whether a class has a member from what it is, a dataclass, a named tuple, a list of names, and not from its body."""
    member = vars(kind)[name]
    function = _rule(member)
    if name in NOT_A_RULE or type(member).__name__ == "_tuplegetter":
        return True
    if issubclass(kind, Enum) and name.startswith("_") and name != "_member_map_":
        return function is None or _is_library(function.__module__)
    if function is None:
        return False
    file = function.__code__.co_filename
    made = dataclasses.is_dataclass(kind) or hasattr(kind, "_fields")
    return made and (
        file == "<string>" or file in {getattr(sys.modules[each], "__file__", "") for each in MAKE_CLASSES}
    )
