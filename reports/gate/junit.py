"""The answer of the gate as JUnit XML: one case a property, and one for each finding about something else."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from reports.gate.finding import Finding, Level
from reports.gate.result import Result

SUITE = "tallystick gate"


def document(result: Result) -> str:
    """The text of the file. What fails the gate is a failure; all else is told as the case's output."""
    about: dict[str, list[Finding]] = {identifier: [] for identifier in result.properties}
    for each in result.findings:
        about.setdefault(each.id or each.rule, []).append(each)
    suites = ET.Element("testsuites", name=SUITE)
    failed = sum(any(each.level is Level.ERROR for each in held) for held in about.values())
    counts: dict[str, str] = {"tests": str(len(about)), "failures": str(failed), "errors": "0", "skipped": "0"}
    suite = ET.SubElement(suites, "testsuite", {"name": f"against {_legal(result.against)}", **counts})
    for identifier, held in about.items():
        case = ET.SubElement(suite, "testcase", classname="gate", name=_legal(identifier))
        errors = [each for each in held if each.level is Level.ERROR]
        if errors:
            failure = ET.SubElement(case, "failure", type=errors[0].rule, message=_legal(errors[0].message))
            failure.text = _lines(errors)
        others = [each for each in held if each.level is not Level.ERROR]
        if others:
            ET.SubElement(case, "system-out").text = _lines(others)
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _lines(findings: Sequence[Finding]) -> str:
    told = [f"{each.place}: {each.level.value}: {each.message}" for each in findings]
    told = [
        f"{line} (accepted: {each.accepted})" if each.accepted else line
        for line, each in zip(told, findings, strict=True)
    ]
    return _legal("\n".join(told))


def _legal(words: str) -> str:
    """The words with every character that XML 1.0 does not know as its escape."""
    return "".join(char if _is_legal(char) else char.encode("unicode_escape").decode() for char in words)


def _is_legal(char: str) -> bool:
    point = ord(char)
    return char in "\t\n" or 0x20 <= point < 0xD800 or 0xE000 <= point < 0xFFFE or point > 0xFFFF
