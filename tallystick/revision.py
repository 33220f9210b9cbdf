"""Reading a repository's past with git: files of a revision, and what differs from it. Nothing is ever written."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from reports.document import LARGEST_FILE
from tallystick.failure import BadInput


class Repository:
    """The repository that the working directory is in; `root` is the folder of its working tree."""

    def __init__(self) -> None:
        found = _git(Path.cwd(), "rev-parse", "--show-toplevel")
        if found is None:
            raise BadInput("the gate compares with a revision, and the working directory is in no git repository")
        self.root = Path(os.fsdecode(found.removesuffix(b"\n")))

    def commit(self, revision: str) -> str:
        """The hash of the commit that a revision names; `BadInput` if it names none."""
        found = _git(self.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        if found is None:
            shallow = self._words("rev-parse", "--is-shallow-repository") == ["true"]
            hint = "; the clone is shallow, fetch the base revision as well" if shallow else ""
            raise BadInput(f"there is no revision {revision!r} in the repository{hint}")
        return found.decode().strip()

    def file(self, commit: str, path: str) -> bytes | None:
        """The content of a file as it was, nothing if it was not there; the path is from the root, with slashes."""
        kind = _git(self.root, "cat-file", "-t", f"{commit}:{path}")
        if kind != b"blob\n":
            return None
        size = _git(self.root, "cat-file", "-s", f"{commit}:{path}")
        if size is None or int(size) > LARGEST_FILE:
            raise BadInput(f"{path} of {commit[:12]} has more than {LARGEST_FILE} bytes")
        return _git(self.root, "cat-file", "blob", f"{commit}:{path}")

    def differing(self, commit: str, *places: str) -> list[str]:
        """The files of these places that are not as they were, new and removed ones included, in order."""
        changed = self._paths("diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", commit, "--", *places)
        new = self._paths("ls-files", "--others", "--exclude-standard", "-z", "--", *places)
        return sorted({*changed, *new})

    def last_change(self, path: str) -> str:
        """The commit of the history of now that last changed a file; empty if none did."""
        return "".join(self._words("log", "-1", "--format=%H", "HEAD", "--", path))

    def _words(self, *arguments: str) -> list[str]:
        return os.fsdecode(_git(self.root, *arguments) or b"").split()

    def _paths(self, *arguments: str) -> list[str]:
        found = _git(self.root, *arguments)
        if found is None:
            raise RuntimeError(f"git {arguments[0]} failed")
        return [os.fsdecode(each) for each in found.split(b"\0") if each]


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git says, or nothing if it refuses. No pager, no lock, no language of the user's."""
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1"}
    try:
        done = subprocess.run(
            ["git", "--no-pager", *arguments], cwd=folder, env=environment, capture_output=True, check=False
        )
    except FileNotFoundError as problem:
        raise BadInput("the gate needs git, and there is none on the path") from problem
    return done.stdout if done.returncode == 0 else None
