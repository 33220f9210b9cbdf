"""Whether the LPs can leave: what an update of k leaves of the liquidity that covers the AMM's position."""

from __future__ import annotations

from model.arith import I64, Width
from model.bal import LONG, PROTOCOL_OWNED, Bal, BalState, ExchangeMarket, ExchangeState
from model.bal.constants import K_SCALE, K_STEP_PER_INTENSITY
from model.holders import Holders
from properties.arbitrary import arbitrary
from properties.bal.arguments import USER
from properties.bal.holdings import own_liquidity
from properties.case import Case
from properties.property import Claims, OnStep, Scenario, Step, Verdict, prop

CHANGES = OnStep(("formulaic_update_k",))
TAKER = USER + 1
LPS = 9
"""Times the protocol's own liquidity, in a market that is the LPs' for the most part."""

PEG = 100 * 10**6
OWN = Width("own liquidity", 10**12, 10**15)
SPARE = Width("spare", 1, 10**9)
LOSS = Width("loss", 1, 10**12)


def cover(state: BalState) -> int:
    """By how much the protocol's own liquidity exceeds the AMM's position: above 0 all LPs together can leave (1e9)."""
    return own_liquidity(state) - abs(state.market.base_asset_amount_with_amm)


@prop(
    "P52",
    system="bal",
    sentence="An update of k by the formula leaves all LPs together free to leave, if they were before.",
    formula="K - Ku > |BA|: K' - Ku' > |BA'|",
    claim='S1 "may be blocked from burning"; specification section 8, P52',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "The protocol's own liquidity barely covers the AMM's position. A loss in funding lowers k by up to a tenth of a"
        " per cent; what is left does not, and the last LPs who want to leave are refused."
    ),
    notes="The check before looks at k as it was (can_lower_k). How far it can fall: P52a.",
)
def exits_stay_open(system: Bal, case: Case) -> Claims:
    own = case.integer("market.sqrt_k", OWN)
    state = system.start(sqrt_k=own, peg_multiplier=PEG, curve_update_intensity=100)
    state, _ = system.mint_lp_shares_raw(state, user=USER, n_shares=LPS * own)
    state, _ = system.fill_exact(
        state,
        user=TAKER,
        direction=LONG,
        base_asset_amount=own - case.integer("argument.spare", SPARE),
        liquidity_split=PROTOCOL_OWNED,
    )
    if cover(state) > 0:
        loss = case.integer("argument.funding_imbalance_cost", LOSS)
        state, _ = system.formulaic_update_k(state, funding_imbalance_cost=loss)
        yield "all can still leave", cover(state) > 0


@prop(
    "P52a",
    system="bal",
    sentence="An update of k by the formula lowers it by its step at most: with that much to spare, exits stay open.",
    formula="K' >= floor(K·(1 - i/1e5)); K - Ku - |BA| > K·i/1e5 + 1: K' - Ku' > |BA'|, at intensity i",
    claim='S1 "may be blocked from burning"; specification section 8, P52',
    scope=CHANGES,
    variant_of="P52",
    leaves_out=(
        "k_budget",
        "can_lower_k",
        "adjust_k_cost",
        "apply_cost_to_market",
        "budgeted_k_scale",
        "get_update_k_result",
    ),
)
def exits_stay_open_with_a_step_to_spare(system: Bal, step: Step) -> Claims:
    before, after = step.before.market, step.after.market
    lowered = K_STEP_PER_INTENSITY * before.curve_update_intensity
    yield "no more than its step", (after.sqrt_k + 1) * K_SCALE > before.sqrt_k * (K_SCALE - lowered)
    if cover(step.before) * K_SCALE > before.sqrt_k * lowered + K_SCALE:
        yield "all can still leave", cover(step.after) > 0


@prop(
    "P74",
    system="bal",
    sentence="A market is closed for good only when nobody provides liquidity and nothing of it is unsettled.",
    formula="settle_expired_market succeeds: Ku = 0 and BU = 0",
    claim="specification section 7; section 8, P74",
    scope=Scenario(),
    notes="After the last LP has left both are 0 (P56).",
)
def closing_waits_for_the_lps(system: Bal, case: Case) -> Claims:
    market = arbitrary(case, ExchangeMarket, "market")
    state, _ = system.settle_expired_market(
        ExchangeState(market, Holders()), expiry_price=case.integer("argument.expiry_price", I64)
    )
    yield "no shares", state.market.user_lp_shares == 0
    yield "nothing unsettled", state.market.base_asset_amount_with_unsettled_lp == 0
