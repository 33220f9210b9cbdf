"""Situations of a system of one's own: entered once, and never in place of the repository's."""

from __future__ import annotations

import pytest

from properties import situations as places
from properties.pair.situations import PairSituations
from properties.situations import situations, situations_of


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "_entered", {})


def test_a_system_of_ones_own_has_situations() -> None:
    @situations("pool_of_a_test")
    class Own:
        system = "pool_of_a_test"

    try:
        assert isinstance(situations_of("pool_of_a_test"), Own)
    finally:
        situations_of.cache_clear()


@pytest.mark.parametrize("name", ["pair", "bal"])
def test_those_of_the_repository_can_not_be_replaced(name: str) -> None:
    with pytest.raises(ValueError, match=f"there are situations of '{name}' already"):
        situations(name)(PairSituations)


def test_a_name_is_taken_once() -> None:
    situations("pool_of_a_test")(PairSituations)
    with pytest.raises(ValueError, match="already"):
        situations("pool_of_a_test")(PairSituations)


def test_without_situations_there_is_one_sentence() -> None:
    with pytest.raises(LookupError, match="there are no situations of 'nothing'; there are those of pair, bal"):
        situations_of("nothing")
