"""Coming and going with liquidity: what a visit leaves behind, how long it has to last, and when the door is shut.

`n` is the shares minted or burned, `K` the liquidity, `BA` the AMM's position.
"""

from __future__ import annotations

from typing import NamedTuple

from model.arith import I64, U64, Width, standardize_ceil
from model.bal import PROTOCOL_OWNED, REDUCE_ONLY, SHARED, Bal, BalState
from model.bal.constants import BASE_PRECISION
from model.errors import Rejected
from properties.bal.arguments import DIRECTIONS, USER
from properties.bal.capture import SITUATIONS, paid_up
from properties.bal.cones import BUDGET, DELTAS, TRADE
from properties.bal.dust import BURNS, burned, whole
from properties.bal.holdings import own
from properties.case import Case
from properties.property import Claims, OnStep, Scenario, Step, Verdict, prop

TAKER = USER + 1
STEPS = (1, 10, 1000)
COOLDOWNS = (0, 30)
"""None, as markets begin, and the one of the documents."""

DUST = 2
FEW = Width("few", 1, 10**9)
LIQUIDITY = Width("liquidity", 10**3, 10**12)

ALL_BUT_THE_CLOCK = (
    *DELTAS,
    *BUDGET,
    *TRADE,
    "burn_remainder",
    "clean_up_after_last",
    "fill_against_amm",
    "get_update_k_result",
    "settle_lp_position",
    "update_lp_market_position",
)
"""What has nothing to do with time."""


# -- a visit without a fill ------------------------------------------------------------------------------------------


def small_market(system: Bal, case: Case) -> BalState:
    """A new market of any liquidity, step and cooldown, at a price of one."""
    return system.start(
        sqrt_k=case.integer("market.sqrt_k", LIQUIDITY),
        peg_multiplier=10**6,
        order_step_size=case.choice("market.order_step_size", STEPS),
        lp_cooldown_time=case.choice("state.lp_cooldown_time", COOLDOWNS),
    )


def lots(case: Case, state: BalState, name: str) -> int:
    """Any few whole steps."""
    return state.market.order_step_size * case.integer(name, FEW)


def filled_beside_lp(system: Bal, case: Case, liquidity_split: str = SHARED) -> BalState:
    """A new market in which the user has added liquidity and a taker has traded; the user is settled."""
    state = small_market(system, case)
    state, _ = system.mint_lp_shares(state, user=USER, n_shares=lots(case, state, "argument.n_shares"), now=0)
    state, _ = system.fill_exact(
        state,
        user=TAKER,
        direction=case.choice("argument.direction", DIRECTIONS),
        base_asset_amount=lots(case, state, "argument.base_asset_amount"),
        liquidity_split=liquidity_split,
    )
    state, _ = system.settle_lp(state, user=USER)
    return state


@prop(
    "P11",
    system="bal",
    sentence="Who mints shares and burns as many, with no fill between, has the base, quote and remainder it had.",
    formula="base, quote and r after mint(n); burn(n) are those before",
    claim='S1 "atomic MEV capture"; specification section 8, P11',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="An LP with a remainder mints a few shares more and burns them: the burn takes its remainder, and charges for it.",
)
def a_visit_leaves_all_as_it_was(system: Bal, case: Case) -> Claims:
    before = filled_beside_lp(system, case)
    shares = lots(case, before, "argument.more_shares")
    after, _ = system.mint_lp_shares_raw(before, user=USER, n_shares=shares)
    after, _ = system.burn_lp_shares_raw(after, user=USER, shares_to_burn=shares, oracle_price=10**6)
    held, had = own(after, USER), own(before, USER)
    yield "base", held.base_asset_amount == had.base_asset_amount
    yield "remainder", held.remainder_base_asset_amount == had.remainder_base_asset_amount
    yield "quote", held.quote_asset_amount == had.quote_asset_amount


class Visit(NamedTuple):
    """A state and what it became by a mint and a burn of the same shares."""

    before: BalState
    after: BalState


def visit(system: Bal, case: Case, before: BalState) -> Visit:
    """The user mints any shares, and burns as many at any price."""
    shares, price = case.integer("argument.n_shares", U64), case.integer("argument.oracle_price", I64)
    minted, _ = system.mint_lp_shares_raw(before, user=USER, n_shares=shares)
    after, _ = system.burn_lp_shares_raw(minted, user=USER, shares_to_burn=shares, oracle_price=price)
    return Visit(before, after)


@prop(
    "P11a",
    system="bal",
    sentence="Who has no shares, mints some and burns them, while others have shares, has what it had.",
    formula="s = 0, Ku > 0: base, quote and r after mint(n); burn(n) are those before",
    claim='S1 "atomic MEV capture"; specification section 8, P11',
    scope=Scenario(),
    variant_of="P11",
    uses=("apply_lp_rebase_to_perp_position",),
    leaves_out=("get_update_k_result",),
    notes="Of a newcomer with any position and no remainder (P04a), its funding paid.",
)
def a_newcomers_visit_leaves_all_as_it_was(system: Bal, case: Case) -> Claims:
    state = paid_up(system, case)
    position = state.positions[USER]
    position.lp_shares = position.remainder_base_asset_amount = 0
    case.assume(state.market.user_lp_shares >= 1, "others have shares")
    before, after = visit(system, case, state)
    held, had = own(after, USER), own(before, USER)
    yield "base", held.base_asset_amount == had.base_asset_amount
    yield "remainder", held.remainder_base_asset_amount == had.remainder_base_asset_amount
    yield "quote", held.quote_asset_amount == had.quote_asset_amount
    yield "shares", held.lp_shares == had.lp_shares


@prop(
    "P11b",
    system="bal",
    sentence="Whoever is settled keeps its base through a mint and a burn, gains no quote, and loses its remainder.",
    formula="M = L: base' = base, quote' <= quote, r' = 0 after mint(n); burn(n), n > 0",
    claim='S1 "atomic MEV capture"; specification section 8, P11',
    scope=Scenario(),
    variant_of="P11",
    uses=("apply_lp_rebase_to_perp_position",),
    leaves_out=("get_update_k_result",),
    notes="What a remainder costs: P54. The last LP takes over what is unsettled as well: P55b.",
)
def a_visit_gains_nothing(system: Bal, case: Case) -> Claims:
    state = paid_up(system, case)
    position = state.positions[USER]
    system.mark(state.market, position)
    position.per_lp_base = state.market.per_lp_base
    case.assume(position.lp_shares >= 1, "an LP")
    before, after = visit(system, case, state)
    held, had = own(after, USER), own(before, USER)
    yield "base", held.base_asset_amount == had.base_asset_amount
    yield "no remainder", held.remainder_base_asset_amount == 0
    yield "no more quote", held.quote_asset_amount <= had.quote_asset_amount


# -- the cooldown ----------------------------------------------------------------------------------------------------


@prop(
    "P48",
    system="bal",
    sentence="Nobody takes liquidity out before the cooldown since its last addition has passed.",
    formula="now - last_add < lp_cooldown_time: remove_lp_shares is refused, or asks for nothing and changes nothing",
    claim='S1 "30 seconds"',
    scope=Scenario(),
    notes=(
        "That an addition sets last_add is P49. Liquidations burn without a cooldown; burn_lp_shares_raw is the rule "
        "without the instruction around it."
    ),
)
def nobody_leaves_early(system: Bal, case: Case) -> Claims:
    state = SITUATIONS.state(case, system)
    arguments = SITUATIONS.arguments(case, state, "remove_lp_shares")
    waited = arguments["now"] - state.positions[USER].last_add_perp_lp_shares_ts
    case.assume(waited < state.lp_cooldown_time, "the cooldown has not passed")
    try:
        after, result = system.remove_lp_shares(state, **arguments)
    except Rejected:
        yield "refused", True
    else:
        yield "or nothing is asked for", result.shares_burned == 0
        yield "and nothing changes", after is state


@prop(
    "P49",
    system="bal",
    sentence="Adding liquidity starts the cooldown anew, and nothing else moves it: an addition can only postpone the exit.",
    formula="mint_lp_shares: last_add' = now; any other operation: last_add' = last_add; lp_cooldown_time never changes",
    claim="S1; specification 4.2 and 4.4",
    scope=OnStep(),
    leaves_out=ALL_BUT_THE_CLOCK,
    notes=(
        "The timestamp is the user's, not the market's. The clock is the chain's: it does not go back. Within the"
        " exchange, de-risking moves it as well (P91)."
    ),
)
def adding_starts_the_cooldown(system: Bal, step: Step) -> Claims:
    user = step.arguments.get("user", USER)
    before, after = (own(state, user).last_add_perp_lp_shares_ts for state in (step.before, step.after))
    if step.operation == "mint_lp_shares":
        yield "from now on", after == step.arguments["now"]
    else:
        yield "as before", after == before
    yield "the cooldown", step.after.lp_cooldown_time == step.before.lp_cooldown_time


@prop(
    "P50",
    system="bal",
    sentence="Who comes before a fill and leaves after it, all in one instant, has no part of its fee, in any market.",
    formula="leaving is refused, or gain = quote'·|d| + (base' + r')·|dq| <= (s/U + 2)·(|d| + |dq|), for lp_cooldown_time >= 0",
    claim='S1 "prevent the potential atomic MEV capture of flow"',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "The cooldown of a market is 0 until somebody sets it: mint, let the taker's order pass, remove. Eight tenths of "
        "the fee on its part of the fill go to who was an LP for no time at all."
    ),
    notes="With any cooldown of a second or more: P50x and P50y.",
)
def no_fee_in_an_instant(system: Bal, case: Case) -> Claims:
    before = small_market(system, case)
    state, minted = system.mint_lp_shares(before, user=USER, n_shares=lots(case, before, "argument.n_shares"), now=0)
    direction = case.choice("argument.direction", DIRECTIONS)
    state, fill = system.fill_exact(
        state,
        user=TAKER,
        direction=direction,
        base_asset_amount=lots(case, before, "argument.base_asset_amount"),
        liquidity_split=SHARED,
    )
    try:
        state, _ = system.remove_lp_shares(state, user=USER, shares_to_burn=minted.n_shares, oracle_price=10**6, now=0)
    except Rejected:
        yield "leaving is refused", True
    else:
        held = own(state, USER)
        size, paid = fill.base_asset_amount_filled, fill.quote_asset_amount_filled
        gain = held.quote_asset_amount * size + whole(held) * paid
        dust = (minted.n_shares + DUST * BASE_PRECISION) * (size + paid)
        yield "nothing is gained at the price of the fill, beyond dust", gain * BASE_PRECISION <= dust


# -- the exit --------------------------------------------------------------------------------------------------------


@prop(
    "P51",
    system="bal",
    sentence="Shares can be burned only while what stays of the liquidity covers the AMM's position.",
    formula="burn(n) succeeds, status != ReduceOnly: K - n > |BA| before the burn",
    claim='S1 "may be blocked from burning"; specification 4.5',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="The LP's own remainder, sold to the AMM by the burn, makes the AMM's position small enough at the last moment.",
)
def exits_are_covered(system: Bal, case: Case) -> Claims:
    state = filled_beside_lp(system, case)
    market = state.market
    owned = standardize_ceil(market.sqrt_k - market.user_lp_shares, market.order_step_size)
    state, _ = system.fill_exact(
        state,
        user=TAKER,
        direction=case.choice("argument.more_direction", DIRECTIONS),
        base_asset_amount=owned + lots(case, state, "argument.more_base"),
        liquidity_split=PROTOCOL_OWNED,
    )
    market = state.market
    inventory = abs(market.base_asset_amount_with_amm)
    shares = standardize_ceil(market.sqrt_k - inventory, market.order_step_size)
    now = state.lp_cooldown_time
    _, result = system.remove_lp_shares(state, user=USER, shares_to_burn=shares, oracle_price=10**6, now=now)
    if result.shares_burned > 0:
        yield market.sqrt_k - result.shares_burned > inventory


@prop(
    "P51a",
    system="bal",
    sentence="Shares can be burned only while what stays of the liquidity covers the AMM's position after the burn.",
    formula="burn(n) succeeds, status != ReduceOnly: K - n > |BA'|, BA' = BA - r",
    claim='S1 "may be blocked from burning"; specification 4.5',
    scope=OnStep(BURNS),
    variant_of="P51",
    uses=("validate_perp_market", "validate_liquidity"),
    leaves_out=(*DELTAS, *BUDGET, "burn_remainder", "clean_up_after_last", "settle_lp_position"),
    notes="In a reduce-only market anybody may leave, down to no cover at all.",
)
def exits_are_covered_after_the_burn(system: Bal, step: Step) -> Claims:
    market = step.after.market
    if market.status != REDUCE_ONLY and burned(step) != 0:
        left = step.before.market.sqrt_k - burned(step)
        yield "what stays", market.sqrt_k == left
        yield "covers the AMM's position", left > abs(market.base_asset_amount_with_amm)
