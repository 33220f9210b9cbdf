"""Which systems and which properties a command is about, from what the user typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from model.system import System
from properties.catalogue import catalogue, reading_order
from properties.property import Property
from tallystick.failure import BadInput, unknown

PUBLISHED = Path(__file__).resolve().parents[1] / "reports" / "published"
"""The report of the current revision."""


def statements(system: str = "") -> list[Property]:
    """All properties in reading order, or those of one system by its name."""
    every = sorted(catalogue(), key=reading_order)
    names = list(dict.fromkeys(each.system for each in every))
    if system and system not in names:
        raise unknown("system with properties called", system, names)
    return [each for each in every if system in ("", each.system)]


def named(identifier: str) -> Property:
    """The property of that id, in upper or lower case."""
    registry = catalogue()
    for each in registry:
        if each.id.lower() == identifier.lower():
            return each  # type: ignore[no-any-return]
    raise unknown("property", identifier, (each.id for each in registry))


def loaded(system: str) -> System:
    """The system of that name, `module:Class` or `file.py:Class`."""
    from tallystick.loading import STANDARD, NoSuchSystem, load_system

    if system not in STANDARD and ":" not in system:
        raise unknown("system", system, STANDARD, also="or module:Class, or file.py:Class")
    try:
        return load_system(system)
    except NoSuchSystem as problem:
        raise BadInput(str(problem)) from problem


def work(system: str, identifiers: Sequence[str]) -> list[tuple[System, list[Property]]]:
    """Each system that is to be judged, with the properties to judge it by.

    `system` is a name, `module:Class` or `file.py:Class`, empty for all systems of the repository; `identifiers` are
    the properties, empty for all. Raises `BadInput` if nothing is left to judge.
    """
    given = loaded(system) if system else None
    asked = [named(each) for each in dict.fromkeys(identifiers)]
    if given is not None:
        foreign = [each for each in asked if each.system != given.name]
        if foreign:
            raise BadInput(f"{foreign[0].id} is a property of {foreign[0].system}, and {system} is a {given.name}")
        chosen = sorted(asked, key=reading_order) or statements(given.name)
        if not _is_standard(given):
            chosen = [each for each in chosen if not each.judged_on]
        return [(given, chosen)]
    groups: dict[str, list[Property]] = {}
    for each in sorted(asked, key=reading_order) or statements():
        groups.setdefault(each.system, []).append(each)
    if not groups:
        raise BadInput("there are no properties to judge")
    return [(loaded(name), chosen) for name, chosen in groups.items()]


def _is_standard(given: System) -> bool:
    """Whether it is a system of the repository itself, and no change of it; one of another name is nobody's change."""
    from tallystick.loading import STANDARD

    return given.name not in STANDARD or type(given) is type(loaded(given.name))


def published(
    folder: Path, *, needed: bool = False, whole: bool = False, standard: bool = False
) -> Mapping[str, Mapping[str, Any]]:
    """What a published report found, by property id; nothing if none has been published there, unless it is `needed`.

    Only the ids are sure to be there, unless the report is asked to be `whole`. If `standard`, what was found of a
    user's own system is left out; the report has to be `whole` for that.
    """
    from reports.document import statements as found

    content = report_in(folder, needed=needed, whole=whole)
    return found(content, standard=standard) if content is not None else {}


def report_in(folder: Path, *, needed: bool = False, whole: bool = False) -> Mapping[str, Any] | None:
    """The document of a published report; None if none has been published there, unless it is `needed`."""
    from reports.document import UnreadableReport, read
    from reports.published import DATA

    try:
        return read(folder / DATA, whole=whole)
    except FileNotFoundError as problem:
        if needed:
            raise BadInput(f"there is no report in {folder}: it holds no {DATA}") from problem
        return None
    except OSError as problem:
        raise BadInput(f"{folder / DATA} can not be read: {problem.strerror or problem}") from problem
    except UnreadableReport as problem:
        raise BadInput(str(problem)) from problem
