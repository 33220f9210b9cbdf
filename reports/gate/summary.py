"""The answer of the gate as Markdown, for the summary of a job or a comment on a change."""

from __future__ import annotations

from collections.abc import Sequence

from reports.gate.finding import Finding, Level
from reports.gate.result import Result
from reports.markdown import code, table, text

HEADINGS = {Level.ERROR: "What fails", Level.WARNING: "Look at", Level.NOTE: "What else changed"}

MOST_ROWS = 200
"""A host cuts a summary that is too long wherever that happens to be."""


def document(result: Result) -> str:
    """The page: the line that says it all, then a table for each level."""
    certificates = result.certificates.told()
    parts = ["# Gate", text(result.summary()) + ".", *([text(certificates) + "."] if certificates else [])]
    for level, heading in HEADINGS.items():
        held = result.of(level)
        if held:
            parts += [f"## {heading}", _table(held[:MOST_ROWS])]
        if len(held) > MOST_ROWS:
            parts.append(f"And {len(held) - MOST_ROWS} more.")
    return "\n\n".join(parts) + "\n"


def _table(findings: Sequence[Finding]) -> str:
    return table(["property", "what", "", "where", "to accept it"], [_row(each) for each in findings])


def _row(finding: Finding) -> list[str]:
    told = text(finding.message)
    if finding.accepted:
        told += f"\n**accepted:** {text(finding.accepted)}"
    entry = code(finding.change.fingerprint) if finding.change and finding.level is Level.ERROR else ""
    return [text(finding.id), text(finding.rule), told, code(str(finding.place)), entry]
