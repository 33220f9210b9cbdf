"""What a body may say of refusals, and still be proved.

A symbolic run follows the executions that succeed: a width check does not fork, its success becomes a hypothesis. So
what a body does after it caught a refusal is not looked at for every refusal there is. That is sound where nothing is
claimed of a refused execution but what holds anyway, and the run ends there; it is not where the handler claims or goes
on. To claim that something never fails there is `Case.never`, whose checks are obligations.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable
from types import CodeType
from typing import Any

from model.errors import Rejected


def claimed_of_refusals(body: Callable[..., Any]) -> list[str]:
    """Where a body, or a function of its own room that it mentions, concludes something from a refusal that it caught."""
    return [
        f"{function.__qualname__}: a refusal is caught, and more follows than a claim that holds"
        for function in _mentioned(body)
        if _goes_on(function)
    ]


def _mentioned(body: Callable[..., Any]) -> list[Any]:
    """The body and the functions of the properties that it reaches by name."""
    found: dict[int, Any] = {}
    waiting: list[Any] = [body]
    while waiting:
        function = inspect.unwrap(waiting.pop())
        if not inspect.isfunction(function) or id(function) in found:
            continue
        found[id(function)] = function
        names = _names(function.__code__)
        reached = [function.__globals__.get(name) for name in names]
        reached += [cell.cell_contents for cell in function.__closure__ or ()]
        home = body.__module__.partition(".")[0]
        waiting += [each for each in reached if inspect.isfunction(each) and each.__module__.partition(".")[0] == home]
    return list(found.values())


def _names(code: CodeType) -> set[str]:
    inner = [_names(each) for each in code.co_consts if isinstance(each, CodeType)]
    return set(code.co_names).union(*inner)


def _goes_on(function: Any) -> bool:
    """Whether anything is done or claimed where a refusal was caught."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):
        return True
    (whole,) = tree.body
    last = whole.body[-1] if isinstance(whole, ast.FunctionDef) else None
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "suppress":
            return True
        if not isinstance(node, ast.Try):
            continue
        for handler in node.handlers:
            if not _catches_refusals(handler, function):
                continue
            ends = node is last or isinstance(handler.body[-1], ast.Return | ast.Raise)
            if not ends or not all(map(_says_nothing, handler.body)) or node.finalbody:
                return True
    return False


def _catches_refusals(handler: ast.ExceptHandler, function: Any) -> bool:
    if not isinstance(handler.type, ast.Name):
        return True
    kind = function.__globals__.get(handler.type.id, Exception)
    return not isinstance(kind, type) or issubclass(kind, Rejected) or issubclass(Rejected, kind)


def _says_nothing(statement: ast.stmt) -> bool:
    """Whether a statement ends the run, or claims what is true."""
    if isinstance(statement, ast.Return):
        return statement.value is None
    if isinstance(statement, ast.Raise):
        return True
    if not isinstance(statement, ast.Expr) or not isinstance(statement.value, ast.Yield):
        return False
    claim = statement.value.value
    condition = claim.elts[-1] if isinstance(claim, ast.Tuple) and claim.elts else claim
    return isinstance(condition, ast.Constant) and condition.value is True
