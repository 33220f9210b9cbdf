"""Two reports side by side: every difference between them as a change, in reading order.

Only reports are read here. What a report does not hold, the code of a statement, is compared in `bodies`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from proofs.outcome import DECIDED
from properties.property import OnStep, Verdict
from reports import document
from reports.gate.change import Change, Effect, Kind

REWORDED = {Kind.SYSTEM: "system", Kind.SENTENCE: "sentence", Kind.FORMULA: "formula", Kind.VARIANT: "variant_of"}
"""Fields of which nobody but a reviewer can say whether the new one says as much as the old one."""

BESIDE = ("claim", "notes", "story")
"""Fields that explain a statement and are no part of it."""

MEASURED = ("certificates", "paths", "pruned", "witness")
"""What a proof consists of; none of it makes a verdict stronger or weaker, but that there is no witness any more."""

SHOWN_BY = ("evidence", "counterexample")
"""What a verdict is shown by: a verdict that stays while this is lost is worth less."""


def compared(base: Mapping[str, Any], head: Mapping[str, Any]) -> list[Change]:
    """What changed from one whole report to another, by property in the order of the new report, the removed last."""
    before, after = document.statements(base), document.statements(head)
    proved = {name for name, entry in after.items() if entry["verdict"] == Verdict.PROVED.value}
    found: list[Change] = []
    for identifier, entry in after.items():
        if identifier in before:
            found += _changes(before[identifier], entry, proved)
        else:
            found.append(Change(identifier, entry["system"], Kind.ADDED, Effect.STRENGTHENED, "", _sentence_of(entry)))
    for identifier, entry in before.items():
        if identifier not in after:
            found.append(Change(identifier, entry["system"], Kind.REMOVED, Effect.WEAKENED, _sentence_of(entry), ""))
    return found


def _changes(before: Mapping[str, Any], after: Mapping[str, Any], proved: set[str]) -> Iterator[Change]:
    def change(kind: Kind, effect: Effect, old: str, new: str) -> Change:
        return Change(after["id"], after["system"], kind, effect, old, new)

    for kind, name in REWORDED.items():
        if before[name] != after[name]:
            yield change(kind, Effect.WEAKENED, before[name], after[name])
    if before["scope"] != after["scope"]:
        yield change(Kind.SCOPE, _scope(before["scope"], after["scope"]), _told(before["scope"]), _told(after["scope"]))
    lost = _no_longer_explored(before, after)
    if lost and before["scope"] == after["scope"]:
        yield change(Kind.SCOPE, Effect.WEAKENED, f"explored: {', '.join(lost)}", "")
    for name, effect in _assumptions(before, after, proved):
        old, new = (name, "") if effect is Effect.STRENGTHENED else ("", name)
        yield change(Kind.ASSUMPTION, effect, old, new)
    if before["expected"] != after["expected"]:
        # To record another verdict is to promise something else: also where a defect is now recorded as repaired.
        yield change(Kind.EXPECTED, Effect.WEAKENED, before["expected"], after["expected"])
    if before["verdict"] != after["verdict"]:
        yield change(Kind.VERDICT, _verdict(before, after), before["verdict"], after["verdict"])
    yield from _evidence(before, after, change)
    for name in BESIDE:
        if before[name] != after[name]:
            yield change(Kind.WORDS, Effect.NEUTRAL, f"{name}: {before[name]}", f"{name}: {after[name]}")


def _scope(before: Mapping[str, Any], after: Mapping[str, Any]) -> Effect:
    """Naming more operations says more, and naming none means all; between other scopes nothing is known."""
    if before["kind"] != after["kind"] or after["kind"] != OnStep.__name__:
        return Effect.WEAKENED
    wider = not after["operations"] or (before["operations"] and {*before["operations"]} <= {*after["operations"]})
    return Effect.STRENGTHENED if wider else Effect.WEAKENED


def _no_longer_explored(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What the proof of before has explored and that of now has not: a scope may stay while a system has less in it."""
    was, now = ((each["evidence"] or {}).get("explored") for each in (before, after))
    return [each for each in was if each not in now] if was and now is not None else []


def _told(scope: Mapping[str, Any]) -> str:
    operations = ", ".join(scope["operations"]) or ("all" if scope["kind"] == OnStep.__name__ else "")
    return f"{scope['kind']}({operations})" if operations else str(scope["kind"])


def _assumptions(before: Mapping[str, Any], after: Mapping[str, Any], proved: set[str]) -> Iterator[tuple[str, Effect]]:
    """Each assumption that is new or gone: those declared, and those that the proofs of both reports rest on.

    To rest on one more statement that is itself proved says no less.
    """
    declared = [[str(name) for name in each["assumes"]] for each in (before, after)]
    yield from _sides(*declared)
    if before["evidence"] and after["evidence"]:
        rested = [
            [use["reason"] for use in each["evidence"]["assumptions"] if use["name"] not in names]
            for each, names in zip((before, after), declared, strict=True)
        ]
        harmless = {use["reason"] for use in after["evidence"]["assumptions"] if use["name"] in proved}
        for name, effect in _sides(*rested):
            yield name, Effect.NEUTRAL if effect is Effect.WEAKENED and name in harmless else effect


def _sides(before: list[str], after: list[str]) -> Iterator[tuple[str, Effect]]:
    yield from ((each, Effect.WEAKENED) for each in after if each not in before)
    yield from ((each, Effect.STRENGTHENED) for each in before if each not in after)


def _verdict(before: Mapping[str, Any], after: Mapping[str, Any]) -> Effect:
    """Only a verdict where there was none says more."""
    was, now = Verdict(before["verdict"]), Verdict(after["verdict"])
    return Effect.STRENGTHENED if was not in DECIDED and now in DECIDED else Effect.WEAKENED


def _evidence(
    before: Mapping[str, Any], after: Mapping[str, Any], change: Callable[[Kind, Effect, str, str], Change]
) -> Iterator[Change]:
    if before["verdict"] == after["verdict"]:
        for name in SHOWN_BY:
            if before[name] and not after[name]:
                yield change(Kind.CROSS_CHECK, Effect.WEAKENED, f"{name}: there is one", f"{name}: there is none")
    old, new = before["evidence"], after["evidence"]
    if old and new:
        for name in sorted({*old["solvers"], *new["solvers"]}):
            said, says = old["solvers"].get(name), new["solvers"].get(name)
            if says is None:
                yield change(Kind.CROSS_CHECK, Effect.WEAKENED, f"{name}: {said}", "")
            elif said is None:
                yield change(Kind.CROSS_CHECK, Effect.STRENGTHENED, "", f"{name}: {says}")
            elif said != says:
                yield change(Kind.EVIDENCE, Effect.NEUTRAL, f"{name}: {said}", f"{name}: {says}")
        for name in MEASURED:
            if old[name] != new[name]:
                lost = name == "witness" and not new[name]
                kind, effect = (Kind.CROSS_CHECK, Effect.WEAKENED) if lost else (Kind.EVIDENCE, Effect.NEUTRAL)
                yield change(kind, effect, f"{name}: {old[name]}", f"{name}: {new[name]}")
    cases = [each["counterexample"] for each in (before, after)]
    if all(cases) and cases[0] != cases[1]:
        yield change(Kind.EVIDENCE, Effect.NEUTRAL, _case(cases[0]), _case(cases[1]))


def _case(counterexample: Mapping[str, Any]) -> str:
    return f"counterexample to {counterexample['claim']}: {'; '.join(counterexample['story'])}"


def _sentence_of(entry: Mapping[str, Any]) -> str:
    return " ".join(entry["sentence"].split())
