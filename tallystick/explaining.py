"""The properties on the terminal: all of them in a list, or one in full."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reports import document
from reports.explained import explained, listed
from tallystick import output, selection
from tallystick.failure import Exit, harmless
from tallystick.selection import named, published, statements


def list_all(*, system: str, report: Path | None, as_json: bool) -> int:
    """One line a property, with the recorded verdict and the published one."""
    chosen, found = statements(system), _found(report)
    if as_json:
        output.data([{**document.described(each), "published": _verdict(found.get(each.id))} for each in chosen])
    else:
        output.Output().print(listed(chosen, found))
    return Exit.AS_EXPECTED


def explain(*, identifier: str, report: Path | None, as_json: bool) -> int:
    """One property in full: words, formula, assumptions, evidence, counterexample."""
    statement = named(identifier)
    found = _found(report).get(statement.id)
    if as_json:
        output.data({**document.described(statement), "published": found})
        return Exit.AS_EXPECTED
    output.Output().print(explained(statement, _harmless(found)))
    return Exit.AS_EXPECTED


def _found(report: Path | None) -> Mapping[str, Mapping[str, Any]]:
    """What the named report found, or the repository's own; only that one need not be there."""
    return published(report or selection.PUBLISHED, needed=report is not None, whole=True)


def _harmless(found: Any) -> Any:
    """What a report says, as a terminal may show it: the file may be anybody's."""
    if isinstance(found, str):
        return "\n".join(harmless(line) for line in found.splitlines())
    if isinstance(found, Mapping):
        return {harmless(name): _harmless(held) for name, held in found.items()}
    return [_harmless(each) for each in found] if isinstance(found, list) else found


def _verdict(found: Mapping[str, Any] | None) -> Any:
    return found["verdict"] if found else None
