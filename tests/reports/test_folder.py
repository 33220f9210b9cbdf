"""A report is written whole or not at all, and never over anything but a report."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports import claims_data
from reports.folder import GUESTS, Folder, FolderRefused
from reports.published import DATA, pages
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
    for name in GUESTS:
        (target / name).write_text("theirs", encoding="utf-8")
    publish(target, pages([PAIR, BAL]))
    assert held(target) == pages([PAIR, BAL]) | dict.fromkeys(GUESTS, "theirs")


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
