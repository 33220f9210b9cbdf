"""When an outcome is the recorded one, and with which code a run ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proofs.outcome import DECIDED, Outcome, Report
from properties.property import Verdict
from tests.reports.samples import PROVED


def outcome(verdict: Verdict, expected: Verdict) -> Outcome:
    return replace(PROVED, verdict=verdict, property=replace(PROVED.property, expected=expected))


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("expected", Verdict)
def test_a_failure_of_the_suite_is_never_as_expected(verdict: Verdict, expected: Verdict) -> None:
    said = (*DECIDED, Verdict.UNKNOWN)
    assert outcome(verdict, expected).as_expected == (verdict is expected and verdict in said)


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        ([(Verdict.PROVED, Verdict.PROVED), (Verdict.REFUTED, Verdict.REFUTED)], 0),
        ([(Verdict.REFUTED, Verdict.PROVED)], 1),
        ([(Verdict.PROVED, Verdict.REFUTED)], 1),
        ([(Verdict.PROVED, Verdict.UNKNOWN)], 0),  # news, and good
        ([(Verdict.ERROR, Verdict.UNKNOWN)], 4),
        ([(Verdict.VACUOUS, Verdict.UNKNOWN)], 2),
        ([(Verdict.UNKNOWN, Verdict.UNKNOWN)], 0),  # recorded, with its reason: shown, and not in the way
        ([(Verdict.UNKNOWN, Verdict.PROVED)], 2),
        ([(Verdict.VACUOUS, Verdict.VACUOUS)], 2),
        ([(Verdict.VACUOUS, Verdict.PROVED)], 2),
        ([(Verdict.ERROR, Verdict.ERROR)], 4),
        ([(Verdict.UNKNOWN, Verdict.PROVED), (Verdict.ERROR, Verdict.PROVED)], 4),
        ([(Verdict.ERROR, Verdict.PROVED), (Verdict.REFUTED, Verdict.PROVED)], 1),
        ([], 2),
    ],
)
def test_exit_codes(pairs: list[tuple[Verdict, Verdict]], code: int) -> None:
    assert Report("pair", tuple(outcome(*each) for each in pairs)).exit_code() == code
