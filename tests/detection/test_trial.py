"""The judges of a planted mistake find nothing where none is planted, also among the operations of a whole exchange."""

from __future__ import annotations

import pytest

from detection import judges, trial
from fuzzing.campaign import Campaign
from model.bal import Bal, Exchange
from model.pair import Pair
from model.system import System
from properties.catalogue import catalogue
from properties.property import Verdict


@pytest.mark.slow
@pytest.mark.parametrize("system", [Pair(), Bal()], ids=lambda each: each.name)
def test_campaigns_find_nothing_in_the_model_as_it_is(system: System) -> None:
    assert trial.fuzzed(system) == ""


def test_what_is_left_out_of_an_exchange_is_violated_there_and_another_statement_says_why() -> None:
    for left_out, instead in trial.WITHIN_MORE.items():
        tally = list(Campaign(Exchange(), [catalogue()[left_out]], judges.SEED).run(trial.STEPS))[-1]
        assert {each.violation.id for each in tally.failures} == {left_out}
        assert catalogue()[instead].expected is Verdict.REFUTED
