"""Statements that fail of `Bal`, judged on the repair of which they hold. The bodies are the same."""

from __future__ import annotations

from dataclasses import replace

from properties.property import REGISTRY, Property, Verdict


def repaired(identifier: str, of: str, variant: str, notes: str, leaves_out: tuple[str, ...] = ()) -> Property:
    """The statement `of`, judged on a repair of which it is expected to hold."""
    original = REGISTRY[of]
    return replace(
        original,
        id=identifier,
        sentence=f"{original.sentence.rstrip('.')} (judged on {variant.partition(':')[2]})",
        judged_on=variant,
        expected=Verdict.PROVED,
        story="",
        variant_of=of,
        notes=notes,
        leaves_out=leaves_out or original.leaves_out,
    )
