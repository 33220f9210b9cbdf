"""`recheck`: what counts as `unsat`, and what anything else does to the exit code."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from proofs import checker
from reports import bundle
from reports.bundle import Statement
from tallystick import rechecking, solvers
from tallystick.cli import main
from tallystick.describing import schema_of
from tallystick.rechecking import spread
from tallystick.solvers import Answer, Solver, ask, read


def certificate(name: str) -> dict[str, Any]:
    """`name >= 0` implies `name + 1 >= 0`, told with a split that it does not need: two leaves."""
    leaf = {"terms": [["1", [], [0]], ["1", [], [1]]]}
    return {
        "label": f"story: {name}",
        "definitions": [],
        "hypotheses": [{"polynomial": [["1", [name]]], "relation": ">=0", "source": "branch"}],
        "lemmas": [],
        "goal": {
            "polynomial": [["1", [name]], ["1", []]],
            "relation": ">=0",
            "proof": {"split": [["1", [name]], ["-5", []]], "then": leaf, "else": leaf},
        },
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bundle of one statement with three certificates and six leaves."""
    certificates = [certificate(name) for name in ("a", "pair.reserve0", "base_unit[x]")]
    statement = Statement("Pair", "Q99", "It holds.", "a", "-", "", "PROVED", "", (), 3, 6)
    files = {statement.file: json.dumps(certificates), bundle.GUIDE: ""}
    files |= bundle.derived(statement, certificates)
    files[bundle.CHECKER] = Path(checker.__file__).read_text(encoding="utf-8")
    for name, content in bundle.pages([statement], files).items():
        (tmp_path / "bundle" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "bundle" / name).write_text(content, encoding="utf-8")
    return tmp_path / "bundle"


def shell(script: str, name: str = "z3") -> Solver:
    """A solver that does what the script says; `$1` is the file."""
    return Solver(name, "1", ("/bin/sh", "-c", script, "sh"))


def only(monkeypatch: pytest.MonkeyPatch, **known: str) -> None:
    """Install these solvers, given by name and script, and no others."""
    monkeypatch.setattr(rechecking, "installed", lambda name: shell(known[name], name) if name in known else None)


@pytest.mark.parametrize(
    ("script", "answer"),
    [
        ("echo unsat", Answer.UNSAT),
        ("echo sat", Answer.SAT),
        ("echo unknown", Answer.UNKNOWN),
        ("true", Answer.FAILED),
        ("echo unsat; echo unsat", Answer.FAILED),
        ("echo sat; echo unsat", Answer.FAILED),
        ("echo unsat; exit 1", Answer.FAILED),
        ("echo unsat; kill -9 $$", Answer.FAILED),
        ("echo '(error \"line 1\")'; echo unsat", Answer.FAILED),
        ("echo unsat >&2", Answer.FAILED),
        ("echo UNSAT", Answer.FAILED),
        ("printf '\\377unsat'", Answer.FAILED),
        ("while :; do :; done", Answer.TIME_OUT),
    ],
)
def test_only_the_one_word_is_unsat(script: str, answer: Answer, tmp_path: Path) -> None:
    found, detail = ask(shell(script), tmp_path, 0.2 if answer is Answer.TIME_OUT else 20)
    assert found is answer
    assert bool(detail) == (answer in (Answer.FAILED, Answer.TIME_OUT))


def test_a_program_that_is_not_there_has_failed(tmp_path: Path) -> None:
    answer, detail = ask(Solver("z3", "1", (str(tmp_path / "z3"),)), tmp_path, 20)
    assert (answer, detail) == (Answer.FAILED, "it can not be run: No such file or directory")


def test_what_a_solver_says_instead_is_told() -> None:
    assert read(139, "", "Segmentation fault") == (Answer.FAILED, "it ended with 139 and said: Segmentation fault")


@pytest.mark.parametrize("name", solvers.SOLVERS)
def test_each_solver_that_is_installed_refutes_every_leaf(name: str, folder: Path) -> None:
    if solvers.installed(name) is None:
        pytest.skip(f"{name} is not installed; pip has it as {solvers.INSTALLING[name]}")
    assert main(["recheck", str(folder), "--solver", name]) == 0


@pytest.mark.parametrize("name", solvers.SOLVERS)
def test_each_solver_that_is_installed_notices_a_leaf_that_holds(name: str, tmp_path: Path) -> None:
    solver = solvers.installed(name)
    if solver is None:
        pytest.skip(f"{name} is not installed; pip has it as {solvers.INSTALLING[name]}")
    file = tmp_path / "leaf.smt2"
    file.write_text("(set-logic QF_LRA)\n(declare-const |a.b| Real)\n(assert (>= |a.b| 1.0))\n(check-sat)\n")
    assert ask(solver, file, 20) == (Answer.SAT, "")
    file.write_text("(set-logic QF_LRA)\n(assert (>= |a.b| 1.0))\n(check-sat)\n")
    assert ask(solver, file, 20)[0] is Answer.FAILED


@pytest.mark.parametrize(
    ("script", "code"),
    [
        ("echo unsat", 0),
        ("case $1 in *0001-0000*) echo sat;; *) echo unsat;; esac", 1),
        ("case $1 in *0001-0000*) echo unknown;; *) echo unsat;; esac", 2),
        ("case $1 in *0001-0000*) ;; *) echo unsat;; esac", 2),
    ],
)
def test_one_answer_that_is_not_unsat_decides(
    script: str, code: int, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    only(monkeypatch, z3=script, yices="echo unsat")
    assert main(["recheck", str(folder)]) == code
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("leaves/Pair/Q99/0001-0000.smt2: z3: ") for line in lines) == bool(code)
    refuted = 5 if code else 6
    assert lines[-1] == f"recheck: {refuted} of 6 leaves are refuted by z3, yices"
    assert any(line.startswith("cvc5 ") and "not installed: pip install 'cvc5'" in line for line in lines)


def test_a_solver_that_was_named_has_to_be_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    only(monkeypatch, z3="echo unsat")
    assert main(["recheck", str(folder), "--solver", "z3"]) == 0
    assert main(["recheck", str(folder), "--solver", "z3", "--solver", "yices"]) == 2
    capsys.readouterr()
    assert main(["recheck", str(folder), "--solver", "vampire"]) == 3
    assert capsys.readouterr().err == "tallystick: there is no solver 'vampire'; there is z3, cvc5, yices\n"


def test_nobody_asked_is_not_green(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch)
    assert main(["recheck", str(folder)]) == 2


def test_a_bundle_that_was_changed_is_not_asked_about(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    only(monkeypatch, z3="echo unsat")
    (folder / "leaves/Pair/Q99/0000-0000.smt2").write_text("(set-logic QF_LRA)\n(assert false)\n(check-sat)\n")
    assert main(["recheck", str(folder), "--json"]) == 1
    content = json.loads(capsys.readouterr().out)
    assert content["asked"] == 0
    assert len(content["refused"]) == 2


def test_what_is_found_is_told_as_data(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    only(monkeypatch, z3="case $1 in *0001-0000*) echo sat;; *) echo unsat;; esac")
    assert main(["recheck", str(folder), "--json", "--sample", "3"]) == 1
    content = json.loads(capsys.readouterr().out)
    assert list(Draft202012Validator(json.loads(schema_of("recheck"))).iter_errors(content)) == []
    assert (content["leaves"], content["asked"]) == (6, 3)
    assert content["solvers"][0]["answers"] == {"unsat": 2, "sat": 1, "unknown": 0, "time-out": 0, "failed": 0}
    assert content["not_unsat"] == [
        {"file": "leaves/Pair/Q99/0001-0000.smt2", "solver": "z3", "answer": "sat", "detail": ""}
    ]


def test_a_sample_is_spread_over_everything() -> None:
    assert spread(range(10), 3) == [0, 3, 6]
    assert spread(range(3), 9) == spread(range(3), None) == [0, 1, 2]


def test_cvc5_needs_nothing_of_the_suite() -> None:
    source = solvers.CVC5_PROCESS.read_text(encoding="utf-8")
    assert [line for line in source.splitlines() if line.startswith(("import ", "from "))] == [
        "from __future__ import annotations",
        "import sys",
        "import cvc5",
    ]
