"""All properties of the repository: imports the packages that define them, in the order in which reports list them."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from pkgutil import walk_packages

from properties.property import REGISTRY, Property, Registry

SYSTEMS = ("pair", "bal")
"""The systems of the repository, the simplest first; each has its properties in the package of its name."""


def catalogue() -> Registry:
    """The registry, with every property of the repository in it. Importing twice enters nothing twice."""
    for system in SYSTEMS:
        if find_spec(f"properties.{system}") is None:
            continue
        package = import_module(f"properties.{system}")
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)
    return REGISTRY


def reading_order(each: Property) -> tuple[int, str, list[tuple[int, int, str]]]:
    """A key that sorts properties as people count: by system, then P2 before P10 and P16 before P16a."""
    known = SYSTEMS.index(each.system) if each.system in SYSTEMS else len(SYSTEMS)
    parts = re.findall(r"\d+|\D+", each.id)
    return known, each.system, [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]
