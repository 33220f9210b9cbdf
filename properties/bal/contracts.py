"""The contracts of whole rules, proved of the rules themselves; properties of transitions take them in the rules' place.

One definition serves both sides: what is assumed where a rule is left out is what is claimed here.
"""

from __future__ import annotations

import copy
from typing import Any

from model.arith import I32, I64
from model.bal import Bal
from properties.abstractions import Call
from properties.bal.abstractions import ABSTRACTIONS
from properties.bal.situations import USER, BalSituations
from properties.case import Case
from properties.property import Claims, Scenario, prop

GIVEN = (False, True)
BUCKETS = ("get_position_update_type", "update_base_sums")


def called(system: Bal, case: Case, method: str, *arguments: Any) -> Claims:
    """What the contract of a method claims of one call from any state."""
    state = BalSituations().state(case, system)
    market, position = state.market, state.positions[USER]
    before = (copy.copy(market), copy.copy(position))
    answer = getattr(system, method)(market, position, *arguments)
    ensures = ABSTRACTIONS.on_request[method].ensures
    assert ensures is not None
    yield from ensures(Call(before, arguments, (market, position), answer))


@prop(
    "C01",
    system="bal",
    sentence="A delta moves base, remainder and quote of the position by itself, and the market's sums by as much",
    formula="BL' + BS' - BL - BS = base' - base; quote' - quote = Q' - Q = dq; base' + r' = base + r + db + dr; BU' - BU = base' - base",
    claim="spec 3.3 update_position_and_market",
    scope=Scenario(),
    uses=BUCKETS,
    notes="The contract under which transitions are proved that pass through the position update.",
)
def position_update_is_mirrored(system: Bal, case: Case) -> Claims:
    """Proved of the rule with all five kinds of update and both buckets."""
    base, quote = case.integer("delta.base", I64), case.integer("delta.quote", I64)
    remainder = case.integer("delta.remainder", I32) if case.choice("delta.of_lp", GIVEN) else None
    yield from called(system, case, "update_position_and_market", base, quote, remainder)


@prop(
    "C02",
    system="bal",
    sentence="A funding payment moves the market's sum of quote by what it moves the position's",
    formula="Q' - Q = quote' - quote",
    claim="spec 5 settle funding",
    scope=Scenario(),
    notes="The contract under which transitions are proved that settle funding on their way.",
)
def funding_payment_is_mirrored(system: Bal, case: Case) -> Claims:
    """Proved of the rule for both sides."""
    yield from called(system, case, "settle_funding")
