"""`python -m gains`: a sentence on each subject, and nothing written where a number contradicts a verdict."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.decode import NotARecording
from gains import __main__ as command
from gains import unsettled_quote
from gains.markets import recorded
from gains.result import Bound, Result
from reports import gains_link

SMALL = unsettled_quote.run(recorded(), fills=10)


def called(monkeypatch: pytest.MonkeyPatch, folder: Path, *found: Result) -> int:
    monkeypatch.setattr(command, "results", lambda: list(found))
    monkeypatch.setattr(sys, "argv", ["gains", "--report", str(folder)])
    return command.main()


def test_each_subject_is_told_and_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert called(monkeypatch, tmp_path, SMALL) == 0
    assert SMALL.sentence in capsys.readouterr().out
    assert gains_link.is_published(tmp_path)


def test_a_number_that_contradicts_a_verdict_is_told_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = replace(SMALL.rows[0], bound=Bound(0, ("P39a",)))
    assert called(monkeypatch, tmp_path, replace(SMALL, rows=(row,))) == command.DIFFERS
    assert f"{row.market}, {row.what}: contradicts what is recorded of P39a" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_recording_that_is_not_there_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def none() -> list[Result]:
        raise NotARecording("can not be read", path=Path("traces.jsonl.gz"))

    monkeypatch.setattr(command, "results", none)
    monkeypatch.setattr(sys, "argv", ["gains"])
    assert command.main() == command.BAD_INPUT
    assert capsys.readouterr().err == "gains: traces.jsonl.gz: can not be read\n"
