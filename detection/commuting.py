"""Whether two updates may change places: read off the model's sources, by the names of the fields that each touches.

If nothing that one writes is read or written by the other, both orders leave the same state behind; where both refuse,
another refusal is named. What can not be read off is taken to touch everything.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import dataclass, field
from types import FunctionType
from typing import Any

PURE = frozenset({"abs", "bool", "int", "len", "max", "min", "sum", "tuple", "isinstance"})
"""Functions of the language that read what they are given and write nothing."""


ARITHMETIC = "model.arith"
"""What is defined there takes numbers and answers with numbers."""


class Unreadable(Exception):
    """Something is called of which the sources do not say what it touches."""


@dataclass
class Touched:
    """The fields and local names that statements read and write."""

    reads: set[str] = field(default_factory=set)
    writes: set[str] = field(default_factory=set)

    def apart_from(self, other: Touched) -> bool:
        """Whether neither sees anything of what the other does."""
        return not (self.writes & (other.reads | other.writes) or other.writes & self.reads)


def commute(one: ast.stmt, other: ast.stmt, system: type, names: dict[str, Any]) -> bool:
    """Whether two statements of a rule may change places; `names` are those of the rule's module."""
    try:
        return touched(one, system, names).apart_from(touched(other, system, names))
    except Unreadable:
        return False


def touched(statement: ast.stmt, system: type, names: dict[str, Any]) -> Touched:
    """What a statement of a rule reads and writes, and what everything that it calls does."""
    found = Touched()
    _add(found, statement, system, names, set(), local=True)
    return found


def _add(
    found: Touched,
    tree: ast.AST,
    system: type,
    names: dict[str, Any],
    seen: set[object],
    *,
    local: bool,
    given: frozenset[str] = frozenset(),
) -> None:
    """Add what a tree touches. Local names count in the rule itself only: those of what it calls are others.

    `given` are parameters that hold functions of arithmetic.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            (found.reads if isinstance(node.ctx, ast.Load) else found.writes).add(node.attr)
        elif isinstance(node, ast.Name) and local:
            (found.reads if isinstance(node.ctx, ast.Load) else found.writes).add(node.id)
        elif isinstance(node, ast.Delete | ast.Global | ast.Nonlocal | ast.Yield | ast.YieldFrom | ast.Await):
            raise Unreadable(ast.dump(node))
        if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Attribute):
            found.reads.add(node.target.attr)
        if isinstance(node, ast.Call) and not (isinstance(node.func, ast.Name) and node.func.id in given):
            _add_called(found, node, system, names, seen)


def _add_called(found: Touched, call: ast.Call, system: type, names: dict[str, Any], seen: set[object]) -> None:
    called = call.func
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "self":
        function: Any = inspect.getattr_static(system, called.attr, None)
    elif isinstance(called, ast.Name) and (called.id in names or called.id not in PURE):
        function = names.get(called.id)
    elif isinstance(called, ast.Name):
        return
    else:
        raise Unreadable(ast.unparse(called))
    function = function.__func__ if isinstance(function, staticmethod | classmethod) else function
    if isinstance(function, type) and issubclass(function, Exception | tuple):
        return  # a record or a refusal: it holds what it is given
    if getattr(function, "__module__", "") == ARITHMETIC:
        return
    if not isinstance(function, FunctionType) or not function.__module__.startswith("model."):
        raise Unreadable(ast.unparse(called))
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    assert isinstance(tree, ast.FunctionDef)
    given = _called_parameters(tree)
    if given and not _gives_arithmetic(call, tree, given, names):
        raise Unreadable(ast.unparse(call))
    if function not in seen:
        seen.add(function)
        for part in tree.body:
            _add(found, part, system, function.__globals__, seen, local=False, given=given)


def _called_parameters(tree: ast.FunctionDef) -> frozenset[str]:
    """The parameters that a function calls."""
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return frozenset(called & {each.arg for each in tree.args.args})


def _gives_arithmetic(call: ast.Call, tree: ast.FunctionDef, wanted: frozenset[str], names: dict[str, Any]) -> bool:
    """Whether a call gives, one by one, a function of arithmetic for each of these parameters of a plain function."""
    parameters = [each.arg for each in tree.args.args]
    if isinstance(call.func, ast.Attribute) or any(isinstance(each, ast.Starred) for each in call.args):
        return False
    arguments = dict(zip(parameters, call.args, strict=False))
    arguments |= {each.arg: each.value for each in call.keywords if each.arg is not None}
    values = [arguments.get(name) for name in wanted]
    return all(
        isinstance(each, ast.Name) and getattr(names.get(each.id), "__module__", "") == ARITHMETIC for each in values
    )
