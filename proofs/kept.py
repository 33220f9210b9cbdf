"""Whether the contract of a method holds of a variant that changes the method, or something that it calls.

If so, proofs about the variant may leave the method out as well; they rest on it (`proofs.foundations`), so what is
found here decides only how something is proved, never what.
"""

from __future__ import annotations

from model.system import System
from proofs.ran import watched
from properties.abstractions import Contract
from properties.declared import identifier
from properties.property import REGISTRY
from properties.situations import situations_of

_known: dict[tuple[type[System], str], bool] = {}
"""What was found, by class and property: classes do not change."""


def note(system: System, name: str, holds: bool) -> None:
    """Keep what was found of a property of the system elsewhere."""
    _known[type(system), name] = holds


def keeps_its_contract(system: System, method: str, contract: Contract) -> bool:
    """Whether what is declared and what is ensured is proved of the system's method."""
    proved_by = getattr(contract, "proved_by", "")
    return _holds(system, identifier(method)) and (not proved_by or _holds(system, proved_by))


def _holds(system: System, name: str) -> bool:
    """Whether a property is proved; not, where its own proof asks for it."""
    key = (type(system), name)
    if key not in _known:
        _known[key] = False
        _known[key] = _proved(system, name)
    return _known[key]


def _proved(system: System, name: str) -> bool:
    from proofs.judge import Judge  # a judge explores systems with methods left out, which asks here

    with watched(None):  # whoever asks first is about none of what runs here
        finding = Judge(system, situations_of(system.name)).prove(REGISTRY[name])
    return bool(finding.claims) and not finding.unproved
