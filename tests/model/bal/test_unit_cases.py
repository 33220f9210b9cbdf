"""The model agrees with the program's own unit tests."""

from __future__ import annotations

import pytest

from tests.model.bal.unit_cases import Case, cases, differences, evaluate


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_case(case: Case) -> None:
    assert list(differences(case["after"], evaluate(case))) == []
