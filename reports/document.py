"""A report as data: the JSON that other tools read, and that `list` and `explain` read back.

It holds no times and nothing about the machine, and everything in it has a fixed order, so that two runs on the same
sources write the same bytes. Integers beyond 2**53 are decimal strings, as in the recorded executions. `schema.json`
beside this module describes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from proofs.outcome import AssumptionUse, Counterexample, Evidence, Outcome, Report
from properties.catalogue import SYSTEMS, reading_order
from properties.property import OnStep, Property, Verdict

SCHEMA = "tallystick-report/1"
SAFE = 2**53
"""Integers of larger magnitude are not kept by every reader of JSON."""


LARGEST_FILE = 2**27
"""A file of more bytes is no report."""

DESCRIPTION = Path(__file__).with_name("schema.json")

OUTLINE = {
    "required": ["systems"],
    "properties": {
        "systems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["properties"],
                "properties": {
                    "properties": {
                        "type": "array",
                        "items": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
                    }
                },
            },
        }
    },
}
"""What of the description no revision changes."""


class UnreadableReport(Exception):
    """A file is not a report that this version understands; the message is one sentence that names the file."""


def document(reports: Iterable[Report], code: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The whole report as JSON has it; `code` has the digest of each module that it is about (`reports.code`)."""
    about = {"code": dict(sorted(code.items()))} if code else {}
    return {"schema": SCHEMA, **about, "systems": [_system(each) for each in in_order(reports)]}


def in_order(reports: Iterable[Report]) -> list[Report]:
    """The reports by system, each with its outcomes in reading order, however the work was spread."""

    def position(each: Report) -> tuple[int, str]:
        return SYSTEMS.index(each.system) if each.system in SYSTEMS else len(SYSTEMS), each.system

    return [
        Report(each.system, tuple(sorted(each.outcomes, key=lambda outcome: reading_order(outcome.property))))
        for each in sorted(reports, key=position)
    ]


def dumped(content: Any) -> str:
    """The text of a document, with a line feed at its end."""
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read(path: Path, *, whole: bool = False) -> dict[str, Any]:
    """The document of a file that `dumped` wrote; `UnreadableReport` if it is another, `OSError` if it is not there.

    Its properties have ids. If it is to be `whole`, everything is as `schema.json` says; a report that another revision
    wrote may have other fields.
    """
    if path.stat().st_size > LARGEST_FILE:
        raise UnreadableReport(f"{path} has more than {LARGEST_FILE} bytes: that is no report")
    return understood(path.read_bytes(), str(path), whole=whole)


def understood(data: bytes, path: str, *, whole: bool = False) -> dict[str, Any]:
    """The document of the bytes of a file, as `read` has it; `path` is what to call it in a refusal."""
    try:
        content = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as problem:
        told = "it is nested too deeply" if isinstance(problem, RecursionError) else problem
        raise UnreadableReport(f"{path} is no JSON: {told}") from problem
    found = content.get("schema") if isinstance(content, dict) else None
    if found != SCHEMA:
        raise UnreadableReport(f"{path} is no report of this version: its schema is {found!r}, not {SCHEMA!r}")
    schema = json.loads(DESCRIPTION.read_text(encoding="utf-8")) if whole else OUTLINE
    wrong = next(iter(Draft202012Validator(schema).iter_errors(content)), None)
    if wrong is not None:
        place = ".".join(str(part) for part in wrong.absolute_path)
        told = (
            wrong.message if len(wrong.message) <= 200 else f"it does not meet {wrong.validator!r} of the description"
        )
        raise UnreadableReport(f"{path} is damaged: {f'field {place}: ' if place else ''}{told}")
    return dict(content)


def statements(content: Mapping[str, Any], *, standard: bool = False) -> dict[str, dict[str, Any]]:
    """The properties of a document by id; if `standard`, only those judged on a system of the repository."""
    chosen = [system for system in content["systems"] if not standard or system["system"] in SYSTEMS]
    return {each["id"]: each for system in chosen for each in system["properties"]}


def described(statement: Property) -> dict[str, Any]:
    """What a property says, whatever its verdict."""
    scope = statement.scope
    return {
        "id": statement.id,
        "system": statement.system,
        "sentence": statement.sentence,
        "formula": statement.formula,
        "claim": statement.claim,
        "scope": {
            "kind": type(scope).__name__,
            "operations": list(scope.operations) if isinstance(scope, OnStep) else [],
        },
        "assumes": list(statement.assumes),
        "variant_of": statement.variant_of,
        "notes": statement.notes,
        "story": statement.story,
        "expected": statement.expected.value,
    }


def judged(outcome: Outcome) -> dict[str, Any]:
    """What a property says and what was found."""
    return {
        **described(outcome.property),
        "verdict": outcome.verdict.value,
        "as_expected": outcome.as_expected,
        "reason": outcome.reason,
        "evidence": _evidence(outcome.evidence),
        "counterexample": _counterexample(outcome.counterexample),
    }


def portable(value: Any) -> Any:
    """Integers that not every reader of JSON keeps as decimal strings, in whatever structure."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if -SAFE <= value <= SAFE else str(value)
    if isinstance(value, Mapping):
        return {str(name): portable(held) for name, held in value.items()}
    if isinstance(value, (list, tuple)):
        return [portable(each) for each in value]
    return str(value)


def _system(report: Report) -> dict[str, Any]:
    verdicts = [each.verdict for each in report.outcomes]
    return {
        "system": report.system,
        "summary": {
            "properties": len(verdicts),
            "as_expected": sum(each.as_expected for each in report.outcomes),
            **{verdict.value: verdicts.count(verdict) for verdict in Verdict},
        },
        "properties": [judged(each) for each in report.outcomes],
    }


def _evidence(evidence: Evidence | None) -> dict[str, Any] | None:
    if evidence is None:
        return None
    return {
        "certificates": evidence.certificates,
        "paths": evidence.paths,
        "pruned": evidence.pruned,
        "solvers": dict(evidence.solvers),
        "assumptions": [
            {"name": each.name, "reason": each.reason, "used_by": each.used_by} for each in sorted_uses(evidence)
        ],
        "witness": evidence.witness,
        "explored": list(evidence.explored),
        "ran": list(evidence.ran),
    }


def sorted_uses(evidence: Evidence) -> list[AssumptionUse]:
    """The assumptions by name: the order in which certificates were found says nothing."""
    return sorted(evidence.assumptions, key=lambda each: (each.name, each.reason))


def _counterexample(found: Counterexample | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "claim": found.claim,
        "story": list(found.story),
        "inputs": portable(dict(sorted(found.inputs.items()))),
        "trace": portable(list(found.trace)),
    }
