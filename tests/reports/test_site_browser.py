"""The site in a real browser: it renders from a file, filters work by keyboard, nothing complains, everybody can read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.reports.browser import Browser, axe, browsing
from tests.reports.sites import hostile, published

ROOT = Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "browser"
SHOWN = (
    "index.html",
    "bal/P37.html",
    "bal/P42.html",
    "pair/Q07.html",
    "bal/P17.html",
    "claims.html",
    "gains.html",
    "noticing.html",
    "model.html",
    "source/model/curve.html",
)
"""Pages of each kind: the front, a proof, counterexamples with and without steps, and the rest."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the published report, as files."""
    folder = tmp_path_factory.mktemp("site")
    for name, content in published().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def window(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One window for all tests."""
    with browsing(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def browser(window: Browser) -> Browser:
    """The window as a desk has it, in the light."""
    window.size(1280, 900)
    window.theme()
    return window


@pytest.mark.parametrize("page", SHOWN)
def test_a_page_renders_without_a_word_of_complaint(browser: Browser, site: Path, page: str) -> None:
    browser.open((site / page).as_uri())
    assert browser.console() == []
    assert browser.run("return document.querySelectorAll('main h1').length") == 1
    assert browser.run("return performance.getEntriesByType('resource').map((each) => each.name)") == []
    assert browser.run("return getComputedStyle(document.body).fontFamily").count("serif")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("page", SHOWN)
def test_nothing_stands_out_of_the_page(browser: Browser, site: Path, page: str, width: int) -> None:
    browser.size(width, 900)
    browser.open((site / page).as_uri())
    assert browser.run("return document.documentElement.scrollWidth") <= width


def test_the_table_is_filtered(browser: Browser, site: Path) -> None:
    browser.open((site / "index.html").as_uri())
    every = browser.run("return document.querySelectorAll('#table tbody tr').length")
    assert shown(browser) == every
    browser.run("document.getElementById('filter-text').focus()")
    browser.type("funding update")
    assert 0 < shown(browser) < every
    assert browser.run("return document.getElementById('shown').textContent").startswith(f"{shown(browser)} of {every}")
    browser.run("document.querySelector('form').reset()")
    browser.run(CHOOSE, "verdict", "REFUTED")
    refuted = shown(browser)
    assert refuted == browser.run("return document.querySelectorAll('#table [data-verdict=REFUTED]').length")
    browser.run(CHOOSE, "system", "pair")
    assert 0 < shown(browser) < refuted


def test_the_filters_are_reached_by_keyboard(browser: Browser, site: Path) -> None:
    browser.open((site / "index.html").as_uri())
    browser.run(
        "document.querySelector('#properties h2').tabIndex = -1; document.querySelector('#properties h2').focus()"
    )
    reached = []
    for _ in range(5):
        browser.type("\ue004")  # the tabulator
        reached.append(browser.run("return document.activeElement.id || document.activeElement.type"))
    assert reached == ["filter-text", "filter-verdict", "filter-system", "filter-theme", "reset"]


def test_without_script_the_whole_table_stands(browser: Browser, site: Path) -> None:
    browser.devtools("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.open((site / "index.html").as_uri())
        assert shown(browser) == browser.run("return document.querySelectorAll('#table tbody tr').length") > 200
        assert browser.run("return getComputedStyle(document.getElementById('filters')).display") == "none"
    finally:
        browser.devtools("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", SHOWN)
def test_a_page_is_accessible(browser: Browser, site: Path, page: str, scheme: str) -> None:
    source = axe(CACHE)
    browser.theme(scheme)
    browser.open((site / page).as_uri())
    browser.run("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    browser.run(source)
    found, passed = browser.wait(ASK_AXE)
    assert passed > 10
    assert [(each["id"], [node["html"][:200] for node in each["nodes"][:3]]) for each in found] == []


def test_hostile_texts_do_nothing(browser: Browser, tmp_path: Path) -> None:
    site = hostile()
    for name, content in site.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    for name in [each for each in site if "source" not in each]:
        browser.open((tmp_path / name).as_uri())
        assert browser.console() == []
        assert (
            browser.run("return document.images.length + document.querySelectorAll('main script, main b').length") == 0
        )


def test_a_foreign_script_or_style_is_forbidden(browser: Browser, tmp_path: Path, site: Path) -> None:
    page = (site / "bal" / "P42.html").read_text(encoding="utf-8")
    foreign = "<script>document.title = 'taken'</script><p style='color: red' id='odd'></p><img src='x.png'>"
    (tmp_path / "page.html").write_text(page.replace("</main>", f"{foreign}</main>"), encoding="utf-8")
    browser.open((tmp_path / "page.html").as_uri())
    assert browser.run("return document.title").startswith("P42")
    red = browser.run("return getComputedStyle(document.getElementById('odd')).color")
    assert red == browser.run("return getComputedStyle(document.body).color")
    assert len([each for each in browser.console() if "Content Security Policy" in each]) == 3


def test_in_print_nothing_is_cut_off(browser: Browser, site: Path) -> None:
    browser.theme(media="print")
    browser.size(760, 1000)
    for page in ("bal/P42.html", "bal/P37.html"):
        browser.open((site / page).as_uri())
        assert browser.run("return document.documentElement.scrollWidth") <= 760


ASK_AXE = """
const done = arguments[0];
axe.run(document, { preload: false }).then((all) => done([all.violations, all.passes.length]));
"""

CHOOSE = """
const select = document.getElementById(`filter-${arguments[0]}`);
select.value = arguments[1];
select.dispatchEvent(new Event("input", { bubbles: true }));
"""


def shown(browser: Browser) -> int:
    """How many rows of the table are seen."""
    count: int = browser.run(
        "return [...document.querySelectorAll('#table tbody tr')].filter((row) => row.offsetHeight).length"
    )
    return count
