"""The language of rules from outside: a closed list of what they may say, in which a proof and a run can not differ.

A rule runs on symbolic integers where it is proved and on integers where it is run. What a symbolic integer can not do ends
the proof by itself (`proofs.symbolic`); what is left are questions that need no operation of it: what type it is, which
object, what else it can do, who is asking. Whoever looks for such questions always misses one. So this is a list of what
can be read by both alike, and a rule that says anything else is not proved.

Read are the methods of the classes that are not ours, a body that is not ours, and all that these reach (`proofs.reached`).
A body may also make texts, and look up a field by its name: it says what is to be proved, and is no rule of a protocol.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from itertools import pairwise
from types import FunctionType, ModuleType
from typing import Any

from model.errors import Rejected
from model.system import System
from proofs.holders import AnyNumberOfHolders
from proofs.names import locals_of, misused
from proofs.reached import Reached, globals_of, module_of
from proofs.source import trees_of
from proofs.symbolic import Symbolic, SymbolicInteger
from proofs.undecided import Undecided
from proofs.users import AnyUser

OUTSIDE = "is outside of the language of rules, which a proof and a run read alike"

RULE = (
    *(ast.FunctionDef, ast.Lambda, ast.arguments, ast.arg, ast.Return, ast.Expr, ast.Pass, ast.Yield, ast.YieldFrom),
    *(ast.Assign, ast.AnnAssign, ast.AugAssign, ast.NamedExpr, ast.Raise, ast.Assert, ast.Try, ast.ExceptHandler),
    *(ast.If, ast.IfExp, ast.For, ast.While, ast.Break, ast.Continue, ast.comprehension),
    *(ast.BoolOp, ast.BinOp, ast.UnaryOp, ast.Compare, ast.boolop, ast.unaryop, ast.cmpop, ast.expr_context),
    *(ast.Add, ast.Sub, ast.Mult, ast.FloorDiv, ast.Pow, ast.BitOr),
    *(ast.Call, ast.keyword, ast.Attribute, ast.Subscript, ast.Slice, ast.Starred, ast.Name, ast.Constant),
    *(ast.Tuple, ast.List, ast.Dict, ast.ListComp, ast.DictComp, ast.GeneratorExp),
    *(ast.Match, ast.match_case, ast.MatchValue, ast.MatchSingleton, ast.MatchOr, ast.MatchAs),
)
"""What a rule is made of. No sets, which are walked in another order in each run; no texts made of what is not known; of
the operators only those that a symbolic integer has: `%` would make a text of what it is."""

STATEMENT = (*RULE, ast.JoinedStr, ast.FormattedValue, ast.With, ast.withitem, ast.Mod, ast.Div)
"""What a body is made of."""

STANDS_IN = (SymbolicInteger, Symbolic, Undecided, AnyUser, AnyNumberOfHolders)
STOOD_FOR = (int, str, dict)
ONLY_IN_A_PROOF = frozenset(
    name
    for kind in STANDS_IN
    for name in dir(kind)
    if not name.startswith("__") and not any(hasattr(each, name) for each in STOOD_FOR)
) - {"put", "total"}
"""Attributes of what stands in for a number, a name or the holders which the things themselves do not have."""

INSIDE = ("gi_", "cr_", "ag_", "f_", "tb_", "co_", "__")
"""How names of the interpreter's own things begin: frames, code, generators, classes."""

BY_TEXT = frozenset({"format", "format_map", "mro"})
"""Attributes that find others by what a text says, or by the order of classes."""


def outside_language(system: System, *bodies: Callable[..., Any]) -> list[str]:
    """What rules and bodies that are not ours say beyond the language, with the function and the line."""
    reached = Reached(type(system), vars(system), bodies)
    said = [f"{what} {OUTSIDE}" for what in reached.strange]
    for functions, language in ((reached.rules, RULE), (reached.statements, STATEMENT)):
        said += [each for function in functions for each in _read(function, language)]
    return list(dict.fromkeys(said))


def _read(function: FunctionType, language: tuple[type[ast.AST], ...]) -> Iterator[str]:
    name, trees = function.__qualname__, trees_of(function.__code__)
    if not trees:
        yield f"{name}: its source is not there, or is not what runs; nobody can read it"
    for tree in trees:
        for line, what in _beyond(tree, function, language):
            yield f"{name}, line {line}: {what} {OUTSIDE}"


def _beyond(tree: ast.AST, function: FunctionType, language: tuple[type[ast.AST], ...]) -> Iterator[tuple[int, str]]:
    """What a function says that is not of the language, with its line."""
    known, own = globals_of(function), locals_of(function.__code__)
    parents = {id(child): node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in _run(tree, language):
        if not isinstance(node, language):
            yield _line(node, parents), f"{type(node).__name__}, as Python's grammar calls it,"
        elif isinstance(node, ast.Name) and node.id in known:
            if node.id in own:
                yield node.lineno, f"{node.id}, which stands for two things,"
            elif what := misused(node, parents, known, language is STATEMENT):
                yield node.lineno, what
        elif what := _said(node, known):
            yield _line(node, parents), what


def _line(node: ast.AST, parents: Mapping[int, ast.AST]) -> int:
    """The line of a node; of one that has none, an operator, that of what it is a part of."""
    return int(getattr(node, "lineno", 0)) or _line(parents[id(node)], parents)


def _run(tree: ast.AST, language: tuple[type[ast.AST], ...]) -> Iterator[ast.AST]:
    """The nodes of a function that are run when it is called: not its decorators, no annotations, and not what is inside
    something that is not in the language.
    """
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, language):
            continue
        skipped = {"annotation", "returns"} | ({"decorator_list"} if node is tree else set())
        for name, value in ast.iter_fields(node):
            if name not in skipped:
                parts = value if isinstance(value, list) else [value]
                waiting += [each for each in parts if isinstance(each, ast.AST)]


def _said(node: ast.AST, known: Mapping[str, Any]) -> str:
    """What is wrong with something that is no name; empty if nothing is."""
    match node:
        case ast.Attribute() if _is_inside(node, known):
            return f"the attribute {node.attr}"
        case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()) if _is_not_its_own(node.value, known):
            return "writing to what it was not given"
        case ast.Compare() if any(_by_identity(operator, pair, known) for operator, pair in _pairs(node)):
            return "asking whether two things are the very same object"
        case ast.ExceptHandler() if not _of_refusals(node.type, known):
            return "catching what is no refusal of the protocol"
        case ast.withitem() if not _is_never(node.context_expr):
            return "a with"
        case ast.MatchSingleton() if node.value is not None:
            return "asking whether something is the very truth value"
    return ""


def _is_inside(node: ast.Attribute, known: Mapping[str, Any]) -> bool:
    """Whether an attribute is one of the interpreter's, or one by which what stands in is told from what it stands for."""
    holder = node.value
    of_parent = isinstance(holder, ast.Call) and isinstance(holder.func, ast.Name) and holder.func.id == "super"
    if of_parent and node.attr in {"__init__", "__post_init__"}:
        return False
    of_module = isinstance(module_of(holder, known), ModuleType)
    return node.attr.startswith(INSIDE) or node.attr in BY_TEXT or (node.attr in ONLY_IN_A_PROOF and not of_module)


def _is_not_its_own(holder: ast.expr, known: Mapping[str, Any]) -> bool:
    """Whether what is written to is found by a name that the function did not define."""
    while isinstance(holder, ast.Attribute | ast.Subscript):
        holder = holder.value
    return isinstance(holder, ast.Name) and holder.id in known


def _pairs(node: ast.Compare) -> Iterator[tuple[ast.cmpop, tuple[ast.expr, ast.expr]]]:
    yield from zip(node.ops, pairwise([node.left, *node.comparators]), strict=True)


def _by_identity(operator: ast.cmpop, pair: tuple[ast.expr, ast.expr], known: Mapping[str, Any]) -> bool:
    """Whether two things are compared by identity, neither of which is None or one of a list of names (`Enum`)."""
    return isinstance(operator, ast.Is | ast.IsNot) and not any(_is_single(each, known) for each in pair)


def _is_single(expression: ast.expr, known: Mapping[str, Any]) -> bool:
    if isinstance(expression, ast.Constant):
        return expression.value is None
    if isinstance(expression, ast.Attribute) and isinstance(expression.value, ast.Name):
        kind = known.get(expression.value.id)
        return isinstance(kind, type) and isinstance(getattr(kind, expression.attr, None), Enum)
    return isinstance(expression, ast.Name) and isinstance(known.get(expression.id), Enum)


def _of_refusals(kind: ast.expr | None, known: Mapping[str, Any]) -> bool:
    """Whether a handler takes refusals only: a failure of another kind may be one of a symbolic run, or of a run, alone."""
    if isinstance(kind, ast.Tuple):
        return all(_of_refusals(each, known) for each in kind.elts)
    found = None if kind is None else module_of(kind, known)
    return isinstance(found, type) and issubclass(found, Rejected)


def _is_never(context: ast.expr) -> bool:
    """Whether a context is the claim of a body that nothing fails in it (`Case.never`)."""
    return isinstance(context, ast.Call) and isinstance(context.func, ast.Attribute) and context.func.attr == "never"
