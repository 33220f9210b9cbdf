"""Why no vector takes certain ways: reviewed reasons for the protocols' own rules.

Of a class that changes them nothing is known. Tests keep every entry to the sources: one that names no decision of the
model, or a way that a vector takes, fails.
"""

from __future__ import annotations

from collections.abc import Mapping

from model.system import System
from vectors.explained_bal import BAL
from vectors.explained_pair import PAIR
from vectors.explanation import Key

TABLES: Mapping[str, Mapping[Key, str]] = {"pair": PAIR, "bal": BAL}
"""By the name of the protocol."""


def reason(system: System, file: str, function: str, text: str, answer: str) -> str:
    """Why no vector takes the way; empty if that is not known, as of every change of a protocol."""
    if not type(system).__module__.startswith(f"model.{system.name}.system"):
        return ""
    table = TABLES[system.name]
    return table.get(Key(file, function, text, answer)) or table.get(Key(file, function, text), "")
