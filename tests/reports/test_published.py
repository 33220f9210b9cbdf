"""The published report: the same bytes from the same findings, and everything a reader needs in it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from markdown_it import MarkdownIt

import reports
from proofs.outcome import Report
from reports import document
from reports.published import DATA, INDEX, pages
from tests.reports.samples import BAL, PAIR, PROVED, REFUTED, REFUTED_THAT_SHOULD_HOLD, UNKNOWN

ALL = [PAIR, BAL]


def test_the_order_of_the_work_leaves_no_trace() -> None:
    shuffled = [Report(each.system, tuple(reversed(each.outcomes))) for each in reversed(ALL)]
    assert list(pages(ALL).items()) == list(pages(shuffled).items())


def test_times_and_digests_leave_no_trace() -> None:
    slower = [
        Report(each.system, tuple(replace(one, seconds=one.seconds + 9, digest="other") for one in each.outcomes))
        for each in ALL
    ]
    assert pages(ALL) == pages(slower)


def test_assumptions_and_inputs_have_an_order_of_their_own() -> None:
    assert PROVED.evidence is not None
    assert REFUTED.counterexample is not None
    turned = [
        Report(
            "pair",
            (
                replace(
                    PROVED, evidence=replace(PROVED.evidence, assumptions=tuple(reversed(PROVED.evidence.assumptions)))
                ),
                replace(
                    REFUTED,
                    counterexample=replace(
                        REFUTED.counterexample, inputs=dict(reversed(REFUTED.counterexample.inputs.items()))
                    ),
                ),
            ),
        ),
        BAL,
    ]
    assert pages(turned) == pages(ALL)


def test_the_data_is_what_the_schema_says() -> None:
    schema = json.loads((Path(reports.__file__).parent / "schema.json").read_text(encoding="utf-8"))
    content = json.loads(pages(ALL)[DATA])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(content, schema)
    assert schema["properties"]["schema"]["const"] == document.SCHEMA == content["schema"]


def test_integers_that_json_might_lose_are_strings() -> None:
    found = json.loads(pages(ALL)[DATA])["systems"][0]["properties"][1]["counterexample"]
    assert found["inputs"] == {"amount": str(2**70), "n": 4}
    assert [each.get("state", {}).get("reserve0") for each in found["trace"]] == [5, str(2**70), str(2**70)]


def test_every_link_leads_to_a_page() -> None:
    made = pages(ALL)
    for place, content in made.items():
        if not place.endswith(".md"):
            continue
        tokens = MarkdownIt("commonmark").enable("table").parse(content)
        links = [
            str(child.attrs["href"]) for token in tokens for child in token.children or [] if child.type == "link_open"
        ]
        for link in links:
            target = (Path("/") / place).parent / link
            assert str(Path(*_normal(target))) in made, (place, link)


def _normal(path: Path) -> list[str]:
    parts: list[str] = []
    for part in path.parts[1:]:
        parts = parts[:-1] if part == ".." else [*parts, part]
    return parts


def test_a_page_says_what_a_reader_needs() -> None:
    page = pages(ALL)["pair/Q01.md"]
    for part in [
        "The product `reserve0 * reserve1` never falls",
        "r0' * r1' >= r0 * r1",
        "pair, candidate Q01",
        "every `swap` that succeeds",
        "**PROVED**, as recorded",
        "14 certificates; 3 paths to success, 2 paths shown to be impossible",
        "| cvc5 | agrees 14/14 |",
        "| Q09 | proved of every reachable state | 6 |",
        "| what the factory allows | none |",
        "reserve0=10, reserve1=20",
        "Rounding is down.",
    ]:
        assert part in page


def test_a_counterexample_is_a_table_of_steps() -> None:
    page = pages(ALL)["pair/Q10.md"]
    assert "1. a mints 4 shares\n2. b can redeem 1 less" in page
    assert f"| 1 | a | `mint` amount0 = 3 | shares = 4 | `reserve0` 5 → {2**70:_}<br>`shares.a` 0 → 4 |" in page
    assert "| 2 | b | `burn` shares = 9 | refused: SubUnderflow |  |" in page


def test_what_is_not_as_recorded_stands_first() -> None:
    index = pages([Report("pair", (PROVED, REFUTED_THAT_SHOULD_HOLD)), BAL])[INDEX]
    assert index.index("## Not as recorded") < index.index("## pair")
    assert "- [Q2](pair/Q2.md): REFUTED, recorded as PROVED: a mints 4 shares; b can redeem 1 less" in index
    assert "- [P03](bal/P03.md): UNKNOWN, recorded as PROVED: no certificate" in index
    assert "Not as recorded" not in pages([PAIR])[INDEX]


def test_people_count_two_before_ten() -> None:
    index = pages([Report("pair", (REFUTED, REFUTED_THAT_SHOULD_HOLD, PROVED))])[INDEX]
    lines = [line.split("]")[0] for line in index.splitlines() if line.startswith("| [")]
    assert lines == ["| [Q01", "| [Q2", "| [Q10"]


def test_two_properties_never_share_a_page() -> None:
    other = replace(UNKNOWN, property=replace(UNKNOWN.property, id="p03"))
    with pytest.raises(ValueError, match=r"bal/p03\.md"):
        pages([Report("bal", (UNKNOWN, other))])


def test_ids_cannot_leave_the_folder() -> None:
    hostile = replace(UNKNOWN, property=replace(UNKNOWN.property, id="../../x y"))
    assert set(pages([Report("bal", (hostile,))])) == {INDEX, DATA, "bal/x-y.md"}


def test_what_was_published_can_be_read_back(tmp_path: Path) -> None:
    path = tmp_path / DATA
    path.write_text(pages(ALL)[DATA], encoding="utf-8")
    found = document.statements(document.read(path))
    assert {name: each["verdict"] for name, each in found.items()} == {
        "Q01": "PROVED",
        "Q10": "REFUTED",
        "P03": "UNKNOWN",
    }


@pytest.mark.parametrize("content", ["", "{", "[]", "3", '{"schema": "tallystick-report/0"}', "[" * 100_000])
def test_what_is_no_report_is_refused_in_a_sentence(tmp_path: Path, content: str) -> None:
    path = tmp_path / DATA
    path.write_text(content, encoding="utf-8")
    with pytest.raises(document.UnreadableReport, match=r"report\.json is no"):
        document.read(path)
