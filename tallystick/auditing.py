"""Re-checking a bundle: every digest, every certificate, and whether what follows from the certificates does.

As in `checking`, no solver is imported, and whoever wrote the bundle is believed nothing: no path of its manifest is
opened, only files that are found in the folder.
"""

from __future__ import annotations

import os
from pathlib import Path

from reports import bundle, coq_basis
from reports.bundle import MANIFEST, Manifest, Statement
from tallystick.checking import Bundle, Finding, Refusal, contents, judge, parsed, read
from tallystick.failure import BadInput


def audit(folder: Path, finding: Finding) -> None:
    """Check the bundle in the folder and add what comes of it to the finding; `BadInput` if it holds none."""
    if not (folder / MANIFEST).is_file():
        raise BadInput(f"{folder} is no bundle of `tallystick export`: it holds no {MANIFEST}")
    text = contents(folder / MANIFEST, "manifest")
    try:
        manifest = bundle.manifest(parsed(folder / MANIFEST, text, "manifest"))
    except bundle.NoBundle as problem:
        raise BadInput(f"{folder / MANIFEST} can not be checked: {problem}") from problem
    finding.bundles.append(
        Bundle(
            folder=str(folder),
            sha256=bundle.sha256(text),
            statements=len(manifest.statements),
            with_certificates=sum(each.certificates > 0 for each in manifest.statements),
        )
    )
    held = files_of(folder)
    for name, path in held.items():
        if path.is_symlink():
            refuse(finding, path, "it is a link, and may be anything tomorrow")
        elif not path.is_file():
            refuse(finding, path, "it is no file that can be compared")
        elif name not in manifest.files and name != MANIFEST:
            refuse(finding, path, "the manifest does not name it")
    whole = {name: path for name, path in held.items() if name in manifest.files and _is_plain(path)}
    for name, digest in manifest.files.items():
        if name not in held:
            refuse(finding, folder / name, "it is missing")
        elif name in whole and bundle.sha256(contents(whole[name], "file of a bundle")) != digest:
            refuse(finding, whole[name], "its SHA-256 is not the one in the manifest")
    _judge_statements(folder, manifest, whole, finding)


def files_of(folder: Path) -> dict[str, Path]:
    """Every file below the folder, and every link, by the path that a manifest would give it."""
    found: dict[str, Path] = {}
    for place, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        for name in (*files, *links):
            path = Path(place) / name
            found[path.relative_to(folder).as_posix()] = path
    return dict(sorted(found.items()))


def _is_plain(path: Path) -> bool:
    """Whether it can be read without an end that somebody else decides about: no link, no pipe."""
    return path.is_file() and not path.is_symlink()


def refuse(finding: Finding, path: Path, reason: str) -> None:
    """Add a file that is not as it should be."""
    finding.refused.append(Refusal(str(path), None, reason))


def _judge_statements(folder: Path, manifest: Manifest, whole: dict[str, Path], finding: Finding) -> None:
    """The certificates of every statement, and the files that follow from them; then what belongs to no statement."""
    common = {coq_basis.BASIS: coq_basis.basis()} if bundle.has_coq(manifest) else {}
    _compare(common, whole, finding, "it is not the one of this version")
    expected = {bundle.CHECKER, bundle.GUIDE, *common}
    for statement in manifest.statements:
        if not statement.certificates and statement.file not in manifest.files:
            continue
        own = _files_of_statement(folder, manifest, statement, whole, finding)
        if own is None:
            # What it would have derived is not known, so nothing of its own is called foreign.
            own = {name for name in manifest.files if _is_about(name, statement)}
        expected |= own | {statement.file}
    for name in sorted(manifest.files.keys() - expected):
        refuse(finding, folder / name, "it belongs to no statement of the manifest")
    for name in sorted(expected - manifest.files.keys()):
        refuse(finding, folder / name, "it belongs to the bundle, and the manifest does not name it")


def _files_of_statement(
    folder: Path, manifest: Manifest, statement: Statement, whole: dict[str, Path], finding: Finding
) -> set[str] | None:
    """Judge one statement; returns the paths that follow from its certificates, None if that can not be said."""
    path = folder / statement.file
    if statement.file not in whole:
        finding.certificates += statement.certificates
        if statement.file not in manifest.files:
            refuse(finding, path, "the statement's certificates belong there, and the manifest does not name it")
        return None
    try:
        certificates = read(path)
    except BadInput as problem:
        refuse(finding, path, str(problem).removeprefix(f"{path} "))
        return None
    judge(str(path), certificates, finding)
    if len(certificates) != statement.certificates:
        refuse(finding, path, f"it holds {len(certificates)} certificates, the manifest says {statement.certificates}")
    try:
        derived = bundle.derived(statement, certificates, with_coq=bundle.has_coq(manifest))
    except bundle.NoCertificate as problem:
        refuse(finding, path, str(problem))
        return None
    if sum(map(bundle.is_leaf, derived)) != statement.leaves:
        refuse(finding, path, f"its proofs have another number of leaves than the manifest says, {statement.leaves}")
    _compare(derived, whole, finding, "it is not what its certificate says")
    return set(derived)


def _is_about(name: str, statement: Statement) -> bool:
    """Whether a path is where files that follow from the statement's certificates are."""
    return [part.removesuffix(".v") for part in name.split("/")[1:3]] == [statement.system, statement.id]


def _compare(made: dict[str, str], whole: dict[str, Path], finding: Finding, reason: str) -> None:
    """Refuse every file that is not what is made again."""
    for name, content in made.items():
        if name in whole and contents(whole[name], "file of a bundle") != content.encode():
            refuse(finding, whole[name], reason)
