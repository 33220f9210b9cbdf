"""What an operation says it did, against what it did."""

from __future__ import annotations

from model.bal import Bal
from properties.bal.cones import DELTAS, FORMULA
from properties.bal.holdings import own
from properties.bal.shares import shares_added
from properties.property import Claims, OnStep, Step, Verdict, prop

AROUND = (*FORMULA, "settle_funding", "get_update_k_result", "clean_up_after_last")


@prop(
    "P75",
    system="bal",
    sentence="What a mint or a burn says it did to the shares is what it did, to the user's and to the market's.",
    formula="mint: n = s' - s = Ku' - Ku; remove: n = s - s' = Ku - Ku'",
    claim="specification section 8, P75",
    scope=OnStep(("mint_lp_shares", "remove_lp_shares")),
    leaves_out=(*DELTAS, *AROUND, "burn_remainder"),
)
def records_of_shares_are_true(system: Bal, step: Step) -> Claims:
    said = step.result.n_shares if step.operation == "mint_lp_shares" else -step.result.shares_burned
    yield "the user's", shares_added(step) == said
    yield "the market's", step.after.market.user_lp_shares - step.before.market.user_lp_shares == said


def moved(step: Step, name: str) -> int:
    """By how much a field of the position of the user who acts has changed."""
    before, after = (own(state, step.arguments["user"]) for state in (step.before, step.after))
    return getattr(after, name) - getattr(before, name)  # type: ignore[no-any-return]


@prop(
    "P75a",
    system="bal",
    sentence="The quote that a settlement or a burn says it moved is what it moved.",
    formula="quote' - quote = said",
    claim="specification section 8, P75",
    scope=OnStep(("settle_lp_raw", "burn_lp_shares_raw")),
    leaves_out=("update_position_and_market", *AROUND, "burn_remainder"),
)
def records_of_quote_are_true(system: Bal, step: Step) -> Claims:
    yield "quote", moved(step, "quote_asset_amount") == step.result.delta_quote_asset_amount


@prop(
    "P75b",
    system="bal",
    sentence="The base that a settlement says it moved is what it moved.",
    formula="base' - base = said",
    claim="specification section 8, P75",
    scope=OnStep(("settle_lp_raw",)),
    expected=Verdict.REFUTED,
    story="The remainders add up to a whole step, which becomes base and which the record does not count.",
    notes="Base and remainder together are said truly (P75c).",
)
def records_of_base_are_true(system: Bal, step: Step) -> Claims:
    yield "base", moved(step, "base_asset_amount") == step.result.delta_base_asset_amount


@prop(
    "P75c",
    system="bal",
    sentence="The base and remainder that a settlement says it moved are, together, what it moved.",
    formula="base' + remainder' - base - remainder = said base + said remainder",
    claim="specification section 8, P75",
    scope=OnStep(("settle_lp_raw",)),
    leaves_out=("update_position_and_market",),
    variant_of="P75b",
    notes="Of a slot in use: one with nothing but a remainder in it is cleared first, and says nothing of that.",
)
def records_of_base_and_remainder_are_true(system: Bal, step: Step) -> Claims:
    if own(step.before, step.arguments["user"]).is_available():
        return
    said = step.result.delta_base_asset_amount + step.result.delta_remainder_base_asset_amount
    yield "together", moved(step, "base_asset_amount") + moved(step, "remainder_base_asset_amount") == said
