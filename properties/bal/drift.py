"""How far what custody holds drifts from what LPs are owed: which operation moves it, and by how much at most.

The AMM keeps what LPs have not settled (`with_unsettled_lp`, BU). Every rounding on the way leaves a part of a base
unit with it, which no LP will ever claim: the *defect*, `D = BU + sum over LPs of (remainder + pending)`, where an LP's
pending amount is exactly `(Mb - Lb) * s / U`: accumulator less mark, times shares, by base unit of shares. P03 asks how
large it can become.
"""

from __future__ import annotations

from model.arith import U64
from model.bal import PROTOCOL_OWNED, SHARED, Bal, BalState, Market
from properties.arbitrary import arbitrary
from properties.bal.arguments import DIRECTIONS, USER
from properties.bal.cones import DELTAS, FORMULA, TRADE
from properties.bal.fresh import fresh_market
from properties.bal.holdings import shares_of
from properties.bal.shares import nothing_is_claimed, shares_added
from properties.case import Case
from properties.property import Claims, OnStep, Scenario, Step, Verdict, prop

SETTLES = ("settle_lp", "settle_lp_raw", "mint_lp_shares", "mint_lp_shares_raw")
FILLS = ("fill", "fill_exact")
BURNS = ("remove_lp_shares", "burn_lp_shares_raw")
NEITHER = (
    "settle_funding_payment",
    "update_funding",
    "update_funding_full",
    "update_k",
    "formulaic_update_k",
)

TAKER = USER + 1

CUSTODY = ("update_lp_market_position", "clean_up_after_last", "burn_remainder")
"""What moves base into custody and out of it."""

AROUND = (
    *DELTAS,
    *TRADE,
    *FORMULA,
    "get_update_k_result",
    "calculate_per_lp_delta",
    "apply_lp_rebase_to_perp_position/marks",
)
"""What does not, or does by its contract alone."""


# -- custody ---------------------------------------------------------------------------------------------------------


def defect(state: BalState, unit: int) -> int:
    """The defect times the base unit: what custody holds and nobody is owed, in parts of a base amount unit (1e9 * U).

    Right where every LP's marks are rebased as the market is; of the others only their sums are read.
    """
    market, positions = state.market, state.positions
    remainders = positions.total("remainders", lambda held: held.remainder_base_asset_amount)
    shares = positions.total("lp_shares", lambda held: held.lp_shares)
    marks = positions.total("marks", lambda held: held.last_base_asset_amount_per_lp * held.lp_shares)
    custody = market.base_asset_amount_with_unsettled_lp
    return unit * (custody + remainders) + market.base_asset_amount_per_lp * shares - marks


def drift(system: Bal, step: Step) -> int:
    """What a step adds to the defect, times the base unit."""
    unit = system.base_unit(step.before.market)
    return defect(step.after, unit) - defect(step.before, unit)


def is_rebased(step: Step) -> bool:
    """Whether the marks of the user who acts are rebased as the market is."""
    position = step.before.positions.get(step.arguments["user"])
    return position is None or bool(position.per_lp_base == step.before.market.per_lp_base)


def settles(step: Step) -> bool:
    """Whether the user who acts has shares to settle."""
    return shares_of(step.before, step.arguments["user"]) > 0


@prop(
    "P03",
    system="bal",
    sentence="What custody holds too much or too little stays below one base unit a fill, a settlement and an LP.",
    formula="|BU + sum of (remainder_i + pending_i)| < T + S + N",
    claim='S1 "the AMM will act as the custodian"',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "One LP, one fill, one rebase downward, one settlement: the rebase cuts the last digit off what a base unit of"
        " shares is owed, and the LP has many base units of shares."
    ),
    notes="The smallest life in which it fails: T = S = N = 1, and nothing is pending at its end.",
)
def custody_is_balanced(system: Bal, case: Case) -> Claims:
    state = fresh_market(system, case, users=(USER, TAKER))
    state, _ = system.mint_lp_shares_raw(state, user=USER, n_shares=case.integer("argument.n_shares", U64))
    state, _ = system.fill_exact(
        state,
        user=TAKER,
        direction=case.choice("argument.direction", DIRECTIONS),
        base_asset_amount=case.integer("argument.base_asset_amount", U64),
        liquidity_split=SHARED,
    )
    state, _ = system.rebase_market(state, expo_diff=-1)
    state, _ = system.settle_lp(state, user=USER)
    fills = settlements = holders = 1
    left = state.market.base_asset_amount_with_unsettled_lp + state.positions[USER].remainder_base_asset_amount
    yield "custody", abs(left) < fills + settlements + holders


@prop(
    "P03a",
    system="bal",
    sentence="A settlement, alone or in a mint, moves what custody holds too much by less than one base unit.",
    formula="|D' - D| < 1; D' = D if the user has no shares",
    claim='S1 "the AMM will act as the custodian"',
    variant_of="P03",
    scope=OnStep(SETTLES),
    assumes=("P04a",),
    uses=CUSTODY,
    notes=(
        "Over a life of T fills split with LPs and S settlements, and no rebase downward, |D| < T + S for any number of"
        " LPs: D is 0 at the beginning, and each step moves it by less than the number of its roundings (P03a to P03d;"
        " a rebase upward is exact). With the pending amounts rounded to what LPs can claim, N more."
    ),
    leaves_out=AROUND,
)
def settlement_drifts_less_than_one(system: Bal, step: Step) -> Claims:
    if is_rebased(step):
        unit, moved = system.base_unit(step.before.market), drift(system, step)
        if settles(step):
            yield "less than one more", moved < unit
            yield "less than one less", moved > -unit
        else:
            yield from nothing_is_claimed(system, step)
            yield "nothing", moved == 0


@prop(
    "P03b",
    system="bal",
    sentence="A fill moves what custody holds too much by less than one base unit; two if the taker is an LP.",
    formula="|D' - D| < [split with LPs] + [taker has shares]",
    claim='S1 "the AMM will act as the custodian"',
    variant_of="P03",
    scope=OnStep(FILLS),
    assumes=("P04a",),
    uses=CUSTODY,
    leaves_out=AROUND,
)
def fill_drifts_less_than_one(system: Bal, step: Step) -> Claims:
    if is_rebased(step):
        unit, moved = system.base_unit(step.before.market), drift(system, step)
        if settles(step):
            yield "less than two more", moved < 2 * unit
            yield "less than two less", moved > -2 * unit
        elif step.arguments["liquidity_split"] == PROTOCOL_OWNED:
            yield "nothing", moved == 0
        else:
            yield "less than one more", moved < unit
            yield "less than one less", moved > -unit


@prop(
    "P03c",
    system="bal",
    sentence="A burn moves what custody holds too much by less than a unit; if the last LP leaves, nothing is left.",
    formula="|D' - D| < 1, or Ku' = 0 and BU' + remainder' = 0",
    claim='S1 "the AMM will act as the custodian"',
    variant_of="P03",
    scope=OnStep(BURNS),
    assumes=("P04a",),
    uses=CUSTODY,
    leaves_out=AROUND,
)
def burn_drifts_less_than_one(system: Bal, step: Step) -> Claims:
    if not is_rebased(step):
        return
    unit, moved = system.base_unit(step.before.market), drift(system, step)
    if shares_added(step) == 0 and step.operation == "remove_lp_shares":
        yield "removing nothing does nothing", moved == 0
    elif step.after.market.user_lp_shares == 0:
        custody = step.after.market.base_asset_amount_with_unsettled_lp
        remainder = step.after.positions[step.arguments["user"]].remainder_base_asset_amount
        yield "custody is empty", custody + remainder == 0
    else:
        yield "less than one more", moved < unit
        yield "less than one less", moved > -unit


@prop(
    "P03d",
    system="bal",
    sentence="Nothing but fills, settlements, burns and rebases touches custody or what LPs are owed of base.",
    formula="D' = D",
    claim='S1 "the AMM will act as the custodian"',
    variant_of="P03",
    scope=OnStep(NEITHER),
    leaves_out=AROUND,
)
def nothing_else_drifts(system: Bal, step: Step) -> Claims:
    yield "custody", drift(system, step) == 0


@prop(
    "P03e",
    system="bal",
    sentence="A rebase upward is exact; downward it moves what custody holds too much by less than Ku/U', for any LPs.",
    formula="up: Mb' = 10 * Mb, U' = 10 * U; down: |10 * Mb' - Mb| * Ku <= 9 * Ku, 10 * U' = U",
    claim="specification 3.6",
    variant_of="P03",
    scope=Scenario(),
    uses=("base_unit",),
    notes=(
        "What s shares are owed is (Mb - Lb) * s / U, and all marks follow by the same factor: the difference is that of the"
        " accumulator alone, at most 9 in its last digit, for each of Ku / U base units of shares."
    ),
)
def rebase_cuts_a_digit(system: Bal, case: Case) -> Claims:
    exponent = case.choice("market.per_lp_base", range(-9, 10))
    digits = case.choice("argument.digits", (1, -1))
    if not -9 <= exponent + digits <= 9:
        return
    market = arbitrary(case, Market, "market", per_lp_base=exponent)
    after = market.copy()
    system.apply_lp_rebase_to_perp_market(after, digits)
    unit, unit_after = system.base_unit(market), system.base_unit(after)
    owed, owed_after = market.base_asset_amount_per_lp, after.base_asset_amount_per_lp
    if digits > 0:
        yield "the unit grows", unit_after == 10 * unit
        yield "what it is owed grows alike", owed_after == 10 * owed
    else:
        yield "the unit shrinks", 10 * unit_after == unit
        yield (
            "less than one digit more is owed",
            (10 * owed_after - owed) * market.user_lp_shares <= 9 * market.user_lp_shares,
        )
        yield "less than one digit less", (10 * owed_after - owed) * market.user_lp_shares >= -9 * market.user_lp_shares
