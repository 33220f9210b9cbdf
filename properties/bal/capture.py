"""Nobody gains by being there only for the moment in which something is given out.

Funding is earned by positions. What the LPs hold together but have not settled belongs to nobody in particular, so
funding on it can not be given to them by the share: whoever has shares in the moment of the update would have a part
of it. The protocol is custodian of it instead, and a settlement joins at the present rate. Fees are given by the share,
in the moment of the fill; what keeps an LP from being there for one fill only is the cooldown.
"""

from __future__ import annotations

from model.arith import I64, I128, U64, floor_div
from model.bal import SHARED, Bal, BalState, Market, Position
from model.bal.errors import Rejected, TryingToRemoveLiquidityTooFast
from properties.bal.arguments import DIRECTIONS, USER
from properties.bal.rules import whole_steps
from properties.bal.situations import BalSituations, prefix
from properties.case import Case
from properties.property import Claims, Scenario, prop

SITUATIONS = BalSituations()
TAKER = USER + 1
RATE = "argument.funding_rate"
NOW = "argument.now"

FUNDING_AND_K = ("calculate_funding_rate_long_short", "get_update_k_result")
"""Whatever the rates of a funding update, and whatever a change of k makes of the reserves."""


def quote_of(state: BalState, user: int = USER) -> int:
    """The quote in a user's position."""
    return state.positions[user].quote_asset_amount


def rate_of_side(market: Market, position: Position) -> int:
    """The cumulative funding rate by which a position with base pays: that of its side."""
    long = position.base_asset_amount > 0
    return market.cumulative_funding_rate_long if long else market.cumulative_funding_rate_short


# -- what a settlement joins -----------------------------------------------------------------------------------------


def paid_up(system: Bal, case: Case, lots: int | None = None) -> BalState:
    """Any state in which the user's funding is paid, the market's bounds and spreads computed as every k update does.

    The user holds any base, or as many steps as are given.
    """
    step = case.integer("market.order_step_size", U64)
    case.assume(step >= 1, "the step is fixed at creation and at least 1")
    state = SITUATIONS.around(case, system, step, {USER: SITUATIONS.position(case, prefix(USER), step, lots)})
    system.update_bounds(state.market)
    system.update_spreads(state.market)
    position = state.positions[USER]
    if position.base_asset_amount != 0:
        position.last_cumulative_funding_rate = rate_of_side(state.market, position)
    return state


@prop(
    "P37",
    system="bal",
    sentence="A settlement gives an LP its part of the fills, and no funding of the time before.",
    formula="settle: quote' - quote = trunc((Mq - Lq)·s/U), and the funding paid to the LP and owed by the market stays",
    claim='S1 "BAL providers only earn funding on settled positions"',
    scope=Scenario(),
)
def settlement_earns_no_past_funding(system: Bal, case: Case) -> Claims:
    state = paid_up(system, case)
    market, position = state.market.copy(), state.positions[USER].copy()
    result = system.settle_lp_position(market, position)
    earned = position.quote_asset_amount - quote_of(state)
    yield "the quote is that of the fills", earned == result.delta_quote_asset_amount
    paid = position.cumulative_perp_funding - state.positions[USER].cumulative_perp_funding
    yield "no funding is paid", paid == 0
    owed = market.net_unsettled_funding_pnl - state.market.net_unsettled_funding_pnl
    yield "no funding is owed less", owed == 0


@prop(
    "P37a",
    system="bal",
    sentence="Whatever changes a position, by settlement or fill, leaves no funding outstanding: it joins at present rates.",
    formula="base' > 0: last' = cum_long; base' < 0: last' = cum_short",
    claim='S1 "BAL providers only earn funding on settled positions"; specification 3.3',
    scope=Scenario(),
    uses=("get_position_update_type", "join_funding"),
    notes=(
        "Every change of base goes through this one rule. A settlement's delta is whole steps with a remainder below a"
        " step, of one sign; a fill's is whole steps."
    ),
)
def what_is_new_joins_at_present_rates(system: Bal, case: Case) -> Claims:
    state = SITUATIONS.state(case, system)
    market, position = state.market.copy(), state.positions[USER].copy()
    step = market.order_step_size
    side = case.choice("delta.side", (1, -1))
    lots = side * case.integer("delta.lots", U64)
    base, quote = lots * step, case.integer("delta.quote", I64)
    yield from whole_steps(lots, step)
    yield from whole_steps(floor_div(position.base_asset_amount, step), step)
    if case.choice("delta.settles", (False, True)):
        remainder = case.integer("delta.remainder", U64)
        case.assume(remainder < step, "P18")
        if base == 0 and remainder == 0:
            return
        together = position.remainder_base_asset_amount + side * remainder
        if position.base_asset_amount == 0 and together >= 0:
            yield "lemma: a long remainder only, below two steps", together < 2 * step
        elif position.base_asset_amount == 0:
            yield "lemma: a short remainder only, below two steps", together > -2 * step
        system.update_position_and_market(market, position, base, quote, side * remainder)
    else:
        if base == 0:
            return
        system.update_position_and_market(market, position, base, quote, None)
    held = position.base_asset_amount
    yield from whole_steps(floor_div(held, step), step)
    yield "lemma: what is left is below a step", position.remainder_base_asset_amount < step
    yield "lemma: and above minus a step", position.remainder_base_asset_amount > -step
    total = held + position.remainder_base_asset_amount
    if held > 0:
        yield "lemma: the remainder does not outweigh a step", total >= 1
        yield (
            "a long joins at the rate of longs",
            position.last_cumulative_funding_rate == rate_of_side(market, position),
        )
    elif held < 0:
        yield "lemma: the remainder does not outweigh a step", total <= -1
        yield (
            "a short joins at the rate of shorts",
            position.last_cumulative_funding_rate == rate_of_side(market, position),
        )


@prop(
    "P38",
    system="bal",
    sentence="A position with base and funding outstanding can not be settled: its funding has to be paid first.",
    formula="base > 0 and last != cum_long, or base < 0 and last != cum_short: settling is refused",
    claim="S1 funding section; specification 4.1 step 1",
    scope=Scenario(),
    uses=("require_funding_paid",),
)
def stale_settlement_is_refused(system: Bal, case: Case) -> Claims:
    state = SITUATIONS.state(case, system)
    position = state.positions[USER]
    case.assume(abs(position.base_asset_amount) >= 1, "a position with base")
    outstanding = rate_of_side(state.market, position) - position.last_cumulative_funding_rate
    case.assume(outstanding != 0, "funding is outstanding")
    try:
        system.settle_lp_raw(state, user=USER)
    except Rejected:
        yield "settling is refused", True
    else:
        yield "settling is refused", False


# -- coming and going around a funding update ------------------------------------------------------------------------


def newcomer(system: Bal, case: Case, **others: Position) -> BalState:
    """Any market with any number of holders, and a user who has nothing in it but quote."""
    step = case.integer("market.order_step_size", U64)
    case.assume(step >= 1, "the step is fixed at creation and at least 1")
    return SITUATIONS.around(case, system, step, {USER: only_quote(case, USER)})


def only_quote(case: Case, user: int) -> Position:
    """A position without base, shares and orders."""
    return Position(quote_asset_amount=case.integer(f"{prefix(user)}.quote_asset_amount", I64))


def visit(system: Bal, case: Case, state: BalState) -> BalState:
    """The user adds liquidity, a funding update at any rate follows, and all of the user's liquidity leaves.

    The wait is as long as the cooldown demands, or longer. There is no fill.
    """
    came = case.integer(NOW, I64)
    left = came + state.lp_cooldown_time + case.integer("argument.waited", U64)
    state, _ = system.mint_lp_shares(state, user=USER, n_shares=case.integer("argument.n_shares", U64), now=came)
    state, _ = system.update_funding(state, funding_rate=case.integer(RATE, I128))
    price, shares = case.integer("argument.oracle_price", I64), state.positions[USER].lp_shares
    state, _ = system.remove_lp_shares(state, user=USER, shares_to_burn=shares, oracle_price=price, now=left)
    return state


@prop(
    "P39",
    system="bal",
    sentence="Who adds liquidity before a funding update and takes it away after it, with no fill between, gains nothing.",
    formula="quote(mint; update; remove) <= quote",
    claim="S1 the malicious LP: earning all of the funding payment without holding any base",
    scope=Scenario(),
    uses=("apply_lp_rebase_to_perp_position",),
    leaves_out=FUNDING_AND_K,
    notes=(
        "For any market, rate, number of shares and number of other holders. The user begins with nothing but quote. The"
        " last LP to leave takes over what rounding has left unsettled, and is charged for it: hence not more, instead of"
        " equal."
    ),
)
def no_funding_capture(system: Bal, case: Case) -> Claims:
    before = newcomer(system, case)
    after = visit(system, case, before)
    yield "it leaves with no more quote than it came with", quote_of(after) <= quote_of(before)
    yield "and with no base", after.positions[USER].base_asset_amount == 0
    yield "nor a part of a step of it", after.positions[USER].remainder_base_asset_amount == 0


@prop(
    "P39a",
    system="bal",
    sentence="Where other LPs stay, who visits for a funding update leaves with exactly the quote with which it came.",
    formula="Ku > 0: quote(mint; update; remove) = quote",
    claim="specification section 8, P39",
    scope=Scenario(),
    uses=("apply_lp_rebase_to_perp_position",),
    leaves_out=FUNDING_AND_K,
)
def a_visit_changes_nothing(system: Bal, case: Case) -> Claims:
    before = newcomer(system, case)
    case.assume(before.market.user_lp_shares >= 1, "there are other LPs")
    after = visit(system, case, before)
    yield "the quote is what it was", quote_of(after) == quote_of(before)


# -- coming and going around a fill ----------------------------------------------------------------------------------


@prop(
    "P50x",
    system="bal",
    sentence="Whatever happens in between, nobody leaves in the instant in which it came.",
    formula="cooldown >= 1: remove at the time of the user's last mint is refused",
    claim='S1 "a brief cooldown period to burn BAL shares ... to prevent the potential atomic MEV capture of flow"',
    scope=Scenario(),
    variant_of="P50",
    notes=(
        "Between coming and leaving lies any number of anybody's steps: the state is any, but for the time at which the"
        " user came, which only the user's own minting can replace."
    ),
)
def no_exit_in_the_instant_of_entry(system: Bal, case: Case) -> Claims:
    state = SITUATIONS.state(case, system)
    case.assume(state.lp_cooldown_time >= 1, "there is a cooldown")
    position = state.positions[USER]
    shares = case.integer("argument.shares_to_burn", U64)
    try:
        _, result = system.remove_lp_shares(
            state,
            user=USER,
            shares_to_burn=shares,
            oracle_price=case.integer("argument.oracle_price", I64),
            now=position.last_add_perp_lp_shares_ts,
        )
    except TryingToRemoveLiquidityTooFast:
        yield "leaving is refused", True
    else:
        yield "nothing leaves", result.shares_burned == 0


@prop(
    "P50y",
    system="bal",
    sentence="Who comes before a fill and leaves after it, all in one instant, gains no part of the fee.",
    formula="leaving is refused, or (quote' - quote)·|d| + (base' + remainder')·|dq| <= (s/U + 1 + step)·(|d| + |dq|)",
    claim='S1 "to prevent the potential atomic MEV capture of flow"',
    scope=Scenario(),
    variant_of="P50",
    uses=("apply_lp_rebase_to_perp_position",),
    leaves_out=("fill_against_amm", "get_update_k_result", "order_size"),
    notes=(
        "The base is valued at the fill's own price, at which it was acquired: what is left is a part of the fee, beyond"
        " what dust can give (a unit per base unit of shares, and one, and a remainder below a step, which is sold to the"
        " AMM at the oracle's price)."
    ),
)
def no_fee_capture(system: Bal, case: Case) -> Claims:
    step = case.integer("market.order_step_size", U64)
    case.assume(step >= 1, "the step is fixed at creation and at least 1")
    before = SITUATIONS.around(case, system, step, {user: only_quote(case, user) for user in (USER, TAKER)})
    case.assume(before.lp_cooldown_time >= 1, "there is a cooldown")
    now, price = case.integer(NOW, I64), case.integer("argument.oracle_price", I64)
    came, _ = system.mint_lp_shares(before, user=USER, n_shares=case.integer("argument.n_shares", U64), now=now)
    filled, fill = system.fill(
        came,
        user=TAKER,
        direction=case.choice("argument.direction", DIRECTIONS),
        base_asset_amount=case.integer("argument.base_asset_amount", U64),
        liquidity_split=SHARED,
    )
    shares = filled.positions[USER].lp_shares
    try:
        left, _ = system.remove_lp_shares(filled, user=USER, shares_to_burn=shares, oracle_price=price, now=now)
    except TryingToRemoveLiquidityTooFast:
        yield "leaving is refused", True
        return
    position = left.positions[USER]
    quote = position.quote_asset_amount - quote_of(before)
    base = position.base_asset_amount + position.remainder_base_asset_amount
    size, paid = fill.base_asset_amount_filled, fill.quote_asset_amount_filled
    unit = system.base_unit(left.market)
    gain, dust = (quote * size + base * paid) * unit, (shares + unit + step * unit) * (size + paid)
    yield "nothing is gained at the price of the fill, beyond dust", gain <= dust
