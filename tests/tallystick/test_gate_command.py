"""`tallystick gate` in a repository of its own: exit codes, the files it writes, and one sentence for bad input."""

from __future__ import annotations

import json
import os
import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from proofs.outcome import Outcome, Report
from properties.property import Registry, Verdict
from reports import document
from reports.published import DATA
from tallystick import gating
from tallystick.cli import main
from tallystick.describing import schema_of
from tests.reports.samples import PROVED, REFUTED

Publish = Callable[..., Path]

ACCEPTED = '[[accepted]]\nid = "Q10"\nwhat = "removed"\nreason = "Q12 says more."\n'
BODY = '@prop("Q01")\ndef holds(system, state):\n    yield state.k >= 0\n'


def git(*arguments: str) -> None:
    """Git without anything of the user's or the machine's."""
    identity = {"NAME": "Tester", "EMAIL": "tester@example.org"}
    people = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in identity.items()}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", *arguments], check=True, capture_output=True, env={**os.environ, **people, **quiet})


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Write a report into the repository's working tree; the sources are about the very same properties."""
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    git("init", "--quiet", "--initial-branch=base")

    def publish(*found: Outcome, sources: tuple[Outcome, ...] | None = None) -> Path:
        registry = Registry()
        for each in found if sources is None else sources:
            registry.add(each.property)
        monkeypatch.setattr(gating, "catalogue", lambda: registry)
        file = tmp_path / gating.PUBLISHED / DATA
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(document.dumped(document.document([Report("pair", found)])), encoding="utf-8")
        return file

    publish(PROVED, REFUTED)
    statement = tmp_path / "properties" / "pair.py"
    statement.parent.mkdir()
    statement.write_text(BODY, encoding="utf-8")
    git("add", ".")
    git("commit", "--quiet", "--message", "base")
    return publish


UNDECIDED = replace(PROVED, verdict=Verdict.UNKNOWN, evidence=None, reason="time was out")


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ((PROVED, REFUTED), 0),
        ((PROVED,), 1),
        ((PROVED, REFUTED, replace(PROVED, property=replace(PROVED.property, id="Q02"))), 0),
        ((replace(PROVED, property=replace(PROVED.property, sentence="Less.")), REFUTED), 1),
        ((replace(PROVED, verdict=Verdict.REFUTED, evidence=None), REFUTED), 1),
        ((replace(PROVED, property=replace(PROVED.property, id="Q02"), verdict=Verdict.ERROR), PROVED, REFUTED), 4),
        ((replace(UNDECIDED, property=replace(PROVED.property, id="Q02")), PROVED, REFUTED), 2),
    ],
)
def test_the_exit_code_says_what_was_found(publish: Publish, found: tuple[Outcome, ...], code: int) -> None:
    publish(*found)
    assert main(["gate", "--against", "base"]) == code


def test_an_accepted_weakening_passes_and_is_still_shown(
    publish: Publish, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(PROVED)
    (tmp_path / "gate.toml").write_text(ACCEPTED, encoding="utf-8")
    assert main(["gate", "--against", "base"]) == 0
    assert "accepted: Q12 says more." in capsys.readouterr().out
    (tmp_path / "none.toml").write_text("", encoding="utf-8")
    assert main(["gate", "--against", "base", "--accept", "none.toml"]) == 1


def test_a_verdict_that_was_lost_is_not_green_though_the_change_is_accepted(publish: Publish, tmp_path: Path) -> None:
    publish(UNDECIDED, REFUTED)
    (tmp_path / "gate.toml").write_text(ACCEPTED.replace("Q10", "Q01").replace("removed", "verdict"), encoding="utf-8")
    assert main(["gate", "--against", "base"]) == 2


def test_a_report_that_is_not_about_the_sources_decides_nothing(
    publish: Publish, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(PROVED, REFUTED, sources=(PROVED,))
    assert main(["gate", "--against", "base"]) == 2
    assert "The report is stale: the sources lack it" in capsys.readouterr().out


def test_a_statement_whose_code_alone_changed_is_seen(
    publish: Publish, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "properties" / "pair.py").unlink()
    (tmp_path / "properties" / "moved.py").write_text(BODY.replace(">=", ">= -1 +"), encoding="utf-8")
    assert main(["gate", "--against", "base"]) == 1
    out = capsys.readouterr().out
    assert "Q01   body: The code of the statement is another" in out
    assert "changed after the commit that last changed the report (properties/moved.py, properties/pair.py)" in out


ONE = {
    "definitions": [],
    "hypotheses": [],
    "lemmas": [],
    "goal": {"polynomial": [[1, []]], "relation": ">=0", "proof": {"terms": [[1, [], [0]], [1, [], []]]}},
}
"""A certificate of `1 >= 0`."""

FALSE = {**ONE, "goal": {"polynomial": [[-1, []]], "relation": ">=0", "proof": {"terms": [[1, [], [0]]]}}}


@pytest.fixture
def keep(tmp_path: Path) -> Callable[[str, str], None]:
    """Keep a file of certificates of a statement as `verify` does."""

    def keep(identifier: str, text: str) -> None:
        file = tmp_path / ".cache" / "certificates" / "Pair" / f"{identifier}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    return keep


@pytest.mark.parametrize(
    ("kept", "told"),
    [
        (json.dumps([ONE] * 14), ""),
        (json.dumps([ONE] * 13), "13 are kept, and the report counts 14"),
        (json.dumps([ONE] * 15), "15 are kept, and the report counts 14"),
        (json.dumps([ONE] * 13 + [FALSE]), "1 of 14; Q01.json: certificate 13 proves nothing: "),
        (json.dumps([*[ONE] * 13, None]), "1 of 14; Q01.json: certificate 13 proves nothing: "),
        ("[]", "0 are kept, and the report counts 14"),
        ("[", "Q01.json is no file of certificates: "),
        ("{}", "Q01.json is no file of certificates: it holds no list"),
    ],
)
def test_certificates_that_are_kept_are_checked_again(
    publish: Publish, keep: Callable[[str, str], None], capsys: pytest.CaptureFixture[str], kept: str, told: str
) -> None:
    keep("Q01", kept)
    assert main(["gate", "--against", "base", "--json"]) == (1 if told else 0)
    content = json.loads(capsys.readouterr().out)
    found = [each["message"] for each in content["findings"] if each["rule"] == "certificate"]
    assert [told in each for each in found] == ([True] if told else [])
    assert content["certificates"]["proofs"] == (0 if told else 1)
    assert content["certificates"]["not_kept"] == []


def test_a_proof_whose_certificates_are_missing_among_others_fails(
    publish: Publish, keep: Callable[[str, str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    publish(PROVED, replace(PROVED, property=replace(PROVED.property, id="Q02")), REFUTED)
    keep("Q02", json.dumps([ONE] * 14))
    assert main(["gate", "--against", "base"]) == 1
    out = capsys.readouterr().out
    assert "error   Q01   certificate: " in out
    assert "none is kept, and the report counts 14" in out
    assert "certificates: 14 certificates checked again, all those of 1 proof\n" in out


def test_where_no_certificates_are_kept_that_is_told_and_does_not_fail(
    publish: Publish, keep: Callable[[str, str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    keep("Q99", "[]")  # of a statement that the report does not hold
    assert main(["gate", "--against", "base"]) == 0
    assert "certificates: none are kept here of pair; `tallystick verify` keeps them\n" in capsys.readouterr().out


def test_every_form_is_written_and_the_same_to_the_byte(
    publish: Publish, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publish(PROVED)
    described = Draft202012Validator(json.loads(schema_of("gate")))
    written = []
    for number in ("1", "2"):
        files = [tmp_path / f"{number}{suffix}" for suffix in (".xml", ".sarif", ".md")]
        options = zip(("--junit", "--sarif", "--markdown"), map(str, files), strict=True)
        code = main(["gate", "--against", "base", "--json", *(word for pair in options for word in pair)])
        written.append([capsys.readouterr().out.encode(), *(each.read_bytes() for each in files)])
        assert code == 1
    assert written[0] == written[1]
    shown, junit, sarif, summary = written[0]
    assert [each["rule"] for each in json.loads(shown)["findings"]] == ["removed"]
    assert [each.message for each in described.iter_errors(json.loads(shown))] == []
    assert not described.is_valid({**json.loads(shown), "findings": [{}]})
    assert ET.fromstring(junit).tag == "testsuites"
    assert json.loads(sarif)["version"] == "2.1.0"
    assert summary.startswith(b"# Gate\n")


def test_annotations_are_workflow_commands(publish: Publish, capsys: pytest.CaptureFixture[str]) -> None:
    publish(PROVED)
    main(["gate", "--against", "base", "--annotations"])
    assert "::error file=reports/published/report.json,title=Q10 removed::" in capsys.readouterr().out


def test_a_report_elsewhere_can_be_judged(publish: Publish, tmp_path: Path) -> None:
    file = publish(PROVED)
    file.parent.rename(tmp_path / "new")
    assert main(["gate", "--against", "base", "--report", "new"]) == 1


def refused(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """The one sentence with which bad input ends."""
    assert main(["gate", *words]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    (line,) = err.splitlines()
    return line


@pytest.mark.parametrize("revision", ["nowhere", "--help-me", "", "base:reports", "base..base"])
def test_a_revision_that_is_none_is_refused(
    publish: Publish, capsys: pytest.CaptureFixture[str], revision: str
) -> None:
    assert f"there is no revision {revision!r}" in refused(capsys, f"--against={revision}")


def test_a_revision_without_a_report_is_refused(publish: Publish, capsys: pytest.CaptureFixture[str]) -> None:
    git("rm", "--quiet", "--cached", "-r", "reports")
    git("commit", "--quiet", "--message", "none")
    assert "HEAD holds no reports/published/report.json" in refused(capsys, "--against", "HEAD")


def test_a_base_report_that_is_damaged_is_refused(publish: Publish, capsys: pytest.CaptureFixture[str]) -> None:
    file = publish(PROVED)
    file.write_text("{", encoding="utf-8")
    git("commit", "--quiet", "--all", "--message", "damaged")
    publish(PROVED)
    assert "report.json of HEAD is no JSON" in refused(capsys, "--against", "HEAD")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"Q10"', "10", "is damaged: field systems.0.properties"),
        ('"Q10"', '"Q01"', "is damaged: it holds Q01 twice"),
        ('"as_expected": true', '"as_expected": false', "field as_expected of Q01 contradicts its verdict"),
        ("tallystick-report/1", "tallystick-report/0", "is no report of this version"),
        ('"Q10"', '"\\ud800"', "is damaged: it holds half a character"),
        ('"Q10"', "Q10", "is no JSON"),
    ],
)
def test_a_report_that_is_damaged_is_refused(
    publish: Publish, capsys: pytest.CaptureFixture[str], old: str, new: str, told: str
) -> None:
    file = publish(PROVED, REFUTED)
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert told in refused(capsys, "--against", "base")


def test_what_is_not_there_is_refused(publish: Publish, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no nowhere" in refused(capsys, "--against", "base", "--report", "nowhere")
    assert "there is no none.toml" in refused(capsys, "--against", "base", "--accept", "none.toml")
    assert "can not be written" in refused(capsys, "--against", "base", "--sarif", str(tmp_path))


def test_code_that_can_not_be_read_is_refused(
    publish: Publish, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "properties" / "pair.py").write_text("def (", encoding="utf-8")
    assert "the properties of the working tree can not be read" in refused(capsys, "--against", "base")


def test_outside_a_repository_there_is_nothing_to_compare_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    assert "is in no git repository" in refused(capsys, "--against", "HEAD")
