"""Those who do nothing: what they could redeem before and after another's mint or burn."""

from __future__ import annotations

from model.arith import floor_div
from model.pair import Pair, PairState
from properties.case import Case
from properties.pair.deposits import burned, counted, how_mint_is_proportional, minted
from properties.pair.inflation import part_of
from properties.pair.reading import ASSETS, WHOLE, collected, product, shares_of, sides
from properties.pair.situations import USER
from properties.pair.stories import amount, minted_pair
from properties.property import Claims, Scenario, Step, Verdict, prop


def redeemable(system: Pair, state: PairState, shares: int, asset: int) -> int:
    """What a burn of some shares would pay of an asset now, the protocol fee that it brings about included."""
    pair = collected(system, state)
    return floor_div(shares * tuple(sides(pair))[asset][1], pair.total_supply)


def bystanders(case: Case, state: PairState) -> int:
    """Any part of the shares that the user does not hold: those of one holder, or of several together."""
    held = amount(case, "held")
    case.assume(held + shares_of(state, USER) <= state.total_supply, "the shares of others than the user")
    return held


def burn_by_user(case: Case, system: Pair, state: PairState) -> Step:
    """The user burns any shares."""
    return burned(case, system, state, amount(case, "shares"))


@prop(
    "Q12",
    system="pair",
    sentence="What a holder could redeem changes by at most one unit through another's mint or burn",
    formula="abs(fl(x*b_i'/T') - fl(x*b_i/T)) <= 1, T and T' after the protocol fee",
    claim="spec/pair.md, Q12",
    scope=Scenario(),
    assumes=WHOLE,
    expected=Verdict.REFUTED,
    story="Who mints gives what it overpays of one asset to all holders, and takes from them what lay unclaimed",
    notes="Q12a: a burn does no more than round. Q12b, Q12c: what a mint can take and give.",
)
def bystanders_are_not_moved(system: Pair, case: Case) -> Claims:
    """From any pair that somebody has minted in."""
    before = minted_pair(case, system)
    held = bystanders(case, before)
    act = case.choice("argument.act", (minted, burn_by_user))(case, system, before)
    for asset in ASSETS:
        change = redeemable(system, act.after, held, asset) - redeemable(system, before, held, asset)
        yield f"asset {asset}", abs(change) <= 1


@prop(
    "Q12a",
    system="pair",
    sentence="Another's burn never lowers what a holder could redeem, and raises it by at most one unit",
    formula="0 <= fl(x*b_i'/T') - fl(x*b_i/T) <= 1 on a burn, whatever lies unclaimed",
    claim="spec/pair.md, Q12",
    scope=Scenario(),
    assumes=WHOLE,
    variant_of="Q12",
)
def burn_moves_bystanders_by_a_unit(system: Pair, case: Case) -> Claims:
    """The burn rounds down what it pays, and what it leaves is shared by fewer."""
    before = minted_pair(case, system)
    held = bystanders(case, before)
    burn = burn_by_user(case, system, before)
    yield "lemma: there is a root after the burn", product(burn.after) >= 0
    for asset in ASSETS:
        less, more = redeemable(system, before, held, asset), redeemable(system, burn.after, held, asset)
        yield from how_burn_moves(system, burn, held, asset, less)
        yield f"no less of asset {asset}", less <= more
        yield f"at most one unit more of asset {asset}", more <= less + 1


def how_burn_moves(system: Pair, burn: Step, held: int, asset: int, less: int) -> Claims:
    """The balance that is left against its proportion: never less, and less than one unit more."""
    supply, left = collected(system, burn.before).total_supply, burn.after.total_supply
    balance, remaining = (tuple(sides(state))[asset][1] for state in (burn.before, burn.after))
    ahead = remaining * supply - balance * left
    yield "lemma: there are shares left", left >= 1
    yield "lemma: bystanders hold at most what is left", left - held >= 0
    yield "lemma: what is left, ahead of its proportion", ahead >= 0
    yield "lemma: by less than one unit", supply - 1 - ahead >= 0
    yield "lemma: ahead, times the holding", held * ahead >= 0
    yield "lemma: by less than one unit, times the holding", held * (supply - 1 - ahead) >= 0
    yield "lemma: the quotient before, times what is left", left * (held * balance - less * supply) >= 0
    yield "lemma: and its remainder", left * ((less + 1) * supply - 1 - held * balance) >= 0
    yield "lemma: what is left covers as much, times the supply", supply * (held * remaining - less * left) >= 0
    yield "lemma: what is left covers as much", held * remaining - less * left >= 0
    yield "lemma: holding and left, times the supply", supply * (left - held) >= 0
    beyond = (less + 2) * left - held * remaining
    yield "lemma: but not two units more, times the supply", supply * beyond >= 1
    yield "lemma: but not two units more", beyond >= 1


@prop(
    "Q12b",
    system="pair",
    sentence="Another's mint takes from what a holder could redeem at most its part of what lay unclaimed",
    formula="fl(x*b_i'/T') >= fl(x*r_i/T) on a mint: no loss at all where nothing lay unclaimed",
    claim="spec/pair.md, Q12",
    scope=Scenario(),
    assumes=WHOLE,
    variant_of="Q12",
)
def mint_takes_only_what_is_unclaimed(system: Pair, case: Case) -> Claims:
    """A burn shares what lies unclaimed, a mint counts it as paid in."""
    before = minted_pair(case, system)
    held = bystanders(case, before)
    mint = minted(case, system, before)
    yield "lemma: there is a root after the mint", product(mint.after) >= 0
    supply, supply_after = collected(system, before).total_supply, mint.after.total_supply
    yield from how_mint_is_proportional(system, mint)
    for asset, (name, balance, _reserve) in enumerate(sides(mint.after)):
        reserve, paid = tuple(sides(before))[asset][2], counted(mint, asset)
        own = floor_div(held * reserve, supply)
        yield f"lemma: ahead, times the holding, {name}", held * (paid * supply - mint.result.shares * reserve) >= 0
        yield f"lemma: the quotient before, {name}", supply_after * (held * reserve - own * supply) >= 0
        yield f"lemma: the balance covers as much, T times, {name}", supply * (held * balance - own * supply_after) >= 0
        yield f"lemma: the balance covers as much, {name}", held * balance - own * supply_after >= 0
        yield f"no less than the part of the reserve of {name}", redeemable(system, mint.after, held, asset) >= own


@prop(
    "Q12c",
    system="pair",
    sentence="Another's mint gives a holder less than its part of one share's worth of what is not overpaid, and a unit",
    formula="fl(v_i*T/r_i) == s implies (fl(x*b_i'/T') - fl(x*b_i/T) - 1) * T * T' < x * r_i",
    claim="spec/pair.md, Q12",
    scope=Scenario(),
    assumes=WHOLE,
    variant_of="Q12",
    notes="Shares are whole: up to one of them is paid for and not received, and all who hold shares have it.",
)
def mint_gives_less_than_a_share(system: Pair, case: Case) -> Claims:
    """In an asset that the deposit does not overpay by a share or more."""
    before = minted_pair(case, system)
    held = bystanders(case, before)
    mint = minted(case, system, before)
    yield "lemma: there is a root after the mint", product(mint.after) >= 0
    supply, supply_after, shares = collected(system, before).total_supply, mint.after.total_supply, mint.result.shares
    for asset, (name, balance, _reserve) in enumerate(sides(mint.after)):
        if part_of(system, mint, asset) == shares:
            reserve, paid = tuple(sides(before))[asset][2], counted(mint, asset)
            less, more = redeemable(system, before, held, asset), redeemable(system, mint.after, held, asset)
            short = reserve - 1 - (paid * supply - shares * reserve)
            yield f"lemma: less than a share is lost of {name}", short >= 0
            yield f"lemma: that, times the holding, {name}", held * short >= 0
            yield f"lemma: the quotient after, {name}", supply * (held * balance - more * supply_after) >= 0
            rest = (less + 1) * supply - 1 - held * reserve
            yield f"lemma: the remainder before, of {name}", rest >= 0
            yield f"lemma: that, times the supply, {name}", supply_after * rest >= 0
            yield f"less than a share's worth of {name}", (more - less - 1) * supply * supply_after < held * reserve
