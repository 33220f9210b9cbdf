"""Whether a report is about the sources beside it, as far as the report can tell.

A report holds what each property says, and the digest of each module of model and properties that it is about. A
difference in either shows that the report is stale. Of the prover and its solvers it holds nothing, and a report of
before holds no digests: there a body or a rule of the model may have changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from properties.property import Registry
from reports import document
from reports.published import DATA

UNRECORDED = (
    f"{DATA} records the code of model and properties that it is about, and not that of the prover: that its verdicts "
    "are those of the present prover is known only if `tallystick verify --report` has just written it"
)

RECORDED = "code"
"""The member of a report that holds the digests."""


def other_code(content: Mapping[str, Any], now: Mapping[str, str]) -> list[tuple[str, str]]:
    """The modules whose code is not that which the report is about, each with what is the matter.

    `now` has the digest of each module as it is. A report without digests says nothing of any.
    """
    then = content.get(RECORDED)
    if not then:
        return []
    differing = sorted(module for module in {*then, *now} if then.get(module) != now.get(module))
    return [(module, _matter(module, then, now)) for module in differing]


def _matter(module: str, then: Mapping[str, str], now: Mapping[str, str]) -> str:
    if module not in now:
        return "it is about code that is gone"
    return "it is about other code than this" if module in then else "this code was not there when it was made"


def stale(content: Mapping[str, Any], registry: Registry) -> list[tuple[str, str]]:
    """The properties of which the report says something else than the sources, each with what differs, by id."""
    published = document.statements(content, standard=True)
    found = []
    for each in registry:
        if each.id not in published:
            found.append((each.id, "the report lacks it"))
            continue
        differing = [name for name, said in document.described(each).items() if published[each.id].get(name) != said]
        if differing:
            found.append((each.id, f"the report has another {', '.join(differing)}"))
    found += [(identifier, "the sources lack it") for identifier in published if identifier not in registry]
    return sorted(found)
