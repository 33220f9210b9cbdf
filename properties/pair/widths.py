"""Numbers stay within their widths, on which the proofs of all other statements rest."""

from __future__ import annotations

from model.arith import U256
from model.pair import Pair
from properties.case import Case
from properties.declared import within
from properties.pair.situations import PairSituations
from properties.property import Claims, OnStep, Scenario, Step, prop
from properties.widths import all_fit, changes_fit


@prop(
    "W02",
    system="pair",
    sentence="Whatever an operation changes of the pair and of who holds shares fits the width of its field.",
    formula="for every number x of width w that a step changes: w.low <= x' <= w.high",
    claim="the widths of the recorded pair",
    scope=OnStep(),
)
def changes_fit_their_widths(system: Pair, step: Step) -> Claims:
    yield from changes_fit(step.before, step.after)
    for user in dict.keys(step.before.shares):
        if step.after.shares[user] is not step.before.shares[user]:
            yield from within(f"shares of {user}", step.after.shares[user], U256)


@prop(
    "W02a",
    system="pair",
    sentence="The numbers of a new pair fit the widths of their fields.",
    formula="for every number x of width w of a new pair: w.low <= x <= w.high",
    claim="the widths of the recorded pair",
    scope=Scenario(),
)
def new_pairs_fit(system: Pair, case: Case) -> Claims:
    yield from all_fit(PairSituations().start(case, system))
