"""The verdict on small properties, from end to end: each of the five where it is due, and PROVED nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from model.arith import U64
from model.bal import Bal
from model.errors import MathError, Rejected
from model.pair import Pair
from model.system import System
from proofs.explore import explore
from proofs.judge import Judge as Engine
from proofs.path import Path
from proofs.refusals import claimed_of_refusals
from properties.bal.rules import any_market
from properties.case import Discarded, GivenCase
from properties.property import Invariant, OnStep, Property, Scenario, Step, Verdict, labelled
from properties.situations import situations_of
from tests.proofs.conftest import Judge
from tests.proofs.statements import (
    Claims,
    a_stranger_holds_nothing,
    a_sum_that_reads_the_state,
    after_what_does_not_hold,
    chosen_twice,
    compared_with_a_fraction,
    contradictory,
    drawn_twice,
    false,
    false_of_one_choice,
    false_of_one_option,
    false_on_one_path,
    false_where_nobody_looks,
    going_on_after_a_refusal,
    impossible,
    named_like_a_quotient,
    never_failing,
    never_refused,
    refused_at_last,
    silent,
    true,
    two_sums_of_one_name,
    walking_over_holders,
)

NEVER_PROVED = [
    never_refused,
    going_on_after_a_refusal,
    false,
    false_where_nobody_looks,
    false_on_one_path,
    false_of_one_choice,
    false_of_one_option,
    contradictory,
    impossible,
    silent,
    after_what_does_not_hold,
    drawn_twice,
    chosen_twice,
    named_like_a_quotient,
    compared_with_a_fraction,
    never_failing,
]


def test_what_holds_is_proved(judge: Judge) -> None:
    (outcome,) = judge(true)
    assert outcome.verdict is Verdict.PROVED, outcome.reason
    assert outcome.evidence is not None
    assert outcome.evidence.witness
    assert [answer for _, answer in outcome.evidence.solvers] == [f"agrees {n}/{n}" for n in [1, 1, 1]]


def test_what_is_always_refused_is_proved_so(judge: Judge) -> None:
    (outcome,) = judge(refused_at_last)
    assert outcome.verdict is Verdict.PROVED, outcome.reason


@pytest.mark.parametrize("body", [never_refused, going_on_after_a_refusal])
def test_refusals_are_not_claimed_away(body: Any) -> None:
    assert claimed_of_refusals(body)


@pytest.mark.parametrize(
    ("body", "verdict"),
    [
        (false, Verdict.REFUTED),
        (false_where_nobody_looks, Verdict.UNKNOWN),
        (false_on_one_path, Verdict.UNKNOWN),
        (contradictory, Verdict.VACUOUS),
        (impossible, Verdict.VACUOUS),
        (silent, Verdict.VACUOUS),
        (drawn_twice, Verdict.ERROR),
        (chosen_twice, Verdict.ERROR),
    ],
)
def test_each_verdict_where_it_is_due(judge: Judge, body: Any, verdict: Verdict) -> None:
    (outcome,) = judge(body)
    assert outcome.verdict is verdict, outcome.reason


@pytest.mark.parametrize("body", NEVER_PROVED, ids=[body.__name__ for body in NEVER_PROVED])
def test_what_does_not_hold_is_never_proved(judge: Judge, body: Any) -> None:
    (outcome,) = judge(body)
    assert outcome.verdict is not Verdict.PROVED
    assert outcome.reason


@pytest.mark.parametrize(
    "body", [two_sums_of_one_name, a_sum_that_reads_the_state, walking_over_holders, a_stranger_holds_nothing]
)
def test_sums_over_holders_are_what_they_say(judge: Judge, body: Any) -> None:
    (outcome,) = judge(body, scope=OnStep(("sync", "donate")))
    assert outcome.verdict is not Verdict.PROVED


# -- contracts --------------------------------------------------------------------------------------------------------


def unwinding_never_fails(system: Any, case: Any) -> Claims:
    """False where the AMM's position is as large as its reserve: the rule divides by what is left."""
    market = any_market(case)
    with case.never(MathError):
        system.update_bounds(market)
    yield "reached", True


def test_a_contract_does_not_hide_that_its_method_may_fail() -> None:
    """Left out of a proof is what a method does when it succeeds, never whether it does."""
    system = Bal()
    statement = Property(
        id="T", system="bal", body=unwinding_never_fails, scope=Scenario(), sentence="", formula="", claim=""
    )
    finding = Engine(system, situations_of("bal")).prove(statement)
    assert finding.unproved


@pytest.mark.parametrize(("beside", "proved"), [(0, True), (1, False)])
def test_a_contract_that_is_solved_is_named_with_the_proof(beside: int, proved: bool) -> None:
    """What an equality of a contract says is put in its place: it stands in no certificate, and is named all the same."""

    def body(system: Any, case: Any) -> Claims:
        market = any_market(case)
        before = market.base_asset_reserve
        system.swap_for_taker(market, case.integer("size", U64), "long", None)
        square = market.sqrt_k * market.sqrt_k
        yield "on the curve", market.quote_asset_reserve == square // market.base_asset_reserve
        yield "the base moves", before - market.base_asset_reserve == case.integer("size", U64) + beside

    statement = Property(
        id="T",
        system="bal",
        body=body,
        scope=Scenario(),
        sentence="",
        formula="",
        claim="",
        leaves_out=("swap_for_taker",),
    )
    finding = Engine(Bal(), situations_of("bal")).prove(statement)
    assert (not finding.unproved) is proved
    assert any(name == "C05" for name, _ in finding.assumptions)
    assert any(reason.startswith("assumption: C05") for reason in finding.rests)


# -- what integers would refute at once, shown to the prover alone ----------------------------------------------------


def unproved(body: Any) -> bool:
    """Whether the prover, with no search before it, leaves a claim without proof."""

    def run(path: Path) -> None:
        for label, condition in labelled(body(None, path)):
            path.claim(label, condition)

    return any(obligation.proof is None for path in explore(run).paths for obligation in path.obligations)


@pytest.mark.parametrize(
    "body", [false, false_of_one_choice, false_of_one_option, after_what_does_not_hold, never_failing]
)
def test_the_prover_alone_does_not_prove_it(body: Any) -> None:
    assert unproved(body)


def test_the_provers_own_names_are_taken() -> None:
    with pytest.raises(ValueError, match="may not be called floor1"):
        unproved(named_like_a_quotient)


def test_a_fraction_is_no_integer() -> None:
    with pytest.raises(TypeError, match="no integer"):
        unproved(compared_with_a_fraction)


# -- of the protocols -------------------------------------------------------------------------------------------------


def reserves_never_fall(system: Any, state_or_step: Step) -> Claims:
    yield "reserve0", state_or_step.after.reserve0 >= state_or_step.before.reserve0


def nobody_ever_pays_in(system: Any, state: Any) -> Claims:
    yield "reserve0 stays empty", state.reserve0 == 0


def minting_leaves_the_curve(system: Any, step: Step) -> Claims:
    yield "liquidity", step.after.market.sqrt_k == step.before.market.sqrt_k


def settling_is_free(system: Any, step: Step) -> Claims:
    user = step.arguments["user"]
    before, after = step.before.positions[user], step.after.positions[user]
    yield "nothing settles", after.base_asset_amount == before.base_asset_amount


KNOWN_FALSE = [
    (Pair(), reserves_never_fall, OnStep(("swap",))),
    (Pair(), nobody_ever_pays_in, Invariant()),
    (Bal(), minting_leaves_the_curve, OnStep(("mint_lp_shares",))),
    (Bal(), settling_is_free, OnStep(("settle_lp",))),
]


@pytest.mark.parametrize(("system", "body", "scope"), KNOWN_FALSE, ids=[body.__name__ for _, body, _ in KNOWN_FALSE])
def test_a_false_statement_is_refuted_and_replays(judge: Judge, system: System, body: Any, scope: Any) -> None:
    (outcome,) = judge(body, system=system, scope=scope)
    assert outcome.verdict is Verdict.REFUTED, outcome.reason
    found = outcome.counterexample
    assert found is not None
    assert found.story
    assert found.inputs
    engine = Engine(system, situations_of(system.name))
    broken = []
    for place in scope.operations if isinstance(scope, OnStep) else system.operations:
        try:
            claims = list(engine.concrete(outcome.property, place, GivenCase(found.inputs)))
        except (Rejected, Discarded):
            continue
        broken += [label for label, holds in claims if not holds]
    assert found.claim in broken
