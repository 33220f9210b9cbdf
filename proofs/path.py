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
from types import CodeType
from typing import Any, TypeVar

from model.arith import Width
from model.errors import Rejected
from model.holders import Holders
from proofs.condition import AT_LEAST, DIFFERENT, FALSE, TRUE, Condition, normalised
from proofs.facts import Fact, Proof
from proofs.fork import Fork, Infeasible, Obligation
from proofs.handlers import may_be_caught
from proofs.holders import AnyNumberOfHolders
from proofs.knowledge import Knowledge
from proofs.polynomial import Polynomial
from proofs.prover import Prover
from proofs.quotients import simplified, whole_part
from proofs.ran import aside
from proofs.symbolic import Number, Symbolic, SymbolicInteger
from proofs.undecided import Undecided
from proofs.vocabulary import Vocabulary
from properties.case import violation

Option = TypeVar("Option")

BRANCH = "branch"
CLAIM = "claim: "
"""How the source of a fact begins that was claimed, and proved."""

ASSUMPTION = "assumption: "
"""How the source of an assumed fact begins."""

RESERVED = re.compile("(floor|trunc|isqrt|abs|ten)[0-9]+")
"""Names of defined variables."""


def run(body: Callable[[Path], None], path: Path) -> None:
    """Run the body on the path, to an end that is final: of what is raised nothing is caught on the way here."""
    body(path)


RUN = run.__code__
"""Where a search for whoever might catch a refusal stops."""


class Path(Knowledge):
    """A symbolic run; see the module docstring. Implements both `Case` and `symbolic.Decider`."""

    def __init__(self, prover: Prover, vocabulary: Vocabulary, plan: Sequence[Fork]) -> None:
        super().__init__(prover)
        self.vocabulary = vocabulary
        self.plan = plan
        self.forks: list[Fork] = []
        self.obligations: list[Obligation] = []
        self.choices: dict[str, int] = {}
        self.impossible: tuple[type[Rejected], ...] = ()
        self._nothing_fails = False
        self.ends: frozenset[CodeType] = frozenset()
        """Code in whose frames a refusal ends the run, whatever catches it there."""
        self.broken: Exception | None = None
        """Why the run can not be trusted; kept, because the code that runs might catch it."""
        self.branch: Fact | None = None
        self.pruning: Proof | None = None
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
        outside = self.impossible, self._nothing_fails
        self.impossible, self._nothing_fails = failures, True
        try:
            with violation(failures):
                yield
        finally:
            self.impossible, self._nothing_fails = outside

    @property
    def by_branches(self) -> bool:
        """Whether it matters how code may fail: a contract does not say it, so the code itself is run."""
        return self._nothing_fails or self._caught(Rejected)

    def _caught(self, failure: type[Rejected]) -> bool:
        return may_be_caught(failure, self, self.ends, RUN)

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
        certain = self.certain(condition)
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
        sign = self.sign(dividend) if kind in ("floor", "trunc", "abs") else None
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
            self.ranges[definition.name] = self.range_of(definition)
            for point in self.points:
                point[definition.name] = definition.value(point)
            for axiom in definition.facts():
                self.learn(axiom.condition, str(definition), axiom.guards, definition)
        return Polynomial.variable(definition.name)

    @aside
    def require(self, value: Polynomial, width: Width, failure: type[Rejected]) -> None:
        """Width checks do not fork: what is proved is about runs that succeed, so success is a hypothesis.

        Inside a claim that a failure never happens the check is an obligation first. Where a failure would be caught, and
        the run go on, the check is a branch like any other.
        """
        caught = self._caught(failure)
        for bound in (value.shifted(-width.low), (-value).shifted(width.high)):
            condition = normalised(bound, AT_LEAST)
            if condition is False:
                raise failure(f"does not fit {width.name}", value=value)
            if isinstance(condition, Condition):
                if issubclass(failure, self.impossible):
                    self._oblige(f"fits {width} ({failure.name})", condition)
                if caught and not self.decide(condition):
                    raise failure(f"does not fit {width.name}", value=value)
                self.learn(condition, f"fits {width} ({failure.name})")
        if len(value.terms) == 1:
            ((monomial, coefficient),) = value.terms.items()
            if coefficient == 1 and len(monomial) == 1:
                low, high = self.ranges.get(monomial[0], (None, None))
                self.ranges[monomial[0]] = (
                    width.low if low is None else max(low, width.low),
                    width.high if high is None else min(high, width.high),
                )

    def give_up(self, problem: Exception) -> Exception:
        """Remember why the run can not be trusted, whoever catches it, and hand it back to be raised."""
        self.broken = self.broken or problem
        return problem

    @aside
    def claim(self, label: str, condition: Any) -> None:
        """Oblige the prover to show a condition from what is known here. What was claimed may be used from here on."""
        if isinstance(condition, Symbolic):
            self._oblige(label, condition.condition)
            if self.obligations[-1].proof is not None:
                self.learn(condition.condition, f"{CLAIM}{label}", lemma=self.obligations[-1].proof)
        else:
            self._oblige(label, TRUE if condition else FALSE)
        if self.obligations[-1].proof is None:
            self._confirm_after_all()

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
                raise self.give_up(RuntimeError(f"the run is not deterministic: {fork.subject} became {subject}"))
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

    def _confirm_after_all(self) -> None:
        """Stop if a branch taken or something claimed contradicts what is known: a claim that resists may be of no run."""
        if self.points or self.repeating:
            return
        for fact in [known for known in self.known if known.source == BRANCH or known.source.startswith(CLAIM)]:
            self.pruning = self.prover.contradiction(self.known, fact, insist=True)
            if self.pruning is not None:
                raise Infeasible(fact.source)

    @aside
    def _learn_branch(self, condition: Condition) -> None:
        if condition.relation == DIFFERENT:
            sign = self.sign_by_range(condition.polynomial)
            if sign is not None:
                towards = condition.polynomial if sign > 0 else -condition.polynomial
                self.learn(condition, BRANCH)
                self.lemma(Condition(towards.shifted(-1), AT_LEAST))
                self.branch = Fact(condition)
                return
        self.learn(condition, BRANCH)
        self.branch = Fact(condition)
        self.narrow(condition)

    def _learn_or_stop(self, condition: Condition, source: str) -> None:
        self.learn(condition, source)
        self.narrow(condition)
