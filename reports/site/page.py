"""The page of a property: everything that is known of it, and where each piece of it was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from claims import CLAIMS, Standing
from properties.recording import trace_of
from properties.steps import number
from reports.site import obligations, running, sources, story
from reports.site.chart import drawn
from reports.site.defects import Noticed, Planted
from reports.site.entries import Entry, Material
from reports.site.formula import mathml
from reports.site.front import why
from reports.site.sources import Excerpt
from reports.site.subjects import Plot
from reports.words import looks_at

CLAIMS_PAGE = "claims.html"
GAINS_PAGE = "gains.html"


@dataclass(frozen=True)
class Around:
    """What a page shows of others: all properties, the claims' standings, and the defects that statements notice, by id."""

    entries: Sequence[Entry]
    standings: Mapping[str, Standing]
    defects: Mapping[str, list[Noticed]]
    planted: Mapping[str, list[Planted]]


@dataclass(frozen=True)
class Followed:
    """A property with the run of its counterexample or of its witness, if there is one that can be found again."""

    entry: Entry
    ran: running.Ran | None


def followed(entry: Entry) -> Followed:
    """Run the counterexample or the witness of a property once more."""
    system, found = entry.system, entry.found
    if system is None or entry.statement is None:
        return Followed(entry, None)
    if found["counterexample"]:
        return Followed(entry, running.counterexample(entry.statement, system, found["counterexample"]))
    if found["evidence"]:
        return Followed(entry, running.witness(entry.statement, system, found["evidence"]["witness"]))
    return Followed(entry, None)


def context(run: Followed, material: Material, around: Around) -> dict[str, Any]:
    """What the page of a property shows."""
    entry = run.entry
    found = entry.found
    certificates = material.certificates.get(entry.id)
    proved = obligations.obligations(certificates) if certificates else None
    statement = entry.statement if not entry.moved else None
    position = [each.id for each in around.entries].index(entry.id)
    return {
        "entry": entry,
        "variant": f"{entry.judged_on.partition(':')[0].replace('.', '/')}.py",
        "before": around.entries[position - 1] if position else None,
        "after": around.entries[position + 1] if position + 1 < len(around.entries) else None,
        "mathematics": mathml(found["formula"]),
        "about": _about(entry),
        "claims": _claims(entry, around),
        "true_forms": [each for each in around.entries if each.found["variant_of"] == entry.id],
        "uses": statement.uses if statement else (),
        "leaves_out": statement.leaves_out if statement else (),
        "rested_on_by": _rested_on_by(entry, around.entries),
        "subjects": _subjects(entry, material),
        "replay": material.replays.get(entry.id),
        "defects": around.defects.get(entry.id, []),
        "history_known": material.history is not None,
        "planted": around.planted.get(entry.id, []),
        "tried": len(material.mutation["mutants"]) if material.mutation else None,
        "evidence": found["evidence"],
        "can_be_exported": bool(entry.system and found["evidence"] and found["evidence"]["certificates"]),
        **_evidence(found["evidence"], proved),
        "counterexample": _counterexample(run),
        "witness": _witness(run),
        **_source(run, statement is not None),
    }


def _about(entry: Entry) -> str:
    if entry.statement is not None and not entry.moved:
        return looks_at(entry.statement)
    scope = entry.found["scope"]
    operations = scope["operations"]
    return str(scope["kind"]) + (f" of {', '.join(operations)}" if operations else "")


def _claims(entry: Entry, around: Around) -> list[dict[str, str]]:
    return [
        {
            "id": each.id,
            "gist": each.gist,
            "standing": around.standings[each.id].value if each.id in around.standings else "",
            "path": f"{CLAIMS_PAGE}#{each.id}",
        }
        for each in CLAIMS
        if entry.id in each.judged_by and around.standings
    ]


def _rested_on_by(entry: Entry, entries: Sequence[Entry]) -> list[str]:
    return [
        other.id
        for other in entries
        if other.id != entry.id
        and any(
            each["name"] == entry.id and each["used_by"]
            for each in (other.found["evidence"] or {"assumptions": ()})["assumptions"]
        )
    ]


def _subjects(entry: Entry, material: Material) -> list[dict[str, str]]:
    return [
        {"title": each["title"], "path": f"{GAINS_PAGE}#{each['name']}"}
        for each in (material.gains or {"subjects": ()})["subjects"]
        if entry.id in each["properties"]
    ]


def _evidence(evidence: Mapping[str, Any] | None, proved: list[obligations.Obligation] | None) -> dict[str, Any]:
    if evidence is None:
        return {"obligations": None, "assumptions": [], "count": 0, "refused": 0, "opinions": {}}
    assumptions = []
    for each in evidence["assumptions"]:
        users = obligations.users(each["reason"], proved or [])
        assumptions.append(
            {
                "name": each["name"],
                "why": why(each["name"], each["reason"]),
                "used_by": each["used_by"],
                "obligations": users,
                # Beside certificates, runs whose inputs were put together so that it holds rest on it too.
                "runs": each["used_by"] - len(users) if proved else 0,
            }
        )
    return {
        "obligations": obligations.by_scope(proved) if proved else None,
        "assumptions": assumptions,
        "count": len(proved or ()),
        "refused": sum(bool(each.refusal) for each in proved or ()),
        "opinions": obligations.opinions(evidence["solvers"], proved or []),
    }


def _counterexample(run: Followed) -> dict[str, Any] | None:
    found, protocol = run.entry.found["counterexample"], run.entry.protocol
    if not found:
        return None
    log = run.ran.log if run.ran else ()
    system = run.entry.system or protocol
    return {
        "claim": found["claim"],
        "story": found["story"],
        "scenes": story.scenes(system, found["trace"], log) if system and found["trace"] else [],
        "plots": _plots(run, "counterexample"),
        "followed": run.ran is not None,
        "inputs": [(name, number(value)) for name, value in sorted(found["inputs"].items())],
    }


def _witness(run: Followed) -> dict[str, Any] | None:
    if run.entry.found["counterexample"] or not run.ran or not run.ran.log or run.entry.system is None:
        return None
    trace = trace_of(run.ran.log)
    return {"scenes": story.scenes(run.entry.system, trace, run.ran.log), "plots": _plots(run, "witness")}


def _plots(run: Followed, name: str) -> list[Plot]:
    if run.ran is None or run.entry.system is None:
        return []
    charts = story.charts(run.entry.system, run.ran.log)
    return [Plot(each.title, drawn(each, f"plot-{name}-{place}")) for place, each in enumerate(charts)]


def _source(run: Followed, of_now: bool) -> dict[str, Any]:
    """The statement's own body, the transitions that it runs, and what else of the model ran.

    A proof about steps is about each of its operations: of each a step is followed, beside the witness of one of them.
    """
    statement, system = run.entry.statement, run.entry.system
    bodies: list[Excerpt] = sources.bodies(statement) if statement and of_now else []
    nothing = {"bodies": bodies, "moves": [], "deeper": [], "followed": ""}
    if run.ran is None or system is None or statement is None:
        return nothing
    steps = [] if run.entry.found["counterexample"] else running.steps(statement, system)
    ran = sources.together(steps) if steps else run.ran
    shown = sources.entered(ran, system)
    if not shown:
        return nothing
    deeper = [code for code in ran.functions if code not in shown]
    where = "the counterexample" if run.entry.found["counterexample"] else "the witness"
    return {
        "bodies": bodies,
        "moves": sources.ran(ran, shown),
        "deeper": sources.ran(ran, deeper),
        "followed": "the first step of each operation that realistic lives meet" if steps else where,
    }
