"""The table at the end of `verify`."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from proofs.outcome import Report
from reports.explained import explained, listed
from reports.terminal import show
from tests.reports.samples import BAL, PAIR, PROVED, REFUTED, REFUTED_THAT_SHOULD_HOLD


def shown(reports: list[Report], width: int) -> list[str]:
    output = Console(file=io.StringIO(), width=width, highlight=False, markup=False)
    show(output, reports, 41.23)
    assert isinstance(output.file, io.StringIO)
    return [line.rstrip() for line in output.file.getvalue().splitlines()]


@pytest.mark.parametrize("width", [80, 120])
def test_one_line_a_property_within_the_width(width: int) -> None:
    lines = shown([BAL, PAIR], width)
    table = lines[: lines.index("Not as recorded")]
    for identifier, verdict in [("Q01", "✓ PROVED"), ("Q10", "✓ REFUTED"), ("P03", "? UNKNOWN")]:
        (line,) = [line for line in table if line.startswith(f"{identifier} ")]
        assert verdict in line
    assert all(len(line) <= width for line in lines[:-1])


def test_systems_come_in_their_order_and_columns_line_up() -> None:
    lines = shown([BAL, PAIR], 80)
    assert lines.index("pair") < lines.index("bal")
    assert len({line.index("verdict") for line in lines if line.startswith("id ")}) == 1


def test_the_story_stands_under_a_refuted_statement() -> None:
    lines = shown([PAIR], 80)
    (position,) = [index for index, line in enumerate(lines) if line.startswith("Q10")]
    assert lines[position + 1].strip() == REFUTED.property.story


def test_what_is_not_as_recorded_is_explained() -> None:
    lines = shown([Report("pair", (PROVED, REFUTED_THAT_SHOULD_HOLD))], 80)
    told = "\n".join(lines[lines.index("Not as recorded") :])
    assert "REFUTED, recorded as PROVED" in told
    assert "1. a mints 4 shares\n  2. b can redeem 1 less\n  What fails: redeemable of b" in told


def test_the_last_line_sums_up() -> None:
    assert shown([PAIR], 80)[-1] == "verify: 2 of 2 as recorded (1 proved, 1 refuted), 14 certificates, 41.2 s"
    assert shown([PAIR, BAL], 40)[-1].startswith("verify: 2 of 3 as recorded (1 proved, 1 refuted, 1 unknown)")


def test_one_property_in_full() -> None:
    from reports.document import judged

    output = Console(file=io.StringIO(), width=100, highlight=False, markup=False)
    for outcome in PAIR.outcomes:
        output.print(explained(outcome.property, judged(outcome)))
    output.print(explained(PROVED.property, None))
    output.print(explained(PROVED.property, {**judged(PROVED), "formula": "another"}))
    output.print(listed([PROVED.property, REFUTED.property], {"Q01": judged(PROVED)}))
    assert isinstance(output.file, io.StringIO)
    text = output.file.getvalue()
    for part in [
        "every `swap` that succeeds",
        "14 certificates; 3 paths to success, 2 paths impossible",
        "Q09: proved of every reachable state",
        f"reserve0 5 → {2**70:_}",
        "What fails: redeemable of b",
        "Not in the published report yet.",
        "That was found of another wording: formula changed since.",
    ]:
        assert part in text
