"""Numbers stay within their widths, on which the proofs of all other statements rest."""

from __future__ import annotations

from model.bal import Bal
from properties.abstractions import frame_of
from properties.bal.abstractions import ABSTRACTIONS
from properties.bal.arguments import USER
from properties.bal.holdings import own
from properties.bal.situations import BalSituations
from properties.case import Case
from properties.property import Claims, OnStep, Scenario, Step, prop
from properties.widths import all_fit, changes_fit

RULES = tuple(frame_of(name) for name in ABSTRACTIONS.on_request if "/" not in name)
"""Every rule of which something is declared: what these write is within its width (`properties.bal.declared`)."""


@prop(
    "W01",
    system="bal",
    sentence="Whatever an operation changes of the market and of the user's position fits the width of its field.",
    formula="for every number x of width w that a step changes: w.low <= x' <= w.high",
    claim="specification section 1: the widths of the fields",
    scope=OnStep(),
    leaves_out=RULES,
    notes="Of what the exchange adds to the market (margin, settlement of profits, liquidation) no statement takes it.",
)
def changes_fit_their_widths(system: Bal, step: Step) -> Claims:
    yield from changes_fit(step.before, step.after)
    yield from changes_fit(step.before.market, step.after.market)
    if "user" in step.arguments:
        user = step.arguments["user"]
        yield from changes_fit(own(step.before, user), own(step.after, user))


@prop(
    "W01a",
    system="bal",
    sentence="The numbers of a new market fit the widths of their fields.",
    formula="for every number x of width w of a new market: w.low <= x <= w.high",
    claim="specification section 1: the widths of the fields",
    scope=Scenario(),
)
def new_markets_fit(system: Bal, case: Case) -> Claims:
    state = BalSituations().start(case, system)
    yield from all_fit(state)
    yield from all_fit(state.market)
    yield from all_fit(state.positions[USER])
