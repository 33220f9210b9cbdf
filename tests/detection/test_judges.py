"""The engines find what is planted in a system, and nothing in one that is unchanged, told nothing of either."""

from __future__ import annotations

import ast
import inspect
import itertools
import textwrap
from random import Random
from typing import Any

import pytest

from detection import history, judges
from model.bal import Bal, Market, Position
from model.bal.variants.history import VARIANTS, Defect
from model.pair import Pair
from model.pair.state import PairState
from proofs.abstraction import changed
from proofs.judge import Judge, scopes
from proofs.reach import touched
from proofs.search import Search
from properties.case import RandomCase
from properties.property import Algebra
from properties.situations import situations_of


class Unchanged(Pair):
    """A pair of another name."""


class Generous(Pair):
    """A pair that quotes a unit too much."""

    def quote_out(self, state: PairState, amount_in: int, asset_in: int) -> int:
        """One more than the curve gives."""
        return super().quote_out(state, amount_in, asset_in) + 1


class Careless(Bal):
    """A market that forgets what a delta settles."""

    def leave_unsettled(self, market: Market, settled: int, quote_delta: int) -> None:
        """Nothing leaves."""

    def validate_net_position(self, market: Market) -> None:
        """Nobody looks."""


class Silent(Bal):
    """A market whose charge for a remainder nobody sees."""

    def charge_for_remainder(self, market: Market, position: Position, oracle_price: int) -> int:
        """Nothing is charged."""
        return 0


def test_an_unchanged_system_touches_no_property_and_violates_none() -> None:
    proved = judges.prove(Unchanged(), Pair)
    assert (proved.judged, proved.found, proved.lost, proved.fallen) == (0, [], {}, [])
    assert judges.fuzz(Unchanged(), steps=2_000).found == []


def test_a_planted_bug_is_found_by_the_prover() -> None:
    proved = judges.prove(Generous(), Pair, seconds=2)
    assert proved.found
    assert proved.first is not None


def test_a_planted_bug_is_found_by_the_fuzzer_with_a_short_trace() -> None:
    found = judges.fuzz(Careless(), steps=2_000)
    assert "P02" in {each.id for each in found.found}
    assert found.smallest is not None
    assert found.smallest <= 4


def test_recordings_tell_a_change_apart_and_name_the_first_field() -> None:
    assert judges.replay(Bal(), history.recordings()).found == []
    replayed = judges.replay(Careless(), history.recordings())
    assert replayed.matched < replayed.total
    assert replayed.difference.startswith("update_position_and_market: ")


@pytest.mark.parametrize("kind", [Silent, Careless])
def test_a_property_that_is_not_touched_calls_nothing_that_has_changed(kind: type[Bal]) -> None:
    def explodes(*_: Any, **__: Any) -> Any:
        raise AssertionError("a rule that can not be reached was called")

    methods = dict.fromkeys(changed(kind, Bal), explodes)
    exploding: Any = type("Exploding", (kind,), methods)
    search = Search(Judge(exploding(), situations_of("bal")))
    alone = [each for each in judges.statements(Bal()) if not touched(each, kind(), Bal)]
    assert alone
    for prop in alone:
        if not isinstance(prop.scope, Algebra):
            for number, scope in itertools.product(range(3), scopes(prop, Bal())):
                search.failure(prop, scope, RandomCase(Random(number), search.judge.situations.hints))


def rules(defect: type[Defect]) -> dict[str, str]:
    """The rules of a defect by name, without what its documentation says."""
    own = {name: rule for name, rule in vars(defect).items() if not name.startswith("__") and name != "fixed"}
    return {name: code(rule) for name, rule in own.items()}


def code(rule: Any) -> str:
    """What a rule does, as a tree without documentation and places; of a constant its value."""
    if not inspect.isroutine(rule):
        return repr(rule)
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(rule)))).body
    assert isinstance(tree, ast.FunctionDef)
    if ast.get_docstring(tree) is not None:
        del tree.body[0]
    return ast.dump(tree)


@pytest.mark.parametrize("defect", VARIANTS, ids=lambda each: each.fixed.id)
def test_a_defect_has_rules_that_bal_has_and_each_is_another_rule_there(defect: type[Defect]) -> None:
    assert rules(defect)
    for name, rule in rules(defect).items():
        today = inspect.getattr_static(Bal, name)
        assert code(today) != rule
        if inspect.isroutine(today):
            asked = inspect.signature(getattr(Bal, name)).parameters.values()
            named = {each.name: each for each in asked if each.kind is each.KEYWORD_ONLY}
            placed = [each for each in asked if each.kind is not each.KEYWORD_ONLY]
            inspect.signature(getattr(defect, name)).bind(*placed, **named)


def test_no_two_defects_are_the_same_change() -> None:
    changes = {each.fixed.id: frozenset(rules(each).items()) for each in VARIANTS}
    assert len(changes) == len(VARIANTS)
    assert len(set(changes.values())) == len(VARIANTS)


@pytest.mark.slow
@pytest.mark.parametrize(("identifier", "statement"), [("H44", "P80")])
def test_a_defect_of_the_past_is_found_by_what_it_breaks(identifier: str, statement: str) -> None:
    (defect,) = history.defects([identifier])
    proved = judges.prove(defect(), Bal, seconds=1)
    assert statement in {each.id for each in proved.found}
