"""Examples of the quotes of a pair: what is asked of which reserves, and the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.adapter import Line, Outcome, judge_outcome, outcome_of
from conformance.decode import integers
from conformance.difference import Difference, first_difference
from conformance.schema import widths
from model.arith import U256, Width
from model.pair import Pair, PairState

AMOUNTS: Mapping[str, str] = {"quote_out": "amount_in", "quote_in": "amount_out"}
"""The quotes, and the amount that each is asked about."""

ASSET = Width("asset", 0, 1)
POOL = tuple(
    (name, width)
    for name, width in widths(PairState).items()
    if name in ("reserve0", "reserve1", "fee_numerator", "fee_denominator")
)
INPUTS: Mapping[str, Mapping[str, Width]] = {
    name: {**dict(POOL), amount: U256, "asset_in": ASSET} for name, amount in AMOUNTS.items()
}
ANSWER: Mapping[str, Width] = {"amount": U256}


def quoted(system: Pair, name: str, given: Mapping[str, int]) -> Outcome:
    """What comes of asking for a quote."""
    pool = PairState()
    for field, _ in POOL:
        setattr(pool, field, given[field])

    def asked() -> tuple[Any, dict[str, Any]]:
        return None, {"amount": getattr(system, name)(pool, given[AMOUNTS[name]], given["asset_in"])}

    return outcome_of(asked)


def judge(system: Pair, line: Line, named: bool) -> Difference | None:
    """Where the quote is not as the line says."""
    outcome = quoted(system, line["fn"], integers(line["in"], "in", INPUTS[line["fn"]]))
    expected = integers(line["out"], "out", ANSWER if line["ok"] else {})
    return judge_outcome(line, outcome, named) or first_difference("out", expected, outcome.result)
