"""Every command of README, CONTRIBUTING and docs/ works, and prints what the page says.

Pages that walk a reader through something are followed in a folder of their own, with the proofs that are kept here.
Commands that are only named are parsed. What is too long to be run has a reason below. A command of which nothing here
knows fails.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import typer

from properties.catalogue import catalogue
from tallystick.commands import app
from tests.docs.pages import PAGES, ROOT, Command, File, Mention, as_told, blocks, mentions, plain, steps

PUBLISHED = ROOT / "reports" / "published"

ELSEWHERE = {
    "your-own-implementation.md": "tests/vector_generation/test_own_implementation.py follows it: it needs rustc"
}
"""Pages that another test follows."""

MINUTES = {"tutorial.md": "it proves a change of BAL, three times, with whatever that rests on: `make tutorial`"}
"""Pages that take minutes."""

SLOW = {
    "your-own-pool.md": "ten commands, each a process that proves",
    "adding-a-property.md": "it proves statements of a pair, and what they rest on",
}
"""Pages that take more than a few seconds."""

LONG = {
    "install": "it makes the environment in which this runs",
    "verify": "it proves everything: minutes",
    "test": "it is what runs this",
    "quick": "it runs this",
    "check": "it is `tallystick check`, which the tutorial runs; here it would check whatever is kept",
    "fuzz": "a campaign of 200 000 steps; tests/fuzz runs shorter ones",
    "conform": "tests/conformance replays the same recordings",
    "gate": "tests/tallystick/test_gate_command.py runs the gate in repositories of its own",
    "site": "tests/tallystick/test_report_command.py writes sites",
    "tutorial": "it runs tests/docs",
    "coq": "it needs Coq; tests/tallystick/test_export.py compiles theorems where there is one",
    "evm": "it asks npm for what was published; tests/evm are what it runs",
    "gains": "it writes into reports/published",
    "history": "it writes into reports/published: minutes",
    "mutation": "it writes into reports/published: an hour",
    "repairs": "it proves everything of five variants: minutes",
    "bench": "it measures, which says nothing on a machine that does something else",
}
"""Targets of make that are only tried with `make -n`, and why."""

STANDS_FOR = {
    "ID": "P37",
    "N": "1",
    "S": "pair",
    "DIR": "folder",
    "REV": "main",
    "FILE": "README.md",
    "FILE...": "README.md",
    "[NAME]": "",
    "[FILE or DIR]": "",
}
"""What a reader writes in place of what is only a word for it."""

COMMANDS = typer.main.get_command(app)


# -- pages that are followed -----------------------------------------------------------------------------------------


def marks(name: str) -> list[pytest.MarkDecorator]:
    return [pytest.mark.long] if name in MINUTES else [pytest.mark.slow] if name in SLOW else []


def followed() -> list[Any]:
    """The pages with something to follow."""
    chosen = [
        each for each in PAGES if each.name not in ELSEWHERE and any(isinstance(step, Command) for step in steps(each))
    ]
    return [pytest.param(each, id=each.name, marks=marks(each.name)) for each in chosen]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder as a reader has one: the command on the path, git with a name, and what is proved here already."""
    tools = tmp_path / "tools"
    tools.mkdir()
    suite = f'PYTHONPATH="{ROOT}" exec "{sys.executable}" -P'
    options = "-p tallystick.pytest_plugin -p no:cacheprovider"  # found by itself where the suite is installed
    for name, words in {"tallystick": "-m tallystick", "pytest": f"-m pytest {options}", "python": ""}.items():
        (tools / name).write_text(f'#!/bin/sh\n{suite} {words} "$@"\n', encoding="utf-8")
        (tools / name).chmod(0o755)
    made = tmp_path / "place"
    made.mkdir()
    for kept in ("outcomes", "certificates"):
        if (ROOT / ".cache" / kept).is_dir():
            shutil.copytree(ROOT / ".cache" / kept, made / ".cache" / kept, ignore=shutil.ignore_patterns("*.part"))
    (made / "reports").mkdir()
    return made


def environment(place: Path) -> dict[str, str]:
    git = {f"GIT_{who}_{what}": f"a@{who}.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    kept = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR", "NO_COLOR")}
    path = f"{place.parent / 'tools'}{os.pathsep}{os.environ['PATH']}"
    return {**kept, **git, "PATH": path, "GIT_CONFIG_GLOBAL": os.devnull, "PYTEST_ADDOPTS": ""}


@contextmanager
def remembered(place: Path, kept: Path) -> Iterator[None]:
    """Proofs of this step of an earlier test, and afterwards those of now: `verify` itself says which it may use."""
    if kept.is_dir():
        shutil.copytree(kept, place / ".cache", dirs_exist_ok=True)
    before = {path: path.stat().st_mtime_ns for path in made_in(place)}
    yield
    for path in made_in(place):
        if before.get(path) != path.stat().st_mtime_ns:
            there = kept / path.relative_to(place / ".cache")
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, there)


def made_in(place: Path) -> list[Path]:
    """The files of the proofs in a place."""
    return [path for kind in ("outcomes", "certificates") for path in (place / ".cache" / kind).rglob("*.json")]


@pytest.mark.parametrize("page", followed())
def test_whoever_follows_the_page_sees_what_it_shows(page: Path, place: Path) -> None:
    for number, step in enumerate(steps(page)):
        if isinstance(step, File):
            file = place / step.name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(step.text, encoding="utf-8")
            continue
        with remembered(place, ROOT / ".cache" / "docs" / page.stem / str(number)):
            ended = subprocess.run(
                ["bash", "-c", step.words],
                cwd=place,
                env=environment(place),
                capture_output=True,
                text=True,
                check=False,
                timeout=900,
            )
        where = f"{step.page}, line {step.line}: {step.words}"
        assert (ended.returncode != 0) is step.fails, f"{where}\nended with {ended.returncode}\n{ended.stderr}"
        said = (ended.stdout + ended.stderr).splitlines()
        assert as_told(step.prints, said), f"{where}\nprints\n" + "\n".join(map(plain, said))


def test_a_page_that_is_followed_elsewhere_is_there() -> None:
    names = {page.name for page in PAGES}
    assert set(ELSEWHERE) | set(SLOW) | set(MINUTES) <= names
    assert all((ROOT / reason.split(" ")[0]).is_file() for reason in ELSEWHERE.values())


# -- commands that are named -----------------------------------------------------------------------------------------


def named() -> list[Mention]:
    return [each for page in PAGES for each in mentions(page)]


def problem_with(words: str) -> str:
    """Why a command that a page names would not work; nothing if it would."""
    for word, example in STANDS_FOR.items():
        words = re.sub(rf"(?<![\w-]){re.escape(word)}(?!\w)", example, words)
    program, *rest = shlex.split(words)
    program, rest = (rest[1], rest[2:]) if program.endswith("python") and rest[:1] == ["-m"] else (program, rest)
    if program == "tallystick":
        return of_tallystick(rest)
    if program == "make":
        return of_make(rest)
    if program == "pytest":
        return of_pytest(rest)
    if program == "conformance.trace_schema":
        return ""  # tests/tallystick/test_schemas.py compares what it writes
    if program == "evm":
        return of_evm(rest)
    if program == "pip":
        return of_pip(rest)
    return "no test knows this command"


def of_tallystick(words: list[str]) -> str:
    if words[0].startswith("--"):
        known = {option for each in COMMANDS.params for option in each.opts}
        return "" if set(words) <= known else f"there is no option {words[0]}"
    command = getattr(COMMANDS, "commands", {}).get(words[0])
    if command is None:
        return f"there is no command {words[0]}"
    try:
        if words[1:]:  # by itself it is only named
            command.make_context(words[0], words[1:])
    except typer.TyperException as problem:
        return problem.format_message()
    return ""


def of_make(words: list[str]) -> str:
    (target, *_) = [word for word in words if "=" not in word]
    if target not in LONG:
        return f"nothing says why make {target} is not run"
    dry = subprocess.run(["make", "-n", *words], cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if dry.returncode == 0 and dry.stdout else dry.stderr or f"make {target} does nothing"


def of_evm(words: list[str]) -> str:
    asked = [sys.executable, "-m", "evm", words[0], "--help"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stderr


def of_pip(words: list[str]) -> str:
    """What would be installed is this project with extras that it has."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    command, *named = words
    match = re.fullmatch(r"tallystick\[(\w+)\]", named[0]) if command == "install" and len(named) == 1 else None
    return "" if match and match.group(1) in extras else f"pip can not do {words}"


def of_pytest(words: list[str]) -> str:
    program = [sys.executable, "-m", "pytest", "-p", "tallystick.pytest_plugin", "--collect-only", "-q"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    if "change.py" in " ".join(words):
        words = [word.replace("change.py:MyBal", "bal").replace("change.py:MyPair", "pair") for word in words]
    done = subprocess.run([*program, *words], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout[-500:] + done.stderr[-500:]


@pytest.mark.parametrize("words", sorted({each.words for each in named()}))
def test_a_command_that_is_named_would_work(words: str) -> None:
    places = ", ".join(f"{each.page}, line {each.line}" for each in named() if each.words == words)
    assert problem_with(words) == "", places


@pytest.mark.parametrize(
    "words",
    [
        "tallystick prove",
        "tallystick verify --sistem bal",
        "tallystick gate --json",
        "make nothing",
        "make clean",
        "pytest tests/nowhere",
        "rm -rf build",
    ],
)
def test_a_command_that_would_not_work_is_noticed(words: str) -> None:
    assert problem_with(words) != ""


def test_every_reason_is_of_a_target() -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(LONG) <= targets


# -- what README shows of the long commands --------------------------------------------------------------------------


def test_what_readme_shows_of_verify_is_what_is_published() -> None:
    content = json.loads((PUBLISHED / "report.json").read_text(encoding="utf-8"))
    found = {each["id"]: each for system in content["systems"] for each in system["properties"]}
    (shown,) = [lines for _, _, _, lines in blocks(ROOT / "README.md") if any("make verify" in line for line in lines)]
    rows = [match for line in shown if (match := re.fullmatch(r"(\w+)\s+(.+?)(?:…|\.)\s+✓ ([A-Z]+)", line))]
    assert len(rows) >= 3
    for row in rows:
        identifier, sentence, verdict = row.groups()
        assert catalogue()[identifier].sentence.startswith(sentence)
        assert found[identifier]["verdict"] == verdict
    stories = " ".join(line.strip() for line in shown if line.startswith("      "))
    refuted = [row.group(1) for row in rows if row.group(3) == "REFUTED"]
    assert stories == " ".join(catalogue()[each].story for each in refuted)
    verdicts = [each["verdict"] for each in found.values()]
    certificates = sum(each["evidence"]["certificates"] for each in found.values() if each["evidence"])
    (summary,) = [plain(line) for line in shown if line.startswith("verify: ")]
    assert summary == (
        f"verify: {len(verdicts)} of {len(verdicts)} as recorded ({verdicts.count('PROVED')} proved, "
        f"{verdicts.count('REFUTED')} refuted), {certificates} certificates, <a time>"
    )


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in link and not link.startswith("#")]
    gone = [link for link in links if not (page.parent / link.partition("#")[0]).exists()]
    assert gone == []


@pytest.mark.parametrize(
    ("told", "printed", "is_so"),
    [
        (("a 0.3 s",), ["a  17.0 s"], True),
        (("a 3",), ["a 4"], False),
        ((), [], True),
        ((), ["a"], False),
        (("a",), ["a"], True),
        (("a",), ["a", "b"], False),
        (("...", "b"), ["a", "b"], True),
        (("...", "b"), ["b", "a"], False),
        (("a", "..."), ["a", "b", "c"], True),
        (("b", "..."), ["a", "b", "c"], False),
        (("a", "...", "c"), ["a", "b", "c"], True),
        (("a", "...", "d"), ["a", "b", "c"], False),
    ],
)
def test_only_what_varies_is_not_compared(told: tuple[str, ...], printed: list[str], is_so: bool) -> None:
    assert as_told(told, printed) is is_so
