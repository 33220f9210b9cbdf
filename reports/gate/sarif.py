"""The answer of the gate as SARIF 2.1.0, the format in which code hosts read findings.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) Version 2.1.0.
"""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import quote

from reports.gate.finding import RULES, Finding
from reports.gate.result import Result

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def document(result: Result, version: str) -> dict[str, Any]:
    """The run of the gate of that version; places are relative to the root of the repository."""
    names = list(RULES)
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "tallystick",
                        "version": version,
                        "rules": [
                            {"id": name, "shortDescription": {"text": _sentence(meaning)}}
                            for name, meaning in RULES.items()
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    "%SRCROOT%": {"description": {"text": "The root of the repository that was judged."}}
                },
                "results": [_result(each, names.index(each.rule)) for each in result.findings],
            }
        ],
    }


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": quote(finding.place.file), "uriBaseId": "%SRCROOT%"}}
    if finding.place.line:
        place["region"] = {"startLine": finding.place.line}
    told = f"{finding.id}: {finding.message}" if finding.id else finding.message
    made: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": finding.level.value,
        "message": {"text": told},
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {"tallystick/v1": _fingerprint(finding)},
    }
    if finding.accepted:
        made["suppressions"] = [{"kind": "external", "status": "accepted", "justification": finding.accepted}]
    return made


def _fingerprint(finding: Finding) -> str:
    if finding.change:
        return finding.change.fingerprint
    return hashlib.sha256(f"{finding.rule}\0{finding.id}\0{finding.message}".encode()).hexdigest()[:12]


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."
