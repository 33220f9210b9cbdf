"""All claims of all documents, in the order in which the documents make them."""

from __future__ import annotations

from claims import announcement, bamm, explainer, explainer_funding, explainer_margin, overview, perp_makers
from claims.claim import Document, DocumentClaim

CLAIMS_OF: dict[Document, tuple[DocumentClaim, ...]] = {
    overview.OVERVIEW: overview.CLAIMS,
    explainer.EXPLAINER: (
        *explainer.LIQUIDITY,
        *explainer_margin.FEES,
        *explainer_margin.MARGINING,
        *explainer_funding.FUNDING,
        *explainer_funding.DESIGN,
        *explainer_funding.PROTECTIONS,
    ),
    announcement.ANNOUNCEMENT: announcement.CLAIMS,
    perp_makers.PERP_MAKERS: perp_makers.CLAIMS,
    bamm.ARTICLE: bamm.CLAIMS,
}

CLAIMS: tuple[DocumentClaim, ...] = tuple(each for claims in CLAIMS_OF.values() for each in claims)

AWAITED: frozenset[str] = frozenset()
"""Properties that claims name already and that are not written yet: until then these claims are undecided."""
