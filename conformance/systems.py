"""The systems whose recordings can be replayed."""

from __future__ import annotations

import importlib
from functools import cache

from conformance.adapter import Adapter

MODULES = ("conformance.pair", "conformance.bal")
"""Modules with an `ADAPTER`, in the order in which they are asked whether a line is theirs."""


@cache
def adapters() -> tuple[Adapter, ...]:
    """The adapters, loaded when they are first asked for."""
    return tuple(importlib.import_module(name).ADAPTER for name in MODULES)
