"""`tallystick vectors`: what it writes, what it says, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tallystick.cli import main
from vectors import generate as generation
from vectors.generate import FUNCTIONS, LIVES, MANIFEST, STATES, Vectors
from vectors.search import Effort


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place to work in, where little is tried."""
    little = {name: (kind, Effort(2, 4, 10, 200, 5, 5)) for name, (kind, _) in generation.SUBJECTS.items()}
    monkeypatch.setattr(generation, "SUBJECTS", little)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "out"


def test_it_writes_recordings_and_says_what_they_show(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vectors", "--system", "pair", "--seed", "4", "--out", "out"]) == 0
    told = capsys.readouterr().out.splitlines()
    document = json.loads((folder / MANIFEST).read_text())
    found = document["coverage"]
    assert sorted(path.name for path in folder.iterdir()) == [FUNCTIONS, LIVES, MANIFEST]
    assert document["seed"] == 4
    assert told[-1] == (
        f"vectors: {found['taken']} of {found['ways']} ways of {found['decisions']} decisions are taken, "
        f"{found['explained']} are explained, {found['unexplained']} are not"
    )
    for file in found["files"]:
        assert [file["file"], str(file["taken"]), "of", str(file["ways"])] in [line.split() for line in told]
    assert main(["conform", str(folder / LIVES), str(folder / FUNCTIONS)]) == 0


def test_json_is_the_document(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vectors", "--system", "bal", "--out", "out", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told.pop("folder") == "out"
    assert told == json.loads((folder / MANIFEST).read_text())
    assert sorted(told["files"]) == [LIVES, STATES]


def test_what_is_not_taken_is_told_with_its_line(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("change.py").write_text("from tallystick import Pair\n\n\nclass Mine(Pair): ...\n")
    assert main(["vectors", "--system", "change.py:Mine", "--out", "out"]) == 0
    told = capsys.readouterr().out
    assert "not taken: model/pair/system.py:" in told
    assert "Pair.skim: subtracted(pair.balance0 - pair.reserve0) -> ds-math-sub-underflow\n" in told


def test_former_vectors_are_replaced(folder: Path) -> None:
    assert main(["vectors", "--system", "bal", "--out", "out"]) == 0
    assert main(["vectors", "--system", "pair", "--out", "out"]) == 0
    assert sorted(path.name for path in folder.iterdir()) == [FUNCTIONS, LIVES, MANIFEST]


@pytest.mark.parametrize(
    ("name", "content", "named"),
    [
        ("notes.txt", "mine", "notes.txt"),
        (MANIFEST, "{}", MANIFEST),
        (MANIFEST, "no JSON", MANIFEST),
        (MANIFEST, '{"schema": "tallystick-vectors/1", "files": 5}', ""),
        (LIVES, "{}", LIVES),
    ],
)
def test_a_folder_of_somebody_else_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, content: str, named: str
) -> None:
    folder.mkdir()
    (folder / name).write_text(content)
    assert main(["vectors", "--system", "pair", "--out", "out"]) == (3 if named else 0)
    if named:
        told = capsys.readouterr().err
        assert told == (
            f"tallystick: the set of vectors can not be written to out: it holds {named}, which no vectors wrote; "
            "name a new folder\n"
        )
        assert [(path.name, path.read_text()) for path in folder.iterdir()] == [(name, content)]


def test_a_file_beside_former_vectors_is_not_lost(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["vectors", "--system", "pair", "--out", "out"]) == 0
    (folder / "README").write_text("mine")
    assert main(["vectors", "--system", "pair", "--out", "out"]) == 3
    assert "it holds README" in capsys.readouterr().err
    assert (folder / "README").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--system", "pear", "--out", "out"], "there is no system 'pear'; did you mean pair?"),
        (["--system", "pair"], "missing option '--out'"),
        (["--out", "out"], "missing option '--system'"),
        (["--system", "pair", "--out", "out", "--seed", "-1"], "invalid value for '--seed'"),
        (["--system", "model.system:System", "--out", "out"], "is no system: it has no name or no operations"),
        (["--system", "change.py:Stillborn", "--out", "out"], "Stillborn.start crashes: ZeroDivisionError: of its own"),
        (["--system", "change.py:Other", "--out", "out"], "there are no vectors of other; there are of pair, bal"),
    ],
)
def test_bad_input_is_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    Path("change.py").write_text(
        "from model.system import System\nfrom tallystick import Pair\n\n\n"
        "class Stillborn(Pair):\n    def start(self, **_):\n        raise ZeroDivisionError('of its own')\n\n\n"
        "class Other(System):\n    name = 'other'\n    operations = ()\n"
    )
    assert main(["vectors", *words]) == 3
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1
    assert not folder.exists()


def test_nothing_is_written_when_it_is_interrupted(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: Any) -> Vectors:
        raise KeyboardInterrupt

    monkeypatch.setattr("tallystick.vectoring.generate", interrupted)
    assert main(["vectors", "--system", "pair", "--out", "out"]) == 130
    assert capsys.readouterr().err == "tallystick: interrupted; nothing was written\n"
    assert list(folder.parent.iterdir()) == []
