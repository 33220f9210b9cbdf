"""Properties as tests: one item each, named by id and statement, grouped by the theme whose file states them.

A test passes if the verdict is the recorded one: PROVED, or REFUTED as recorded. UNKNOWN, VACUOUS and ERROR fail,
whatever is recorded, and so does whatever got no verdict.
"""

from __future__ import annotations

import inspect
import re
import tempfile
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from model.system import System
from properties.property import Property, Verdict
from tallystick import pytest_judging, selection
from tallystick.failure import BadInput
from tallystick.pytest_judging import Answer

LONGEST_SLUG = 60
"""Letters of a statement that stand in the name of its test, at most; whole words."""

SHARED = "tallystick_shared"
"""What a process of pytest-xdist is told: the folder in which the answer is shared."""

GREEN = {Verdict.PROVED.value, Verdict.REFUTED.value}


class NotAsRecorded(Exception):
    """The verdict is not the recorded one, or there is none; the message is all that a reader needs."""


class Properties:
    """Collects the properties, has them judged once, and keeps what was found for the tests."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.system = str(config.getoption("tallystick_system", "") or "")
        self.answer = Answer({}, "nothing was judged")
        self.folder: tempfile.TemporaryDirectory[str] | None = None
        try:
            self.work = selection.work(self.system, ())
        except BadInput as problem:
            raise pytest.UsageError(str(problem)) from problem
        if config.args_source is not pytest.Config.ArgsSource.ARGS:
            config.args[:] = []  # without paths the properties alone are meant

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, session: pytest.Session, items: list[pytest.Item]) -> None:
        """Put the properties first, before anything is deselected."""
        themes = [theme for system, statements in self.work for theme in _themes(session, self, system, statements)]
        items[:0] = [item for theme in themes for item in session.genitems(theme)]

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a process of pytest-xdist where the answer is shared."""
        if self.folder is None:
            self.folder = tempfile.TemporaryDirectory(prefix="tallystick-")
        node.workerinput[SHARED] = self.folder.name

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> None:
        """Judge what is selected, all at once, before the first test."""
        asked = [each.statement.id for each in session.items if isinstance(each, PropertyItem)]
        if not asked or self.config.option.collectonly:
            return
        told = getattr(self.config, "workerinput", {}).get(SHARED)
        capture = self.config.pluginmanager.getplugin("capturemanager")
        with capture.global_and_fixture_disabled():
            self.answer = pytest_judging.judged(self.system, asked, Path(told) if told else None)

    def pytest_unconfigure(self) -> None:
        """Nothing is left of what was shared."""
        if self.folder is not None:
            self.folder.cleanup()


class Theme(pytest.Collector):
    """The properties of one file."""

    def __init__(self, *, properties: Properties, system: System, statements: list[Property], **rest: Any) -> None:
        super().__init__(**rest)
        self.properties, self.system, self.statements = properties, system, statements

    def collect(self) -> list[pytest.Item]:
        """One test each."""
        return [
            PropertyItem.from_parent(
                self, name=named(each), properties=self.properties, system=self.system, statement=each
            )
            for each in self.statements
        ]


class PropertyItem(pytest.Item):
    """One property: it runs by looking up what was found of it."""

    def __init__(self, *, properties: Properties, system: System, statement: Property, **rest: Any) -> None:
        super().__init__(**rest)
        self.properties, self.system, self.statement = properties, system, statement

    def runtest(self) -> None:
        """Fail unless the verdict is the recorded one."""
        found = self.properties.answer.found.get(self.statement.id)
        if found is None:
            problem = self.properties.answer.problem or "`tallystick verify` says nothing of it"
            raise NotAsRecorded(f"{self.statement.id} got no verdict: {problem}")
        if found["verdict"] not in GREEN or found["verdict"] != self.statement.expected.value:
            raise NotAsRecorded(_told(self.system, self.statement, found, self.properties.system))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The report of the property; of anything else what pytest shows."""
        if isinstance(excinfo.value, NotAsRecorded):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """The group as the file, so that progress is told by theme."""
        return self.config.rootpath / self.nodeid.partition("::")[0], None, self.name


def _themes(
    session: pytest.Session, properties: Properties, system: System, statements: list[Property]
) -> Iterator[Theme]:
    """The properties of one system by the file that states them, in reading order."""
    home = system.name if type(system).__name__.lower() == system.name else type(system).__name__
    by_theme: dict[str, list[Property]] = {}
    for each in statements:
        file = inspect.getsourcefile(each.body) or each.body.__module__
        by_theme.setdefault(f"{home}/{Path(file).stem}", []).append(each)
    for name, own in by_theme.items():
        yield Theme.from_parent(session, name=name, nodeid=name, properties=properties, system=system, statements=own)


def named(statement: Property) -> str:
    """The id, and as many words of the statement as fit."""
    words = re.findall(r"[a-z0-9]+", statement.sentence.lower().replace("'", ""))
    while words and len("-".join(words)) > LONGEST_SLUG:
        words.pop()
    return "-".join([statement.id, *words])


# -- what a failure says ---------------------------------------------------------------------------------------------


def _told(system: System, statement: Property, found: Mapping[str, Any], place: str) -> str:
    """The property in full with what was found of it, and how to see it again."""
    from reports.explained import explained

    page = Console(file=StringIO(), width=100, no_color=True, highlight=False, markup=False, emoji=False)
    page.print(explained(statement, found, by="Found"))
    assert isinstance(page.file, StringIO)
    option = f" --system {place}" if place else ""
    lines = [
        f"{statement.id}: {found['verdict']}, recorded as {statement.expected.value}",
        "",
        *(line.rstrip() for line in page.file.getvalue().splitlines()),
        "",
        f"judge it again:  tallystick verify{option} --property {statement.id}",
    ]
    if found.get("counterexample"):
        lines.append(_replay(system, statement, found["counterexample"], place))
    return "\n".join(lines)


def _replay(system: System, statement: Property, counterexample: Mapping[str, Any], place: str) -> str:
    """How to step through the counterexample: the command on a file that is written now, or why there is none."""
    from fuzzing import saved
    from proofs.foundations import subject
    from tallystick.replaying import replayable

    kept = replayable(statement, subject(statement, system), counterexample)
    if kept is None:
        return "step through it: it was met in a life, which inputs do not rebuild; `tallystick fuzz` finds such lives"
    folder = Path("failures")
    try:
        (written,) = saved.write(folder, {f"{saved.file_name(kept)}.json": saved.dumped(kept)})
    except OSError as problem:
        return f"step through it: {folder} can not be written: {problem.strerror or problem}"
    own = f" --system {place}" if ":" in place else ""
    return f"step through it: tallystick replay {written}{own}"
