"""`check` on files that anybody may have written: what is no certificate proves nothing, and says so in one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tallystick import checking
from tallystick.cli import main

ONE = [[1, []]]


def certificate(**parts: Any) -> dict[str, Any]:
    """A certificate of `1 >= 0`, with some of its parts replaced."""
    goal = {"polynomial": ONE, "relation": ">=0", "proof": {"terms": [[1, [], [0]], [1, [], []]]}}
    return {"definitions": [], "hypotheses": [], "lemmas": [], "goal": goal} | parts


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Expecting value: line 1 column 1"),
        (b"hello", "Expecting value: line 1 column 1"),
        (b"\xff\xfe", "byte 1 is no UTF-8"),
        (b"\x1f\x8b\x08\0\0", "byte 2 is no UTF-8"),
        (b'[{"definitions": [', "Expecting value: line 1 column 19"),
        (b"{}", "it holds no list"),
        (b"null", "it holds no list"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b'{"a":' * 100_000, "it is nested too deeply"),
        (b"[" + b"9" * 100_000 + b"]", "100000 digits"),
        (b'[{"goal": {"a": 1, "a": 2}}]', "'a' appears twice in an object"),
    ],
)
def test_what_is_no_file_of_certificates(
    content: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "certificates.json"
    file.write_bytes(content)
    assert main(["check", str(file)]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"tallystick: {file} is no file of certificates: ")
    assert said in err
    assert err.count("\n") == 1


def test_no_file_a_folder_and_a_file_beyond_measure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as stream:
        stream.truncate(checking.LARGEST_FILE + 1)
    for file, said in (
        (tmp_path / "none", "can not be read: No such file or directory"),
        (tmp_path, "is no bundle of `tallystick export`: it holds no manifest.json"),
        (large, "has more than"),
    ):
        assert main(["check", str(file)]) == 3
        assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "it is no certificate (TypeError: "),
        ({}, "it is no certificate (it lacks 'definitions')"),
        (certificate(goal={}), "it is no certificate (it lacks 'polynomial')"),
        (certificate(goal={"polynomial": [[1.5, []]], "relation": ">=0"}), "1.5 is no integer"),
        (certificate(goal={"polynomial": [["x", []]], "relation": ">=0"}), "it is no certificate (ValueError: "),
        (certificate(goal={"polynomial": ONE, "relation": ">0\x1b[31m"}), "unknown relation '>0\\x1b[31m'"),
        (
            certificate(definitions=[{"name": "\x1b[31m\ud800", "kind": "k", "arguments": [[]]}]),
            "\\x1b[31m\\ud800 is defined by 'k', which has no axioms",
        ),
        (
            certificate(
                hypotheses=[{"polynomial": [[1, [f"x{n}"]] for n in range(1000)], "relation": ">=0"}],
                goal={"polynomial": ONE, "relation": ">=0", "proof": {"terms": [[1, [], [0]]]}},
            ),
            "the terms of a leaf do not add up to a negative constant",
        ),
    ],
)
def test_what_is_no_certificate_is_told_in_one_line(
    given: Any, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "certificates.json"
    file.write_text(json.dumps([given]))
    assert main(["check", str(file)]) == 1
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert err == ""
    assert lines[0].startswith(f"{file}: certificate 0 proves nothing: ")
    assert said in lines[0]
    assert len(lines[0]) < 500
    assert lines[1:] == ["check: 0 of 1 certificates are valid"]


def test_a_whole_certificate_is_green_and_none_is_not(tmp_path: Path) -> None:
    file = tmp_path / "certificates.json"
    file.write_text(json.dumps([certificate()]))
    assert main(["check", str(file)]) == 0
    file.write_text("[]")
    assert main(["check", str(file)]) == 2


FALSE = certificate(goal={"polynomial": ONE, "relation": ">=0", "proof": {"terms": [[1, [], []]]}})


@pytest.mark.parametrize(
    ("contents", "code"),
    [
        (["[", [certificate()]], 3),
        ([[certificate()], "["], 3),
        (["[", [FALSE]], 1),
        ([[FALSE], "["], 1),
        ([[], "["], 3),
        ([[], [certificate()]], 0),
        (["[", "{}", [certificate()], "null"], 3),
    ],
)
def test_every_file_is_judged_whatever_becomes_of_the_others(
    contents: list[Any], code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [tmp_path / f"{number}.json" for number in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_text(content if isinstance(content, str) else json.dumps(content))
    unreadable = [str(file) for file, content in zip(files, contents, strict=True) if isinstance(content, str)]
    valid = sum(content == [certificate()] for content in contents)
    total = sum(len(content) for content in contents if isinstance(content, list))

    assert main(["check", *map(str, files)]) == code
    out, err = capsys.readouterr()
    told = err.splitlines()
    assert len(told) == len(unreadable)
    for name, line in zip(unreadable, told, strict=True):
        assert line.startswith(f"tallystick: {name} is no file of certificates: ")
    assert out.splitlines()[-1:] == ([f"check: {valid} of {total} certificates are valid"] if total else [])

    assert main(["check", "--json", *map(str, files)]) == code
    data = json.loads(capsys.readouterr().out)
    assert data["valid"] == valid
    assert [each["file"] for each in data.get("unreadable", [])] == unreadable


def test_a_folder_that_is_no_bundle_hides_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "certificates.json"
    file.write_text(json.dumps([FALSE]))
    assert main(["check", str(tmp_path), str(tmp_path / "none.json"), str(file)]) == 1
    out, err = capsys.readouterr()
    assert [line.partition(": ")[0] for line in err.splitlines()] == ["tallystick", "tallystick"]
    assert "holds no manifest.json" in err.splitlines()[0]
    assert "none.json can not be read" in err.splitlines()[1]
    assert "proves nothing" in out
