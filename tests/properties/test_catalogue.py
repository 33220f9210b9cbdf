"""The catalogue is complete, and what properties say of each other is true."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import properties
from properties.catalogue import SYSTEMS, catalogue, reading_order
from properties.property import Invariant, OnStep, Property, Registry, Verdict
from tallystick.loading import STANDARD, load_system
from tests.reports.samples import PROVED

EVERY: list[Property] = list(catalogue())


def test_asking_twice_enters_nothing_twice() -> None:
    assert list(catalogue()) == list(catalogue()) == EVERY


def test_no_folder_of_properties_is_left_out() -> None:
    folders = {path.parent.name for path in Path(properties.__file__).parent.glob("*/__init__.py")}
    assert folders <= set(SYSTEMS)


def test_every_system_can_be_loaded_by_its_name() -> None:
    assert set(SYSTEMS) == set(STANDARD)
    assert [load_system(name).name for name in SYSTEMS] == list(SYSTEMS)


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.id)
def test_a_property_is_told_in_full(each: Property) -> None:
    assert each.system in SYSTEMS
    assert all(words.strip() for words in (each.sentence, each.formula, each.claim))
    assert each.story.strip() or each.expected is not Verdict.REFUTED, "a refuted statement needs its one-line story"


@pytest.mark.parametrize("each", EVERY, ids=lambda each: each.id)
def test_what_a_property_names_is_there(each: Property) -> None:
    registry: Registry = catalogue()
    for identifier in each.assumes:
        assumed = registry[identifier]
        assert assumed.system == each.system
        assert isinstance(assumed.scope, Invariant), "only an invariant can be assumed of the state before"
        assert assumed.expected is Verdict.PROVED, "what is assumed has to be proved"
    if each.variant_of:
        assert registry[each.variant_of].expected is not Verdict.PROVED, "what holds needs no weaker variant"
    if isinstance(each.scope, OnStep):
        assert set(each.scope.operations) <= set(load_system(each.system).operations)


def test_people_count_two_before_ten() -> None:
    ids = ["P10", "P2", "P16a", "P16", "P1"]
    shuffled = [replace(PROVED.property, id=each, system="bal") for each in ids] + [PROVED.property]
    assert [each.id for each in sorted(shuffled, key=reading_order)] == ["Q01", "P1", "P2", "P10", "P16", "P16a"]
