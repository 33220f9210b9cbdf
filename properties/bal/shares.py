"""Shares and liquidity: minted and burned one for one, owned by somebody, never more than there is.

`K` is the liquidity of the curve (`sqrt_k`), `Ku` the part of it that the LPs' shares are, `s_i` one holder's shares,
`n` the shares of a mint or a burn.
"""

from __future__ import annotations

from model.bal import Bal, BalState
from properties.bal.arguments import USER
from properties.bal.cones import FORMULA, NO_SHARES, TRADE
from properties.bal.holdings import own_liquidity, shares_of
from properties.property import Claims, Invariant, OnStep, Step, prop

MINTS = ("mint_lp_shares", "mint_lp_shares_raw")
BURNS = ("remove_lp_shares", "burn_lp_shares_raw")
FEWER_OR_MORE = ("update_funding_full", "update_k", "formulaic_update_k")
OTHERS = (
    "settle_funding_payment",
    "settle_lp",
    "settle_lp_raw",
    "fill",
    "fill_exact",
    "rebase_market",
    "update_funding",
)


def shares_added(step: Step) -> int:
    """The shares a mint or a burn adds to the liquidity (1e9).

    Of the checked operations what they answer, after rounding to whole steps; of the raw ones what they are asked for.
    """
    if step.operation == "mint_lp_shares":
        added: int = step.result.n_shares
    elif step.operation == "remove_lp_shares":
        added = -step.result.shares_burned
    elif step.operation == "mint_lp_shares_raw":
        added = step.arguments["n_shares"]
    else:
        added = -step.arguments["shares_to_burn"]
    return added


@prop(
    "P04",
    system="bal",
    sentence="The market's count of LP shares is the sum of what the holders hold, for any number of holders.",
    formula="Ku = sum of s_i",
    claim='S1 "sqrt_k is incremented by lp_shares"',
    scope=Invariant(),
    notes=(
        "The sum is the shares of the user who acts plus one number for all the others. A step replaces one position,"
        " so that number is the same before and after: the frame is the proof for any number of holders."
    ),
    leaves_out=(*FORMULA, *NO_SHARES, "get_update_k_result"),
)
def shares_are_somebodys(system: Bal, state: BalState) -> Claims:
    yield (
        "the sum of all shares",
        state.positions.total("lp_shares", lambda held: held.lp_shares) == state.market.user_lp_shares,
    )


def nothing_is_claimed(system: Bal, step: Step) -> Claims:
    """Why the settlement of a user without shares moves nothing."""
    held = step.before.positions.get(USER)
    if step.operation == "settle_lp_raw" and held is not None and held.lp_shares == 0:
        yield (
            "lemma: it claims nothing",
            step.result.delta_base_asset_amount + step.result.delta_remainder_base_asset_amount == 0,
        )
        yield "lemma: no remainder either", step.result.delta_remainder_base_asset_amount == 0


@prop(
    "P04a",
    system="bal",
    sentence="Who has no shares has no remainder, so that clearing a recycled slot forgets nothing.",
    formula="s_i = 0: remainder_i = 0",
    claim='S1 "remainder ... only occurs on burning"; specification 1.2: the remainder is not consulted',
    scope=Invariant(nothing_is_claimed),
    notes="Of the user who acts; whoever does not act keeps its position.",
    leaves_out=(
        "settle_funding",
        "update_position_and_market/remainder",
        *TRADE,
        *FORMULA,
        "burn_remainder",
        "clean_up_after_last",
        "get_update_k_result",
        "update_lp_market_position",
    ),
)
def no_remainder_without_shares(system: Bal, state: BalState) -> Claims:
    held = state.positions.get(USER)
    if held is not None and held.lp_shares == 0:
        yield "nothing below a step is left", held.remainder_base_asset_amount == 0
    else:
        yield "it has shares", True


@prop(
    "P05",
    system="bal",
    sentence="Minting n shares adds exactly n to the liquidity, the LPs' part and the user's; burning takes n off.",
    formula="K' = K + n, Ku' = Ku + n, s' = s + n for a mint; - n for a burn",
    claim='S1 "sqrt_k is incremented by lp_shares"',
    scope=OnStep(MINTS + BURNS),
    leaves_out=(*NO_SHARES, "get_update_k_result"),
)
def shares_are_liquidity(system: Bal, step: Step) -> Claims:
    before, after, added = step.before, step.after, shares_added(step)
    user = step.arguments["user"]
    yield "the liquidity", after.market.sqrt_k == before.market.sqrt_k + added
    yield "the LPs' part", after.market.user_lp_shares == before.market.user_lp_shares + added
    yield "the user's shares", shares_of(after, user) == shares_of(before, user) + added


@prop(
    "P05a",
    system="bal",
    sentence="Nothing but mint, burn and updates of k changes the liquidity; only mint and burn change the shares.",
    formula="K' = K unless k is updated; Ku' = Ku and s_i' = s_i",
    claim='S1 "sqrt_k is incremented by lp_shares"',
    scope=OnStep(OTHERS + FEWER_OR_MORE),
    leaves_out=(*NO_SHARES, "get_update_k_result"),
)
def nothing_else_is_liquidity(system: Bal, step: Step) -> Claims:
    before, after = step.before, step.after
    if step.operation not in FEWER_OR_MORE:
        yield "the liquidity stays", after.market.sqrt_k == before.market.sqrt_k
    yield "the LPs' part stays", after.market.user_lp_shares == before.market.user_lp_shares
    if "user" in step.arguments:
        user = step.arguments["user"]
        yield "the user's shares stay", shares_of(after, user) == shares_of(before, user)


@prop(
    "P06",
    system="bal",
    sentence="The protocol's own liquidity is untouched by mint and burn: an LP adds its own and takes out its own.",
    formula="K' - Ku' = K - Ku",
    claim='S1 "ratio lp_shares/sqrt_k"',
    scope=OnStep(MINTS + BURNS),
    leaves_out=(*NO_SHARES, "get_update_k_result"),
)
def own_liquidity_stays(system: Bal, step: Step) -> Claims:
    yield "what is not the LPs'", own_liquidity(step.after) == own_liquidity(step.before)


@prop(
    "P53",
    system="bal",
    sentence="The LPs' shares never exceed the liquidity of the curve.",
    formula="K >= Ku",
    claim="specification 1.3 rule 7, section 7",
    scope=Invariant(),
    leaves_out=(*NO_SHARES, "get_update_k_result"),
)
def shares_are_covered(system: Bal, state: BalState) -> Claims:
    yield "the liquidity covers the shares", own_liquidity(state) >= 0


@prop(
    "P53a",
    system="bal",
    sentence="An update of k that lowers it leaves the protocol at least one share of its own.",
    formula="K' < K: K' >= Ku' + 1",
    claim="specification section 7: newK = max(floor(K*num/den), Ku+1); admin update requires K > Ku",
    scope=OnStep(FEWER_OR_MORE),
    leaves_out=(*NO_SHARES, "get_update_k_result"),
)
def lowering_leaves_a_share(system: Bal, step: Step) -> Claims:
    if step.after.market.sqrt_k < step.before.market.sqrt_k:
        yield "one share is left", own_liquidity(step.after) >= 1
    else:
        yield "nothing was lowered", True
