"""Whether a report is about the sources beside it, as far as the report can tell.

A report holds what each property says, and no digest of the code it was made from. So a difference in what a property
says shows that the report is stale; where there is none, a body or a rule of the model may still have changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from properties.property import Registry
from reports import document
from reports.published import DATA

UNRECORDED = (
    f"{DATA} records what each property says, and not the code of model and properties that it was made from: "
    "that its verdicts are about the present code is known only if `tallystick verify --report` has just written it"
)


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
