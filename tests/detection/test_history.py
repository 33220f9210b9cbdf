"""What is kept of a run, when it is judged anew, and what the table says."""

from __future__ import annotations

from pathlib import Path

import pytest

from detection import history, table
from detection.__main__ import BAD_INPUT, PAGES, main
from detection.history import Judged, Limits
from detection.judges import Conformed, Findings, Found, Proved
from reports.folder import GUESTS


def judged(identifier: str = "H08", found: str = "P11a") -> Judged:
    """What might have been found of a defect."""
    (defect,) = history.defects([identifier])
    prover = Proved(found=[Found(found, "a claim", 3)], lost={"P01": "late", "P02": "resists"}, late=["P01"], judged=9)
    return Judged(defect, prover, Findings(), Conformed(matched=8, total=10, difference="a: b"))


def test_what_is_kept_is_read_back(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(history, "KEPT", tmp_path)
    made = judged()
    assert history.load(made.defect, "content") is None
    history.save(made, "content")
    assert history.load(made.defect, "content") == made


def test_other_content_and_damaged_files_are_judged_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(history, "KEPT", tmp_path)
    made = judged()
    history.save(made, "content")
    assert history.load(made.defect, "other content") is None
    (tmp_path / "H08.json").write_text("{", encoding="utf-8")
    assert history.load(made.defect, "content") is None


def test_limits_and_the_defect_itself_are_content() -> None:
    one, other = history.defects(["H08", "H11"])
    digests = {history.digest(one, Limits()), history.digest(one, Limits(seconds=1)), history.digest(other, Limits())}
    assert len(digests) == 3


def test_the_table_says_what_was_found_and_what_was_said_but_not_found() -> None:
    page = table.markdown([judged()], Limits())
    row = next(line for line in page.splitlines() if line.startswith("| H08 "))
    assert "| P11a | 3 |" in row
    assert "P54 (not by it), P11 |" in row
    assert "| 1 |" in row, "what ran out of time is not counted"


def test_the_table_holds_no_times() -> None:
    slow, quick = judged(), judged()
    slow.prover.seconds, slow.prover.first = 99.0, 98.0
    assert table.markdown([slow], Limits()) == table.markdown([quick], Limits())
    assert table.data([slow], Limits()) == table.data([quick], Limits())


def test_an_unknown_defect_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "--only", "H99"]) == BAD_INPUT
    assert capsys.readouterr().err == "detection: there is no defect H99\n"


def test_a_report_keeps_the_pages_that_are_published_beside_it() -> None:
    assert PAGES == GUESTS
