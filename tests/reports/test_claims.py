"""The claims in the published report and on the terminal."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from rich.console import Console, RenderableType

import reports
from claims import CLAIMS, Judgement, Standing
from proofs.outcome import Outcome, Report
from properties.catalogue import SYSTEMS, catalogue
from properties.property import Verdict
from reports import claims_data, claims_table, document
from reports.claims_page import PAGE
from reports.published import INDEX, pages
from tests.reports.samples import BAL, PAIR, PROVED


def whole_run(**verdicts: Verdict) -> list[Report]:
    """Every property with its recorded verdict, or with the one given."""
    return [
        Report(name, tuple(outcome(each.id, verdicts.get(each.id, each.expected)) for each in catalogue().of(name)))
        for name in SYSTEMS
    ]


def outcome(identifier: str, verdict: Verdict) -> Outcome:
    return replace(PROVED, property=catalogue()[identifier], verdict=verdict)


def of(identifier: str, judgements: list[Judgement]) -> Judgement:
    return next(each for each in judgements if each.claim.id == identifier)


def shown(what: RenderableType, width: int) -> str:
    console = Console(width=width, color_system=None)
    with console.capture() as capture:
        console.print(what)
    return capture.get()


RUN = whole_run()
JUDGED = claims_data.judged_by(RUN)


def test_only_a_run_over_everything_covers_everything() -> None:
    pair, bal = RUN
    assert claims_data.covers_everything(RUN)
    assert not claims_data.covers_everything([bal])
    assert not claims_data.covers_everything([pair, Report("bal", bal.outcomes[:-1])])
    assert not claims_data.covers_everything([pair, Report("mine.py:MyBal", bal.outcomes)])


def test_every_claim_is_in_the_report_once() -> None:
    told = [each["id"] for source in claims_data.document(JUDGED)["documents"] for each in source["claims"]]
    assert told == [each.id for each in CLAIMS]


def test_a_verdict_that_moves_moves_the_claim() -> None:
    assert of("S1.14", JUDGED).standing is Standing.CONFIRMED
    assert of("S1.14", claims_data.judged_by(whole_run(P51a=Verdict.REFUTED))).standing is Standing.CONTRADICTED
    assert of("S1.14", claims_data.judged_by(whole_run(P51a=Verdict.UNKNOWN))).standing is Standing.UNDECIDED


def test_the_data_is_what_the_schema_says() -> None:
    schema = json.loads((Path(reports.__file__).parent / "claims_schema.json").read_text(encoding="utf-8"))
    content = json.loads(pages(RUN, JUDGED)[claims_data.DATA])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(content, schema)
    assert schema["properties"]["schema"]["const"] == claims_data.SCHEMA == content["schema"]
    assert (
        set(schema["$defs"]["standing"]["enum"])
        == {each.value for each in Standing}
        == {each.value for each in claims_data.MEANING}
    )


def test_the_order_of_the_work_leaves_no_trace() -> None:
    shuffled = [Report(each.system, tuple(reversed(each.outcomes))) for each in reversed(RUN)]
    assert list(pages(shuffled, claims_data.judged_by(shuffled)).items()) == list(pages(RUN, JUDGED).items())


def test_without_claims_the_report_says_nothing_of_them() -> None:
    made = pages([PAIR, BAL])
    assert PAGE not in made and claims_data.DATA not in made
    assert PAGE not in made[INDEX]


def test_index_and_pages_lead_to_the_claims_and_back() -> None:
    made = pages(RUN, JUDGED)
    assert f"[{len(CLAIMS)} claims: {claims_data.counted(JUDGED)}]({PAGE})" in made[INDEX]
    assert f"[S0.8](../{PAGE}#S0.8)" in made["bal/P71.md"]
    assert "[P71](bal/P71.md)" in made[PAGE]
    for each in CLAIMS:
        assert made[PAGE].count(f'<a id="{each.id}"></a>') == 1


def test_the_page_tells_both_numbers_of_what_is_contradicted() -> None:
    page = pages(RUN, JUDGED)[PAGE]
    assert page.index("## Contradicted") < page.index("## S0: ")
    assert "ETH in the pool: the document says 1_010, the model gives 990" in page


def test_a_published_report_judges_the_claims_as_the_run_did() -> None:
    found = document.statements(document.document(RUN))
    assert claims_data.judged_by_published(found) == JUDGED


def test_what_was_found_of_another_wording_decides_nothing() -> None:
    found = document.statements(document.document(RUN))
    found["P51a"]["sentence"] = "Something else."
    judgement = of("S1.14", claims_data.judged_by_published(found))
    assert (judgement.standing, judgement.because) == (Standing.UNDECIDED, ("P51a: not judged",))


def test_what_was_found_of_another_system_decides_nothing() -> None:
    pair, bal = RUN
    content = document.document([pair, Report("mine.py:MyBal", bal.outcomes)])
    found = document.statements(content, standard=True)
    assert of("S1.14", claims_data.judged_by_published(found)).standing is Standing.UNDECIDED
    assert of("S4.1", claims_data.judged_by_published(found)).standing is Standing.CONFIRMED


@pytest.mark.parametrize("width", [80, 160])
def test_the_table_fits_and_tells_every_claim(width: int) -> None:
    table = shown(claims_table.listed(JUDGED), width)
    assert max(len(line) for line in table.splitlines()) <= width
    assert [line.split()[0] for line in table.splitlines() if line[:1] == "S" and "." in line.split()[0]] == [
        each.id for each in CLAIMS
    ]
    assert f"{len(CLAIMS)} claims: {claims_data.counted(JUDGED)}" in " ".join(table.split())


@pytest.mark.parametrize("each", JUDGED, ids=lambda each: each.claim.id)
def test_every_claim_can_be_shown_in_full(each: Judgement) -> None:
    found = document.statements(document.document(RUN))
    words = " ".join(shown(claims_table.explained(each, found), 100).split())
    assert each.claim.gist in words and each.standing.value in words
    for name in each.claim.judged_by:
        assert name in words
