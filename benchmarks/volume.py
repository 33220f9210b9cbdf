"""How many steps a second are judged: campaigns with their properties on, and the replay of recordings."""

from __future__ import annotations

from pathlib import Path

from benchmarks.measure import Figure, fastest
from conformance.engine import conform
from fuzzing.campaign import Campaign
from model.bal import Bal
from model.pair import Pair
from model.system import System
from properties.catalogue import catalogue
from properties.property import Property, Scenario

VECTORS = Path(__file__).resolve().parents[1] / "tests" / "vectors"
TRACES = {"bal": VECTORS / "bal" / "traces.jsonl.gz", "pair": VECTORS / "pair" / "traces_0001_0050.jsonl.gz"}
CORE = ("Q01", "Q08", "Q09")
"""Of the pair: the product never falls on a swap, shares add up, reserves are covered."""

STEPS = {"pair": 60_000, "bal": 15_000}
LIVES_FROM = 1_000
ROUNDS = 3


def figures() -> list[Figure]:
    """Steps a second of processor time."""
    registry = catalogue()
    core = [registry[name] for name in CORE if name in registry]
    every = {name: registry.of(name) for name in ("pair", "bal")}
    return [
        _campaign("campaign, pair, core invariants", Pair(), core, 100_000),
        _campaign("campaign, pair, all properties", Pair(), every["pair"], None),
        _campaign("campaign, bal, all properties", Bal(), every["bal"], 15_000),
        _conform("bal", 10_000),
        _conform("pair", None),
    ]


def _campaign(name: str, system: System, properties: list[Property], goal: int | None) -> Figure:
    steps = cases = failures = 0

    def work() -> None:
        nonlocal steps, cases, failures
        campaign = Campaign(system, properties, LIVES_FROM)
        for _ in campaign.run(STEPS[system.name]):
            pass
        steps, cases, failures = campaign.tally.steps, campaign.tally.cases, len(campaign.tally.failures)

    rate = steps / seconds if (seconds := fastest(work, ROUNDS)) and steps else 0.0
    scenarios = sum(1 for each in properties if isinstance(each.scope, Scenario))
    details = f"{len(properties) - scenarios} of steps and states, {scenarios} scenarios run {cases} times"
    if failures:
        details += f"; {failures} failures"
    return _rate(name, rate, goal, details)


def _conform(system: str, goal: int | None) -> Figure:
    steps = matched = 0

    def work() -> None:
        nonlocal steps, matched
        found = conform([TRACES[system]])
        steps, matched = found.total, found.matched

    rate = steps / seconds if (seconds := fastest(work, ROUNDS)) and steps else 0.0
    return _rate(f"conform, {system} traces", rate, goal, f"{matched} of {steps} steps match")


def _rate(name: str, rate: float, goal: int | None, details: str) -> Figure:
    if goal is None:
        return Figure(name, rate, "steps/s", details=details)
    return Figure(name, rate, "steps/s", f"at least {goal}", rate >= goal, details)
