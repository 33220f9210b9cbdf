"""What is declared of the pair's rules (`properties.pair.abstractions`), to be proved of any pair at any time."""

from __future__ import annotations

from collections.abc import Mapping
from inspect import signature
from typing import Any, get_type_hints

from model.arith import Width
from model.pair import Pair, PairState
from properties.case import Case
from properties.declared import declare
from properties.pair.abstractions import ABSTRACTIONS
from properties.pair.situations import PairSituations
from properties.property import REGISTRY

ANY = Width("any integer", -(2**255), 2**255 - 1)


def any_arguments(system: Pair, case: Case, method: str) -> dict[str, Any]:
    """Any pair, and any integers."""
    kinds = get_type_hints(getattr(Pair, method))
    names = list(signature(getattr(Pair, method)).parameters)[1:]
    return {name: _any_value(system, case, name, kinds[name]) for name in names}


def _any_value(system: Pair, case: Case, name: str, kind: Any) -> Any:
    if kind is PairState:
        return PairSituations().state(case, system)
    if kind is int:
        return case.integer(name, ANY)
    raise TypeError(f"{name} is of a kind of which there is no arbitrary one: {kind}")


def no_inputs(system: Pair, method: str, given: Mapping[str, Any]) -> dict[str, int]:
    """None: random cases do."""
    return {}


declare(REGISTRY, "pair", ABSTRACTIONS, any_arguments, no_inputs)
