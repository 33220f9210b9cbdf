"""All runs of a body: path by path, each with its facts and obligations, the infeasible ones with their proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from model.errors import Rejected
from proofs.certificate import certificate
from proofs.fork import Fork, Infeasible
from proofs.knowledge import LEMMA
from proofs.path import Path, run
from proofs.prover import Prover
from proofs.ran import Calls, functions_of, watched
from proofs.vocabulary import Vocabulary
from properties.case import Discarded

MOST_PATHS = 3000


@dataclass
class Exploration:
    """What exploring a body found: paths that succeed, how many refuse, and those shown to have no runs.

    `lemmas` are the certificates of what the runs decided without forking, whatever became of them: an alternative is
    dropped only for a reason that can be checked. `rests` counts the runs that follow an assumption by substitution.
    `ran` are the functions of the model that the paths which succeed have called.
    """

    prover: Prover
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    paths: list[Path] = field(default_factory=list)
    points: list[dict[str, int]] = field(default_factory=list)
    rejected: int = 0
    pruned: list[Path] = field(default_factory=list)
    lemmas: list[dict[str, Any]] = field(default_factory=list)
    certified: set[int] = field(default_factory=set)
    rests: Counter[str] = field(default_factory=Counter)
    calls: Calls = field(default_factory=dict)  # the functions called before the first decision

    @property
    def ran(self) -> set[str]:
        """The functions that were called on paths that succeed, by name."""
        calls = dict(self.calls) if self.paths else {}
        for path in self.paths:
            for fork in path.forks:
                calls |= fork.calls
        return functions_of(calls.values())

    def certify(self, path: Path) -> None:
        """Note the certificates of the path's lemmas; a proof serves every path that has the facts it uses."""
        facts = list(path.known)
        for place, fact in enumerate(facts):
            if fact.lemma is not None and fact.source == LEMMA and id(fact.lemma) not in self.certified:
                self.certified.add(id(fact.lemma))
                made = certificate(
                    f"decided: {fact.condition}", fact.condition, fact.lemma, facts[:place], path.definitions.values()
                )
                self.lemmas.append(made)


class SilentRestriction(Exception):
    """The body leaves cases out, and no assumption tells that it does."""


class TooManyPaths(Exception):
    """The body has more paths than a proof should have; it needs a contract."""


def explore(
    body: Callable[[Path], None], points: Sequence[dict[str, int]] = (), after: Exploration | None = None
) -> Exploration:
    """Run the body on every path. A run that raises `Rejected` is a refused transition: properties speak of the others.

    `points` are integer inputs: where one of them goes, no solver needs to be asked whether anything can. What was
    found in an exploration before this one is found again at once.
    """
    found = Exploration(prover=Prover() if after is None else after.prover, points=list(points))
    if after is not None:
        found.vocabulary.names = after.vocabulary.names
    plan: list[Fork] | None = []
    while plan is not None:
        path = Path(found.prover, found.vocabulary, plan)
        path.follow(found.points)
        _run(body, path, found)
        if path.broken is not None:
            raise path.broken
        if len(found.paths) + len(found.pruned) > MOST_PATHS:
            raise TooManyPaths(f"more than {MOST_PATHS} paths")
        plan = _following(path.forks)
    return found


def _run(body: Callable[[Path], None], path: Path, found: Exploration) -> None:
    try:
        _followed(body, path, found)
        path.confirm()
    except Rejected:
        found.rejected += 1
    except Infeasible:
        found.pruned.append(path)
    except Discarded as problem:
        raise SilentRestriction(
            "a body discards a case by itself; `case.assume` says why, where all can see it"
        ) from problem
    else:
        found.paths.append(path)
        for fork in path.forks:
            fork.reached = True
    finally:
        found.certify(path)
        found.rests.update(path.rests.keys())


def _followed(body: Callable[[Path], None], path: Path, found: Exploration) -> None:
    """Run the body, and enter what it calls at the decision after which it does.

    Up to the last decision of its plan a run repeats one that was followed before. A run that divides by zero outside the
    protocol's own division does not refuse, it crashes: that there is none is a claim.
    """
    with watched(None if path.plan else found.calls) as enter:
        path.leaves_plan = lambda fork: enter(fork.calls)
        try:
            run(body, path)
        except ZeroDivisionError:
            path.confirm()
            path.claim("nothing is divided by zero", condition=False)


def _following(forks: list[Fork]) -> list[Fork] | None:
    """The next plan in depth-first order, or `None` after the last path."""
    forks = list(forks)
    while forks:
        last = forks.pop()
        if last.taken + 1 < last.alternatives:
            # A guard whose other side only refused is passed without asking whether it can be: almost always it can.
            guard = not last.reached or last.alternatives > 2
            return [*forks, Fork(last.subject, last.taken + 1, last.alternatives, guard, last.reached, last.points)]
    return None
