"""A claim's standing follows from what was found, soundness first."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from claims import Comparison, DocumentClaim, Example, Execution, Finding, Standing, judge
from claims.claim import Missing
from claims.judgement import shown
from model.bal import Bal
from properties.property import Verdict
from tests.reports.samples import PROVED

CASE = Example("a case", Bal, lambda _: [])
CLAIM = DocumentClaim("S9.1", "a claim", "bal", examples=(CASE,))
P, R, U, E, V = Verdict.PROVED, Verdict.REFUTED, Verdict.UNKNOWN, Verdict.ERROR, Verdict.VACUOUS

EXACT = Comparison("a number", 8, 8)
NEAR = Comparison("a number", 8, Fraction(79, 10), within=Fraction(1, 10))
FAR = Comparison("a number", 8, 7, within=Fraction(1, 10))


def found(**verdicts: Verdict) -> dict[str, Finding]:
    """Findings by id; `A1` is a variant of `A`."""
    return {
        name: Finding(replace(PROVED.property, id=name, sentence=f"sentence {name}", variant_of=name[:-1]), verdict)
        for name, verdict in verdicts.items()
    }


def ran(*comparisons: Comparison, failure: str = "") -> tuple[Execution, ...]:
    return (Execution(CASE, comparisons, failure),)


STATED = DocumentClaim("S9.1", "a claim", "bal", stated_by=("A", "B"))
BOUNDED = replace(STATED, bounded_by=("A1",))
ONLY_BOUNDED = DocumentClaim("S9.1", "a claim", "bal", bounded_by=("A1",))
DENIES = DocumentClaim("S9.1", "a claim", "bal", denies=("A",))
RULED_OUT = replace(STATED, contradicted_by=("C",))

TABLE = [
    ("all that state it are proved", STATED, found(A=P, B=P), Standing.CONFIRMED),
    ("one of them is refuted", STATED, found(A=P, B=R), Standing.CONTRADICTED),
    ("one is refuted, another open", STATED, found(A=U, B=R), Standing.CONTRADICTED),
    ("one of them is unknown", STATED, found(A=P, B=U), Standing.UNDECIDED),
    ("one of them is an error", STATED, found(A=P, B=E), Standing.UNDECIDED),
    ("one of them is vacuous", STATED, found(A=P, B=V), Standing.UNDECIDED),
    ("one of them was not run", STATED, found(A=P), Standing.UNDECIDED),
    ("nothing was run", STATED, found(), Standing.UNDECIDED),
    ("refuted, its true form proved", BOUNDED, found(A=R, B=P, A1=P), Standing.WITHIN_BOUND),
    ("refuted, its true form refuted", BOUNDED, found(A=R, B=P, A1=R), Standing.CONTRADICTED),
    ("refuted, its true form unknown", BOUNDED, found(A=R, B=P, A1=U), Standing.UNDECIDED),
    ("refuted, its true form not run", BOUNDED, found(A=R, B=P), Standing.UNDECIDED),
    ("refuted, the true form of another proved", BOUNDED, found(A=P, B=R, A1=P), Standing.CONTRADICTED),
    ("a bound beside what is proved", BOUNDED, found(A=P, B=P, A1=P), Standing.WITHIN_BOUND),
    ("only a bound, proved", ONLY_BOUNDED, found(A1=P), Standing.WITHIN_BOUND),
    ("only a bound, refuted", ONLY_BOUNDED, found(A1=R), Standing.CONTRADICTED),
    ("what it denies is refuted", DENIES, found(A=R), Standing.CONFIRMED),
    ("what it denies is proved", DENIES, found(A=P), Standing.CONTRADICTED),
    ("what it denies is unknown", DENIES, found(A=U), Standing.UNDECIDED),
    ("what rules it out is proved", RULED_OUT, found(A=P, B=P, C=P), Standing.CONTRADICTED),
    ("what rules it out is refuted", RULED_OUT, found(A=P, B=P, C=R), Standing.CONFIRMED),
    ("what rules it out is unknown", RULED_OUT, found(A=P, B=P, C=U), Standing.UNDECIDED),
    ("nothing judges it", replace(CLAIM, examples=()), found(), Standing.UNDECIDED),
    ("nothing but that it is not ruled out", replace(CLAIM, contradicted_by=("C",)), found(C=R), Standing.UNDECIDED),
    ("its system is not there", replace(CLAIM, awaits=Missing("m", "w")), found(), Standing.PENDING),
    ("no model can settle it", replace(CLAIM, not_checkable="a reason"), found(), Standing.NOT_CHECKABLE),
]


@pytest.mark.parametrize(("claim", "findings", "standing"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_follows_from_the_properties(claim: DocumentClaim, findings: dict[str, Finding], standing: Standing) -> None:
    assert judge(claim, findings, ()).standing is standing


WITH_CASE = replace(STATED, examples=(CASE,))
CASES = [
    ("a case alone", CLAIM, ran(EXACT), Standing.UNDECIDED),
    ("a case of what is about a case", replace(CLAIM, instance=True), ran(EXACT), Standing.CONFIRMED),
    ("a case of which one number differs", replace(CLAIM, instance=True), ran(EXACT, FAR), Standing.CONTRADICTED),
    ("a case that fails", replace(CLAIM, instance=True), ran(EXACT, failure="it broke"), Standing.UNDECIDED),
    ("a case beside what is proved", WITH_CASE, ran(EXACT), Standing.CONFIRMED),
    ("a case that differs beside what is proved", WITH_CASE, ran(FAR), Standing.CONTRADICTED),
    ("rounding that no property bounds", WITH_CASE, ran(NEAR), Standing.CONTRADICTED),
    ("rounding that a property bounds", replace(WITH_CASE, bounded_by=("A1",)), ran(NEAR), Standing.WITHIN_BOUND),
    ("more than rounding", replace(WITH_CASE, bounded_by=("A1",)), ran(FAR), Standing.CONTRADICTED),
    ("a case that fails beside what is proved", WITH_CASE, ran(failure="it broke"), Standing.UNDECIDED),
]


@pytest.mark.parametrize(("claim", "executions", "standing"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_follows_from_the_cases(claim: DocumentClaim, executions: tuple[Execution, ...], standing: Standing) -> None:
    assert judge(claim, found(A=P, B=P, A1=P), executions).standing is standing


def test_a_contradiction_tells_both_numbers() -> None:
    because = judge(replace(CLAIM, instance=True), {}, ran(FAR)).because
    assert because == ("a case: a number: the document says 8, the model gives 7",)


def test_a_refuted_property_tells_its_story() -> None:
    findings = found(A=R, B=P)
    findings["A"] = Finding(replace(findings["A"].property, story="what happens"), R)
    assert judge(STATED, findings, ()).because == ("A refuted: what happens",)


@pytest.mark.parametrize(
    ("worth", "words"),
    [
        (8, "8"),
        (Fraction(-5), "-5"),
        (Fraction(99, 100), "0.99"),
        (Fraction(-1, 8), "-0.125"),
        (2_000_000, "2_000_000"),
        (Fraction(19_753_120, 100), "197_531.2"),
        (Fraction(1, 3), "1/3"),
        ("short", "short"),
    ],
)
def test_numbers_are_written_as_people_do(worth: int | Fraction | str, words: str) -> None:
    assert shown(worth) == words
