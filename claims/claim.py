"""A claim of a document: one sentence that says something of a system, and what judges it.

The documents are the descriptions from which the systems are modelled. A claim names the properties that state it and
the worked numbers that are executed on the model; nothing here says whether it is true. That follows from what is found
of the properties and from the executions (`claims.judgement`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeAlias

Worth: TypeAlias = int | Fraction | str
"""What a document and an execution are compared by: a number in the document's unit, or a word."""


@dataclass(frozen=True)
class Comparison:
    """One number of a document beside the one that the model gives, both in the document's unit.

    `within` is what rounding may make of it: where it is not 0, a property among the claim's `bounded_by` proves that
    the two differ by no more.
    """

    what: str
    expected: Worth
    got: Worth
    within: Fraction = Fraction(0)

    @property
    def exact(self) -> bool:
        """Whether the model gives the document's own number."""
        return self.expected == self.got

    @property
    def near(self) -> bool:
        """Whether it gives that number or one that differs by rounding alone."""
        if isinstance(self.expected, str) or isinstance(self.got, str):
            return self.exact
        return abs(Fraction(self.got) - self.expected) <= self.within


Comparisons: TypeAlias = Iterable[Comparison]


@dataclass(frozen=True)
class Example:
    """A worked case of a document: builds its market, runs the transitions and yields what it compares."""

    name: str
    system: Callable[[], Any]
    body: Callable[[Any], Comparisons] = field(repr=False)


def example(name: str, *, on: Callable[[], Any]) -> Callable[[Callable[[Any], Comparisons]], Example]:
    """Make the decorated body an example; `on` makes the system that it is executed on."""

    def enter(body: Callable[[Any], Comparisons]) -> Example:
        return Example(name, on, body)

    return enter


@dataclass(frozen=True)
class Document:
    """A document by its short name, under which its claims are numbered, and its title."""

    name: str
    title: str


@dataclass(frozen=True)
class Missing:
    """Rules or a system that the model does not have yet, and the module that is to hold them."""

    module: str
    words: str


@dataclass(frozen=True)
class DocumentClaim:
    """One sentence of a document in our words, and what judges it.

    `stated_by` are the properties that say exactly this, `bounded_by` those that say it up to a bound; of a refuted
    property among the former, the latter hold the true form (its `variant_of`). `denies` are properties that the claim
    says do not hold: their refutation is what it claims. `contradicted_by` are properties which, once proved, leave no
    room for it. `examples` are executed. Where the claim is about a single case, or says that something can happen,
    `instance` is set: then an execution alone decides it.

    A claim that can not be judged says why in `not_checkable`; one whose system or rule the model does not have yet
    names it in `awaits`.
    """

    id: str
    gist: str
    system: str
    stated_by: tuple[str, ...] = ()
    bounded_by: tuple[str, ...] = ()
    denies: tuple[str, ...] = ()
    contradicted_by: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    instance: bool = False
    awaits: Missing | None = None
    not_checkable: str = ""

    @property
    def document(self) -> str:
        """The name of the document."""
        return self.id.partition(".")[0]

    @property
    def judged_by(self) -> tuple[str, ...]:
        """The ids of all properties that have a say, each once, in the order of their roles."""
        return tuple(dict.fromkeys((*self.stated_by, *self.bounded_by, *self.denies, *self.contradicted_by)))
