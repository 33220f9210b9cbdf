"""What margin takes an LP for, against what a settlement makes of it.

Margin looks at a *preview*: the position as if it were settled, without settling it. The two meet everywhere but where
the remainder of the claim and that of the position add up to a whole step.
"""

from __future__ import annotations

from typing import NamedTuple

from model.arith import I8, I64, floor_div, trunc_div
from model.bal import Bal, Position
from properties.arbitrary import arbitrary
from properties.bal.holdings import own
from properties.bal.rules import any_market
from properties.bal.settlement import either_sign
from properties.case import Case
from properties.property import Claims, OnStep, Scenario, Step, Verdict, prop

CLAIM = 'S1 "unsettled position is treated as a regular market position"; specification section 8'
REPAIRED = "model.bal.variants:PreviewAsSettled"


class Views(NamedTuple):
    """What margin takes an LP for, what entering its claim makes of it, what its remainders add up to; price (1e6)."""

    preview: Position
    settled: Position
    together: int
    step: int
    price: int


def views(system: Bal, case: Case) -> Views:
    """Any LP with marks as new as the market's rebases and no funding outstanding, seen both ways.

    Settlement is taken at its heart: the claim entered into the position.
    """
    held = arbitrary(case, Position, "position", per_lp_base=case.integer("market.per_lp_base", I8))
    paid_up = {f"cumulative_funding_rate_{side}": held.last_cumulative_funding_rate for side in ("long", "short")}
    market, price = any_market(case, **paid_up), case.integer("argument.oracle_price", I64)
    step = market.order_step_size
    case.assume(step >= 1, "the step is fixed at creation and at least 1")
    case.assume(held.lp_shares >= 1, "an LP")
    case.assume(held.remainder_base_asset_amount < step, "P18")
    case.assume(held.remainder_base_asset_amount > -step, "P18")
    claim = system.calculate_settle_lp_metrics(market, held)
    together = held.remainder_base_asset_amount + claim.remainder_base_asset_amount
    if claim.remainder_base_asset_amount != 0:  # in a proof, two paths: without a new remainder nothing rolls over
        either_sign(claim.remainder_base_asset_amount)
    either_sign(together)
    preview, settled = system.simulate_settled_lp_position(market, held, price), held.copy()
    system.update_position_and_market(market.copy(), settled, *claim)
    return Views(preview, settled, together, step, price)


@prop(
    "P20",
    system="bal",
    sentence="Margin sees the base that a settlement leaves the LP with.",
    formula="simulate(pos).base = settle(pos).base",
    claim=f"{CLAIM}, P20",
    scope=OnStep(("settle_lp_raw",)),
    expected=Verdict.REFUTED,
    story=(
        "An LP's remainder and the remainder of its claim add up to a whole step: a settlement makes it base, margin"
        " drops it. The LP has a step more, long or short, than it needs margin for."
    ),
    notes="At most one step (P20a). A step of SOL is 0.01 SOL, or 1.50 USD at 150 USD.",
)
def preview_has_the_settled_base(system: Bal, step: Step) -> Claims:
    held = own(step.before, step.arguments["user"])
    preview = system.simulate_settled_lp_position(step.before.market, held, 0)
    yield "base", preview.base_asset_amount == own(step.after, step.arguments["user"]).base_asset_amount


@prop(
    "P20a",
    system="bal",
    sentence="Margin sees the base that a settlement leaves, but for one step that the remainders add up to.",
    formula="|settle(pos).base - simulate(pos).base| <= step, and 0 where |remainder + claimed remainder| < step",
    claim=f"{CLAIM}, P20",
    scope=Scenario(),
    uses=("new_base_amounts", "apply_lp_rebase_to_perp_position"),
    leaves_out=("calculate_lp_open_bids_asks",),
    variant_of="P20",
)
def preview_is_within_a_step(system: Bal, case: Case) -> Claims:
    seen = views(system, case)
    apart = seen.settled.base_asset_amount - seen.preview.base_asset_amount
    if apart != 0:
        steps = trunc_div(seen.together, seen.step)
        yield "lemma: what rolls over", apart == steps * seen.step
        yield "lemma: one at most", steps <= 1
        yield "lemma: one at least", steps >= -1
    yield "from above", apart <= seen.step
    yield "from below", apart >= -seen.step
    yield "whole steps", floor_div(apart, seen.step) * seen.step == apart
    if abs(seen.together) < seen.step:
        yield "nothing rolls over", apart == 0


@prop(
    "P21",
    system="bal",
    sentence="Margin sees the quote that a settlement leaves, less the charge for burning the remainder that it leaves.",
    formula="simulate(pos).quote = settle(pos).quote - (remainder' != 0 ? value(remainder') + 1 : 0)",
    claim=f"{CLAIM}, P21",
    scope=Scenario(),
    uses=("new_base_amounts", "update_quote", "apply_lp_rebase_to_perp_position"),
    leaves_out=("calculate_lp_open_bids_asks",),
)
def preview_has_the_settled_quote(system: Bal, case: Case) -> Claims:
    seen = views(system, case)
    rest, charge = seen.settled.remainder_base_asset_amount, 0
    if rest != 0:
        yield "lemma: less than a step", abs(rest) < seen.step
        charge = system.calculate_base_asset_value_with_oracle_price(rest, seen.price) + 1
    yield "quote", seen.preview.quote_asset_amount == seen.settled.quote_asset_amount - charge


@prop(
    "P20r",
    system="bal",
    sentence="Margin that counts what remainders add up to sees the base that a settlement leaves (PreviewAsSettled).",
    formula="simulate(pos).base = settle(pos).base",
    claim=f"{CLAIM}, P20",
    scope=Scenario(),
    judged_on=REPAIRED,
    uses=("new_base_amounts", "apply_lp_rebase_to_perp_position"),
    leaves_out=("calculate_lp_open_bids_asks",),
    variant_of="P20",
)
def repaired_preview_has_the_settled_base(system: Bal, case: Case) -> Claims:
    seen = views(system, case)
    yield "base", seen.preview.base_asset_amount == seen.settled.base_asset_amount
