"""A published report as a site: what is kept of its evidence and what replays its counterexamples, gathered and written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from fuzzing import saved
from fuzzing.written import test_of
from reports import claims_data, document, gains_link
from reports.folder import Folder, FolderRefused
from reports.site import noticing, running, subjects
from reports.site.defects import by_statement, planted_by_statement
from reports.site.entries import STANDARD, Entry, Material, Replay, entries
from reports.site.pages import INDEX, written
from reports.site.rendering import GENERATOR
from tallystick import output, selection
from tallystick.checking import contents, parsed, read
from tallystick.failure import BadInput, Exit
from tallystick.progress import Bar, bar
from tallystick.replaying import replayable

HISTORY = "history.json"
"""What is published of the defects of the past, beside a report."""

MUTATION = "mutation.json"
"""What is published of planted mistakes, likewise."""

HALF = 0.5
"""Reading the evidence takes about as long as writing the pages."""

MORE_PAGES = 80
"""About so many pages are not of a statement."""

REPLAYS = "replay"
"""The folder of the files that replay counterexamples, inside the site."""


class SiteFolder(Folder):
    """A place for a site. A target that holds anything but a former site is refused."""

    what = "the site"

    def guests(self) -> set[Path]:
        """None: whatever stands in a site belongs to it."""
        return set()

    def foreign(self, held: list[Path]) -> Path | None:
        """The first file that is neither a page nor one that replays; any if there is no front page of a site."""
        index = self.target / INDEX
        if index not in held or f'content="{GENERATOR}"' not in index.read_text(encoding="utf-8", errors="replace"):
            return held[0]
        replays = self.target / REPLAYS
        return next((path for path in held if path.suffix != ".html" and replays not in path.parents), None)


def run(*, target: Path, report: Path | None, as_json: bool) -> int:
    """Write the site and say where it is; returns the exit code, which judges nothing that the report says."""
    source = report or selection.PUBLISHED
    try:
        with SiteFolder(target) as folder, bar("reading the report") as shown:
            material = _material(source, shown)
            folder.publish(_pages(material, source, shown))
    except FolderRefused as problem:
        raise BadInput(str(problem)) from problem
    _tell(target, material, as_json=as_json)
    return Exit.AS_EXPECTED


def _pages(material: Material, source: Path, shown: Bar) -> dict[str, str]:
    made: dict[str, str] = {}
    total = len(document.statements(material.report)) + MORE_PAGES
    try:
        for path, text in written(material):
            made[path] = text
            shown(HALF + HALF * min(1.0, len(made) / total), f"writing {path}")
        return made
    except ValueError as problem:
        raise BadInput(f"the report in {source} can not be shown: {problem}") from problem


def _material(source: Path, shown: Bar) -> Material:
    """Everything that the site is made of."""
    content = selection.report_in(source, needed=True, whole=True)
    assert content is not None
    gains = _beside(source / gains_link.DATA, subjects.SCHEMA, subjects.context)
    history = _beside(source / HISTORY, None, lambda found: noticing.context(found, None) and by_statement(found))
    mutation = _beside(
        source / MUTATION, None, lambda found: noticing.context(None, found) and planted_by_statement(found)
    )
    try:
        known = entries(Material(content))
    except ValueError as problem:
        raise BadInput(f"the report in {source} can not be shown: {problem}") from problem
    judged = document.statements(content, standard=True)
    return Material(
        report=content,
        claims=tuple(claims_data.judged_by_published(judged)),
        certificates=_certificates(known, shown),
        replays={each.id: made for each in known if (made := _replay(each)) is not None},
        history=history,
        mutation=mutation,
        gains=gains,
    )


def _beside(path: Path, schema: str | None, readable: Callable[[Mapping[str, Any]], object]) -> Any:
    """What others published beside a report, if it is there; `BadInput` if it is not what they publish."""
    if not path.is_file():
        return None
    kind = "document of what is published beside a report"
    content = parsed(path, contents(path, kind), kind)
    try:
        if not isinstance(content, dict) or (schema is not None and content["schema"] != schema):
            raise ValueError(f"its schema is not {schema}")
        readable(content)
    except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as problem:
        raise BadInput(f"{path} is no {kind} ({type(problem).__name__}: {problem}); publish it anew") from problem
    return content


# -- certificates ----------------------------------------------------------------------------------------------------


def _certificates(known: list[Entry], shown: Bar) -> dict[str, list[Any]]:
    """The certificates that are kept of the very outcomes that the report tells of."""
    from proofs.dependencies import digest
    from proofs.foundations import subject
    from proofs.store import Store

    found: dict[str, list[Any]] = {}
    for number, entry in enumerate(known):
        shown(HALF * number / len(known), f"reading the evidence of {entry.id}")
        statement, evidence = entry.statement, entry.found["evidence"]
        if statement is None or entry.system is None or not evidence or not evidence["certificates"]:
            continue
        system = STANDARD[entry.judged_of]()
        store = Store(type(system).__name__, _warn)
        kept = store.load(statement, digest(statement, subject(statement, system)))
        if kept is not None and _tells_of(document.judged(kept)["evidence"], evidence):
            found[entry.id] = read(store.certificates / f"{entry.id}.json")
    return found


def _tells_of(kept: Mapping[str, Any] | None, evidence: Mapping[str, Any]) -> bool:
    """Whether a report tells of the evidence that is kept; one of before does so with fewer members."""
    return kept is not None and {name: kept.get(name) for name in evidence} == evidence


def _warn(warning: str) -> None:
    output.Output(stderr=True).print(f"warning: {warning}", soft_wrap=True)


# -- counterexamples -------------------------------------------------------------------------------------------------


def _replay(entry: Entry) -> Replay | None:
    """A counterexample as files, if its inputs violate the statement now, by the claim that the report names."""
    found, statement, system = entry.found["counterexample"], entry.statement, entry.system
    if not found or statement is None or system is None:
        return None
    kept = replayable(statement, system, found)
    if kept is None:
        return None
    name = saved.file_name(kept)
    path, test = f"{REPLAYS}/{name}.json", f"{REPLAYS}/test_{name}.py"
    own = test_of(kept, Path(REPLAYS), life=None, inputs=running.inputs(found))
    return Replay(path, test, {path: saved.dumped(kept), test: own})


def _tell(target: Path, material: Material, *, as_json: bool) -> None:
    statements = document.statements(material.report)
    proved = [each for each in statements.values() if each["evidence"] and each["evidence"]["certificates"]]
    told = {
        "folder": str(target),
        "statements": len(statements),
        "with_certificates": len(proved),
        "shown_with_obligations": len(material.certificates),
        "counterexamples": sum(bool(each["counterexample"]) for each in statements.values()),
        "with_replay": len(material.replays),
    }
    if as_json:
        output.data(told)
        return
    shown = output.Output()
    missing = len(proved) - len(material.certificates)
    if missing:
        shown.print(
            f"the certificates of {missing} of {len(proved)} proofs are not kept here, so their obligations are not shown "
            "one by one; `tallystick verify` keeps them",
            soft_wrap=True,
        )
    shown.print(
        f"report: {target / INDEX}: {told['statements']} statements, {told['counterexamples']} counterexamples, "
        f"{told['with_replay']} with a file that replays it",
        soft_wrap=True,
    )
