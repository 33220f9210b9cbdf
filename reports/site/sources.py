"""Source as a page shows it: the body of a statement, the transitions it runs, and which of their lines ran."""

from __future__ import annotations

import ast
import inspect
import io
import tokenize
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType
from typing import Any

import model
from model.system import System
from properties.property import Property
from reports.site.running import Ran

ROOT = Path(model.__file__).parents[1]
"""The folder of the rooms."""

RAN, DID_NOT, NEUTRAL = "ran", "idle", ""
"""A line that ran, one that could have and did not, and one that nothing runs: a comment, a bracket, a docstring."""


@dataclass(frozen=True)
class Line:
    """A line of source, its number in the file, and how it stands: `RAN`, `DID_NOT` or `NEUTRAL`."""

    number: int
    text: str
    standing: str = NEUTRAL


@dataclass(frozen=True)
class Excerpt:
    """A function in its file, as path from the repository's root; `missed` counts the lines that did not run."""

    name: str
    file: str
    lines: tuple[Line, ...]

    @property
    def first(self) -> int:
        """The number of its first line."""
        return self.lines[0].number

    @property
    def last(self) -> int:
        """The number of its last line."""
        return self.lines[-1].number

    @property
    def missed(self) -> int:
        """How many lines could have run and did not."""
        return sum(line.standing == DID_NOT for line in self.lines)


def bodies(statement: Property) -> list[Excerpt]:
    """What is judged: the body of a statement, and the lemmas that go before it."""
    parts = [statement.body, getattr(statement.scope, "lemmas", None)]
    return [made for each in parts if each is not None and (made := _of_function(each)) is not None]


def ran(run: Ran, codes: Iterable[CodeType]) -> list[Excerpt]:
    """Functions of the model with the lines that ran."""
    found = []
    for code in codes:
        path = Path(code.co_filename)
        last = ends(path).get(code.co_firstlineno)
        if last is not None and ROOT in path.parents:
            standing = _standing(code, run.lines.get(code.co_filename, frozenset()))
            found.append(Excerpt(code.co_qualname, relative(path), tuple(_lines(path, code, last, standing))))
    return found


def entered(run: Ran, system: System) -> list[CodeType]:
    """The functions of the model that a statement called itself: transitions, other rules of the system, the rest."""
    moves, rules = set(system.every_operation()), set(dir(type(system)))
    own = [code for code in run.entered if code.co_name != "every_operation"]
    return sorted(own, key=lambda code: (code.co_name not in moves, code.co_name not in rules))


def together(runs: Iterable[Ran]) -> Ran:
    """Several runs as one."""
    several = list(runs)
    lines: dict[str, frozenset[int]] = {}
    for run in several:
        for file, numbers in run.lines.items():
            lines[file] = lines.get(file, frozenset()) | numbers
    functions = dict.fromkeys(code for run in several for code in run.functions)
    own = dict.fromkeys(code for run in several for code in run.entered)
    return Ran(tuple(each for run in several for each in run.log), tuple(functions), tuple(own), lines)


def relative(path: Path) -> str:
    """A file as the repository names it."""
    return path.relative_to(ROOT).as_posix()


def modules() -> list[Path]:
    """The files of the model, in the order of their names."""
    return sorted((ROOT / "model").rglob("*.py"))


@cache
def text(path: Path) -> tuple[str, ...]:
    """The lines of a file."""
    return tuple(path.read_text(encoding="utf-8").splitlines())


@cache
def ends(path: Path) -> dict[int, int]:
    """Of every function in a file, by the line that its code begins with, the last line."""
    tree = ast.parse("\n".join(text(path)))
    return {
        min([node.lineno, *(each.lineno for each in node.decorator_list)]): node.end_lineno or node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }


@cache
def code_lines(path: Path) -> int:
    """How many lines of a file hold code: no docstring, no comment, not empty."""
    content = "\n".join(text(path)) + "\n"
    counted: set[int] = set()
    skipped = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    for token in tokenize.generate_tokens(io.StringIO(content).readline):
        if token.type not in skipped:
            counted |= set(range(token.start[0], token.end[0] + 1))
    documentation = {
        number
        for node in ast.walk(ast.parse(content))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    return len(counted - documentation)


def headline(path: Path) -> str:
    """The first sentence of a file's docstring."""
    words = ast.get_docstring(ast.parse("\n".join(text(path)))) or ""
    paragraph = " ".join(words.partition("\n\n")[0].split())
    return paragraph.partition(". ")[0].removesuffix(".")


def _of_function(function: Callable[..., Any]) -> Excerpt | None:
    try:
        lines, first = inspect.getsourcelines(function)
        path = Path(inspect.getfile(function))
    except (OSError, TypeError):
        return None
    if ROOT not in path.parents:
        return None
    start = next((place for place, line in enumerate(lines) if line.lstrip().startswith("def ")), 0)
    shown = tuple(Line(first + place, line.rstrip("\n")) for place, line in enumerate(lines) if place >= start)
    return Excerpt(function.__name__, relative(path), shown)


def _standing(code: CodeType, lines: frozenset[int]) -> Callable[[int], str]:
    runnable = set(_runnable(code))
    return lambda number: RAN if number in lines else DID_NOT if number in runnable else NEUTRAL


def _runnable(code: CodeType) -> Iterator[int]:
    """The lines that have code, those of functions inside included; the first of a function is its signature."""
    yield from (line for _, _, line in code.co_lines() if line is not None and line != code.co_firstlineno)
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from (line for _, _, line in constant.co_lines() if line is not None)


def _lines(path: Path, code: CodeType, last: int, standing: Callable[[int], str]) -> Iterator[Line]:
    for number in range(code.co_firstlineno, last + 1):
        yield Line(number, text(path)[number - 1], standing(number))
