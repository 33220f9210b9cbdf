"""Shares: every one belongs to somebody, and what is locked stays locked."""

from __future__ import annotations

from model.arith import floor_div, isqrt
from model.pair import FEE_RECEIVER, LOCKED, Pair, PairState
from properties.pair.reading import all_shares, collected, locked_shares, product, shares_of, sides
from properties.pair.reserves import how_swap_grows_product
from properties.pair.situations import USER
from properties.property import Claims, Invariant, Step, prop


@prop(
    "Q08",
    system="pair",
    sentence="The shares of all holders, the locked ones among them, are the supply, for any number of holders",
    formula="sum over h of shares[h] == T, and no holder's shares, nor those of any few together, exceed T",
    claim="spec/pair.md, Q08",
    scope=Invariant(),
    notes=(
        "The sum is the shares of the holders that a step names plus one number for all the others. No step replaces "
        "what another holds, so that number is the same before and after: the frame is the proof for any number."
    ),
)
def shares_add_up(system: Pair, state: PairState) -> Claims:
    """Every share belongs to somebody."""
    yield "all shares are the supply", all_shares(state) == state.total_supply
    named = sum(shares_of(state, holder) for holder in (USER, FEE_RECEIVER, LOCKED))
    yield "those of a few holders are part of it", named <= state.total_supply


@prop(
    "Q08a",
    system="pair",
    sentence="Either nobody has minted yet, or the minimum liquidity is locked, and stays so for ever",
    formula="(shares[locked] == 0 and T == 0 and k_last == 0) or (shares[locked] >= 1000 and T >= 1000)",
    claim="spec/pair.md, transition mint",
    scope=Invariant(),
    assumes=("Q08",),
)
def minimum_stays_locked(system: Pair, state: PairState) -> Claims:
    """What nobody can burn keeps the supply from ever falling back to a few shares."""
    if locked_shares(state) == 0:
        yield "nobody has minted", state.total_supply == 0
        yield "there is nothing that could have grown", state.k_last == 0
    else:
        yield "the minimum is locked", locked_shares(state) >= system.minimum_liquidity
        yield "the supply is at least the minimum", state.total_supply >= system.minimum_liquidity


def how_value_is_kept(system: Pair, step: Step) -> Claims:
    """Why no step takes the product of the reserves below the square of the supply, nor either reserve to 0."""
    before, after = step.before, step.after
    started = locked_shares(before) != 0
    if step.operation == "swap":
        yield from how_swap_grows_product(system, step)
    elif step.operation == "sync":
        yield from how_balances_cover(before)
    elif step.operation == "mint" and started:
        yield from how_fee_leaves_value(system, before)
        yield from how_mint_keeps_value(step, collected(system, before).total_supply)
    elif step.operation == "burn" and started:
        yield from how_fee_leaves_value(system, before)
        yield from how_burn_keeps_value(step, collected(system, before).total_supply)
    if step.operation == "burn" or (step.operation == "mint" and not started):
        minimum, supply = system.minimum_liquidity, after.total_supply
        yield "lemma: the supply", supply >= minimum
        yield "lemma: the square of the supply", supply * supply >= minimum * minimum
        yield "lemma: the product covers it", product(after) >= supply * supply
        yield "lemma: the product is not empty", product(after) >= 1
    elif step.operation == "swap" and started:
        yield "lemma: the product was not empty", product(before) >= 1
        yield "lemma: the product is not empty", product(after) >= 1


def how_mint_keeps_value(step: Step, supply: int) -> Claims:
    """Shares are at most either proportion of what is paid in: `paid * supply >= reserve * shares` for both assets."""
    shares, supply_after = step.result.shares, step.after.total_supply
    reserve0, reserve1 = step.before.reserve0, step.before.reserve1
    paid0, paid1 = step.after.balance0 - reserve0, step.after.balance1 - reserve1
    ahead0, ahead1 = supply * paid0 - reserve0 * shares, supply * paid1 - reserve1 * shares
    for asset, ahead, reserve, paid in (("asset 0", ahead0, reserve0, paid0), ("asset 1", ahead1, reserve1, paid1)):
        part = floor_div(paid * supply, reserve)
        yield f"lemma: the lesser of two proportions, {asset}", reserve * (part - shares) >= 0
        yield f"lemma: the proportion of {asset}", ahead >= 0
    yield "lemma: shares are not negative", shares >= 0
    yield "lemma: nor are those of the fee", supply - step.before.total_supply >= 0
    grown, square = reserve1 * supply_after, supply_after * supply_after
    held, covered = supply * step.after.balance0, reserve0 * reserve1 - supply * supply
    yield "lemma: reserve 1, times the new supply", grown >= 0
    yield "lemma: asset 0 ahead, times that", ahead0 * grown >= 0
    yield "lemma: the new balance of asset 0, times the supply", held >= 0
    yield "lemma: asset 1 ahead, times that", ahead1 * held >= 0
    yield "lemma: the square of the new supply", square >= 0
    yield "lemma: the reserves cover the supply", covered >= 0
    yield "lemma: what covers, times that", covered * square >= 0
    left = product(step.after) - square
    yield "lemma: what is left, times the supply twice", supply * (supply * left) >= 0
    yield "lemma: what is left, times the supply", supply * left >= 0


def how_burn_keeps_value(step: Step, supply: int) -> Claims:
    """What is left of a balance is at least its proportion: `reserve' * supply >= balance * left`, and so on."""
    left, balance0, balance1 = step.after.total_supply, step.before.balance0, step.before.balance1
    reserve0, reserve1 = step.after.reserve0, step.after.reserve1
    ahead0, ahead1 = reserve0 * supply - balance0 * left, reserve1 * supply - balance1 * left
    yield "lemma: the proportion of asset 0", ahead0 >= 0
    yield "lemma: the proportion of asset 1", ahead1 >= 0
    yield from how_balances_cover(step.before)
    yield "lemma: the balances cover the supply", balance0 * balance1 - supply * supply >= 0
    yield (
        "lemma: the balances cover the supply, times what is left",
        left * (balance0 * balance1 - supply * supply) >= 0,
    )
    yield "lemma: the proportion of asset 1, times balance 0", balance0 * ahead1 >= 0
    yield "lemma: balance 0, reserve 1, T times", supply * (balance0 * reserve1 - supply * left) >= 0
    yield "lemma: balance 0, reserve 1", balance0 * reserve1 - supply * left >= 0
    yield "lemma: the proportion of asset 0, times reserve 1", reserve1 * ahead0 >= 0
    yield "lemma: balance 0, reserve 1, times what is left", left * (balance0 * reserve1 - supply * left) >= 0
    yield "lemma: both reserves, T times", supply * (reserve0 * reserve1 - left * left) >= 0


def how_balances_cover(state: PairState) -> Claims:
    """The product of the balances is at least that of the reserves."""
    (_, balance0, reserve0), (_, balance1, reserve1) = sides(state)
    yield "lemma: balance 0 covers reserve 0, times balance 1", (balance0 - reserve0) * balance1 >= 0
    yield "lemma: balance 1 covers reserve 1, times reserve 0", reserve0 * (balance1 - reserve1) >= 0


def how_fee_leaves_value(system: Pair, before: PairState) -> Claims:
    """Why the protocol fee leaves the supply at most at the root of the product."""
    if before.fee_on and before.k_last != 0:
        root, root_last = isqrt(product(before)), isqrt(before.k_last)
        supply, supply_after = before.total_supply, collected(system, before).total_supply
        yield "lemma: the square of the supply is at most the last product", supply * supply <= before.k_last
        yield "lemma: the supply is at most the last root", supply <= root_last
        yield "lemma: the supply is at most the root", supply <= root
        yield "lemma: so is the supply after the fee", supply_after <= root
        yield "lemma: the product covers the supply after the fee", supply_after * supply_after <= product(before)


@prop(
    "Q16",
    system="pair",
    sentence="A share is never worth less than one unit of the geometric mean of the reserves",
    formula="T*T <= r0*r1, and T*T <= k_last where k_last != 0; so r0, r1 >= 1 while there are shares, and T < 2**112",
    claim="spec/pair.md, Q07 and transition mint: where the value of a share starts, and that it never falls below",
    scope=Invariant(how_value_is_kept),
    assumes=("Q08", "Q08a", "Q09"),
)
def a_share_is_worth_a_unit(system: Pair, state: PairState) -> Claims:
    """The first mint issues the geometric mean, rounded down, as shares; from there the value of one does not fall."""
    supply = state.total_supply
    yield "the product of the reserves", supply * supply <= product(state)
    if state.k_last != 0:
        yield "the product after the last mint or burn", supply * supply <= state.k_last
    if locked_shares(state) != 0:
        for asset, _balance, reserve in sides(state):
            yield f"{asset} is not empty", reserve >= 1
