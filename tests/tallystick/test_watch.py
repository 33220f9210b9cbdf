"""`verify --watch`: rounds that follow saves. The stream of saves and the rounds are given, so nothing waits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from tallystick import apart, watching
from tallystick.cli import main
from tallystick.failure import BadInput, Exit
from tallystick.watching import Apart, watch, watched

SAVED = {Path("change.py")}
NOTHING: set[Path] = set()


class Rounds:
    """Rounds that end when it is said; notes how each went."""

    def __init__(self, *codes: int | None) -> None:
        self.codes = iter(codes)
        self.log: list[str] = []

    def __call__(self) -> OneRound:
        self.log.append("start")
        return OneRound(self, next(self.codes))


class OneRound:
    def __init__(self, rounds: Rounds, code: int | None) -> None:
        self.rounds, self.code = rounds, code

    def poll(self) -> int | None:
        return self.code

    def wait(self) -> int:
        assert self.code is not None
        return self.code

    def stop(self) -> None:
        if self.code is None:
            self.rounds.log.append("stop")
            self.code = -15


def interrupted(*before: set[Path]) -> Iterator[set[Path]]:
    yield from before
    raise KeyboardInterrupt


def test_a_save_starts_one_more_round(capsys: pytest.CaptureFixture[str]) -> None:
    rounds = Rounds(0, 1)
    assert watch(rounds, [NOTHING, SAVED, NOTHING, NOTHING]) == 1
    assert rounds.log == ["start", "start"]
    said = capsys.readouterr().err
    assert said.count("waiting for the next save") == 2
    assert "change.py saved\n" in said
    assert "\x1b" not in said


def test_a_save_while_it_proves_starts_over(capsys: pytest.CaptureFixture[str]) -> None:
    rounds = Rounds(None, 0)
    assert watch(rounds, [NOTHING, SAVED]) == 0
    assert rounds.log == ["start", "stop", "start"]
    assert "saved meanwhile; starting over" in capsys.readouterr().err


@pytest.mark.parametrize("code", [1, 2, 3, 4, -9])
def test_whatever_a_round_ends_with_the_next_save_is_awaited(code: int) -> None:
    rounds = Rounds(code, 0)
    assert watch(rounds, [NOTHING, SAVED, NOTHING]) == 0
    assert rounds.log == ["start", "start"]


@pytest.mark.parametrize(("code", "log"), [(None, ["start", "stop"]), (0, ["start"])])
def test_ctrl_c_ends_the_round_and_the_watch(
    code: int | None, log: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    rounds = Rounds(code)
    assert watch(rounds, interrupted(NOTHING)) == Exit.INTERRUPTED
    assert rounds.log == log
    assert capsys.readouterr().err.endswith("watch: ended\n")


def test_nothing_is_left_running_if_watching_fails() -> None:
    def failing() -> Iterator[set[Path]]:
        yield NOTHING
        raise OSError("no more watches")

    rounds = Rounds(None)
    with pytest.raises(OSError, match="no more watches"):
        watch(rounds, failing())
    assert rounds.log == ["start", "stop"]


def test_what_is_watched_is_the_systems_folder_and_the_rooms(tmp_path: Path) -> None:
    rooms = {apart.SUITE / room for room in watching.ROOMS}
    assert set(watched("")) == set(watched("pair")) == rooms
    assert set(watched(f"{tmp_path}/change.py:MyPair")) == {tmp_path, *rooms}
    assert watched(f"{apart.SUITE}/change.py:MyPair") == [apart.SUITE], "the rooms are inside"
    with pytest.raises(BadInput, match="there is no folder"):
        watched(f"{tmp_path}/nowhere/change.py:MyPair")


def test_the_options_are_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def started(words: list[str]) -> OneRound:
        seen.append(words)
        return OneRound(Rounds(), 0)

    monkeypatch.setattr(watching, "Apart", started)
    monkeypatch.setattr(watching, "saves", lambda folders: iter(()))
    words = ["--system", "model.pair:Pair", "--property", "Q01", "--property", "Q02", "--jobs", "1", "--no-cache"]
    assert main(["verify", *words, "--watch"]) == 0
    assert seen == [["verify", *words]]
    assert main(["verify", "--watch", "--json"]) == Exit.BAD_INPUT


def test_a_round_is_another_process_that_ends_with_the_codes_of_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("change.py").write_text("class MyPair(\n", encoding="utf-8")
    assert Apart(["verify", "--system", "change.py:MyPair"]).wait() == Exit.BAD_INPUT
    (line,) = capfd.readouterr().err.splitlines()
    assert "change.py can not be read: SyntaxError" in line


def test_a_round_that_is_stopped_takes_what_it_started_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True); input()'], stdin=0)"
    reader, writer = os.pipe()
    asked, answered = os.pipe()

    def popen(words: Iterable[str], **options: object) -> subprocess.Popen[bytes]:
        made = subprocess.Popen([sys.executable, "-c", program], stdin=asked, stdout=writer, start_new_session=True)
        os.close(writer)
        os.close(asked)
        return made

    class Processes:
        Popen = staticmethod(popen)
        DEVNULL = subprocess.DEVNULL
        TimeoutExpired = subprocess.TimeoutExpired

    monkeypatch.setattr(watching, "subprocess", Processes)
    started = Apart([])
    assert os.read(reader, 1) + os.read(reader, 1) == b"1\n", "the inner process runs"
    started.stop()
    assert started.poll() in (-signal.SIGTERM, -signal.SIGKILL), "the latter where somebody ignores the former"
    assert os.read(reader, 1) == b"", "nobody holds the pipe any more"
    os.close(reader)
    os.close(answered)
