"""The properties on the terminal: all of them in a list, or one in full."""

from __future__ import annotations

from pathlib import Path

from reports import document
from reports.explained import explained, listed
from tallystick import output
from tallystick.failure import BadInput, Exit
from tallystick.selection import named, published, statements


def list_all(*, system: str, report: Path, as_json: bool) -> int:
    """One line a property, with the recorded verdict and the published one."""
    chosen, found = statements(system), published(report)
    if as_json:
        output.data([{**document.described(each), "published": _verdict(found.get(each.id))} for each in chosen])
    else:
        output.Output().print(listed(chosen, found))
    return Exit.AS_EXPECTED


def explain(*, identifier: str, report: Path, as_json: bool) -> int:
    """One property in full: words, formula, assumptions, evidence, counterexample."""
    statement = named(identifier)
    found = published(report).get(statement.id)
    if as_json:
        output.data({**document.described(statement), "published": found})
        return Exit.AS_EXPECTED
    try:
        shown = explained(statement, found)
    except (LookupError, TypeError, ValueError, AttributeError) as problem:
        raise BadInput(f"the report in {report} is damaged: {statement.id} lacks {problem}") from problem
    output.Output().print(shown)
    return Exit.AS_EXPECTED


def _verdict(found: object) -> object:
    return found.get("verdict") if isinstance(found, dict) else None
