"""Whether a user's rule could tell a symbolic integer from an integer, and so do one thing when proved and another when run.

What a symbolic integer can not do ends the proof by itself (`proofs.symbolic`). What is left are questions that need no
operation of it: what type it is, which object, and what else it can do. They are looked for in the code of the rules that
are not ours, and of what these reach by name.
"""

from __future__ import annotations

import dis
import inspect
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from model.system import System
from proofs.symbolic import SymbolicInteger

OURS = System.__module__.partition(".")[0]
QUESTIONS = frozenset({"type", "isinstance", "issubclass", "__class__", "MATCH_CLASS"})
KINDS = (int, bool, float, complex, str, SymbolicInteger)
NUMBERS = frozenset({*(kind.__name__ for kind in KINDS), "Integral", "Number", "Rational", "Real"})
SYMBOLIC = frozenset({"polynomial", "promote", "within"})
"""What only a symbolic integer has."""


def told_apart(system: System) -> list[str]:
    """Where a system's rules that are not ours, or functions beside them, ask what kind of number they have."""
    return [
        f"{function.__qualname__} {question}: a proof can not say what it does with another kind of number"
        for function in _rules(type(system))
        if (question := _question(function))
    ]


def _rules(kind: type) -> list[FunctionType]:
    """The methods of the classes that are not ours, and the functions of theirs that these reach by name."""
    waiting: list[Any] = [
        member
        for each in kind.__mro__
        if each.__module__.partition(".")[0] not in (OURS, "builtins")
        for member in vars(each).values()
    ]
    found: dict[int, FunctionType] = {}
    seen: dict[int, Any] = {}
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen[id(each)] = each
        if isinstance(each, type):
            waiting += vars(each).values() if _is_theirs(each.__module__) else ()
        function = _function(each)
        if function is not None and str(function.__module__).partition(".")[0] != OURS:
            found[id(function)] = function
            waiting += _reached(function)
    return list(found.values())


def _function(member: Any) -> FunctionType | None:
    """The function behind a member of a class or a name of a module, whatever it is wrapped in."""
    for name in ("__func__", "fget", "func"):
        member = getattr(member, name, member)
    member = inspect.unwrap(member) if callable(member) else member
    return member if isinstance(member, FunctionType) else None


def _reached(function: FunctionType) -> Iterator[Any]:
    """What a function reaches by name: in its module, in modules of theirs, in what encloses it, and by default."""
    names = _names(function.__code__)
    for each in _values(function):
        yield each
        if isinstance(each, ModuleType) and _is_theirs(each.__name__):
            yield from (vars(each)[name] for name in names & vars(each).keys())


def _values(function: FunctionType) -> Iterator[Any]:
    names = _names(function.__code__)
    yield from (function.__globals__[name] for name in names if name in function.__globals__)
    yield from (cell.cell_contents for cell in function.__closure__ or ())
    yield from (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).values())


def _is_theirs(module: str) -> bool:
    return module.partition(".")[0] not in {OURS, *sys.stdlib_module_names}


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _names(code: CodeType) -> set[str]:
    return {name for each in _codes(code) for name in (*each.co_names, *each.co_varnames, *each.co_freevars)}


def _question(function: FunctionType) -> str:
    """What a function asks that an integer answers otherwise than a symbolic one; nothing if it does not ask."""
    values = list(_values(function))
    if any(hasattr(value, "dispatch") and hasattr(value, "registry") for value in values):
        return "calls a function that is chosen by the type of a number"
    kinds = any(_is_of_numbers(value) for value in values)
    for code in _codes(function.__code__):
        names = {*code.co_names, *code.co_varnames, *code.co_freevars}
        texts = {each for each in code.co_consts if isinstance(each, str)}
        instructions = list(dis.get_instructions(code))
        asked = names | {each.opname for each in instructions}
        if asked & QUESTIONS and (kinds or (names | texts) & NUMBERS):
            return "asks for the type of a number"
        if SYMBOLIC & names or (names & {"getattr", "hasattr"} and SYMBOLIC & texts):
            return "asks for what only a symbolic number has"
        for first, second, third in zip(instructions, instructions[1:], instructions[2:], strict=False):
            if third.opname == "IS_OP" and _is_number(second):
                return "asks whether something is the very object of a number"
            if first.argval == "type" and _is_number(second) and "CALL" in third.opname:
                return "asks for the type of a number"
    return ""


def _is_number(loaded: dis.Instruction) -> bool:
    return loaded.opname.startswith("LOAD_CONST") and isinstance(loaded.argval, int)


def _is_of_numbers(value: Any) -> bool:
    """Whether something under a name of the user's is a kind of number, or a choice by kinds of numbers."""
    if isinstance(value, dict | list | tuple | set | frozenset):
        return any(_is_of_numbers(each) for each in value)
    return any(value is kind for kind in KINDS)
