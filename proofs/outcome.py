"""What a run of the prover found: the evidence or the counterexample of each property, and what follows for the caller.

Nothing here decides anything but two questions: is an outcome the one that the property records, and with which exit
code does a run end. Renderers read these objects and know nothing else about the prover.
"""

from __future__ import annotations

import builtins
from dataclasses import dataclass
from typing import Any

from properties.property import Property, Verdict

DECIDED = frozenset({Verdict.PROVED, Verdict.REFUTED})
"""The verdicts that say something about the protocol; the others say something about the attempt."""


@dataclass(frozen=True)
class AssumptionUse:
    """Something that a proof rests on, and how many of its certificates use it.

    `name` is an invariant's id, a contract, an axiom or a bound; `reason` is one sentence on why it may be assumed.
    `used_by` 0 means that no certificate needs it: the statement holds without, and the report says so.
    """

    name: str
    reason: str
    used_by: int


@dataclass(frozen=True)
class Evidence:
    """What a proof consists of.

    `certificates` counts the checked identities, those of pruned paths and of lemmas included; `paths` the paths of
    the symbolic run that succeed, `pruned` those shown to be impossible. `solvers` pairs a solver's name with what it
    says (`("cvc5", "agrees 14/14")`). `witness` is the input, replayed on plain integers, that reaches a success path:
    without it the statement might be about nothing. `explored` are the operations whose steps were explored (or `start`,
    or `story`), `ran` the functions of the model that those paths have called, each as `model.bal.fills.Fills.fill`.
    """

    certificates: int
    paths: int
    pruned: int
    solvers: tuple[tuple[str, str], ...]
    assumptions: tuple[AssumptionUse, ...]
    witness: str
    explored: tuple[str, ...] = ()
    ran: tuple[str, ...] = ()


@dataclass(frozen=True)
class Counterexample:
    """An execution on plain integers that violates a property.

    `inputs` are the named integers that reproduce it with `GivenCase`. `story` tells it in lines, who does what.
    `claim` is the label of the claim that fails. `trace` is the execution step by step, each as `proofs.trace.entry`
    makes it.
    """

    inputs: dict[str, int]
    story: tuple[str, ...]
    claim: str
    trace: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Outcome:
    """The verdict found on one property.

    `reason` is one sentence that makes the verdict readable by itself: for UNKNOWN and ERROR what stood in the way.
    `seconds` is wall-clock time, 0 for an outcome taken from the cache. `digest` identifies the content (model,
    property, prover, solver versions) that the outcome is about.
    """

    property: Property
    verdict: Verdict
    reason: str
    evidence: Evidence | None
    counterexample: Counterexample | None
    seconds: float
    digest: str

    @builtins.property
    def as_expected(self) -> bool:
        """Whether the verdict is the recorded one. Never true of ERROR or VACUOUS, whatever is recorded.

        An UNKNOWN that is recorded, with its reason, is as expected: it is shown for what it is and blocks nothing.
        """
        return self.verdict in (*DECIDED, Verdict.UNKNOWN) and self.verdict is self.property.expected


@dataclass(frozen=True)
class Report:
    """The outcomes of one system, in the order in which its properties are defined."""

    system: str
    outcomes: tuple[Outcome, ...]

    def exit_code(self) -> int:
        """0 as expected; 1 refuted that should hold, or holds that is recorded as failing; 4 an error; 2 not decided.

        The first that applies in the order 1, 4, 2: a replayed counterexample stands whatever else went wrong. A
        report without outcomes decides nothing. A statement recorded as UNKNOWN may turn out either way: that is news,
        and shown as such, but no reason to fail.
        """
        recorded = [each for each in self.outcomes if each.property.expected is not Verdict.UNKNOWN]
        if any(each.verdict in DECIDED and not each.as_expected for each in recorded):
            return 1
        if any(each.verdict is Verdict.ERROR for each in self.outcomes):
            return 4
        if not self.outcomes or not all(each.as_expected for each in recorded):
            return 2
        if any(each.verdict not in (*DECIDED, Verdict.UNKNOWN) for each in self.outcomes):
            return 2
        return 0
