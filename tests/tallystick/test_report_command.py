"""`tallystick report`: a site in a folder, whole or not at all, and one sentence for whatever it can not show."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from reports.document import dumped
from reports.published import DATA
from reports.site.pages import INDEX
from tallystick import selection
from tallystick.cli import main
from tallystick.describing import schema_of
from tests.reports.samples import BAL, PAIR
from tests.reports.sites import material

ROOT = Path(__file__).resolve().parents[2]


def report_of(folder: Path, *identifiers: str) -> Path:
    """A published report of a few properties of the repository."""
    content = json.loads((selection.PUBLISHED / DATA).read_text(encoding="utf-8"))
    for system in content["systems"]:
        system["properties"] = [each for each in system["properties"] if each["id"] in identifiers]
    folder.mkdir()
    (folder / DATA).write_text(dumped(content), encoding="utf-8")
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return report_of(tmp_path / "published", "Q01", "Q14", "P42", "P42a")


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_writes_a_site_and_says_where(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path / "site"), "--report", str(small)]) == 0
    told = capsys.readouterr().out
    assert (
        f"report: {tmp_path / 'site' / INDEX}: 4 statements, 2 counterexamples, 2 with a file that replays it" in told
    )
    assert {INDEX, "bal/P42.html", "pair/Q14.html", "replay/p42_0.json", "replay/test_p42_0.py"} <= files(
        tmp_path / "site"
    ).keys()


def test_twice_is_the_same_bytes(small: Path, tmp_path: Path) -> None:
    for name in ("one", "two", "one"):
        assert main(["report", str(tmp_path / name), "--report", str(small)]) == 0
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_the_counterexample_is_replayed_by_command_and_by_test(small: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    assert main(["report", str(site), "--report", str(small)]) == 0
    for name in ("p42_0", "q14_0"):
        assert main(["replay", str(site / "replay" / f"{name}.json")]) == 1
        asked = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"replay/test_{name}.py"]
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        ran = subprocess.run(asked, cwd=site, env=environment, capture_output=True, text=True, check=False)
        assert ran.returncode == 1, ran.stdout
        assert "1 failed" in ran.stdout


def test_as_data_it_counts(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path / "site"), "--report", str(small), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert Draft202012Validator(json.loads(schema_of("site"))).is_valid(told)
    assert told["statements"] == 4
    assert told["counterexamples"] == told["with_replay"] == 2


def test_certificates_are_shown_only_of_the_very_outcome(
    small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from proofs.verify import verify
    from tallystick.selection import loaded, named

    monkeypatch.chdir(tmp_path)
    verify(loaded("pair"), [named("Q01")])
    assert main(["report", "site", "--report", str(small)]) == 0
    page = (tmp_path / "site" / "pair" / "Q01.html").read_text(encoding="utf-8")
    assert 'id="o1"' in page
    assert "accepts all" in page
    content = json.loads((small / DATA).read_text(encoding="utf-8"))
    content["systems"][0]["properties"][0]["evidence"]["paths"] += 1
    (small / DATA).write_text(dumped(content), encoding="utf-8")
    assert main(["report", "site", "--report", str(small)]) == 0
    assert "are not kept here" in (tmp_path / "site" / "pair" / "Q01.html").read_text(encoding="utf-8")


def test_what_is_said_of_a_system_of_somebody_else_is_shown_as_it_stands(tmp_path: Path) -> None:
    folder = tmp_path / "published"
    folder.mkdir()
    content = dict(material(PAIR, BAL).report)
    for system in content["systems"]:
        system["system"] = f"My{system['system']}"
    (folder / DATA).write_text(dumped(content), encoding="utf-8")
    assert main(["report", str(tmp_path / "site"), "--report", str(folder)]) == 0
    assert not any(name.startswith("replay/") for name in files(tmp_path / "site"))


def test_a_folder_of_something_else_is_left_alone(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "mine"
    target.mkdir()
    (target / "notes.html").write_text("mine", encoding="utf-8")
    assert main(["report", str(target), "--report", str(small)]) == 3
    assert "it holds notes.html, which no site wrote; name a new folder" in capsys.readouterr().err
    assert files(target) == {"notes.html": b"mine"}


def test_a_file_added_to_a_site_is_not_lost(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site = tmp_path / "site"
    assert main(["report", str(site), "--report", str(small)]) == 0
    (site / "notes.txt").write_text("mine", encoding="utf-8")
    assert main(["report", str(site), "--report", str(small)]) == 3
    assert "notes.txt" in capsys.readouterr().err


def test_without_a_report_there_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(tmp_path / "site"), "--report", str(tmp_path)]) == 3
    assert f"there is no report in {tmp_path}" in capsys.readouterr().err
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("name", ["gains.json", "history.json", "mutation.json"])
@pytest.mark.parametrize(
    "content", ["{", "[]", "{}", '{"schema": "tallystick-gains/1", "subjects": [3], "defects": [3], "mutants": [3]}']
)
def test_what_stands_beside_a_report_and_is_damaged_is_named(
    small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str
) -> None:
    (small / name).write_text(content, encoding="utf-8")
    assert main(["report", str(tmp_path / "site"), "--report", str(small)]) == 3
    told = capsys.readouterr().err
    assert str(small / name) in told
    assert "Traceback" not in told


def test_what_stands_beside_a_report_is_shown(small: Path, tmp_path: Path) -> None:
    for name in ("gains.json", "history.json"):
        shutil.copyfile(selection.PUBLISHED / name, small / name)
    assert main(["report", str(tmp_path / "site"), "--report", str(small)]) == 0
    assert "gains.html" in files(tmp_path / "site")
