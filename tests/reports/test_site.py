"""The site as files: everything has its page, every link leads somewhere, nothing is read as markup, nothing varies."""

from __future__ import annotations

import json
import posixpath
import re
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import urldefrag

import pytest

from proofs.outcome import Report
from properties.property import Verdict
from reports.site.entries import Material, entries
from reports.site.pages import INDEX, pages
from tests.reports.samples import BAL, PROVED, REFUTED, REFUTED_THAT_SHOULD_HOLD, UNKNOWN
from tests.reports.sites import PUBLISHED, hostile, material, published, published_material, sample

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
EMPTY = {"path", "circle", "mspace"}
"""Elements of SVG and MathML that the site closes at once."""

LARGEST = 15_000_000


class Reading(HTMLParser):
    """Reads a page, and minds what is not well-formed: what is not closed, or closed out of turn, and ids given twice."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()
        self.wrong += [f"{each} is not closed" for each in self.open]
        self.wrong += [f"id {each} is given twice" for each in set(self.ids) if self.ids.count(each) > 1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._attributes(attrs)
        self.text += " "
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._attributes(attrs)
        if tag not in VOID | EMPTY:
            self.wrong.append(f"{tag} is closed at once")

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.wrong.append(f"{tag} is closed within {self.open[-3:]}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("style", "script"):
            self.text += data

    def _attributes(self, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "href" and value is not None:
                self.links.append(value)
            if name == "id" and value is not None:
                self.ids.append(value)
            if name in ("src", "srcset", "action", "poster", "data") or name.startswith("on") or name == "style":
                self.wrong.append(f"attribute {name}")


def html_of(site: dict[str, str]) -> dict[str, Reading]:
    return {name: Reading(content) for name, content in site.items() if name.endswith(".html")}


@pytest.fixture(scope="module")
def readings() -> dict[str, Reading]:
    return html_of(published())


def test_every_property_has_its_page() -> None:
    content = json.loads((PUBLISHED / "report.json").read_text(encoding="utf-8"))
    known = entries(published_material())
    assert [each.id for each in known] == [each["id"] for system in content["systems"] for each in system["properties"]]
    assert {each.path for each in known} <= published().keys()


def test_every_page_is_well_formed(readings: dict[str, Reading]) -> None:
    assert {name: each.wrong for name, each in readings.items() if each.wrong} == {}


def test_every_link_leads_somewhere(readings: dict[str, Reading]) -> None:
    wrong = []
    for name, reading in readings.items():
        for link in reading.links:
            path, fragment = urldefrag(link)
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            if target not in published() or (fragment and fragment not in readings[target].ids):
                wrong.append((name, link))
    assert wrong == []


def test_nothing_is_asked_of_a_network() -> None:
    for name, content in published().items():
        assert re.findall(r"""(?:https?:)?//[a-z0-9.-]+\.[a-z]{2,}""", content) == [], name
        assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest|import\(", content) or "/source/" in f"/{name}", (
            name
        )


def test_the_same_material_gives_the_same_bytes() -> None:
    assert list(pages(published_material()).items()) == list(published().items())


def test_it_is_small_enough_to_be_sent() -> None:
    assert sum(len(content.encode()) for content in published().values()) < LARGEST


def test_what_is_not_known_is_said() -> None:
    site = sample()
    assert "certificates of this outcome are not kept" in site["pair/Q01.html"]
    assert "No file that replays it is part of this report" in site["pair/Q10.html"]
    assert "is not part of this report" in site["pair/Q01.html"]
    assert "The gains are not known here" in site["pair/Q10.html"]


def test_a_page_says_what_a_reader_needs() -> None:
    text = " ".join(Reading(sample()["pair/Q01.html"]).text.split())
    for part in [
        "The product reserve0 * reserve1 never falls on a swap",
        "r0' * r1' >= r0 * r1",
        "pair, candidate Q01",
        "14 certificates; 3 paths to success, 2 paths shown to be impossible.",
        "cvc5 agrees 14/14",
        "what the factory allows unused",
        "reserve0=10, reserve1=20",
        "Rounding is down.",
    ]:
        assert part in text


def test_what_is_not_as_recorded_stands_first() -> None:
    site = pages(material(Report("pair", (PROVED, REFUTED, REFUTED_THAT_SHOULD_HOLD)), BAL))
    text = " ".join(Reading(site[INDEX]).text.split())
    assert text.index("Not as recorded") < text.index("In the systems as they are")
    order = [text.index("P03 UNKNOWN"), text.index("Q2 REFUTED"), text.index("Q10 REFUTED")]
    assert order == sorted(order)
    assert "2 of them are not as recorded: Q2 and P03." in text


def test_what_the_documents_lose_by_comes_before_other_findings() -> None:
    text = Reading(published()[INDEX]).text
    assert text.index("P61") < text.index("P31") < text.index("P26")
    assert text.index("In the systems as they are") < text.index("V39")


def test_no_text_is_read_as_markup() -> None:
    site = hostile()
    for name, reading in html_of(site).items():
        assert not reading.wrong, name
        assert "<img" not in site[name] and "<b>" not in site[name], name
        assert site[name].count("<script") == (name == INDEX), name
    shown = [reading for reading in html_of(site).values() if "alert(1)" in reading.text]
    assert len(shown) == 5
    assert all("{{ 7*7 }}" in each.text for each in shown)


def test_ids_can_not_leave_the_folder() -> None:
    odd = replace(UNKNOWN, property=replace(UNKNOWN.property, id="../../x y"))
    site = pages(material(Report("bal", (odd,))))
    assert "bal/x-y.html" in site
    assert not any(".." in name or name.startswith("/") for name in site)


def test_two_properties_never_share_a_page() -> None:
    other = replace(UNKNOWN, property=replace(UNKNOWN.property, id="p03"))
    with pytest.raises(ValueError, match=r"bal/p03\.html"):
        pages(material(Report("bal", (UNKNOWN, other))))


def test_another_wording_than_that_of_now_is_said() -> None:
    # Q01 of the samples is not Q01 of the repository.
    assert "is of another wording" in sample()["pair/Q01.html"]
    known = {each.id: each for each in entries(published_material())}
    assert known["Q01"].moved == ()


def test_a_proof_shows_its_obligations_and_an_unused_assumption_is_flagged() -> None:
    certificate = {
        "label": "swap: the product does not fall",
        "definitions": [],
        "hypotheses": [{"polynomial": [["1", ["x"]]], "relation": ">=0", "source": "proved of every reachable state"}],
        "lemmas": [],
        "goal": {"polynomial": [["1", ["x"]]], "relation": ">=0", "proof": {"terms": [["1", [], [0]], ["1", [], [1]]]}},
    }
    wrong = {**certificate, "label": "swap: decided: x >= 0", "hypotheses": []}
    page = pages(material(Report("pair", (PROVED,)), certificates={"Q01": [certificate, wrong]}))["pair/Q01.html"]
    text = " ".join(Reading(page).text.split())
    assert "1 a claim: the product does not fall x ≥ 0 proved of every reachable state 1 accepts" in text
    assert "2 a branch that is decided: x >= 0 x ≥ 0 1 refuses: there is no fact 1" in text
    assert "certificate checker 1 refused" in text
    assert "What the solvers said of a single obligation is not kept" in text
    assert page.count('<span class="tag flag">unused</span>') == 1


def test_a_report_without_anything_is_a_site() -> None:
    site = pages(Material(report={"schema": "tallystick-report/1", "systems": []}))
    assert "Of 0 statements about nothing: none." in Reading(site[INDEX]).text


@pytest.mark.parametrize("verdict", list(Verdict))
def test_every_verdict_has_its_word_in_the_style(verdict: Verdict) -> None:
    site = pages(material(Report("pair", (replace(PROVED, verdict=verdict),))))
    assert f'<span class="verdict {verdict.value.lower()}">{verdict.value}</span>' in site["pair/Q01.html"]
