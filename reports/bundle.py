"""A bundle for an auditor: certificates, the same as SMT-LIB2, and a manifest that says what each is about.

Everything but the certificates, the checker and the guide follows from the manifest's statements and the
certificates, so whoever has these can make the rest again and compare: `derived`.

| path | holds |
|---|---|
| `manifest.json` | the statements with their verdicts, and the SHA-256 of every other file |
| `certificates/SYSTEM/ID.json` | the certificates of a proved statement, a list, as `check` and `checker.py` read them |
| `obligations/SYSTEM/ID/NNNN.smt2` | certificate NNNN (from 0) as stated: hypotheses and negated goal |
| `leaves/SYSTEM/ID/NNNN-MMMM.smt2` | leaf MMMM of its proof |
| `coq/` | if asked for: the certificates as theorems of Coq, `reports.coq` |
| `checker.py` | the stand-alone checker, the standard library only |
| `README.md` | what to do with it |
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from proofs import checker
from reports import coq, smtlib
from reports.coq_basis import FOLDER

FORMAT = "tallystick-bundle/1"
MANIFEST = "manifest.json"
CHECKER = "checker.py"
GUIDE = "README.md"
PLAIN = re.compile(r"[A-Za-z0-9_]+")
"""What a system and an id have to be, because they name files."""


class NoBundle(Exception):
    """The text is no manifest of a bundle that this version reads; the message says why."""


class NoCertificate(Exception):
    """A certificate can not be written as SMT-LIB2 or for Coq: it is not of the shape of one, or its names forbid it."""


NOT_OF_ITS_SHAPE = (checker.Invalid, LookupError, TypeError, ValueError, AttributeError, RecursionError)
"""What reading something that is no certificate may end in."""


@dataclass(frozen=True)
class Statement:
    """A property as the bundle tells it.

    `source` is what it formalises; `judged_on` names the variant of the system that it is about, or is empty.
    `rests_on` has name and reason of every assumption that a certificate uses, and how many do. `certificates` and
    `leaves` count; both are 0 of a statement that is not proved, or that SymPy decides over the reals.
    """

    system: str
    id: str
    sentence: str
    formula: str
    source: str
    judged_on: str
    verdict: str
    reason: str
    rests_on: tuple[tuple[str, str, int], ...]
    certificates: int
    leaves: int

    @property
    def file(self) -> str:
        """Where its certificates are, if it has any."""
        return f"certificates/{self.system}/{self.id}.json"


@dataclass(frozen=True)
class Manifest:
    """What a bundle says it holds: the statements, and the SHA-256 of every other file by its path."""

    statements: tuple[Statement, ...]
    files: dict[str, str]


def derived(statement: Statement, certificates: Sequence[Any], *, with_coq: bool = False) -> dict[str, str]:
    """The files that follow from a statement's certificates, by path; `NoCertificate` if one can not be written."""
    return _problems(statement, certificates) | (_theorems(statement, certificates) if with_coq else {})


def has_coq(manifest: Manifest) -> bool:
    """Whether the bundle has theorems of Coq: then it has those of every certificate."""
    return any(path.startswith(f"{FOLDER}/") for path in manifest.files)


def _theorems(statement: Statement, certificates: Sequence[Any]) -> dict[str, str]:
    if not certificates:
        return {}
    about = [f"{statement.system} {statement.id}: {statement.sentence}", f"In formulas: {statement.formula}"]
    try:
        return {f"{FOLDER}/{statement.system}/{statement.id}.v": coq.statement(certificates, about)}
    except NOT_OF_ITS_SHAPE as problem:
        raise NoCertificate(f"a certificate can not be written for Coq: {problem}") from problem


def _problems(statement: Statement, certificates: Sequence[Any]) -> dict[str, str]:
    obligations: dict[str, str] = {}
    leaves: dict[str, str] = {}
    for number, certificate in enumerate(certificates):
        try:
            about = [
                f"{statement.system} {statement.id}: {statement.sentence}",
                f"certificate {number} of {len(certificates)}: {certificate['label']}",
            ]
            place = f"{statement.system}/{statement.id}/{number:04}"
            obligations[f"obligations/{place}.smt2"] = smtlib.obligation(certificate, about)
            for leaf, text in enumerate(smtlib.leaves(certificate, about)):
                leaves[f"leaves/{place}-{leaf:04}.smt2"] = text
        except NOT_OF_ITS_SHAPE as problem:
            raise NoCertificate(f"certificate {number} can not be written as SMT-LIB2: {problem}") from problem
    return obligations | leaves


def is_leaf(path: str) -> bool:
    """Whether a file of the bundle is a leaf."""
    return path.startswith("leaves/")


def pages(statements: Sequence[Statement], others: dict[str, str]) -> dict[str, str]:
    """The whole bundle by path: the manifest, and the other files, whose digests it holds."""
    content = {
        "format": FORMAT,
        "statements": [asdict(each) for each in statements],
        "files": {path: sha256(others[path].encode()) for path in sorted(others)},
    }
    return {MANIFEST: json.dumps(content, indent=1) + "\n"} | others


def sha256(content: bytes) -> str:
    """The digest of a file as the manifest has it."""
    return hashlib.sha256(content).hexdigest()


def manifest(content: Any) -> Manifest:
    """The manifest from its JSON; `NoBundle` if it is none."""
    if not isinstance(content, dict) or not isinstance(content.get("format"), str):
        raise NoBundle("it is no manifest of a bundle")
    if content["format"] != FORMAT:
        raise NoBundle(f"its format is {content['format']!r}, and this version reads {FORMAT!r}")
    try:
        statements = tuple(_statement(each) for each in content["statements"])
        files = content["files"]
        if not isinstance(files, dict) or not all(isinstance(digest, str) for digest in files.values()):
            raise NoBundle("its files are no paths with digests")
    except (LookupError, TypeError, ValueError) as problem:
        raise NoBundle(f"it is damaged ({type(problem).__name__}: {problem})") from problem
    named = [each.file.lower() for each in statements]
    if len(set(named)) != len(named):
        raise NoBundle("a statement stands in it twice")
    return Manifest(statements, files)


def _statement(data: Any) -> Statement:
    kept = dict(data)
    kept["rests_on"] = tuple((str(name), str(reason), int(used)) for name, reason, used in kept["rests_on"])
    statement = Statement(**kept)
    for name in ("system", "id", "sentence", "formula", "source", "judged_on", "verdict", "reason"):
        if not isinstance(kept[name], str):
            raise NoBundle(f"the {name} of a statement is no text")
    for name in ("certificates", "leaves"):
        if not isinstance(kept[name], int) or isinstance(kept[name], bool):
            raise NoBundle(f"the number of {name} of a statement is no integer")
    if not PLAIN.fullmatch(statement.system) or not PLAIN.fullmatch(statement.id):
        raise NoBundle(f"{statement.system} {statement.id} can not name a file")
    return statement
