"""The sizes on the page about trust are those of the sources."""

from __future__ import annotations

import re

from reports.site import trust
from tests.docs.pages import ROOT


def test_the_sizes_of_the_trusted_base_are_those_of_the_sources() -> None:
    text = (ROOT / "docs" / "trusted.md").read_text(encoding="utf-8")
    told = {name.strip(): int(lines) for name, lines in re.findall(r"^\| ([^|]+) \| (\d+) \|", text, re.MULTILINE)}
    believed = {part.name: part.lines for part in trust.believed()}
    assert told.keys() == believed.keys()
    wrong = {name: lines for name, lines in believed.items() if abs(told[name] - lines) > (50 if lines < 1000 else 500)}
    assert wrong == {}
