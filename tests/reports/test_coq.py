"""Certificates as theorems of Coq: what they state is what the certificate states, and Coq accepts what the checker does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from proofs import checker
from proofs.checker import EQ, GEQ, NEQ, Poly
from reports import coq, coq_basis
from reports.smtlib import Unspeakable
from tests.reports.coq_compiler import CLOSED, compiled


def terms(polynomial: Poly) -> list[list[Any]]:
    return [[str(coefficient), list(monomial)] for monomial, coefficient in polynomial.items()]


def condition(polynomial: list[list[Any]], relation: str, **more: Any) -> dict[str, Any]:
    return {"polynomial": polynomial, "relation": relation} | more


def certificate(**parts: Any) -> dict[str, Any]:
    """`x >= 0` and `x != 0` give `x >= 1`, by a lemma that splits; all kinds of nodes and terms are in it."""
    x, y = [["1", ["x"]]], [["1", ["y"]]]
    apart = {
        "differ": 1,
        "above": {"terms": [["1", [], [4]], ["1", [], [3]]]},
        "below": {"terms": [["1", [], [0]], ["1", [], [4]]]},
    }
    whole = {
        "label": 'story: a "label" that says *) and (*',
        "definitions": [],
        "hypotheses": [
            condition(x, GEQ, source="width u64 of x"),
            condition(x, NEQ, source="branch"),
            condition(y, EQ, source="branch"),
        ],
        "lemmas": [condition([["1", ["x"]], ["-1", []]], GEQ, proof=apart)],
        "goal": condition([["1", ["x"]], ["-1", []]], GEQ, proof={"terms": [["1", [], [3]], ["1", [], [4]]]}),
    }
    return whole | parts


def axiom(kind: str, number: int) -> dict[str, Any]:
    """The certificate that an axiom follows from its guards, of arguments that are sums."""
    first: Poly = {("a",): 1, ("b",): 2}
    second: Poly = {("m",): 1, (): 3}
    arguments = [first, second][: len(coq_basis.MEANINGS[kind][1])]
    polynomial, relation, guards = checker.axioms(kind, "v", arguments)[number]
    facts = len(checker.axioms(kind, "v", arguments)) + len(guards)
    direct = {"terms": [["1", [], [number]], ["1", [], [facts]]]}
    apart = {
        "differ": facts,
        "above": {"terms": [["1", [], [facts + 1]], ["-1", [], [number]]]},
        "below": {"terms": [["1", [], [facts + 1]], ["1", [], [number]]]},
    }
    return {
        "label": f"{kind} {number}",
        "definitions": [{"name": "v", "kind": kind, "arguments": [terms(each) for each in arguments]}],
        # A guard is known by something that says more.
        "hypotheses": [condition(terms(checker.add(each, {(): -2})), GEQ, source="guard") for each in guards],
        "lemmas": [],
        "goal": condition(terms(polynomial), relation, proof=apart if relation == EQ else direct),
    }


AXIOMS = [axiom(kind, number) for kind in coq_basis.MEANINGS for number in range(len(coq_basis.general(kind)))]


def written(folder: Path, certificates: list[dict[str, Any]]) -> None:
    (folder / "Basis.v").write_text(coq_basis.basis(), encoding="utf-8")
    (folder / "Some.v").write_text(coq.statement(certificates, ["about"]), encoding="utf-8")


def test_coq_accepts_every_axiom_and_every_kind_of_step(tmp_path: Path) -> None:
    constant = {"name": "v", "kind": "floor", "arguments": [[["1", ["a"]]], [["7", []]]]}
    by_a_number = {
        "label": "the divisor is a number, so its guard is certain",
        "definitions": [constant],
        "hypotheses": [],
        "lemmas": [],
        "goal": condition([["1", ["a"]], ["-7", ["v"]]], GEQ, proof={"terms": [["1", [], [0]], ["1", [], [4]]]}),
    }
    equal = {
        "label": "a multiple of something that is 0, by a negative number and another fact",
        "definitions": [],
        "hypotheses": [condition([["1", ["y"]]], EQ, source="-"), condition([["1", ["x"]]], GEQ, source="-")],
        "lemmas": [],
        "goal": condition(
            [["1", ["y", "x"]]],
            GEQ,
            proof={"terms": [["1", ["z"], [0]], ["-1", ["z"], [0]], ["1", [], [0, 1]], ["1", [], [2]]]},
        ),
    }
    split = {
        "label": "a split",
        "definitions": [],
        "hypotheses": [],
        "lemmas": [],
        "goal": condition(
            [["1", ["split", "split"]]],
            GEQ,
            proof={
                "split": [["1", ["split"]]],
                "then": {"terms": [["1", [], [0]], ["1", [], [1, 1]]]},
                "else": {"terms": [["1", [], [0]], ["1", [], [1, 1]], ["2", [], [1]]]},
            },
        ),
    }
    other = {
        "label": "a goal that something is not 0",
        "definitions": [],
        "hypotheses": [condition([["1", ["x"]], ["-1", []]], GEQ, source="-")],
        "lemmas": [],
        "goal": condition([["1", ["x"]]], NEQ, proof={"terms": [["1", [], [0]], ["-1", [], [1]]]}),
    }
    certificates = [certificate(), by_a_number, equal, split, other, *AXIOMS]
    for each in certificates:
        checker.check(each)
    written(tmp_path, certificates)
    assert compiled(tmp_path, "Basis.v", "Some.v") == ["", CLOSED]


def test_coq_refuses_what_does_not_follow(tmp_path: Path) -> None:
    written(tmp_path, [certificate()])
    text = (tmp_path / "Some.v").read_text()
    (tmp_path / "Some.v").write_text(text.replace("0 <= x - 1.\nProof", "0 <= x - 2.\nProof"))
    assert (tmp_path / "Some.v").read_text() != text
    compiled(tmp_path, "Basis.v")
    with pytest.raises(AssertionError, match=r"Some\.v"):
        compiled(tmp_path, "Some.v")


def test_what_is_taken_for_granted_is_told(tmp_path: Path) -> None:
    written(tmp_path, [certificate()])
    basis = (tmp_path / "Basis.v").read_text()
    at = basis.index("Lemma refute")
    end = basis.index("Qed.", at) + len("Qed.")
    (tmp_path / "Basis.v").write_text(
        basis[:at] + "Axiom refute : forall (c : positive) (t : Z), 0 <= t -> t = Z.neg c -> False." + basis[end:]
    )
    said = compiled(tmp_path, "Basis.v", "Some.v")[1]
    assert CLOSED not in said
    assert "refute" in said


def test_a_theorem_says_what_its_certificate_says() -> None:
    text = "\n".join(coq.theorem("named", certificate()))
    stated = " ".join(text.partition("Proof.")[0].split())
    assert stated == (
        "(* story: a 'label' that says * ) and ( * *) Theorem named : forall x y : Z, "
        "(* hypothesis: width u64 of x *) 0 <= x -> (* hypothesis: branch *) x <> 0 -> "
        "(* hypothesis: branch *) y = 0 -> (* the goal *) 0 <= x - 1."
    )


@pytest.mark.parametrize(
    ("kind", "stated"),
    [
        ("floor", "v = (a + 2*b) / (m + 3) ->"),
        ("trunc", "v = Z.quot (a + 2*b) (m + 3) ->"),
        ("isqrt", "v = Z.sqrt (a + 2*b) ->"),
        ("abs", "v = Z.abs (a + 2*b) ->"),
        ("ten", "v = 10 ^ (a + 2*b) ->"),
    ],
)
def test_a_definition_is_coqs_own(kind: str, stated: str) -> None:
    assert stated in [line.strip() for line in coq.theorem("named", axiom(kind, 0))]


def test_no_two_variables_share_a_name() -> None:
    names = ["a.b", "a_b", "a_b_2", "split", "H0", "0", "é", "mod", "pair.reserve0", "base_unit[m.x]"]
    hypotheses = [condition([["1", [name]]], GEQ, source="-") for name in names]
    proof = {"terms": [["1", [], [0]], ["1", [], [len(names)]]]}
    goal = condition([["1", ["a.b"]]], GEQ, proof=proof)
    stated = coq.theorem("named", certificate(hypotheses=hypotheses, lemmas=[], goal=goal))[2]
    bound = stated.strip().removeprefix("forall ").removesuffix(" : Z,").split()
    assert len(set(bound)) == len(names)
    assert {"pair_reserve0", "base_unit_m_x", "x_split", "x_mod", "x_H0", "x_0"} <= set(bound)
    assert all(name.isascii() and name.isidentifier() for name in bound)


@pytest.mark.parametrize("multiplier", ["2", "0"])
def test_a_leaf_that_does_not_add_up_is_not_written(multiplier: str) -> None:
    forged = certificate()
    forged["goal"]["proof"]["terms"][0][0] = multiplier
    with pytest.raises(checker.Invalid):
        checker.check(forged)
    with pytest.raises(Unspeakable, match="does not add up"):
        coq.theorem("named", forged)


def test_a_guard_that_is_not_known_is_not_written() -> None:
    forged = axiom("floor", 2)
    forged["hypotheses"][1]["polynomial"] = [["1", ["a"]], ["2", ["b"]], ["1", []]]
    with pytest.raises(checker.Invalid):
        checker.check(forged)
    with pytest.raises(Unspeakable, match="a guard is not known"):
        coq.theorem("named", forged)


def test_the_same_certificates_give_the_same_text() -> None:
    kept = json.dumps(AXIOMS)
    assert coq.statement(AXIOMS, []) == coq.statement(json.loads(kept), [])


def test_a_theorem_that_is_not_proved_is_told_wherever_it_stands(tmp_path: Path) -> None:
    written(tmp_path, [certificate(), certificate()])
    text = (tmp_path / "Some.v").read_text()
    (tmp_path / "Some.v").write_text(text.replace("Qed.", "Admitted.", 1))
    said = compiled(tmp_path, "Basis.v", "Some.v")[1]
    assert CLOSED not in said
    assert "certificate_0000" in said
    assert "certificate_0001" not in said
