"""What a report does not hold of a statement: its code, and the rules its proof is about, read from two texts.

Nothing is executed: a base revision's code is read as a syntax tree. Comments, docstrings and formatting are no part
of it. What a body calls is not followed. A statement is seen where its id is written out: in the decorator of its body,
or in a call whose result is entered into the registry, such as one that judges the body of another on a variant.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from properties.property import prop
from reports.gate.change import Change, Effect, Kind

JUDGED = ("judged_on", "uses", "leaves_out")
"""Facts of a property that no report holds, and that say which rules its verdict is about."""

ENTERED = "REGISTRY.add"
"""How a statement without a body of its own is entered."""


@dataclass(frozen=True)
class Written:
    """A statement as written: `body` is its syntax tree as text, `rules` the facts named in `JUDGED`."""

    body: str
    rules: str


def written(sources: Iterable[str]) -> dict[str, Written]:
    """Every statement of some files by id. Raises `SyntaxError` if one of them is no Python."""
    found: dict[str, Written] = {}
    for source in sources:
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                for decorator in node.decorator_list:
                    identifier = _identifier(decorator)
                    if identifier is not None:
                        found[identifier] = _statement(node, decorator)
            elif isinstance(node, ast.Call) and ast.unparse(node.func) == ENTERED and node.args:
                made = node.args[0]
                identifier = _first(made)
                if identifier is not None:
                    found[identifier] = Written("", ast.unparse(made))
    return found


UNSEEN = Written("", "")
"""Where a statement is not written out any more, or was not before: whether it is the same can not be said."""


def rewritten(before: Mapping[str, Written], after: Mapping[str, Written], systems: Mapping[str, str]) -> list[Change]:
    """The statements whose code differs, or is seen in one of the two only.

    `systems` has the system of each statement that both reports hold.
    """
    return [
        change
        for identifier, system in systems.items()
        for change in _changes(identifier, system, before.get(identifier, UNSEEN), after.get(identifier, UNSEEN))
    ]


def _changes(identifier: str, system: str, before: Written, after: Written) -> Iterator[Change]:
    if before.rules != after.rules:
        yield Change(identifier, system, Kind.RULES, Effect.WEAKENED, before.rules, after.rules)
    if before.body != after.body:
        yield Change(identifier, system, Kind.BODY, Effect.WEAKENED, before.body, after.body)


def _identifier(decorator: ast.expr) -> str | None:
    if not isinstance(decorator, ast.Call) or ast.unparse(decorator.func).rpartition(".")[2] != prop.__name__:
        return None
    return _first(decorator)


def _first(call: ast.expr) -> str | None:
    first = call.args[0] if isinstance(call, ast.Call) and call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def _statement(node: ast.FunctionDef, decorator: ast.expr) -> Written:
    facts = {each.arg: each.value for each in getattr(decorator, "keywords", ())}
    rules = "; ".join(f"{name} = {ast.unparse(facts[name])}" for name in JUDGED if name in facts)
    told = node.body[1:] if ast.get_docstring(node, clean=False) is not None else node.body
    shown = f"def {node.name}({ast.unparse(node.args)}):\n" + "\n".join(ast.unparse(each) for each in told)
    return Written(shown, rules)
