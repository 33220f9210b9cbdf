"""Gains as files: the same bytes from the same numbers, links that lead somewhere, a report that keeps them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest

import gains
from gains import document, page, plots, unsettled_quote
from gains.markets import recorded
from gains.publish import files, publish
from gains.result import Amount, Bound, Result, Row, quote
from gains.subjects import results
from model.bal.market import QUOTE
from properties.catalogue import catalogue
from reports import gains_link
from reports.folder import Folder
from reports.published import DATA, INDEX, pages, place
from tests.reports.samples import BAL, PAIR

ROOT = Path(__file__).resolve().parents[2]
PUBLISHED = ROOT / "reports" / "published"


def small() -> Result:
    return unsettled_quote.run(recorded(), fills=10)


def made() -> dict[str, str]:
    return files([small()], recorded())


def test_two_runs_write_the_same_bytes() -> None:
    assert made() == made()


@pytest.mark.slow
def test_another_process_writes_the_same_plot() -> None:
    code = (
        "import sys; from tests.gains.test_published_gains import made;"
        " sys.stdout.write(made()['plots/unsettled-quote.svg'])"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert found.stdout == made()["plots/unsettled-quote.svg"]


def test_a_plot_is_a_picture_without_date_or_program() -> None:
    drawn = plots.svg(small())
    assert ET.fromstring(drawn).tag.endswith("svg")
    for word in ("dc:date", "<dc:creator>", "Matplotlib v"):
        assert word not in drawn


def test_the_data_is_what_the_schema_says() -> None:
    schema = json.loads((Path(gains.__file__).parent / "schema.json").read_text(encoding="utf-8"))
    content = json.loads(made()[gains_link.DATA])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(content, schema)
    assert schema["properties"]["schema"]["const"] == document.SCHEMA == content["schema"]


def test_every_link_of_the_page_leads_to_a_file_that_is_published() -> None:
    content, places = made(), {place(each.system, each.id) for each in catalogue()}
    for link in re.findall(r"\]\(([^)#]+)\)", content[gains_link.PAGE]):
        assert link in {*content, INDEX, *places}, link


def test_the_index_leads_to_gains_only_where_there_are_some() -> None:
    without, beside = pages([PAIR, BAL]), pages([PAIR, BAL], gains=True)
    assert gains_link.LINE not in without[INDEX]
    assert beside[INDEX].count(gains_link.LINE) == 1
    assert beside[INDEX].index(gains_link.LINE) < beside[INDEX].index("\n## ")
    assert gains_link.linked(beside[INDEX]) == beside[INDEX] == gains_link.linked(without[INDEX])


def test_a_report_written_anew_keeps_the_gains_beside_it(tmp_path: Path) -> None:
    content = made()
    with Folder(tmp_path / "report") as folder:
        folder.publish(pages([PAIR]))
    publish(content, tmp_path / "report")
    assert gains_link.is_published(tmp_path / "report")
    with Folder(tmp_path / "report") as folder:
        folder.publish(pages([PAIR, BAL], gains=True))
    for name, written in content.items():
        assert (tmp_path / "report" / name).read_text(encoding="utf-8") == written
    assert (tmp_path / "report" / DATA).is_file()


def test_publishing_links_the_index_and_takes_away_plots_of_the_past(tmp_path: Path) -> None:
    (tmp_path / INDEX).write_text(pages([PAIR])[INDEX], encoding="utf-8")
    (tmp_path / gains_link.PLOTS).mkdir()
    former = tmp_path / gains_link.PLOTS / "former.svg"
    former.write_text("<svg/>", encoding="utf-8")
    publish(made(), tmp_path)
    assert (tmp_path / INDEX).read_text(encoding="utf-8") == pages([PAIR], gains=True)[INDEX]
    assert not former.exists()


@pytest.mark.parametrize(
    ("attained", "bound", "as_recorded"),
    [
        (1, Bound(1, ("P41b",)), True),
        (-1, Bound(1, ("P41b",)), True),
        (1, Bound(1, ("P41b",), strict=True), False),
        (2, Bound(1, ("P41b",)), False),
        (2, Bound(1, ("P41a",)), True),
        (1, Bound(1, ("P41a",)), False),
        (2, Bound(1, ("P41b", "P41a")), True),
    ],
)
def test_a_proved_bound_has_to_be_kept_and_a_refuted_one_exceeded(
    attained: int, bound: Bound, as_recorded: bool
) -> None:
    assert Row("SOL", "-", quote(attained), bound).as_recorded is as_recorded


def test_a_fraction_is_rounded_in_the_data_and_a_large_number_is_a_string() -> None:
    amount = Amount(2**60, QUOTE, "USD")
    assert document.number(amount.raw) == str(2**60)
    assert document.number(amount.tokens) == "1152921504606.846976"
    assert document.number(amount.tokens / 3) == "384307168202.28"


@pytest.mark.slow
def test_the_published_gains_are_those_of_the_model() -> None:
    content = files(results(), recorded())
    held = {name: (PUBLISHED / name).read_text(encoding="utf-8") for name in content}
    assert [name for name in content if held[name] != content[name]] == [], "stale: `make gains` writes them anew"
    assert {path.name for path in (PUBLISHED / gains_link.PLOTS).iterdir()} == {
        Path(page.plot_of(each)).name for each in results()
    }
    assert gains_link.LINE in (PUBLISHED / INDEX).read_text(encoding="utf-8")
