"""The gate's judgement of two reports: each kind of change, what a review may accept, and the forms it is told in."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from proofs.outcome import AssumptionUse, Outcome, Report
from properties.catalogue import catalogue
from properties.declared import Declaration
from properties.property import Algebra, Invariant, OnStep, Property, Registry, Scenario, Scope, Verdict
from reports import document
from reports.gate import accepted, bodies, freshness, junit, result, sarif, summary, workflow_commands
from reports.gate.change import Change, Effect, Kind
from reports.gate.comparison import compared
from reports.gate.finding import RULES, Level, findings
from reports.gate.outcomes import outcomes
from reports.gate.places import ROOT, Place, places
from tests.reports.samples import PROVED, REFUTED, UNKNOWN

REPORT = Place("reports/published/report.json", 0)
PLACES = {"Q01": Place("properties/pair/reserves.py", 7)}
EVIDENCE = PROVED.evidence
assert EVIDENCE is not None


def content(*found: Outcome) -> dict[str, Any]:
    """A report of the pair as it is read back."""
    return dict(json.loads(document.dumped(document.document([Report("pair", found)]))))


def stated(**facts: Any) -> Outcome:
    return replace(PROVED, property=replace(PROVED.property, **facts))


def shown(**facts: Any) -> Outcome:
    assert PROVED.evidence is not None
    return replace(PROVED, evidence=replace(PROVED.evidence, **facts))


def changes(before: Outcome, after: Outcome) -> list[tuple[Kind, Effect]]:
    return [(each.kind, each.effect) for each in compared(content(before), content(after))]


def on(*operations: str) -> Scope:
    return OnStep(operations)


MORE = (*EVIDENCE.assumptions, AssumptionUse("small", "assumption: amounts are small", 0))
W, S, N = Effect.WEAKENED, Effect.STRENGTHENED, Effect.NEUTRAL


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (PROVED, PROVED, []),
        (PROVED, stated(sentence="Another."), [(Kind.SENTENCE, W)]),
        (PROVED, stated(formula="r0 >= 0"), [(Kind.FORMULA, W)]),
        (PROVED, stated(variant_of="Q10"), [(Kind.VARIANT, W)]),
        (PROVED, stated(system="bal"), [(Kind.SYSTEM, W)]),
        (PROVED, stated(assumes=("Q09", "Q08")), [(Kind.ASSUMPTION, W)]),
        (stated(assumes=("Q09", "Q08")), PROVED, [(Kind.ASSUMPTION, S)]),
        (PROVED, shown(assumptions=MORE), [(Kind.ASSUMPTION, W)]),
        (shown(assumptions=MORE), PROVED, [(Kind.ASSUMPTION, S)]),
        (PROVED, stated(scope=on("swap", "burn")), [(Kind.SCOPE, S)]),
        (PROVED, stated(scope=on()), [(Kind.SCOPE, S)]),
        (stated(scope=on()), PROVED, [(Kind.SCOPE, W)]),
        (stated(scope=on("swap", "burn")), PROVED, [(Kind.SCOPE, W)]),
        (PROVED, stated(scope=on("burn")), [(Kind.SCOPE, W)]),
        (PROVED, stated(scope=Scenario()), [(Kind.SCOPE, W)]),
        (PROVED, stated(expected=Verdict.UNKNOWN), [(Kind.EXPECTED, W)]),
        (PROVED, replace(PROVED, verdict=Verdict.UNKNOWN, evidence=None), [(Kind.VERDICT, W)]),
        (PROVED, replace(PROVED, verdict=Verdict.REFUTED, evidence=None), [(Kind.VERDICT, W)]),
        (replace(PROVED, verdict=Verdict.UNKNOWN, evidence=None), PROVED, [(Kind.VERDICT, S)]),
        (PROVED, shown(solvers=EVIDENCE.solvers[:2]), [(Kind.CROSS_CHECK, W)]),
        (shown(solvers=EVIDENCE.solvers[:2]), PROVED, [(Kind.CROSS_CHECK, S)]),
        (PROVED, shown(certificates=13), [(Kind.EVIDENCE, N)]),
        (PROVED, shown(witness="another"), [(Kind.EVIDENCE, N)]),
        (PROVED, shown(witness=""), [(Kind.CROSS_CHECK, W)]),
        (PROVED, replace(PROVED, evidence=None), [(Kind.CROSS_CHECK, W)]),
        (REFUTED, replace(REFUTED, counterexample=None), [(Kind.CROSS_CHECK, W)]),
        (PROVED, stated(notes="Another."), [(Kind.WORDS, N)]),
    ],
)
def test_each_change_is_told_with_what_it_does(
    before: Outcome, after: Outcome, expected: list[tuple[Kind, Effect]]
) -> None:
    assert changes(before, after) == expected


@pytest.mark.parametrize(("verdict", "effect"), [(Verdict.PROVED, N), (Verdict.UNKNOWN, W)])
def test_to_rest_on_a_statement_that_is_proved_says_no_less(verdict: Verdict, effect: Effect) -> None:
    ground = replace(stated(id="Q02"), verdict=verdict, evidence=None)
    rests = shown(assumptions=(*MORE[:-1], AssumptionUse("Q02", "assumption: Q02: it holds", 1)))
    found = compared(content(PROVED, ground), content(rests, ground))
    assert [(each.kind, each.effect) for each in found] == [(Kind.ASSUMPTION, effect)]


def test_a_statement_that_is_gone_weakens_and_a_new_one_does_not() -> None:
    found = compared(content(PROVED), content(REFUTED))
    assert [(each.id, each.kind, each.effect) for each in found] == [("Q10", Kind.ADDED, S), ("Q01", Kind.REMOVED, W)]


def judged(
    *found: Outcome, base: tuple[Outcome, ...] = (PROVED, REFUTED), acceptances: str = "", **facts: Any
) -> result.Result:
    entries = accepted.read(acceptances, "gate.toml")
    head = content(*found)
    told = findings(
        changes=[*compared(content(*base), head), *facts.get("rewritten", ())],
        acceptances=entries,
        reports=outcomes(head),
        stale=facts.get("stale", ()),
        newer=facts.get("newer", ()),
        places=PLACES,
        published=REPORT,
        accepted_in=Place("gate.toml", 0),
    )
    return result.Result("main", "a" * 40, tuple(document.statements(head)), tuple(told), 0)


ACCEPTED = '[[accepted]]\nid = "Q10"\nwhat = "removed"\nreason = "Q12 says more."\n'


def test_a_weakening_is_an_error_until_a_review_accepts_it() -> None:
    assert [each.level for each in judged(PROVED).findings] == [Level.ERROR]
    (finding,) = judged(PROVED, acceptances=ACCEPTED).findings
    assert (finding.level, finding.accepted) == (Level.NOTE, "Q12 says more.")


def test_an_acceptance_may_mean_one_change_only() -> None:
    (finding,) = judged(PROVED).findings
    assert finding.change is not None
    this = f'{ACCEPTED}change = "{finding.change.fingerprint}"\n'
    assert judged(PROVED, acceptances=this).of(Level.ERROR) == []
    another = f'{ACCEPTED}change = "000000000000"\n'
    assert [each.rule for each in judged(PROVED, acceptances=another).findings] == ["removed", "acceptance"]


def test_an_acceptance_that_nothing_answers_to_is_told() -> None:
    (finding,) = judged(PROVED, REFUTED, acceptances=ACCEPTED).findings
    assert (finding.level, finding.id, finding.place) == (Level.WARNING, "Q10", Place("gate.toml", 0))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[accepted]", "is no TOML"),
        ("[[allowed]]\n", "only [[accepted]] is known"),
        ("accepted = 1\n", "has to be a list of tables"),
        ("accepted = [1]\n", "entry 1 is no table"),
        (ACCEPTED.replace("Q12 says more.", " "), "entry 1: field reason has to be a text that is not empty"),
        (ACCEPTED.replace('id = "Q10"\n', ""), "entry 1: field id"),
        (ACCEPTED.replace("removed", "deleted"), "there is no change 'deleted'; there is removed, "),
        (ACCEPTED + "until = 3\n", "field until is not known"),
        (ACCEPTED + "change = 3\n", "field change has to be a text"),
    ],
)
def test_a_file_of_acceptances_that_is_not_as_described_is_refused(text: str, told: str) -> None:
    with pytest.raises(accepted.UnreadableAcceptance) as refused:
        accepted.read(text, "gate.toml")
    assert told in str(refused.value)
    assert str(refused.value).startswith("gate.toml")


@pytest.mark.parametrize(
    ("found", "levels"),
    [
        (PROVED, []),
        (replace(PROVED, verdict=Verdict.ERROR), [Level.ERROR]),
        (replace(PROVED, verdict=Verdict.VACUOUS), [Level.ERROR]),
        (UNKNOWN, [Level.ERROR]),
        (replace(UNKNOWN, property=replace(UNKNOWN.property, expected=Verdict.UNKNOWN)), []),
        (stated(expected=Verdict.UNKNOWN), [Level.NOTE]),
    ],
)
def test_a_verdict_that_is_not_the_recorded_one_is_told(found: Outcome, levels: list[Level]) -> None:
    assert [each.level for each in judged(found, base=(found,)).findings] == levels


@pytest.mark.parametrize("scope", [Invariant(), OnStep(("swap",)), OnStep(), Scenario(), Declaration(), Algebra()])
def test_a_report_read_back_says_what_the_run_said(scope: Scope) -> None:
    found = stated(scope=scope)
    (report,) = outcomes(content(found, REFUTED, UNKNOWN))
    again = [document.described(each.property) for each in report.outcomes]
    assert again == [document.described(each.property) for each in (found, REFUTED, UNKNOWN)]
    assert report.exit_code() == Report("pair", (found, REFUTED, UNKNOWN)).exit_code()


def registry(*properties: Property) -> Registry:
    made = Registry()
    for each in properties:
        made.add(each)
    return made


def test_a_report_that_says_something_else_than_the_sources_is_stale() -> None:
    sources = registry(replace(PROVED.property, formula="another", notes=""), UNKNOWN.property)
    assert freshness.stale(content(PROVED, REFUTED), sources) == [
        ("P03", "the report lacks it"),
        ("Q01", "the report has another formula, notes"),
        ("Q10", "the sources lack it"),
    ]
    assert freshness.stale(content(PROVED), registry(PROVED.property)) == []


def test_every_property_is_found_where_it_is_written() -> None:
    found = places(catalogue())
    for each in catalogue():
        lines = (ROOT / found[each.id].file).read_text(encoding="utf-8").splitlines()
        said = f'"{each.scope.method}' if isinstance(each.scope, Declaration) else "prop("
        assert said in lines[found[each.id].line - 1]


STATEMENT = '''
@prop(
    "Q01",
    uses=("swap",),
)
def holds(system, step):
    """Words."""
    yield "label", step.after.k >= step.before.k
'''


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ('"""Words."""', '"""Other words."""', []),
        ("yield", "# Why.\n    yield", []),
        (">=", "<=", [Kind.BODY]),
        ('"swap"', '"burn"', [Kind.RULES]),
        ("uses=", 'judged_on="model:Other", uses=', [Kind.RULES]),
        ("step.after.k", "step.after.k + 1", [Kind.BODY]),
        ('"Q01"', '"Q99"', [Kind.RULES, Kind.BODY]),
        ('"Q01"', 'f"Q{1}"', [Kind.RULES, Kind.BODY]),
    ],
)
def test_code_that_no_report_holds_is_compared(old: str, new: str, kinds: list[Kind]) -> None:
    before, after = bodies.written([STATEMENT]), bodies.written([STATEMENT.replace(old, new)])
    assert [each.kind for each in bodies.rewritten(before, after, {"Q01": "pair"})] == kinds


def test_the_code_of_every_property_of_the_catalogue_is_seen() -> None:
    files = sorted((ROOT / "properties").rglob("*.py"))
    # A declaration has no code: all that it says stands in its formula.
    told = {each.id for each in catalogue() if not isinstance(each.scope, Declaration)}
    assert told <= set(bodies.written(each.read_text(encoding="utf-8") for each in files))


HOSTILE = "a\x00b ]]> <b> & % ::error::\n| `x`"
REWRITTEN = Change("Q01", "pair", Kind.BODY, W, "one\ntwo", f"one\n{HOSTILE}")


@pytest.fixture
def everything() -> result.Result:
    return judged(
        stated(sentence=HOSTILE, notes=HOSTILE),
        acceptances=f'{ACCEPTED}\n[[accepted]]\nid = "Q77"\nwhat = "scope"\nreason = "Gone."\n',
        rewritten=[REWRITTEN],
        stale=[("Q01", "the report has another formula")],
        newer=["model/a.py", "model/b.py", "model/c.py", "model/d.py"],
    )


FORMS: list[Callable[[result.Result], str]] = [
    lambda found: document.dumped(result.document(found)),
    lambda found: document.dumped(sarif.document(found, "0")),
    junit.document,
    summary.document,
    lambda found: "\n".join(workflow_commands.lines(found)),
]


@pytest.mark.parametrize("form", FORMS)
def test_no_form_depends_on_anything_but_what_was_found(
    form: Callable[[result.Result], str], everything: result.Result
) -> None:
    assert form(everything) == form(everything)
    assert "Q01" in form(everything)


def test_the_gravest_stands_first(everything: result.Result) -> None:
    levels = [list(Level).index(each.level) for each in everything.findings]
    assert levels == sorted(levels)
    assert {*levels} == {0, 1, 2}


def test_junit_has_a_case_a_property_and_is_well_formed(everything: result.Result) -> None:
    suites = ET.fromstring(junit.document(everything))
    assert [each.get("name") for each in suites.iter("testcase")][:1] == ["Q01"]
    (suite,) = suites
    assert suite.get("tests") == str(len(list(suites.iter("testcase"))))
    assert suite.get("failures") == str(len(list(suites.iter("failure")))) == "1"


def test_sarif_names_rules_places_and_what_was_accepted(everything: result.Result) -> None:
    (run,) = sarif.document(everything, "0")["runs"]
    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]
    assert rules == list(RULES)
    for each in run["results"]:
        assert rules[each["ruleIndex"]] == each["ruleId"]
        assert each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    first = run["results"][0]["locations"][0]["physicalLocation"]
    assert (first["artifactLocation"]["uri"], first["region"]) == ("properties/pair/reserves.py", {"startLine": 7})
    assert [each["suppressions"][0]["justification"] for each in run["results"] if "suppressions" in each] == [
        "Q12 says more."
    ]


def test_an_annotation_is_one_line_whatever_it_tells(everything: result.Result) -> None:
    found = workflow_commands.lines(everything)
    assert found[0].startswith("::error file=properties/pair/reserves.py,line=7,title=Q01 sentence::")
    assert all("\n" not in each for each in found)
    assert "%25 ::error" in found[0]


def test_the_summary_says_what_would_accept_a_change(everything: result.Result) -> None:
    page = summary.document(everything)
    assert f"`{REWRITTEN.fingerprint}`" in page
    assert "**accepted:** Q12 says more." in page


def test_the_report_says_what_it_can_not_know(everything: result.Result) -> None:
    assert result.document(everything)["not_recorded"] == freshness.UNRECORDED


def test_the_page_on_the_gate_names_every_rule() -> None:
    page = (ROOT / "docs" / "gate.md").read_text(encoding="utf-8")
    cells = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    named = {word.strip("` ") for cell in cells for word in cell.split(",")}
    assert named == set(RULES)
