"""One run of a body on symbolic integers: which way it went, and everything known along the way.

A path collects facts in order: widths of inputs, axioms of defined variables, assumptions, branch conditions, width
checks that succeeded. At a condition that neither the facts nor their signs decide, the run forks: this run follows
the plan given by the explorer, and where the plan ends it takes the first alternative. Whatever is decided without
forking is a lemma with a proof.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, TypeVar

from model.arith import Width
from model.errors import Rejected
from model.holders import Holders
from proofs.condition import AT_LEAST, DIFFERENT, EQUAL, FALSE, TRUE, Condition, normalised
from proofs.definitions import Definition
from proofs.facts import Fact, Proof
from proofs.holders import AnyNumberOfHolders, meaning_of
from proofs.polynomial import Monomial, Polynomial
from proofs.prover import Prover
from proofs.quotients import simplified, whole_part
from proofs.ran import Calls, aside
from proofs.ranges import Range, product_range, scaled_range
from proofs.symbolic import Number, Symbolic, SymbolicInteger
from proofs.undecided import Undecided
from properties.case import violation

Option = TypeVar("Option")
Point = dict[str, int]

LEMMA = "lemma"
"""The source of a fact that a run decided for itself."""

CLAIM = "claim: "
"""How the source of a fact begins that was claimed, and proved."""

ASSUMPTION = "assumption: "
"""How the source of an assumed fact begins."""

RESERVED = re.compile("(floor|trunc|isqrt|abs|ten)[0-9]+")
"""Names of defined variables."""


class Infeasible(Exception):
    """The branch just taken contradicts what is known: this path has no runs."""


@dataclass
class Fork:
    """One decision of a run: which of its alternatives was taken, and whether it is known to be feasible."""

    subject: Condition | str
    taken: int
    alternatives: int
    verified: bool = False
    reached: bool = False  # whether a run through an alternative taken so far succeeded
    points: Sequence[Point] = ()  # the integer points that came here
    calls: Calls = field(default_factory=dict)  # the functions called from here to the next decision

    @property
    def label(self) -> str:
        """What was decided, in words."""
        return str(self.subject)


@dataclass(frozen=True)
class Obligation:
    """`facts[:known]` of the path imply the condition; `proof` is `None` where none was found."""

    label: str
    condition: Condition
    known: int
    proof: Proof | None


@dataclass
class Vocabulary:
    """Names shared by all runs of one exploration: the same quotient has the same name on every path."""

    names: dict[tuple[str, tuple[Polynomial, ...]], Definition] = field(default_factory=dict)
    inputs: dict[str, Width] = field(default_factory=dict)
    options: dict[str, int] = field(default_factory=dict)
    _measures: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    _bounds: dict[str, tuple[Fact, Fact]] = field(default_factory=dict)

    def measured(self, name: str, measure: Callable[[Any], int]) -> None:
        """Note what a sum over holders adds up; `ValueError` if the name already stands for another sum."""
        meaning = meaning_of(measure)
        if self._measures.setdefault(name, meaning) != meaning:
            raise ValueError(f"the sum over holders called {name!r} adds up two different things")

    def bounds(self, name: str, width: Width) -> tuple[Fact, Fact]:
        """The two facts that an input is within its width."""
        if name not in self._bounds:
            symbol, source = Polynomial.variable(name), f"width {width} of {name}"
            low = Fact(Condition(symbol.shifted(-width.low), AT_LEAST), (), source)
            self._bounds[name] = low, Fact(Condition((-symbol).shifted(width.high), AT_LEAST), (), source)
        return self._bounds[name]

    def definition(self, kind: str, arguments: tuple[Polynomial, ...]) -> Definition:
        """The definition of a kind and arguments, made at first use."""
        key = (kind, arguments)
        if key not in self.names:
            self.names[key] = Definition(f"{kind}{len(self.names) + 1}", kind, arguments)
        return self.names[key]


class Path:
    """A symbolic run; see the module docstring. Implements both `Case` and `symbolic.Decider`."""

    def __init__(self, prover: Prover, vocabulary: Vocabulary, plan: Sequence[Fork]) -> None:
        self.prover = prover
        self.vocabulary = vocabulary
        self.plan = plan
        self.forks: list[Fork] = []
        self.known: dict[Fact, None] = {}
        self.definitions: dict[str, Definition] = {}
        self.ranges: dict[str, Range] = {}
        self.obligations: list[Obligation] = []
        self.choices: dict[str, int] = {}
        self.impossible: tuple[type[Rejected], ...] = ()
        self.by_branches = False
        self.branch: Fact | None = None
        self.pruning: Proof | None = None
        self.points: list[Point] = []
        self._havocs = 0
        self.replaced: set[str] = set()
        self.rests: dict[str, None] = {}
        self.leaves_plan: Callable[[Fork], None] = lambda fork: None  # told of each decision that no run before made

    def follow(self, points: Iterable[Mapping[str, int]]) -> None:
        """Take integer points along: those that satisfy everything so far show that the path has runs.

        A run that repeats another up to its last planned decision meets there the points that came that far.
        """
        self.points = [] if self.plan else [dict(point) for point in points]

    @property
    def repeating(self) -> bool:
        """Whether the run is still on the way to the last decision of its plan."""
        return len(self.forks) < len(self.plan)

    # -- the case ------------------------------------------------------------------------------------------------

    @aside
    def integer(self, name: str, width: Width) -> Number:
        """A symbol of the width; the same name is the same symbol."""
        if RESERVED.fullmatch(name):
            raise ValueError(f"an input may not be called {name}: the prover calls its own variables so")
        declared = self.vocabulary.inputs.setdefault(name, width)
        if declared != width:
            raise ValueError(f"{name} is drawn as {width} and as {declared}")
        if name not in self.ranges:
            self.ranges[name] = (width.low, width.high)
            for point in self.points:
                point.setdefault(name, min(max(0, width.low), width.high))
            for fact in self.vocabulary.bounds(name, width):
                self.known[fact] = None
        return SymbolicInteger(self, Polynomial.variable(name))

    def choice(self, name: str, options: Sequence[Option]) -> Option:
        """Each of the options, on paths of its own."""
        if self.vocabulary.options.setdefault(name, len(options)) != len(options):
            raise ValueError(f"{name} is chosen among {self.vocabulary.options[name]} and among {len(options)}")
        if name not in self.choices:
            self.choices[name] = self._fork(f"choice {name}", len(options), verified=True)
            self.points = [point for point in self.points if point.get(name, 0) == self.choices[name]]
        return options[self.choices[name]]

    def option(self, name: str, options: Sequence[str]) -> Any:
        """One of the options, decided where it is first compared."""
        return Undecided(self, name, tuple(options))

    def assume(self, condition: Any, reason: str) -> None:
        """Continue only where the condition holds; the reason names the hypothesis."""
        if isinstance(condition, Symbolic):
            self._learn_or_stop(condition.condition, f"{ASSUMPTION}{reason}")
        elif not condition:
            raise Infeasible(reason)

    def given(self, reason: str) -> None:
        """Note that the run follows an assumption without having it among its facts; the reason names it."""
        self.rests[f"{ASSUMPTION}{reason}"] = None

    def matters(self, method: str) -> bool:
        """Whether the method is run on this path."""
        return method not in self.replaced

    def holders(self, touched: Mapping[Any, Any], others: bool = True) -> Any:
        """The touched holders and any number of others."""
        return AnyNumberOfHolders(self, touched) if others else Holders(touched)

    @contextmanager
    def never(self, *failures: type[Rejected]) -> Iterator[None]:
        """Width checks inside are obligations where they fail in one of these ways, and so is each branch that does."""
        outside = self.impossible, self.by_branches
        # A contract says nothing of how the code it stands for may fail: here the code itself is run.
        self.impossible, self.by_branches = failures, True
        try:
            with violation(failures):
                yield
        finally:
            self.impossible, self.by_branches = outside

    @property
    def facts(self) -> list[Fact]:
        """What is known, in the order in which it was learnt."""
        return list(self.known)

    def any_value(self, name: str, width: Width) -> Number:
        """A fresh symbol of the width, another at each call: a result about which nothing is assumed."""
        self._havocs += 1
        return self.integer(f"{name}'{self._havocs}", width)

    def any_choice(self, name: str, options: Sequence[Option]) -> Option:
        """Any of the options, another choice at each call."""
        self._havocs += 1
        return self.choice(f"{name}'{self._havocs}", options)

    # -- what symbolic integers ask --------------------------------------------------------------------------------

    @aside
    def decide(self, condition: Condition) -> bool:
        """The truth of a condition on this run, forking where both are possible."""
        if Fact(condition) in self.known:
            return True
        opposite = condition.negated()
        if Fact(opposite) in self.known:
            return False
        certain = self._certain(condition)
        if certain is not None:
            return certain
        taken = self._fork(condition, 2)
        self._learn_branch(opposite if taken else condition)
        return not taken

    @aside
    def define(self, kind: str, *arguments: Polynomial) -> Polynomial:
        """The polynomial for a quotient, root, absolute value or power; simplified where the ring alone allows."""
        simple = simplified(kind, arguments)
        if simple is not None:
            return simple
        dividend = arguments[0]
        sign = self._sign(dividend) if kind in ("floor", "trunc", "abs") else None
        if kind == "abs" and sign is not None:
            return dividend if sign >= 0 else -dividend
        if kind == "trunc" and sign is not None:
            kind = "floor"
            if sign < 0:
                return -self.define("floor", -dividend, *arguments[1:])
        if kind == "floor" and arguments[1].is_constant:
            whole, rest = whole_part(dividend, arguments[1].constant_term)
            if whole.terms:
                return whole + self.define("floor", rest, arguments[1])
        definition = self.vocabulary.definition(kind, arguments)
        if definition.name not in self.definitions:
            self.definitions[definition.name] = definition
            self.ranges[definition.name] = self._range_of(definition)
            for point in self.points:
                point[definition.name] = definition.value(point)
            for axiom in definition.facts():
                self._learn(axiom.condition, str(definition), axiom.guards, definition)
        return Polynomial.variable(definition.name)

    @aside
    def require(self, value: Polynomial, width: Width, failure: type[Rejected]) -> None:
        """Width checks do not fork: what is proved is about runs that succeed, so success is a hypothesis.

        Inside a claim that a failure never happens the check is an obligation first.
        """
        for bound in (value.shifted(-width.low), (-value).shifted(width.high)):
            condition = normalised(bound, AT_LEAST)
            if condition is False:
                raise failure(f"does not fit {width.name}", value=value)
            if isinstance(condition, Condition):
                if issubclass(failure, self.impossible):
                    self._oblige(f"fits {width} ({failure.name})", condition)
                self._learn(condition, f"fits {width} ({failure.name})")
        if len(value.terms) == 1:
            ((monomial, coefficient),) = value.terms.items()
            if coefficient == 1 and len(monomial) == 1:
                low, high = self.ranges.get(monomial[0], (None, None))
                self.ranges[monomial[0]] = (
                    width.low if low is None else max(low, width.low),
                    width.high if high is None else min(high, width.high),
                )

    @aside
    def claim(self, label: str, condition: Any) -> None:
        """Oblige the prover to show a condition from what is known here. What was claimed may be used from here on."""
        if isinstance(condition, Symbolic):
            self._oblige(label, condition.condition)
            if self.obligations[-1].proof is not None:
                self._learn(condition.condition, f"{CLAIM}{label}", lemma=self.obligations[-1].proof)
        else:
            self._oblige(label, TRUE if condition else FALSE)
        if self.obligations[-1].proof is None:
            self._confirm_by_claims()

    def _oblige(self, label: str, condition: Condition) -> None:
        proof = self.prover.prove(self.known, condition)
        if condition == FALSE and proof is None and self.branch is not None:
            proof = self.prover.prove(self.known, condition, self.branch)
        self.obligations.append(Obligation(label, condition, len(self.known), proof))

    # -- inside ----------------------------------------------------------------------------------------------------

    def _fork(self, subject: Condition | str, alternatives: int, verified: bool = False) -> int:
        self.confirm()
        number = len(self.forks)
        if number < len(self.plan):
            fork = self.plan[number]
            if fork.subject != subject:
                raise RuntimeError(f"the run is not deterministic: {fork.subject} became {subject}")
        else:
            fork = Fork(subject, 0, alternatives, verified, points=tuple(self.points))
        self.forks.append(fork)
        self.points = [] if self.repeating else list(fork.points)
        self.branch = None
        if not self.repeating:
            self.leaves_plan(fork)
        return fork.taken

    def confirm(self) -> None:
        """Stop if the branch taken last contradicts what is known. A stop is a lemma: its proof is kept."""
        if self.points or self.repeating:
            return
        if self.forks and not self.forks[-1].verified and self.branch is not None:
            self.forks[-1].verified = True
            self.pruning = self.prover.contradiction(self.known, self.branch)
            if self.pruning is not None:
                raise Infeasible(self.forks[-1].label)

    def _confirm_by_claims(self) -> None:
        """Stop if something claimed earlier contradicts what is known: a claim that resists may be of no run at all."""
        if self.points or self.repeating:
            return
        for fact in [known for known in self.known if known.source.startswith(CLAIM)]:
            self.pruning = self.prover.contradiction(self.known, fact)
            if self.pruning is not None:
                raise Infeasible(fact.source)

    def _learn(
        self,
        condition: Condition,
        source: str,
        guards: tuple[Polynomial, ...] = (),
        definition: Definition | None = None,
        lemma: Proof | None = None,
    ) -> None:
        fact = Fact(condition, guards, source, definition, lemma)
        if fact not in self.known:
            self.known[fact] = None
            if definition is None and self.points:
                self.points = [point for point in self.points if condition.holds(point)]

    @aside
    def _learn_branch(self, condition: Condition) -> None:
        if condition.relation == DIFFERENT:
            sign = self._sign_by_range(condition.polynomial)
            if sign is not None:
                towards = condition.polynomial if sign > 0 else -condition.polynomial
                self._learn(condition, "branch")
                self._lemma(Condition(towards.shifted(-1), AT_LEAST))
                self.branch = Fact(condition)
                return
        self._learn(condition, "branch")
        self.branch = Fact(condition)
        self._narrow(condition)

    def _learn_or_stop(self, condition: Condition, source: str) -> None:
        self._learn(condition, source)
        self._narrow(condition)

    def _narrow(self, condition: Condition) -> None:
        """Keep the range of a single variable up to date with a bound just learnt."""
        terms = dict(condition.polynomial.terms)
        offset = terms.pop((), 0)
        if len(terms) != 1:
            return
        ((monomial, coefficient),) = terms.items()
        if len(monomial) != 1 or abs(coefficient) != 1:
            return
        low, high = self.ranges.get(monomial[0], (None, None))
        if condition.relation == EQUAL:
            low = high = -offset * coefficient
        elif condition.relation == AT_LEAST and coefficient == 1:
            low = -offset if low is None else max(low, -offset)
        elif condition.relation == AT_LEAST:
            high = offset if high is None else min(high, offset)
        self.ranges[monomial[0]] = (low, high)

    def _lemma(self, condition: Condition) -> bool:
        """Learn a condition that follows from the facts, with its proof; `False` if no proof was found."""
        if Fact(condition) in self.known:
            return True
        proof = self.prover.prove(self.known, condition, effort=1)
        if proof is None:
            return False
        self._learn(condition, LEMMA, lemma=proof)
        return True

    def _certain(self, condition: Condition) -> bool | None:
        """The truth of a condition where ranges settle it and the prover confirms."""
        low, high = self._range(condition.polynomial)
        relation = condition.relation
        if relation == AT_LEAST:
            if low is not None and low >= 0 and self._lemma(condition):
                return True
            if high is not None and high < 0 and self._lemma(condition.negated()):
                return False
            return None
        if (low is not None and low > 0) or (high is not None and high < 0):
            towards = condition.polynomial if low is not None and low > 0 else -condition.polynomial
            if self._lemma(Condition(towards.shifted(-1), AT_LEAST)) and self._lemma(
                Condition(condition.polynomial, DIFFERENT)
            ):
                return relation == DIFFERENT
        return None

    def _sign(self, polynomial: Polynomial) -> int | None:
        """1 if known to be at least 0, -1 if known to be at most 0, else `None`."""
        for factor in (1, -1):
            towards = normalised(polynomial.scaled(factor), AT_LEAST)
            if towards is True or (isinstance(towards, Condition) and Fact(towards) in self.known):
                if isinstance(towards, Condition):
                    self._exactly(polynomial.scaled(factor))
                return factor
        sign = self._sign_by_range(polynomial)
        if sign is not None and self._exactly(polynomial.scaled(sign)):
            return sign
        return None

    def _exactly(self, polynomial: Polynomial) -> bool:
        """Learn `polynomial >= 0` in the very form guards ask for."""
        return self._lemma(Condition(polynomial, AT_LEAST))

    def _sign_by_range(self, polynomial: Polynomial) -> int | None:
        low, high = self._range(polynomial)
        return 1 if low is not None and low >= 0 else -1 if high is not None and high <= 0 else None

    def _range(self, polynomial: Polynomial) -> Range:
        low: int | None = 0
        high: int | None = 0
        for monomial, coefficient in polynomial.terms.items():
            term = scaled_range(self._monomial_range(monomial), coefficient)
            low = None if low is None or term[0] is None else low + term[0]
            high = None if high is None or term[1] is None else high + term[1]
            if low is None and high is None:
                break
        return low, high

    def _monomial_range(self, monomial: Monomial) -> Range:
        result: Range = (1, 1)
        for name in monomial:
            result = product_range(result, self.ranges.get(name, (None, None)))
        if len(monomial) == 2 and monomial[0] == monomial[1] and (result[0] is None or result[0] < 0):
            result = (0, result[1])
        return result

    def _range_of(self, definition: Definition) -> Range:
        first = self._range(definition.arguments[0])
        if definition.kind in ("isqrt", "abs"):
            return (0, None)
        if definition.kind == "ten":
            return (1, 10**18)
        divisor = self._range(definition.arguments[1])
        least = divisor[0] if divisor[0] is not None and divisor[0] > 0 else 1
        low = None if first[0] is None else (0 if first[0] >= 0 else first[0] // least)
        high = None if first[1] is None else (first[1] // least if first[1] >= 0 else 0)
        return low, high
