"""Whether a refusal raised here would be caught on its way out, read off the code that is running.

A symbolic run follows the executions that succeed: the success of a width check is a hypothesis, and a check that only
refuses is passed over. That is sound as long as a refusal ends the run. Where code that is running might catch it and go
on, both sides have to be run; this says where. In doubt it says yes: of a frame whose source is not there, of a `with`
that nobody knows, of a thread that does not belong to the run.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

from model.errors import Rejected

Lines = tuple[int, int]
"""The first and the last line of a statement."""


def may_be_caught(failure: type[Rejected], case: object, ends: frozenset[CodeType], run: CodeType) -> bool:
    """Whether code between here and the run would catch the failure, or one that may be it.

    `run` is the code that starts a run, and takes every refusal as its end. Frames of the code in `ends` do the same: what
    they may do where they catch one is looked at elsewhere (`proofs.refusals`). `case` is the one whose `never` is known.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code is run:
            return False
        if code.co_exceptiontable and not any(code is each for each in ends) and _catches(frame, failure, case):
            return True
        frame = frame.f_back
    return True


def _catches(frame: FrameType, failure: type[Rejected], case: object) -> bool:
    guarded = guards(frame.f_code)
    if guarded is None:
        return True
    line: int | None = frame.f_lineno
    return any(
        (line is None or first <= line <= last) and _lets_in(node, frame, failure, case)
        for (first, last), node in guarded
    )


def _lets_in(node: ast.stmt, frame: FrameType, failure: type[Rejected], case: object) -> bool:
    """Whether the statement may keep a failure that is raised inside it."""
    if isinstance(node, ast.With):
        return not all(_is_never(item.context_expr, frame, case) for item in node.items)
    if not isinstance(node, ast.Try):
        return True
    last = [each for part in node.finalbody for each in ast.walk(part)]
    leaves = any(isinstance(each, ast.Return | ast.Break | ast.Continue) for each in last)
    return leaves or any(_may_take(handler.type, frame, failure) for handler in node.handlers)


def _is_never(expression: ast.expr, frame: FrameType, case: object) -> bool:
    """Whether a context is the run's own claim that nothing fails: it turns a failure into a violation, and lets others out."""
    if not isinstance(expression, ast.Call) or not isinstance(expression.func, ast.Attribute):
        return False
    holder = expression.func.value
    return expression.func.attr == "never" and isinstance(holder, ast.Name) and frame.f_locals.get(holder.id) is case


def _may_take(kind: ast.expr | None, frame: FrameType, failure: type[Rejected]) -> bool:
    """Whether a handler of that kind may be one for the failure; nothing is known of kinds that are computed."""
    if isinstance(kind, ast.Tuple):
        return any(_may_take(each, frame, failure) for each in kind.elts)
    if not isinstance(kind, ast.Name):
        return True
    found: Any = frame.f_locals.get(kind.id, frame.f_globals.get(kind.id, Exception))
    if not isinstance(found, type):
        return True
    return issubclass(failure, found) or issubclass(found, failure)


def guards(code: CodeType) -> tuple[tuple[Lines, ast.stmt], ...] | None:
    """The statements of a code that may keep what is raised inside them, with their lines; none where nobody can tell."""
    if id(code) not in _known:
        _known[id(code)] = code, _read(code)
    return _known[id(code)][1]


_known: dict[int, tuple[CodeType, tuple[tuple[Lines, ast.stmt], ...] | None]] = {}
"""What `guards` answered, by the identity of the code: it does not change, and to hash it takes longer than to read it."""


def _read(code: CodeType) -> tuple[tuple[Lines, ast.stmt], ...] | None:
    if not Path(code.co_filename).is_file():
        return None
    try:
        lines, first = inspect.getsourcelines(code)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError):
        return None
    found = tuple(_guarding(tree, first - 1))
    return found if found and _is_source_of(tree, code) else None


def _is_source_of(tree: ast.Module, code: CodeType) -> bool:
    """Whether a source that was found by name and line is the one; of a closure that can not be told apart from others."""
    if code.co_freevars:
        return True
    waiting, found = [compile(tree, code.co_filename, "exec")], list[CodeType]()
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting += [inner for inner in each.co_consts if isinstance(inner, CodeType)]
    return any(each.co_name == code.co_name and each.co_code == code.co_code for each in found)


def _guarding(tree: ast.AST, above: int) -> Iterator[tuple[Lines, ast.stmt]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Try | ast.TryStar | ast.With | ast.AsyncWith):
            yield (node.lineno + above, (node.end_lineno or node.lineno) + above), node
