"""The inflation attack: what a first depositor who donates can take from the next, and what that costs it.

Whoever holds nearly all shares can make each of them dear by a donation and a sync. The next to deposit receives whole
shares only, and up to one share's worth of its deposit goes to the others. How much that can be is stated here for a
deposit into any pair whatsoever, so it covers every preparation of the pair, by anybody, in any number of steps.
"""

from __future__ import annotations

from model.arith import ceil_div, floor_div
from model.pair import FEE_RECEIVER, Pair
from model.pair.errors import InsufficientLiquidityBurned
from properties.case import Case
from properties.pair.deposits import burned, counted, minted
from properties.pair.reading import WHOLE, collected, product, shares_of, sides
from properties.pair.situations import USER
from properties.pair.stories import amount, minted_pair, step, time
from properties.property import Claims, Scenario, Step, Verdict, prop


def part_of(system: Pair, mint: Step, asset: int) -> int:
    """The shares that a mint would have got for one asset alone."""
    supply, reserve = collected(system, mint.before).total_supply, tuple(sides(mint.before))[asset][2]
    return floor_div(counted(mint, asset) * supply, reserve)


@prop(
    "Q11",
    system="pair",
    sentence="Of an asset that a deposit does not overpay by a share, at least half comes back, rounded down",
    formula="fl(v_i*T/r_i) == s implies out_i >= fl(v_i / 2): X is ceil(v_i / 2)",
    claim="spec/pair.md, Q11",
    scope=Scenario(),
    assumes=WHOLE,
    notes=(
        "X = ceil(v/2) is attained: a first depositor of 1001/1001 who donates 1000000/1000000 and syncs takes 1000 of "
        "the next one's 2000, of either asset (tests/properties). v is what the mint counts. At least one asset is not "
        "overpaid; what is overpaid of the other is a gift to all (Q11c). Q11b: the burn is not refused."
    ),
)
def deposit_keeps_half(system: Pair, case: Case) -> Claims:
    """Into any pair that somebody has minted in, by a burn of just the shares that the deposit got."""
    mint = minted(case, system, minted_pair(case, system))
    shares, supply = mint.result.shares, collected(system, mint.before).total_supply
    burn = burned(case, system, mint.after, shares)
    for asset, (name, _balance, _reserve) in enumerate(sides(mint.before)):
        if part_of(system, mint, asset) == shares:
            paid, back = counted(mint, asset), burn.result[asset]
            yield from how_half_is_kept(mint, supply, asset)
            yield f"half of {name}", back >= floor_div(paid, 2)


def how_half_is_kept(mint: Step, supply: int, asset: int) -> Claims:
    """Shares are worth more than half of what was paid for them and a part of one more."""
    shares, paid, (name, _, reserve) = mint.result.shares, counted(mint, asset), tuple(sides(mint.before))[asset]
    yield f"lemma: less than a share is lost of {name}", paid * supply < (shares + 1) * reserve
    yield f"lemma: whole shares of {name}", (shares - 1) * reserve >= 0
    yield f"lemma: shares times what is paid of {name}", shares * paid >= 0
    yield f"lemma: half is kept of {name}", 2 * shares * (reserve + paid) > paid * (supply + shares)


@prop(
    "Q11a",
    system="pair",
    sentence="The attack never pays: who put in all reserves gets back less than that after the next deposit",
    formula="fl(v_i*T/r_i) == s implies out_i < r_i, for a burn of any shares but the locked ones",
    claim="spec/pair.md, Q11",
    scope=Scenario(),
    assumes=WHOLE,
    notes=(
        "However the pair was prepared: with a first mint, donations and syncs of one user, all reserves are that user's"
        " money. The locked shares take more of it than can be won from the next deposit. What that deposit overpays of "
        "one asset is a gift to all shares (Q11c)."
    ),
)
def first_depositor_never_gains(system: Pair, case: Case) -> Claims:
    """Somebody else deposits into a settled pair; then all shares of the user are burned."""
    before = minted_pair(case, system, nothing_unclaimed=True)
    mint = minted(case, system, before, FEE_RECEIVER)
    supply, shares, own = collected(system, before).total_supply, mint.result.shares, shares_of(before, USER)
    burn = burned(case, system, mint.after, own)
    yield "lemma: own shares leave the locked", own + 2 <= supply
    for asset, (name, _balance, reserve) in enumerate(sides(before)):
        if part_of(system, mint, asset) == shares:
            deposit, back = counted(mint, asset), burn.result[asset]
            yield f"lemma: less than a share is lost of {name}", deposit * supply < (shares + 1) * reserve
            yield f"lemma: own shares are fewer than all, {name}", (supply - own - 1) * deposit >= 0
            yield f"lemma: and leave the locked, {name}", (supply - own - 2) * reserve >= 0
            yield f"less than was put in of {name}", back < reserve


@prop(
    "Q11b",
    system="pair",
    sentence="Whoever deposits in proportion, at least 2 of each asset, can burn what it got",
    formula="fl(v_i*T/r_i) == s and v_i >= 2 for both i implies both out_i >= 1",
    claim="spec/pair.md, Q11",
    scope=Scenario(),
    assumes=WHOLE,
    notes="Of a deposit of a single unit nothing may come back, and a burn that pays nothing of an asset is refused.",
)
def deposit_can_be_burned(system: Pair, case: Case) -> Claims:
    """A deposit for any number of shares at what these cost, rounded up, or more, but for less than one share more."""
    before = minted_pair(case, system, nothing_unclaimed=True)
    supply, wanted = collected(system, before).total_supply, amount(case, "wanted")
    costs = [ceil_div(wanted * reserve, supply) for _name, _balance, reserve in sides(before)]
    paid = {f"amount{asset}": cost + amount(case, f"extra{asset}") for asset, cost in enumerate(costs)}
    mint = step(system, before, "mint", user=USER, now=time(case), **paid)
    for asset, (name, _balance, _reserve) in enumerate(sides(before)):
        case.assume(counted(mint, asset) >= 2, f"at least 2 of {name} are deposited")
        case.assume(part_of(system, mint, asset) == mint.result.shares, f"the deposit is in proportion, {name}")
        yield from how_half_is_kept(mint, supply, asset)
    yield "lemma: there is a root after the mint", product(mint.after) >= 0
    with case.never(InsufficientLiquidityBurned):
        burn = burned(case, system, mint.after, mint.result.shares)
    for asset, (name, _balance, _reserve) in enumerate(sides(before)):
        yield f"{name} comes back", burn.result[asset] >= 1


@prop(
    "Q11c",
    system="pair",
    sentence="Whatever the proportion of the two amounts, at least half of each comes back, rounded down",
    formula="out_i >= fl(v_i / 2) for both i",
    claim="spec/pair.md, Q11, read of any deposit",
    scope=Scenario(),
    assumes=WHOLE,
    expected=Verdict.REFUTED,
    story="A donation of one asset and a sync move the proportion: what is then overpaid of the other is shared by all",
    notes="The contracts leave this to the caller, whose router compares the proportion before it pays in.",
)
def deposit_keeps_half_of_both(system: Pair, case: Case) -> Claims:
    """Into any pair that somebody has minted in."""
    mint = minted(case, system, minted_pair(case, system))
    burn = burned(case, system, mint.after, mint.result.shares)
    for asset, (name, _balance, _reserve) in enumerate(sides(mint.before)):
        yield f"half of {name}", burn.result[asset] >= floor_div(counted(mint, asset), 2)
