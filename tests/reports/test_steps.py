"""The step table of a counterexample."""

from __future__ import annotations

import pytest

from model.pair import Pair, PairState
from proofs.trace import START, entry
from reports.steps import Change, flat, rows
from reports.words import number


def test_only_what_changes_is_shown() -> None:
    start, after = {"a": 1, "b": 0, "c": {"x": 5}}, {"a": 1, "b": 7, "c": {"x": 4}}
    first, second = rows([entry(START, {}, start), entry("move", {"user": "u", "n": 3}, after, result={"got": 2})])
    assert first.changes == (Change("a", None, 1), Change("c.x", None, 5))
    assert (second.who, second.does, second.arguments, second.result) == ("u", "move", {"n": 3}, {"got": 2})
    assert second.changes == (Change("b", 0, 7), Change("c.x", 5, 4))
    assert [each.moved() for each in second.changes] == ["0 → 7", "5 → 4"]


def test_a_step_may_start_elsewhere() -> None:
    world = entry("move", {}, {"a": 3}, before={"a": 2})
    assert rows([entry(START, {}, {"a": 9}), world])[1].changes == (Change("a", 2, 3),)


def test_a_holder_who_leaves_is_gone() -> None:
    taken = rows([entry(START, {}, {"shares": {"u": 4}}), entry("burn", {}, {"shares": {}})])[1]
    assert [each.moved() for each in taken.changes] == ["4 → gone"]


def test_a_refusal_changes_nothing() -> None:
    refused = rows([entry(START, {}, {"a": 1}), entry("burn", {"user": "u"}, {"a": 1}, error="SubUnderflow")])[1]
    assert (refused.changes, refused.error) == ((), "SubUnderflow")


def test_states_of_the_model_become_plain() -> None:
    state, result = Pair().apply(PairState(), "donate", {"user": "a", "amount0": 3, "amount1": 4})
    shown = rows([entry("donate", {"user": "a"}, state, before=PairState(), result=result)])[0]
    assert {each.field: each.after for each in shown.changes} == {"balance0": 3, "balance1": 4}


@pytest.mark.parametrize(
    ("value", "shown"),
    [(5, "5"), (-1234567, "-1_234_567"), (True, "True"), ("a", "a"), (str(-(2**60)), f"{-(2**60):_}"), ("7", "7")],
)
def test_numbers_are_grouped(value: object, shown: str) -> None:
    assert number(value) == shown


def test_an_answer_leaves_out_copies_of_the_state_and_what_is_not_there() -> None:
    state = {"market": {"k": 1, "b": 2}, "positions": {"0": {"base": 1}}}
    result = {"burned": 3, "after": {"market": {"k": 0, "b": 9}, "left": {"base": 0}, "delta": 4}, "order": None}
    assert rows([entry("burn", {}, state, result=result)])[0].result == {"burned": 3, "after.delta": 4}


def test_nested_values_have_dotted_names() -> None:
    assert flat({"a": {"b": [1, 2]}, "c": 3}) == {"a.b.0": 1, "a.b.1": 2, "c": 3}
    assert flat(5) == {"value": 5}
