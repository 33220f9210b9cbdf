"""The calls of a recording, executed on the published bytecode: what comes of them is a recording too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from conformance.adapter import Line
from conformance.decode import NotARecording, read
from conformance.engine import START
from conformance.pair import ADAPTER
from evm.artifact import CACHE
from evm.pair import FEE, PublishedPair
from model.pair import LOCKED

OTHER_FEE = "the contracts have a fee of 3/1000, and the trace another"


def executed(lines: Iterable[Line], skipped: Counter[str] | None = None, folder: Path = CACHE) -> Iterator[Line]:
    """Execute the calls of a pair's traces; the lines that are recorded of it, in the same order.

    Only the calls are taken from the given lines, and who there is. A trace with another fee is left out, and its lines
    counted in `skipped`. `NotARecording` for what is no trace of a pair.
    """
    pair: PublishedPair | None = None
    for line in lines:
        if "pair" not in line:
            raise NotARecording("is no step of a pair")
        if line["op"] == START:
            pair = _begun(line, folder)
        if pair is None:
            if skipped is not None:
                skipped[OTHER_FEE] += 1
        elif line["op"] == START:
            yield pair.lines[0]
        else:
            arguments = {name: value for name, value in ADAPTER.arguments(line).items() if name != "now"}
            yield pair.perform(line["op"], arguments, line["now"])


def of_file(path: Path) -> Iterator[Line]:
    """The lines of a recording."""
    for number, line in read(path):
        if not {"trace", "op", "args", "now", "pair"} <= line.keys() or line["op"] not in (START, *ADAPTER.operations):
            raise NotARecording("is no step of a pair").at(path, number)
        yield line


def _begun(line: Line, folder: Path) -> PublishedPair | None:
    """A new pair for a trace, if the contracts have its fee."""
    state = ADAPTER.start(ADAPTER.system, line)
    if any(getattr(state, name) != value for name, value in FEE.items()):
        return None
    users = [user for user in line["pair"]["shares"] if user != LOCKED]
    return PublishedPair(trace=line["trace"], now=line["now"], fee_on=state.fee_on, users=users, folder=folder)
