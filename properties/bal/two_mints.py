"""One mint or two: what is the same, and by how much reserves differ.

`K` is the liquidity of the curve (`sqrt_k`), `Ku` the part of it that the LPs' shares are, `s` the user's shares, `b`
the base reserve.
"""

from __future__ import annotations

from model.arith import U64, to_i64
from model.bal import Bal, BalState, Market
from properties.arbitrary import arbitrary
from properties.bal.arguments import USER
from properties.bal.fresh import fresh_market
from properties.bal.rescaling import R, rescaling_falls_short
from properties.bal.situations import BalSituations
from properties.case import Case
from properties.property import Claims, Scenario, Verdict, prop

SITUATIONS = BalSituations()


def once_and_twice(system: Bal, case: Case, state: BalState) -> tuple[BalState, BalState]:
    """The states after the user mints two amounts at once and one after the other."""
    first, second = (case.integer(f"argument.{name}_shares", U64) for name in ("first", "second"))
    once, _ = system.mint_lp_shares_raw(state, user=USER, n_shares=first + second)
    half, _ = system.mint_lp_shares_raw(state, user=USER, n_shares=first)
    twice, _ = system.mint_lp_shares_raw(half, user=USER, n_shares=second)
    return once, twice


def settled(system: Bal, case: Case) -> BalState:
    """Any state in which the user has settled, rebases included."""
    state = SITUATIONS.state(case, system)
    position, market = state.positions[USER], state.market
    position.per_lp_base = market.per_lp_base
    position.last_base_asset_amount_per_lp = to_i64(market.base_asset_amount_per_lp)
    position.last_quote_asset_amount_per_lp = to_i64(market.quote_asset_amount_per_lp)
    return state


@prop(
    "P12",
    system="bal",
    sentence="Minting in two parts is minting at once.",
    formula="mint(a + b) = mint(a); mint(b)",
    claim="specification section 8, P12",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="The ratio of new and old k is cut to nine digits: two mints cut it twice; of a small one nothing is left.",
)
def mints_add_up(system: Bal, case: Case) -> Claims:
    once, twice = once_and_twice(system, case, fresh_market(system, case))
    yield "the base reserve", once.market.base_asset_reserve == twice.market.base_asset_reserve
    yield "the quote reserve", once.market.quote_asset_reserve == twice.market.quote_asset_reserve


@prop(
    "P12a",
    system="bal",
    sentence="Liquidity, shares, positions and all sums are the same whether a settled LP mints once or twice.",
    formula="(K, Ku, s, base, quote, remainder, Mb, Mq, BA, BU, BL, BS, Q, QU)(mint(a + b)) = (...)(mint(a); mint(b))",
    claim="specification section 8, P12",
    scope=Scenario(),
    variant_of="P12",
    uses=("settle_lp_position", "update_position_and_market", "update_base_sums", "apply_lp_rebase_to_perp_position"),
    notes=(
        "A mint begins with a settlement; what is compared is what comes after it. The second mint settles again and finds"
        " nothing, as no fill lies between. Only the reserves differ (P12b)."
    ),
)
def shares_add_up_over_mints(system: Bal, case: Case) -> Claims:
    once, twice = once_and_twice(system, case, settled(system, case))
    for name in SAME_OF_MARKET:
        yield f"market.{name}", getattr(once.market, name) == getattr(twice.market, name)
    for name in SAME_OF_POSITION:
        yield f"position.{name}", getattr(once.positions[USER], name) == getattr(twice.positions[USER], name)


@prop(
    "P12b",
    system="bal",
    sentence="Neither way of minting lifts the base reserve beyond its part; in two parts it falls short by two roundings.",
    formula=(
        "K * b2 <= K2 * b, and K1 * (K2 * b - K * b2) < K2 * (K * b / R + K) + K * (K1 * b1 / R + K1), for K, b before,"
        " K1, b1 after the first and K2, b2 after the second mint; R = 1e9"
    ),
    claim="specification section 8, P12",
    variant_of="P12",
    scope=Scenario(),
    notes="Of the rule that rescales the reserves; how a single mint falls short is P08a.",
)
def reserves_over_two_mints(system: Bal, case: Case) -> Claims:
    market = arbitrary(case, Market, "market")
    case.assume(market.sqrt_k >= 1, "P07")
    first, second = (case.integer(f"argument.{name}_shares", U64) for name in ("first", "second"))
    sqrt_k, base = market.sqrt_k, market.base_asset_reserve
    half = system.get_update_k_result(market, sqrt_k + first, True)
    market.sqrt_k, market.base_asset_reserve, market.quote_asset_reserve = half
    twice = system.get_update_k_result(market, sqrt_k + first + second, True)
    yield from rescaling_falls_short(sqrt_k, base, half.sqrt_k, half.base_asset_reserve)
    yield from rescaling_falls_short(half.sqrt_k, half.base_asset_reserve, twice.sqrt_k, twice.base_asset_reserve)
    short = twice.sqrt_k * base - sqrt_k * twice.base_asset_reserve
    bound = twice.sqrt_k * (sqrt_k * (base + R)) + sqrt_k * (half.sqrt_k * (half.base_asset_reserve + R))
    yield "never more than its part, times the liquidity between", half.sqrt_k * short >= 0
    yield "never more than its part", short >= 0
    yield "short by two roundings", R * half.sqrt_k * short < bound


SAME_OF_MARKET = (
    "sqrt_k",
    "user_lp_shares",
    "base_asset_amount_per_lp",
    "quote_asset_amount_per_lp",
    "base_asset_amount_with_amm",
    "base_asset_amount_with_unsettled_lp",
    "base_asset_amount_long",
    "base_asset_amount_short",
    "quote_asset_amount",
    "quote_asset_amount_with_unsettled_lp",
)
SAME_OF_POSITION = (
    "lp_shares",
    "base_asset_amount",
    "quote_asset_amount",
    "remainder_base_asset_amount",
    "last_base_asset_amount_per_lp",
    "last_quote_asset_amount_per_lp",
    "per_lp_base",
)
