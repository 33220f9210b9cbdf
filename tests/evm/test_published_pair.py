"""The model against the published bytecode of a pair, run in-process: the same calls, and every number compared.

The bytecode is recorded, and the recording judged as `conform` judges any other. Without pyrevm or the fetched contracts
these tests are skipped; none of them touches the network.
"""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, run_state_machine_as_test

from conformance.adapter import Line
from conformance.decode import read
from conformance.engine import Replay
from evm import artifact
from evm.__main__ import main
from evm.calls import executed
from evm.machine import Machine, NoMachine, Refused
from evm.pair import FEE, PublishedPair
from model.pair import FEE_RECEIVER, Pair, PairState
from tallystick.cli import main as tallystick
from tests.fuzz import test_pair_machine as machines

ROOT = Path(__file__).resolve().parents[2]
RECORDED = ROOT / "tests" / "vectors" / "pair" / "traces_0001_0050.jsonl.gz"
CREATION_CODE = "96e8ac4277198ff8b6f785478aa9a39f403cb768dd02cbee326c3e7da348845f"
"""The hash of the code that the recorded executions were made with, as `tests/vectors/pair/README.md` has it."""


@pytest.fixture(autouse=True)
def _published() -> None:
    """Skip where the bytecode can not be run."""
    try:
        Machine()
        artifact.content()
    except (NoMachine, artifact.NotFetched) as problem:
        pytest.skip(str(problem))


class PublishedMachine(machines.PairMachine):
    """The lives of the model's own state machine, lived by the bytecode: after each step the model has to agree."""

    system_of_replay = Pair()

    @initialize(
        fee_on=st.booleans(),
        now=machines.NOW,
        user=machines.USERS,
        amounts=st.tuples(machines.AMOUNT, machines.AMOUNT),
    )
    def begin(self, fee_on: bool, now: int, user: str, amounts: tuple[int, int]) -> None:
        self.now = now
        self.published = PublishedPair(trace=1, now=now, fee_on=fee_on)
        self.replay = Replay(Path("published"), self.system_of_replay)
        self.judged(self.published.lines[0])
        self.step("mint", user=user, amount0=amounts[0], amount1=amounts[1], now=now)

    def step(self, operation: str, **arguments: Any) -> None:
        arguments.pop("now", None)
        line = self.published.perform(operation, arguments, self.now)
        self.operations[operation] += line["ok"]
        self.judged(line)

    def judged(self, line: Line) -> None:
        self.replay.judge(line["step"] + 1, json.loads(json.dumps(line)))
        assert self.replay.found.first_difference is None
        assert self.replay.trace is not None
        self.state = self.replay.trace.state


TestPublishedMachine = PublishedMachine.TestCase


def test_a_mistake_in_the_model_is_noticed() -> None:
    class RoundsUp(Pair):
        """One share more to everybody."""

        def shares_for(self, pair: PairState, paid0: int, paid1: int) -> int:
            return super().shares_for(pair, paid0, paid1) + 1

    class Broken(PublishedMachine):
        system_of_replay = RoundsUp()

    with pytest.raises(AssertionError):
        run_state_machine_as_test(Broken, settings=settings(phases=[Phase.generate], derandomize=True))


def test_the_contracts_are_those_of_the_recordings() -> None:
    code = artifact.creation_code(("UniswapV2Pair",))["UniswapV2Pair"]
    assert Machine().hashed(code).hex() == CREATION_CODE


def test_recorded_executions_are_repeated_to_the_letter() -> None:
    lines = [line for _, line in islice(read(RECORDED), 1005)]
    assert list(executed(lines)) == lines


def test_every_operation_and_reason_is_met_there() -> None:
    lines = list(executed(line for _, line in islice(read(RECORDED), 1005)))
    assert {line["op"] for line in lines if line["ok"]} == {"init", *Pair.operations}
    assert {"UniswapV2: K", "ds-math-sub-underflow", None} <= {line["error"] for line in lines}


@pytest.mark.slow
def test_vectors_of_the_model_are_what_the_bytecode_does(tmp_path: Path) -> None:
    """Both sides of every edge that was found in the model."""
    assert tallystick(["vectors", "--system", "pair", "--seed", "0", "--out", str(tmp_path / "vectors")]) == 0
    told, mine = tmp_path / "vectors" / "lives.jsonl", tmp_path / "mine.jsonl"
    assert main(["record", str(told), "--out", str(mine)]) == 0
    assert tallystick(["conform", str(mine)]) == 0
    recorded = {(line["trace"], line["step"]): compared(line) for _, line in read(mine)}
    expected = {(line["trace"], line["step"]): compared(line) for _, line in read(told)}
    assert len(recorded) > len(expected) / 2
    assert recorded == {place: expected[place] for place in recorded}


def compared(line: Line) -> Line:
    """What has to be the same of a line; who holds no shares need not be named."""
    shares = {user: held for user, held in line["pair"]["shares"].items() if held}
    return line | {"pair": line["pair"] | {"shares": shares}}


@pytest.fixture
def settled() -> PublishedPair:
    """A pair of 997000 and 1000."""
    pair = PublishedPair(trace=1, now=1, fee_on=False, users=["a"])
    assert pair.perform("mint", {"user": "a", "amount0": 997_000, "amount1": 1000}, 1)["ok"]
    return pair


@pytest.mark.parametrize(("paid", "error"), [(1_000_000, None), (999_999, "UniswapV2: K")])
def test_the_check_of_a_swap_passes_with_equality(settled: PublishedPair, paid: int, error: str | None) -> None:
    swap = {"user": "a", "amount0_in": paid, "amount1_in": 0, "amount0_out": 0, "amount1_out": 500}
    line = settled.perform("swap", swap, 1)
    assert (line["ok"], line["error"]) == (error is None, error)


def test_a_refusal_leaves_everything_as_it_was(settled: PublishedPair) -> None:
    before = settled.state()
    swap = {"user": "a", "amount0_in": 10, "amount1_in": 10, "amount0_out": 500_000, "amount1_out": 0}
    line = settled.perform("swap", swap, 9)
    assert (line["ok"], line["error"]) == (False, "UniswapV2: K")
    assert settled.state() == before


def test_a_failure_without_a_reason_has_none() -> None:
    pair = PublishedPair(trace=1, now=1, fee_on=True, users=["a"])
    line = pair.perform("burn", {"user": "a", "shares": 0}, 1)
    assert (line["ok"], line["error"]) == (False, None), "there are no shares to divide by"


def test_the_fee_switch_is_that_of_the_factory(settled: PublishedPair) -> None:
    settled.perform("set_fee_to", {"on": True}, 1)
    grown = [
        ("mint", {"user": "a", "amount0": 997_000, "amount1": 1000}),
        ("donate", {"user": "a", "amount0": 997_000, "amount1": 1000}),
        ("sync", {}),
        ("mint", {"user": "a", "amount0": 997_000, "amount1": 1000}),
    ]
    for operation, arguments in grown:
        assert settled.perform(operation, arguments, 2)["ok"]
    assert settled.state()["shares"][FEE_RECEIVER] > 0
    assert settled.state()["k_last"] > 0


def test_calls_with_another_fee_are_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = json.loads(json.dumps(PublishedPair(trace=1, now=1, fee_on=False).lines[0]))
    first["args"] = FEE | {"fee_numerator": 998}
    (tmp_path / "calls.jsonl").write_text(json.dumps(first) + "\n")
    assert main(["record", str(tmp_path / "calls.jsonl"), "--out", str(tmp_path / "out.jsonl")]) == 2
    assert "1 lines are left out" in capsys.readouterr().err
    assert not (tmp_path / "out.jsonl").exists()


def test_what_is_no_recording_of_a_pair_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "calls.jsonl").write_text('{"trace": 1, "op": "fill", "args": {}, "now": 1, "pair": {}}\n')
    assert main(["record", str(tmp_path / "calls.jsonl"), "--out", str(tmp_path / "out.jsonl")]) == 3
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_calls_that_are_refused_within_a_whole_are_undone() -> None:
    pair = PublishedPair(trace=1, now=1, fee_on=False, users=["a"])

    def work() -> None:
        pair.machine.call(pair.factory, "setFeeTo(address)", pair.addresses[FEE_RECEIVER])
        pair.machine.call(pair.pair, "mint(address)", pair.addresses["a"])

    with pytest.raises(Refused, match="ds-math-sub-underflow"):
        pair.machine.whole(work)
    assert pair.state()["fee_on"] is False
