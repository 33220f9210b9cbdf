"""Properties as tests of pytest: which are collected, what passes, and what a failure says.

`verify` is run by the last test; the others are given what it says.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from properties.catalogue import catalogue
from properties.property import Property, Verdict
from reports.document import described
from tallystick import pytest_judging
from tallystick.pytest_properties import LONGEST_SLUG, named
from tests.reports.samples import PROVED

pytest_plugins = ["pytester"]

EVERY = list(catalogue())
"""Entered before any test: what a run inside this process imports is forgotten after it, and can not be entered twice."""

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = "tallystick.pytest_plugin"
"""Found by itself where the suite is installed; named, so that the tests do not depend on how it is."""

KEPT = "Q01"
REFUTED_AS_RECORDED = "Q03"
SYSTEM = ("--system", "model.pair:Pair")

TRUSTING = """
from tallystick import Pair


class Trusting(Pair):
    def check_product(self, pair, paid0, paid1):
        pass
"""


def statement(identifier: str) -> Property:
    found: Property = catalogue()[identifier]
    return found


def said(identifier: str, verdict: Verdict, **facts: Any) -> dict[str, Any]:
    """What `verify --json` says of a property."""
    about = {"verdict": verdict.value, "as_expected": True, "reason": "", "evidence": None, "counterexample": None}
    return {**described(statement(identifier)), **about, **facts}


def ended(*found: dict[str, Any], code: int = 0, err: str = "") -> dict[str, Any]:
    return {"code": code, "out": json.dumps({"systems": [{"properties": list(found)}]}), "err": err}


@pytest.fixture
def at(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder where the plugin is the one of this tree, and the suite can be imported by processes as well."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return pytester


def run(at: pytest.Pytester, *words: str) -> pytest.RunResult:
    return at.runpytest_inprocess("-p", PLUGIN, "-p", "no:cacheprovider", *words)


@pytest.fixture
def verify(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What runs of `verify` end with; every run takes one away."""
    endings: list[dict[str, Any]] = []
    monkeypatch.setattr(pytest_judging, "_run", lambda system, identifiers: endings.pop(0))
    return endings


def test_nothing_changes_where_it_is_not_asked_for(at: pytest.Pytester) -> None:
    at.makepyfile("def test_own(): pass")
    result = run(at, "-v")
    result.assert_outcomes(passed=1)
    result.stdout.no_fnmatch_line("*Q01*")
    assert run(at, "--system", "pair").ret == pytest.ExitCode.USAGE_ERROR, "the option is left to others"


@pytest.mark.parametrize("named", [(), ("-p", PLUGIN)])
def test_an_installed_plugin_may_be_named_as_well(at: pytest.Pytester, named: tuple[str, ...]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    points = project["entry-points"]["pytest11"]
    installed = at.mkdir("installed-1.0.dist-info")
    (installed / "METADATA").write_text("Metadata-Version: 2.1\nName: installed\nVersion: 1.0\n", encoding="utf-8")
    lines = ["[pytest11]", *(f"{name} = {place}" for name, place in points.items())]
    (installed / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    words = ["--tallystick", "--system", "pair", "--collect-only", "-q"]
    result = at.run(sys.executable, "-m", "pytest", *named, *words)
    assert result.ret == 0
    result.stdout.fnmatch_lines(["pair/reserves::Q01-*"])


def test_every_property_is_collected_by_theme(at: pytest.Pytester) -> None:
    at.makepyfile("def test_own(): pass")
    result = run(at, "--tallystick", "--system", "pair", "--collect-only", "-q")
    collected = [line for line in result.outlines if "::" in line]
    assert len(collected) == sum(each.system == "pair" for each in EVERY)
    assert f"pair/reserves::{named(statement(KEPT))}" in collected


def test_tests_of_paths_are_collected_beside_them(at: pytest.Pytester, verify: list[dict[str, Any]]) -> None:
    verify.append(ended(said(KEPT, Verdict.PROVED)))
    path = at.makepyfile(f"def test_own_{KEPT}(): pass")
    run(at, "--tallystick", *SYSTEM, "-k", KEPT, str(path)).assert_outcomes(passed=2)


def test_properties_are_selected_by_theme(at: pytest.Pytester) -> None:
    result = run(at, "--tallystick", "--system", "bal", "-k", "funding", "--collect-only", "-q")
    assert any(line.startswith("bal/funding_unsettled::P42-what-an-lp-earns-of-a-funding") for line in result.outlines)
    assert not any("pair/" in line or "::P04-" in line for line in result.outlines)


@pytest.mark.parametrize(
    ("identifier", "verdict", "passes"),
    [
        (KEPT, Verdict.PROVED, True),
        (REFUTED_AS_RECORDED, Verdict.REFUTED, True),
        (KEPT, Verdict.REFUTED, False),
        (REFUTED_AS_RECORDED, Verdict.PROVED, False),
        (KEPT, Verdict.UNKNOWN, False),
        (KEPT, Verdict.VACUOUS, False),
        (KEPT, Verdict.ERROR, False),
    ],
)
def test_only_the_recorded_verdict_passes(
    at: pytest.Pytester, verify: list[dict[str, Any]], identifier: str, verdict: Verdict, passes: bool
) -> None:
    verify.append(ended(said(identifier, verdict)))
    result = run(at, "--tallystick", *SYSTEM, "-k", f"{identifier}-")
    result.assert_outcomes(passed=int(passes), failed=int(not passes))


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.VACUOUS, Verdict.ERROR])
def test_no_record_makes_an_undecided_property_pass(
    at: pytest.Pytester, verify: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch, verdict: Verdict
) -> None:
    object.__setattr__(statement(KEPT), "expected", verdict)
    try:
        verify.append(ended(said(KEPT, verdict)))
        run(at, "--tallystick", *SYSTEM, "-k", f"{KEPT}-").assert_outcomes(failed=1)
    finally:
        object.__setattr__(statement(KEPT), "expected", Verdict.PROVED)


@pytest.mark.parametrize(
    ("ending", "told"),
    [
        (ended(), "says nothing of it"),
        ({"code": 3, "out": "", "err": "tallystick: no such file"}, "ended with 3: tallystick: no such file"),
        ({"code": -9, "out": "", "err": ""}, "ended with -9"),
        ({"code": 0, "out": "", "err": ""}, "wrote no report"),
        ({"code": 0, "out": "[1]", "err": ""}, "wrote no report"),
    ],
)
def test_no_answer_is_a_failure(
    at: pytest.Pytester, verify: list[dict[str, Any]], ending: dict[str, Any], told: str
) -> None:
    verify.append(ending)
    result = run(at, "--tallystick", *SYSTEM, "-k", f"{KEPT}-")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines([f"{KEPT} got no verdict:*{told}*"])


def test_a_system_that_can_not_be_loaded_is_one_sentence(at: pytest.Pytester) -> None:
    result = run(at, "--tallystick", "--system", "nowhere.py:Pool")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["ERROR: *there is no file nowhere.py"])


def test_one_run_of_verify_serves_all_processes(
    tmp_path: Path, verify: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    verify.append(ended(said(KEPT, Verdict.UNKNOWN), code=2))
    first = pytest_judging.judged("pair", [KEPT], tmp_path)
    assert first.found[KEPT]["verdict"] == "UNKNOWN"
    assert pytest_judging.judged("pair", [KEPT], tmp_path) == first, "what can not be kept is not tried again either"
    verify.append(ended(said(REFUTED_AS_RECORDED, Verdict.REFUTED)))
    assert REFUTED_AS_RECORDED in pytest_judging.judged("pair", [REFUTED_AS_RECORDED], tmp_path).found


def test_a_name_is_the_id_and_whole_words() -> None:
    name = named(PROVED.property)
    assert name.startswith(f"{PROVED.property.id}-")
    words = re.findall(r"[a-z0-9]+", PROVED.property.sentence.lower())
    assert name.split("-")[1:] == words[: len(name.split("-")) - 1]
    assert all(len(named(each)) <= LONGEST_SLUG + len(each.id) + 1 for each in EVERY)


@pytest.mark.slow
def test_a_change_that_captures_value_fails_and_says_how_to_see_it(at: pytest.Pytester) -> None:
    at.makepyfile(change=TRUSTING)
    words = ("--tallystick", "--system", "change.py:Trusting", "-k", "Q01- or Q08-")
    result = at.runpytest_subprocess("-p", PLUGIN, "-n", "2", *words)
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "Q01: REFUTED, recorded as PROVED",
            "Q01  The product of the reserves never falls*",
            "formula *",
            "1. it begins with *",
            "What fails: *",
            "judge it again:  tallystick verify --system change.py:Trusting --property Q01",
            "step through it: tallystick replay failures/q01_0.json --system change.py:Trusting",
        ]
    )
    replayed = at.run(
        sys.executable, "-P", "-m", "tallystick", "replay", "failures/q01_0.json", "-s", "change.py:Trusting"
    )
    assert replayed.ret == 1
    replayed.stdout.fnmatch_lines(["Q01 is still violated: *"])
