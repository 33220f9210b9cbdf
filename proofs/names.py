"""How a rule from outside may use a name that is none of its own: what may be called, and what given on."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from types import CodeType, ModuleType
from typing import Any

from model.holders import Holders
from proofs.reached import is_built_in
from proofs.source import codes
from proofs.symbolic import Symbolic, SymbolicInteger
from proofs.undecided import Undecided
from proofs.users import AnyUser

Parents = Mapping[int, ast.AST]
Form = Callable[[ast.Call, ast.AST, Mapping[str, Any]], bool]

CALLED = frozenset(
    {"abs", "all", "any", "bool", "dict", "enumerate", "int", "isinstance", "len", "list", "max", "min", "pow", "range"}
    | {"reversed", "sorted", "sum", "super", "tuple", "type", "zip"}
)
"""What a rule may call of Python itself, and not give on: a method of `dict` knows nothing of holders that are not seen."""

IN_A_STATEMENT = CALLED | {"frozenset", "getattr", "set", "str"}
"""What a body may call."""

NO_STATES = (bool, str, dict, SymbolicInteger, Symbolic, Undecided, AnyUser)
"""What stands in a proof or a run for a number, a truth, a name, a user or the holders."""


def misused(node: ast.Name, parents: Parents, known: Mapping[str, Any], in_a_statement: bool) -> str:
    """What is wrong with the use of a name that is none of the function's own; empty if nothing is."""
    value, parent = known[node.id], parents[id(node)]
    if isinstance(value, ModuleType):
        return "" if isinstance(parent, ast.Attribute) else f"the module {node.id} as a value"
    if isinstance(value, set | frozenset):
        return "" if isinstance(parent, ast.Compare) else f"the set {node.id}, which is walked in any order,"
    if is_built_in(value) and not (isinstance(value, type) and issubclass(value, BaseException)):
        return _of_python(node, value.__name__, parents, known, IN_A_STATEMENT if in_a_statement else CALLED)
    if isinstance(value, type) and not in_a_statement:
        if issubclass(value, Holders) and not (isinstance(parent, ast.Call) and not parent.args):
            return f"{node.id} other than empty"
        return "" if _is_used_as_a_class(node, parents) else f"the class {node.id} as a value"
    return ""


def _of_python(node: ast.Name, name: str, parents: Parents, known: Mapping[str, Any], may: frozenset[str]) -> str:
    call = parents[id(node)]
    if name not in may:
        return node.id
    if not isinstance(call, ast.Call) or call.func is not node:
        return f"{node.id} as a value"
    fits = name not in FORMS or FORMS[name](call, parents[id(call)], known)
    return "" if fits else f"{node.id} in this form"


def _is_used_as_a_class(node: ast.Name, parents: Parents) -> bool:
    """Whether a class is called, asked for what it has, asked for an instance, raised or caught."""
    parent = parents[id(node)]
    if isinstance(parent, ast.Tuple):
        parent = parents[id(parent)]
    if isinstance(parent, ast.Call):
        asked = isinstance(parent.func, ast.Name) and parent.func.id == "isinstance"
        return parent.func is node or asked
    return isinstance(parent, ast.Attribute | ast.Raise | ast.ExceptHandler)


def _of_states(call: ast.Call, around: ast.AST, known: Mapping[str, Any]) -> bool:
    """`isinstance(each, State)`: no number, name or truth is a state."""
    kinds = call.args[1] if len(call.args) == 2 else None
    asked = kinds.elts if isinstance(kinds, ast.Tuple) else [kinds]
    return all(isinstance(each, ast.Name) and _is_state(known.get(each.id)) for each in asked)


def _is_state(value: Any) -> bool:
    return isinstance(value, type) and type(value) is type and not any(issubclass(kind, value) for kind in NO_STATES)


FORMS: dict[str, Form] = {
    "isinstance": _of_states,
    "super": lambda call, around, known: not call.args,
    "type": lambda call, around, known: len(call.args) == 1 and isinstance(around, ast.Call) and around.func is call,
}
"""What may be called in one form. The type of something may only be called itself, as in `type(state)(...)`: that of what
stands in for a number fails."""


def locals_of(code: CodeType) -> frozenset[str]:
    """The names that a function, or one inside it, defines."""
    return frozenset(name for each in codes(code) for name in (*each.co_varnames, *each.co_cellvars))
