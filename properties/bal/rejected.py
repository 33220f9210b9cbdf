"""What the documents warn of, judged on designs that allow it: the statements that hold of BAL fail there.

The bodies are those of the statements about BAL; only the system they are judged on differs.
"""

from __future__ import annotations

from dataclasses import replace

from properties.bal import capture  # noqa: F401 - enters the statements judged here
from properties.property import REGISTRY, Property, Verdict

FUNDING_PER_SHARE = "model.bal.variants:FundingPerShare"
NO_COOLDOWN = "model.bal.variants:NoCooldown"


def rejected(identifier: str, of: str, variant: str, story: str) -> Property:
    """The statement `of`, judged on a variant of which it is expected to fail."""
    original = REGISTRY[of]
    return replace(
        original,
        id=identifier,
        sentence=f"{original.sentence.rstrip('.')} (judged on {variant.partition(':')[2]})",
        judged_on=variant,
        expected=Verdict.REFUTED,
        story=story,
        variant_of="",
        notes=f"{of} holds of BAL; this is why.",
    )


REGISTRY.add(
    rejected(
        "V39",
        "P39",
        FUNDING_PER_SHARE,
        "Funding spread over the shares: who mints just before the update and burns just after it takes funding that"
        " the base of others earned.",
    )
)
REGISTRY.add(
    rejected(
        "V50",
        "P50x",
        NO_COOLDOWN,
        "Without the cooldown an LP leaves in the instant in which it came, with the fee of the fill in between.",
    )
)
