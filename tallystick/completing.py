"""What a shell may offer where a name is wanted. Rooms are imported when a shell asks, so no other command waits.

A shell has no use for a complaint: where the names can not be found, none is offered.
"""

from __future__ import annotations

from collections.abc import Iterable

import typer

from tallystick.failure import BadInput

Offered = list[tuple[str, str]]
"""Names, each with a line that says what it is."""


def systems(incomplete: str) -> Offered:
    """The systems that have a name; files the shell finds by itself."""
    from tallystick.loading import STANDARD

    return _beginning(((name, place) for name, place in STANDARD.items()), incomplete)


def properties(context: typer.Context, incomplete: str) -> Offered:
    """The properties by id, of the system that stands in the line already, if one of its own name does."""
    from tallystick.loading import STANDARD
    from tallystick.selection import statements

    system = str(context.params.get("system") or "")
    try:
        every = statements(system if system in STANDARD else "")
    except BadInput:
        return []
    return _beginning(((each.id, each.sentence) for each in every), incomplete)


def claims(incomplete: str) -> Offered:
    """The documents and the claims of each."""
    from claims import CLAIMS, CLAIMS_OF

    documents = [(each.name, each.title) for each in CLAIMS_OF]
    return _beginning([*documents, *((each.id, each.gist) for each in CLAIMS)], incomplete)


def schemas(incomplete: str) -> Offered:
    """The formats that have a schema."""
    from tallystick.describing import FORMATS

    return _beginning(((name, each.what) for name, each in FORMATS.items()), incomplete)


def _beginning(known: Iterable[tuple[str, str]], incomplete: str) -> Offered:
    return [(name, " ".join(what.split())) for name, what in known if name.startswith(incomplete)]
