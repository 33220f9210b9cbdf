"""Vectors conform by construction, are the same for a seed, and show every branch of the pair that can be shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from conformance.engine import conform
from model.bal import Bal, Exchange
from model.errors import Rejected
from model.pair import Pair, PairState, errors
from model.system import System
from tests.vector_generation.conftest import LITTLE, written
from vectors.explained import TABLES
from vectors.explanation import Key
from vectors.generate import FUNCTIONS, LIVES, STATES, SUBJECTS, NothingToTell, Vectors, generate
from vectors.measured import Measured
from vectors.search import Effort
from vectors.subject import CannotBegin

ROOT = Path(__file__).resolve().parents[2]


def lines(vectors: Vectors, name: str = LIVES) -> list[dict[str, Any]]:
    return [json.loads(line) for line in vectors.pages[name].splitlines()]


def test_vectors_of_the_pair_conform(of_pair: Vectors, tmp_path: Path) -> None:
    found = conform(written(of_pair, tmp_path))
    assert found.complete
    assert found.total == sum(each["lines"] for each in of_pair.document["files"].values()) > 300


def test_vectors_of_bal_conform(of_bal: Vectors, tmp_path: Path) -> None:
    found = conform(written(of_bal, tmp_path))
    assert found.complete
    files = of_bal.document["files"].values()
    assert found.total == sum(each["lines"] - each["traces"] for each in files) > 300, "the first line is not judged"


def test_every_way_of_the_pair_is_taken_or_explained(of_pair: Vectors) -> None:
    assert of_pair.coverage.unexplained == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_so_it_is_for_other_seeds(seed: int) -> None:
    assert generate(Pair(), seed, lambda _: None).coverage.unexplained == []


def test_every_refusal_that_can_be_met_occurs(of_pair: Vectors) -> None:
    told = {name for counted in of_pair.document["operations"].values() for name in counted}
    kinds = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, Rejected)]
    named = {each.name for each in kinds if each is not Rejected}
    assert named - told == {"UniswapV2: TRANSFER_FAILED"}, "and that one is explained"
    assert told - named == {"ok", "refused without a reason"}


def test_every_operation_occurs(of_pair: Vectors, of_bal: Vectors) -> None:
    assert set(of_pair.document["operations"]) == {*Pair.operations, "quote_out", "quote_in"}
    assert set(of_bal.document["operations"]) == set(Bal().every_operation())


@pytest.mark.parametrize(
    ("operation", "argument", "error"),
    [
        ("burn", "shares", "ds-math-sub-underflow"),
        ("donate", "amount0", "ds-math-add-overflow"),
        ("swap", "amount1_out", "UniswapV2: K"),
        ("mint", "amount0", "UniswapV2: OVERFLOW"),
    ],
)
def test_both_sides_of_an_edge_stand_beside_each_other(
    of_pair: Vectors, operation: str, argument: str, error: str
) -> None:
    """Neighbours of one argument, tried in the same state: one is refused, the other is not."""

    def is_edge(refused: Mapping[str, Any], done: Mapping[str, Any]) -> bool:
        if not refused["op"] == done["op"] == operation or refused["error"] != error or not done["ok"]:
            return False
        apart = {
            name: int(done["args"][name]) - int(value) for name, value in refused["args"].items() if name != "user"
        }
        return abs(apart.pop(argument)) == 1 and not any(apart.values())

    assert any(is_edge(*each) for each in pairwise(lines(of_pair)))


@pytest.mark.parametrize("name", ["quote_out", "quote_in"])
def test_quotes_have_examples_of_each_answer(of_pair: Vectors, name: str) -> None:
    told = [line for line in lines(of_pair, FUNCTIONS) if line["fn"] == name]
    assert {None, "UniswapV2: INSUFFICIENT_LIQUIDITY"} <= {line["error"] for line in told}
    assert sum(line["ok"] for line in told) > 5


def test_a_quote_for_which_one_more_is_refused(of_pair: Vectors) -> None:
    """All but one of the reserve can be bought, the whole of it can not."""
    told = [line for line in lines(of_pair, FUNCTIONS) if line["fn"] == "quote_in" and line["in"]["asset_in"] == 0]
    with_fee = [line["in"] | {"ok": line["ok"]} for line in told if line["in"]["fee_numerator"] == 997]
    ends = {int(each["reserve1"]) - int(each["amount_out"]): each["ok"] for each in with_fee}
    assert (ends[1], ends[0]) == (True, False)


def test_lives_of_ordinary_size_are_kept_whole(of_pair: Vectors) -> None:
    lengths: dict[int, int] = {}
    for line in lines(of_pair):
        lengths[line["trace"]] = line["step"]
    assert sum(length >= 15 for length in lengths.values()) >= 3


def test_the_document_counts_what_is_there(of_bal: Vectors) -> None:
    found = of_bal.document["coverage"]
    assert found["ways"] == 2 * found["decisions"] == sum(each["ways"] for each in found["files"])
    assert found["taken"] == sum(each["taken"] for each in found["files"])
    assert found["taken"] + found["explained"] + found["unexplained"] == found["ways"]
    assert found["taken_by_lives"] < found["taken"]
    assert sum(of_bal.document["operations"]["fill"].values()) == sum(
        line["op"] == "fill" for name in (LIVES, STATES) for line in lines(of_bal, name)
    )


@pytest.mark.parametrize("name", ["pair", "bal"])
def test_the_same_seed_gives_the_same_bytes(name: str, of_pair: Vectors, of_bal: Vectors) -> None:
    made = "Pair(), 0, lambda _: None" if name == "pair" else "Bal(), 0, lambda _: None, LITTLE"
    program = (
        "import sys, json; from model.bal import Bal; from model.pair import Pair\n"
        "from tests.vector_generation.conftest import LITTLE; from vectors.generate import generate\n"
        f"sys.stdout.write(json.dumps(dict(generate({made}).pages)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "17"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ended.stdout) == (of_pair if name == "pair" else of_bal).pages


def test_another_seed_gives_others(of_pair: Vectors) -> None:
    assert generate(Pair(), 9, lambda _: None).pages[LIVES] != of_pair.pages[LIVES]


# Explanations


@pytest.mark.parametrize("system", [Pair(), Bal()])
def test_an_explanation_speaks_of_the_model_as_it_is(system: System) -> None:
    measured = Measured(system, SUBJECTS[system.name][0].functions)
    known = {Key(*measured.decision(way).key, measured.answer(way)) for way in measured.ways}
    known |= {key._replace(answer="") for key in known}
    assert set(TABLES[system.name]) <= known


@pytest.mark.parametrize("name", ["pair", "bal"])
def test_no_vector_takes_a_way_that_is_said_to_be_out_of_reach(name: str, of_pair: Vectors, of_bal: Vectors) -> None:
    found = (of_pair if name == "pair" else of_bal).coverage
    untaken = {(each.file, each.function, each.text, each.answer) for each in found.untaken}
    for key in TABLES[name]:
        answers = [key.answer] if key.answer else [each[3] for each in untaken if each[:3] == key[:3]]
        assert len(answers) == (1 if key.answer else 2)
        assert all((*key[:3], answer) in untaken for answer in answers), key


def test_of_a_change_nothing_is_explained() -> None:
    class Mine(Pair):
        """A change."""

    found = generate(Mine(), 0, lambda _: None, Effort(lives=2, changed=10, edges=2)).coverage
    assert len(found.unexplained) == len(found.untaken) > 0


# Systems of anybody


class RoundsUp(Pair):
    """A mint gives a share too many."""

    def shares_for(self, pair: PairState, paid0: int, paid1: int) -> int:
        return super().shares_for(pair, paid0, paid1) + 1


def test_a_change_has_vectors_of_its_own(tmp_path: Path) -> None:
    made = generate(RoundsUp(), 0, lambda _: None, Effort(lives=5, changed=500, edges=10))
    paths = written(made, tmp_path)
    assert conform(paths, RoundsUp()).complete
    found = conform(paths)
    assert found.first_difference is not None
    assert found.first_difference.difference.field == "result.shares"


class Broken(Pair):
    """Fails at every mint."""

    def mint(self, state: PairState, **_: Any) -> Any:
        raise ZeroDivisionError


class Stillborn(Pair):
    """Fails where it should begin."""

    def start(self, **_: Any) -> PairState:
        raise KeyError("settings")


class Silent(Pair):
    """Begins with no settings."""

    def start(self, **_: Any) -> PairState:
        raise ValueError("never")


def test_what_crashes_is_left_out(tmp_path: Path) -> None:
    made = generate(Broken(), 0, lambda _: None, Effort(lives=2, changed=50, edges=5))
    assert "mint" not in made.document["operations"]
    assert conform(written(made, tmp_path), Broken()).complete


def test_a_system_that_can_not_begin() -> None:
    with pytest.raises(CannotBegin, match=r"Stillborn.start crashes: KeyError"):
        generate(Stillborn(), 0, lambda _: None, LITTLE)


class NeverOpen(Bal):
    """Begins with no settings either."""

    def start(self, **_: Any) -> Any:
        raise ValueError("never")


@pytest.mark.parametrize("system", [Silent(), NeverOpen()])
def test_a_system_that_never_begins(system: System) -> None:
    with pytest.raises(CannotBegin, match=f"{type(system).__name__} refuses the settings of a realistic life"):
        generate(system, 0, lambda _: None, LITTLE)


def test_without_a_step_there_is_nothing_to_tell() -> None:
    with pytest.raises(NothingToTell, match="Silent takes no step"):
        generate(Silent(), 0, lambda _: None, Effort(lives=0))


def test_the_exchange_and_a_change_of_bal_have_vectors(tmp_path: Path) -> None:
    class Patient(Bal):
        """Waits for nobody."""

        def require_cooldown_passed(self, *_: Any) -> None:
            """Never refuses."""

    for number, system in enumerate((Exchange(), Patient())):
        made = generate(system, 0, lambda _: None, Effort(2, 3, 15, 300, 5, 5))
        folder = tmp_path / str(number)
        folder.mkdir()
        assert conform(written(made, folder), system).complete
