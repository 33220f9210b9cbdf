"""What is declared of the pair's rules (`properties.pair.abstractions`), to be proved of any pair at any time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model.arith import Width
from model.pair import Pair
from properties.case import Case
from properties.declared import declare
from properties.pair.abstractions import ABSTRACTIONS
from properties.pair.situations import PairSituations
from properties.property import REGISTRY

ANY = Width("any integer", -(2**255), 2**255 - 1)


def any_arguments(system: Pair, case: Case, method: str) -> dict[str, Any]:
    """Any pair, and any integer as the time."""
    return {"pair": PairSituations().state(case, system), "now": case.integer("now", ANY)}


def no_inputs(system: Pair, method: str, given: Mapping[str, Any]) -> dict[str, int]:
    """None: random cases do."""
    return {}


declare(REGISTRY, "pair", ABSTRACTIONS, any_arguments, no_inputs)
