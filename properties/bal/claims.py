"""What becomes of the quote of an LP's part: where it waits until it is settled, and what of it is profit then."""

from __future__ import annotations

from model.bal import LP_OWNED, SHARED, Bal
from properties.bal.arguments import DIRECTIONS
from properties.bal.holdings import own
from properties.bal.rules import any_market, divided, taker_delta
from properties.case import Case
from properties.property import Claims, OnStep, Scenario, Step, prop


@prop(
    "P81",
    system="bal",
    sentence="A settlement that only adds to what an LP holds, remainders included, realises neither profit nor loss.",
    formula="dB != 0, and base + r = 0 or of the sign of dB: pnl = 0",
    claim="specification 3.3: Open and Increase",
    scope=OnStep(("settle_lp_raw",)),
    uses=("get_position_update_type", "update_entry", "settle_lp_position", "update_position_and_market"),
    notes="What it costs is the position's entry: a loss is realised by what reduces.",
)
def adding_realises_nothing(system: Bal, step: Step) -> Claims:
    held = own(step.before, step.arguments["user"])
    result = step.result
    base = held.base_asset_amount + held.remainder_base_asset_amount
    added = result.delta_base_asset_amount + result.delta_remainder_base_asset_amount
    nothing = held.base_asset_amount == 0 and held.remainder_base_asset_amount == 0
    if added == 0:
        yield "no base is added", True
    elif nothing or (base > 0 and added > 0) or (base < 0 and added < 0):
        yield "nothing is realised", result.pnl == 0
    else:
        yield "something is reduced", True


@prop(
    "P82",
    system="bal",
    sentence="What a fill leaves unsettled of quote is the LPs' part of it: of their accumulator, but for a unit.",
    formula="without a fee: |(QU' - QU)·U + (Mq' - Mq)·Ku| < U",
    claim="specification 3.1 step 5, 3.4",
    scope=Scenario(),
    notes="The LPs' fee is in the accumulator and not in the unsettled quote.",
)
def unsettled_quote_is_the_lps_part(system: Bal, case: Case) -> Claims:
    market = any_market(case)
    case.assume(market.user_lp_shares >= 1, "there are LPs")
    unit = system.base_unit(market)
    delta = taker_delta(case, case.choice("taker.direction", DIRECTIONS))
    split = case.choice("liquidity_split", (SHARED, LP_OWNED))
    after = divided(system, market, delta, 0, split)
    unsettled = after.quote_asset_amount_with_unsettled_lp - market.quote_asset_amount_with_unsettled_lp
    given = after.quote_asset_amount_per_lp - market.quote_asset_amount_per_lp
    yield "no more", unsettled * unit + given * market.user_lp_shares < unit
    yield "no less", unsettled * unit + given * market.user_lp_shares > -unit
