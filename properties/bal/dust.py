"""The part of an LP's position below a step: who pays for it when the LP leaves, how much, and that nobody pays before.

A burn hands the remainder `r` to the AMM and charges the LP its value and a unit, `v = floor(|r|·p/1e9) + 1`, whatever
its sign; `p` is the oracle's price, `BU` what the market has not settled.
"""

from __future__ import annotations

from typing import NamedTuple

from model.arith import I64, U64, floor_div
from model.bal import Bal, Position
from model.bal.constants import PRICE_TIMES_BASE_TO_QUOTE
from properties.bal.arguments import USER
from properties.bal.capture import paid_up
from properties.bal.cones import BUDGET, DELTAS
from properties.bal.holdings import own
from properties.bal.settlement import settleable
from properties.case import Case
from properties.property import Claims, OnStep, Scenario, Step, Verdict, prop

BURNS = ("remove_lp_shares", "burn_lp_shares_raw")
AROUND = ("settle_funding", *BUDGET, "get_update_k_result")
"""What a burn does beside settling and selling the remainder."""


class Sale(NamedTuple):
    """A remainder handed to the AMM: the LP before and after, the price, the charge and the market's step."""

    before: Position
    after: Position
    price: int
    charge: int
    step: int

    @property
    def change(self) -> int:
        """The change of what the LP holds at that price, its remainder included: quote times 1e9."""
        return self.worth(self.after) - self.worth(self.before)

    def worth(self, held: Position) -> int:
        """Quote, base and remainder at the price: quote times 1e9."""
        return held.quote_asset_amount * PRICE_TIMES_BASE_TO_QUOTE + whole(held) * self.price

    def value(self, base: int) -> int:
        """The value of a base amount of at least 0 at the price (quote), rounded down."""
        return floor_div(base * self.price, PRICE_TIMES_BASE_TO_QUOTE)


def sale(system: Bal, case: Case) -> Sale:
    """Any remainder below a step, of any position in any market, handed to the AMM at any price of at least 0."""
    market, position = settleable(case)
    case.assume(position.remainder_base_asset_amount != 0, "there is a remainder")
    price = case.integer("argument.oracle_price", I64)
    case.assume(price >= 0, "a price is at least 0")
    before = position.copy()
    charge = system.burn_remainder(market, position, price)
    return Sale(before, position, price, charge, market.order_step_size)


@prop(
    "P54",
    system="bal",
    sentence="The AMM takes an LP's remainder at the oracle's price: the LP loses by it at most one unit of quote.",
    formula="-1 <= quote' - quote + ((base + r)' - (base + r))·p/1e9 <= 0",
    claim='S1 "remainder amount is burned at cost"',
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="An LP whose remainder is long gives it to the AMM and is charged its value instead of being paid it.",
)
def remainders_are_sold_at_cost(system: Bal, case: Case) -> Claims:
    sold = sale(system, case)
    yield "no gain", sold.change <= 0
    yield "no more than a unit lost", sold.change >= -PRICE_TIMES_BASE_TO_QUOTE


@prop(
    "P54a",
    system="bal",
    sentence="A short remainder is taken at the oracle's price, and the LP loses something, at most one unit of quote.",
    formula="r < 0: 0 < v - |r|·p/1e9 <= 1",
    claim='S1 "remainder amount is burned at cost"',
    scope=Scenario(),
    variant_of="P54",
    notes="The whole unit is lost where the value of the remainder is a whole number.",
)
def short_remainders_are_sold_at_cost(system: Bal, case: Case) -> Claims:
    sold = sale(system, case)
    case.assume(sold.before.remainder_base_asset_amount < 0, "the remainder is short")
    yield "no gain", sold.change < 0
    yield "no more than a unit lost", sold.change >= -PRICE_TIMES_BASE_TO_QUOTE


@prop(
    "P54b",
    system="bal",
    sentence="A long remainder costs the LP twice: it is given away, and its value is charged, with up to one unit.",
    formula="r > 0: 2·r·p/1e9 < loss <= 2·r·p/1e9 + 1",
    claim='S1 "remainder amount is burned at cost"',
    scope=Scenario(),
    variant_of="P54",
    notes="With a step of 1 SOL at 200 a full remainder costs an LP nearly 400. A burn of any size charges it.",
)
def long_remainders_are_lost_twice(system: Bal, case: Case) -> Claims:
    sold = sale(system, case)
    remainder = sold.before.remainder_base_asset_amount
    case.assume(remainder > 0, "the remainder is long")
    yield "more than twice the value", -sold.change > 2 * remainder * sold.price
    yield "by a unit at most", -sold.change <= 2 * remainder * sold.price + PRICE_TIMES_BASE_TO_QUOTE


@prop(
    "P55",
    system="bal",
    sentence="What a burn takes from an LP for its remainder is at most twice the value of a step and a unit.",
    formula="v + value(max(r, 0)) <= 2·floor(step·p/1e9) + 1",
    claim="specification section 8, P55",
    scope=Scenario(),
    notes=(
        "Values as the program rounds them, down. Of every LP but the last one to leave (P55b). Attained where a step "
        "is worth no whole unit: then 1 is charged."
    ),
)
def loss_is_within_two_steps(system: Bal, case: Case) -> Claims:
    sold = sale(system, case)
    remainder, limit = sold.before.remainder_base_asset_amount, sold.value(sold.step)
    yield "what is charged", sold.charge <= limit + 1
    if remainder > 0:
        yield "what is given away", sold.value(remainder) <= limit


@prop(
    "P55a",
    system="bal",
    sentence="Not rounded, what a burn takes for a remainder is less than twice the value of a step and a unit.",
    formula="loss < 2·step·p/1e9 + 1",
    claim="specification section 8, P55",
    scope=Scenario(),
    notes="At prices above 0. The supremum: a remainder one below a step, of a whole value.",
)
def exact_loss_is_within_two_steps(system: Bal, case: Case) -> Claims:
    sold = sale(system, case)
    case.assume(sold.price >= 1, "there is a price")
    yield -sold.change < 2 * sold.step * sold.price + PRICE_TIMES_BASE_TO_QUOTE


@prop(
    "P55b",
    system="bal",
    sentence="Who burns all shares that are left takes over, as its remainder, all that the market has not settled.",
    formula="n = Ku: r' = -BU; else r' = r",
    claim="specification 4.3 step 2",
    scope=Scenario(),
    notes="It pays for what rounding has left from all LPs before it: up to 2**31 base units, whatever the step.",
)
def last_lp_takes_over(system: Bal, case: Case) -> Claims:
    market, position = settleable(case)
    market.user_lp_shares = case.integer("market.user_lp_shares", U64)
    remainder, burned = position.remainder_base_asset_amount, case.integer("argument.shares_to_burn", U64)
    system.clean_up_after_last(market, position, burned)
    if burned == market.user_lp_shares:
        left = market.base_asset_amount_with_unsettled_lp
        yield "the last takes over", position.remainder_base_asset_amount == -left
    else:
        yield "others keep theirs", position.remainder_base_asset_amount == remainder


@prop(
    "P56",
    system="bal",
    sentence="When the last LP has left, nothing is unsettled.",
    formula="Ku' = 0: BU' = 0",
    claim="specification section 8, P56",
    scope=OnStep(BURNS),
    leaves_out=(*AROUND, *DELTAS, "burn_remainder"),
)
def nothing_is_left_unsettled(system: Bal, step: Step) -> Claims:
    if step.after.market.user_lp_shares == 0 and burned(step) != 0:
        yield step.after.market.base_asset_amount_with_unsettled_lp == 0


def burned(step: Step) -> int:
    """The shares a step took away."""
    return own(step.before, step.arguments["user"]).lp_shares - own(step.after, step.arguments["user"]).lp_shares


@prop(
    "P57",
    system="bal",
    sentence="After a burn of any size the LP has no remainder.",
    formula="n > 0: r' = 0",
    claim='S1 "only occurs on burning"',
    scope=OnStep(BURNS),
    leaves_out=(*AROUND, *DELTAS, "burn_remainder", "clean_up_after_last"),
)
def burning_leaves_no_remainder(system: Bal, step: Step) -> Claims:
    if burned(step) != 0:
        yield own(step.after, step.arguments["user"]).remainder_base_asset_amount == 0


@prop(
    "P58",
    system="bal",
    sentence="Settling without burning enters exactly the claim, base with remainder and quote: no dust is charged.",
    formula="(base + r)' - (base + r) = trunc((Mb - Lb)·s/U), quote' - quote = trunc((Mq - Lq)·s/U)",
    claim='S1 "only occurs on burning"',
    scope=Scenario(),
    uses=("apply_lp_rebase_to_perp_position",),
    notes="Of an LP that has followed the rebases. The rule by which mints, burns, fills and users settle.",
)
def settling_enters_the_claim(system: Bal, case: Case) -> Claims:
    state = paid_up(system, case)
    market, position = state.market.copy(), state.positions[USER].copy()
    position.per_lp_base = market.per_lp_base
    base, quote = system.calculate_settled_lp_base_quote(market, position)
    before = position.copy()
    system.settle_lp_position(market, position)
    yield "base and remainder", whole(position) == whole(before) + base
    yield "quote", position.quote_asset_amount == before.quote_asset_amount + quote
    yield "the AMM's position", market.base_asset_amount_with_amm == state.market.base_asset_amount_with_amm


def whole(held: Position) -> int:
    """Base with remainder."""
    return held.base_asset_amount + held.remainder_base_asset_amount
