"""What contracts ensure of a call of a rule of BAL, each proved of the rule itself (`properties.bal.contracts`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from model.arith import floor_div, trunc_div
from model.bal import LONG, Position
from properties.abstractions import Call


def delta_is_mirrored(call: Call) -> Iterator[tuple[str, Any]]:
    """What `update_position_and_market` does to base, remainder and quote, and to the market's sums of them."""
    (market, position), (market_after, position_after) = call.before, call.after
    base_delta, quote_delta, remainder_delta = call.arguments
    moved = position_after.base_asset_amount - position.base_asset_amount
    net = market.base_asset_amount_long + market.base_asset_amount_short
    net_after = market_after.base_asset_amount_long + market_after.base_asset_amount_short
    yield "the sums of longs and shorts move as the base does", net_after - net == moved
    yield "quote moves by the delta", position_after.quote_asset_amount == position.quote_asset_amount + quote_delta
    yield "so does the sum of quote", market_after.quote_asset_amount == market.quote_asset_amount + quote_delta
    remainder, remainder_after = position.remainder_base_asset_amount, position_after.remainder_base_asset_amount
    unsettled = market_after.base_asset_amount_with_unsettled_lp - market.base_asset_amount_with_unsettled_lp
    if remainder_delta is None:
        yield "base moves by the delta", moved == base_delta
        yield "the remainder stays", remainder_after == remainder
        yield "nothing settles", unsettled == 0
        return
    yield "base and remainder move by the delta", moved + remainder_after - remainder == base_delta + remainder_delta
    yield "what settles leaves the unsettled", unsettled == moved


def remainder_does_not_grow(call: Call) -> Iterator[tuple[str, Any]]:
    """What `update_position_and_market` leaves of a remainder."""
    position, after = call.before[1], call.after[1]
    delta = call.arguments[2]
    if delta is None:
        yield "the remainder stays", after.remainder_base_asset_amount == position.remainder_base_asset_amount
    else:
        together = position.remainder_base_asset_amount + delta
        yield "no more is left than came together", abs(after.remainder_base_asset_amount) <= abs(together)


def twice_long(position: Position) -> int:
    """Twice the base of a long, 0 of any other position."""
    return position.base_asset_amount + abs(position.base_asset_amount)


def twice_short(position: Position) -> int:
    """Twice the base of a short, 0 of any other position."""
    return position.base_asset_amount - abs(position.base_asset_amount)


def sides_move_with_the_position(call: Call) -> Iterator[tuple[str, Any]]:
    """What `update_position_and_market` does to the sums of longs and shorts, beside the long or short of a position.

    Of the deltas that there are: a taker's whole steps, an LP's claim divided into whole steps and the rest, and a
    remainder that is burned.
    """
    (market, position), (market_after, position_after) = call.before, call.after
    step, base_delta, remainder_delta = market.order_step_size, call.arguments[0], call.arguments[2]
    if remainder_delta is None:
        whole = floor_div(base_delta, step) * step
    else:
        whole = trunc_div(base_delta + remainder_delta, step) * step
    if (base_delta - whole) * base_delta != 0:
        return
    longs = market_after.base_asset_amount_long - market.base_asset_amount_long
    shorts = market_after.base_asset_amount_short - market.base_asset_amount_short
    yield "the longs grow by whole steps", floor_div(longs, step) * step == longs
    yield "the shorts grow by whole steps", floor_div(shorts, step) * step == shorts
    yield "the longs grow no less than its long part", 2 * longs >= twice_long(position_after) - twice_long(position)
    yield (
        "the shorts grow no less than its short part",
        2 * shorts <= twice_short(position_after) - twice_short(position),
    )


def marks_follow_rebases(call: Call) -> Iterator[tuple[str, Any]]:
    """What following the rebases leaves of a position's marks: all of it where there were none."""
    (position,), (after,) = call.before, call.after
    (market,) = call.arguments
    yield "it has followed", after.per_lp_base == market.per_lp_base
    if position.per_lp_base == market.per_lp_base:
        for name in ("last_base_asset_amount_per_lp", "last_quote_asset_amount_per_lp"):
            yield f"{name} stays", getattr(after, name) == getattr(position, name)


def funding_is_quote_for_quote(call: Call) -> Iterator[tuple[str, Any]]:
    """What a funding payment does to the quote of the position, and to the market's sum of it."""
    (market, position), (market_after, position_after) = call.before, call.after
    paid = position_after.quote_asset_amount - position.quote_asset_amount
    yield (
        "the sum of quote moves as the quote does",
        market_after.quote_asset_amount - market.quote_asset_amount == paid,
    )


def remainder_is_handed_over(call: Call) -> Iterator[tuple[str, Any]]:
    """What burning a remainder does: the AMM takes over what the LPs held, and the charge is quote for quote."""
    (market, position), (market_after, position_after) = call.before, call.after
    remainder = position.remainder_base_asset_amount
    moved = position_after.base_asset_amount - position.base_asset_amount
    net = market.base_asset_amount_long + market.base_asset_amount_short
    net_after = market_after.base_asset_amount_long + market_after.base_asset_amount_short
    unsettled = market_after.base_asset_amount_with_unsettled_lp - market.base_asset_amount_with_unsettled_lp
    charged = position_after.quote_asset_amount - position.quote_asset_amount
    yield "the sums of longs and shorts move as the base does", net_after - net == moved
    yield "nothing of it becomes base", moved == 0
    yield "nothing of it remains", position_after.remainder_base_asset_amount == 0
    yield "the AMM takes it", market_after.base_asset_amount_with_amm == market.base_asset_amount_with_amm - remainder
    yield "the unsettled give it", unsettled == remainder
    yield (
        "the sum of quote moves as the quote does",
        market_after.quote_asset_amount - market.quote_asset_amount == charged,
    )
    yield "the charge is what the quote loses", charged == -call.answer


def k_is_as_asked(call: Call) -> Iterator[tuple[str, Any]]:
    """What a change of k results in: the liquidity asked for, and reserves on its curve."""
    _, new_sqrt_k, _ = call.arguments
    update = call.answer
    yield "k is as asked", update.sqrt_k == new_sqrt_k
    yield "there is base", update.base_asset_reserve >= 1
    square = update.sqrt_k * update.sqrt_k
    yield "reserves on the curve", update.quote_asset_reserve == square // update.base_asset_reserve


def scale_is_within_its_bounds(call: Call) -> Iterator[tuple[str, Any]]:
    """What factor of k is found for a budget: no less than the lower bound, over its precision."""
    highest, lowest = call.arguments[-2:]
    if lowest <= highest:
        yield "no less than the lower bound", call.answer >= lowest
        sqrt_k = call.arguments[0].sqrt_k
        yield "nor of k", sqrt_k * call.answer >= sqrt_k * lowest


def reserves_stay_on_the_curve(call: Call) -> Iterator[tuple[str, Any]]:
    """What a swap leaves: reserves on the curve of the same liquidity, the base moved by its size."""
    (market,), (after,) = call.before, call.after
    size, direction, _ = call.arguments
    moved = -size if direction == LONG else size
    yield "there is base", after.base_asset_reserve >= 1
    yield "the base moves by the size", after.base_asset_reserve == market.base_asset_reserve + moved
    yield "reserves on the curve", after.quote_asset_reserve == after.sqrt_k * after.sqrt_k // after.base_asset_reserve


def base_moves_between_amm_and_lps(call: Call) -> Iterator[tuple[str, Any]]:
    """What giving the LPs their part of a fill does to the base of AMM and LPs together: nothing."""
    (market,), (after,) = call.before, call.after
    base = market.base_asset_amount_with_amm + market.base_asset_amount_with_unsettled_lp
    yield "together unchanged", after.base_asset_amount_with_amm + after.base_asset_amount_with_unsettled_lp == base
    if market.user_lp_shares == 0:
        yield "none without LPs", after.base_asset_amount_with_amm == market.base_asset_amount_with_amm


def something_is_burned(call: Call) -> Iterator[tuple[str, Any]]:
    """What de-risking takes of an LP's shares, before it is known whether there are as many."""
    if call.arguments[0].order_step_size >= 1 and call.arguments[1].lp_shares >= 1:
        yield "a share at least", call.answer.lp_shares_to_burn >= 1


def order_is_whole_steps(call: Call) -> Iterator[tuple[str, Any]]:
    """What of an order the AMM takes."""
    market = call.arguments[0]
    yield "whole steps", floor_div(call.answer, market.order_step_size) * market.order_step_size == call.answer


def quote_moves_by_the_delta(call: Call) -> Iterator[tuple[str, Any]]:
    """What adding to the quote does to the position, and to the market's sum of it."""
    (market, position), (market_after, position_after) = call.before, call.after
    (delta,) = call.arguments
    yield "quote moves by the delta", position_after.quote_asset_amount == position.quote_asset_amount + delta
    yield "so does the sum of quote", market_after.quote_asset_amount == market.quote_asset_amount + delta
