"""What an explanation of a way that no vector takes is: a reason, by the text of the source and not by its lines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

SYMBOLIC = "integers never go there, only the symbolic numbers of the prover do"

ARITH = "model/arith.py"


class Key(NamedTuple):
    """A way: file, function, text of what is asked, and the answer. An empty answer stands for both."""

    file: str
    function: str
    text: str
    answer: str = ""


def several(reason: str, file: str, function: str, *asked: tuple[str, str] | str) -> dict[Key, str]:
    """One reason for several ways of a function; a text without an answer stands for both of its ways."""
    pairs = ((each, "") if isinstance(each, str) else each for each in asked)
    return {Key(file, function, text, answer): reason for text, answer in pairs}


BASIC: Mapping[Key, str] = {
    **several(SYMBOLIC, ARITH, "symbolic", "hasattr(value, 'within')"),
    **several(SYMBOLIC, ARITH, "isqrt", ("type(value) is int", "false")),
}
