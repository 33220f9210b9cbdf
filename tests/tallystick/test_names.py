"""The names that a user imports."""

from __future__ import annotations

import pytest

import tallystick
from tallystick.loading import STANDARD, load_system


@pytest.mark.parametrize("name", tallystick.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(tallystick, name) is not None


def test_no_other_name_is_made_up() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        _ = tallystick.Nothing


@pytest.mark.parametrize("system", STANDARD)
def test_the_systems_are_the_ones_that_commands_load(system: str) -> None:
    assert type(load_system(system)) in (tallystick.Bal, tallystick.Pair)
