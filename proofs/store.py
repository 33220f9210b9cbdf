"""Outcomes kept between runs: one file a property, read back only if it is whole and about the very same content.

The store is a convenience, never evidence: what can not be read, does not match its own digest, or was made from
other content is ignored with a warning and found anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from proofs.outcome import AssumptionUse, Counterexample, Evidence, Outcome
from properties.property import Property, Verdict

FOLDER = Path(".cache")
FORMAT = 1


class Store:
    """Outcomes of one system under `folder`; `warn` is told what was ignored, and why."""

    def __init__(self, system: str, warn: Callable[[str], None], folder: Path = FOLDER) -> None:
        self.outcomes = folder / "outcomes" / system
        self.certificates = folder / "certificates" / system
        self.warn = warn

    def load(self, prop: Property, digest: str) -> Outcome | None:
        """The outcome of a property if one of this digest is kept whole, with its certificates."""
        file = self.outcomes / f"{prop.id}.json"
        try:
            text = file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as problem:
            self.warn(f"{file} can not be read ({type(problem).__name__}); {prop.id} is judged anew")
            return None
        try:
            kept = json.loads(text)
            if kept["format"] != FORMAT or kept["digest"] != digest:
                return None
            if kept["seal"] != seal(kept["outcome"], self._certificate_text(prop)):
                raise ValueError("its seal does not match")
            return _decoded(prop, digest, kept["outcome"])
        except (ValueError, KeyError, TypeError, AttributeError, OSError, RecursionError) as problem:
            self.warn(f"{file} is damaged ({problem}); {prop.id} is judged anew")
            return None

    def save(self, outcome: Outcome, certificates: list[dict[str, Any]]) -> None:
        """Keep an outcome and its certificates; what can not be kept is found anew next time."""
        try:
            text = json.dumps(certificates, separators=(",", ":"))
            _write(self.certificates / f"{outcome.property.id}.json", text)
            data = _encoded(outcome)
            kept = {"format": FORMAT, "digest": outcome.digest, "seal": seal(data, text), "outcome": data}
            _write(self.outcomes / f"{outcome.property.id}.json", json.dumps(kept))
        except OSError as problem:
            self.warn(f"the outcome of {outcome.property.id} can not be kept: {problem}")

    def _certificate_text(self, prop: Property) -> str:
        return (self.certificates / f"{prop.id}.json").read_text(encoding="utf-8")


def seal(outcome: Any, certificates: str) -> str:
    """A digest that notices damage to a kept outcome or to its certificates."""
    text = json.dumps(outcome, sort_keys=True) + certificates
    return hashlib.sha256(text.encode()).hexdigest()


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(file)


def _encoded(outcome: Outcome) -> dict[str, Any]:
    evidence, counter = outcome.evidence, outcome.counterexample
    return {
        "verdict": outcome.verdict.value,
        "reason": outcome.reason,
        "evidence": None
        if evidence is None
        else {
            "certificates": evidence.certificates,
            "paths": evidence.paths,
            "pruned": evidence.pruned,
            "solvers": [list(pair) for pair in evidence.solvers],
            "assumptions": [[each.name, each.reason, each.used_by] for each in evidence.assumptions],
            "witness": evidence.witness,
            "explored": list(evidence.explored),
            "ran": list(evidence.ran),
        },
        "counterexample": None
        if counter is None
        else {
            "inputs": {name: str(value) for name, value in counter.inputs.items()},
            "story": list(counter.story),
            "claim": counter.claim,
            "trace": list(counter.trace),
        },
    }


def _decoded(prop: Property, digest: str, data: Any) -> Outcome:
    evidence, counter = data["evidence"], data["counterexample"]
    return Outcome(
        property=prop,
        verdict=Verdict(data["verdict"]),
        reason=data["reason"],
        evidence=None
        if evidence is None
        else Evidence(
            certificates=evidence["certificates"],
            paths=evidence["paths"],
            pruned=evidence["pruned"],
            solvers=tuple((name, answer) for name, answer in evidence["solvers"]),
            assumptions=tuple(AssumptionUse(*each) for each in evidence["assumptions"]),
            witness=evidence["witness"],
            explored=tuple(evidence["explored"]),
            ran=tuple(evidence["ran"]),
        ),
        counterexample=None
        if counter is None
        else Counterexample(
            inputs={name: int(value) for name, value in counter["inputs"].items()},
            story=tuple(counter["story"]),
            claim=counter["claim"],
            trace=tuple(counter["trace"]),
        ),
        seconds=0.0,
        digest=digest,
    )
