"""Handing over what `verify` left: the outcomes of the present content, their certificates, and what explains them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from model.system import System
from proofs import checker
from proofs.outcome import Outcome, Report
from properties.property import Property, Verdict
from reports import bundle, coq_basis
from reports.bundle import MANIFEST, NoBundle, NoCertificate, Statement
from reports.bundle_guide import guide
from reports.folder import FolderRefused, ListedFolder
from tallystick import output
from tallystick.checking import contents, parsed, read
from tallystick.failure import BadInput
from tallystick.progress import bar
from tallystick.selection import work
from tallystick.verifying import exit_code

NOT_KEPT = "no outcome of the present content is kept; `tallystick verify` finds it"


class BundleFolder(ListedFolder):
    """A place for a bundle. A target that holds anything but a former bundle is refused."""

    what, manifest = "the bundle", MANIFEST

    def named(self, manifest: Path) -> Iterable[str] | None:
        """The files of the former bundle."""
        try:
            return bundle.manifest(parsed(manifest, contents(manifest, "manifest"), "manifest")).files
        except (BadInput, NoBundle):
            return None


def run(*, target: Path, system: str, identifiers: Sequence[str], with_coq: bool, as_json: bool) -> int:
    """Write the bundle; returns the exit code, which is that of `verify` on the same outcomes."""
    chosen = work(system, identifiers)
    try:
        with BundleFolder(target) as folder, bar("exporting") as shown:
            reports: list[Report] = []
            statements: list[Statement] = []
            files: dict[str, str] = {}
            for number, (each, properties) in enumerate(chosen):

                def advance(part: float, words: str, number: int = number) -> None:
                    shown((number + part) / len(chosen), words)

                report, told, own = _kept(each, properties, with_coq, advance)
                reports.append(report)
                statements += told
                files |= own
            if not any(each.certificates for each in statements):
                raise BadInput(f"there is nothing to export: {_first_reason(statements)}")
            files |= {
                bundle.CHECKER: Path(checker.__file__).read_text(encoding="utf-8"),
                bundle.GUIDE: guide(statements, with_coq=with_coq),
                **({coq_basis.BASIS: coq_basis.basis()} if with_coq else {}),
            }
            pages = bundle.pages(statements, files)
            folder.publish(pages)
    except FolderRefused as problem:
        raise BadInput(str(problem)) from problem
    _tell(target, statements, bundle.sha256(pages[MANIFEST].encode()), as_json=as_json)
    return exit_code(reports)


def _kept(
    system: System, properties: Sequence[Property], with_coq: bool, advance: Callable[[float, str], None]
) -> tuple[Report, list[Statement], dict[str, str]]:
    """What is kept of the properties and of whatever they rest on, as a report, as statements and as files."""
    from proofs.dependencies import digest
    from proofs.foundations import missing, resting, subject, with_foundations
    from proofs.store import Store
    from proofs.verify import undecided

    name = type(system).__name__
    store = Store(name, lambda warning: output.Output(stderr=True).print(f"warning: {warning}", soft_wrap=True))
    found: dict[str, Outcome] = {}
    waiting = with_foundations(properties)
    while waiting:
        for prop in waiting:
            content = digest(prop, subject(prop, system))
            found[prop.id] = store.load(prop, content) or undecided(prop, NOT_KEPT, content)
        waiting = missing(found, system)
    outcomes = resting(found, system)
    statements: list[Statement] = []
    files: dict[str, str] = {}
    for done, outcome in enumerate(outcomes.values()):
        advance(done / len(outcomes), f"exporting {outcome.property.id}")
        statement, own = _told(name, outcome, store.certificates / f"{outcome.property.id}.json", with_coq)
        statements.append(statement)
        files |= own
    return Report(name, tuple(outcomes.values())), statements, files


def _told(system: str, outcome: Outcome, file: Path, with_coq: bool) -> tuple[Statement, dict[str, str]]:
    """A statement, and its files: none where it is not proved, or by no certificate."""
    prop, evidence = outcome.property, outcome.evidence
    uses = evidence.assumptions if evidence else ()
    statement = Statement(
        system=system,
        id=prop.id,
        sentence=prop.sentence,
        formula=prop.formula,
        source=prop.claim,
        judged_on=prop.judged_on,
        verdict=outcome.verdict.value,
        reason=outcome.reason,
        rests_on=tuple((each.name, each.reason, each.used_by) for each in uses if each.used_by),
        certificates=0,
        leaves=0,
    )
    if outcome.verdict is not Verdict.PROVED or not evidence or not evidence.certificates:
        return statement, {}
    certificates = read(file)
    try:
        derived = bundle.derived(statement, certificates, with_coq=with_coq)
    except NoCertificate as problem:
        raise BadInput(f"{file}: {problem}") from problem
    leaves = sum(map(bundle.is_leaf, derived))
    counted = replace(statement, certificates=len(certificates), leaves=leaves)
    return counted, {statement.file: file.read_text(encoding="utf-8")} | derived


def _first_reason(statements: Sequence[Statement]) -> str:
    """Why there is no certificate, as the first undecided statement has it."""
    undecided = [each for each in statements if each.verdict == Verdict.UNKNOWN.value]
    return f"{undecided[0].id}: {undecided[0].reason}" if undecided else "no certificate is part of what was found"


def _tell(target: Path, statements: Sequence[Statement], digest: str, *, as_json: bool) -> None:
    proved = [each for each in statements if each.certificates]
    absent = [each.id for each in statements if each.verdict == Verdict.UNKNOWN.value]
    counts = {
        "statements": len(statements),
        "with_certificates": len(proved),
        "certificates": sum(each.certificates for each in proved),
        "leaves": sum(each.leaves for each in proved),
    }
    if as_json:
        output.data({"folder": str(target), "sha256": digest, "undecided": absent, **counts})
        return
    shown = output.Output()
    if absent:
        shown.print(f"not decided: {', '.join(absent)}", soft_wrap=True)
    shown.print(f"{target}: the SHA-256 of its manifest is {digest}", soft_wrap=True)
    shown.print(
        f"export: {counts['certificates']} certificates of {counts['with_certificates']} of "
        f"{counts['statements']} statements, {counts['leaves']} leaves",
        soft_wrap=True,
    )
