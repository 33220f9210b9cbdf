"""The command line as a user meets it: exit codes, one sentence for every failure, plain output where it has to be.

The prover is replaced by one that returns what it is told: what `verify` does with findings is tested here, not how
they are found.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofs.outcome import Outcome, Report
from properties.property import Verdict
from reports.published import DATA, INDEX
from tallystick.cli import main
from tests.reports.samples import PROVED, REFUTED, REFUTED_THAT_SHOULD_HOLD, UNKNOWN
from tests.tallystick.saying import sentence

ROOT = Path(__file__).resolve().parents[2]


def errored(outcome: Outcome) -> Outcome:
    return replace(outcome, verdict=Verdict.ERROR, counterexample=None, reason="the suite failed")


PROVED_THAT_SHOULD_FAIL = replace(PROVED, property=replace(PROVED.property, id="Q77", expected=Verdict.REFUTED))


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ([PROVED, REFUTED], 0),
        ([PROVED, REFUTED_THAT_SHOULD_HOLD], 1),
        ([PROVED, PROVED_THAT_SHOULD_FAIL], 1),
        ([PROVED, UNKNOWN], 2),
        ([PROVED, errored(REFUTED)], 4),
        ([UNKNOWN, errored(REFUTED)], 4),
        ([UNKNOWN, errored(REFUTED), REFUTED_THAT_SHOULD_HOLD], 1),
    ],
)
def test_verify_ends_with_what_it_found(outcomes: list[Outcome], found: list[Outcome], code: int) -> None:
    outcomes += found
    assert main(["verify"]) == code


def test_verify_shows_the_table_and_ends_with_the_summary(
    outcomes: list[Outcome], capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes += [PROVED, REFUTED]
    main(["verify"])
    out, err = capsys.readouterr()
    assert out.splitlines()[-1].startswith("verify: 2 of 2 as recorded (1 proved, 1 refuted), 14 certificates, ")
    assert "\x1b" not in out + err


def test_verify_writes_json_and_nothing_else(outcomes: list[Outcome], capsys: pytest.CaptureFixture[str]) -> None:
    outcomes += [PROVED, UNKNOWN]
    assert main(["verify", "--json"]) == 2
    content = json.loads(capsys.readouterr().out)
    assert [each["system"] for each in content["systems"]] == ["pair", "bal"]


def test_verify_judges_only_what_it_is_asked_to(outcomes: list[Outcome], capsys: pytest.CaptureFixture[str]) -> None:
    outcomes += [PROVED, REFUTED, UNKNOWN]
    assert main(["verify", "--property", "q01", "-p", "Q10"]) == 0
    assert main(["verify", "--system", "pair"]) == 0
    assert main(["verify", "--system", "model.pair:Pair", "--property", "Q01"]) == 0
    assert main(["verify", "--system", "bal"]) == 2


def test_the_report_is_published_and_read_back(
    outcomes: list[Outcome], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes += [PROVED, REFUTED]
    assert main(["verify", "--report", str(tmp_path / "published")]) == 0
    assert {path.name for path in (tmp_path / "published").iterdir()} == {INDEX, DATA, "pair"}
    capsys.readouterr()
    assert main(["list"]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Q10")]
    assert line.split()[-2:] == ["REFUTED", "REFUTED"]
    assert main(["explain", "q10"]) == 0
    assert "What fails: redeemable of b" in capsys.readouterr().out
    assert main(["explain", "Q01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["published"]["verdict"] == "PROVED"
    assert main(["list", "--json", "--system", "pair"]) == 0
    assert [each["published"] for each in json.loads(capsys.readouterr().out)] == ["PROVED", "REFUTED"]


def test_a_partial_report_does_not_replace_a_whole_one(
    outcomes: list[Outcome], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes += [PROVED, REFUTED]
    target = tmp_path / "report"
    main(["verify", "--report", str(target)])
    before = (target / DATA).read_bytes()
    assert main(["verify", "--report", str(target), "--property", "Q01"]) == 3
    assert "Q10 would be lost" in capsys.readouterr().err
    assert (target / DATA).read_bytes() == before
    outcomes.remove(REFUTED)
    assert main(["verify", "--report", str(target)]) == 0, "a statement that was taken back is not lost"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["explain", "Q0"], "there is no property 'Q0'; did you mean Q01 or Q10?"),
        (["verify", "-p", "nonsense"], "there is no property 'nonsense'; there is Q01, Q10"),
        (["list", "--system", "pear"], "there is no system with properties called 'pear'; did you mean pair?"),
        (["verify", "--system", "pear"], "there is no system 'pear'; did you mean pair?"),
        (["verify", "--system", "x"], "there is no system 'x'; there is pair, bal, or module:Class, or file.py:Class"),
        (["verify", "--system", "bal", "-p", "Q01"], "Q01 is a property of pair, and bal is a bal"),
        (["verify", "--system", "/nowhere.py:X"], "system '/nowhere.py:X': there is no file /nowhere.py"),
        (["verify", "--jobs", "none"], "invalid value for '--jobs' / '-j'"),
        (["verify", "--colour"], "no such option: --colour; see `tallystick verify --help`"),
        (["verfy"], "no such command 'verfy'. Did you mean 'verify'? see `tallystick --help`"),
        (["explain"], "missing argument 'ID'; see `tallystick explain --help`"),
        (["check", "/nowhere.json"], "/nowhere.json can not be read: No such file or directory"),
        (["check", __file__], "is no file of certificates"),
        (["verify", "--report", __file__], "it is a file"),
        (["export", __file__], "the bundle can not be written to "),
        (["export"], "missing argument 'DIR'; see `tallystick export --help`"),
        (["recheck", "/nowhere"], "/nowhere is no bundle of `tallystick export`: it holds no manifest.json"),
        (["recheck", "/nowhere", "--sample", "0"], "invalid value for '--sample'"),
        (["verify", "--report", f"{__file__}/below"], "a file is in the way at "),
        (["verify", "--report", "/proc/report"], "the report can not be written to /proc/report: "),
        (["list", "--report", "/nowhere"], "there is no report in /nowhere: it holds no report.json"),
        (["list", "--report", __file__], "test_cli.py/report.json can not be read: Not a directory"),
        (["check", "a\x1b[31m\nb"], "a\\x1b[31m b can not be read: No such file or directory"),
        (["explain", "x" * 100_000], "there is no property 'xxxxxxx"),
        (["claims", "S1.999"], "there is no claim or document 'S1.999'; did you mean "),
        (["claims", "--report", "/nowhere"], "there is no report in /nowhere: it holds no report.json"),
    ],
)
def test_bad_input_is_one_sentence_and_3(
    outcomes: list[Outcome], arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes += [PROVED, REFUTED]
    assert main(arguments) == 3
    assert said in sentence(capsys)


def test_no_command_shows_the_help_and_is_not_green(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 3
    assert "Usage: tallystick" in capsys.readouterr().out


@pytest.mark.parametrize(
    "command", ["", "verify", "list", "explain", "claims", "check", "export", "recheck", "fuzz", "conform", "replay"]
)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*command.split(), "--help"]) == 0
    assert f"Usage: tallystick {command}".strip() in capsys.readouterr().out


def test_no_more_processes_than_cores(outcomes: list[Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes += [PROVED]
    asked: list[Any] = []
    prover = sys.modules["proofs.verify"].verify

    def verify(*chosen: Any, jobs: int, **options: Any) -> Report:
        asked.append(jobs)
        return prover(*chosen, **options)  # type: ignore[no-any-return]

    monkeypatch.setattr(sys.modules["proofs.verify"], "verify", verify)
    monkeypatch.setattr("tallystick.running.cores", lambda: 3)
    assert [main(["verify", *words]) for words in ([], ["--jobs", "2"], ["--jobs", "9" * 20])] == [0, 0, 0]
    assert asked == [3, 2, 3]


@pytest.mark.parametrize("settings", [{}, {"NO_COLOR": "1", "FORCE_COLOR": "1", "TERM": "xterm-256color"}])
def test_plain_where_it_should_be_plain(settings: dict[str, str]) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NO_COLOR")}
    ended = subprocess.run(
        [sys.executable, "-m", "tallystick", "list"],
        cwd=ROOT,
        env=environment | settings,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert ended.returncode == 0
    assert b"\x1b" not in ended.stdout + ended.stderr


def test_check_needs_no_solver(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "for name in ('z3', 'cvc5', 'sympy'): sys.modules[name] = None\n"
        "from tallystick.cli import main\n"
        f"sys.exit(main(['check', {str(tmp_path / 'none.json')!r}]))"
    )
    (tmp_path / "none.json").write_text("[{}]")
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert "none.json: certificate 0 proves nothing" in ended.stdout
    assert (ended.returncode, ended.stderr) == (1, "")


def test_claims_are_shown_whole_by_document_or_one_in_full(
    outcomes: list[Outcome], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["claims"]) == 0
    assert "S4.5" in capsys.readouterr().out
    assert main(["claims", "s1"]) == 0
    out = capsys.readouterr().out
    assert "S1.26" in out and "S2.1 " not in out
    assert main(["claims", "s1.26"]) == 0
    assert "cost basis, USD" in capsys.readouterr().out
    assert main(["claims", "S1.26", "--json"]) == 0
    (source,) = json.loads(capsys.readouterr().out)["documents"]
    assert [each["id"] for each in source["claims"]] == ["S1.26"]
    assert main(["claims", "S0.8", "--json"]) == 0
    (source,) = json.loads(capsys.readouterr().out)["documents"]
    assert source["claims"][0]["standing"] == "undecided", "nothing is published: nothing is confirmed"
