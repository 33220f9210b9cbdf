"""Deposits: what a mint and a burn later gives back, and how little a first depositor can take from the next."""

from __future__ import annotations

from model.arith import floor_div
from model.pair import Pair, PairState
from properties.case import Case
from properties.pair.reading import ASSETS, WHOLE, collected, sides
from properties.pair.situations import USER
from properties.pair.stories import SITUATIONS, amount, minted_pair, step, time
from properties.property import Claims, Scenario, Step, Verdict, prop

OTHER = "other"
"""Somebody who donates: of such a user the pair keeps nothing."""


def counted(minted: Step, asset: int) -> int:
    """What a mint counts as paid in of an asset: all that lies in the pair beyond its reserve."""
    return tuple(sides(minted.after))[asset][1] - tuple(sides(minted.before))[asset][2]


def minted(case: Case, system: Pair, state: PairState, user: str = USER) -> Step:
    """The user mints for any amounts."""
    paid = {"amount0": amount(case, "amount0"), "amount1": amount(case, "amount1")}
    return step(system, state, "mint", user=user, now=time(case), **paid)


def burned(case: Case, system: Pair, state: PairState, shares: int) -> Step:
    """The user burns."""
    return step(system, state, "burn", user=USER, shares=shares, now=time(case))


def donated(case: Case, system: Pair, state: PairState) -> Step:
    """Somebody else donates any amounts."""
    given = {"amount0": amount(case, "donated0"), "amount1": amount(case, "donated1")}
    return step(system, state, "donate", user=OTHER, **given)


def how_mint_is_proportional(system: Pair, mint: Step) -> Claims:
    """The shares of a mint are at most either proportion of what is paid in, of the supply after the fee."""
    supply, shares = collected(system, mint.before).total_supply, mint.result.shares
    for asset, (name, _balance, reserve) in enumerate(sides(mint.before)):
        paid = counted(mint, asset)
        part = floor_div(paid * supply, reserve)
        yield f"lemma: shares are at most the part of {name}", reserve * (part - shares) >= 0
        yield f"lemma: the part of {name}", supply * paid - reserve * shares >= 0


@prop(
    "Q06",
    system="pair",
    sentence="Mint and burn give back at most what was paid in, whatever others donate in between",
    formula="out_i <= paid_i, for any state and any donations between",
    claim="spec/pair.md, Q06",
    scope=Scenario(),
    assumes=WHOLE,
    expected=Verdict.REFUTED,
    story="A donation made in between is shared by all who hold shares; one that lies unclaimed goes to who mints next",
)
def mint_then_burn_never_gains(system: Pair, case: Case) -> Claims:
    """From any pair that somebody has minted in."""
    mint = minted(case, system, minted_pair(case, system))
    gift = donated(case, system, mint.after)
    burn = burned(case, system, gift.after, mint.result.shares)
    for asset in ASSETS:
        yield f"asset {asset}", burn.result[asset] <= mint.arguments[f"amount{asset}"]


@prop(
    "Q06a",
    system="pair",
    sentence="Mint and burn give back at most what the mint counted as paid in and a share, rounded down, of donations",
    formula="out_i <= (b_i + paid_i - r_i) + fl(s * donated_i / T')",
    claim="spec/pair.md, Q06",
    scope=Scenario(),
    assumes=WHOLE,
    variant_of="Q06",
)
def mint_then_burn_gains_at_most_donations(system: Pair, case: Case) -> Claims:
    """From any pair that somebody has minted in."""
    mint = minted(case, system, minted_pair(case, system))
    gift = donated(case, system, mint.after)
    shares, supply = mint.result.shares, mint.after.total_supply
    burn = burned(case, system, gift.after, shares)
    yield from how_mint_is_proportional(system, mint)
    for asset in ASSETS:
        given = gift.arguments[f"amount{asset}"]
        yield (
            f"lemma: in proportion, asset {asset}",
            burn.result[asset] * supply <= counted(mint, asset) * supply + shares * given,
        )
        yield f"asset {asset}", burn.result[asset] <= counted(mint, asset) + floor_div(shares * given, supply)


@prop(
    "Q06b",
    system="pair",
    sentence="Where nothing lies unclaimed and nobody donates, mint and burn give back at most what was paid in",
    formula="b_i == r_i implies out_i <= paid_i, in each asset",
    claim="spec/pair.md, Q06",
    scope=Scenario(),
    assumes=WHOLE,
    variant_of="Q06",
)
def mint_then_burn_never_gains_undisturbed(system: Pair, case: Case) -> Claims:
    """From any pair that somebody has minted in; however far from proportion the two amounts are."""
    mint = minted(case, system, minted_pair(case, system, nothing_unclaimed=True))
    burn = burned(case, system, mint.after, mint.result.shares)
    yield from how_mint_is_proportional(system, mint)
    for asset in ASSETS:
        yield f"asset {asset}", burn.result[asset] <= mint.arguments[f"amount{asset}"]


@prop(
    "Q06c",
    system="pair",
    sentence="The first to mint in an empty pair gets back at most what it paid in, and leaves the locked part",
    formula="r_i == b_i == 0 and T == 0 implies out_i <= paid_i",
    claim="spec/pair.md, Q06",
    scope=Scenario(),
    variant_of="Q06",
    notes="What was synced before anybody minted belongs to nobody, and the first to mint takes most of it.",
)
def first_mint_then_burn_never_gains(system: Pair, case: Case) -> Claims:
    """From the very start, at any fee."""
    mint = minted(case, system, SITUATIONS.start(case, system))
    burn = burned(case, system, mint.after, mint.result.shares)
    for asset in ASSETS:
        yield f"asset {asset}", burn.result[asset] < mint.arguments[f"amount{asset}"]
