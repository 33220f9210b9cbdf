"""Weakenings that a reviewer accepted, each with its reason, from a file that is reviewed with the change.

The file is TOML. `change` is optional: the fingerprint that the gate shows, and then nothing but that very change is
accepted.

    [[accepted]]
    id = "Q10"
    what = "scope"
    reason = "Mint is judged by Q12 now."
    change = "0123456789ab"
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass

from reports.gate.change import Change, Kind

TABLE = "accepted"
NEEDED = ("id", "what", "reason")
OPTIONAL = ("change",)


class UnreadableAcceptance(Exception):
    """The file is not as described; the message is one sentence that names file and entry."""


@dataclass(frozen=True)
class Acceptance:
    """One entry: the property, the kind of change, why it is right, and which change it is, if only one is meant."""

    id: str
    what: Kind
    reason: str
    change: str = ""

    def covers(self, change: Change) -> bool:
        """Whether this is a change that the entry means."""
        return (self.id, self.what) == (change.id, change.kind) and self.change in ("", change.fingerprint)


def read(text: str, name: str) -> list[Acceptance]:
    """The entries of a file's text; `name` is what to call the file. Raises `UnreadableAcceptance`."""
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise UnreadableAcceptance(f"{name} is no TOML: {problem}") from problem
    foreign = [each for each in content if each != TABLE]
    if foreign:
        raise UnreadableAcceptance(f"{name} has {foreign[0]!r}, and only [[{TABLE}]] is known")
    entries = content.get(TABLE, [])
    if not isinstance(entries, list):
        raise UnreadableAcceptance(f"{name}: {TABLE} has to be a list of tables, each begun with [[{TABLE}]]")
    return [_entry(entry, f"{name}, entry {number}") for number, entry in enumerate(entries, start=1)]


def unmatched(entries: Sequence[Acceptance], changes: Sequence[Change]) -> list[Acceptance]:
    """The entries that no change answers to: they would accept something that nobody has looked at."""
    return [entry for entry in entries if not any(entry.covers(each) for each in changes)]


def _entry(entry: object, place: str) -> Acceptance:
    if not isinstance(entry, dict):
        raise UnreadableAcceptance(f"{place} is no table")
    for name in NEEDED:
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise UnreadableAcceptance(f"{place}: field {name} has to be a text that is not empty")
    for name, held in entry.items():
        if name not in (*NEEDED, *OPTIONAL):
            raise UnreadableAcceptance(f"{place}: field {name} is not known")
        if not isinstance(held, str):
            raise UnreadableAcceptance(f"{place}: field {name} has to be a text")
    kinds = {each.value: each for each in Kind}
    if entry["what"] not in kinds:
        raise UnreadableAcceptance(f"{place}: there is no change {entry['what']!r}; there is {', '.join(kinds)}")
    return Acceptance(entry["id"], kinds[entry["what"]], entry["reason"], entry.get("change", ""))
