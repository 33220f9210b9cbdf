"""How a delta enters a position and the market's sums: the one rule through which every base and quote amount goes.

Takers, settlements and burns hand it a delta of base and quote, and LPs a delta below a step beside it. What it makes
of entry prices, counts and funding marks differs with what was held before; what it does to base and quote does not.
"""

from __future__ import annotations

from model.arith import I64, floor_div
from model.bal import Bal, Market, Position
from properties.arbitrary import arbitrary
from properties.case import Case
from properties.property import Claims, Scenario, prop

TAKER, LP = KINDS = ("taker", "lp")


@prop(
    "P02a",
    system="bal",
    sentence="A delta moves base and quote of position and market by exactly itself, whatever was held before.",
    formula=(
        "base' + remainder' = base + remainder + d + r; BL' + BS' - (BL + BS) = base' - base;"
        " quote' - quote = Q' - Q = dq; of an LP's delta also BU' - BU = base' - base, and QU' - QU = dq where d or r"
        " is not 0; of a taker's BU' = BU, QU' = QU and remainder' = remainder"
    ),
    claim="specification 3.3",
    scope=Scenario(),
    uses=("update_position_and_market", "update_base_sums", "update_quote"),
    notes=(
        "For every kind of change (open, increase, reduce, close, flip), rightly classified or not. What settles beyond"
        " the delta's own base is whole steps out of the remainders, and less than a step remains."
    ),
)
def delta_moves_by_itself(system: Bal, case: Case) -> Claims:
    position = arbitrary(case, Position, "position")
    paid_up = {f"cumulative_funding_rate_{side}": position.last_cumulative_funding_rate for side in ("long", "short")}
    market = arbitrary(case, Market, "market", **paid_up)
    step, lp = market.order_step_size, case.choice("delta.kind", KINDS) == LP
    case.assume(step >= 1, "the step is fixed at creation and at least 1")
    case.assume(position.remainder_base_asset_amount < step, "P18")
    case.assume(-step < position.remainder_base_asset_amount, "P18")
    base, quote, rest = (case.integer(f"delta.{name}", I64) for name in ("base", "quote", "remainder"))
    after, held = market.copy(), position.copy()
    system.update_position_and_market(after, held, base, quote, rest if lp else None)
    settled = held.base_asset_amount - position.base_asset_amount
    kept = held.remainder_base_asset_amount - position.remainder_base_asset_amount
    net = after.base_asset_amount_long + after.base_asset_amount_short
    yield "base and remainder", settled + kept == base + (rest if lp else 0)
    yield "the market's net", net - market.base_asset_amount_long - market.base_asset_amount_short == settled
    yield "the position's quote", held.quote_asset_amount - position.quote_asset_amount == quote
    yield "the market's quote", after.quote_asset_amount - market.quote_asset_amount == quote
    custody = after.base_asset_amount_with_unsettled_lp - market.base_asset_amount_with_unsettled_lp
    custody_of_quote = after.quote_asset_amount_with_unsettled_lp - market.quote_asset_amount_with_unsettled_lp
    if not lp:
        yield "the remainder stays", kept == 0
        yield "nothing leaves custody", custody == 0
        yield "nor of quote", custody_of_quote == 0
        return
    yield "what settles leaves custody", custody == settled
    yield "in whole steps", floor_div(settled - base, step) * step == settled - base
    yield "less than a step remains", held.remainder_base_asset_amount < step
    yield "on either side", held.remainder_base_asset_amount > -step
    nothing = base == 0 and rest == 0
    yield "quote leaves custody with base only", custody_of_quote == (0 if nothing else quote)
