"""Pieces of pages: obligations, defects, what markets come to, and words."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from reports.site import noticing
from reports.site.defects import by_statement, planted_by_statement
from reports.site.obligations import by_scope, obligations, opinions, polynomial, users
from reports.site.rendering import paragraphs, solver, words
from reports.site.subjects import exceeded, plots

LEAF = {"terms": [["1", [], [0]], ["1", [], [1]]]}


def certificate(label: str, proof: Any = None, lemmas: int = 0) -> dict[str, Any]:
    """x >= 0 from x >= 0."""
    goal = {"polynomial": [["1", ["x"]]], "relation": ">=0", "proof": proof or LEAF}
    given = {"polynomial": [["1", ["x"]]], "relation": ">=0", "source": "assumption: P07"}
    return {"label": label, "definitions": [], "hypotheses": [given], "lemmas": [goal] * lemmas, "goal": goal}


def test_obligations_are_told_by_what_they_are() -> None:
    labels = [
        "swap: lemma: x",
        "swap: decided: y: z",
        "burn: impossible: w",
        "swap: a: claim of its own",
        "burn: no claim",
    ]
    found = obligations([certificate(each) for each in labels])
    assert [(each.number, each.scope, each.kind, each.label) for each in found] == [
        (1, "swap", "a lemma", "x"),
        (2, "swap", "a branch that is decided", "y: z"),
        (3, "burn", "a path that is impossible", "w"),
        (4, "swap", "a claim", "a: claim of its own"),
        (5, "burn", "a claim", "no claim"),
    ]
    assert [
        (each.name, [one.number for one in each.claims], [one.number for one in each.branches])
        for each in by_scope(found)
    ] == [("swap", [1, 4], [2]), ("burn", [5], [3])]
    assert users("assumption: P07", found) == [1, 2, 3, 4, 5]
    assert users("assumption: P08", found) == []
    assert all(not each.refusal for each in found)


def test_leaves_are_counted_through_splits() -> None:
    split = {"split": [["1", ["y"]]], "then": LEAF, "else": {"differ": 0, "above": LEAF, "below": LEAF}}
    (found,) = obligations([certificate("s: c", split)])
    assert found.leaves == 3


def test_a_certificate_that_proves_nothing_is_said_to() -> None:
    (found,) = obligations([certificate("s: c", {"terms": [["1", [], [0]]]})])
    assert "do not add up" in found.refusal


def test_solvers_speak_of_each_only_where_they_agree_on_all() -> None:
    found = obligations([certificate("s: a"), certificate("s: b", lemmas=1)])
    said = {"z3": "agrees 3/3", "cvc5": "unknown 1; agrees 2/3", "sympy": "agrees 9/9", "other": "agrees 3/3"}
    assert opinions(said, found) == {"z3": "agrees"}


@pytest.mark.parametrize(
    ("terms", "text"),
    [
        ([], "0"),
        ([["-1", []]], "− 1"),
        ([["1", ["x", "y"]], ["-2", ["x"]], ["3", []]], "x·y − 2·x + 3"),
        ([["1", [f"x{number}"]] for number in range(9)], "x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 + … (1 more term)"),
    ],
)
def test_polynomials(terms: list[Any], text: str) -> None:
    assert polynomial(terms) == text


def test_defects_stand_with_the_statements_that_notice_them() -> None:
    facts = {"id": "H01", "commit": "abc", "date": "2022", "before": "b", "after": "a", "system": "model.x:Wrong"}
    prover = {"found": [{"id": "P02", "claim": "c", "size": 2}, {"id": "P03", "claim": "d", "size": 0}]}
    fuzzer = {"found": [{"id": "P02", "claim": "e", "size": None}]}
    found = by_statement({"defects": [{**facts, "prover": prover, "fuzzer": fuzzer}]})
    assert found.keys() == {"P02", "P03"}
    assert found["P02"][0].by == ("the prover (c, in 2 steps)", "the fuzzer (e)")
    assert (found["P03"][0].name, found["P03"][0].file) == ("Wrong", "model/x.py")


def test_planted_mistakes_stand_with_the_statement_that_notices_first() -> None:
    facts = {"place": "model/a.py:3", "operator": "sign", "before": "a + b", "after": "a - b"}
    noticed = {
        "recordings": "fill: market.x",
        "unit tests": "fail",
        "fuzzer": "P02",
        "proofs": "P03 REFUTED",
        "search": "",
    }
    found = planted_by_statement({"mutants": [{**facts, "noticed": noticed}]})
    assert {name: each[0].by for name, each in found.items() if name.startswith("P")} == {
        "P02": ("fuzzer",),
        "P03": ("proofs",),
    }


def test_what_is_left_of_planted_mistakes_stands_first() -> None:
    facts = {"operator": "sign", "before": "a + b", "after": "a - b"}
    planted = [
        {**facts, "place": "model/a.py:1", "noticed": {"fuzzer": "P02", "proofs": "P03 REFUTED"}, "compared": ""},
        {**facts, "place": "model/a.py:2", "noticed": {"fuzzer": ""}, "compared": "equivalent: proved"},
        {**facts, "place": "model/a.py:3", "noticed": {}},
    ]
    told = noticing.context(None, {"total": 1231, "mutants": planted})
    assert (told["total"], told["noticed"], told["left"]) == (1231, 1, 1)
    mistakes = told["mistakes"]
    assert isinstance(mistakes, list)
    assert [(each.line, each.left, each.noticed) for each in mistakes] == [
        ("3", True, ()),
        ("2", False, ()),
        ("1", False, (("fuzzer", "P02"), ("proofs", "P03"))),
    ]


def test_a_defect_of_the_past_has_everybody_who_found_it() -> None:
    facts = {"id": "H01", "commit": "abc", "date": "2022", "before": "b", "after": "a", "system": "model.x:Wrong"}
    engines = {"prover": {"found": []}, "fuzzer": {"found": []}, "recordings": {"matched": 90, "total": 100}}
    told = noticing.context({"defects": [{**facts, **engines}]}, None)
    assert told["missed"] == ["H01"]
    assert told["found"] == [("the prover", 0), ("the fuzzer", 0), ("the recordings", 1)]


def test_what_markets_come_to_is_how_far_they_are_beyond_a_bound() -> None:
    def row(raw: int, bound: int, **how: bool) -> dict[str, Any]:
        limit = {"raw": bound, "by": ["P42"], "proved": False, "kept": False, "strict": False, **how}
        return {"attained": {"raw": raw, "usd": str(raw / 10)}, "bound": limit}

    rows = [row(-50, 20), row(40, 20), row(900, 20, proved=True), row(900, 20, kept=True), row(0, 0)]
    assert exceeded({"subjects": [{"rows": [*rows, {"attained": {}, "bound": None}]}]}) == {"P42": Fraction(3)}


def test_a_plot_a_market() -> None:
    series = [
        {"market": name, "label": "l", "is_bound": False, "points": [[0, "0.5"], [1, "12345678901234567890"]]}
        for name in ("SOL", "BTC", "SOL")
    ]
    made = plots({"name": "n", "title": "t", "chart": {"x": "time", "y": "{token}", "series": series}})
    assert [each.title for each in made] == ["SOL", "BTC"]
    assert "SOL against time" in made[0].svg


def test_words_are_escaped_and_pairs_of_backticks_are_code() -> None:
    assert words("a `b < c` <d> `e") == "a <code>b &lt; c</code> &lt;d&gt; `e"
    assert paragraphs("a\nb\n\n<c>") == "<p>a b</p>\n<p>&lt;c&gt;</p>"
    assert solver("sympy: never positive") == "SymPy: never positive"
    assert solver("sympy, over the reals") == "SymPy, over the reals"
    assert solver("cvc5") == "cvc5"
