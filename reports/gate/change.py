"""A change of a statement between two reports: of what kind it is, and whether it makes the suite say less."""

from __future__ import annotations

import enum
import hashlib
import json
from dataclasses import dataclass


class Kind(enum.Enum):
    """What has changed of a property. The value is the name under which a reviewer accepts it."""

    REMOVED = "removed"
    ADDED = "added"
    SYSTEM = "system"
    SENTENCE = "sentence"
    FORMULA = "formula"
    SCOPE = "scope"
    ASSUMPTION = "assumption"
    EXPECTED = "expected"
    VARIANT = "variant"
    BODY = "body"
    HELPER = "helper"
    RULES = "rules"
    VERDICT = "verdict"
    CROSS_CHECK = "cross-check"
    EVIDENCE = "evidence"
    WORDS = "words"
    UNCOVERED = "uncovered"
    MODEL = "model"


MEANING = {
    Kind.REMOVED: "the statement is gone",
    Kind.ADDED: "the statement is new",
    Kind.SYSTEM: "the statement is about another system",
    Kind.SENTENCE: "the statement in words is another",
    Kind.FORMULA: "the statement in mathematics is another",
    Kind.SCOPE: "the statement looks at other states, transitions or stories",
    Kind.ASSUMPTION: "what the statement assumes is different",
    Kind.EXPECTED: "the recorded verdict is another",
    Kind.VARIANT: "the statement stands beside another refuted one",
    Kind.BODY: "the code of the statement is another",
    Kind.HELPER: "code that statements may call or read is another",
    Kind.RULES: "the statement is judged on other rules, or its proof leaves out others",
    Kind.VERDICT: "the verdict that was found is another",
    Kind.CROSS_CHECK: "what the proof was checked with besides is different",
    Kind.EVIDENCE: "the evidence is different",
    Kind.WORDS: "what is told beside the statement is different",
    Kind.UNCOVERED: "code of the model is another, and no statement depends on it",
    Kind.MODEL: "code of the model is another",
}


OF_CODE = (Kind.BODY, Kind.HELPER, Kind.UNCOVERED, Kind.MODEL)
"""Of these the texts are code."""


class Effect(enum.Enum):
    """What a change does to what the suite says. What can not be told apart from weakening counts as weakening."""

    WEAKENED = "weakened"
    STRENGTHENED = "strengthened"
    NEUTRAL = "neutral"


@dataclass(frozen=True)
class Change:
    """One change of one property, or of a part of the code, by its name.

    `before` and `after` are what is compared, as text, empty where there is none. `note` is what follows from it for the
    suite, in words; it is no part of what a fingerprint names.
    """

    id: str
    system: str
    kind: Kind
    effect: Effect
    before: str
    after: str
    note: str = ""

    @property
    def fingerprint(self) -> str:
        """Twelve hexadecimal digits that name exactly this change: the same again only if nothing of it differs."""
        content = json.dumps([self.id, self.system, self.kind.value, self.before, self.after])
        return hashlib.sha256(content.encode()).hexdigest()[:12]
