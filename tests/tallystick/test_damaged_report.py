"""A report that is damaged or hostile is told in a sentence, and rules nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proofs.outcome import Outcome
from reports.published import DATA
from tallystick.cli import main
from tests.reports.samples import PROVED, REFUTED
from tests.tallystick.saying import sentence

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
