"""What `list` and `explain` show: nothing broken in the middle, nothing said twice."""

from __future__ import annotations

import pytest
from rich.console import Console, RenderableType

from properties.catalogue import catalogue
from reports.document import judged
from reports.explained import explained, listed
from reports.words import assumption
from tests.reports.samples import PROVED, REFUTED, UNKNOWN


def shown(what: RenderableType, width: int = 80) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(what)
    return capture.get()


@pytest.mark.parametrize(
    ("name", "reason", "phrase"),
    [
        ("P07", "assumption: P07 before the step: above the curve", "P07 before the step: above the curve"),
        ("at least 2", "assumption: at least 2 of asset 0", "at least 2 of asset 0"),
        ("positive numbers", "a, b are greater than 0", "positive numbers: a, b are greater than 0"),
        ("Q999", "assumption: Q999", "Q999"),
    ],
)
def test_an_assumption_is_one_phrase(name: str, reason: str, phrase: str) -> None:
    assert assumption(name, reason) == phrase


def test_a_property_that_is_assumed_is_told_by_its_sentence() -> None:
    assert assumption("P07", "assumption: P07") == f"P07: {catalogue()['P07'].sentence}"


def test_properties_are_listed_by_system() -> None:
    lines = shown(listed([PROVED.property, REFUTED.property, UNKNOWN.property], {})).splitlines()
    assert [line.strip() for line in lines if line.strip() in ("pair", "bal")] == ["pair", "bal"]
    assert max(map(len, lines)) <= 80


def test_what_fails_is_said_once() -> None:
    out = shown(explained(REFUTED.property, judged(REFUTED)))
    assert "What fails: redeemable of b" in out
    assert REFUTED.reason not in out


def test_assumptions_stand_with_the_certificates_that_use_them() -> None:
    out = " ".join(shown(explained(PROVED.property, judged(PROVED))).split())
    assert "Q09: proved of every reachable state 6" in out
    assert "what the factory allows none" in out


def test_the_claims_that_a_property_judges_are_named() -> None:
    assert "S1.43" in shown(explained(catalogue()["P42"], None))


@pytest.mark.parametrize("width", [80, 200])
def test_names_of_fields_are_not_broken(width: int) -> None:
    name = "market.base_asset_amount_with_unsettled_lp"
    found = judged(REFUTED)
    found["counterexample"]["trace"][0]["state"] = {"market": {name.partition(".")[2]: 10**20}}
    assert name in shown(explained(REFUTED.property, found), width)
