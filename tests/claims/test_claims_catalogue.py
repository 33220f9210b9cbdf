"""The catalogue of claims: everything it names is there, and every claim can be judged or says why not."""

from __future__ import annotations

import re
from collections import Counter
from importlib.util import find_spec

import pytest

from claims import AWAITED, CLAIMS, CLAIMS_OF, DocumentClaim
from claims.reasons import MISSING
from properties.catalogue import SYSTEMS, catalogue

EVERY = [pytest.param(each, id=each.id) for each in CLAIMS]
LINKED = {each for claim in CLAIMS for each in claim.judged_by}


def test_claims_are_numbered_in_the_order_of_their_document() -> None:
    for source, claims in CLAIMS_OF.items():
        assert [each.id for each in claims] == [f"{source.name}.{number}" for number in range(1, len(claims) + 1)]


@pytest.mark.parametrize("claim", EVERY)
def test_a_claim_can_be_judged_or_says_why_not(claim: DocumentClaim) -> None:
    evidence = bool(claim.judged_by or claim.examples)
    assert [evidence, claim.awaits is not None, bool(claim.not_checkable)].count(True) == 1
    assert claim.gist.strip()


@pytest.mark.parametrize("claim", EVERY)
def test_the_properties_that_judge_a_claim_are_there_or_awaited(claim: DocumentClaim) -> None:
    assert [each for each in claim.judged_by if each not in catalogue() and each not in AWAITED] == []
    own = [catalogue()[each].system for each in claim.judged_by if each in catalogue()]
    assert set(own) <= {claim.system}
    assert claim.system in SYSTEMS or not claim.judged_by


@pytest.mark.parametrize("claim", EVERY)
def test_a_property_has_one_role_in_a_claim(claim: DocumentClaim) -> None:
    roles = Counter((*claim.stated_by, *claim.bounded_by, *claim.denies, *claim.contradicted_by))
    assert [each for each, count in roles.items() if count > 1] == []


@pytest.mark.parametrize("claim", EVERY)
def test_what_holds_of_a_repair_says_nothing_of_the_protocol_described(claim: DocumentClaim) -> None:
    """Only what a document says of another design (`denies`) may be judged on one."""
    roles = (*claim.stated_by, *claim.bounded_by, *claim.contradicted_by)
    assert [each for each in roles if each in catalogue() and catalogue()[each].judged_on] == []


@pytest.mark.parametrize("claim", EVERY)
def test_an_example_alone_decides_only_what_is_about_a_case(claim: DocumentClaim) -> None:
    assert not (claim.instance and claim.judged_by)
    assert claim.examples or not claim.instance


def test_what_is_awaited_is_not_there_yet() -> None:
    assert [each for each in AWAITED if each in catalogue()] == [], "it is there now: take it off the list"
    assert AWAITED <= LINKED, "no claim awaits it"


@pytest.mark.parametrize("missing", MISSING, ids=lambda each: each.module)
def test_what_is_missing_is_not_there_yet(missing: object) -> None:
    module: str = missing.module  # type: ignore[attr-defined]
    assert find_spec(module) is None, "it is there now: link the claims that await it to its properties"
    assert any(claim.awaits is missing for claim in CLAIMS)


def test_a_property_that_formalises_a_document_judges_a_claim_of_it() -> None:
    """The property itself, or another form of the same statement."""
    lost = []
    for each in catalogue():
        named = set(re.findall(r"\bS\d\b", each.claim))
        family = {each.id, each.variant_of} | {other.id for other in catalogue() if other.variant_of == each.id}
        judged = {claim.document for claim in CLAIMS if family & set(claim.judged_by)}
        if named and not named & judged:
            lost.append(each.id)
    assert lost == []
