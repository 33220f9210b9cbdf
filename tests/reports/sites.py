"""Sites for tests: of the samples, with whatever a test adds, and of the published report."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from proofs.outcome import Report
from reports import claims_data, document
from reports.site.entries import Material
from reports.site.pages import pages
from tests.reports.samples import BAL, PAIR

PUBLISHED = Path(__file__).resolve().parents[2] / "reports" / "published"


def material(*reports: Report, **others: Any) -> Material:
    """What a site of these outcomes is made of."""
    # As it is read back: lists, and integers that JSON keeps as texts.
    return Material(report=json.loads(document.dumped(document.document(reports))), **others)


def sample(**others: Any) -> dict[str, str]:
    """The site of one outcome of each kind."""
    return pages(material(PAIR, BAL, **others))


@cache
def published_material() -> Material:
    """What the site of the published report is made of, save what is kept on this machine."""
    content = document.read(PUBLISHED / "report.json", whole=True)
    return Material(
        report=content,
        claims=tuple(claims_data.judged_by_published(document.statements(content, standard=True))),
        history=json.loads((PUBLISHED / "history.json").read_text(encoding="utf-8")),
        gains=json.loads((PUBLISHED / "gains.json").read_text(encoding="utf-8")),
    )


@cache
def published() -> dict[str, str]:
    """The site of the published report."""
    return pages(published_material())
