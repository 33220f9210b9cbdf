"""The answer of the gate as workflow commands, which show findings beside the lines of a change."""

from __future__ import annotations

from reports.gate.finding import Finding, Level
from reports.gate.result import Result

COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.NOTE: "notice"}


def lines(result: Result) -> list[str]:
    """One command a finding, notes left out unless they were accepted: a host shows a few of each kind only."""
    return [_command(each) for each in result.findings if each.level is not Level.NOTE or each.accepted]


def _command(finding: Finding) -> str:
    place = f"file={_value(finding.place.file)}"
    if finding.place.line:
        place += f",line={finding.place.line}"
    title = f"{finding.id} {finding.rule}".strip()
    told = f"{finding.message} (accepted: {finding.accepted})" if finding.accepted else finding.message
    return f"::{COMMANDS[finding.level]} {place},title={_value(title)}::{_data(told)}"


def _data(words: str) -> str:
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _value(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
