"""What follows for a claim from what was found of its properties and from its executed examples.

Soundness first: a contradiction that was found stands whatever else is open; anything open leaves the claim undecided;
only what is left over is confirmed.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from claims.claim import Comparison, DocumentClaim, Example, Worth
from properties.property import Property, Verdict
from properties.steps import number


class Standing(enum.Enum):
    """How a claim stands, in the order in which reports count them."""

    CONFIRMED = "confirmed"
    WITHIN_BOUND = "within a bound"
    CONTRADICTED = "contradicted"
    UNDECIDED = "undecided"
    PENDING = "pending"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True)
class Finding:
    """What was found of a property."""

    property: Property
    verdict: Verdict


@dataclass(frozen=True)
class Execution:
    """What an example compared; `failure` tells what ended it before its end, if anything did."""

    example: Example
    comparisons: tuple[Comparison, ...]
    failure: str = ""


@dataclass(frozen=True)
class Judgement:
    """How a claim stands, and one line each on what that follows from."""

    claim: DocumentClaim
    standing: Standing
    because: tuple[str, ...]
    executions: tuple[Execution, ...] = ()


def execute(example: Example) -> Execution:
    """Run an example on a system of its own. Whatever it raises is its failure: then it decides nothing."""
    comparisons: list[Comparison] = []
    try:
        # One by one: what was compared before it fails is kept.
        for comparison in example.body(example.system()):
            comparisons += [comparison]
    except Exception as problem:  # noqa: BLE001 - the model's refusals among them
        return Execution(example, tuple(comparisons), f"{type(problem).__name__}: {problem}".rstrip(": "))
    return Execution(example, tuple(comparisons), "" if comparisons else "it compares nothing")


def judged(claim: DocumentClaim, findings: Mapping[str, Finding]) -> Judgement:
    """Execute the claim's examples and judge it by them and by the findings, which are by id."""
    return judge(claim, findings, tuple(execute(each) for each in claim.examples))


def judge(claim: DocumentClaim, findings: Mapping[str, Finding], executions: tuple[Execution, ...]) -> Judgement:
    """How the claim stands: the first of the questions below that has an answer."""
    answers: tuple[tuple[Standing, Iterable[str]], ...] = (
        (Standing.NOT_CHECKABLE, _told(claim.not_checkable)),
        (Standing.PENDING, _told(f"not modelled yet: {claim.awaits.words}" if claim.awaits else "")),
        (Standing.CONTRADICTED, _contradictions(claim, findings, executions)),
        (Standing.UNDECIDED, _open(claim, findings, executions)),
        (Standing.WITHIN_BOUND, _bounds(claim, findings, executions)),
    )
    for standing, reasons in answers:
        because = tuple(reasons)
        if because:
            return Judgement(claim, standing, because, executions)
    return Judgement(claim, Standing.CONFIRMED, tuple(_confirmations(claim, findings, executions)), executions)


def shown(worth: Worth) -> str:
    """A number as people write it: whole, as a decimal fraction if it ends, else as a fraction."""
    if isinstance(worth, str):
        return worth
    value = Fraction(worth)
    digits = next((places for places in range(19) if (value * 10**places).denominator == 1), None)
    if digits is None:
        return str(value)
    whole, rest = divmod(abs(int(value * 10**digits)), 10**digits)
    return f"{'-' if value < 0 else ''}{number(whole)}{f'.{rest:0{digits}d}' if digits else ''}"


def _told(reason: str) -> Iterator[str]:
    if reason:
        yield reason


def _contradictions(
    claim: DocumentClaim, findings: Mapping[str, Finding], executions: tuple[Execution, ...]
) -> Iterator[str]:
    for execution in executions:
        for each in execution.comparisons:
            if not (each.exact or (each.near and claim.bounded_by)):
                yield f"{execution.example.name}: {told(each)}"
    for identifier in (*claim.stated_by, *claim.bounded_by):
        if _verdict(identifier, findings) is Verdict.REFUTED and not _true_forms(identifier, claim, findings):
            yield _line(identifier, findings)
    for identifier in (*claim.denies, *claim.contradicted_by):
        if _verdict(identifier, findings) is Verdict.PROVED:
            yield _line(identifier, findings)


def _open(claim: DocumentClaim, findings: Mapping[str, Finding], executions: tuple[Execution, ...]) -> Iterator[str]:
    for identifier in claim.judged_by:
        verdict = _verdict(identifier, findings)
        if verdict is None:
            yield f"{identifier}: not judged"
        elif verdict not in (Verdict.PROVED, Verdict.REFUTED):
            yield f"{identifier}: {verdict.value}"
    for execution in executions:
        if execution.failure:
            yield f"{execution.example.name}: {execution.failure}"
    if not (claim.stated_by or claim.bounded_by or claim.denies):
        if not executions:
            yield "nothing judges it"
        elif not claim.instance:
            yield "only examples speak for it, and it says more than they do"


def _bounds(claim: DocumentClaim, findings: Mapping[str, Finding], executions: tuple[Execution, ...]) -> Iterator[str]:
    refuted = [each for each in claim.stated_by if _verdict(each, findings) is Verdict.REFUTED]
    for identifier in (*refuted, *claim.bounded_by):
        yield _line(identifier, findings)
    for execution in executions:
        for each in execution.comparisons:
            if not each.exact:
                yield f"{execution.example.name}: {told(each)}"


def _confirmations(
    claim: DocumentClaim, findings: Mapping[str, Finding], executions: tuple[Execution, ...]
) -> Iterator[str]:
    for identifier in (*claim.stated_by, *claim.denies):
        yield _line(identifier, findings)
    for execution in executions:
        numbers = "; ".join(f"{each.what}: {shown(each.got)}" for each in execution.comparisons)
        yield f"{execution.example.name}: {numbers}"


def _true_forms(identifier: str, claim: DocumentClaim, findings: Mapping[str, Finding]) -> list[str]:
    """What the claim may hold by, although this property is refuted; one not judged so far might be such a form."""
    return [
        each
        for each in claim.bounded_by
        if each != identifier and (each not in findings or findings[each].property.variant_of == identifier)
    ]


def _verdict(identifier: str, findings: Mapping[str, Finding]) -> Verdict | None:
    return findings[identifier].verdict if identifier in findings else None


def _line(identifier: str, findings: Mapping[str, Finding]) -> str:
    found = findings[identifier]
    story = found.property.story if found.verdict is Verdict.REFUTED else ""
    return f"{identifier} {found.verdict.value.lower()}: {' '.join((story or found.property.sentence).split())}"


def told(compared: Comparison) -> str:
    """A comparison that is not exact, with both numbers."""
    return f"{compared.what}: the document says {shown(compared.expected)}, the model gives {shown(compared.got)}"
