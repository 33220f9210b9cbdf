"""Which functions of the model a run calls, so that a report can say what a proof is about.

A function is named as it is written: `model.bal.fills.Fills.fill`. What is defined inside a function counts as a part
of it. Every call in this thread counts, also those by way of libraries.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from types import CodeType, FrameType
from typing import ParamSpec, TypeVar

import model

ROOM = Path(str(model.__file__)).resolve().parent

P = ParamSpec("P")
T = TypeVar("T")

Calls = dict[int, CodeType]
"""The code that was called, by its identity: to compare code would take longer than to run it."""

_own: dict[str, bool] = {}
"""Whether a file is one of the model, as far as it was asked."""


@contextmanager
def watched(calls: Calls | None) -> Iterator[Callable[[Calls], None]]:
    """Enter every call of a function of the model in this block; what is yielded makes later ones be entered elsewhere.

    Without a place to enter them, calls are passed over until there is one.
    """
    current: Calls = {}

    def called(frame: FrameType, event: str, argument: object) -> None:
        if event == "call":
            code = frame.f_code
            file = code.co_filename
            if _own[file] if file in _own else _is_own(file):
                current[id(code)] = code

    def enter(place: Calls) -> None:
        nonlocal current
        current = place
        sys.setprofile(called)

    before = sys.getprofile()
    sys.setprofile(None)
    try:
        if calls is not None:
            enter(calls)
        yield enter
    finally:
        sys.setprofile(before)


def aside(function: Callable[P, T]) -> Callable[P, T]:
    """The function, whose calls are not watched: the prover's own work, which would take a third longer."""

    @wraps(function)
    def unwatched(*arguments: P.args, **named: P.kwargs) -> T:
        watching = sys.getprofile()
        if watching is None:
            return function(*arguments, **named)
        sys.setprofile(None)
        try:
            return function(*arguments, **named)
        finally:
            sys.setprofile(watching)

    return unwatched


def functions_of(calls: Iterable[CodeType]) -> set[str]:
    """The functions whose code was called, by name; classes and modules that ran as they were defined are none."""
    return {name for code in calls if (name := _name(code))}


def _name(code: CodeType) -> str:
    if not code.co_flags & inspect.CO_OPTIMIZED:
        return ""
    place = Path(code.co_filename).resolve().relative_to(ROOM.parent).with_suffix("")
    module = ".".join(each for each in place.parts if each != "__init__")
    function = code.co_qualname.partition(".<locals>")[0]
    return "" if "<" in function else f"{module}.{function}"


def _is_own(file: str) -> bool:
    return _own.setdefault(file, ROOM in Path(file).resolve().parents)
