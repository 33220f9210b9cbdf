"""The systems whose recordings can be replayed."""

from __future__ import annotations

import importlib
from contextlib import suppress
from functools import cache

from conformance.adapter import Adapter

MODULES = ("conformance.pair", "conformance.bal")
"""Modules with an `ADAPTER`, in the order in which they are asked whether a line is theirs."""


@cache
def adapters() -> tuple[Adapter, ...]:
    """The adapters of the systems that are part of this installation."""
    present = []
    for name in MODULES:
        with suppress(ImportError):
            present.append(importlib.import_module(name).ADAPTER)
    return tuple(present)
