"""Small mistakes that could be made in the model's rules, each as a changed module.

The operators are those of this trade: rounding the other way, off by one, a guard dropped, updates in another order, a
width too narrow, a sign, a field left stale. A mutant is one such change at one place.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROUNDINGS = {"floor_div": "ceil_div", "ceil_div": "floor_div", "trunc_div": "floor_div"}
NARROWER = {
    f"{prefix}{wide}": f"{prefix}{narrow}"
    for wide, narrow in (("i128", "i64"), ("u128", "u64"), ("i64", "i32"), ("u64", "u32"))
    for prefix in ("", "to_")
}
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
ARITHMETIC = "model/arith.py"
ORDER = "order"
SIGNS: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add}


@dataclass(frozen=True)
class Mutant:
    """A mistake: its operator, where it is, what stands there and what stands there now, and the whole module."""

    operator: str
    module: str
    line: int
    before: str
    after: str
    source: str

    @property
    def name(self) -> str:
        """What tells it from all others."""
        return f"{self.module}:{self.line} {self.operator}: {self.before} -> {self.after}"


Change = tuple[str, ast.AST, Callable[[], str]]
"""An operator, the node that it changes, and a function that makes the change and says what stands there now."""


def mutants(root: Path, module: str) -> Iterator[Mutant]:
    """All mutants of a module, given by its path below the root, in the order of their places."""
    text = (root / module).read_text(encoding="utf-8")
    for number in range(len(_changes(ast.parse(text)))):
        tree = ast.parse(text)
        operator, node, change = _changes(tree)[number]
        before = _shown(node)
        line = getattr(node, "lineno", 0)
        after = change()
        if operator in ("rounding", "width") and module != ARITHMETIC:
            _import(tree, after.split("(")[0])
        yield Mutant(operator, module, line, before, after, ast.unparse(ast.fix_missing_locations(tree)))


def _changes(tree: ast.Module) -> list[Change]:
    """Every change that can be made to the functions of a module."""
    found: list[Change] = []
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            found += _of_expressions(node)
            found += _of_blocks(node)
    return sorted(found, key=lambda change: (getattr(change[1], "lineno", 0), change[0]))


def _of_expressions(node: ast.AST) -> list[Change]:
    found: list[Change] = []
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        for operator, others in (("rounding", ROUNDINGS), ("width", NARROWER)):
            if node.func.id in others:
                found.append((operator, node, _renamed(node, node.func, others[node.func.id])))
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
        found.append(("off by one", node, _compared(node)))
    if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        found.append(("sign", node, _signed(node)))
        if isinstance(node.right, ast.Constant) and node.right.value == 1:
            found.append(("off by one", node, _replaced(node, "right", ast.Constant(0))))
    return found


def _of_blocks(node: ast.AST) -> list[Change]:
    found: list[Change] = []
    for name in ("body", "orelse"):
        block = getattr(node, name, None)
        if not isinstance(block, list):
            continue
        for place, statement in enumerate(block):
            if isinstance(statement, ast.If) and all(isinstance(each, ast.Raise) for each in statement.body):
                found.append(("guard", statement, _dropped(block, place)))
            if isinstance(statement, ast.Assign) and all(isinstance(each, ast.Attribute) for each in statement.targets):
                found.append(("stale field", statement, _dropped(block, place)))
            if place and _is_update(statement) and _is_update(block[place - 1]):
                found.append((ORDER, statement, _swapped(block, place)))
    return found


def _is_update(statement: ast.stmt) -> bool:
    """Whether a statement does something: writes a field or calls a rule."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Call)
    return isinstance(statement, ast.Assign) and any(isinstance(each, ast.Attribute) for each in statement.targets)


def _renamed(node: ast.Call, name: ast.Name, other: str) -> Callable[[], str]:
    def change() -> str:
        name.id = other
        return _shown(node)

    return change


def _compared(node: ast.Compare) -> Callable[[], str]:
    def change() -> str:
        node.ops = [COMPARISONS[type(node.ops[0])]()]
        return _shown(node)

    return change


def _signed(node: ast.BinOp) -> Callable[[], str]:
    def change() -> str:
        node.op = SIGNS[type(node.op)]()
        return _shown(node)

    return change


def _replaced(node: ast.AST, field: str, other: ast.AST) -> Callable[[], str]:
    def change() -> str:
        setattr(node, field, other)
        return _shown(node)

    return change


def _dropped(block: list[ast.stmt], place: int) -> Callable[[], str]:
    def change() -> str:
        block[place] = ast.Pass()
        return "nothing"

    return change


def _swapped(block: list[ast.stmt], place: int) -> Callable[[], str]:
    def change() -> str:
        block[place - 1], block[place] = block[place], block[place - 1]
        return f"before {_shown(block[place])}"

    return change


def _shown(node: ast.AST) -> str:
    """The code of a node in one line."""
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else text[:87] + "..."


def _import(tree: ast.Module, name: str) -> None:
    """Import a name of the arithmetic, behind what has to stand first."""
    first = next(place for place, node in enumerate(tree.body) if isinstance(node, ast.ImportFrom))
    tree.body.insert(first + 1, ast.ImportFrom(module="model.arith", names=[ast.alias(name)], level=0))
