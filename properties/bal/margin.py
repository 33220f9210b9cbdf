"""What margin asks of a position with open orders, and how it says to get rid of a shortage."""

from __future__ import annotations

from collections.abc import Generator

from model.arith import I64, U32, U64, Width
from model.bal import ACTIVE, Account, Bal, ExchangeMarket, Prices
from model.bal.constants import MARGIN_PRECISION
from model.bal.exchange import INITIAL, MAINTENANCE, PositionMargin
from properties.arbitrary import arbitrary
from properties.bal.repaired import repaired
from properties.case import Case
from properties.property import REGISTRY, Claim, Claims, Scenario, Verdict, prop

ESTIMATE = (
    "calculate_base_asset_value_with_oracle_price",
    "calculate_lp_open_bids_asks",
    "calculate_settle_lp_metrics",
    "get_margin_ratio",
    "worst_case_base_asset_amount",
)
"""What decides how much is to be burned, whatever it is."""

BIDS, ASKS = Width("bids", 0, 2**63 - 1), Width("asks", -(2**63), 0)
PRICE = Width("price", 1, 2**63 - 1)


def margin_rules(case: Case, imf_factor: int | None = None) -> ExchangeMarket:
    """An active market of any margin rules; of a profit nothing counts, which no requirement looks at."""
    return ExchangeMarket(
        status=ACTIVE,
        order_step_size=1,
        margin_ratio_initial=case.integer("market.margin_ratio_initial", U32),
        imf_factor=case.integer("market.imf_factor", U32) if imf_factor is None else imf_factor,
    )


def requirements(
    system: Bal, market: ExchangeMarket, case: Case
) -> Generator[Claim, None, tuple[PositionMargin, PositionMargin]]:
    """What a position with orders on both sides needs, and what it needs without them, at any price."""
    base = case.integer("position.base_asset_amount", I64)
    bids, asks = case.integer("position.open_bids", BIDS), case.integer("position.open_asks", ASKS)
    price = case.integer("argument.oracle_price", PRICE)
    alone, prices = Account(base_asset_amount=base), Prices(price)
    held = Account(base_asset_amount=base, open_bids=bids, open_asks=asks)
    worse = base + (bids if base >= 0 else asks)
    yield "lemma: larger on the side it is on", abs(worse) * price >= abs(base) * price
    values = [system.liability_value(each, price, market.contract_type) for each in (worse, base)]
    yield "lemma: worth no less there", values[0] >= values[1]
    with_orders = system.calculate_perp_position_value_and_pnl(market, held, prices, INITIAL)
    return with_orders, system.calculate_perp_position_value_and_pnl(market, alone, prices, INITIAL)


@prop(
    "P62",
    system="bal",
    sentence="A position needs no less margin with open orders than without them.",
    formula="requirement(base, bids, asks) >= requirement(base, 0, 0)",
    claim="S1 margining; specification section 8, P62",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "Two worst cases are worth the same, rounded down: the tie goes to the asks, whose size is smaller and needs a"
        " smaller ratio. With orders to sell the requirement falls."
    ),
    notes="The liability never falls (P62a), nor does the requirement where the ratio does not depend on size (P62b).",
)
def orders_need_margin(system: Bal, case: Case) -> Claims:
    with_orders, alone = yield from requirements(system, margin_rules(case), case)
    yield "no less", with_orders.margin_requirement >= alone.margin_requirement


@prop(
    "P62a",
    system="bal",
    sentence="What a position can cost in its worst case is no less than what it can cost without its orders.",
    formula="liability(base, bids, asks) >= liability(base, 0, 0)",
    claim="S1 margining; specification section 8, P62",
    scope=Scenario(),
    variant_of="P62",
)
def orders_are_a_liability(system: Bal, case: Case) -> Claims:
    with_orders, alone = yield from requirements(system, margin_rules(case), case)
    yield "no less", with_orders.worst_case_liability_value >= alone.worst_case_liability_value


@prop(
    "P62b",
    system="bal",
    sentence="Where the ratio does not depend on size, a position needs no less margin with open orders than without.",
    formula="imf = 0: requirement(base, bids, asks) >= requirement(base, 0, 0)",
    claim="S1 margining; specification section 8, P62",
    scope=Scenario(),
    variant_of="P62",
)
def orders_need_margin_at_one_ratio(system: Bal, case: Case) -> Claims:
    with_orders, alone = yield from requirements(system, margin_rules(case, imf_factor=0), case)
    yield "lemma: liability", with_orders.worst_case_liability_value >= alone.worst_case_liability_value
    yield "no less", with_orders.margin_requirement >= alone.margin_requirement


def reduction(system: Bal, case: Case, least: int) -> Claims:
    """What is burned of an LP's shares, at least that many steps of them, for any shortage."""
    market = arbitrary(case, ExchangeMarket, "market", status=ACTIVE, per_lp_base=0)
    held = arbitrary(case, Account, "position", per_lp_base=0)
    step = market.order_step_size
    case.assume(step >= 1, "the step is fixed at creation and at least 1")
    case.assume(held.lp_shares >= 1, "an LP")
    case.assume(held.lp_shares >= least * step, "a step of shares")
    found = system.calculate_lp_shares_to_burn_for_risk_reduction(
        market, held, Prices(case.integer("argument.oracle_price", I64)), case.integer("argument.margin_shortage", U64)
    )
    burned = found.lp_shares_to_burn
    yield "no more than there are", burned <= held.lp_shares
    if burned != held.lp_shares:
        yield "whole steps", burned // step * step == burned


@prop(
    "P65",
    system="bal",
    sentence="De-risking burns no more shares than there are, and whole steps or all of them.",
    formula="burned <= shares and (burned mod step = 0 or burned = shares)",
    claim='S0 "next P&L settle will trigger de-risking"; specification section 8, P65',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "An LP holds fewer shares than one step, and closing its base would cure the shortage: one step is to be burned,"
        " more than there is. The burn fails, and with it every settlement of the LP's profits."
    ),
    notes="P65a is the statement for LPs with a step of shares; the repair (ReductionWithinShares) burns what there is.",
)
def reduction_is_possible(system: Bal, case: Case) -> Claims:
    yield from reduction(system, case, 0)


@prop(
    "P65a",
    system="bal",
    sentence="Of an LP with a step of shares, de-risking burns no more than there are, in whole steps or all of them.",
    formula="shares >= step: burned <= shares and (burned mod step = 0 or burned = shares)",
    claim='S0 "next P&L settle will trigger de-risking"; specification section 8, P65',
    scope=Scenario(),
    variant_of="P65",
    leaves_out=ESTIMATE,
)
def reduction_of_a_step_is_possible(system: Bal, case: Case) -> Claims:
    yield from reduction(system, case, 1)


REGISTRY.add(
    repaired(
        "P65r",
        of="P65",
        variant="model.bal.variants:ReductionWithinShares",
        notes="The repair: who holds less than a step of shares burns them all.",
        leaves_out=ESTIMATE,
    )
)


@prop(
    "P121",
    system="bal",
    sentence="What an account without positions owes is needed in full, and a buffer adds its part, rounded down.",
    formula="needed = owed; 0 <= owed·buffer - 1e4·(plus - needed) < 1e4; what it has is its collateral",
    claim="specification section 6: margin requirement",
    scope=Scenario(),
    uses=("calculate_account_margin",),
)
def debts_are_needed_in_full(system: Bal, case: Case) -> Claims:
    account, buffer = Account(collateral=case.integer("collateral", I64)), case.integer("buffer", U32)
    market, prices = arbitrary(case, ExchangeMarket, "market"), Prices(case.integer("argument.oracle_price", PRICE))
    margin = system.calculate_account_margin(market, account, prices, MAINTENANCE, buffer)
    owed, added = max(0, -account.collateral), margin.margin_requirement_plus_buffer - margin.margin_requirement
    yield "in full", margin.margin_requirement == owed
    yield "a part of it more", added * MARGIN_PRECISION <= owed * buffer
    yield "rounded down to a unit", (added + 1) * MARGIN_PRECISION > owed * buffer
    yield "what it has", margin.total_collateral == max(0, account.collateral)
