"""The checker accepts what the engine proves and nothing that was changed into something else."""

from __future__ import annotations

import ast
import copy
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path as File
from random import Random
from typing import Any

import pytest

from model.arith import U32, Width, isqrt, trunc_div
from proofs import checker
from proofs.certificate import certificate
from proofs.definitions import VALUES
from proofs.explore import explore
from proofs.path import Path

Certificate = dict[str, Any]

SMALL = Width("small", -4, 4)
CHECKER = File(checker.__file__)


def of_a_product(path: Path) -> None:
    x, y = path.integer("x", U32), path.integer("y", U32)
    path.claim("products of positives", (x + 1) * (y + 1) >= x + y + 1)


def of_a_quotient(path: Path) -> None:
    x, y = path.integer("x", U32), path.integer("y", U32)
    path.assume(y >= 1, "the divisor is positive")
    path.claim("rounded down", x // y * y <= x)
    path.claim("by less than the divisor", x // y * y + y > x)


def of_a_signed_quotient(path: Path) -> None:
    x = path.integer("x", SMALL)
    path.claim("towards zero from above", trunc_div(x, 3) * 3 <= x + 2)
    path.claim("towards zero from below", trunc_div(x, 3) * 3 >= x - 2)


def of_a_root(path: Path) -> None:
    root = isqrt(path.integer("x", U32))
    path.claim("square", root * root <= path.integer("x", U32))


def of_an_equality(path: Path) -> None:
    x, y = path.integer("x", SMALL), path.integer("y", SMALL)
    path.assume(x == y + 1, "one apart")
    path.claim("squares", x * x == y * y + 2 * y + 1)


def of_a_disequality(path: Path) -> None:
    x, y = path.integer("x", SMALL), path.integer("y", SMALL)
    path.assume(x != y, "apart")
    path.claim("apart by one or more", (x - y) * (x - y) >= 1)


def of_an_absolute_value(path: Path) -> None:
    x = path.integer("x", SMALL)
    path.claim("not below", abs(x) >= x)
    path.claim("square", abs(x) * abs(x) == x * x)


def of_a_lemma(path: Path) -> None:
    x, y, z = (path.integer(name, U32) for name in "xyz")
    path.assume(x >= y * z, "enough")
    path.claim("lemma: both", y * z >= 0)
    path.claim("all", x * y * z >= y * z * (y * z))


BODIES: tuple[Callable[[Path], None], ...] = (
    of_a_product,
    of_a_quotient,
    of_a_signed_quotient,
    of_a_root,
    of_an_equality,
    of_a_disequality,
    of_an_absolute_value,
    of_a_lemma,
)


def made(body: Callable[[Path], None]) -> list[Certificate]:
    """Certificates of every claim of a body that is proved on every path."""
    found = []
    for path in explore(body).paths:
        for obligation in path.obligations:
            assert obligation.proof is not None, obligation.label
            facts, defined = path.facts[: obligation.known], path.definitions.values()
            one = certificate(obligation.label, obligation.condition, obligation.proof, facts, defined)
            found.append(json.loads(json.dumps(one)))
    return found


CERTIFICATES = [(body.__name__, one) for body in BODIES for one in made(body)]
NAMES = [f"{name}: {one['label']}" for name, one in CERTIFICATES]
ALL = pytest.mark.parametrize("one", [one for _, one in CERTIFICATES], ids=NAMES)


def accepted(one: Certificate) -> bool:
    """Whether the checker takes it; anything that is no refusal of its own kind is an error of the test."""
    try:
        checker.check(one)
    except (checker.Invalid, KeyError, IndexError, TypeError, ValueError):
        return False
    return True


def leaves(node: Any) -> Iterator[dict[str, Any]]:
    """The leaves of a proof tree, to be changed in place."""
    if "terms" in node:
        yield node
    for side in ("then", "else", "above", "below"):
        if side in node:
            yield from leaves(node[side])


def all_leaves(one: Certificate) -> list[dict[str, Any]]:
    return [leaf for step in (*one["lemmas"], one["goal"]) for leaf in leaves(step["proof"])]


@ALL
def test_what_the_engine_proves_is_accepted(one: Certificate) -> None:
    checker.check(one)


@ALL
def test_every_term_is_needed(one: Certificate) -> None:
    for number, leaf in enumerate(all_leaves(one)):
        for term in range(len(leaf["terms"])):
            changed = copy.deepcopy(one)
            del all_leaves(changed)[number]["terms"][term]
            assert not accepted(changed), f"without term {term} of leaf {number}"


@ALL
def test_a_changed_multiplier_is_noticed(one: Certificate) -> None:
    for number, leaf in enumerate(all_leaves(one)):
        for term in range(len(leaf["terms"])):
            for delta in (-1, 1):
                changed = copy.deepcopy(one)
                at = all_leaves(changed)[number]["terms"][term]
                at[0] = str(int(at[0]) + delta)
                assert not accepted(changed), f"multiplier {term} of leaf {number} {delta:+}"


@ALL
def test_no_goal_but_its_own_is_proved(one: Certificate) -> None:
    """A goal that asks for more than is proved is refused, whatever of it was changed."""
    for term in one["goal"]["polynomial"]:
        for delta in (-2, -1, 1, 2):
            changed = copy.deepcopy(one)
            changed["goal"]["polynomial"][one["goal"]["polynomial"].index(term)][0] = str(int(term[0]) + delta)
            assert still_proves(changed), f"goal with {delta:+} at {term}"
    changed = copy.deepcopy(one)
    changed["goal"]["polynomial"] = [["-1", []]]
    changed["goal"]["relation"] = ">=0"
    assert not accepted(changed)


@ALL
def test_changed_numbers_never_prove_what_is_false(one: Certificate) -> None:
    random = Random(one["label"])
    taken = 0
    for _ in range(60):
        changed = copy.deepcopy(one)
        holder, key = random.choice(list(numbers(changed)))
        old = holder[key]
        new = int(old) + random.choice([-7, -2, -1, 1, 2, 5]) if random.random() < 0.8 else -int(old)
        holder[key] = new if isinstance(old, int) else str(new)
        taken += accepted(changed)
        assert still_proves(changed), f"{old} became {new}"
    assert taken < 60


def numbers(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a certificate where a number stands: coefficients, multipliers, references."""
    pairs: Iterator[tuple[Any, Any]] = iter(node.items()) if isinstance(node, dict) else iter(enumerate(node))
    for key, value in pairs:
        if isinstance(value, (dict, list)):
            yield from numbers(value)
        elif isinstance(value, int) or (isinstance(value, str) and value.lstrip("-").isdecimal()):
            yield node, key


def still_proves(one: Certificate) -> bool:
    """Whether the certificate is refused, or its statement true at every point of a small box."""
    return not accepted(one) or states_what_is_true(one)


def states_what_is_true(one: Certificate) -> bool:
    """Whether no integer point of a small box satisfies the hypotheses and not the goal, found without the checker."""
    names: dict[str, None] = {}
    polynomials = [step["polynomial"] for step in (*one["hypotheses"], one["goal"])]
    polynomials += [argument for each in one["definitions"] for argument in each["arguments"]]
    for _, monomial in (term for polynomial in polynomials for term in polynomial):
        names |= dict.fromkeys(monomial)
    free = [name for name in names if name not in {each["name"] for each in one["definitions"]}]
    box = (-3, -2, -1, 0, 1, 2, 3, 7) if len(free) < 3 else (-2, -1, 0, 1, 2)
    return not any(refuted_at(one, dict(zip(free, point, strict=True))) for point in product(box, repeat=len(free)))


def refuted_at(one: Certificate, values: dict[str, int]) -> bool:
    for each in one["definitions"]:
        arguments = [at(argument, values) for argument in each["arguments"]]
        divides, root = each["kind"] in ("floor", "trunc"), each["kind"] == "isqrt"
        if (divides and arguments[1] < 1) or (root and arguments[0] < 0):
            return False  # a point at which the model's run would have stopped
        values[each["name"]] = VALUES[each["kind"]](*arguments)
    return all(holds(each, values) for each in one["hypotheses"]) and not holds(one["goal"], values)


def at(polynomial: Any, values: dict[str, int]) -> int:
    total = 0
    for coefficient, monomial in polynomial:
        term = int(coefficient)
        for name in monomial:
            term *= values[name]
        total += term
    return total


def holds(condition: dict[str, Any], values: dict[str, int]) -> bool:
    value = at(condition["polynomial"], values)
    return {">=0": value >= 0, "==0": value == 0, "!=0": value != 0}[condition["relation"]]


def test_the_box_notices_a_false_statement() -> None:
    assert not states_what_is_true(stated([X], []))
    assert states_what_is_true(SOUND)


@ALL
def test_hypotheses_and_lemmas_that_are_used_can_not_be_left_out(one: Certificate) -> None:
    """References count what stands before: without it they name something else, or nothing."""
    for part in ("hypotheses", "lemmas", "definitions"):
        for number in range(len(one[part])):
            changed = copy.deepcopy(one)
            del changed[part][number]
            assert still_proves(changed), f"without {part} {number}"


@ALL
def test_a_hypothesis_can_not_be_weakened(one: Certificate) -> None:
    for number, hypothesis in enumerate(one["hypotheses"]):
        changed = copy.deepcopy(one)
        changed["hypotheses"][number]["polynomial"] = [*hypothesis["polynomial"], ["1", []]]
        assert still_proves(changed), f"hypothesis {number} weaker by one"


@ALL
def test_every_field_is_needed(one: Certificate) -> None:
    for name in ("definitions", "hypotheses", "lemmas", "goal"):
        assert not accepted({key: value for key, value in one.items() if key != name}), name
    for name in ("polynomial", "relation", "proof"):
        assert not accepted({**one, "goal": {key: value for key, value in one["goal"].items() if key != name}}), name


# -- certificates written by hand: one rule each -------------------------------------------------------------------

X, Y = ["1", ["x"]], ["1", ["y"]]
LESS = ["-1", []]


def stated(goal: list[Any], terms: list[Any], *hypotheses: tuple[list[Any], str], **more: Any) -> Certificate:
    """`hypotheses |- goal >= 0` with a proof that is one leaf; the negated goal is the last fact."""
    return {
        "definitions": [],
        "hypotheses": [{"polynomial": polynomial, "relation": relation} for polynomial, relation in hypotheses],
        "lemmas": [],
        "goal": {"polynomial": goal, "relation": ">=0", "proof": {"terms": terms}},
        **more,
    }


SOUND = stated([X, Y], [["1", [], [0]], ["1", [], [1]], ["1", [], [2]]], ([X], ">=0"), ([Y], ">=0"))


def test_the_sound_example_is_accepted() -> None:
    checker.check(SOUND)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (stated([["-1", ["x"]]], [["-1", [], [0]], ["1", [], [1]]], ([X], ">=0")), "may be negative"),
        (stated([X], [["1", ["x"], [0]], ["1", [], [1]]], ([LESS], ">=0")), "may be negative"),
        (stated([X], [["-1", [], []]]), "may be negative"),
        (stated([X], [["1", [], [0]], ["1", [], [1]]], ([["-1", ["x"]], LESS], "!=0")), "disequality"),
        (stated([X], [["1", [], [0]]]), "negative constant"),
        (stated([X], []), "negative constant"),
        (stated([X], [["1", [], [1]]]), "no fact 1"),
        (stated([X], [["1", [], [-1]]]), "no fact -1"),
        (stated([X], [["1", [], [True]]], ([X], ">=0")), "no fact True"),
        (stated([X], [["1", [], ["0"]]], ([X], ">=0")), "no fact '0'"),
        (stated([X], [], ([X], ">0")), "unknown relation"),
        (stated([X], [], definitions=[{"name": "d", "kind": "round", "arguments": [[X]]}]), "no axioms"),
        (stated([X], [], definitions=[{"name": "d", "kind": "abs", "arguments": [[X]]}] * 2), "defined twice"),
        (stated([X], [], definitions=[{"name": "x", "kind": "abs", "arguments": [[X]]}]), "by itself"),
        (
            stated(
                [X],
                [],
                definitions=[
                    {"name": "d", "kind": "abs", "arguments": [[["1", ["e"]]]]},
                    {"name": "e", "kind": "abs", "arguments": [[["1", ["d"]], ["1", []]]]},
                ],
            ),
            "defined twice",
        ),
        (
            # floor(x, y) * y <= x needs y >= 1
            stated(
                [X, ["-1", ["q", "y"]]],
                [["1", [], [0]], ["1", [], [4]]],
                definitions=[{"name": "q", "kind": "floor", "arguments": [[X], [Y]]}],
            ),
            "guard",
        ),
        (
            # isqrt(x) >= 0 needs x >= 0
            stated(
                [["1", ["s"]]],
                [["1", [], [0]], ["1", [], [3]]],
                definitions=[{"name": "s", "kind": "isqrt", "arguments": [[X]]}],
            ),
            "guard",
        ),
    ],
)
def test_each_rule_is_kept(wrong: Certificate, words: str) -> None:
    with pytest.raises(checker.Invalid, match=words):
        checker.check(wrong)


def test_a_lemma_may_not_rest_on_itself_nor_on_a_later_one() -> None:
    lemma = {"polynomial": [X], "relation": ">=0", "proof": {"terms": [["1", [], [0]], ["1", [], [1]]]}}
    later = {"polynomial": [X], "relation": ">=0", "proof": {"terms": [["1", [], [1]], ["1", [], [2]]]}}
    for lemmas in ([lemma], [lemma, lemma], [later, lemma]):
        assert not accepted(stated([X], [["1", [], [0]], ["1", [], [len(lemmas)]]], lemmas=lemmas))


def test_a_disequality_is_two_cases_and_no_less() -> None:
    above = {"terms": [["1", [], [2]], ["1", [], [0]]]}
    tree = {"differ": 1, "above": above, "below": above}
    one = stated([["-1", ["x"]]], [], ([X], "!=0"))
    one["goal"]["proof"] = {**tree, "differ": 0}
    assert not accepted(one)
    one["goal"]["proof"] = {**tree, "differ": 1}
    assert not accepted(one)


# -- nothing else is needed -----------------------------------------------------------------------------------------


def test_the_checker_imports_the_standard_library_only() -> None:
    tree = ast.parse(CHECKER.read_text(encoding="utf-8"))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in imported} <= set(sys.stdlib_module_names)


def run_alone(folder: File, certificates: Any) -> subprocess.CompletedProcess[str]:
    """The checker as a program of its own: no site-packages, no environment, no repository on the path."""
    file = folder / "certificates.json"
    file.write_text(certificates if isinstance(certificates, str) else json.dumps(certificates), encoding="utf-8")
    copied = folder / "checker.py"
    copied.write_text(CHECKER.read_text(encoding="utf-8"), encoding="utf-8")
    command = [sys.executable, "-I", "-S", str(copied), str(file)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, check=False)


def test_it_runs_alone(tmp_path: File) -> None:
    ran = run_alone(tmp_path, [one for _, one in CERTIFICATES])
    assert (ran.returncode, ran.stdout) == (0, f"{len(CERTIFICATES)} certificates checked\n"), ran.stderr


def test_it_fails_alone(tmp_path: File) -> None:
    wrong = stated([X], [["1", [], [0]]])
    ran = run_alone(tmp_path, [SOUND, wrong])
    assert ran.returncode == 1
    assert "certificate 1 is not valid" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("coefficient", ["1e400", "NaN", "0.5", "null", "[]", '"x"', "1e999", "true"])
def test_a_coefficient_that_is_no_integer_is_refused(tmp_path: File, coefficient: str) -> None:
    text = json.dumps([SOUND]).replace('[["1", ["x"]]]', f'[[{coefficient}, ["x"]]]', 1)
    assert coefficient in text
    ran = run_alone(tmp_path, text)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr
