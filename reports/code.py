"""The code of a room in parts: functions, constants, fields, imports and heads of classes, each under its full name.

Nothing is imported or executed: sources are read as syntax trees, so that the code of a base revision can be looked at.
Comments, docstrings and formatting are no part of the code. A function is named as `proofs.ran` names what runs.
"""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

RECORDED = ("model", "properties")
"""The rooms whose code a report records: what it says is about them."""

UNNAMED = ("ctx", "kind", "type_comment", "type_params")
"""Fields of syntax trees that say nothing, or that not every Python has."""


class UnreadableCode(Exception):
    """A source is no Python of this version; the message says which and why."""


@dataclass(frozen=True)
class Part:
    """One part of a module's code.

    `text` is what it says, `mentions` the names in it (attributes, names, keywords), `called` those that it calls.
    `binds` is what an import binds, `module.name`.
    """

    name: str
    path: str
    kind: str
    text: str
    digest: str
    line: int
    mentions: frozenset[str]
    called: frozenset[str]
    texts: frozenset[str]
    binds: str = ""

    @property
    def module(self) -> str:
        """The module that it stands in."""
        return module_of(self.path)

    @property
    def last(self) -> str:
        """The name by which code of the same module or class calls it."""
        return self.name.rpartition(".")[2]

    @property
    def is_function(self) -> bool:
        """Whether it runs when it is called, and not when its module is imported."""
        return self.kind == "function"

    @property
    def is_member(self) -> bool:
        """Whether it stands in a class."""
        return "." in self.name.removeprefix(f"{self.module}.")


Parts = Mapping[str, Part]
"""Parts by name."""


def module_of(path: str) -> str:
    """The module that a file holds, by its path from the root, with slashes."""
    return ".".join(each for each in path.removesuffix(".py").split("/") if each != "__init__")


def parts_of(sources: Mapping[str, str]) -> dict[str, Part]:
    """All parts of some files, given as texts by their paths. Raises `UnreadableCode`."""
    found: dict[str, Part] = {}
    for path, text in sorted(sources.items()):
        module = module_of(path)
        for name, kind, nodes, binds in _grouped(_stripped(path, text).body, module):
            found[name] = _part(name, path, kind, nodes, binds)
    return found


def recorded() -> dict[str, str]:
    """The digest of each module of the recorded rooms, as they are on the disk when it is first asked."""
    return dict(_recorded())


def digests(sources: Mapping[str, str]) -> dict[str, str]:
    """The digest of each file's code by its module. Raises `UnreadableCode`."""
    return {module_of(path): _digest([_stripped(path, text)]) for path, text in sorted(sources.items())}


def sources_below(root: Path, rooms: Iterable[str]) -> dict[str, str]:
    """The sources of rooms in a folder, by their paths from there. Raises `UnreadableCode`."""
    found = {}
    for room in rooms:
        for file in sorted((root / room).rglob("*.py")):
            path = file.relative_to(root).as_posix()
            try:
                found[path] = file.read_text(encoding="utf-8")
            except (OSError, ValueError) as problem:
                raise UnreadableCode(f"{path} can not be read: {problem}") from problem
    return found


@cache
def _recorded() -> tuple[tuple[str, str], ...]:
    root = Path(str(import_module(RECORDED[0]).__file__)).resolve().parents[1]
    return tuple(digests(sources_below(root, RECORDED)).items())


def _stripped(path: str, text: str) -> ast.Module:
    """The tree of a source without what is said in passing."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError, RecursionError) as problem:
        raise UnreadableCode(f"{path} is no Python of this version: {problem}") from problem
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [each for each in node.body if not _is_said(each)] or [ast.Pass()]
    return tree


def _is_said(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _grouped(body: list[ast.stmt], owner: str) -> Iterator[tuple[str, str, list[ast.AST], str]]:
    """Name, kind and code of every part; what is bound more than once, as an overload or a setter, is one part."""
    found: dict[str, tuple[str, list[ast.AST], str]] = {}
    for statement in body:
        for name, kind, node, binds in _pieces(statement, owner):
            found.setdefault(name, (kind, [], binds))[1].append(node)
    for name, (kind, nodes, binds) in found.items():
        yield name, kind, nodes, binds


def _pieces(statement: ast.stmt, owner: str) -> Iterator[tuple[str, str, ast.AST, str]]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
        yield f"{owner}.{statement.name}", "function", statement, ""
    elif isinstance(statement, ast.ClassDef):
        name = f"{owner}.{statement.name}"
        for inner in statement.body:
            yield from _pieces(inner, name)
        head = ast.ClassDef(statement.name, statement.bases, statement.keywords, [ast.Pass()], statement.decorator_list)
        yield name, "class", ast.copy_location(head, statement), ""
    elif isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
        return
    elif isinstance(statement, ast.Import | ast.ImportFrom):
        for alias in statement.names:
            source = f"{'.' * statement.level}{statement.module or ''}" if isinstance(statement, ast.ImportFrom) else ""
            bound = alias.asname or (alias.name if source else alias.name.partition(".")[0])
            one = ast.copy_location(type(statement)(**{**vars(statement), "names": [alias]}), statement)
            yield f"{owner}.{bound}", "import", one, f"{source}.{alias.name}" if source else alias.name
    elif names := _bound(statement):
        for name in names:
            yield f"{owner}.{name}", "constant", statement, ""
    elif not isinstance(statement, ast.Pass):
        yield f"{owner}.{' '.join(ast.unparse(statement).split())[:60]}", "statement", statement, ""


def _bound(statement: ast.stmt) -> list[str]:
    """The names that an assignment binds; none if it does anything else as well."""
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    else:
        return []
    flat = [each for target in targets for each in (target.elts if isinstance(target, ast.Tuple) else [target])]
    return (
        [each.id for each in flat if isinstance(each, ast.Name)] if all(isinstance(e, ast.Name) for e in flat) else []
    )


def _part(name: str, path: str, kind: str, nodes: list[ast.AST], binds: str) -> Part:
    mentions, called, texts = set[str](), set[str](), set[str]()
    for node in (each for top in nodes for each in ast.walk(top)):
        if isinstance(node, ast.Name | ast.Attribute):
            mentions.add(_named(node))
        elif isinstance(node, ast.keyword) and node.arg:
            mentions.add(node.arg)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts.add(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            called.add(_named(node.func))
        called |= {_named(each) for each in getattr(node, "decorator_list", ()) if isinstance(each, ast.Name)}
    text = "\n".join(ast.unparse(each) for each in nodes)
    line = getattr(nodes[0], "lineno", 0)
    sets = (frozenset(mentions), frozenset(called), frozenset(texts))
    return Part(name, path, kind, text, _digest(nodes), line, *sets, binds)


def _named(node: ast.Name | ast.Attribute) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr


def _digest(nodes: Iterable[ast.AST]) -> str:
    return hashlib.sha256("\n".join(map(_canonical, nodes)).encode("utf-8", "backslashreplace")).hexdigest()[:16]


def _canonical(node: object) -> str:
    """A tree as text, the same with every version of Python that reads it."""
    if isinstance(node, ast.AST):
        fields = ((name, value) for name, value in ast.iter_fields(node) if name not in UNNAMED)
        told = (f"{name}={_canonical(value)}" for name, value in fields if value is not None and value != [])
        return f"{type(node).__name__}({', '.join(told)})"
    if isinstance(node, list):
        return f"[{', '.join(map(_canonical, node))}]"
    return repr(node)
