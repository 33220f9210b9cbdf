"""What the gate makes of changed code: which parts differ, who depends on them, and what may hide a weakening."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from proofs.outcome import Outcome, Report
from properties.declared import Declaration
from properties.property import Verdict
from reports import document
from reports.code import RECORDED, UnreadableCode, digests, module_of, parts_of, recorded
from reports.gate import helpers
from reports.gate.change import Change, Effect, Kind
from reports.gate.comparison import compared
from reports.gate.coverage import UNRECORDED, Coverage, changes
from reports.gate.freshness import other_code
from tests.reports.samples import PROVED, REFUTED

EVIDENCE = PROVED.evidence
assert EVIDENCE is not None


def proof(identifier: str, *ran: str, **facts: Any) -> Outcome:
    """A proof that has called these functions."""
    assert EVIDENCE is not None
    statement = replace(PROVED.property, id=identifier, **facts)
    return replace(PROVED, property=statement, evidence=replace(EVIDENCE, ran=ran, explored=("swap",)))


def content(*found: Outcome) -> dict[str, Any]:
    return dict(json.loads(document.dumped(document.document([Report("pair", found)]))))


RULES = """
'''Words.'''

from __future__ import annotations

from model.widths import SCALE, checked as wide, u8

FEE = 3
ALL = SCALE - FEE
small = wide(8)

class Rules(Base, of=1):
    '''More words.'''

    least: int = 10
    unused = 4

    def swap(self, amount):
        # why
        return self.fee(amount) - ALL

    def fee(self, amount):
        return small(amount) * self.least

    def quote(self, amount):
        return amount
"""

WIDTHS = """
SCALE = 100

def checked(width):
    return _made(width)

def _made(width):
    return lambda value: value

def u8(value):
    return value

def never(value):
    return u8(value)
"""

SOURCES = {"model/rules.py": RULES, "model/widths.py": WIDTHS}
RAN = ("model.rules.Rules.swap", "model.rules.Rules.fee")


def told(
    old: str, new: str, *found: Outcome, sources: dict[str, str] = SOURCES, before: dict[str, str] | None = None
) -> dict[str, tuple[Kind, str]]:
    """What the gate tells where this stands instead of that, by part."""
    after = {path: text.replace(old, new) for path, text in sources.items()}
    covered = Coverage(parts_of(after), content(*(found or (proof("Q01", *RAN),))))
    return {each.id: (each.kind, each.note) for each in changes(parts_of(before or sources), parts_of(after), covered)}


BY_Q01 = "1 statement depends on it: Q01"


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("# why", "# why not", {}),
        ("'''More words.'''", "'''Others.'''", {}),
        ("self.fee(amount) - ALL", "(self.fee(amount)) - ALL", {}),
        ("- ALL", "+ ALL", {"rules.Rules.swap": Kind.MODEL}),
        ("return amount\n", "return amount + 1\n", {"rules.Rules.quote": Kind.UNCOVERED}),
        ("FEE = 3", "FEE = 4", {"rules.FEE": Kind.MODEL}),
        ("SCALE = 100", "SCALE = 101", {"widths.SCALE": Kind.MODEL}),
        ("least: int = 10", "least: int = 9", {"rules.Rules.least": Kind.MODEL}),
        ("least: int", "least: bool", {"rules.Rules.least": Kind.MODEL}),
        ("unused = 4", "unused = 5", {"rules.Rules.unused": Kind.UNCOVERED}),
        ("Base, of=1", "Other, of=1", {"rules.Rules": Kind.MODEL}),
        ("lambda value: value", "lambda value: 0", {"widths._made": Kind.MODEL}),
        ("return _made(width)", "return _made(9)", {"widths.checked": Kind.MODEL}),
        ("wide(8)", "wide(9)", {"rules.small": Kind.MODEL}),
        ("    return value\n\ndef never", "    return 0\n\ndef never", {"widths.u8": Kind.UNCOVERED}),
        ("checked as wide", "never as wide", {"rules.wide": Kind.MODEL}),
        ("FEE = 3", "FEE = 3\nif FEE:\n    SCALE = 1", {"rules.if FEE: SCALE = 1": Kind.UNCOVERED}),
        ("FEE = 3", "FEE = 3\nimport math", {}),
    ],
)
def test_a_part_that_differs_is_covered_by_whoever_ran_or_read_it(old: str, new: str, parts: dict[str, Kind]) -> None:
    assert {name: kind for name, (kind, _) in told(old, new).items()} == {f"model.{p}": k for p, k in parts.items()}


def test_the_statements_that_depend_on_a_part_are_told() -> None:
    found = [proof(f"Q{number:02}", RAN[0]) for number in range(1, 9)]
    assert told("- ALL", "+ ALL", *found)["model.rules.Rules.swap"][1] == (
        "8 statements depend on it: Q01, Q02, Q03, Q04, Q05, Q06 and 2 more"
    )


@pytest.mark.parametrize("verdict", [each for each in Verdict if each is not Verdict.PROVED])
def test_only_what_is_proved_covers(verdict: Verdict) -> None:
    assert told("- ALL", "+ ALL", replace(proof("Q01", *RAN), verdict=verdict)) == {
        "model.rules.Rules.swap": (Kind.UNCOVERED, "")
    }


def test_a_declaration_alone_is_told_as_such() -> None:
    declared = proof("D_swap", *RAN, scope=Declaration())
    assert "which only say what it writes" in told("- ALL", "+ ALL", declared)["model.rules.Rules.swap"][1]
    assert told("- ALL", "+ ALL", declared, proof("Q01", *RAN))["model.rules.Rules.swap"][1].endswith("D_swap, Q01")


def test_a_report_that_records_no_runs_covers_nothing() -> None:
    found = content(PROVED)
    for name in ("ran", "explored"):
        del found["systems"][0]["properties"][0]["evidence"][name]
    after = parts_of({path: text.replace("- ALL", "+ ALL") for path, text in SOURCES.items()})
    (change,) = changes(parts_of(SOURCES), after, Coverage(after, found))
    assert (change.kind, change.note) == (Kind.UNCOVERED, UNRECORDED)


def test_a_new_function_needs_a_statement() -> None:
    new = "def rebate(self):\n        return 1\n\n    def quote"
    assert told("def quote", new) == {"model.rules.Rules.rebate": (Kind.UNCOVERED, "")}
    found = told("def quote", new, proof("Q01", *RAN, "model.rules.Rules.rebate"))
    assert found == {"model.rules.Rules.rebate": (Kind.MODEL, BY_Q01)}


QUOTE = "    def quote(self, amount):\n        return amount\n"
FEE = "    def fee(self, amount):\n        return small(amount) * self.least\n"
BASE = "\n\nclass Base:\n    def fee(self, amount):\n        return 0\n"


def test_what_is_gone_and_not_mentioned_is_told() -> None:
    assert told(QUOTE, "") == {"model.rules.Rules.quote": (Kind.MODEL, "nothing mentions it any more")}


def test_what_is_gone_has_to_be_covered_by_what_takes_its_place() -> None:
    """An override is taken away, and what it overrode runs instead."""
    sources = {**SOURCES, "model/widths.py": WIDTHS + BASE}
    assert told(FEE, "", sources=sources)["model.rules.Rules.fee"][0] is Kind.UNCOVERED
    found = told(FEE, "", proof("Q01", *RAN, "model.widths.Base.fee"), sources=sources)
    assert found["model.rules.Rules.fee"] == (Kind.MODEL, BY_Q01)


def test_what_is_gone_while_it_is_still_called_is_not_covered() -> None:
    assert told(FEE, "")["model.rules.Rules.fee"][0] is Kind.UNCOVERED


def test_a_renamed_method_is_a_new_one() -> None:
    found = told("fee(", "charge(")
    assert found["model.rules.Rules.charge"][0] is Kind.UNCOVERED
    assert found["model.rules.Rules.fee"] == (Kind.MODEL, "nothing mentions it any more")


def test_a_module_that_moved_needs_its_statements_anew() -> None:
    moved = {"model/moved.py": RULES, "model/widths.py": WIDTHS}
    covered = Coverage(parts_of(moved), content(proof("Q01", *(each.replace("rules", "moved") for each in RAN))))
    found = {each.id: each.kind for each in changes(parts_of(SOURCES), parts_of(moved), covered)}
    assert found["model.moved.Rules.swap"] is Kind.MODEL
    assert found["model.moved.Rules.quote"] is Kind.UNCOVERED
    assert found["model.rules.Rules.swap"] is Kind.MODEL
    covered = Coverage(parts_of(moved), content(proof("Q01", *RAN)))
    assert all(
        each.kind is Kind.UNCOVERED
        for each in changes(parts_of(SOURCES), parts_of(moved), covered)
        if each.id.startswith("model.moved.Rules.")
    )


VARIANT = {"model/variants/mine.py": "class Mine:\n    def swap(self):\n        return 1\n"}


def test_a_variant_that_the_protocol_does_not_import_does_not_fail() -> None:
    (found,) = told("return 1", "return 2", sources={**SOURCES, **VARIANT}).values()
    assert found[0] is Kind.MODEL
    hidden = {**SOURCES, **VARIANT, "model/more.py": "from model.variants.mine import Mine\n"}
    (found,) = told("return 1", "return 2", sources=hidden).values()
    assert found[0] is Kind.UNCOVERED


# -- the properties ---------------------------------------------------------------------------------------------------

STATEMENTS = """
from properties.worth import worth

TOLERANCE = 0

@prop("Q01", scope=OnStep(("swap",)))
def holds(system, step):
    yield worth(step.after) >= worth(step.before) - TOLERANCE

class Situation:
    def state(self, case):
        return case.integer("x", U64)
"""

WORTH = """
def worth(state):
    return sum(state.reserves)

def lemma(state):
    return 1
"""

ROOM = {
    "properties/pair.py": STATEMENTS,
    "properties/worth.py": WORTH,
    "properties/weak.py": "def worth(state): return 0",
}


def helped(old: str, new: str) -> dict[str, str]:
    after = parts_of({path: text.replace(old, new) for path, text in ROOM.items()})
    found = helpers.changes(parts_of(ROOM), after, after)
    assert all((each.kind, each.effect) == (Kind.HELPER, Effect.WEAKENED) for each in found)
    return {each.id.removeprefix("properties."): each.note for each in found}


@pytest.mark.parametrize(
    ("old", "new", "modules"),
    [
        ("sum(state.reserves)", "0", {"worth": "worth"}),
        ("def worth(state):\n    return sum(", '@prop("Q99")\ndef worth(state):\n    return len(', {"worth": "worth"}),
        ("TOLERANCE = 0", "TOLERANCE = 9", {"pair": "TOLERANCE"}),
        ("from properties.worth", "from properties.weak", {"pair": "worth"}),
        ('"x", U64', '"x", U8', {"pair": "Situation.state"}),
        ("def state", "def restrict(self, state):\n        return 0\n\n    def state", {"pair": "Situation.restrict"}),
        ("def lemma", "def sum(numbers):\n    return 0\n\ndef lemma", {"worth": "sum"}),
        ("def lemma", "from properties.weak import sum\n\ndef lemma", {"worth": "sum"}),
        ("def worth(state):\n    return sum(state.reserves)\n", "", {"worth": "worth"}),
        ("def lemma(state):\n    return 1\n", "", {}),
        ("def lemma", "def other(state):\n    return 2\n\ndef lemma", {}),
        ("class Situation", '@prop("Q02")\ndef more(system, step):\n    yield True\n\nclass Situation', {}),
        (">= worth", "<= worth", {}),
        ("return 1", "return 1  # why", {}),
    ],
)
def test_code_outside_of_bodies_is_told_where_something_of_before_may_come_upon_it(
    old: str, new: str, modules: dict[str, str]
) -> None:
    assert helped(old, new) == modules


# -- reports ----------------------------------------------------------------------------------------------------------


def test_an_operation_that_a_proof_explores_no_more_cuts_its_scope() -> None:
    assert EVIDENCE is not None
    less = replace(PROVED, evidence=replace(EVIDENCE, explored=("swap",)))
    more = replace(PROVED, evidence=replace(EVIDENCE, explored=("swap", "burn")))
    assert [(each.kind, each.effect) for each in compared(content(more), content(less))] == [
        (Kind.SCOPE, Effect.WEAKENED)
    ]
    assert compared(content(less), content(more)) == []
    assert compared(content(PROVED), content(less)) == []  # a report of before


def test_a_report_about_other_code_is_stale() -> None:
    made = {"model.a": "0" * 16, "model.b": "1" * 16}
    report = document.document([Report("pair", (PROVED, REFUTED))], made)
    assert other_code(report, made) == []
    assert other_code(report, {"model.a": "2" * 16, "model.c": "1" * 16}) == [
        ("model.a", "it is about other code than this"),
        ("model.b", "it is about code that is gone"),
        ("model.c", "this code was not there when it was made"),
    ]
    assert other_code(document.document([Report("pair", (PROVED,))]), made) == []


def test_the_code_of_both_rooms_is_recorded() -> None:
    found = recorded()
    assert {module.partition(".")[0] for module in found} == set(RECORDED)
    assert {"model.bal.system", "properties.property", "model"} <= set(found)


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("# why", "", True),
        ("'''Words.'''", "", True),
        ("- ALL", "+ ALL", False),
        ("least: int = 10", "least: int = None", False),
    ],
)
def test_a_digest_is_of_code_alone(old: str, new: str, same: bool) -> None:
    assert (digests(SOURCES) == digests({path: text.replace(old, new) for path, text in SOURCES.items()})) is same


def test_what_is_no_python_is_refused() -> None:
    for text in ("def (", "x = '\0'", "(" * 3000):
        with pytest.raises(UnreadableCode, match=r"model/x\.py is no Python of this version"):
            parts_of({"model/x.py": text})


def test_a_part_is_named_as_what_runs_is() -> None:
    assert module_of("model/bal/__init__.py") == "model.bal"
    assert "model.rules.Rules.swap" in parts_of(SOURCES)


def test_a_note_is_no_part_of_what_is_accepted() -> None:
    one = Change("model.a", "", Kind.UNCOVERED, Effect.WEAKENED, "x", "y", "no statement")
    assert one.fingerprint == replace(one, note="another").fingerprint
