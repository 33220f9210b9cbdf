"""A failure found anew among short lives, by Hypothesis.

What fails only in proportion to the state (burn exactly what is held, swap for exactly the quote) can not be shrunk by
changing one number at a time, but the walk that made the numbers still knows the proportions. So the walk itself is
handed to Hypothesis with a source of randomness that it can shrink: a life of few steps, each of them small.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, Phase, find, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.errors import HypothesisException

from fuzzing.life import Act, Life
from model.system import System
from properties.situation import begun
from properties.situations import situations_of
from properties.trace import START

EXAMPLES = 300
SHORT = 6
"""Acts of the lives that are tried, unless fewer are known to do."""


def walked(system: System, random: Random, longest: int) -> Life:
    """A life of at most that many acts, drawn from the given randomness."""
    begin: dict[str, object] = {}
    acts: list[Act] = []
    walk = situations_of(system.name).life(random, system)
    with suppress(StopIteration):
        state, operation, arguments = next(walk)
        while operation == START:
            begin = arguments
            state, operation, arguments = walk.send(begun(system, arguments))
        while len(acts) < longest:
            acts.append(Act(operation, arguments))
            with suppress(Exception, SystemExit):  # a refusal; and what a crash is worth is for the one who asked
                state, _ = system.apply(state, operation, arguments)
            state, operation, arguments = walk.send(state)
    return Life(begin, tuple(acts))


def found_again(system: System, acts: int, fails: Callable[[Life], bool]) -> Life | None:
    """The smallest failing life of at most `acts` acts that Hypothesis comes upon, if it comes upon any."""
    longest = min(acts, SHORT)
    lives = st.randoms(use_true_random=False).map(lambda random: walked(system, random, longest))
    chosen = settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    with TemporaryDirectory() as home:  # else what Hypothesis notes of the code would lie where the user works
        set_hypothesis_home_dir(home)
        try:
            return find(lives, fails, settings=chosen)
        except HypothesisException:  # there is none among the lives that were tried, or they were too odd to shrink
            return None
        finally:
            set_hypothesis_home_dir(None)
