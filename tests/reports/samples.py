"""Outcomes made by hand, one of each kind that a renderer meets."""

from __future__ import annotations

from dataclasses import replace

from proofs.outcome import AssumptionUse, Counterexample, Evidence, Outcome, Report
from proofs.trace import START, entry
from properties.property import Claims, Invariant, OnStep, Property, Scenario, Verdict


def body(*_: object) -> Claims:
    """No sample is ever evaluated."""
    return []


PROVED = Outcome(
    property=Property(
        id="Q01",
        system="pair",
        sentence="The product `reserve0 * reserve1` never falls on a swap, at any fee.",
        formula="r0' * r1' >= r0 * r1",
        claim="pair, candidate Q01",
        scope=OnStep(("swap",)),
        body=body,
        assumes=("Q09",),
        notes="The fee is `n/d` of the input.\n\nRounding is down.",
    ),
    verdict=Verdict.PROVED,
    reason="every path is certified",
    evidence=Evidence(
        certificates=14,
        paths=3,
        pruned=2,
        solvers=(("z3", "unsat 14/14"), ("cvc5", "agrees 14/14"), ("sympy", "14/14")),
        assumptions=(
            AssumptionUse("Q09", "proved of every reachable state", 6),
            AssumptionUse("0 <= fee < 1", "what the factory allows", 0),
        ),
        witness="reserve0=10, reserve1=20, amount0_in=3",
    ),
    counterexample=None,
    seconds=1.25,
    digest="a1",
)

BEFORE = {"reserve0": 5, "reserve1": 0, "shares": {"a": 0, "b": 7}}
AFTER = {"reserve0": 2**70, "reserve1": 0, "shares": {"a": 4, "b": 7}}

REFUTED = Outcome(
    property=Property(
        id="Q10",
        system="pair",
        sentence="A mint changes nobody's redeemable amounts.",
        formula="red' == red",
        claim="pair, candidate Q12",
        scope=Scenario(),
        body=body,
        expected=Verdict.REFUTED,
        story="b's 7 shares are worth 1 less after a's mint",
    ),
    verdict=Verdict.REFUTED,
    reason="a counterexample was replayed",
    evidence=None,
    counterexample=Counterexample(
        inputs={"n": 4, "amount": 2**70},
        story=("a mints 4 shares", "b can redeem 1 less"),
        claim="redeemable of b",
        trace=(
            entry(START, {}, BEFORE),
            entry("mint", {"user": "a", "amount0": 3}, AFTER, result={"shares": 4}),
            entry("burn", {"user": "b", "shares": 9}, AFTER, error="SubUnderflow"),
        ),
    ),
    seconds=0.5,
    digest="b2",
)

REFUTED_THAT_SHOULD_HOLD = replace(
    REFUTED, property=replace(REFUTED.property, id="Q2", expected=Verdict.PROVED, scope=Invariant(), story="")
)

UNKNOWN = Outcome(
    property=replace(PROVED.property, id="P03", system="bal", sentence="Minting | then *burning* <= what was paid."),
    verdict=Verdict.UNKNOWN,
    reason="no certificate of degree 4 or less was found for 2 of 9 leaves",
    evidence=None,
    counterexample=None,
    seconds=130.0,
    digest="c3",
)

PAIR = Report("pair", (REFUTED, PROVED))
BAL = Report("bal", (UNKNOWN,))
