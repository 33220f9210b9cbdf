"""The LPs' part of a taker's fee: at most eight tenths of it by shares, at least that but for rounding, out of nothing.

A fill's LP fee is what the quote accumulator gains by the fee alone, times all shares: `(Mq' - Mq'_0)·Ku/U`, where
`Mq'_0` is the accumulator after the same fill without a fee. `N` is what the fill is divided by.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple

from model.arith import I8, I64, U32
from model.bal import LP_OWNED, PROTOCOL_OWNED, SHARED, Bal, Market
from model.bal.constants import LP_FEE_SLICE_DENOMINATOR, LP_FEE_SLICE_NUMERATOR
from model.bal.state import FillFees
from properties.bal.rules import Split, any_claim, divided, fee_slice, split
from properties.case import Case
from properties.property import Claim, Claims, Scenario, Verdict, prop

DIVIDED = (SHARED, LP_OWNED)
SPLITS = (SHARED, PROTOCOL_OWNED, LP_OWNED)
TAKING = (False, True)


def gain_by_fee(system: Bal, case: Case) -> Generator[Claim, None, tuple[Split, Market, int]]:
    """A divided fill, the same without a fee, and what a base unit of shares gains by the fee (quote)."""
    fill = yield from split(system, case, case.choice("liquidity_split", DIVIDED))
    case.assume(fill.before.user_lp_shares <= fill.before.sqrt_k, "P53")
    without = divided(system, fill.before, fill.delta, 0, fill.liquidity_split)
    gain = fill.after.quote_asset_amount_per_lp - without.quote_asset_amount_per_lp
    part = fee_slice(fill.delta.fee) * fill.base_unit
    yield "lemma: per base unit of shares, at most its part", gain * fill.liquidity <= part
    yield "lemma: per base unit of shares, short by less than one", part < (gain + 1) * fill.liquidity
    return fill, without, gain


@prop(
    "P27",
    system="bal",
    sentence="The LPs' fee of a fill is at most their part, by shares, of eight tenths of the taker's (rounded down).",
    formula="(Mq' - Mq'_0)·Ku/U <= floor(0.8·fee)·Ku/N",
    claim='S1 "80 % of the taker fees"; specification 3.1',
    scope=Scenario(),
)
def lp_fee_is_at_most_eight_tenths(system: Bal, case: Case) -> Claims:
    fill, _, gain = yield from gain_by_fee(system, case)
    shares = fill.before.user_lp_shares
    yield "at most their part", gain * fill.liquidity * shares <= fee_slice(fill.delta.fee) * fill.base_unit * shares


@prop(
    "P27a",
    system="bal",
    sentence="By a fee an LP's settled quote rises by less than one more than its part of eight tenths of the fee.",
    formula="0 <= quote - quote_0 < floor(0.8·fee)·s/N + 1",
    claim='S1 "80 % of the taker fees"; specification 3.1 and 4.1',
    scope=Scenario(),
    notes="The one is the claim's rounding toward zero: a debt is rounded down, an income too.",
)
def settled_fee_is_at_most_eight_tenths(system: Bal, case: Case) -> Claims:
    fill, without, gain = yield from gain_by_fee(system, case)
    position = any_claim(case, fill.before)
    held, unit = position.lp_shares, fill.base_unit
    (_, paid), (_, unpaid) = (system.calculate_settled_lp_base_quote(each, position) for each in (fill.after, without))
    yield "lemma: the accumulator does not fall by a fee", gain >= 0
    yield "lemma: nor what it is worth", gain * held >= 0
    yield (
        "lemma: at most the part of the shares",
        gain * fill.liquidity * held <= fee_slice(fill.delta.fee) * unit * held,
    )
    for market in (fill.after, without):
        given = market.quote_asset_amount_per_lp - position.last_quote_asset_amount_per_lp
        yield "lemma: a claim has one sign", (given if given >= 0 else -given) * held >= 0
    yield "the settled quote does not fall", paid >= unpaid
    yield "lemma: rises by less than one more than the accumulator", (paid - unpaid - 1) * unit < gain * held
    yield (
        "rises by less than one more than its part",
        (paid - unpaid - 1) * fill.liquidity < fee_slice(fill.delta.fee) * held,
    )


@prop(
    "P28",
    system="bal",
    sentence=(
        "The LPs' fee of a fill is at least their part, by shares, of eight tenths of the taker's fee, less that part"
        " of eight tenths of one, less Ku/U; so less 1 + Ku/U."
    ),
    formula="(Mq' - Mq'_0)·Ku/U > 0.8·fee·Ku/N - (0.8·Ku/N + Ku/U) >= 0.8·fee·Ku/N - (1 + Ku/U)",
    claim="S1 8 bps/4 bps example; specification section 8, P28",
    scope=Scenario(),
)
def lp_fee_is_nearly_eight_tenths(system: Bal, case: Case) -> Claims:
    fill, _, gain = yield from gain_by_fee(system, case)
    shares, unit, liquidity = fill.before.user_lp_shares, fill.base_unit, fill.liquidity
    top, bottom = LP_FEE_SLICE_NUMERATOR, LP_FEE_SLICE_DENOMINATOR
    yield "lemma: the slice is rounded down", bottom * fee_slice(fill.delta.fee) >= top * (fill.delta.fee - 1)
    yield (
        "lemma: per base unit of shares, eight tenths but for two roundings",
        bottom * (gain + 1) * liquidity > top * (fill.delta.fee - 1) * unit,
    )
    yield (
        "the LPs' part but for two roundings",
        (bottom * (gain + 1) * liquidity - top * (fill.delta.fee - 1) * unit) * shares > 0,
    )
    yield "lemma: the LPs have a part of the liquidity", unit * (liquidity - shares) >= 0
    yield (
        "short by at most 1 + Ku/U",
        bottom * gain * liquidity * shares
        >= top * fill.delta.fee * unit * shares - bottom * (unit + shares) * liquidity,
    )


class Charged(NamedTuple):
    """The fees of a fill and the markets after the LPs are given their part, with its fee and without one."""

    fees: FillFees
    surplus: int
    post_only: bool
    fill: Split
    paid: Market
    unpaid: Market


def charged(system: Bal, case: Case, liquidity_split: str) -> Generator[Claim, None, Charged]:
    """Any fill charged any fee by the rule, of a taker or of a post-only maker, and divided."""
    fill = yield from split(system, case, liquidity_split)
    post_only = case.choice("fee.is_post_only", TAKING)
    surplus = case.integer("fee.surplus", I64)
    denominator, rebate_denominator = (case.integer(f"fee.{name}denominator", U32) for name in ("", "maker_rebate_"))
    case.assume(denominator >= 1, "the fee is a fraction")
    case.assume(rebate_denominator >= 1, "the rebate is a fraction")
    fees = system.calculate_fee_for_fulfillment_with_amm(
        abs(fill.delta.quote_asset_amount),
        surplus,
        case.integer("fee.numerator", U32),
        denominator,
        case.integer("fee.adjustment", I8),
        is_post_only=post_only,
        user_high_leverage_mode=case.choice("fee.high_leverage", TAKING),
        maker_rebate_numerator=case.integer("fee.maker_rebate_numerator", U32),
        maker_rebate_denominator=rebate_denominator,
    )
    paid, unpaid = (
        divided(system, fill.before, fill.delta, fee, liquidity_split) for fee in (fees.fee_to_market_for_lp, 0)
    )
    return Charged(fees, surplus, post_only, fill, paid, unpaid)


@prop(
    "P29",
    system="bal",
    sentence="The LPs never lose by a fee, and have nothing of the fee of a post-only or protocol-owned fill.",
    formula="Mq' >= Mq'_0; = if post-only or ProtocolOwned",
    claim='S0 "does not get a share of AMM/JIT split fills"; specification 3.2',
    scope=Scenario(),
    notes=(
        "Judged by what the LPs are given: the fill's answer `fee_to_market_for_lp` is the whole fee for protocol-owned"
        " fills too. Of a just-in-time fill that is shared or owned by the LPs they do have their part."
    ),
)
def lp_fee_is_never_negative(system: Bal, case: Case) -> Claims:
    liquidity_split = case.choice("liquidity_split", SPLITS)
    made = yield from charged(system, case, liquidity_split)
    gain = made.paid.quote_asset_amount_per_lp - made.unpaid.quote_asset_amount_per_lp
    if liquidity_split == PROTOCOL_OWNED or made.post_only:
        yield "nothing of a post-only or protocol-owned fill", gain == 0
    else:
        yield "never a loss", gain >= 0


def booked(system: Bal, made: Charged) -> int:
    """What the booking of a charged fill adds to the fees that the protocol can distribute (quote)."""
    market = made.paid.copy()
    system.book_fees(market, made.fees, made.surplus)
    return market.total_fee_minus_distributions - made.paid.total_fee_minus_distributions


@prop(
    "P30",
    system="bal",
    sentence="What the protocol can distribute and what the LPs are given add up to no more than the market's fee.",
    formula="TFMD' - TFMD + (Mq' - Mq'_0)·Ku/U <= fee_to_market",
    claim="S1; specification section 8, P30",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="The whole fee is booked as the protocol's, and the LPs are given up to eight tenths of it once more.",
)
def fee_is_given_once(system: Bal, case: Case) -> Claims:
    made = yield from charged(system, case, case.choice("liquidity_split", DIVIDED))
    gain = made.paid.quote_asset_amount_per_lp - made.unpaid.quote_asset_amount_per_lp
    beyond = (booked(system, made) - made.fees.fee_to_market) * made.fill.base_unit
    yield "no more than the market's fee", beyond + gain * made.fill.before.user_lp_shares <= 0


@prop(
    "P30a",
    system="bal",
    sentence=(
        "The protocol can distribute all of the market's fee; what the LPs are given beyond that is reckoned on no more"
        " than the fee that the taker paid."
    ),
    formula="TFMD' - TFMD = fee_to_market; 0 <= fee_to_market_for_lp <= user_fee",
    claim="S1; specification 3.2",
    scope=Scenario(),
    variant_of="P30",
    notes="With P27: the two add up to at most fee_to_market + floor(0.8·user_fee)·Ku/N.",
)
def fee_is_given_less_than_twice(system: Bal, case: Case) -> Claims:
    made = yield from charged(system, case, SHARED)
    yield "all of the market's fee is the protocol's", booked(system, made) == made.fees.fee_to_market
    yield "the LPs' is reckoned on nothing negative", made.fees.fee_to_market_for_lp >= 0
    yield "the LPs' is reckoned on no more than was paid", made.fees.fee_to_market_for_lp <= made.fees.user_fee
