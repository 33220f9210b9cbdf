"""Campaigns: what they find, what they count, and that they go on where they stopped."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fuzzing import command
from fuzzing.campaign import Campaign, Tally
from fuzzing.judge import CRASH, UNCHANGED, WIDTHS
from model.bal import Bal
from model.pair import Pair, PairState
from model.system import System
from properties.case import Case
from properties.catalogue import catalogue
from properties.property import Claims, Invariant, OnStep, Property, Scenario, Step, Verdict
from tests.fuzz import broken


def run(system: System, properties: list[Property], steps: int = 2000, seed: int = 0) -> Tally:
    """The tally of a whole campaign."""
    campaign = Campaign(system, properties, seed)
    for _ in campaign.run(steps):
        pass
    return campaign.tally


def a_property(scope: Any, body: Any, **facts: Any) -> Property:
    given = {"id": "T01", "system": "pair", "sentence": "-", "formula": "-", "claim": "-"}
    return Property(scope=scope, body=body, **(given | facts))


@pytest.mark.parametrize(
    ("kind", "identifier"),
    [
        (broken.InPlace, UNCHANGED),
        (broken.HalfDone, UNCHANGED),
        (broken.Crashing, CRASH),
        (broken.TooWide, WIDTHS),
        (broken.Impatient, CRASH),
    ],
)
def test_demands_on_the_code_need_no_property(kind: type[System], identifier: str) -> None:
    tally = run(kind(), [], 20_000)
    assert [each.violation.id for each in tally.failures] == [identifier]


@pytest.mark.parametrize(("kind", "identifier"), [(broken.Unlocked, "Q08"), (broken.Uncounted, "P04")])
def test_a_change_that_breaks_a_property_is_found(kind: type[System], identifier: str) -> None:
    tally = run(kind(), catalogue().of(kind.name))
    assert identifier in {each.violation.id for each in tally.failures}


@pytest.mark.parametrize("system", [Pair(), Bal()])
def test_what_is_recorded_as_proved_survives(system: System) -> None:
    of_the_protocol = [each for each in catalogue().of(system.name) if not each.judged_on]
    tally = run(system, of_the_protocol, 4000)
    assert [(each.seed, each.violation) for each in tally.failures] == []
    assert tally.untried == []


def test_a_campaign_goes_on_where_it_stopped() -> None:
    whole = run(Pair(), [], 3000)
    begun = run(Pair(), [], 1000)
    rest = run(Pair(), [], whole.steps - begun.steps, seed=begun.next_seed)
    assert (begun.accepted + rest.accepted, begun.refused + rest.refused) == (whole.accepted, whole.refused)
    assert (rest.next_seed, begun.lives + rest.lives) == (whole.next_seed, whole.lives)


def test_a_failure_does_not_depend_on_what_ran_before() -> None:
    found = run(broken.Unlocked(), catalogue().of("pair")).failures[-1]
    alone = run(broken.Unlocked(), catalogue().of("pair"), 1, seed=found.seed)
    assert found.violation in [each.violation for each in alone.failures]


def test_each_statement_fails_once() -> None:
    always = a_property(OnStep(), lambda system, step: [False])
    assert len(run(Pair(), [always]).failures) == 1


@pytest.mark.parametrize("scope", [OnStep(), Invariant(), Scenario()])
@pytest.mark.parametrize(("expected", "fails"), [(Verdict.REFUTED, 0), (Verdict.PROVED, 1), (Verdict.UNKNOWN, 1)])
def test_only_what_is_recorded_as_refuted_is_known(scope: Any, expected: Verdict, fails: int) -> None:
    tally = run(Pair(), [a_property(scope, lambda system, seen: [("never", False)], expected=expected)])
    assert (len(tally.failures), list(tally.known)) == (fails, [] if fails else ["T01"])


def test_statements_are_asked_of_their_operations_only() -> None:
    seen: set[str] = set()

    def body(system: Pair, step: Step) -> Claims:
        seen.add(step.operation)
        yield step.after is not step.before

    run(Pair(), [a_property(OnStep(("swap", "burn")), body)])
    assert seen == {"swap", "burn"}


def test_a_statement_is_not_held_against_what_it_assumes_away() -> None:
    false_of_all = a_property(Invariant(), lambda system, state: [False], id="T00", expected=Verdict.REFUTED)
    resting_on_it = a_property(OnStep(), lambda system, step: [False], assumes=("T00",))
    assert run(Pair(), [false_of_all, resting_on_it]).failures == []
    assert len(run(Pair(), [dataclasses.replace(resting_on_it, assumes=())]).failures) == 1


def test_a_body_that_crashes_is_a_failure() -> None:
    def body(system: Pair, step: Step) -> Iterator[Any]:
        yield "first", True
        yield "second", 1 // 0

    (failure,) = run(Pair(), [a_property(OnStep(), body)]).failures
    assert failure.violation.claim == "raises ZeroDivisionError: integer division or modulo by zero after first"


def test_a_system_that_ends_the_program_is_a_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    work = [(broken.Leaving(), list(catalogue().of("pair")))]
    assert command.campaign(work, seed=0, steps=300, seconds=None, failures=tmp_path, as_json=False) == 1  # type: ignore[arg-type]
    assert "mint raises SystemExit: 0" in capsys.readouterr().out
    assert (tmp_path / "crash_0.json").exists()


def test_scenarios_begin_where_lives_are() -> None:
    supplies: list[int] = []

    def body(system: Pair, case: Case) -> Claims:
        state: PairState = Campaign(system, [], 0).situations.state(case, system)
        supplies.append(state.total_supply)
        yield True

    tally = run(Pair(), [a_property(Scenario(), body)])
    assert tally.cases > 20
    assert sum(1 for each in supplies if each >= 1000) > 15


def test_an_interrupted_life_is_not_counted() -> None:
    class Interrupting(Pair):
        calls = 0

        def sync(self, state: PairState, *, now: int) -> Any:
            type(self).calls += 1
            if self.calls == 5:
                raise KeyboardInterrupt
            return super().sync(state, now=now)

    campaign = Campaign(Interrupting(), [], 0)
    with pytest.raises(KeyboardInterrupt):
        list(campaign.run(10_000))
    stopped = campaign.tally.next_seed
    assert campaign.tally.steps >= stopped > 0
    calls, Interrupting.calls = Interrupting.calls, -10_000
    assert calls == 5
    campaign.live(stopped)
    assert not campaign.tally.failures


def test_time_ends_a_campaign() -> None:
    campaign = Campaign(Pair(), [], 0)
    assert sum(1 for _ in campaign.run(10**9, 0.05)) >= 1
    assert list(Campaign(Pair(), [], 0).run(10, 0.0)) == []
