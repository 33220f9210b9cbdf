"""What liquidation and de-risking leave, and when they achieve nothing."""

from __future__ import annotations

from model.bal import Bal, ExchangeState
from model.bal.errors import (
    InsufficientCollateral,
    NoUnsettledPnl,
    OrderAmountTooSmall,
    Rejected,
    TryingToRemoveLiquidityTooFast,
)
from properties.bal.arguments import USER
from properties.bal.trouble import SOL, Trouble, liquidated, lp_in_trouble, margin_of, settled, short_of_margin
from properties.case import Case
from properties.property import Claims, Scenario, Verdict, prop

COOLDOWN = 30
"""Seconds."""


@prop(
    "P86",
    system="bal",
    sentence="Whom a liquidation lets go has enough margin, buffer included.",
    formula="liquidate_perp succeeds and the user is let go: collateral+ >= requirement+",
    claim="specification section 6, liquidation",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "The base to be transferred is computed once, at the ratio and price of the whole position, rounded; after it"
        " the account is let go without another look, and a little is still missing."
    ),
)
def liquidation_cures(system: Bal, case: Case) -> Claims:
    after, result = liquidated(system, lp_in_trouble(system, case))
    if result.entered and not result.being_liquidated:
        yield "enough", margin_of(system, after).can_exit_liquidation


@prop(
    "P87",
    system="bal",
    sentence="A liquidation burns no more shares than it takes to cure the shortage.",
    formula="liquidate_perp burns all n shares and lets the user go: with n / 2 burned, the shortage remains",
    claim='S1 "liquidation will remove BAL shares prior"; specification section 6',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "An LP misses some margin and loses all its shares: with half of them burned it would have had enough. What is"
        " left has to be minted again to earn fees."
    ),
)
def liquidation_burns_what_it_takes(system: Bal, case: Case) -> Claims:
    trouble = lp_in_trouble(system, case)
    _, result = liquidated(system, trouble)
    shares = trouble.account().lp_shares
    if result.shares_burned == shares and not result.being_liquidated:
        half, _ = system.burn_lp_shares_raw(
            trouble.state, user=USER, shares_to_burn=shares // 2 // SOL * SOL, oracle_price=trouble.price
        )
        assert isinstance(half, ExchangeState)
        yield "half would not do", not margin_of(system, Trouble(half, trouble.price)).can_exit_liquidation


# -- de-risking: the ways in which it is undone ----------------------------------------------------------------------


def undone(system: Bal, case: Case, why: type[Rejected]) -> Claims:
    """That an LP short of margin, whose cooldown has passed, is not kept as it is for that reason."""
    trouble = short_of_margin(system, case)
    try:
        settled(system, trouble)
    except why:
        yield f"made smaller, not refused with {why.name}", False
    except Rejected:
        return
    else:
        yield "made smaller", True


@prop(
    "P88",
    system="bal",
    sentence="An LP without base that is short of initial margin is made smaller when its profits are settled.",
    formula="settle_pnl of an LP short of initial margin is not refused with OrderAmountTooSmall",
    claim='S0 "next P&L settle will trigger de-risking"; specification section 6',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "An LP is short of margin for the room of its shares alone and holds no base. Shares are burned, and an order to"
        " close nothing is to be left: it is too small, and the burn is undone with it. No such LP is ever de-risked."
    ),
    notes="Its profits can not be settled either, as long as it is short of margin.",
)
def baseless_lp_is_derisked(system: Bal, case: Case) -> Claims:
    yield from undone(system, case, OrderAmountTooSmall)


@prop(
    "P89",
    system="bal",
    sentence="An LP that is below maintenance is made smaller when its profits are settled.",
    formula="settle_pnl of an LP short of initial margin is not refused with InsufficientCollateral",
    claim='S0 "next P&L settle will trigger de-risking"; specification section 6',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "After shares were burned the LP is still below maintenance, so that the reducing order may not be placed: the"
        " burn is undone with it. The LP that needs it most is left to the liquidators, with all its shares."
    ),
)
def endangered_lp_is_derisked(system: Bal, case: Case) -> Claims:
    yield from undone(system, case, InsufficientCollateral)


@prop(
    "P90",
    system="bal",
    sentence="An LP with nothing to settle is made smaller when its profits are settled.",
    formula="settle_pnl of an LP short of initial margin is not refused with NoUnsettledPnl",
    claim='S0 "next P&L settle will trigger de-risking"; specification section 6',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "An LP has a profit that it can not claim yet: the pool holds no more than all have won. Shares are burned, the"
        " order is left, and then there is nothing to settle: all of it is undone."
    ),
)
def unclaimed_profit_is_no_shield(system: Bal, case: Case) -> Claims:
    yield from undone(system, case, NoUnsettledPnl)


@prop(
    "P91",
    system="bal",
    sentence="De-risking does not postpone the LP's own exit.",
    formula="remove succeeds before settle_pnl: remove succeeds after it",
    claim='S1 "30 seconds"; specification section 6, automatic de-risking sets last_add_ts',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "An LP could have left. Its profits are settled, some of its shares are burned, and its cooldown begins anew:"
        " the rest has to stay. Repeated with every cooldown, it never leaves by its own hand."
    ),
    notes="At most one cooldown from each de-risking on: what blocks is the time of the last one (P48).",
)
def derisking_blocks_no_exit(system: Bal, case: Case) -> Claims:
    trouble = short_of_margin(system, case)
    trouble.state.lp_cooldown_time = COOLDOWN
    shares, at = trouble.account().lp_shares, COOLDOWN + 1
    system.remove_lp_shares(trouble.state, user=USER, shares_to_burn=shares, oracle_price=trouble.price, now=at)
    after = settled(system, trouble, now=at)
    left = after.account().lp_shares
    if 0 < left < shares:
        try:
            system.remove_lp_shares(after.state, user=USER, shares_to_burn=left, oracle_price=trouble.price, now=at)
        except TryingToRemoveLiquidityTooFast:
            yield "the rest may leave", False
        else:
            yield "the rest may leave", True
