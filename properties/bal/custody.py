"""Custody at the moment when everybody has settled."""

from __future__ import annotations

from model.arith import U64, to_i64
from model.bal import LONG, SHARED, SHORT, Bal, Position
from properties.bal.arguments import USER
from properties.bal.fresh import fresh_market
from properties.bal.rules import split
from properties.case import Case
from properties.property import Claims, Scenario, Verdict, prop

TAKER = USER + 1


@prop(
    "P32",
    system="bal",
    sentence="When every LP has settled, custody holds exactly the LPs' remainders.",
    formula="all pending = 0: BU + sum of remainders = 0",
    claim='S1 "the AMM will act as the custodian"; specification section 8, P32',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "Two fills, and the only LP settles after both: each fill leaves custody its part rounded toward zero, the claim"
        " is that of both together. A unit of base stays in custody for good."
    ),
    notes="How much stays: P03a to P03d, less than one unit a fill and a settlement. Settled after each fill: P32a.",
)
def custody_is_empty(system: Bal, case: Case) -> Claims:
    state = fresh_market(system, case, users=(USER, TAKER))
    state, _ = system.mint_lp_shares_raw(state, user=USER, n_shares=case.integer("argument.n_shares", U64))
    for number, direction in enumerate((LONG, SHORT)):
        size = case.integer(f"argument{number}.base_asset_amount", U64)
        state, _ = system.fill_exact(
            state, user=TAKER, direction=direction, base_asset_amount=size, liquidity_split=SHARED
        )
    state, _ = system.settle_lp(state, user=USER)
    left = state.market.base_asset_amount_with_unsettled_lp + state.positions[USER].remainder_base_asset_amount
    yield "nothing is left", left == 0


@prop(
    "P32a",
    system="bal",
    sentence="An only LP that settles after every fill leaves nothing in custody.",
    formula="shares = Ku: claim of one fill = -(BU' - BU)",
    claim='S1 "the AMM will act as the custodian"; specification section 8, P32',
    scope=Scenario(),
    variant_of="P32",
)
def only_lp_takes_all(system: Bal, case: Case) -> Claims:
    fill = yield from split(system, case, SHARED)
    held = Position(lp_shares=fill.before.user_lp_shares, per_lp_base=fill.before.per_lp_base)
    held.last_base_asset_amount_per_lp = to_i64(fill.before.base_asset_amount_per_lp)
    held.last_quote_asset_amount_per_lp = to_i64(fill.before.quote_asset_amount_per_lp)
    claim, _ = system.calculate_settled_lp_base_quote(fill.after, held)
    unsettled = fill.after.base_asset_amount_with_unsettled_lp - fill.before.base_asset_amount_with_unsettled_lp
    yield "all of it", claim + unsettled == 0
