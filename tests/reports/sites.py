"""Sites for tests: of the samples, with whatever a test adds, and of the published report."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from proofs.outcome import Report
from reports import claims_data, document
from reports.site.entries import Material, Replay
from reports.site.pages import pages
from tests.reports.samples import BAL, PAIR, PROVED, REFUTED

PUBLISHED = Path(__file__).resolve().parents[2] / "reports" / "published"


def material(*reports: Report, **others: Any) -> Material:
    """What a site of these outcomes is made of."""
    # As it is read back: lists, and integers that JSON keeps as texts.
    return Material(report=json.loads(document.dumped(document.document(reports))), **others)


def sample(**others: Any) -> dict[str, str]:
    """The site of one outcome of each kind."""
    return pages(material(PAIR, BAL, **others))


@cache
def published_material() -> Material:
    """What the site of the published report is made of, save what is kept on this machine."""
    content = document.read(PUBLISHED / "report.json", whole=True)
    return Material(
        report=content,
        claims=tuple(claims_data.judged_by_published(document.statements(content, standard=True))),
        history=json.loads((PUBLISHED / "history.json").read_text(encoding="utf-8")),
        gains=json.loads((PUBLISHED / "gains.json").read_text(encoding="utf-8")),
    )


@cache
def published() -> dict[str, str]:
    """The site of the published report."""
    return pages(published_material())


HOSTILE = "</td></script><script>alert(1)</script><img src=x onerror=alert(1)> `<b>` {{ 7*7 }} & \" ' \x1b[31m"


def hostile() -> dict[str, str]:
    """A site of a report in which every text wants to be markup."""
    counterexample = REFUTED.counterexample
    evidence = PROVED.evidence
    assert counterexample is not None
    assert evidence is not None
    proved = replace(
        PROVED,
        property=replace(
            PROVED.property, sentence=HOSTILE, formula=HOSTILE, claim=HOSTILE, notes=HOSTILE, assumes=(HOSTILE,)
        ),
        reason=HOSTILE,
        evidence=replace(
            evidence,
            witness=HOSTILE,
            solvers=((HOSTILE, HOSTILE),),
            assumptions=tuple(replace(each, name=HOSTILE, reason=HOSTILE) for each in evidence.assumptions),
        ),
    )
    step = {
        "operation": HOSTILE,
        "arguments": {"user": HOSTILE, HOSTILE: HOSTILE},
        "state": {HOSTILE: 1},
        "result": {HOSTILE: 1},
        "error": HOSTILE,
    }
    refuted = replace(
        REFUTED,
        property=replace(REFUTED.property, story=HOSTILE, variant_of=HOSTILE),
        counterexample=replace(
            counterexample, claim=HOSTILE, story=(HOSTILE,), inputs={HOSTILE: 1}, trace=(step, step)
        ),
    )
    certificate = {
        "label": f"{HOSTILE}: {HOSTILE}",
        "definitions": [],
        "hypotheses": [{"polynomial": [["1", [HOSTILE]]], "relation": ">=0", "source": HOSTILE}],
        "lemmas": [],
        "goal": {
            "polynomial": [["1", [HOSTILE]]],
            "relation": ">=0",
            "proof": {"terms": [["1", [], [0]], ["1", [], [1]]]},
        },
    }
    defect = dict.fromkeys(("id", "commit", "date", "before", "after", "system"), HOSTILE)
    engine = {"found": [{"id": "Q01", "claim": HOSTILE, "size": 1}]}
    history = {"defects": [{**defect, "prover": engine, "fuzzer": engine, "recordings": {"matched": 0, "total": 1}}]}
    mutant = dict.fromkeys(("place", "operator", "before", "after"), HOSTILE)
    noticed = [{HOSTILE: "Q01", "recordings": HOSTILE}, {}]
    mutation = {"total": 9, "mutants": [{**mutant, "noticed": each, "compared": HOSTILE} for each in noticed]}
    amount = {"raw": 1, "tokens": "1", "token": HOSTILE, "usd": "1"}
    row = {"market": HOSTILE, "what": HOSTILE, "attained": amount, "bound": None}
    series = {"market": HOSTILE, "label": HOSTILE, "is_bound": False, "points": [[0, 1], [1, 2]]}
    words = dict.fromkeys(("title", "sentence", "setting", "bounds"), HOSTILE)
    subject = {
        **words,
        "name": "s",
        "seed": None,
        "properties": ["Q01"],
        "rows": [row],
        "chart": {"x": HOSTILE, "y": HOSTILE, "series": [series]},
    }
    return pages(
        material(
            Report(HOSTILE, (proved, refuted)),
            certificates={"Q01": [certificate]},
            replays={"Q10": Replay("replay/a.json", "replay/test_a.py", {})},
            history=history,
            mutation=mutation,
            gains={"subjects": [subject]},
        )
    )
