"""Whatever ends a command early is one sentence and an exit code, and leaves nothing half-done behind."""

from __future__ import annotations

import multiprocessing
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from proofs.outcome import Outcome, Report
from tallystick.cli import main
from tests.reports.samples import PROVED
from tests.tallystick.saying import sentence

ROOT = Path(__file__).resolve().parents[2]


def fail(problem: BaseException) -> Callable[..., int]:
    def run(**_: object) -> int:
        raise problem

    return run


def test_an_internal_error_is_one_sentence_and_4(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tallystick.verifying.run", fail(ZeroDivisionError("in the suite")))
    assert main(["verify"]) == 4
    assert sentence(capsys) == "internal error: ZeroDivisionError: in the suite; --debug shows where"
    for arguments in (["--debug", "verify"], ["verify", "--debug"]):
        assert main(arguments) == 4
        assert "Traceback" in capsys.readouterr().err


def test_an_interrupt_is_one_sentence_and_130(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tallystick.verifying.run", fail(KeyboardInterrupt()))
    assert main(["verify"]) == 130
    assert sentence(capsys) == "interrupted; nothing was written"


def test_an_interrupted_run_leaves_no_folder(
    outcomes: list[Outcome], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    outcomes += [PROVED]

    def interrupted(*_: object, **__: object) -> Report:
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["proofs.verify"], "verify", interrupted)
    assert main(["verify", "--report", str(tmp_path / "report")]) == 130
    assert list(tmp_path.iterdir()) == []


def test_no_interrupt_is_too_early() -> None:
    """Nothing but the standard library is loaded before somebody listens."""
    program = "import sys; import tallystick.cli; print({'typer', 'rich', 'model'} & set(sys.modules))"
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert ended.stdout == "set()\n"


def test_an_interrupt_of_the_library_is_one_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It ends quietly with 130, which a room's own code would explain."""
    monkeypatch.setattr("tallystick.commands.app", lambda **_: 130)
    assert main(["verify"]) == 130
    assert sentence(capsys) == "interrupted; nothing was written"


@pytest.mark.parametrize("code", [0, 1, None])
def test_a_system_that_ends_the_program_is_not_green(
    code: int | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tallystick.verifying.run", fail(SystemExit(code)))
    assert main(["verify"]) == 4
    assert f"tried to end the program with the exit code {code}" in sentence(capsys)


def test_an_interrupt_ends_the_proving_processes(
    outcomes: list[Outcome], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes += [PROVED]
    worker = multiprocessing.get_context("fork").Process(target=time.sleep, args=(60,))

    def interrupted(*_: object, **__: object) -> Report:
        worker.start()
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules["proofs.verify"], "verify", interrupted)
    assert main(["verify"]) == 130
    worker.join(10)
    assert worker.exitcode == -signal.SIGTERM


@pytest.mark.parametrize(
    ("redirected", "code"),
    [
        ("explain Q99 2>&-", 3),
        ("explain Q99 2>/dev/full", 3),
        ("list >&-", 0),
        ("--help >&-", 0),
        ("--help | true", 141),
        ("fuzz --steps 1 | true", 141),
    ],
)
def test_streams_that_take_nothing_change_no_exit_code(redirected: str, code: int) -> None:
    # A reader that is `true` is gone before anything is written.
    ended = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m tallystick {redirected}; exit ${{PIPESTATUS[0]}}"],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (code, b"")


def test_a_reader_who_has_gone_is_no_verdict() -> None:
    command = f"{sys.executable} -m tallystick list --json; echo $? >&2"
    ended = subprocess.run(
        ["bash", "-c", f"( {command} ) | true"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    # The output may be short enough to be taken up before the reader goes.
    assert ended.stderr.strip() in ("141", "0")
