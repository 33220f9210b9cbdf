"""The published table of defects: which engine finds which, by what, and in how few steps. Every cell is computed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from detection.history import Judged, Limits
from detection.judges import Findings
from properties.catalogue import catalogue

NOTHING = "—"


def markdown(judged: Sequence[Judged], limits: Limits) -> str:
    """The page: what was asked, the table, and what each defect was."""
    lines = [
        "# Defects of the past",
        "",
        "Defects that Drift's program had and that were fixed, each as `Bal` with the rule as it was before the fix and every",
        "other rule of today (`model/bal/variants/history/`). Prover, fuzzer and recordings judge each as they judge any",
        "change: by all properties that hold of `Bal`, and told nothing of the defect. Written by `make history`.",
        "",
        told(judged),
        "",
        f"That is no forecast of what it finds of a defect that nobody has seen yet: {', '.join(sorted(CALLED_FOR))}",
        (
            "were stated, or drawn in another way, because a first run of this benchmark had missed defects. "
            "Without them, at least:"
        ),
        "",
        told(judged, CALLED_FOR),
        "",
        (
            f"The prover had {limits.seconds} s for a property, the campaign {limits.steps} steps from seed {limits.seed}. "
            "*Size* is"
        ),
        "the number of steps of the smallest trace, if it is one of steps and not of rules called directly. *Undecided*",
        (
            "counts properties that hold of `Bal` and that the prover neither proves nor refutes here, "
            "for another reason than time (what"
        ),
        "ran out of time depends on the machine): a gate fails on all of these.",
        "*Said* is what the list of fixes says that the defect breaks, and whether that, or the strongest form of it that",
        "holds of `Bal`, is among what prover or fuzzer found.",
        "",
        "| defect | prover | size | fuzzer | size | recordings | undecided | said |",
        "|---|---|---|---|---|---|---|---|",
    ]
    lines += [row(each) for each in judged]
    lines += ["", "## What they were", "", "| defect | fix | before | after |", "|---|---|---|---|"]
    for each in judged:
        fix = each.defect.fixed
        lines.append(f"| {fix.id} | {fix.commit}, {fix.date} | {cell(fix.before)} | {cell(fix.after)} |")
    return "\n".join([*lines, ""])


CALLED_FOR = frozenset({"P19b", *(f"P{number}" for number in range(76, 86))})
"""The properties that owe their statement, or how their inputs are drawn, to what this benchmark missed without them."""


def told(judged: Sequence[Judged], without: frozenset[str] = frozenset()) -> str:
    """How many of how many each engine has found, by other properties than these."""
    by = {name: [each for each in judged if ids(getattr(each, name)) - without] for name in ENGINES}
    counts = (len(by[name]) for name in ENGINES)
    parts = ", ".join(f"{count} by the {ENGINES[name]}" for name, count in zip(ENGINES, counts, strict=True))
    missed = [each.defect.fixed.id for each in judged if each not in by["prover"] and each not in by["fuzzer"]]
    nobody = f"neither prover nor fuzzer finds {', '.join(missed)}" if missed else "each by prover or fuzzer"
    return f"Of {len(judged)} defects {parts} are found; {nobody}."


def ids(findings: Findings) -> set[str]:
    """What was found, by id."""
    return {each.id for each in findings.found}


ENGINES = {"prover": "prover", "fuzzer": "fuzzer", "conformance": "recordings"}


def row(judged: Judged) -> str:
    """A defect's row."""
    fix, prover, conformance = judged.defect.fixed, judged.prover, judged.conformance
    undecided = len(prover.lost.keys() - set(prover.late))
    differing = f"{conformance.total - conformance.matched} of {conformance.total} steps"
    cells = [
        f"{fix.id} {judged.defect.__name__}",
        names(prover),
        size(prover),
        names(judged.fuzzer),
        size(judged.fuzzer),
        f"{differing}; first {cell(conformance.difference)}" if conformance.found else NOTHING,
        str(undecided) if undecided else NOTHING,
        said(judged),
    ]
    return f"| {' | '.join(cells)} |"


def said(judged: Judged) -> str:
    """What the list of fixes expects, marked where it is not among what was found."""
    return ", ".join(
        name if holds else f"{name} (not by it)"
        for name, holds in ((name, confirmed(judged, name)) for name in judged.defect.fixed.violated)
    )


def confirmed(judged: Judged, name: str) -> bool:
    """Whether a property, or a form of it that holds of `Bal`, is among what prover or fuzzer found."""
    found = {each.id for engine in (judged.prover, judged.fuzzer) for each in engine.found}
    registry = catalogue()
    return any(each == name or (each in registry and registry[each].variant_of == name) for each in found)


def names(findings: Findings) -> str:
    """What was found, by id."""
    return ", ".join(dict.fromkeys(each.id for each in findings.found)) or NOTHING


def size(findings: Findings) -> str:
    """The length of the smallest trace."""
    return NOTHING if findings.smallest is None else str(findings.smallest)


def cell(text: str) -> str:
    """A text as a cell of a table has it."""
    return text.replace("|", "\\|")


def data(judged: Iterable[Judged], limits: Limits) -> str:
    """The same for programs, without times."""
    return json.dumps({"limits": limits.__dict__, "defects": [facts(each) for each in judged]}, indent=1) + "\n"


def facts(judged: Judged) -> dict[str, Any]:
    """What was found of one defect."""
    fix, prover = judged.defect.fixed, judged.prover
    return {
        **fix._asdict(),
        "system": f"{judged.defect.__module__}:{judged.defect.__name__}",
        "prover": {
            "judged": prover.judged,
            "found": [each.__dict__ for each in prover.found],
            "undecided": {name: reason for name, reason in prover.lost.items() if name not in prover.late},
        },
        "fuzzer": {"found": [each.__dict__ for each in judged.fuzzer.found]},
        "recordings": {
            "matched": judged.conformance.matched,
            "total": judged.conformance.total,
            "first": judged.conformance.difference,
        },
        "confirmed": {name: confirmed(judged, name) for name in fix.violated},
    }
