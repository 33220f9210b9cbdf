"""Stories and runs: what a report tells is run once more and found to be the same, and nobody's gain is made up."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any

import pytest

from properties.gains import gains
from properties.recording import trace_of
from properties.telling import reached
from reports.document import portable
from reports.site import page, running, sources, story
from reports.site.entries import Entry, entries
from tests.reports.sites import published_material

KNOWN: dict[str, Entry] = {each.id: each for each in entries(published_material())}
REFUTED = [each for each in KNOWN.values() if each.found["counterexample"]]
PROVED = [each for each in KNOWN.values() if each.found["evidence"]]


@pytest.mark.parametrize("entry", REFUTED, ids=lambda each: each.id)
def test_a_counterexample_is_run_again_to_the_very_same_trace(entry: Entry) -> None:
    ran = page.followed(entry).ran
    if not entry.found["counterexample"]["inputs"]:
        assert ran is None
        return
    assert ran is not None
    assert portable(trace_of(ran.log)) == entry.found["counterexample"]["trace"]


def test_nearly_every_witness_is_found_again() -> None:
    integers = [each for each in PROVED if each.found["scope"]["kind"] != "Algebra"]
    assert [each.id for each in integers if page.followed(each).ran is None] == []


def test_a_counterexample_of_another_trace_is_not_shown_as_run() -> None:
    entry = KNOWN["P42"]
    assert entry.statement is not None
    assert entry.system is not None
    other: dict[str, Any] = copy.deepcopy(entry.found["counterexample"])
    other["trace"][1]["state"]["market"]["sqrt_k"] = 7
    assert running.counterexample(entry.statement, entry.system, other) is None
    assert (
        running.counterexample(entry.statement, entry.system, {**entry.found["counterexample"], "claim": "-"}) is None
    )


@pytest.mark.parametrize(
    "told", ["", "a run on rational numbers: x = 1", "random case 0 of swap with seed 1", "step 3 of"]
)
def test_a_witness_that_names_no_run_is_left_alone(told: str) -> None:
    entry = KNOWN["P42a"]
    assert entry.statement is not None
    assert entry.system is not None
    assert running.witness(entry.statement, entry.system, told) is None


def test_the_gains_are_those_of_the_properties() -> None:
    entry = KNOWN["P42"]
    ran = page.followed(entry).ran
    assert ran is not None
    assert entry.system is not None
    shown = story.scenes(entry.system, entry.found["counterexample"]["trace"], ran.log)
    assert [each.does for each in shown] == [
        "",
        "settle_lp",
        "update_funding",
        "settle_funding_payment",
        "update_funding",
        "settle_lp",
    ]
    assert [each.again for each in shown] == [False, False, False, False, True, False]
    for place, scene in enumerate(shown[1:]):
        counted = gains(entry.system, reached(ran.log, place))
        moved = {party: [1 if by > 0 else -1 for by in kinds.values() if by] for party, kinds in counted.items()}
        assert scene.gained is not None
        told = {each.party: [sign for _, sign in each.kinds] for each in scene.gained}
        assert told == {party: signs for party, signs in moved.items() if signs}
    assert shown[0].gained is None


def test_amounts_stand_in_units_beside_the_integers() -> None:
    entry = KNOWN["P42"]
    assert entry.system is not None
    shown = story.scenes(entry.system, entry.found["counterexample"]["trace"])
    changes = {each.field: each.after for each in shown[1].changes}
    assert changes["positions.0.base_asset_amount"] == "1_199_999_969 (1.199999969 base)"
    assert all(each.gained is None for each in shown)


def test_large_integers_come_back_as_integers() -> None:
    assert story.integers({"a": [str(2**70), "Active", 3, str(-(2**80))]}) == {"a": [2**70, "Active", 3, -(2**80)]}


def test_another_way_begins_another_run_of_a_curve() -> None:
    entry = KNOWN["P42"]
    ran = page.followed(entry).ran
    assert ran is not None
    assert entry.system is not None
    charts = {each.title: each for each in story.charts(entry.system, ran.log)}
    lines = {line.name: line.runs for line in charts["What each party has gained so far"].lines}
    assert [[y for _, y in run] for run in lines["user 0"]] == [[0, 0, -1, -1], [0, 0, 0]]
    assert [[x for x, _ in run] for run in lines["user 0"]] == [[0, 1, 2, 3], [3, 4, 5]]
    assert charts["What each party has gained so far"].y == "1e−6 quote"  # one unit is too little to be read in quote
    assert charts["Who holds the position"].y == "base"
    assert max(y for line in charts["Who holds the position"].lines for _, y in line.points) == Fraction(
        1_199_999_969, 10**9
    )


def test_lines_that_ran_are_told_from_lines_that_did_not() -> None:
    entry = KNOWN["P42"]
    ran = page.followed(entry).ran
    assert ran is not None
    assert entry.system is not None
    called = sources.entered(ran, entry.system)
    found = {each.name.rpartition(".")[2]: each for each in sources.ran(ran, called)}
    assert set(found) == {"settle_lp", "update_funding", "settle_funding_payment"}
    for each in found.values():
        assert each.file.startswith("model/")
        assert each.lines[0].text.lstrip().startswith("def ")
        assert {line.standing for line in each.lines[2:] if "return" in line.text} == {sources.RAN}
    deeper = sources.ran(ran, ran.functions)
    assert any(line.standing == sources.DID_NOT for each in deeper for line in each.lines)


def test_the_body_is_shown_without_what_stands_elsewhere_on_the_page() -> None:
    statement = KNOWN["P42"].statement
    assert statement is not None
    (body,) = sources.bodies(statement)
    assert body.lines[0].text.startswith("def ")
    assert sources.text(sources.ROOT / body.file)[body.first - 1] == body.lines[0].text


def test_a_proof_about_steps_shows_every_operation() -> None:
    entry = KNOWN["Q01"]
    assert entry.statement is not None
    assert entry.system is not None
    (run,) = running.steps(entry.statement, entry.system)
    assert [code.co_name for code in sources.entered(run, entry.system)] == ["swap"]
    everything = KNOWN["Q09"]
    assert everything.statement is not None
    called = sources.entered(sources.together(running.steps(everything.statement, entry.system)), entry.system)
    assert {code.co_name for code in called} >= set(entry.system.operations) - {"skim", "sync", "set_fee_to"}


def test_it_is_told_to_whom_something_is_done() -> None:
    entry = KNOWN["P86"]
    assert entry.system is not None
    last = story.scenes(entry.system, entry.found["counterexample"]["trace"])[-1]
    assert (last.who, last.does, last.whom) == ("user 2", "liquidate_perp", "user 0")
    assert "user" not in [each.field for each in last.arguments]
