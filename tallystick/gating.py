"""The gate as a command: read both reports, compare, and tell it in the forms that are asked for."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from properties.catalogue import catalogue
from reports import code, document
from reports.gate import accepted, bodies, freshness, junit, places, result, sarif, summary, workflow_commands
from reports.gate.change import Change, Kind
from reports.gate.comparison import compared
from reports.gate.finding import CERTIFICATE, STALE, Finding, Level, findings
from reports.gate.outcomes import outcomes
from reports.gate.result import Result
from reports.published import DATA
from tallystick import output
from tallystick.evidence import checked
from tallystick.failure import BadInput, Exit, harmless
from tallystick.progress import bar
from tallystick.revision import Repository
from tallystick.sources import Sources
from tallystick.verifying import SEVERITY, exit_code

PUBLISHED = "reports/published"
"""Where a revision holds its report, from the root of the repository."""

ACCEPTANCES = "gate.toml"
"""The file of acceptances that is read if none is named, from the root of the repository."""

PROVER_ROOM = "proofs"
"""The room of the code that judges; a report records nothing of it."""


def run(
    *,
    against: str,
    report: Path | None,
    accept: Path | None,
    as_json: bool,
    junit_file: Path | None,
    sarif_file: Path | None,
    markdown_file: Path | None,
    annotate: bool,
) -> int:
    """Compare, write what was asked for, show; returns the exit code."""
    with bar(f"reading the report of {against}") as advance:
        judged = judge(against=against, report=report, accept=accept, advance=advance)
    _write(junit_file, lambda: junit.document(judged))
    _write(sarif_file, lambda: document.dumped(sarif.document(judged, version("tallystick"))))
    _write(markdown_file, lambda: summary.document(judged))
    if as_json:
        output.data(result.document(judged))
    else:
        _show(judged)
    if annotate:
        shown = output.Output(stderr=as_json)
        for line in workflow_commands.lines(judged):
            shown.print(harmless(line), soft_wrap=True)
    return judged.exit_code


def judge(
    *,
    against: str,
    report: Path | None,
    accept: Path | None,
    advance: Callable[[float, str], None] = lambda done, words: None,
) -> Result:
    """What there is to tell of the working tree against a revision. Raises `BadInput`."""
    repository = Repository()
    commit = repository.commit(against)
    folder = report or repository.root / PUBLISHED
    head = _understood(_read(folder / DATA), str(folder / DATA))
    base_name = f"{PUBLISHED}/{DATA} of {against}"
    data = repository.file(commit, f"{PUBLISHED}/{DATA}")
    if data is None:
        raise BadInput(f"there is no report to compare with: {against} holds no {PUBLISHED}/{DATA}")
    base = _understood(data, base_name)
    advance(0.4, "comparing what the reports say")
    acceptances, accepted_in = _acceptances(repository, accept)
    reports = outcomes(head)
    rewritten = _rewritten(repository, commit, base, head)
    advance(0.6, "comparing with the sources")
    sources = Sources(repository, commit)
    changes = _ordered([*compared(base, head), *rewritten, *sources.changes(head)])
    advance(0.8, "checking what is kept")
    evidence = checked(repository.root, head)
    found = findings(
        changes=changes,
        acceptances=acceptances,
        reports=reports,
        stale=[*freshness.stale(head, catalogue()), *sources.stale(head)],
        doubts=evidence.doubts,
        prover=[each for each in repository.differing(commit, PROVER_ROOM) if each.endswith(".py")],
        newer=_newer(repository, folder, _unrecorded(head)),
        places={**sources.places(), **places.places(catalogue())},
        published=_place(repository, folder / DATA),
        accepted_in=_place(repository, accepted_in),
    )
    identifiers = tuple(document.statements(head))
    return Result(against, commit, identifiers, tuple(found), _code(found, exit_code(reports)), evidence)


def _code(found: Sequence[Finding], verdicts: int) -> int:
    """The most telling code: of the verdicts, of what says less than before or is not shown, of a report of other code."""
    codes = {verdicts}
    for each in found:
        if each.level is Level.ERROR and each.change is not None:
            codes.add(Exit.CONTRARY)
        if each.rule == CERTIFICATE:
            codes.add(Exit.CONTRARY)
        if each.rule == STALE:
            codes.add(Exit.UNDECIDED)
    return next((code for code in SEVERITY if code in codes), Exit.AS_EXPECTED)


def _ordered(changes: Sequence[Change]) -> list[Change]:
    """The changes of each property together, the properties in the order in which they are met first."""
    met = list(dict.fromkeys(each.id for each in changes))
    kinds = list(Kind)
    return sorted(changes, key=lambda each: (met.index(each.id), kinds.index(each.kind)))


def _rewritten(repository: Repository, commit: str, base: Mapping[str, Any], head: Mapping[str, Any]) -> list[Change]:
    """The statements whose code differs, read from the files that do."""
    files = [each for each in repository.differing(commit, "properties") if each.endswith(".py")]
    old = [repository.file(commit, each) for each in files]
    new = [repository.root / each for each in files]
    try:
        before = bodies.written(each.decode("utf-8") for each in old if each is not None)
    except ValueError as problem:
        raise BadInput(f"the properties of {commit[:12]} can not be read: {problem}") from problem
    except SyntaxError as problem:
        raise BadInput(f"the properties of {commit[:12]} are no Python of this version: {problem}") from problem
    try:
        after = bodies.written(each.read_text(encoding="utf-8") for each in new if each.is_file())
    except (SyntaxError, ValueError) as problem:
        raise BadInput(f"the properties of the working tree can not be read: {problem}") from problem
    known = document.statements(base)
    systems = {name: str(each["system"]) for name, each in document.statements(head).items() if name in known}
    return bodies.rewritten(before, after, systems)


def _unrecorded(head: Mapping[str, Any]) -> tuple[str, ...]:
    """The rooms that a verdict depends on and whose code the report does not record."""
    return (PROVER_ROOM,) if freshness.RECORDED in head else (*code.RECORDED, PROVER_ROOM)


def _newer(repository: Repository, folder: Path, rooms: Sequence[str]) -> list[str]:
    """The sources that changed after the commit that last changed the report; none known if it is not committed."""
    if folder.resolve() != (repository.root / PUBLISHED).resolve():
        return []
    place = f"{PUBLISHED}/{DATA}"
    written = repository.last_change(place)
    if not written or repository.differing(written, place):
        return []
    return [each for each in repository.differing(written, *rooms) if each.endswith(".py")]


def _understood(data: bytes, name: str) -> dict[str, Any]:
    """A whole report that does not contradict itself."""
    try:
        content = document.understood(data, name, whole=True)
        document.dumped(content).encode("utf-8")
    except document.UnreadableReport as problem:
        raise BadInput(str(problem)) from problem
    except UnicodeEncodeError as problem:
        raise BadInput(f"{name} is damaged: it holds half a character ({problem.object[problem.start]!r})") from problem
    identifiers = [each["id"] for system in content["systems"] for each in system["properties"]]
    twice = next((each for each in identifiers if identifiers.count(each) > 1), None)
    if twice is not None:
        raise BadInput(f"{name} is damaged: it holds {twice} twice")
    entries = document.statements(content)
    for outcome in (outcome for report in outcomes(content) for outcome in report.outcomes):
        if entries[outcome.property.id]["as_expected"] != outcome.as_expected:
            raise BadInput(f"{name} is damaged: field as_expected of {outcome.property.id} contradicts its verdict")
    return content


def _acceptances(repository: Repository, accept: Path | None) -> tuple[list[accepted.Acceptance], Path]:
    """The entries of the file that is named, or of the repository's own, which need not be there."""
    file = accept or repository.root / ACCEPTANCES
    if accept is None and not file.exists():
        return [], file
    shown = str(accept or ACCEPTANCES)
    try:
        return accepted.read(_read(file).decode("utf-8"), shown), file
    except UnicodeDecodeError as problem:
        raise BadInput(f"{shown} is no TOML: byte {problem.start + 1} is no UTF-8") from problem
    except accepted.UnreadableAcceptance as problem:
        raise BadInput(str(problem)) from problem


def _place(repository: Repository, file: Path) -> places.Place:
    """A file as a whole, from the root of the repository where it is inside."""
    path = os.path.realpath(file)
    root = os.path.realpath(repository.root)
    return places.Place(Path(path).relative_to(root).as_posix() if Path(path).is_relative_to(root) else file.name, 0)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > document.LARGEST_FILE:
            raise BadInput(f"{path} has more than {document.LARGEST_FILE} bytes")
        return path.read_bytes()
    except FileNotFoundError as problem:
        raise BadInput(f"there is no {path}") from problem
    except OSError as problem:
        raise BadInput(f"{path} can not be read: {problem.strerror or problem}") from problem


def _write(path: Path | None, made: Callable[[], str]) -> None:
    if path is None:
        return
    try:
        path.write_text(made(), encoding="utf-8", newline="\n")
    except OSError as problem:
        raise BadInput(f"{path} can not be written: {problem.strerror or problem}") from problem


def _show(judged: Result) -> None:
    shown = output.Output()
    for each in judged.findings:
        head = f"{each.level.value:<7} {each.id or '-':<5} {each.rule}: {each.message}"
        shown.print(harmless(head), soft_wrap=True)
        if each.accepted:
            shown.print(harmless(f"        accepted: {each.accepted}"), soft_wrap=True)
        elif each.level is Level.ERROR:
            accept = f" (to accept: {each.change.fingerprint})" if each.change else ""
            shown.print(harmless(f"        {each.place}{accept}"), soft_wrap=True)
    if certificates := judged.certificates.told():
        shown.print(harmless(certificates), soft_wrap=True)
    shown.print(harmless(judged.summary()), soft_wrap=True)
