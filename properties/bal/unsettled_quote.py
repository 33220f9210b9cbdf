"""The LPs' unsettled quote: what the market keeps a sum of, what becomes of it, and what is computed from it.

`quote_asset_amount_with_unsettled_lp` (QU) grows by the LPs' part of a taker's quote, with the taker's sign, and is
reduced by what LPs settle. Their part of the fees is settled with it, but was never added; and a settlement without base
moves quote without taking it out of QU.
"""

from __future__ import annotations

from model.arith import U64
from model.bal import LONG, SHARED, SHORT, Bal, BalState
from model.bal.constants import PRICE_TIMES_BASE_TO_QUOTE
from properties.bal.arguments import USER
from properties.bal.fresh import fresh_market
from properties.bal.holdings import own
from properties.bal.repaired import repaired
from properties.case import Case
from properties.property import REGISTRY, Claims, OnStep, Scenario, Step, Verdict, prop

TAKER = USER + 1
WHOLE = "model.bal.variants:SettledQuoteLeavesCustody"
ONCE = "model.bal.variants:CountUnsettledQuoteOnce"


def sole_lp(system: Bal, case: Case) -> BalState:
    """A new market without a fee, with one LP."""
    state = fresh_market(system, case, users=(USER, TAKER))
    state, _ = system.mint_lp_shares_raw(state, user=USER, n_shares=case.integer("argument.n_shares", U64))
    return state


def filled(system: Bal, case: Case, state: BalState, direction: str, number: int) -> BalState:
    """The state after a fill of any size that the LPs share in."""
    size = case.integer(f"argument{number}.base_asset_amount", U64)
    return system.fill_exact(state, user=TAKER, direction=direction, base_asset_amount=size, liquidity_split=SHARED)[0]


@prop(
    "P31",
    system="bal",
    sentence="When every LP has settled, no quote is unsettled.",
    formula="all pending = 0: QU = 0",
    claim="specification section 8, P31",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story=(
        "A taker buys and sells before the only LP settles. The LP's base claim is nothing and its quote claim is not:"
        " it is given the quote, and the market goes on counting it as unsettled, for good."
    ),
    notes=(
        "What stays grows with every round trip of takers, and with every fee: nothing takes the LPs' fees out of QU"
        " but nothing put them in (P34). The market's profits are measured with it (P33)."
    ),
)
def nothing_stays_unsettled(system: Bal, case: Case) -> Claims:
    state = sole_lp(system, case)
    for number, direction in enumerate((LONG, SHORT)):
        state = filled(system, case, state, direction, number)
    state, _ = system.settle_lp(state, user=USER)
    yield "unsettled quote", state.market.quote_asset_amount_with_unsettled_lp == 0


@prop(
    "P34",
    system="bal",
    sentence="What an LP settles of quote leaves the market's unsettled quote.",
    formula="QU' - QU = settled quote; so |QU + sum of pending quote - fees| stays bounded",
    claim="specification section 8, P34",
    scope=OnStep(("settle_lp_raw",)),
    expected=Verdict.REFUTED,
    story=(
        "An LP has quote to settle and no base: its quote is paid, and QU stays as it is. The sum that is to follow what"
        " is pending drifts from it with every such settlement, without bound."
    ),
    notes="Of settlements with base it holds (P34a); a fill adds what it makes pending but for less than one (P82).",
)
def settled_quote_is_no_longer_unsettled(system: Bal, step: Step) -> Claims:
    before, after = step.before.market, step.after.market
    moved = after.quote_asset_amount_with_unsettled_lp - before.quote_asset_amount_with_unsettled_lp
    yield "unsettled quote", moved == step.result.delta_quote_asset_amount


REGISTRY.add(
    repaired(
        "P34r",
        of="P34",
        variant=WHOLE,
        notes="The repair: quote leaves custody with every settlement. It changes no other field.",
    )
)


@prop(
    "P34a",
    system="bal",
    sentence="What an LP settles of quote together with base, or with a remainder, leaves the market's unsettled quote.",
    formula="claimed base != 0: QU' - QU = settled quote",
    claim="specification section 8, P34",
    scope=OnStep(("settle_lp_raw",)),
    uses=("update_position_and_market",),
    variant_of="P34",
)
def quote_settled_with_base_is_no_longer_unsettled(system: Bal, step: Step) -> Claims:
    base, quote, remainder, _ = step.result
    if base != 0 or remainder != 0:
        before, after = step.before.market, step.after.market
        moved = after.quote_asset_amount_with_unsettled_lp - before.quote_asset_amount_with_unsettled_lp
        yield "unsettled quote", moved == quote


def net_of(state: BalState) -> int:
    """The users' net position."""
    return state.market.base_asset_amount_with_amm + state.market.base_asset_amount_with_unsettled_lp


def settled_base(step: Step) -> int:
    """The base that a settlement enters into the LP's position: whole steps."""
    user = step.arguments["user"]
    return own(step.after, user).base_asset_amount - own(step.before, user).base_asset_amount


def beyond_the_lp(system: Bal, step: Step) -> int:
    """What a settlement changes of all that users have won, beyond what the LP wins by it: quote times 1e9.

    At the price of the peg: any price would do.
    """
    price: int = step.before.market.peg_multiplier
    before, after = (system.calculate_net_user_pnl(each.market, price) for each in (step.before, step.after))
    lps: int = step.result.delta_quote_asset_amount
    return (after - before - lps) * PRICE_TIMES_BASE_TO_QUOTE - settled_base(step) * price


@prop(
    "P33",
    system="bal",
    sentence="A settlement changes what all users have won by what the LP wins by it, but for rounding.",
    formula="|net_user_pnl' - net_user_pnl - (settled base * price + settled quote)| < 2",
    claim="specification section 8, P33",
    scope=OnStep(("settle_lp_raw",)),
    leaves_out=("update_position_and_market",),
    expected=Verdict.REFUTED,
    story=(
        "LPs have been given quote. Until they settle it, the market counts it twice, both times with the takers' sign:"
        " with the takers' quote, and as unsettled. It takes its users for poorer or richer by it than they are."
    ),
    notes=(
        "Users may settle a profit as far as the pool exceeds what all have won: while LPs have sold and not settled, too"
        " much can be taken out, while they have bought, too little. The repair (CountUnsettledQuoteOnce) leaves the"
        " unsettled quote out, as the unsettled base is (P33r)."
    ),
)
def settlement_is_neutral(system: Bal, step: Step) -> Claims:
    apart, price = beyond_the_lp(system, step), step.before.market.peg_multiplier
    settled, moved = settled_base(step), net_of(step.after) - net_of(step.before)
    yield "lemma: what settles was unsettled", moved == settled
    yield "lemma: at any price", moved * price == settled * price
    yield "no more", apart < 2 * PRICE_TIMES_BASE_TO_QUOTE
    yield "no less", apart > -2 * PRICE_TIMES_BASE_TO_QUOTE


REGISTRY.add(repaired("P33r", of="P33", variant=ONCE, notes="The repair: the unsettled quote is left out."))
