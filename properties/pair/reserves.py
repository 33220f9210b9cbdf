"""Reserves: what the pair holds covers them, and their product never falls on a swap."""

from __future__ import annotations

from model.pair import Pair, PairState
from properties.pair.reading import ASSETS, paid_in, paid_out, product, sides
from properties.property import Claims, Invariant, OnStep, Step, prop


def how_swap_grows_product(system: Pair, step: Step) -> Claims:
    """From the check of a swap, factor by factor, to the product itself."""
    before, after = step.before, step.after
    denominator = before.fee_denominator
    fee = denominator - before.fee_numerator
    balance0, balance1 = after.balance0, after.balance1
    paid0 = max(0, balance0 - (before.reserve0 - paid_out(step, 0)))
    paid1 = max(0, balance1 - (before.reserve1 - paid_out(step, 1)))
    kept1 = denominator * balance1 - paid1 * fee
    growth = product(after) - product(before)
    yield "lemma: the fee on asset 1 is less than its balance", kept1 >= 0
    yield "lemma: the fee on asset 0", fee * paid0 >= 0
    yield "lemma: the fee on asset 0, times what counts of asset 1", fee * paid0 * kept1 >= 0
    yield "lemma: the fee on asset 1", fee * paid1 >= 0
    yield "lemma: the fee on asset 1, times the balance of asset 0", fee * paid1 * (denominator * balance0) >= 0
    yield "lemma: the growth, times the denominator twice", denominator * (denominator * growth) >= 0
    yield "lemma: the growth, times the denominator", denominator * growth >= 0
    yield "lemma: the growth", growth >= 0


@prop(
    "Q01",
    system="pair",
    sentence="The product of the reserves never falls on a swap, whatever the fee and however little is taken out",
    formula="r0' * r1' >= r0 * r1",
    claim="spec/pair.md, Q01",
    scope=OnStep(("swap",), how_swap_grows_product),
    notes="For every fee n/d with 0 <= n <= d, and any outputs that the check lets pass, not only the quoted ones.",
)
def product_never_falls_on_swap(system: Pair, step: Step) -> Claims:
    """The check compares balances less the fee; without that reduction they are more still."""
    yield "the product does not fall", product(step.after) >= product(step.before)


@prop(
    "Q17",
    system="pair",
    sentence="A swap that leaves less of a token in the pair has raised its price, and leaves more of the other token",
    formula="r0, r1 > 0 and r1' < r1: r0' > r0 and r0' * r1 > r0 * r1'; the same with the tokens exchanged",
    claim='S4 "buying a token raises its price"',
    scope=OnStep(("swap",), how_swap_grows_product),
    notes="Prices are ratios of reserves, compared by their products. While a reserve is 0 there is no price.",
)
def buying_raises_the_price(system: Pair, step: Step) -> Claims:
    """Both outputs, both payments and what was donated before counted."""
    before, after = step.before, step.after
    if product(before) == 0:
        return
    left, right = (before.reserve0, after.reserve0), (before.reserve1, after.reserve1)
    for name, (sold, sold_after), (bought, bought_after) in (("1", left, right), ("0", right, left)):
        if bought_after < bought:
            yield f"lemma: what has left of asset {name}, times the other", sold * (bought - bought_after) >= sold
            yield f"asset {name} is paid for with the other", sold_after > sold
            yield f"lemma: what came, times asset {name}", (sold_after - sold) * bought >= bought
            yield f"asset {name} costs more", sold_after * bought > sold * bought_after


@prop(
    "Q09",
    system="pair",
    sentence="What the pair holds is never less than its reserves",
    formula="b0 >= r0 and b1 >= r1",
    claim="spec/pair.md, Q09",
    scope=Invariant(),
)
def balances_cover_reserves(system: Pair, state: PairState) -> Claims:
    """A reserve is what was there when the pair last looked; nothing has left since."""
    for asset, balance, reserve in sides(state):
        yield asset, balance >= reserve


@prop(
    "Q09a",
    system="pair",
    sentence="Nothing leaves the pair but through burn, swap and skim, and these pay out exactly what they say",
    formula="b_i' == b_i + paid in_i - paid out_i; paid out_i is 0 but for burn, swap and skim (there b_i - r_i)",
    claim="spec/pair.md, Q09",
    scope=OnStep(),
)
def nothing_else_leaves(system: Pair, step: Step) -> Claims:
    """What a caller pays in and is paid moves the balances, and nothing else does."""
    before, after = tuple(sides(step.before)), tuple(sides(step.after))
    for asset in ASSETS:
        name, held, _reserve = before[asset]
        balance = after[asset][1]
        yield f"{name} moves by what is paid", balance == held + paid_in(step, asset) - paid_out(step, asset)
        if step.operation not in ("burn", "swap", "skim"):
            yield f"{name} does not leave", balance >= held
