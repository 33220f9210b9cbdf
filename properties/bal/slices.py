"""Who takes the other side of a fill: AMM and LPs together exactly all of it, in each of the three ways to divide it.

`d` is the taker's base, negative where it sells; `BA` and `BU` are the users' net positions facing AMM and unsettled LPs, `Mb`
and `Mq` what a base unit of shares has been given, `QU` the quote of what is unsettled. A fill is the rule that all fills end
with, of any taker on any market; what a taker with shares settles before is its own (P03, P58).
"""

from __future__ import annotations

from typing import NamedTuple

from model.arith import I64, U64
from model.bal import LONG, LP_OWNED, PROTOCOL_OWNED, Bal, Market, Position
from properties.arbitrary import arbitrary
from properties.bal.arguments import DIRECTIONS, SPLITS
from properties.bal.cones import TRADE
from properties.bal.rules import lp_since, split
from properties.bal.trading import quoting_market
from properties.case import Case
from properties.property import Claims, Scenario, prop

PLAIN = tuple(rule for rule in TRADE if rule != "order_size")
"""What a fill is beside the amounts it moves."""


class Filled(NamedTuple):
    """The market before and after a fill, the taker's base (1e9), and 1 where it buys, -1 where it sells."""

    before: Market
    after: Market
    base: int
    side: int


def filled(system: Bal, case: Case, liquidity_split: str) -> Filled:
    """A fill of any size against the AMM of any market, by any taker whose funding is paid."""
    market = quoting_market(system, case)
    taker = arbitrary(case, Position, "taker")
    long = taker.base_asset_amount > 0
    rate = market.cumulative_funding_rate_long if long else market.cumulative_funding_rate_short
    taker.last_cumulative_funding_rate = rate
    size, direction = case.integer("argument.base_asset_amount", U64), case.choice("argument.direction", DIRECTIONS)
    case.assume(size >= 1, "a fill has a size")
    case.assume(size <= I64.high, "width i64 of the taker's base")
    fee_numerator, fee_denominator = (
        case.integer(f"state.{name}", U64) for name in ("fee_numerator", "fee_denominator")
    )
    case.assume(fee_denominator >= 1, "the fee is a fraction")
    after = market.copy()
    system.fill_against_amm(after, taker, size, direction, liquidity_split, None, fee_numerator, fee_denominator)
    side = 1 if direction == LONG else -1
    return Filled(market, after, side * size, side)


@prop(
    "P25",
    system="bal",
    sentence="Of every fill AMM and unsettled LPs together take exactly the other side, however it is divided.",
    formula="(BA' - BA) + (BU' - BU) = d",
    claim="S1; specification section 8, P25",
    scope=Scenario(),
    uses=("update_lp_market_position",),
    leaves_out=(*PLAIN, "update_position_and_market"),
    notes="What rounding keeps from the LPs stays with the AMM; nothing of a fill is lost.",
)
def fills_have_another_side(system: Bal, case: Case) -> Claims:
    before, after, base, _ = filled(system, case, case.choice("argument.liquidity_split", SPLITS))
    amm = after.base_asset_amount_with_amm - before.base_asset_amount_with_amm
    lps = after.base_asset_amount_with_unsettled_lp - before.base_asset_amount_with_unsettled_lp
    yield "AMM and LPs", amm + lps == base


@prop(
    "P71",
    system="bal",
    sentence="The LPs' part of a fill, and each LP's claim to it, is on the side against the taker, or nothing.",
    formula="d > 0: Mb' <= Mb, base_i <= 0, BU' >= BU; d < 0: the opposite",
    claim='S0, S1 "trader goes short, you receive long"; specification section 8, P71',
    scope=Scenario(),
)
def lps_are_against_the_taker(system: Bal, case: Case) -> Claims:
    fill = yield from split(system, case, case.choice("liquidity_split", SPLITS))
    position = lp_since(case, fill.before)
    given = fill.side * (fill.before.base_asset_amount_per_lp - fill.after.base_asset_amount_per_lp)
    yield "what a base unit of shares is given", given >= 0
    yield "lemma: times the LP's shares", given * position.lp_shares >= 0
    base, _ = system.calculate_settled_lp_base_quote(fill.after, position)
    yield "an LP's claim", fill.side * base <= 0
    custody = fill.after.base_asset_amount_with_unsettled_lp - fill.before.base_asset_amount_with_unsettled_lp
    yield "lemma: times all shares", given * fill.before.user_lp_shares >= 0
    yield "the users' net position facing LPs is the taker's", fill.side * custody >= 0


@prop(
    "P72",
    system="bal",
    sentence="A fill that is the protocol's own gives the LPs nothing: neither base nor quote, neither now nor unsettled.",
    formula="Mb' = Mb, Mq' = Mq, BU' = BU, QU' = QU; BA' = BA + d",
    claim='S0 "or just one or the other"; specification section 8, P72',
    scope=Scenario(),
    uses=("update_lp_market_position", "update_position_and_market"),
    leaves_out=PLAIN,
)
def own_fills_leave_lps_alone(system: Bal, case: Case) -> Claims:
    before, after, base, _ = filled(system, case, PROTOCOL_OWNED)
    yield "base by shares", after.base_asset_amount_per_lp == before.base_asset_amount_per_lp
    yield "quote by shares", after.quote_asset_amount_per_lp == before.quote_asset_amount_per_lp
    yield "unsettled base", after.base_asset_amount_with_unsettled_lp == before.base_asset_amount_with_unsettled_lp
    yield "unsettled quote", after.quote_asset_amount_with_unsettled_lp == before.quote_asset_amount_with_unsettled_lp
    yield "the AMM takes it", after.base_asset_amount_with_amm == before.base_asset_amount_with_amm + base


@prop(
    "P73",
    system="bal",
    sentence=(
        "A fill that is the LPs' own moves the AMM's position by rounding alone: by less than Ku/U + 1 base units, to the"
        " taker's side, and not at all where the LPs' shares are one base unit."
    ),
    formula="0 <= |BA' - BA| < Ku/U + 1, sg(BA' - BA) = sg(d) or 0; Ku = U: BA' = BA",
    claim="S0; specification section 8, P73",
    scope=Scenario(),
    uses=("update_lp_market_position",),
    leaves_out=(*PLAIN, "update_position_and_market"),
    notes="Both roundings are toward zero: per base unit of shares, then back to all of them.",
)
def lp_fills_leave_the_amm_alone(system: Bal, case: Case) -> Claims:
    before, after, base, side = filled(system, case, LP_OWNED)
    shares, unit = before.user_lp_shares, system.base_unit(before)
    if shares == 0:
        yield (
            "without LPs it is the AMM's",
            after.base_asset_amount_with_amm == before.base_asset_amount_with_amm + base,
        )
        return
    kept = side * (after.base_asset_amount_with_amm - before.base_asset_amount_with_amm)
    given = side * (before.base_asset_amount_per_lp - after.base_asset_amount_per_lp)
    size = side * base
    yield "lemma: by shares, no more than all", given * shares <= size * unit
    yield "lemma: by shares, less than one short", size * unit < (given + 1) * shares
    yield "lemma: the LPs take no more", (size - kept) * unit <= given * shares
    yield "lemma: the LPs take less than one short", given * shares < (size - kept + 1) * unit
    yield "lemma: to the taker's side, times the base unit", kept * unit >= 0
    yield "to the taker's side", kept >= 0
    yield "by less than Ku/U + 1", kept * unit < shares + unit
    if shares == unit:
        yield "lemma: a base unit of shares is all of them", given * (shares - unit) == 0
        yield "lemma: and no less", size - given < 1
        yield "lemma: nor more", size - given >= 0
        yield "not at all", kept == 0
