"""Whether a user's rule could tell a symbolic integer from an integer, and so do one thing when proved and another when run.

What a symbolic integer can not do ends the proof by itself (`proofs.symbolic`). What is left are questions that need no
operation of it: what type it is, and which object. They are looked for in the code of the rules that are not ours.
"""

from __future__ import annotations

import dis
import inspect
from collections.abc import Iterator
from types import CodeType
from typing import Any

from model.system import System

OURS = System.__module__.partition(".")[0]
QUESTIONS = frozenset({"type", "isinstance", "issubclass", "__class__"})
NUMBERS = frozenset({"int", "bool", "float", "complex", "Integral", "Number", "Rational", "Real", "SymbolicInteger"})


def told_apart(system: System) -> list[str]:
    """Where a system's rules that are not ours, or functions beside them, ask what kind of number they have."""
    return [
        f"{function.__qualname__} {question}: a proof can not say what it does with another kind of number"
        for function in _rules(type(system))
        if (question := _question(function.__code__))
    ]


def _rules(kind: type) -> list[Any]:
    """The methods of the classes that are not ours, and the functions of theirs that these reach by name."""
    waiting = [
        getattr(member, "__func__", getattr(member, "fget", member))
        for each in kind.__mro__
        if each.__module__.partition(".")[0] not in (OURS, "builtins")
        for member in vars(each).values()
    ]
    found: dict[int, Any] = {}
    while waiting:
        function = inspect.unwrap(waiting.pop()) if callable(waiting[-1]) else waiting.pop()
        if not inspect.isfunction(function) or id(function) in found:
            continue
        if str(function.__module__).partition(".")[0] == OURS:
            continue
        found[id(function)] = function
        names = {name for code in _codes(function.__code__) for name in code.co_names}
        waiting += [function.__globals__[name] for name in names if name in function.__globals__]
        waiting += [cell.cell_contents for cell in function.__closure__ or ()]
    return list(found.values())


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from _codes(each)


def _question(code: CodeType) -> str:
    """What code asks that an integer answers otherwise than a symbolic one; nothing if it does not ask."""
    for each in _codes(code):
        names = {*each.co_names, *each.co_varnames, *each.co_freevars}
        if names & QUESTIONS and names & NUMBERS:
            return "asks for the type of a number"
        before = None
        for instruction in dis.get_instructions(each):
            constant = before is not None and before.opname.startswith("LOAD_CONST") and isinstance(before.argval, int)
            if instruction.opname == "IS_OP" and constant:
                return "asks whether something is the very object of a number"
            before = instruction
    return ""
