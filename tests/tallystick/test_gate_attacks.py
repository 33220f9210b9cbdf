"""Ways to say less without anybody noticing, each tried on the gate in a repository of its own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proofs.outcome import Outcome, Report
from properties.property import OnStep, Registry
from reports import code, document
from reports.published import DATA
from tallystick import gating
from tallystick.cli import main
from tests.reports.samples import PROVED, REFUTED
from tests.tallystick.test_gate_command import git

RULES = """
from model.widths import SCALE


class Rules:
    operations = ("swap", "burn")

    def swap(self, amount):
        return self.fee(amount) * SCALE

    def fee(self, amount):
        return amount

    def burn(self, amount):
        return amount
"""

STATEMENTS = """
from properties.worth import worth

@prop("Q01")
def holds(system, step):
    yield worth(step.after) >= worth(step.before)

@prop("Q10")
def fails(system, case):
    yield False
"""

FILES = {
    "model/rules.py": RULES,
    "model/widths.py": "SCALE = 100\n",
    "properties/pair.py": STATEMENTS,
    "properties/worth.py": "def worth(state):\n    return state.worth\n",
}

RAN = ("model.rules.Rules.swap", "model.rules.Rules.fee")
assert PROVED.evidence is not None
HOLDS = replace(PROVED, evidence=replace(PROVED.evidence, explored=("swap",), ran=RAN))

Gate = Callable[..., dict[str, Any]]


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Gate:
    """`gate(files, outcomes, made=...)`: what the gate prints of a change, whose report was made of these files."""
    monkeypatch.chdir(tmp_path)
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    git("init", "--quiet", "--initial-branch=base")

    def write(files: dict[str, str], outcomes: tuple[Outcome, ...], made: dict[str, str]) -> None:
        for room in code.RECORDED:
            for file in (tmp_path / room).rglob("*.py"):
                file.unlink()
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
        report = tmp_path / gating.PUBLISHED / DATA
        report.parent.mkdir(parents=True, exist_ok=True)
        about = {path: text for path, text in made.items() if path.startswith(code.RECORDED)}
        content = document.document([Report("pair", outcomes)], code.digests(about))
        report.write_text(document.dumped(content), encoding="utf-8")

    write(FILES, (HOLDS, REFUTED), FILES)
    git("add", ".")
    git("commit", "--quiet", "--message", "base")

    def run(
        files: dict[str, str], outcomes: tuple[Outcome, ...] = (HOLDS, REFUTED), made: dict[str, str] | None = None
    ) -> dict[str, Any]:
        write(files, outcomes, made or files)
        registry = Registry()
        for each in outcomes:
            registry.add(each.property)
        monkeypatch.setattr(gating, "catalogue", lambda: registry)
        exit_code = main(["gate", "--against", "base", "--json"])
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        assert found["exit_code"] == exit_code
        return found

    return run


def changed(old: str, new: str) -> dict[str, str]:
    assert any(old in text for text in FILES.values())
    return {path: text.replace(old, new) for path, text in FILES.items()}


def failing(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each["rule"], each["id"]) for each in found["findings"] if each["level"] == "error"]


def said(outcome: Outcome, **facts: Any) -> Outcome:
    return replace(outcome, property=replace(outcome.property, **facts))


def explored(*operations: str) -> Outcome:
    assert HOLDS.evidence is not None
    return replace(HOLDS, evidence=replace(HOLDS.evidence, explored=operations))


def test_nothing_is_told_where_nothing_changed(gate: Gate) -> None:
    assert (gate(FILES)["findings"], gate(FILES)["exit_code"]) == ([], 0)


def test_a_change_of_a_rule_that_is_proved_passes_and_is_told(gate: Gate) -> None:
    found = gate(changed("return self.fee", "return 2 * self.fee"))
    (told,) = found["findings"]
    assert (told["rule"], told["level"], told["file"], told["line"]) == ("model", "note", "model/rules.py", 8)
    assert told["change"]["note"] == "1 statement depends on it: Q01"
    assert found["exit_code"] == 0


def test_a_change_of_a_rule_that_no_proof_called(gate: Gate) -> None:
    found = gate(changed("def burn(self, amount):\n        return amount", "def burn(self, amount):\n        return 0"))
    assert failing(found) == [("uncovered", "model.rules.Rules.burn")]
    assert found["exit_code"] == 1


def test_an_uncovered_change_can_be_accepted_and_nothing_else_with_it(gate: Gate, tmp_path: Path) -> None:
    files = changed("def burn(self, amount):\n        return amount", "def burn(self, amount):\n        return 0")
    (told,) = gate(files)["findings"]
    entry = (
        '[[accepted]]\nid = "model.rules.Rules.burn"\nwhat = "uncovered"\nreason = "Q12 is to come."\nchange = "{}"\n'
    )
    (tmp_path / "gate.toml").write_text(entry.format(told["change"]["fingerprint"]), encoding="utf-8")
    assert gate(files)["exit_code"] == 0
    files["model/rules.py"] = files["model/rules.py"].replace("return 0", "return 1")
    assert failing(gate(files)) == [("uncovered", "model.rules.Rules.burn")]


def test_a_rule_changed_after_the_report_was_made(gate: Gate) -> None:
    found = gate(changed("return self.fee", "return 2 * self.fee"), made=FILES)
    assert failing(found) == [("stale", "model.rules")]
    assert found["exit_code"] == 2


def test_a_rule_changed_through_a_constant_of_another_module(gate: Gate) -> None:
    found = gate(changed("SCALE = 100", "SCALE = 1"))
    assert [(each["rule"], each["id"]) for each in found["findings"]] == [("model", "model.widths.SCALE")]
    stale = gate(changed("SCALE = 100", "SCALE = 1"), made=FILES)
    assert failing(stale) == [("stale", "model.widths")]


def test_a_rule_replaced_by_an_import(gate: Gate) -> None:
    files = {**changed("import SCALE", "import LESS as SCALE"), "model/widths.py": "SCALE = 100\nLESS = 1\n"}
    found = {each["id"]: each["rule"] for each in gate(files)["findings"]}
    assert found == {"model.rules.SCALE": "model", "model.widths.LESS": "model"}


def test_a_renamed_method(gate: Gate) -> None:
    assert failing(gate(changed("fee(", "charge("))) == [("uncovered", "model.rules.Rules.charge")]


def test_a_module_that_moved(gate: Gate) -> None:
    files = {path.replace("rules", "moved"): text for path, text in FILES.items()}
    found = failing(gate(files))
    assert {rule for rule, _ in found} == {"uncovered"}
    assert "model.moved.Rules.swap" in {name for _, name in found}


def test_a_rule_whose_proof_does_not_call_it_any_more(gate: Gate) -> None:
    assert HOLDS.evidence is not None
    less = replace(HOLDS, evidence=replace(HOLDS.evidence, ran=RAN[:1]))
    found = gate(changed("return self.fee(amount) * SCALE", "return amount * SCALE"), (less, REFUTED))
    assert found["exit_code"] == 0  # nothing else runs
    files = changed("return self.fee(amount) * SCALE", "return amount * SCALE")
    files["model/rules.py"] = files["model/rules.py"].replace(
        "def fee(self, amount):\n        return amount", "def fee(self, amount):\n        return 0"
    )
    assert failing(gate(files, (less, REFUTED))) == [("uncovered", "model.rules.Rules.fee")]


def test_an_operation_less(gate: Gate) -> None:
    files = changed('("swap", "burn")', '("burn",)')
    assert ("scope", "Q01") in failing(gate(files, (explored("burn"), REFUTED)))


def test_a_scope_that_is_cut(gate: Gate) -> None:
    assert ("scope", "Q01") in failing(gate(FILES, (said(HOLDS, scope=OnStep(("burn",))), REFUTED)))


def test_another_statement_under_the_id_of_one_that_is_gone(gate: Gate) -> None:
    files = changed("worth(step.after) >= worth(step.before)", "True")
    other = said(HOLDS, sentence="Nothing in particular.", formula="true")
    assert failing(gate(files, (other, REFUTED))) == [("sentence", "Q01"), ("formula", "Q01"), ("body", "Q01")]
    assert failing(gate(files)) == [("body", "Q01")]


def test_a_statement_that_changed_its_id(gate: Gate) -> None:
    found = failing(gate(changed('"Q01"', '"Q02"'), (said(HOLDS, id="Q02"), REFUTED)))
    assert ("removed", "Q01") in found


@pytest.mark.parametrize(
    "files",
    [
        changed("return state.worth", "return 0"),
        changed("def worth", "def weaker():\n    return vars\n\ndef worth"),
        changed("def worth", "def less(state):\n    return 0\n\nless.worth = less\n\ndef worth"),
        {**FILES, "properties/more.py": "import properties.worth\n\nproperties.worth.worth = len\n"},
        changed("from properties.worth import worth", "from properties.less import worth"),
        changed("from properties.worth import worth", ""),
    ],
)
def test_a_body_that_says_less_through_what_it_calls(gate: Gate, files: dict[str, str]) -> None:
    rules = {rule for rule, _ in failing(gate(files))}
    assert rules == {"helper"}


def test_another_prover_is_told(gate: Gate) -> None:
    found = gate({**FILES, "proofs/judge.py": "PROVED = True\n"})
    told = {each["rule"]: (each["level"], each["file"]) for each in found["findings"]}
    assert told["prover"] == ("warning", "proofs/judge.py")
    assert set(told) == {"prover", "sources"}


def test_a_helper_that_becomes_a_statement_of_its_own(gate: Gate) -> None:
    files = changed("def worth(state):\n    return state.worth", '@prop("Q99")\ndef worth(state):\n    return 0')
    assert ("helper", "properties.worth") in failing(gate(files))


def test_a_base_without_records_is_no_error(gate: Gate, tmp_path: Path) -> None:
    report = tmp_path / gating.PUBLISHED / DATA
    content = document.document([Report("pair", (PROVED, REFUTED))])
    for entry in document.statements(content).values():
        for member in ("ran", "explored"):
            (entry["evidence"] or {}).pop(member, None)
    report.write_text(document.dumped(content), encoding="utf-8")
    git("commit", "--quiet", "--all", "--message", "a report of before")
    git("branch", "--force", "base2")
    assert gate(FILES)["exit_code"] == 0
    assert main(["gate", "--against", "base2"]) == 0


def test_a_report_without_records_covers_nothing(gate: Gate, tmp_path: Path) -> None:
    files = changed("return self.fee", "return 2 * self.fee")
    assert gate(files)["exit_code"] == 0
    report = tmp_path / gating.PUBLISHED / DATA
    content = json.loads(report.read_text(encoding="utf-8"))
    del content["code"]
    for entry in document.statements(content).values():
        for member in ("ran", "explored"):
            (entry["evidence"] or {}).pop(member, None)
    report.write_text(document.dumped(content), encoding="utf-8")
    assert main(["gate", "--against", "base"]) == 1


def test_code_that_is_no_python_is_refused(gate: Gate, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "model" / "rules.py").write_text("def (", encoding="utf-8")
    assert main(["gate", "--against", "base"]) == 3
    assert "the working tree can not be compared: model/rules.py is no Python" in capsys.readouterr().err
