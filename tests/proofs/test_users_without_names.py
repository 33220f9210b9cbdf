"""What is proved of a user is proved of any: a rule that knows one by the name is not proved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from model.pair import FEE_RECEIVER, MintResult, Pair, PairState
from proofs.verify import judged
from properties.catalogue import catalogue
from properties.property import Claims, OnStep, Property, Step, Verdict
from tests.proofs.test_told_apart import proved

Known = Callable[[Any], Any]


def forgetting_supply(is_known: Known) -> Pair:
    """A pair that forgets its supply when one whom it knows mints."""

    class Forgetting(Pair):
        def mint(self, state: PairState, **arguments: Any) -> tuple[PairState, MintResult]:
            after, result = super().mint(state, **arguments)
            if is_known(arguments["user"]):
                after.total_supply = 0
            return after, result

    return Forgetting()


def there_is_a_supply(system: Pair, step: Step) -> Claims:
    yield "a supply", step.after.total_supply >= 1


SUPPLY = Property("X1", "pair", "-", "-", "-", OnStep(("mint",)), there_is_a_supply)

BY_NAME: list[Known] = [
    lambda user: user == "mallory",
    lambda user: user != "user",
    lambda user: user in ("mallory", "trudy"),
    lambda user: {"mallory": True}.get(user, False),
    lambda user: len(user) > 4,
    lambda user: user.startswith("m"),
    lambda user: user > "l",
    lambda user: f"{user}" == "mallory",
    lambda user: user == FEE_RECEIVER,
]


@pytest.mark.parametrize("is_known", BY_NAME)
def test_a_rule_that_knows_a_user_by_the_name_is_not_proved(is_known: Known) -> None:
    assert not proved(forgetting_supply(is_known), SUPPLY, read=False)


def test_a_rule_that_compares_a_user_with_itself_is_proved() -> None:
    assert proved(forgetting_supply(lambda user: not (user == user)), SUPPLY)  # noqa: SIM201


class PaysFromMemory(Pair):
    """Adds what is minted to what the user had before the protocol's fee was issued, perhaps to the same user."""

    def mint(self, state: PairState, **arguments: Any) -> tuple[PairState, MintResult]:
        user = arguments["user"]
        had = state.shares.get(user, 0)
        after, result = super().mint(state, **arguments)
        after.shares = after.shares.put(user, had + result.shares)
        return after, result


def test_any_user_is_also_the_one_who_receives_the_fee() -> None:
    outcome, _ = judged(PaysFromMemory(), catalogue()["Q08"], "", 60)
    assert outcome.verdict is not Verdict.PROVED
