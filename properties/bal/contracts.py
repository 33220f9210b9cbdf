"""The contracts of whole rules, proved of the rules; properties of transitions take them in the rules' place.

One definition serves both sides: what is assumed where a rule is left out is what is claimed here.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from model.arith import I32, I64, I128, U32, U64, U128, floor_div
from model.bal import Account, Bal, BalState, ExchangeMarket, ExchangeState, Prices
from model.holders import Holders
from properties.abstractions import Bookkeeping, Call, method_of
from properties.arbitrary import arbitrary
from properties.bal.abstractions import ABSTRACTIONS
from properties.bal.arguments import DIRECTIONS, SPLITS, USER
from properties.bal.margin import ESTIMATE
from properties.bal.rules import whole_steps
from properties.bal.situations import BalSituations
from properties.case import Case
from properties.property import Claims, Scenario, prop

GIVEN = (False, True)
BUCKETS = ("get_position_update_type", "update_base_sums")


def no_hints(_: Call) -> Claims:
    """A claim that needs none."""
    return ()


def called(
    system: Bal,
    case: Case,
    method: str,
    *arguments: Any,
    of: str = "market and position",
    hints: Callable[[Call], Claims] = no_hints,
    state: BalState | None = None,
) -> Claims:
    """What the contract of a method claims of one call, from any state if none is given, on the market or on both."""
    state = state or BalSituations().state(case, system)
    market, position = state.market, state.positions[USER]
    before = {id(market): copy.copy(market), id(position): copy.copy(position)}
    given = (market, *arguments) if of == "market" else (market, position, *arguments)
    answer = getattr(system, method_of(method))(*given)
    contract = ABSTRACTIONS.on_request[method]
    assert isinstance(contract, Bookkeeping)
    assert contract.ensures is not None
    written = tuple(contract.writes)
    states = [state for state in given if isinstance(state, written)]
    others = tuple(argument for argument in given if not isinstance(argument, written))
    call = Call(tuple(before[id(state)] for state in states), others, tuple(states), answer)
    yield from hints(call)
    yield from contract.ensures(call)


def any_delta(case: Case) -> tuple[int, int, int | None]:
    """Any delta of base, quote and, where it is an LP's, of the remainder."""
    base, quote = case.integer("delta.base", I64), case.integer("delta.quote", I64)
    return base, quote, case.integer("delta.remainder", I32) if case.choice("delta.of_lp", GIVEN) else None


@prop(
    "C01",
    system="bal",
    sentence="A delta moves base, remainder and quote of the position by itself, and the market's sums by as much",
    formula=(
        "BL' + BS' - BL - BS = base' - base; quote' - quote = Q' - Q = dq;"
        " base' + r' = base + r + db + dr; BU' - BU = base' - base"
    ),
    claim="spec 3.3 update_position_and_market",
    scope=Scenario(),
    uses=BUCKETS,
    notes="The contract under which transitions are proved that pass through the position update.",
)
def position_update_is_mirrored(system: Bal, case: Case) -> Claims:
    """Proved of the rule with all five kinds of update and both buckets."""
    yield from called(system, case, "update_position_and_market", *any_delta(case))


@prop(
    "C09",
    system="bal",
    sentence="A delta leaves no more of a remainder than it brings and finds together, and none that was not there",
    formula="|r'| <= |r + dr|, of an LP's delta; r' = r of any other",
    claim="spec 3.3 update_position_and_market",
    scope=Scenario(),
    notes="The contract under which transitions are proved of which only the remainder is read.",
)
def remainders_do_not_grow(system: Bal, case: Case) -> Claims:
    """Proved of the rule, whatever the update is."""
    yield from called(system, case, "update_position_and_market/remainder", *any_delta(case))


@prop(
    "C10",
    system="bal",
    sentence="A delta of whole steps moves the sums by whole steps, by no less than the position's own long and short part",
    formula=(
        "BL' - BL >= max(base', 0) - max(base, 0); BS' - BS <= min(base', 0) - min(base, 0);"
        " both differences mod step = 0"
    ),
    claim="specification 1.1: BL>=0, BS<=0 are sums of settled, step-multiple positions",
    scope=Scenario(),
    uses=BUCKETS,
    notes="The contract under which transitions are proved that pass through the position update.",
)
def sides_cover_the_position(system: Bal, case: Case) -> Claims:
    """Proved of the rule with all five kinds of update and both buckets; of other deltas nothing is claimed."""
    state = BalSituations().state(case, system)
    step, held, quote = state.market.order_step_size, state.positions[USER], case.integer("delta.quote", I64)
    side, lots = case.choice("delta.side", (1, -1)), case.integer("delta.lots", U64)
    base, remainder = side * lots * step, None
    kind = case.choice("delta.of", ("taker", "claim", "burn"))
    if kind == "claim":
        rest = case.integer("delta.rest", U64)
        case.assume(rest < step, "any claim is whole steps and less than a step, of one sign")
        remainder = side * rest
    elif kind == "burn":
        base, remainder = 0, case.integer("delta.remainder", I32)
    yield from whole_steps(lots, step)
    yield from whole_steps(floor_div(held.base_asset_amount, step), step)

    def of_what_is_held(call: Call) -> Claims:
        return whole_steps(floor_div(call.after[1].base_asset_amount, step), step)

    delta = base, quote, remainder
    yield from called(system, case, "update_position_and_market/sides", *delta, hints=of_what_is_held, state=state)


@prop(
    "C02",
    system="bal",
    sentence="A funding payment moves the market's sum of quote by what it moves the position's",
    formula="Q' - Q = quote' - quote",
    claim="spec 5 settle funding",
    scope=Scenario(),
    notes="The contract under which transitions are proved that settle funding on their way.",
)
def funding_payment_is_mirrored(system: Bal, case: Case) -> Claims:
    """Proved of the rule for both sides."""
    yield from called(system, case, "settle_funding")


@prop(
    "C03",
    system="bal",
    sentence="A change of k results in the liquidity asked for, and in reserves on its curve",
    formula="K' = newK; q' = floor(K'^2 / b'); b' >= 1",
    claim="spec 2.1 get_update_k_result",
    scope=Scenario(),
    notes="The contract under which transitions are proved that change k.",
)
def k_update_is_as_asked(system: Bal, case: Case) -> Claims:
    """Proved of the rule for bounded and unbounded updates."""
    bounded = case.choice("bound_update", GIVEN)
    yield from called(system, case, "get_update_k_result", case.integer("new_sqrt_k", U128), bounded, of="market")


@prop(
    "C04",
    system="bal",
    sentence="Burning a remainder hands it from the LPs to the AMM, and its charge is quote for quote",
    formula="BA' = BA - r; BU' = BU + r; base' = base; r' = 0; Q' - Q = quote' - quote = -charge",
    claim="spec 4.3 step 3",
    scope=Scenario(),
    uses=BUCKETS,
    notes="The contract under which burns are proved.",
)
def remainder_burn_is_mirrored(system: Bal, case: Case) -> Claims:
    """Proved of the rule, the position update included."""
    yield from called(system, case, "burn_remainder", case.integer("oracle_price", I64))


@prop(
    "C05",
    system="bal",
    sentence="A swap moves the base reserve by its size and leaves the reserves on the curve of the same liquidity",
    formula="b' = b -+ size; q' = floor(K^2 / b'); b' >= 1",
    claim="spec 2 swap",
    scope=Scenario(),
    notes="The contract under which fills are proved.",
)
def swap_stays_on_the_curve(system: Bal, case: Case) -> Claims:
    """Proved of the rule in both directions, with and without a price of its own."""
    price = case.integer("fill_price", U64) if case.choice("at_price", GIVEN) else None
    direction = case.choice("direction", DIRECTIONS)
    yield from called(system, case, "swap_for_taker", case.integer("size", U64), direction, price, of="market")


@prop(
    "C06",
    system="bal",
    sentence="Giving the LPs their part of a fill changes nothing of the base that AMM and LPs hold together",
    formula="BA' + BU' = BA + BU; BA' = BA where there are no LPs",
    claim="spec 3.1 step 6",
    scope=Scenario(),
    notes="The contract under which fills are proved.",
)
def lps_take_from_the_amm(system: Bal, case: Case) -> Claims:
    """Proved of the rule for every split of liquidity."""
    base, quote, fee = (case.integer(f"delta.{name}", I64) for name in ("base", "quote", "fee"))
    split = case.choice("liquidity_split", SPLITS)
    yield from called(system, case, "update_lp_market_position", base, quote, fee, split, of="market")


@prop(
    "C07",
    system="bal",
    sentence="Adding to a position's quote moves the market's sum of quote by as much",
    formula="quote' - quote = Q' - Q = delta",
    claim="spec 3.3 position quote",
    scope=Scenario(),
    notes="The contract under which transitions are proved that charge a fee.",
)
def quote_is_mirrored(system: Bal, case: Case) -> Claims:
    """Proved of the rule for a delta of either sign."""
    yield from called(system, case, "update_quote_and_break_even", case.integer("delta", I64))


@prop(
    "C08",
    system="bal",
    sentence="The part of an order that the AMM takes is whole steps",
    formula="size mod step = 0",
    claim="spec 3 order size",
    scope=Scenario(),
    notes="The contract under which fills are proved that read no more of an order's size.",
)
def order_is_whole_steps(system: Bal, case: Case) -> Claims:
    """Proved of the rule in both directions."""
    yield from called(
        system, case, "order_size", case.integer("requested", U128), case.choice("direction", DIRECTIONS), of="market"
    )


@prop(
    "C11",
    system="bal",
    sentence="A position that follows the rebases ends at the market's exponent; where it was there, its marks stay",
    formula="per_lp_base_i' = per_lp_base; per_lp_base_i = per_lp_base => Lb' = Lb, Lq' = Lq",
    claim="specification 3.6",
    scope=Scenario(),
    uses=("apply_lp_rebase_to_perp_position",),
    notes="The contract under which transitions are proved of an LP that has followed all rebases.",
)
def marks_stay_without_rebase(system: Bal, case: Case) -> Claims:
    """Proved of the rule for every exponent."""
    yield from called(system, case, "apply_lp_rebase_to_perp_position/marks")


@prop(
    "C12",
    system="bal",
    sentence="The factor of k that is found for a budget is no less than its lower bound",
    formula="lower <= upper: scale >= lower",
    claim="specification section 7: budgeted k",
    scope=Scenario(),
    notes="The contract under which updates of k by the formula are proved.",
)
def scale_of_k_is_bounded(system: Bal, case: Case) -> Claims:
    """Proved of the rule for any budget and bounds."""
    budget, upper, lower = (case.integer(name, I128) for name in ("budget", "upper_bound", "lower_bound"))
    yield from called(system, case, "budgeted_k_scale", budget, upper, lower, of="market")


@prop(
    "C13",
    system="bal",
    sentence="De-risking takes at least one share of an LP",
    formula="step >= 1, shares >= 1: shares to burn >= 1",
    claim="specification section 6: shares to burn for risk reduction",
    scope=Scenario(),
    leaves_out=ESTIMATE,
    notes="The contract under which settlements of profits are proved.",
)
def derisking_takes_a_share(system: Bal, case: Case) -> Claims:
    """Proved of the rule for any shortage, price and limit of the account's own."""
    market, held = arbitrary(case, ExchangeMarket, "market"), arbitrary(case, Account, "position")
    prices = Prices(case.integer("argument.oracle_price", I64))
    shortage, own = case.integer("argument.margin_shortage", U128), case.integer("argument.custom_margin_ratio", U32)
    yield from called(
        system,
        case,
        "calculate_lp_shares_to_burn_for_risk_reduction",
        prices,
        shortage,
        own,
        state=ExchangeState(market, Holders({USER: held})),
    )
