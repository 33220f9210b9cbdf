"""The places where the model decides, read from its sources: what a set of vectors has to take both ways.

A decision is what an `if`, a conditional expression, a loop's condition or a comprehension asks (each operand of `and`
and `or` by itself, so that a refusal for either of two reasons counts twice), or a number that is asked to fit a width:
a checked sum, a conversion, a clock that wraps. Counted are the functions that an operation of the system, or a function
of which there are examples, can reach; they are followed by name, so that there are too many rather than too few.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from model.system import System

MODEL = "model"

DECIDED, GUARDED = "__decided__", "__guarded__"
"""The names under which the instrumented code calls back."""


@dataclass(frozen=True)
class Decision:
    """One place: where it is, what it asks, and how its two answers are called."""

    file: str
    function: str
    text: str
    number: int  # among decisions of the same text in the function
    line: int
    ways: tuple[str, str]

    @property
    def key(self) -> tuple[str, str, str]:
        """What names it where lines move: file, function and text."""
        return self.file, self.function, self.text


TRUTH = ("true", "false")


def verb(module: ModuleType, node: ast.expr) -> tuple[str, str] | None:
    """How the two answers are called if the expression names a verb of width in the module, as `model.arith` makes them."""
    found = getattr(module, node.id, None) if isinstance(node, ast.Name) else None
    known = getattr(found, "__globals__", {})
    if getattr(found, "__name__", "") != "verb" or "width" not in known:
        return None
    return ("fits", known["failure"].name) if "failure" in known else ("fits", "wraps")


class Instrument(ast.NodeTransformer):
    """Rewrites a module so that each decision is told by number, and lists the decisions in that order."""

    def __init__(self, module: ModuleType, file: str, wanted: Iterable[str], first: int) -> None:
        self.module, self.file, self.wanted, self.first = module, file, frozenset(wanted), first
        self.decisions: list[Decision] = []
        self.scope: list[str] = []
        self.counting = False

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._within(node, node.name, self.counting)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._within(node, node.name, self.counting or node.name in self.wanted)

    def visit_If(self, node: ast.If) -> ast.AST:
        return self._tested(node)

    def visit_While(self, node: ast.While) -> ast.AST:
        return self._tested(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        return self._tested(node)

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.ifs = [self._asked(each) for each in node.ifs]
        node.target, node.iter = self.visit(node.target), self.visit(node.iter)
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        *asked, last = node.values
        node.values = [*(self._asked(each) for each in asked), self.visit(last)]
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        ways = verb(self.module, node.func) if self.counting and len(node.args) == 1 else None
        if ways is None:
            return self.generic_visit(node)
        text = ast.unparse(node)
        number = self._noted(node, text, ways)
        return self._told(GUARDED, number, node.func, self.visit(node.args[0]), at=node)

    def _within(self, node: Any, name: str, counting: bool) -> ast.AST:
        before, self.counting = self.counting, counting
        self.scope.append(name)
        self.generic_visit(node)
        self.scope.pop()
        self.counting = before
        return node  # type: ignore[no-any-return]

    def _tested(self, node: Any) -> ast.AST:
        node.test = self._asked(node.test)
        for name, value in ast.iter_fields(node):
            if name != "test":
                setattr(
                    node, name, [self.visit(each) for each in value] if isinstance(value, list) else self.visit(value)
                )
        return node  # type: ignore[no-any-return]

    def _asked(self, test: ast.expr) -> ast.expr:
        """The expression, telling which way it goes; of `and`, `or` and `not` each operand."""
        if isinstance(test, ast.BoolOp):
            test.values = [self._asked(each) for each in test.values]
            return test
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            test.operand = self._asked(test.operand)
            return test
        if not self.counting:
            return self.visit(test)  # type: ignore[no-any-return]
        number = self._noted(test, ast.unparse(test), TRUTH)
        return self._told(DECIDED, number, self.visit(test), at=test)

    def _noted(self, node: ast.expr, text: str, ways: tuple[str, str]) -> int:
        function = ".".join(self.scope)
        same = sum((each.function, each.text) == (function, text) for each in self.decisions)
        self.decisions.append(Decision(self.file, function, text, same, node.lineno, ways))
        return self.first + len(self.decisions) - 1

    def _told(self, name: str, number: int, *arguments: ast.expr, at: ast.expr) -> ast.expr:
        call = ast.Call(ast.Name(name, ast.Load()), [ast.Constant(number), *arguments], [])
        return ast.fix_missing_locations(ast.copy_location(call, at))


@dataclass(frozen=True)
class Source:
    """A module of the model with its text."""

    module: ModuleType
    file: str
    tree: ast.Module


def sources(system: System) -> list[Source]:
    """The modules that the rules of the system are written in: its protocol's, those all share, and those of its class."""
    home = f"{MODEL}.{system.name}."
    own = {kind.__module__ for kind in type(system).__mro__} - {"builtins"}
    shared = {name for name in sys.modules if name.startswith(home) and ".variants" not in name}
    plain = {name for name in sys.modules if name.startswith(f"{MODEL}.") and name.count(".") == 1}
    found = []
    for name in sorted(own | shared | plain):
        module = sys.modules[name]
        path = Path(str(module.__file__))
        if path.name != "__init__.py":
            file = name.replace(".", "/") + ".py" if name.startswith(f"{MODEL}.") else path.name
            found.append(Source(module, file, ast.parse(path.read_bytes())))
    return found


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Every function of a module, methods included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node


def reached(found: Iterable[Source], system: System, also: Iterable[str]) -> set[str]:
    """The names of functions that an operation, or one of these, can come upon: whatever it mentions, and that mentions."""
    mentions: dict[str, set[str]] = {}
    for source in found:
        for node in functions(source.tree):
            names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
            names |= {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
            mentions.setdefault(node.name, set()).update(names)
    seen: set[str] = set()
    waiting = [*system.every_operation(), "operations_on", *also]
    while waiting:
        name = waiting.pop()
        if name in mentions and name not in seen:
            seen.add(name)
            waiting += mentions[name]
    return seen
