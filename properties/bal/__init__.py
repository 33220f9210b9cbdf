"""The properties of BAL. Each module is a theme; importing it enters its properties in the catalogue."""

from properties.bal import (
    accounting,
    arithmetic,
    capture,
    conservation,
    contracts,
    curve,
    dust,
    fees,
    fills,
    funding,
    lifecycle,
    rebase,
    rejected,
    settlement,
    shares,
    trading,
)

__all__ = [
    "accounting",
    "arithmetic",
    "capture",
    "conservation",
    "contracts",
    "curve",
    "dust",
    "fees",
    "fills",
    "funding",
    "lifecycle",
    "rebase",
    "rejected",
    "settlement",
    "shares",
    "trading",
]
