"""Writing a report so that a folder holds a whole one or the one it held before, never half of one."""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from reports import claims_data, gains_link
from reports.document import SCHEMA
from reports.published import DATA
from reports.swap import Swap, tidied

DETECTED = ("history.md", "history.json", "mutation.md", "mutation.json", "repairs.md")
GUESTS = (*DETECTED, gains_link.PAGE, gains_link.DATA, f"{gains_link.PLOTS}/*.svg")
"""Pages that others publish beside a report, as patterns of paths: it neither minds nor loses them."""


class FolderRefused(Exception):
    """The report can not be written there; the message is one sentence that names the folder."""


class Folder:
    """A place for a report (or what a subclass names), claimed before the work starts and filled when it is done.

    Entering makes a temporary folder beside the target, so that a place which can not be written is known at once;
    `publish` fills it and renames it into place. Leaving without having published removes it, and nothing else has
    changed. Whoever is killed meanwhile leaves the former report whole, and whoever enters next clears away the rest
    (`reports.swap`). A target that holds anything but a former report is refused.
    """

    what = "the report"

    def __init__(self, target: Path) -> None:
        self.target = Path(os.path.realpath(target))
        self.shown = target
        self.swap: Swap | None = None

    def __enter__(self) -> Self:
        try:
            tidied(self.target)
            self._refuse_foreign()
            self.target.parent.mkdir(parents=True, exist_ok=True)
            self.swap = Swap(self.target)
            if self.target.is_dir() and not os.access(self.target, os.W_OK):
                raise PermissionError(13, os.strerror(13))
        except OSError as problem:
            self._clean()
            raise self._refused(problem) from problem
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clean()

    def publish(self, pages: Mapping[str, str]) -> None:
        """Write all pages and put them in place of the former report."""
        if self.swap is None:
            raise RuntimeError("the folder was not entered, or has been published already")
        try:
            for name, content in pages.items():
                page = self.swap.new / name
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text(content, encoding="utf-8", newline="\n")
            for guest in self.guests():
                kept = self.swap.new / guest.relative_to(self.target)
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(guest, kept)
            self.swap.done()
        except OSError as problem:
            raise self._refused(problem) from problem
        self.swap = None

    def _refuse_foreign(self) -> None:
        if not os.path.lexists(self.target):
            return
        if not self.target.is_dir():
            raise FolderRefused(f"{self.what} can not be written to {self.shown}: it is a file")
        guests = self.guests()
        held = sorted(path for path in self.target.rglob("*") if not path.is_dir() and path not in guests)
        if not held:
            return
        if foreign := self.foreign(held):
            raise FolderRefused(
                f"{self.what} can not be written to {self.shown}: it holds {foreign.relative_to(self.target)}, "
                f"which no {self.what.rpartition(' ')[2]} wrote; name a new folder"
            )

    def guests(self) -> set[Path]:
        """The files that are neither minded nor lost."""
        return guests_of(self.target)

    def foreign(self, held: list[Path]) -> Path | None:
        """Of the files in the target, which are some, the first for which it is refused."""
        data = self.target / DATA
        marked = data.is_file() and SCHEMA.partition("/")[0] in data.read_text(encoding="utf-8", errors="replace")
        own = {data, self.target / claims_data.DATA}
        foreign = [path for path in held if path not in own and path.suffix != ".md"]
        return (foreign or held)[0] if foreign or not marked else None

    def _refused(self, problem: OSError) -> FolderRefused:
        why = (problem.strerror or str(problem)).lower()
        if isinstance(problem, (FileExistsError, NotADirectoryError)):
            why = f"a file is in the way at {problem.filename}"
        return FolderRefused(f"{self.what} can not be written to {self.shown}: {why}")

    def _clean(self) -> None:
        if self.swap is not None:
            self.swap.dropped()
            self.swap = None


class ListedFolder(Folder, ABC):
    """A place whose files are all named by one of them. A target that holds anything that it does not name is refused."""

    manifest: str
    """The name of the file that names the others."""

    def guests(self) -> set[Path]:
        """None: whatever stands there belongs to it."""
        return set()

    def foreign(self, held: list[Path]) -> Path | None:
        """The first file that nothing names; any where nothing names any."""
        manifest = self.target / self.manifest
        if manifest not in held:
            return held[0]
        named = self.named(manifest)
        if named is None:
            return manifest
        own = {manifest, *(self.target / name for name in named)}
        links = [path for path in self.target.rglob("*") if path.is_symlink()]  # to folders, too
        return next((path for path in sorted({*held, *links}) if path not in own), None)

    @abstractmethod
    def named(self, manifest: Path) -> Iterable[str] | None:
        """The paths that the manifest names; nothing if it is none."""


def guests_of(folder: Path) -> set[Path]:
    """The files in a folder that others published beside the report."""
    return {path for pattern in GUESTS for path in folder.glob(pattern) if path.is_file()}
