"""Worked cases of an LP with too little margin: de-risking when its profits are settled, and liquidation."""

from __future__ import annotations

from claims.claim import Comparison, Comparisons, example
from claims.exchanges import (
    account,
    exchange_with_lp,
    liquidated,
    margin,
    position_margin,
    settled_profit,
    traded,
    with_account,
)
from claims.markets import LP, NOW, SOL, USD, in_sol, in_usd, yes
from model.bal import Bal, ExchangeState
from model.bal.errors import SufficientCollateral
from model.bal.exchange import INITIAL, MAINTENANCE

COOLDOWN = 30
SPARE = 10 * USD
"""More than what an LP needs for the dust of its shares."""

RISEN, FAR_RISEN = 110 * USD, 700 * USD
"""Prices at which somebody who has sold at 100 USD has lost."""


# -- de-risking -------------------------------------------------------------------------------------------------------


def short_of_initial(bal: Bal) -> ExchangeState:
    """An LP that has sold a little, meets its maintenance requirement and not its initial one."""
    state = traded(bal, exchange_with_lp(bal, collateral=0, lp_cooldown_time=COOLDOWN), 10 * SOL)
    least, most = (margin(bal, state, each).margin_requirement for each in (MAINTENANCE, INITIAL))
    return bal.set_collateral(state, user=LP, amount=(least + most) // 2)[0]


def are_reduced(bal: Bal, state: ExchangeState, after: int) -> str:
    """Whether the LP's shares are fewer once its profits are settled that many seconds after it came."""
    return yes(account(settled_profit(bal, state, RISEN, now=NOW + after)).lp_shares < account(state).lp_shares)


@example("an LP is short of its initial margin when its profits are settled, after the cooldown", on=Bal)
def derisked(bal: Bal) -> Comparisons:
    state = short_of_initial(bal)
    yield Comparison("it meets the requirement before", "no", yes(margin(bal, state, INITIAL).meets_margin_requirement))
    yield Comparison("its shares are reduced", "yes", are_reduced(bal, state, COOLDOWN))


@example("the same of an LP that has opted out", on=Bal)
def opted_out(bal: Bal) -> Comparisons:
    state = with_account(short_of_initial(bal), advanced_lp=True)
    yield Comparison("its shares are reduced", "no", are_reduced(bal, state, COOLDOWN))


# -- liquidation ------------------------------------------------------------------------------------------------------


def fallen(bal: Bal, collateral: int) -> ExchangeState:
    """An exchange in which takers have bought 100 SOL at 100 USD, a tenth of it from the LP."""
    return traded(bal, exchange_with_lp(bal, collateral=collateral), 100 * SOL)


def attempt(bal: Bal, state: ExchangeState, price: int) -> str:
    """What a liquidator meets with at a price."""
    try:
        liquidated(bal, state, price)
    except SufficientCollateral:
        return "refused: enough collateral"
    return "liquidated"


@example("an LP has sold 10 SOL at 100 USD with 500 USD of collateral, or with 300; the price is 110 USD", on=Bal)
def leverage_is_risk(bal: Bal) -> Comparisons:
    for collateral, expected in ((500, "refused: enough collateral"), (300, "liquidated")):
        found = attempt(bal, fallen(bal, collateral * USD), RISEN)
        yield Comparison(f"with {collateral} USD", expected, found)


@example(
    "open orders worth less than the collateral; 10 SOL are sold at 100 USD, and the price goes to 700 USD", on=Bal
)
def liquidated_without_leverage(bal: Bal) -> Comparisons:
    worth = position_margin(bal, exchange_with_lp(bal, collateral=0)).worst_case_liability_value
    after, result = liquidated(bal, fallen(bal, worth + SPARE), FAR_RISEN)
    yield Comparison("base changes hands", "yes", yes(result.base_asset_amount_transferred != 0))
    yield Comparison("what is left of the position, SOL", 0, in_sol(account(after).base_asset_amount))
    yield Comparison("what is left of the shares, SOL", 0, in_sol(account(after).lp_shares))


@example("an LP is liquidated whom its shares would not save", on=Bal)
def shares_go_first(bal: Bal) -> Comparisons:
    state = fallen(bal, 150 * USD)
    _, result = liquidated(bal, state, RISEN)
    assert result.after_burn is not None
    before, left = account(state), result.after_burn.position
    yield Comparison("shares when base changes hands, SOL", 0, in_sol(left.lp_shares))
    yield Comparison("all of them were removed", "yes", yes(result.shares_burned == before.lp_shares))
    yield Comparison("base changes hands", "yes", yes(result.base_asset_amount_transferred != 0))


@example("an LP is liquidated whom removing its shares saves", on=Bal)
def shares_give_leeway(bal: Bal) -> Comparisons:
    _, result = liquidated(bal, fallen(bal, 300 * USD), RISEN)
    assert result.after_burn is not None
    assert result.after_burn.liquidation_margin is not None
    before, after = result.liquidation_margin, result.after_burn.liquidation_margin
    yield Comparison(
        "it needs less margin than before", "yes", yes(after.margin_requirement < before.margin_requirement)
    )
    yield Comparison("base that changes hands, SOL", 0, in_sol(result.base_asset_amount_transferred))
    yield Comparison("it is let go", "yes", yes(not result.being_liquidated))
    yield Comparison("fees for it, USD", 0, in_usd(result.if_fee - result.user_quote_change))
