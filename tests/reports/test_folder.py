"""A report is written whole or not at all, and never over anything but a report."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from reports import claims_data
from reports.folder import DETECTED, Folder, FolderRefused
from reports.published import DATA, pages
from reports.swap import NEW, OLD, Swap
from tests.reports.samples import BAL, PAIR


def held(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file()
    }


def publish(target: Path, made: dict[str, str]) -> None:
    with Folder(target) as folder:
        folder.publish(made)


def test_writes_all_pages_and_leaves_nothing_beside_them(tmp_path: Path) -> None:
    target = tmp_path / "new" / "report"
    publish(target, pages([PAIR, BAL]))
    assert held(target) == pages([PAIR, BAL])
    assert [path.name for path in target.parent.iterdir()] == ["report"]


def test_replaces_a_former_report_as_a_whole(tmp_path: Path) -> None:
    target = tmp_path / "report"
    publish(target, pages([PAIR, BAL]))
    publish(target, pages([PAIR]))
    assert held(target) == pages([PAIR])
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_follows_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    publish(tmp_path / "link", pages([PAIR]))
    assert (tmp_path / "link").is_symlink()
    assert held(tmp_path / "real") == pages([PAIR])


def test_a_run_that_fails_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "report"
    publish(target, pages([PAIR]))
    with pytest.raises(RuntimeError, match="half way"), Folder(target):
        raise RuntimeError("half way")
    assert held(target) == pages([PAIR])
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_page_that_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    target = tmp_path / "report"
    publish(target, pages([PAIR]))
    with pytest.raises(FolderRefused, match="file name too long"):
        publish(target, {**pages([BAL]), "x" * 300: ""})
    assert held(target) == pages([PAIR])
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_the_data_on_the_claims_is_part_of_a_report(tmp_path: Path) -> None:
    target = tmp_path / "report"
    publish(target, {**pages([PAIR]), claims_data.DATA: "{}"})
    publish(target, pages([PAIR, BAL]))
    assert held(target) == pages([PAIR, BAL])


@pytest.mark.parametrize("stranger", ["notes.txt", "index.md"])
def test_never_replaces_what_no_report_wrote(tmp_path: Path, stranger: str) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / stranger).write_text("keep me")
    with pytest.raises(FolderRefused, match=rf"it holds {stranger}, which no report wrote"):
        publish(target, pages([PAIR]))
    assert held(target) == {stranger: "keep me"}


def test_a_file_among_the_pages_is_kept_as_well(tmp_path: Path) -> None:
    target = tmp_path / "report"
    publish(target, pages([PAIR]))
    (target / "notes.txt").write_text("keep me")
    with pytest.raises(FolderRefused, match=r"notes\.txt"):
        publish(target, pages([BAL]))


def test_pages_that_others_publish_beside_it_are_kept(tmp_path: Path) -> None:
    target = tmp_path / "report"
    publish(target, pages([PAIR]))
    for name in DETECTED:
        (target / name).write_text("theirs", encoding="utf-8")
    publish(target, pages([PAIR, BAL]))
    assert held(target) == pages([PAIR, BAL]) | dict.fromkeys(DETECTED, "theirs")


def test_a_report_with_a_conflict_in_it_can_be_replaced(tmp_path: Path) -> None:
    target = tmp_path / "report"
    publish(target, pages([PAIR]))
    (target / DATA).write_text("<<<<<<< ours\n" + (target / DATA).read_text())
    publish(target, pages([BAL]))
    assert held(target) == pages([BAL])


def test_a_file_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderRefused, match="it is a file"):
        publish(tmp_path / "file", {})
    with pytest.raises(FolderRefused, match=r"a file is in the way at .*file"):
        publish(tmp_path / "file" / "report", {})


# -- a process that is killed ----------------------------------------------------------------------------------------

WRITES = ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.chmod", "open")
"""What changes a folder, as Python announces it."""

DONE, FAILED = 0, 1


def killed_before(number: int, target: Path, made: dict[str, str]) -> bool:
    """Publish in a process that is killed before it changes anything for that time; whether it was."""
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        assert status in (DONE, signal.SIGKILL), status
        return status == signal.SIGKILL
    seen = 0

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal seen
        if event in WRITES and (event != "open" or arguments[2] & (os.O_WRONLY | os.O_RDWR)):
            if seen == number:
                os.kill(os.getpid(), signal.SIGKILL)
            seen += 1

    try:
        sys.addaudithook(hook)
        publish(target, made)
        os._exit(DONE)
    finally:
        os._exit(FAILED)


def test_a_process_that_is_killed_anywhere_leaves_a_whole_report_and_the_next_clears_up(tmp_path: Path) -> None:
    old, new = {**pages([PAIR]), "a/b.md": "former"}, pages([BAL])
    between = number = 0
    while True:
        place = tmp_path / str(number)
        target = place / "report"
        publish(target, old)
        if not killed_before(number, target, new):
            break
        whole = target if target.is_dir() else next(each for each in place.iterdir() if each.name.endswith(OLD))
        assert held(whole) in (old, new)
        between += whole is not target
        with Folder(target):  # a run that comes to nothing
            assert held(target) in (old, new)
        assert [path.name for path in place.iterdir()] == ["report"]
        publish(target, new)
        assert held(target) == new
        assert [path.name for path in place.iterdir()] == ["report"]
        number += 1
    assert between == 1
    assert number > 2 * len(new) + len(old)
    assert held(target) == new


def test_a_process_that_is_killed_before_there_was_a_report_leaves_none(tmp_path: Path) -> None:
    made, number = pages([PAIR]), 0
    target = tmp_path / "report"
    while killed_before(number, target, made):
        assert not target.exists()
        number += 1
    assert held(target) == made
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_what_another_process_is_at_work_on_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "report"
    publish(target, pages([PAIR]))
    with Folder(target) as first:
        publish(target, pages([BAL]))
        first.publish(pages([PAIR, BAL]))
    assert held(target) == pages([PAIR, BAL])
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


@pytest.mark.parametrize(
    "name", [".report.old", f".report.x{OLD}", f".report.md.abcd1234{OLD}", f".reports.abcd1234{NEW}", "report.former"]
)
def test_what_no_run_left_is_not_cleared_away(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    (tmp_path / name / "notes.txt").write_text("keep me")
    publish(tmp_path / "report", pages([PAIR]))
    assert held(tmp_path / name) == {"notes.txt": "keep me"}


def test_a_swap_that_can_not_be_finished_puts_the_former_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "report"
    publish(target, pages([PAIR]))
    rename = Path.rename

    def fails(self: Path, new: Path) -> Path:
        if self.name.endswith(NEW):
            raise OSError(28, "No space left on device")
        return rename(self, new)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(FolderRefused, match="no space left"):
        publish(target, pages([BAL]))
    assert held(target) == pages([PAIR])
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def test_a_link_that_is_named_like_what_is_left_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep me")
    (tmp_path / f".report.abcd1234{OLD}").symlink_to(tmp_path / "mine")
    Swap(tmp_path / "report").dropped()
    assert held(tmp_path / "mine") == {"notes.txt": "keep me"}
    assert not (tmp_path / "report").exists()
