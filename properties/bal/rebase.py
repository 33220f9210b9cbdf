"""The base unit of the accumulators can be changed by powers of ten: what that leaves as it was, and what it does not.

Up multiplies the accumulators, which is exact; down divides them toward zero, which is not. An LP's marks follow when
it is settled, by all rebases at once. `M` is an accumulator, `L` a mark, `s` the LP's shares, `U` the base unit.
"""

from __future__ import annotations

from typing import NamedTuple

from model.bal import Bal, Market, Position
from properties.bal.arguments import assume_exponent
from properties.bal.rules import any_claim, any_market
from properties.case import Case
from properties.property import Claims, Scenario, Verdict, prop

UP, DOWN = 1, -1
"""The changes of an exponent that the program admits."""

ACCUMULATORS = ("base_asset_amount_per_lp", "quote_asset_amount_per_lp")


def rebasable(system: Bal, case: Case, change: int) -> Market:
    """Any market whose exponent may change by one and stay within 9."""
    market = any_market(case)
    changed = market.copy()
    changed.per_lp_base = market.per_lp_base + change
    assume_exponent(case, changed.per_lp_base)
    smaller, larger = (market, changed) if change == UP else (changed, market)
    case.assume(system.base_unit(larger) == 10 * system.base_unit(smaller), "P46b")
    return market


def after_rebases(system: Bal, market: Market, *changes: int) -> Market:
    """The market after rebases, one after the other."""
    market = market.copy()
    for change in changes:
        system.apply_lp_rebase_to_perp_market(market, change)
    return market


@prop(
    "P46",
    system="bal",
    sentence="A rebase up by some digits and down by as many leaves the accumulators as they were.",
    formula="M·10**e // 10**e = M, for 1 <= e <= 9, as far as M·10**e fits",
    claim="specification section 8, P46",
    scope=Scenario(),
    notes="An LP that settles in between follows both ways. Its claim is the same at every moment: P47a.",
)
def up_and_down_is_nothing(system: Bal, case: Case) -> Claims:
    market = any_market(case)
    digits = case.choice("digits", tuple(range(1, 10)))
    back = after_rebases(system, market, digits, -digits)
    for name in (*ACCUMULATORS, "per_lp_base"):
        yield name, getattr(back, name) == getattr(market, name)


@prop(
    "P46a",
    system="bal",
    sentence="A rebase down by some digits and up by as many takes these digits off the accumulators, toward zero.",
    formula="0 <= |M| - |M'| < 10**e, and M' has the sign of M or is 0",
    claim="specification section 8, P46: the other way round",
    scope=Scenario(),
    notes="Attained: M = 10**e - 1 becomes 0.",
)
def down_and_up_loses_digits(system: Bal, case: Case) -> Claims:
    market = any_market(case)
    digits = case.choice("digits", tuple(range(1, 10)))
    back = after_rebases(system, market, -digits, digits)
    for name in ACCUMULATORS:
        before, after = getattr(market, name), getattr(back, name)
        if before >= 0:
            yield f"{name}: toward zero", after >= 0
            yield f"{name}: never more", after <= before
            yield f"{name}: less than the digits", before - after < 10**digits
        else:
            yield f"{name}: toward zero", after <= 0
            yield f"{name}: never more", after >= before
            yield f"{name}: less than the digits", after - before < 10**digits


@prop(
    "P46b",
    system="bal",
    sentence="The base unit of an exponent is ten times that of the exponent below.",
    formula="U(e + 1) = 10·U(e) for -9 <= e < 9",
    claim="specification 3.1",
    scope=Scenario(),
    uses=("base_unit",),
    notes="Which is why a rebase may move the accumulators by a digit.",
)
def base_units_are_powers_of_ten(system: Bal, case: Case) -> Claims:
    exponent = case.choice("exponent", tuple(range(-9, 9)))
    smaller, larger = (system.base_unit(Market(per_lp_base=each)) for each in (exponent, exponent + 1))
    yield larger == 10 * smaller


class Pending(NamedTuple):
    """What an LP may settle of base or quote before and after rebases, for `shares` by the base unit at first."""

    before: int
    after: int
    shares: int
    base_unit: int

    @property
    def change(self) -> int:
        """How much more is pending than before, times the base unit."""
        return (self.after - self.before) * self.base_unit


def pending(system: Bal, case: Case, market: Market, *changes: int) -> Pending:
    """Any LP's claim on base or quote before and after the market's rebases, which the LP then follows."""
    lp = any_claim(case, market)
    after, follower = after_rebases(system, market, *changes), lp.copy()
    system.apply_lp_rebase_to_perp_position(after, follower)
    index = case.choice("of", (0, 1))
    name = ACCUMULATORS[index]
    ask_for_signs(market, lp, after, follower, name)
    claims = system.calculate_settled_lp_base_quote(market, lp), system.calculate_settled_lp_base_quote(after, follower)
    return Pending(claims[0][index], claims[1][index], lp.lp_shares, system.base_unit(market))


def ask_for_signs(market: Market, lp: Position, after: Market, follower: Position, name: str) -> None:
    """In a proof, a path for each sign of what is divided: toward zero is down for one and up for the other."""
    for one, other in ((market, lp), (after, follower)):
        bool((getattr(one, name) - getattr(other, f"last_{name}")) * lp.lp_shares >= 0)


@prop(
    "P47",
    system="bal",
    sentence="A rebase leaves what is pending for each LP as it was.",
    formula="trunc((M' - L')·s/U') = trunc((M - L)·s/U)",
    claim="specification section 8, P47",
    scope=Scenario(),
    expected=Verdict.REFUTED,
    story="Down by one digit: an accumulator of 9 is 0 then, and what the LP was owed of it is gone.",
)
def rebase_preserves_claims(system: Bal, case: Case) -> Claims:
    change = case.choice("expo_diff", (UP, DOWN))
    claim = pending(system, case, rebasable(system, case, change), change)
    yield claim.after == claim.before


@prop(
    "P47a",
    system="bal",
    sentence="A rebase up leaves what is pending for each LP exactly as it was.",
    formula="trunc((10·M - 10·L)·s/(10·U)) = trunc((M - L)·s/U)",
    claim="specification section 8, P47",
    scope=Scenario(),
    uses=("apply_lp_rebase_to_perp_position",),
    variant_of="P47",
)
def rebase_up_preserves_claims(system: Bal, case: Case) -> Claims:
    claim = pending(system, case, rebasable(system, case, UP), UP)
    yield claim.after == claim.before


@prop(
    "P47b",
    system="bal",
    sentence=(
        "A rebase down by a digit changes what is pending for an LP, in either direction, by less than 18·s/U and a "
        "unit: nine of the last digit from the accumulator and nine from the mark."
    ),
    formula="|x' - x| < 18·s/U + 1, U before the rebase",
    claim="specification section 8, P47",
    scope=Scenario(),
    uses=("apply_lp_rebase_to_perp_position",),
    variant_of="P47",
)
def rebase_down_nearly_preserves_claims(system: Bal, case: Case) -> Claims:
    claim = pending(system, case, rebasable(system, case, DOWN), DOWN)
    yield "no more than so much higher", claim.change < 18 * claim.shares + claim.base_unit
    yield "no more than so much lower", -claim.change < 18 * claim.shares + claim.base_unit


@prop(
    "P47c",
    system="bal",
    sentence=(
        "Of a rebase down and up again an LP that does not settle in between follows neither: what is pending for it "
        "changes by less than 9·s/U and a unit."
    ),
    formula="L' = L, |M' - M| <= 9: |x' - x| < 9·s/U + 1",
    claim="specification section 8, P47",
    scope=Scenario(),
    uses=("apply_lp_rebase_to_perp_position",),
    variant_of="P47",
    notes=(
        "Attained but for the unit: with M = L = 9 nothing is pending; after it M is 0, and the LP owes nine of the "
        "last digit for every base unit of its shares. Nobody else is given what it loses."
    ),
)
def unfollowed_rebases_nearly_preserve_claims(system: Bal, case: Case) -> Claims:
    claim = pending(system, case, rebasable(system, case, DOWN), DOWN, UP)
    yield "no more than so much higher", claim.change < 9 * claim.shares + claim.base_unit
    yield "no more than so much lower", -claim.change < 9 * claim.shares + claim.base_unit
