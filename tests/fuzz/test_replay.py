"""From a campaign to a saved failure, a test and back: a replay says whether it still fails."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fuzzing import saved as files
from fuzzing.command import campaign, replay
from fuzzing.judge import UNCHANGED
from fuzzing.life import Act, Life
from fuzzing.replay import imagined, judge_of, relived, still_violated
from model.bal import Bal
from model.pair import Pair
from properties.catalogue import catalogue
from tallystick.cli import main
from tests.fuzz import broken
from tests.fuzz.saved_failures import a_file, said

CHANGE = """
from model.pair import Pair

class Unlocked(Pair):
    def issue(self, pair, user, shares):
        super().issue(pair, user, shares)
        if user == "locked":
            pair.total_supply -= 1
"""


@pytest.fixture
def change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "change.py").write_text(CHANGE)
    return tmp_path


def test_what_a_campaign_finds_is_saved_and_replayed(change: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "--system", "change.py:Unlocked", "--property", "Q08", "--steps", "500"]) == 1
    out = capsys.readouterr().out
    assert "Q08 is violated" in out
    assert "gains in the end" in out
    assert sorted(path.name for path in (change / "failures").iterdir()) == ["q08_0.json", "test_q08_0.py"]
    assert main(["replay", "failures/q08_0.json", "--system", "change.py:Unlocked"]) == 1
    assert "Q08 is still violated after 1 act: all shares are the supply" in capsys.readouterr().out
    assert main(["replay", "failures/q08_0.json", "--system", "pair"]) == 0
    assert "Q08 holds now" in capsys.readouterr().out
    assert main(["replay", "failures/q08_0.json"]) == 3
    assert said(capsys).endswith("was found on change.py:Unlocked; name it: --system change.py:Unlocked")


@pytest.mark.slow
def test_the_saved_test_fails_until_it_is_repaired(change: Path) -> None:
    assert main(["fuzz", "--system", "change.py:Unlocked", "--property", "Q08", "--steps", "500"]) == 1

    def outcome() -> int:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "failures"]
        return subprocess.run(command, cwd=change, capture_output=True, check=False).returncode

    assert outcome() == 1
    (change / "change.py").write_text(CHANGE.replace("-= 1", "-= 0"))
    assert outcome() == 0


def test_a_campaign_without_failures_writes_nothing(change: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "--system", "pair", "--property", "Q08", "--steps", "500", "--json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["campaigns"]
    assert (told["system"], told["failures"], told["first_seed"]) == ("model.pair.system:Pair", [], 0)
    assert told["steps"] >= 500
    assert told["next_seed"] == told["lives"]
    assert not (change / "failures").exists()


def test_an_unwritable_folder_is_known_before_the_work(change: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (change / "taken").write_text("")
    assert main(["fuzz", "--system", "change.py:Unlocked", "--failures", "taken/below"]) == 3
    assert "is no folder" in said(capsys)


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="has no such file system")
def test_a_folder_that_takes_no_files_is_known_before_the_work(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fuzz", "--failures", "/proc/failures"]) == 3
    assert said(capsys).startswith("failures can not be written to /proc/failures: ")


def test_an_interrupt_says_where_to_go_on(change: Path, capsys: pytest.CaptureFixture[str]) -> None:
    class Interrupting(Pair):
        def sync(self, state: Any, *, now: int) -> Any:
            raise KeyboardInterrupt

    assert campaign([(Interrupting(), [])], seed=7, steps=100, seconds=None, failures=change, as_json=False) == 130
    told = capsys.readouterr()
    assert "next seed 7" in told.out or "next seed 8" in told.out
    assert "interrupted" in told.err


def test_a_system_that_crashes_at_its_start_is_told(change: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (change / "stillborn.py").write_text(
        "from model.pair import Pair\nclass X(Pair):\n    def start(self, **_):\n        raise KeyError('here')\n"
    )
    for command in (["fuzz"], ["replay", str(a_file(change))]):
        assert main([*command, "--system", "stillborn.py:X"]) == 3
        assert said(capsys) == "X crashes at its start: KeyError: 'here'"
    assert not (change / "failures").exists()


def test_a_scenario_is_saved_by_its_inputs(change: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work = [(broken.Uncounted(), [catalogue()["P12a"]])]
    assert campaign(work, seed=0, steps=3000, seconds=None, failures=change, as_json=False) == 1  # type: ignore[arg-type]
    (path,) = change.glob("*.json")
    failure = files.read(path)
    inputs = files.inputs_of(failure, path)
    assert failure.life is None
    assert imagined(broken.Uncounted(), "P12a", inputs).violation is not None
    assert still_violated("P12a", Bal(), inputs=inputs) is None
    assert replay(path, Bal(), as_json=True) == 0


# One step at a time


def test_a_demand_on_the_code_is_replayed_like_a_property() -> None:
    life = Life({}, (Act("donate", {"user": "a", "amount0": 12_346, "amount1": 0}),))
    found = relived(broken.InPlace(), UNCHANGED, life)
    assert found.violation is not None
    assert len(found.moments) == 2
    assert relived(Pair(), UNCHANGED, life).violation is None


def test_settings_that_are_refused_end_a_replay() -> None:
    found = relived(Pair(), "Q08", Life({"fee_numerator": 7, "fee_denominator": 5}, ()))
    assert (found.violation, found.ended) == (None, "pair does not start with these settings")


def test_inputs_replay_a_statement_about_steps() -> None:
    inputs = {"pair.fee_denominator": 1000, "argument.amount0": 5_000, "argument.amount1": 5_000}
    assert still_violated("Q08", Pair(), inputs=inputs, operation="mint") is None
    found = imagined(broken.Unlocked(), "Q08", inputs, "mint").violation
    assert found is not None


def test_an_id_that_there_is_not() -> None:
    with pytest.raises(LookupError, match="there is no property 'Q99'"):
        judge_of(Pair(), "Q99")
    with pytest.raises(LookupError, match="Q08 is a property of pair, not of bal"):
        judge_of(Bal(), "Q08")


def test_a_story_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert replay(a_file(tmp_path), None, as_json=True) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["property"], told["holds"], told["claim"], told["after"]) == ("Q08", True, None, 1)
    assert any("total_supply 0 → 447_213_595_499" in line for line in told["story"])
