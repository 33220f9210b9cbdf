"""Vectors for an implementation of one's own, and how much of the model they show, on the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reports.folder import FolderRefused, ListedFolder
from tallystick import output
from tallystick.checking import contents, parsed
from tallystick.failure import BadInput, Exit, harmless
from tallystick.progress import bar
from tallystick.selection import loaded
from vectors.generate import MANIFEST, SCHEMA, SUBJECTS, NothingToTell, Vectors, generate
from vectors.subject import CannotBegin

LINES = 12
"""Of ways that are not explained so many are told; all are in the document."""


class VectorsFolder(ListedFolder):
    """A place for vectors. A target that holds anything but former vectors is refused."""

    what, manifest = "the set of vectors", MANIFEST

    def named(self, manifest: Path) -> Iterable[str] | None:
        """The files of the former vectors, if the document is one of vectors."""
        try:
            document = parsed(manifest, contents(manifest, "document of vectors"), "document of vectors")
        except BadInput:
            return None
        if not isinstance(document, dict) or document.get("schema") != SCHEMA:
            return None
        files = document.get("files")
        return files if isinstance(files, dict) else ()


def run(*, system: str, seed: int, target: Path, as_json: bool) -> int:
    """Write the vectors of a system; returns the exit code."""
    chosen = loaded(system)
    if chosen.name not in SUBJECTS:
        raise BadInput(f"there are no vectors of {chosen.name}; there are of {', '.join(SUBJECTS)} and their changes")
    try:
        with VectorsFolder(target) as folder, bar("looking for vectors") as shown:
            made = generate(chosen, seed, lambda done: shown(done, "looking for vectors"))
            folder.publish(made.pages)
    except FolderRefused as problem:
        raise BadInput(str(problem)) from problem
    except (CannotBegin, NothingToTell) as problem:
        raise BadInput(str(problem)) from problem
    if as_json:
        output.data({"folder": str(target), **made.document})
    else:
        _tell(made, target)
    return Exit.AS_EXPECTED


def _tell(made: Vectors, target: Path) -> None:
    """The files, the coverage by file, what is not taken and why."""
    shown = output.Output()
    found = made.coverage
    width = max(map(len, found.total))
    for file, total in found.total.items():
        shown.print(f"{harmless(file):<{width}}  {found.covered.get(file, 0):>5} of {total:>5}")
    names = dict.fromkeys(each.rpartition(":")[2] for each in found.passed_over)
    shown.print(f"not counted, nothing reaches them: {harmless(', '.join(names))}", soft_wrap=True)
    for reason, count in found.reasons.items():
        shown.print(f"explained, {count}: {reason}", soft_wrap=True)
    for each in found.unexplained[:LINES]:
        shown.print(f"not taken: {harmless(each.told())}", soft_wrap=True)
    if len(found.unexplained) > LINES:
        shown.print(f"not taken: {len(found.unexplained) - LINES} more, see {target / MANIFEST}", soft_wrap=True)
    for name, file in made.document["files"].items():
        traces = f"{file['traces']} traces, " if file["traces"] else ""
        shown.print(f"{target / name}: {traces}{file['lines']} lines", soft_wrap=True)
    taken, total = sum(found.covered.values()), sum(found.total.values())
    shown.print(
        f"vectors: {taken} of {total} ways of {found.decisions} decisions are taken, "
        f"{len(found.untaken) - len(found.unexplained)} are explained, {len(found.unexplained)} are not",
        soft_wrap=True,
    )
