"""A proof stands only where everything that it rests on is proved of the very class that it is about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.bal import Bal
from model.bal.variants.repairs import PreviewAsSettled, RoomAsTraded
from model.pair import Pair
from model.pair.state import PairState
from proofs.foundations import carried, missing, of, original, resting
from proofs.outcome import AssumptionUse, Evidence, Outcome
from proofs.verify import verify
from properties.catalogue import catalogue
from properties.property import Property, Verdict

R = catalogue()
ROOM = "model.bal.variants:RoomAsTraded"
PREVIEW = "model.bal.variants:PreviewAsSettled"


def outcome(prop: Property, *names: str, verdict: Verdict = Verdict.PROVED) -> Outcome:
    """A property found so, by a proof that uses the named ones."""
    uses = tuple(AssumptionUse(name, name, 1) for name in names)
    return Outcome(prop, verdict, "", Evidence(1, 1, 0, (), uses, ""), None, 0.0, "")


def found(*outcomes: Outcome) -> dict[str, Outcome]:
    always = [outcome(R[name]) for name in ("A01", "A02", "W01", "W01a")]
    return {each.property.id: each for each in (*always, *outcomes)}


def test_a_statement_of_a_variant_asks_what_it_rests_on_of_the_variant() -> None:
    known = found(outcome(R["P61r"], "P07"), outcome(R["P07"]))
    asked = {each.id: each for each in missing(known, Bal())}
    assert "P07_RoomAsTraded" in asked
    assert asked["P07_RoomAsTraded"].judged_on == ROOM
    assert original(asked["P07_RoomAsTraded"]) == "P07"
    assert resting(known, Bal())["P61r"].verdict is Verdict.UNKNOWN


def test_it_falls_with_what_the_variant_breaks_whatever_holds_of_the_system() -> None:
    broken = outcome(of(R["P07"], ROOM), verdict=Verdict.REFUTED)
    always = [outcome(of(R[name], ROOM)) for name in ("A01", "A02", "W01", "W01a")]
    known = found(outcome(R["P61r"], "P07"), outcome(R["P07"]), broken, *always)
    judged = resting(known, Bal())["P61r"]
    assert judged.verdict is Verdict.UNKNOWN
    assert "P07_RoomAsTraded" in judged.reason
    holds = resting(known | found(*always, outcome(of(R["P07"], ROOM))), Bal())
    assert holds["P61r"].verdict is Verdict.PROVED


def test_what_no_change_can_reach_is_known_of_the_variant_from_the_system() -> None:
    known = found(outcome(R["P20r"], "P18"), outcome(R["P18"], "P04"), outcome(R["P04"]))
    assert missing(known, Bal()) == []
    assert carried(known, Bal())["P18_PreviewAsSettled"].verdict is Verdict.PROVED
    assert resting(known, Bal())["P20r"].verdict is Verdict.PROVED


def test_what_is_known_from_the_system_rests_on_the_variant_in_turn() -> None:
    """P18 can not be reached; what its proof rests on is asked of the variant all the same."""
    known = found(outcome(R["P20r"], "P18"), outcome(R["P18"], "P04"), outcome(R["P04"], verdict=Verdict.REFUTED))
    assert resting(known, Bal())["P20r"].verdict is Verdict.UNKNOWN


def test_nothing_is_carried_over_from_another_change_of_the_protocol() -> None:
    """The variant is a change of the protocol, not of the class that is judged."""

    class Changed(Bal):
        pass

    known = found(outcome(R["P20r"], "P18"), outcome(R["P18"]))
    assert "P18_PreviewAsSettled" not in carried(known, Changed())
    assert "P18_PreviewAsSettled" in {each.id for each in missing(known, Changed())}


def test_a_declaration_nobody_judged_takes_the_proof_back() -> None:
    known = found(outcome(R["P04"], "D_of_nothing_known"))
    assert resting(known, Bal())["P04"].verdict is Verdict.UNKNOWN


def test_contracts_are_judged_before_what_rests_on_them() -> None:
    known = found(outcome(R["P61r"], "P07", "C01"), outcome(R["P07"], "C01"))
    assert {each.id for each in missing(known, Bal())} == {"C01"}


class Free(Pair):
    """A pair in which whoever mints is given a share more, of which the count knows nothing."""

    def issue(self, pair: PairState, user: str, shares: int) -> None:
        super().issue(pair, user, shares)
        pair.shares = pair.shares.put(user, pair.shares.get(user, 0) + 1)


@pytest.mark.slow
def test_a_variant_that_breaks_what_is_assumed_of_it_has_nothing_proved_by_that() -> None:
    statement = next(each for each in R.of("pair") if each.assumes and each.expected is Verdict.PROVED)
    on_variant = replace(statement, id="T01", judged_on=f"{__name__}:Free")
    (judged,) = verify(Pair(), [on_variant], cache=False).outcomes
    assert judged.verdict in (Verdict.UNKNOWN, Verdict.REFUTED)


@pytest.mark.parametrize("variant", [RoomAsTraded, PreviewAsSettled])
def test_a_variant_has_statements_of_its_own_ids(variant: type[Bal]) -> None:
    prop = of(R["P07"], f"model.bal.variants:{variant.__name__}")
    assert prop.id == f"P07_{variant.__name__}"
    assert prop.body is R["P07"].body
    assert of(R["P07"], "") is R["P07"]
