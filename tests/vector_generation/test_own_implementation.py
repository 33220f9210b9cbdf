"""The example in another language is gated in both directions, and the page about it says what really happens."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.docs.pages import Command, as_told, steps
from tests.vector_generation.conftest import written
from vectors.generate import Vectors

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "examples" / "rust_pair" / "main.rs"
PAGE = ROOT / "docs" / "your-own-implementation.md"
RECORDED = ROOT / "tests" / "vectors" / "pair" / "traces_0001_0050.jsonl.gz"

needs_rust = pytest.mark.skipif(shutil.which("rustc") is None, reason="there is no rustc on this machine")


class Ended(NamedTuple):
    """How a program ended."""

    code: int
    out: str
    err: str


def run(program: Path, *words: str | Path) -> Ended:
    ended = subprocess.run([program, *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    return Ended(ended.returncode, ended.stdout, ended.stderr)


def compiled(folder: Path, name: str, *options: str) -> Path:
    made = folder / name
    command: list[str | Path] = ["rustc", "--edition", "2021", "-O", "-D", "warnings", *options, "-o", made, SOURCE]
    subprocess.run(command, check=True, timeout=300)
    return made


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compiled(tmp_path_factory.mktemp("rust"), "pair")


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The build with the planted rounding."""
    return compiled(tmp_path_factory.mktemp("rust"), "planted", "--cfg", "planted")


@needs_rust
def test_the_example_does_what_the_recorded_bytecode_did(right: Path, tmp_path: Path) -> None:
    recording = tmp_path / "recorded.jsonl"
    recording.write_bytes(gzip.decompress(RECORDED.read_bytes()))
    assert run(right, "replay", recording) == Ended(0, "pair: 10050 of 10050 steps match\n", "")


@needs_rust
def test_the_vectors_find_the_planted_rounding(right: Path, wrong: Path, of_pair: Vectors, tmp_path: Path) -> None:
    paths = written(of_pair, tmp_path)
    assert run(right, "replay", *paths).code == 0
    ended = run(wrong, "replay", *paths)
    assert ended.code == 1
    assert re.match(r".*, line \d+: trace \d+, step \d+, mint: result.shares is \d+, expected \d+\n", ended.out)


@needs_rust
@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_conform_judges_what_the_example_records(right: Path, wrong: Path, tmp_path: Path, seed: str) -> None:
    recording = tmp_path / "recording.jsonl"
    for program, code in ((right, 0), (wrong, 1)):
        recording.write_text(run(program, "record", seed, "1500").out)
        ended = run(Path(sys.executable), "-m", "tallystick", "conform", recording)
        assert (ended.code, ended.err) == (code, "")
        assert ("field     result.shares" in ended.out) is (program is wrong)


@needs_rust
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "usage: "),
        (["replay"], "usage: "),
        (["replay", "nowhere.jsonl"], "nowhere.jsonl: "),
        (["replay", "bad.jsonl"], 'bad.jsonl, line 1: there is no "args"'),
        (["record", "x", "5"], '"x" is no seed'),
    ],
)
def test_the_example_tells_bad_input_in_one_sentence(right: Path, tmp_path: Path, words: list[str], told: str) -> None:
    (tmp_path / "bad.jsonl").write_text("{}\n")
    ended = run(right, *(tmp_path / word if word.endswith(".jsonl") else word for word in words))
    assert (ended.code, ended.out) == (3, "")
    assert ended.err.replace(f"{tmp_path}/", "").startswith(f"pair: {told}")


@needs_rust
@pytest.mark.slow
def test_every_command_of_the_page_does_what_it_says(tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    tools.mkdir()
    tool = tools / "tallystick"
    tool.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m tallystick "$@"\n')
    tool.chmod(0o755)
    place = tmp_path / "place"
    place.mkdir()
    (place / "examples").symlink_to(ROOT / "examples")
    env = {**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"}
    found = [each for each in steps(PAGE) if isinstance(each, Command)]
    assert len(found) >= 10
    for command in found:
        ended = subprocess.run(
            command.words, shell=True, cwd=place, env=env, capture_output=True, text=True, check=False, timeout=300
        )
        assert (ended.returncode == 1) if command.fails else (ended.returncode == 0), (command, ended)
        assert as_told(command.prints, ended.stdout.splitlines()), (command, ended.stdout)
