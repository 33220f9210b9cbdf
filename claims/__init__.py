"""What the documents say of the systems, sentence by sentence, each with what judges it."""

from claims.catalogue import AWAITED, CLAIMS, CLAIMS_OF
from claims.claim import Comparison, Document, DocumentClaim, Example
from claims.judgement import Execution, Finding, Judgement, Standing, execute, judge, judged

__all__ = [
    "AWAITED",
    "CLAIMS",
    "CLAIMS_OF",
    "Comparison",
    "Document",
    "DocumentClaim",
    "Example",
    "Execution",
    "Finding",
    "Judgement",
    "Standing",
    "execute",
    "judge",
    "judged",
]
