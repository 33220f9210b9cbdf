"""What closing the AMM's position is worth on the protocol's own slice of the curve, through mint and burn.

The slice is `o = K - Ku`, the liquidity that is nobody's shares; a mint or a burn leaves it as it is (P06). Its reserves are
`o/K` of the market's, rounded down. `K`, `b`, `q` are liquidity and reserves, `K'`, `b'`, `q'` those after; `R = 1e9`.
"""

from __future__ import annotations

from typing import NamedTuple

from model.arith import U64, U128, proportion_u128
from model.bal import Bal, Market
from properties.bal.rescaling import R, rescaling_exceeds, rescaling_falls_short
from properties.bal.rules import market_on_curve
from properties.case import Case
from properties.property import Claims, Scenario, Verdict, prop


class Rescaled(NamedTuple):
    """A market before and after shares were minted or burned, and the slice of both that is the protocol's (shares)."""

    before: Market
    after: Market
    own: int


def rescaled(system: Bal, case: Case, minting: bool) -> Rescaled:
    """Any market, and the same after a mint, or after a burn that leaves liquidity."""
    market = market_on_curve(case)
    own = market.sqrt_k - market.user_lp_shares
    after = market.copy()
    if minting:
        liquidity = case.integer("argument.new_sqrt_k", U128)
        case.assume(liquidity >= market.sqrt_k, "a mint takes no liquidity")
    else:
        shares = case.integer("argument.shares_to_burn", U64)
        case.assume(shares >= 1, "shares are burned")
        case.assume(shares <= market.user_lp_shares, "what is burned is held")
        case.assume(shares < market.sqrt_k, "that no liquidity is left is refused (P07b)")
        liquidity = market.sqrt_k - shares
    after.user_lp_shares = liquidity - own
    update = system.get_update_k_result(market, liquidity, minting)
    after.sqrt_k, after.base_asset_reserve, after.quote_asset_reserve = update
    case.assume(after.quote_asset_reserve >= 1, "P07")
    return Rescaled(market, after, own)


def own_base(market: Market) -> int:
    """The protocol's slice of the base reserve."""
    return proportion_u128(market.base_asset_reserve, market.sqrt_k - market.user_lp_shares, market.sqrt_k)


@prop(
    "P59",
    system="bal",
    sentence="Mint and burn move the worth of closing the AMM's position by no more than 4e-9 of the quote reserve's, and 4.",
    formula="|value' - value| <= 4e-9 * (q * peg / 1e9) + 4",
    claim="specification section 8, P59",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "The slice's reserves are rounded to units, each worth the price; and where the users are short nearly all the base of"
        " the slice, one unit less of it multiplies what closing costs."
    ),
)
def exit_value_is_kept(system: Bal, case: Case) -> Claims:
    before, after, _ = rescaled(system, case, case.choice("argument.minting", (True, False)))
    net = before.base_asset_amount_with_amm
    worth, worth_after = (system.calculate_base_asset_value(market, net) for market in (before, after))
    allowed = 4 * before.quote_asset_reserve * before.peg_multiplier + 4 * R * R
    yield "the worth of closing", abs(worth_after - worth) * (R * R) <= allowed


@prop(
    "P59a",
    system="bal",
    sentence=(
        "A mint never raises the base of the protocol's slice, which the worth of closing hangs off, and lowers it by less than"
        " both roundings and a unit."
    ),
    formula="0 <= o_b - o_b' < 1 + o * (b/R + 1) / K', or <= 1 without a slice",
    claim="specification section 8, P59",
    scope=Scenario(),
    variant_of="P59",
    notes="Of the worth itself no bound is proved: near the end of the reserve there is none.",
)
def mint_keeps_own_base(system: Bal, case: Case) -> Claims:
    before, after, own = rescaled(system, case, True)
    liquidity, more, base = before.sqrt_k, after.sqrt_k, before.base_asset_reserve
    yield from rescaling_falls_short(liquidity, base, more, after.base_asset_reserve)
    short = more * base - liquidity * after.base_asset_reserve
    slice_before, slice_after = own_base(before), own_base(after)
    yield "lemma: the slice by what the base falls short", own * short >= 0
    yield "lemma: the slice by what the base falls short at most", own * (liquidity * (base + R) - R * short) >= 0
    yield "lemma: the new slice is rounded down", liquidity * (own * after.base_asset_reserve - slice_after * more) >= 0
    yield (
        "lemma: the new slice by less than one",
        liquidity * ((slice_after + 1) * more - own * after.base_asset_reserve) >= liquidity,
    )
    yield "lemma: the old slice is rounded down", more * (own * base - slice_before * liquidity) >= 0
    yield "lemma: the old slice by less than one", more * ((slice_before + 1) * liquidity - own * base) >= more
    yield "lemma: not raised, scaled", (slice_before - slice_after + 1) * liquidity * more >= 1
    yield "lemma: liquidity of both", liquidity * more >= 0
    yield "not raised", slice_before >= slice_after
    lowered = slice_before - slice_after - 1
    yield "lemma: lowered by less, scaled", liquidity * (own * (base + R) - R * lowered * more) >= 0
    yield "lowered by no more than both roundings and a unit", R * lowered * more <= own * (base + R)


@prop(
    "P59b",
    system="bal",
    sentence=(
        "A burn raises the base of the protocol's slice by no more than the ratio's rounding and a unit, and lowers it by no"
        " more than its part of one unit, and a unit."
    ),
    formula="-1 - o * b/(R * K') <= o_b - o_b' <= 1 + o/K'",
    claim="specification section 8, P59",
    scope=Scenario(),
    variant_of="P59",
    notes="Of the worth itself no bound is proved: near the end of the reserve there is none.",
)
def burn_keeps_own_base(system: Bal, case: Case) -> Claims:
    before, after, own = rescaled(system, case, False)
    liquidity, less, base = before.sqrt_k, after.sqrt_k, before.base_asset_reserve
    yield from rescaling_exceeds(liquidity, base, less, after.base_asset_reserve)
    short = less * base - liquidity * after.base_asset_reserve
    slice_before, slice_after = own_base(before), own_base(after)
    yield "lemma: the slice by what the base falls short at most", own * (liquidity - short) >= 0
    yield "lemma: the slice by what the base exceeds at most", own * (liquidity * base + R * short) >= 0
    yield "lemma: the new slice is rounded down", liquidity * (own * after.base_asset_reserve - slice_after * less) >= 0
    yield (
        "lemma: the new slice by less than one",
        liquidity * ((slice_after + 1) * less - own * after.base_asset_reserve) >= liquidity,
    )
    yield "lemma: the old slice is rounded down", less * (own * base - slice_before * liquidity) >= 0
    yield "lemma: the old slice by less than one", less * ((slice_before + 1) * liquidity - own * base) >= less
    lowered = slice_before - slice_after
    yield "lemma: lowered, scaled", liquidity * (own + less - lowered * less) >= 0
    yield "lowered by its part of a unit, and a unit", lowered * less <= own + less
    yield "lemma: raised, scaled", liquidity * (own * base + R * less + R * lowered * less) >= 0
    yield "raised by the ratio's rounding, and a unit", -R * lowered * less <= own * base + R * less
