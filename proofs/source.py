"""The source of code that runs, as a syntax tree; nothing where nobody can tell that it is that of this code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import CodeType

Tree = ast.FunctionDef | ast.Lambda


def trees_of(code: CodeType) -> tuple[Tree, ...]:
    """The functions of the file that may be this code: one, or the lambdas of one line; none if it is not that of its file.

    The file is compiled again and the code looked for in it, so that what is read is what runs.
    """
    path = Path(code.co_filename)
    if not path.is_file():
        return ()
    known, trees = _file(path, path.stat().st_mtime_ns)
    if code not in known:
        return ()
    return tuple(tree for tree in trees if _first_line(tree) == code.co_firstlineno and _name(tree) == code.co_name)


def codes(code: CodeType) -> Iterator[CodeType]:
    """A code and those inside it."""
    yield code
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield from codes(each)


@cache
def _file(path: Path, changed: int) -> tuple[frozenset[CodeType], tuple[Tree, ...]]:
    """The code and the functions of a file, as it was when it was last changed (ns)."""
    try:
        tree = ast.parse(path.read_bytes())
        whole = compile(tree, str(path), "exec", dont_inherit=True)
    except (OSError, SyntaxError, ValueError):
        return frozenset(), ()
    found = tuple(node for node in ast.walk(tree) if isinstance(node, Tree))
    return frozenset(codes(whole)), found


def _first_line(tree: Tree) -> int:
    decorators = tree.decorator_list if isinstance(tree, ast.FunctionDef) else []
    return min(each.lineno for each in (*decorators, tree))


def _name(tree: Tree) -> str:
    return tree.name if isinstance(tree, ast.FunctionDef) else "<lambda>"
