"""What proofs about the pair leave out unless a property uses it: the price accumulators, which nothing else reads."""

from __future__ import annotations

from model.pair import Pair, PairState
from properties.abstractions import Abstractions, Bookkeeping

ABSTRACTIONS = Abstractions(
    of=Pair,
    contracts={
        "accumulate_prices": Bookkeeping(
            {PairState: ("block_timestamp_last", "price0_cumulative_last", "price1_cumulative_last")}
        ),
    },
)
