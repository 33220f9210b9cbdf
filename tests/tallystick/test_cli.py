"""The command line as a user meets it: exit codes, one sentence for every failure, plain output where it has to be.

The prover is replaced by one that returns what it is told: what `verify` does with findings is tested here, not how
they are found.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from proofs.outcome import Outcome, Report
from properties.property import Property, Registry, Verdict
from reports.published import DATA, INDEX
from tallystick import selection
from tallystick.cli import main
from tests.reports.samples import PROVED, REFUTED, REFUTED_THAT_SHOULD_HOLD, UNKNOWN

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def outcomes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Outcome]:
    """What the prover will find; the catalogue holds exactly their properties, and nothing is published."""
    found: list[Outcome] = []

    def verify(
        system: Any, properties: Sequence[Property], *, on_outcome: Callable[[Outcome], None], **_: object
    ) -> Report:
        asked = {each.id for each in properties}
        chosen = tuple(each for each in found if each.property.id in asked)
        for each in chosen:
            on_outcome(each)
        return Report(system.name, chosen)

    def catalogue() -> Registry:
        registry = Registry()
        for each in found:
            registry.add(each.property)
        return registry

    prover = ModuleType("proofs.verify")
    prover.verify = verify  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "proofs.verify", prover)
    monkeypatch.setattr(selection, "catalogue", catalogue)
    monkeypatch.setattr("tallystick.verifying.catalogue", catalogue)
    monkeypatch.setattr(selection, "PUBLISHED", tmp_path / "published")
    return found


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


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said on the standard error output, which is one line."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("tallystick: ")
    assert len(err.splitlines()) == 1
    assert len(err) < 2100
    return err.removeprefix("tallystick: ").strip()


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


def test_no_more_processes_than_cores(outcomes: list[Outcome], monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes += [PROVED]
    asked: list[Any] = []
    prover = sys.modules["proofs.verify"].verify

    def verify(*chosen: Any, jobs: int, **options: Any) -> Report:
        asked.append(jobs)
        return prover(*chosen, **options)  # type: ignore[no-any-return]

    monkeypatch.setattr(sys.modules["proofs.verify"], "verify", verify)
    monkeypatch.setattr("tallystick.commands.cores", lambda: 3)
    assert [main(["verify", *words]) for words in ([], ["--jobs", "2"], ["--jobs", "9" * 20])] == [0, 0, 0]
    assert asked == [3, 2, 3]


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


DAMAGES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "nothing": (lambda report: report.pop("systems"), "'systems' is a required property"),
    "a number": (lambda report: report.update(systems=5), "field systems: 5 is not of type 'array'"),
    "a text": (lambda report: report.update(systems="pair"), "field systems: 'pair' is not of type 'array'"),
    "no properties": (lambda report: report.update(systems=[{}]), "field systems.0: "),
    "no id": (lambda report: report["systems"][0]["properties"][0].pop("id"), "field systems.0.properties.0: 'id'"),
    "a list as id": (
        lambda report: report["systems"][0]["properties"][0].update(id=[]),
        "field systems.0.properties.0.id: [] is not of type 'string'",
    ),
}
DEEPER: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a verdict": (
        lambda report: report["systems"][0]["properties"][0].update(verdict="GREEN\x1b[31m"),
        "field systems.0.properties.0.verdict: 'GREEN\\x1b[31m' is not one of",
    ),
    "evidence": (
        lambda report: report["systems"][0]["properties"][0].update(evidence={"certificates": 5}),
        "field systems.0.properties.0.evidence: ",
    ),
}


@pytest.mark.parametrize("name", [*DAMAGES, *DEEPER])
def test_a_damaged_report_is_one_sentence(
    name: str, outcomes: list[Outcome], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes += [PROVED]
    assert main(["verify", "--report", str(tmp_path / "report")]) == 0
    capsys.readouterr()
    damage, said = (DAMAGES | DEEPER)[name]
    file = tmp_path / "report" / DATA
    report = json.loads(file.read_text())
    damage(report)
    file.write_text(json.dumps(report))
    commands = [["list"], ["list", "--json"], ["explain", "Q01"], ["explain", "Q01", "--json"], ["claims"]]
    for command in commands + ([["verify"]] if name in DAMAGES else []):
        assert main([*command, "--report", str(tmp_path / "report")]) == 3
        assert f"report.json is damaged: {said}" in sentence(capsys)
    if name in DEEPER:
        assert main(["verify", "--report", str(tmp_path / "report")]) == 0, "the ids are there: nothing is lost"


def test_what_a_report_says_does_not_rule_the_terminal(
    outcomes: list[Outcome], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcomes += [REFUTED]
    assert main(["verify", "--report", str(tmp_path / "report")]) == 0
    file = tmp_path / "report" / DATA
    file.write_text(file.read_text().replace('"claim": "redeemable', '"claim": "\\u001b[2Jredeemable'))
    capsys.readouterr()
    assert main(["explain", "Q10", "--report", str(tmp_path / "report")]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "What fails: \\x1b[2Jredeemable" in out


def test_a_reader_who_has_gone_is_no_verdict() -> None:
    command = f"{sys.executable} -m tallystick list --json; echo $? >&2"
    ended = subprocess.run(
        ["bash", "-c", f"( {command} ) | true"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    # The output may be short enough to be taken up before the reader goes.
    assert ended.stderr.strip() in ("141", "0")


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
