"""Shrinking: short, plain, the same every time, and still failing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuzzing.campaign import Campaign, Failure
from fuzzing.judge import CRASH, UNCHANGED, WIDTHS
from fuzzing.life import Act, Life
from fuzzing.shrink import Shrinker, flat, rebuilt, shrunk, shrunk_inputs, weight
from fuzzing.simpler import effort, simplified
from model.system import System
from properties.catalogue import catalogue
from tests.fuzz import broken

ROOT = Path(__file__).resolve().parents[2]


def failing(system: System, identifier: str) -> tuple[Failure, Shrinker]:
    """The first failure of that statement or demand that a campaign finds."""
    registry = catalogue()
    statements = [registry[identifier]] if identifier in registry else []
    campaign = Campaign(system, statements, 0)
    for tally in campaign.run(20_000):
        for failure in tally.failures:
            if failure.violation.id == identifier:
                statement = statements[0] if statements else None
                return failure, Shrinker(system, statement, registry.of(system.name), identifier)
    raise AssertionError("nothing fails")


@pytest.mark.parametrize(
    ("system", "identifier", "acts"),
    [
        (broken.Unlocked(), "Q08", 1),
        (broken.Unlocked(), "Q08a", 2),
        (broken.InPlace(), UNCHANGED, 1),
        (broken.HalfDone(), UNCHANGED, 2),
        (broken.TooWide(), WIDTHS, 1),
        (broken.Uncounted(), "P04", 1),
        (broken.Impatient(), CRASH, 1),
    ],
)
def test_a_failure_shrinks_to_its_few_acts(system: System, identifier: str, acts: int) -> None:
    failure, shrinker = failing(system, identifier)
    assert failure.life is not None
    small = shrunk(failure.life, shrinker)
    assert len(small.acts) == acts
    assert shrinker.violation(small) is not None
    assert weight(small) <= weight(failure.life)


def test_one_unit_beyond_a_threshold_is_found_exactly() -> None:
    failure, shrinker = failing(broken.InPlace(), UNCHANGED)
    assert failure.life is not None
    assert shrunk(failure.life, shrinker).acts == (Act("donate", {"user": "a", "amount0": 12_346, "amount1": 0}),)


def test_a_life_that_does_not_fail_again_stays_as_it_is() -> None:
    _, shrinker = failing(broken.Unlocked(), "Q08")
    harmless = Life({}, (Act("set_fee_to", {"on": True}),))
    assert shrunk(harmless, shrinker) is harmless


def test_a_life_is_what_its_values_say() -> None:
    life = Life({"fee_on": True}, (Act("donate", {"user": "b", "amount0": 5, "amount1": 7}),))
    assert rebuilt(life, flat(life)) == life


def test_out_of_tries_the_best_so_far_is_kept() -> None:
    failure, shrinker = failing(broken.Unlocked(), "Q08a")
    assert failure.life is not None
    shrinker.left = 3
    small = shrunk(failure.life, shrinker)
    assert shrinker.violation(small) is not None


def test_inputs_of_a_scenario_shrink() -> None:
    failure, shrinker = failing(broken.Uncounted(), "P12a")
    assert failure.inputs is not None
    small = shrunk_inputs(failure.inputs, shrinker)
    assert shrinker.violated_by(small)
    assert len(small) < len(failure.inputs)
    assert all(abs(value) <= 10**7 for value in small.values())


@pytest.mark.slow
def test_the_same_failure_ends_the_same_in_every_process() -> None:
    script = (
        "import json, sys; from tests.fuzz.test_shrink import failing, shrunk; from tests.fuzz import broken; "
        "from fuzzing.saved import encoded_life; failure, shrinker = failing(broken.Unlocked(), 'Q08a'); "
        "json.dump(encoded_life(shrunk(failure.life, shrinker)), sys.stdout)"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert json.loads(told[0])["acts"]


# Numbers


@given(st.integers(-(10**30), 10**30), st.integers(1, 10**30))
def test_of_all_numbers_from_a_threshold_on_a_plain_one_is_found(start: int, threshold: int) -> None:
    def fails(values: dict[str, int]) -> bool:
        return abs(values.get("x", 0)) >= threshold

    if not fails({"x": start}):
        return
    found = simplified({"x": start}, fails)["x"]
    assert fails({"x": found})
    assert effort(found) <= effort(start)
    assert effort(found) <= effort(threshold)


def test_what_fails_in_proportion_is_scaled_down_together() -> None:
    found = simplified({"a": 7 * 10**20, "b": 14 * 10**20}, lambda values: values["b"] == 2 * values["a"] > 0)
    assert found["b"] == 2 * found["a"] <= 14


def test_what_may_go_goes() -> None:
    kept = simplified({"a": 5, "b": 6}, lambda values: "a" in values, droppable=lambda key: True)
    assert kept == {"a": 0}


def test_rounder_is_simpler_than_smaller() -> None:
    assert simplified({"x": 123_456}, lambda values: values["x"] >= 1237) == {"x": 2000}
    assert effort(1000) < effort(937)
    assert effort(7) < effort(10**18)
