"""The checker's rules one by one, on certificates written by hand, and that it runs without this repository."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path as File
from typing import Any

import pytest

from proofs import checker
from tests.proofs.certificates import CERTIFICATES, CHECKER, LESS, SOUND, Certificate, X, Y, accepted, stated


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
