"""Entry and break-even amounts: the market's sums by side, against the positions they are sums of."""

from __future__ import annotations

from typing import NamedTuple

from model.arith import I64
from model.bal import Bal, Market, Position
from properties.arbitrary import arbitrary
from properties.case import Case
from properties.property import Claims, Scenario, Verdict, prop

KINDS = ("quote_entry_amount", "quote_break_even_amount")


class Entered(NamedTuple):
    """A delta of base and quote, a taker's or an LP's, entered into a position and the market's sums."""

    market: Market
    market_after: Market
    held: Position
    held_after: Position


def entered(system: Bal, case: Case) -> Entered:
    """Any delta entered into any position without funding outstanding."""
    held = arbitrary(case, Position, "position")
    paid_up = {f"cumulative_funding_rate_{side}": held.last_cumulative_funding_rate for side in ("long", "short")}
    market = arbitrary(case, Market, "market", **paid_up)
    case.assume(market.order_step_size >= 1, "the step is fixed at creation and at least 1")
    base, quote, rest = (case.integer(f"delta.{name}", I64) for name in ("base", "quote", "remainder"))
    market_after, held_after = market.copy(), held.copy()
    lp = case.choice("delta.kind", ("taker", "lp")) == "lp"
    system.update_position_and_market(market_after, held_after, base, quote, rest if lp else None)
    return Entered(market, market_after, held, held_after)


@prop(
    "P35",
    system="bal",
    sentence="The entry amounts of the longs are those of the positions with positive base, and so of the shorts.",
    formula="quote_entry_long' - quote_entry_long = [base' > 0] entry' - [base > 0] entry",
    claim="specification section 8, P35",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "An LP's first slices are below one step: a remainder opens the position, and its entry amount is counted with"
        " the shorts. When the remainders add up to a step of base, the position is long and its entry stays with the"
        " shorts."
    ),
    notes="The two sides together are right (P35a): what is missing on one side is too much on the other.",
)
def entries_are_by_side(system: Bal, case: Case) -> Claims:
    seen = entered(system, case)
    moved = seen.market_after.quote_entry_amount_long - seen.market.quote_entry_amount_long
    before, after = (
        each.quote_entry_amount if each.base_asset_amount > 0 else 0 for each in (seen.held, seen.held_after)
    )
    yield "longs", moved == after - before


@prop(
    "P35a",
    system="bal",
    sentence="Entry and break-even amounts of both sides together move by what those of the position move.",
    formula="sum over sides of amount' - amount = position's amount' - amount, of entry and of break-even",
    claim="specification section 8, P35",
    scope=Scenario(),
    uses=("update_entry", "update_position_and_market"),
    variant_of="P35",
    notes="Sums over any number of users follow: a delta touches one position.",
)
def entries_together_are_right(system: Bal, case: Case) -> Claims:
    seen = entered(system, case)
    for kind in KINDS:
        both = [
            getattr(market, f"{kind}_long") + getattr(market, f"{kind}_short")
            for market in (seen.market, seen.market_after)
        ]
        own = getattr(seen.held_after, kind) - getattr(seen.held, kind)
        yield kind, both[1] - both[0] == own
