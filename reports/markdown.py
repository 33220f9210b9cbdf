"""Markdown that shows what it is given: escaping, code, tables. The dialect is GitHub's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_SPECIAL = re.compile(r"([\\*\[\]<>|$`~])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_LINE_START = re.compile(r"^(\s*)(#{1,6}(?=\s|$)|[-+=](?=\s|=|-|$)|\d+(?=[.)]\s))")
_EDGE_UNDERSCORES = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")


def text(words: str) -> str:
    """The words on one line, with nothing in them read as markup except pairs of backticks, which stay code."""
    line = " ".join(words.split())
    shown, position = [], 0
    for span in _CODE.finditer(line):
        shown += [_escaped(line[position : span.start()]), code(span.group(2).strip())]
        position = span.end()
    shown.append(_escaped(line[position:]))
    return _LINE_START.sub(_guarded, "".join(shown))


def code(source: str) -> str:
    """A code span of one line, in as many backticks as it takes; a pipe is escaped as tables need it."""
    line = " ".join(source.split())
    if not line:
        return ""
    fence = "`" * (_longest_run(line) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def block(source: str) -> str:
    """A fenced block; the fence is longer than any run of backticks in it."""
    fence = "`" * max(3, _longest_run(source) + 1)
    return f"{fence}text\n{source.strip(chr(10))}\n{fence}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already; a line break inside a cell becomes `<br>`."""
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(_cell(each) for each in row) + " |" for row in rows]
    return "\n".join(lines)


def _cell(shown: str) -> str:
    # A pipe ends a cell even inside code; one that is escaped already (an odd number of backslashes) is left alone.
    return re.sub(r"(?<!\\)((?:\\\\)*)\|", r"\1\\|", shown).replace("\n", "<br>")


def _escaped(words: str) -> str:
    plain = _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", words))
    return _EDGE_UNDERSCORES.sub(lambda run: r"\_" * len(run.group()), plain)


def _guarded(found: re.Match[str]) -> str:
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign.isdecimal() else f"{space}\\{sign}"


def _longest_run(source: str) -> int:
    return max((len(run) for run in re.findall("`+", source)), default=0)
