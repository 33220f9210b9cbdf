"""What the pages for people tell a reader to type, and what they say comes of it.

A command stands in a fenced block as `console`, after `$ `, with what it prints below it, in which `...` stands for any
number of lines; one that is meant to fail ends with `# fails`. Or it stands in the text, between backticks. A block of
Python that names a file behind the language is that file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
FAILS = re.compile(r"\s+# fails$")
COMMENT = re.compile(r"\s{2,}# .*$")
PROGRAMS = (
    "tallystick",
    "make",
    "pytest",
    ".venv/bin/",
    "python",
    "git",
    "pip",
    "rustc",
    "./",
    "eval",
    "cp",
    "ruff",
    "mypy",
)
"""What a command begins with: of the text between backticks, most is none."""

VARIES = {
    r"\b\d+(?:\.\d+)? ?s\b": "a time",
    r"\b\d+:\d\d:\d\d\b": "a time",
    r"\b\d+ steps/s": "a speed",
    r"\b[0-9a-f]{12}\b": "a commit",
    r"\b[0-9a-f]{64}\b": "a digest",
}
"""What differs from run to run, and is not compared."""


@dataclass(frozen=True)
class Command:
    """A command in a console block; `line` is where it stands."""

    page: str
    line: int
    words: str
    fails: bool
    prints: tuple[str, ...]


@dataclass(frozen=True)
class File:
    """A file that a page has the reader write."""

    page: str
    line: int
    name: str
    text: str


@dataclass(frozen=True)
class Mention:
    """A command between backticks, or in a block that is no console: it says what there is, not what comes of it."""

    page: str
    line: int
    words: str


FENCE = re.compile(r"^( *)```(\S*)(?: (\S+))?\n(.*?)^\1```$", re.DOTALL | re.MULTILINE)


def blocks(page: Path) -> list[tuple[int, str, str, list[str]]]:
    """The fenced blocks: line of the first content, language, name, lines without the indentation of the fence."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        indentation, language, name, body = match.groups()
        lines = [line.removeprefix(indentation) for line in body.splitlines()]
        found.append((text.count("\n", 0, match.start()) + 2, language, name or "", lines))
    return found


def steps(page: Path) -> list[Command | File]:
    """What a reader does who follows the page, in order."""
    found: list[Command | File] = []
    for line, language, name, lines in blocks(page):
        if language == "python" and name:
            found.append(File(page.name, line, name, "\n".join(lines) + "\n"))
        if language != "console":
            continue
        starts = [number for number, each in enumerate(lines) if each.startswith("$ ")]
        assert starts[:1] == [0], f"{page.name}, line {line}: a console block begins with a command"
        for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
            words = lines[start].removeprefix("$ ")
            fails = FAILS.search(words) is not None
            plain = COMMENT.sub("", FAILS.sub("", words))
            found.append(Command(page.name, line + start, plain, fails, tuple(lines[start + 1 : end])))
    return found


def mentions(page: Path) -> list[Mention]:
    """The commands that a page names outside its console blocks."""
    text = page.read_text(encoding="utf-8")
    found = []
    for line, language, _, lines in blocks(page):
        if language in ("", "sh", "bash", "shell"):
            for number, each in enumerate(lines):
                words = COMMENT.sub("", each.removeprefix("$ ")).strip()
                if is_command(words):
                    found.append(Mention(page.name, line + number, words))
    prose = FENCE.sub(lambda match: "\n" * match.group().count("\n"), text)
    for match in re.finditer(r"`([^`\n]+)`", prose):
        if is_command(match.group(1)):
            found.append(Mention(page.name, prose.count("\n", 0, match.start()) + 1, match.group(1)))
    return found


def is_command(words: str) -> bool:
    """Whether it is something to type: a program with or without arguments, no name of a folder or a module."""
    first = words.split(" ")[0]
    if first in ("tallystick", "make", "python", "pytest", "git", "pip", "ruff", "mypy", "rustc", "eval", "cp"):
        return " " in words
    return first.startswith((".venv/bin/", "./")) and not first.endswith("/")


def plain(line: str) -> str:
    """The line without what varies."""
    for pattern, what in VARIES.items():
        line = re.sub(pattern, f"<{what}>", line)
    return re.sub(r"\s+", " ", line).rstrip()


def as_told(told: tuple[str, ...], printed: list[str]) -> bool:
    """Whether the lines are those of the page, in which `...` stands for any number of them."""
    lines = [plain(line) for line in printed]
    parts = [tuple(map(plain, part)) for is_gap, part in groupby(told, lambda line: line == "...") if not is_gap]
    at = 0
    for part in parts:
        places = [place for place in range(at, len(lines)) if tuple(lines[place : place + len(part)]) == part]
        if not places:
            return False
        at = places[0] + len(part)
    begins = told[:1] in ((), ("...",)) or tuple(lines[: len(parts[0])]) == parts[0]
    ends = told[-1:] in ((), ("...",)) or tuple(lines[-len(parts[-1]) :]) == parts[-1]
    return begins and ends and (bool(told) or not printed)
