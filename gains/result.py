"""What a subject returns: amounts with their bounds, the curves to draw, and one sentence computed from them.

Amounts are exact: integers of the protocol, or fractions where the exact share of an LP is meant. A bound names the
properties that state it. One that the suite proves has to hold of what was attained, one that it refutes has to be
exceeded: `Bound.met_by` says which it is, and nothing here says what it should be.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from model.arith import Unit
from model.bal.market import BASE, PRICE, QUOTE
from properties.catalogue import catalogue
from properties.property import Verdict

Number: TypeAlias = int | Fraction

USD = "USD"


@dataclass(frozen=True)
class Amount:
    """A number of the protocol's smallest units, and what they are called outside of it.

    `price` is quote per base (1e6), at which an amount of base is told in USD; 0 where the token is the quote's own.
    """

    raw: Number
    unit: Unit
    token: str
    price: int = 0

    @property
    def tokens(self) -> Fraction:
        """The amount in whole tokens."""
        return Fraction(self.raw, 10**self.unit.digits)

    @property
    def worth(self) -> Fraction:
        """The amount in USD: at `price` if it is base."""
        return self.tokens * Fraction(self.price, 10**PRICE.digits) if self.price else self.tokens


@dataclass(frozen=True)
class Bound:
    """What an amount's magnitude stays within, by the properties named: below it if `strict`, else at most it."""

    raw: Number
    by: tuple[str, ...]
    strict: bool = False

    @property
    def proved(self) -> bool:
        """Whether the suite records every one of the properties as proved."""
        known = catalogue()
        return all(known[each].expected is Verdict.PROVED for each in self.by)

    def met_by(self, attained: Number) -> bool:
        """Whether the magnitude keeps the bound."""
        return size(attained) < self.raw if self.strict else size(attained) <= self.raw


@dataclass(frozen=True)
class Row:
    """One number that was found, of one market, and what is known of it in general."""

    market: str
    what: str
    attained: Amount
    bound: Bound | None = None

    @property
    def as_recorded(self) -> bool:
        """Whether a proved bound is kept, and a refuted one exceeded."""
        return self.bound is None or self.bound.met_by(self.attained.raw) == self.bound.proved


@dataclass(frozen=True)
class Series:
    """A curve in the panel of one market. What is proved is drawn apart from what was attained."""

    market: str
    label: str
    points: tuple[tuple[Number, Number], ...]
    is_bound: bool = False


@dataclass(frozen=True)
class Axis:
    """What is along an axis, with its unit."""

    label: str
    logarithmic: bool = False


@dataclass(frozen=True)
class Chart:
    """The curves of a subject, one panel for each market. `{token}` in a label is the market's base token."""

    x: Axis
    y: Axis
    series: tuple[Series, ...]


@dataclass(frozen=True)
class Result:
    """A subject as it is published.

    `setting` says how it was run, `bounds` how its bounds are put together from what the properties state; `seed` is that
    of its random numbers, if any.
    """

    name: str
    title: str
    setting: str
    bounds: str
    sentence: str
    properties: tuple[str, ...]
    rows: tuple[Row, ...]
    chart: Chart
    seed: int | None = None


def size(value: Number) -> Fraction:
    """The magnitude of a number."""
    return abs(Fraction(value))


def quote(raw: Number) -> Amount:
    """An amount of quote (1e6)."""
    return Amount(raw, QUOTE, USD)


def base(raw: Number, token: str, price: int) -> Amount:
    """An amount of base (1e9) of a token, at a price (1e6)."""
    return Amount(raw, BASE, token, price)


def price_move(raw: Number, token: str) -> Amount:
    """A change of a price (1e6)."""
    return Amount(raw, PRICE, f"{USD}/{token}")
