"""What came of checking the certificates of a report again, as the gate tells it."""

from __future__ import annotations

from dataclasses import dataclass

from reports.words import plural


@dataclass(frozen=True)
class Doubt:
    """A proof whose certificates are not as the report says: its id, and what is wrong."""

    id: str
    reason: str


@dataclass(frozen=True)
class Certificates:
    """How many certificates check, of how many proofs all of them do, and of which systems none are kept here."""

    valid: int = 0
    proofs: int = 0
    absent: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()

    def told(self) -> str:
        """One line on what was checked, and on what could not be; empty where no proof has certificates."""
        parts = []
        if self.valid or self.proofs or self.doubts:
            whose = plural(self.proofs, "proof")
            parts.append(f"{plural(self.valid, 'certificate')} checked again, all those of {whose}")
        if self.absent:
            parts.append(f"none are kept here of {', '.join(self.absent)}; `tallystick verify` keeps them")
        return f"certificates: {'; '.join(parts)}" if parts else ""


UNCHECKED = Certificates()
"""Where nothing was looked at."""
