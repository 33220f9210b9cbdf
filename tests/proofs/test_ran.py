"""What a report says a proof has called is what its paths that succeed have called, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from model import arith
from model.arith import U64
from model.errors import MathError
from model.pair import Pair, PairState
from model.system import System
from proofs import kept
from proofs.ran import Calls, aside, functions_of, watched
from proofs.store import Store
from proofs.verify import judged
from properties.property import Verdict
from tallystick.selection import named
from tests.proofs.conftest import Judge

Claims = Iterator[Any]


def ran(judge: Judge, body: Any, **facts: Any) -> set[str]:
    (outcome,) = judge(body, **facts)
    assert outcome.verdict is Verdict.PROVED, outcome.reason
    assert outcome.evidence is not None
    assert list(outcome.evidence.ran) == sorted(set(outcome.evidence.ran))
    return set(outcome.evidence.ran)


def divides(system: System, case: Any) -> Claims:
    x = case.integer("x", U64)
    yield "less", arith.floor_div(x, 2) <= x


def divides_where_large(system: System, case: Any) -> Claims:
    x = case.integer("x", U64)
    if x > 10:
        yield "less", arith.floor_div(x, 2) <= x
    else:
        yield "root", arith.isqrt(x) <= x


def divides_where_refused(system: System, case: Any) -> Claims:
    x = case.integer("x", U64)
    if x > 10:
        arith.ceil_div(x, 2)
        raise MathError("too large", x=x)
    yield "small", x <= 10


def divides_where_nothing_goes(system: System, case: Any) -> Claims:
    x, y = case.integer("x", U64), case.integer("y", U64)
    case.assume(x >= y, "order")
    if y >= x + 1:
        arith.ceil_div(x, 2)
        yield "nothing", x == y + 1
    yield "fine", x >= 0


def test_what_was_called_is_named_as_it_is_written(judge: Judge) -> None:
    assert ran(judge, divides) == {"model.arith.floor_div"}


def test_every_path_counts(judge: Judge) -> None:
    assert {"model.arith.floor_div", "model.arith.isqrt"} <= ran(judge, divides_where_large)


@pytest.mark.parametrize("body", [divides_where_refused, divides_where_nothing_goes])
def test_a_path_that_does_not_succeed_does_not_count(judge: Judge, body: Any) -> None:
    assert "model.arith.ceil_div" not in ran(judge, body)


def test_it_does_not_depend_on_what_was_judged_before() -> None:
    found = []
    for order in (("Q01", "Q05"), ("Q05", "Q01")):
        outcomes = {name: judged(Pair(), named(name), "")[0] for name in order}
        found.append({name: each.evidence.ran for name, each in outcomes.items() if each.evidence})
    assert found[0] == found[1]
    assert "model.pair.system.Pair.swap" in found[0]["Q01"]


class Other(Pair):
    """Overrides a rule under contract, so that its contract is proved while another property is explored."""

    def accumulate_prices(self, pair: PairState, *arguments: Any, **named: Any) -> Any:
        return super().accumulate_prices(pair, *arguments, **named)


def test_what_the_prover_asks_for_itself_does_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_known", {})
    first = judged(Other(), named("Q01"), "")[0]
    again = judged(Other(), named("Q01"), "")[0]
    assert first.evidence is not None
    assert again.evidence is not None
    assert first.evidence.ran == again.evidence.ran


def test_what_was_called_is_kept(tmp_path: Any) -> None:
    outcome, certificates = judged(Pair(), named("Q01"), "digest")
    store = Store("Pair", lambda warning: pytest.fail(warning), tmp_path)
    store.save(outcome, certificates)
    again = store.load(named("Q01"), "digest")
    assert again is not None
    assert again.evidence == outcome.evidence
    assert again.evidence is not None
    assert again.evidence.explored == ("swap",)


def test_what_runs_on_real_numbers_is_recorded_too() -> None:
    outcome, _ = judged(Pair(), named("Q15"), "")
    assert outcome.evidence is not None
    assert "model.pair.system.Pair.swap" in outcome.evidence.ran
    assert outcome.evidence.explored == ("story",)


def test_whoever_watched_before_watches_again() -> None:
    def before(*_: Any) -> None:
        pass

    calls: Calls = {}
    sys.setprofile(before)
    try:
        with watched(calls):
            arith.floor_div(7, 2)
            aside(arith.ceil_div)(7, 2)
            with watched(None):
                arith.isqrt(7)
        assert sys.getprofile() is before
    finally:
        sys.setprofile(None)
    assert functions_of(calls.values()) == {"model.arith.floor_div"}
