"""The whole site, by path: front page, a page a property, claims, gains, what is noticed, the model, replay files."""

from __future__ import annotations

from collections.abc import Iterator

from claims import CLAIMS_OF
from reports.claims_data import MEANING, counted, standings
from reports.site import front, noticing, page, sources, subjects
from reports.site.defects import by_statement, planted_by_statement
from reports.site.entries import Material, entries
from reports.site.page import CLAIMS_PAGE, GAINS_PAGE, Around
from reports.site.rendering import Templates

INDEX = "index.html"
NOTICING_PAGE = "noticing.html"
SOURCES_PAGE = "model.html"


def pages(material: Material) -> dict[str, str]:
    """Every file of the site. The same material gives the same bytes. `ValueError` if two would share a path."""
    return dict(written(material))


def written(material: Material) -> Iterator[tuple[str, str]]:
    """The same one after the other: path and text."""
    known = entries(material)
    templates = Templates()
    source_pages = {sources.relative(each): _source_page(sources.relative(each)) for each in sources.modules()}
    menu = [("Properties", INDEX)]
    menu += [("Claims", CLAIMS_PAGE)] if material.claims else []
    menu += [("Gains", GAINS_PAGE)] if material.gains else []
    menu += [("Noticed", NOTICING_PAGE)] if material.history or material.mutation else []
    menu += [("Model", SOURCES_PAGE)]
    templates.environment.globals |= {
        "menu": menu,
        "pages": {each.id: each.path for each in known},
        "claims_page": CLAIMS_PAGE,
        "gains_page": GAINS_PAGE,
        "source_pages": source_pages,
    }
    exceeded = subjects.exceeded(material.gains) if material.gains else {}
    yield INDEX, templates.page("index", INDEX, **front.context(known, material, exceeded))
    around = Around(
        known,
        {each.claim.id: each.standing for each in material.claims},
        by_statement(material.history) if material.history else {},
        planted_by_statement(material.mutation) if material.mutation else {},
    )
    for each in known:
        context = page.context(page.followed(each), material, around)
        yield each.path, templates.page("property", each.path, **context)
    if material.claims:
        yield CLAIMS_PAGE, templates.page("claims", CLAIMS_PAGE, **_claims(material))
    if material.gains:
        yield GAINS_PAGE, templates.page("gains", GAINS_PAGE, **subjects.context(material.gains))
    if material.history or material.mutation:
        told = noticing.context(material.history, material.mutation)
        yield NOTICING_PAGE, templates.page("noticing", NOTICING_PAGE, **told)
    yield from _sources(templates, source_pages)
    for replay in material.replays.values():
        yield from replay.files.items()


def _claims(material: Material) -> dict[str, object]:
    documents = []
    for source in CLAIMS_OF:
        own = [each for each in material.claims if each.claim.document == source.name]
        if own:
            documents.append({"name": source.name, "title": source.title, "claims": own, "counted": counted(own)})
    counts = standings(material.claims)
    return {
        "documents": documents,
        "standings": [(each.value, meaning, counts[each]) for each, meaning in MEANING.items()],
    }


def _sources(templates: Templates, source_pages: dict[str, str]) -> Iterator[tuple[str, str]]:
    files = []
    for path in sources.modules():
        file = sources.relative(path)
        files.append({"file": file, "about": sources.headline(path), "lines": sources.code_lines(path)})
        where = source_pages[file]
        yield where, templates.page("source", where, file=file, lines=sources.text(path))
    yield SOURCES_PAGE, templates.page("sources", SOURCES_PAGE, files=files)


def _source_page(file: str) -> str:
    return f"source/{file.removesuffix('.py')}.html"
