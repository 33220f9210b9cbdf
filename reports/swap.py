"""Putting a folder in the place of another so that whoever is killed half way loses nothing.

A new folder is filled under a name of its own beside its target. The former one is renamed to such a name, the new one
to the target, and only then is the former one removed, under a third name: what has that one may be half of a folder.
Each is locked for as long as the process lives that works on it, so that the next one can tell what somebody left
behind: `tidied` removes that, and puts the former folder back where the work ended between the two renamings.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

NEW, OLD, GONE = ".tallystick-new", ".tallystick-old", ".tallystick-gone"
"""How the names end of a folder that is filled, of one that was renamed away, and of one that is being removed."""

RANDOM = "[a-z0-9_]{8}"
"""What the names have between the target's and the end."""


class Swap:
    """A new folder beside the target; `done` puts it in place, `dropped` removes it. Raises `OSError`."""

    def __init__(self, target: Path) -> None:
        tidied(target)
        self.target = target
        self.new = Path(tempfile.mkdtemp(prefix=_prefix(target), suffix=NEW, dir=target.parent))
        self._locks = [_locked(self.new)]
        self.new.chmod(0o755)

    def done(self) -> None:
        """Put the folder in the place of the target, which may be there or not."""
        former = self.new.with_name(f"{self.new.name.removesuffix(NEW)}{OLD}")
        if self.target.exists():
            self._locks.append(_locked(self.target))
            self.target.rename(former)
            try:
                self.new.rename(self.target)
            except BaseException:
                former.rename(self.target)
                raise
            with suppress(OSError):  # the new one is in place; the next to come tries again
                _remove(former)
        else:
            self.new.rename(self.target)
        self._unlock()

    def dropped(self) -> None:
        """Leave everything as it was."""
        shutil.rmtree(self.new, ignore_errors=True)
        self._unlock()

    def _unlock(self) -> None:
        while self._locks:
            held = self._locks.pop()
            if held is not None:
                os.close(held)


def tidied(target: Path) -> None:
    """Clear away what was left beside a target by whoever was killed at the work, and put back what was taken away."""
    for left in _left(target):
        held = _locked(left)
        if held is None:  # somebody is at work on it, or nobody can say
            continue
        try:
            with suppress(OSError):  # somebody else may be tidying
                if left.name.endswith(OLD) and not os.path.lexists(target):
                    left.rename(target)
                else:
                    _remove(left)
        finally:
            os.close(held)


def _left(target: Path) -> list[Path]:
    """The folders beside a target that a swap has made, the former ones first."""
    if not target.parent.is_dir():
        return []
    made = [re.compile(re.escape(_prefix(target)) + RANDOM + re.escape(suffix)) for suffix in (OLD, NEW, GONE)]
    beside = sorted(each for each in target.parent.iterdir() if each.is_dir() and not each.is_symlink())
    return [each for pattern in made for each in beside if pattern.fullmatch(each.name)]


def _remove(folder: Path) -> None:
    shutil.rmtree(folder.rename(folder.with_name(f"{folder.name.rpartition('.')[0]}{GONE}")))


def _prefix(target: Path) -> str:
    return f".{target.name}."


def _locked(folder: Path) -> int | None:
    """The folder, opened and locked for this process alone; nothing if another has it, or no locks can be had here."""
    try:
        import fcntl

        opened = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        return None
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(opened)
        return None
    return opened
