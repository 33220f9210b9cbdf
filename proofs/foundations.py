"""What proofs rest on: a property is PROVED only if whatever its certificates assume is PROVED of the same system.

A proof names what it rests on when it is done: invariants that hold before each step, contracts of rules that it leaves
out, declarations of what these write. Each is a property, to be judged of the class that the proof is about. Where that
is a variant which a property names (`judged_on`), so is the property that stands for it there: `P07_RoomAsTraded` is P07
of that variant. One that no change of the variant can reach (`proofs.reach`) is known from the system itself, and what
it rests on in turn is asked of the variant again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from importlib import import_module

from model.system import System
from proofs.outcome import Outcome
from proofs.reach import touched
from properties.abstractions import abstractions_of, requested
from properties.declared import PREFIX
from properties.property import REGISTRY, Property, Verdict

ALWAYS = ("A01", "A02", "W01", "W01a", "W02", "W02a")
"""What symbolic numbers take for granted: the contracts of proportions where they meet one, and the widths of fields."""

STANDING = (*ALWAYS, "P01b", "P02", "P04", "P07", "P18", "P18a", "P53")
"""What every state and every contract of the arithmetic takes for granted (see the situations of each system)."""

Found = Mapping[str, Outcome]
"""Outcomes by the ids of their properties."""


def subject(prop: Property, system: System) -> System:
    """What the property is judged on: the system, or the variant it names."""
    if not prop.judged_on:
        return system
    module, _, name = prop.judged_on.partition(":")
    variant: System = getattr(import_module(module), name)()
    return variant


def of(prop: Property, variant: str) -> Property:
    """The property, judged on a variant; itself where none is named."""
    if not variant:
        return prop
    name = variant.partition(":")[2]
    return replace(prop, id=f"{prop.id}_{name}", sentence=f"{prop.sentence} (Of {name}.)", judged_on=variant)


def foundations(prop: Property) -> set[str]:
    """The ids of the properties that a proof of this one rests on before anything was judged."""
    declared = abstractions_of(prop.system)
    contracts = {getattr(requested(declared, name), "proved_by", "") for name in prop.leaves_out}
    return {*prop.assumes, *contracts} - {""}


def with_foundations(asked: Sequence[Property]) -> list[Property]:
    """The properties, and whatever they are known to rest on, in the order of the catalogue."""
    given = {prop.id: prop for prop in asked}
    wanted = set(given)
    waiting = [
        *wanted,
        *(each for each in STANDING if each in REGISTRY and any(p.system == REGISTRY[each].system for p in asked)),
    ]
    while waiting:
        name = waiting.pop()
        prop = given.get(name) or REGISTRY[name]
        new = foundations(prop) - wanted
        wanted |= new | {prop.id}
        waiting += new
    asked_ids = {prop.id for prop in asked}
    return [*asked, *(prop for prop in REGISTRY if prop.id in wanted - asked_ids)]


def missing(found: Found, system: System) -> list[Property]:
    """What proofs turned out to rest on and is not judged yet, in the order of the catalogue.

    Of a property that a variant has to have judged again it is foreseen that it rests on what it rests on of the system.
    Contracts come first, alone: where they hold of a variant, the proofs of the others are short.
    """
    known = carried(found, system)
    seen = set(known)
    lacking: dict[str, Property] = {}
    waiting = list(known.values())
    while waiting:
        outcome = waiting.pop()
        variant = outcome.property.judged_on
        for name in used_by(outcome):
            if name not in REGISTRY or of(REGISTRY[name], variant).id in seen:
                continue
            there = of(REGISTRY[name], variant)
            seen.add(there.id)
            needed = REGISTRY[name] if _is_known_from(system, name, variant) else there
            if needed.id not in known:
                lacking[needed.id] = needed
            if name in known:
                waiting.append(replace(known[name], property=there))
    order = {prop.id: place for place, prop in enumerate(REGISTRY)}
    ordered = sorted(lacking.values(), key=lambda each: (order[original(each)], each.id))
    return [each for each in ordered if _is_contract(each)] or ordered


def original(prop: Property) -> str:
    """The id of the property that this one is on a variant, its own where it is no such."""
    return prop.id.removesuffix(f"_{prop.judged_on.partition(':')[2]}") if prop.judged_on else prop.id


def _is_contract(prop: Property) -> bool:
    ensured = {getattr(each, "proved_by", "") for each in abstractions_of(prop.system).on_request.values()}
    return original(prop).startswith(PREFIX) or original(prop) in ensured


def carried(found: Found, system: System) -> dict[str, Outcome]:
    """The outcomes, and those that a variant has of the system itself because no change of it reaches them."""
    known = dict(found)
    waiting = [outcome for outcome in found.values() if outcome.property.judged_on]
    while waiting:
        outcome = waiting.pop()
        for name in used_by(outcome):
            if name in known and _is_known_from(system, name, outcome.property.judged_on):
                there = of(REGISTRY[name], outcome.property.judged_on)
                if there.id not in known:
                    known[there.id] = replace(known[name], property=there)
                    waiting.append(known[there.id])
    return known


def _is_known_from(system: System, name: str, judged_on: str) -> bool:
    """Whether what is found of the system holds of the variant as well: nothing that it changes can be reached."""
    asked = (type(system), name, judged_on)
    if asked not in _reached:
        variant = subject(of(REGISTRY[name], judged_on), system)
        _reached[asked] = not isinstance(variant, type(system)) or touched(REGISTRY[name], variant, type(system))
    return not _reached[asked]


_reached: dict[tuple[type[System], str, str], bool] = {}
"""What was found of system, property and variant: it reads code, which does not change."""


def used_by(outcome: Outcome) -> Iterator[str]:
    """The properties that a proof rests on, but for itself, by their ids of the system itself."""
    if outcome.verdict is not Verdict.PROVED or outcome.evidence is None:
        return
    prop = outcome.property
    yield from (each for each in ALWAYS if each in REGISTRY and REGISTRY[each].system == prop.system)
    for name in {each.name for each in outcome.evidence.assumptions if each.used_by}:
        if name in REGISTRY or name.startswith(PREFIX):
            yield name


def resting(found: Found, system: System) -> dict[str, Outcome]:
    """The outcomes with every proof taken back that rests on something not proved."""
    standing = carried(found, system)
    while True:
        fallen = {}
        for identifier, outcome in standing.items():
            lacking = sorted(name for name in _grounds(outcome) - {identifier} if not _is_proved(standing.get(name)))
            if lacking:
                reason = f"proved only on {', '.join(lacking)}, which is not proved"
                fallen[identifier] = replace(outcome, verdict=Verdict.UNKNOWN, reason=reason)
        if not fallen:
            return {identifier: standing[identifier] for identifier in found}
        standing |= fallen


def _grounds(outcome: Outcome) -> set[str]:
    """The ids of what a proof rests on, each of the class that the proof is about."""
    variant = outcome.property.judged_on
    return {of(REGISTRY[name], variant).id if name in REGISTRY else name for name in used_by(outcome)}


def _is_proved(outcome: Outcome | None) -> bool:
    return outcome is not None and outcome.verdict is Verdict.PROVED
