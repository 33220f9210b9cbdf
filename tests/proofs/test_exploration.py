"""No run is lost: every combination of decisions is followed, replayed or shared as it may be, and none twice."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from model.arith import U8, U64, Width
from model.errors import MathError
from proofs.certificate import certificate
from proofs.checker import check
from proofs.condition import FALSE
from proofs.explore import SilentRestriction, explore
from proofs.path import Path
from properties.case import Discarded, GivenCase

SMALL = Width("small", -3, 3)


def story(case: Any) -> tuple[Any, ...]:
    """Decisions of every kind: choices, comparisons, nested and impossible ones; one way is refused."""
    x, y = case.integer("x", SMALL), case.integer("y", SMALL)
    which = case.choice("which", ("a", "b", "c"))
    taken: list[Any] = [which]
    if x > y:
        taken.append("above")
        if x + y >= 2 and which != "b":
            taken.append("large")
        if y > x:
            taken.append("impossible")
    elif x == y:
        taken.append("equal")
        if abs(x) == 3:
            raise MathError("refused", value=x)
    taken.append("half" if x // 2 * 2 == x else "odd")
    return tuple(taken)


def concrete() -> set[tuple[Any, ...]]:
    """What integers do, all of them."""
    found = set()
    for x, y, which in product(range(-3, 4), range(-3, 4), range(3)):
        try:
            found.add(story(GivenCase({"x": x, "y": y, "which": which})))
        except MathError:
            continue
    return found


def test_a_body_that_leaves_cases_out_without_a_word_is_refused() -> None:
    def body(path: Path) -> None:
        if path.integer("x", SMALL) > 0:
            raise Discarded("only what is not positive is meant")

    with pytest.raises(SilentRestriction, match=r"case\.assume"):
        explore(body)


def test_every_way_that_integers_take_is_explored() -> None:
    seen: list[tuple[Any, ...]] = []
    found = explore(lambda path: seen.append(story(path)))
    ways = [tuple((str(fork.subject), fork.taken) for fork in path.forks) for path in found.paths]
    assert len(ways) == len(set(ways)), "a path was followed twice"
    assert concrete() <= set(seen)
    assert found.rejected


@pytest.mark.parametrize("points", [[], [{"x": 1, "y": 0}, {"x": -2, "y": 2}]])
def test_what_was_pruned_has_a_proof(points: list[dict[str, int]]) -> None:
    found = explore(lambda path: void(story(path)), points=points)
    for path in found.pruned:
        assert path.pruning is not None
        check(certificate("pruned", FALSE, path.pruning, path.facts, path.definitions.values()))


def test_points_prune_nothing_that_integers_reach() -> None:
    seen: list[tuple[Any, ...]] = []
    explore(lambda path: seen.append(story(path)), points=[{"x": 1, "y": 0, "which": 1}])
    assert concrete() <= set(seen)


def test_a_proof_serves_other_paths_only_where_its_facts_are() -> None:
    """What is proved of one path is not taken for true on another that lacks what the proof used."""

    def body(path: Path) -> None:
        x, y = path.integer("x", U64), path.integer("y", U64)
        if x >= 5:
            path.claim("large", x + y >= 5)
        else:
            path.claim("large", x + y >= 5)

    found = explore(body)
    proofs = {path.forks[0].taken: path.obligations[0].proof for path in found.paths}
    assert proofs[0] is not None
    assert proofs[1] is None


def test_a_proof_uses_only_what_was_known_when_it_was_asked_for() -> None:
    def body(path: Path) -> None:
        x = path.integer("x", U64)
        path.claim("too early", x >= 5)
        path.assume(x >= 5, "late")
        path.claim("late enough", x >= 5)

    (path,) = explore(body).paths
    assert [obligation.proof is not None for obligation in path.obligations] == [False, True]


def test_one_name_is_one_width_and_one_list_of_options() -> None:
    def widths(path: Path) -> None:
        path.integer("x", U64)
        path.integer("x", U8)

    def options(path: Path) -> None:
        path.choice("c", ("a",))
        path.choice("c", ("a", "b"))

    for body in (widths, options):
        with pytest.raises(ValueError, match=r"and as|and among"):
            explore(body)


def void(_: object) -> None:
    """Run for the effect on the path."""
