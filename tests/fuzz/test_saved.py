"""What a file of a saved failure may hold: what is written is read again, and anything else is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.encode import encoded
from fuzzing import saved as files
from fuzzing.codec import Undecodable, arguments_of
from fuzzing.command import replay
from fuzzing.life import Act, Life
from fuzzing.replay import relived
from fuzzing.saved import NotAFailure, Saved
from fuzzing.written import test_of as text_of_test
from model.bal import LONG, SHARED, Bal, Exchange, Spreads
from model.pair import Pair
from tests.fuzz.saved_failures import a_file, said


def test_a_file_never_decides_which_code_is_loaded(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    marker = tmp_path / "loaded"
    (tmp_path / "evil.py").write_text(f"open({str(marker)!r}, 'w')")
    for place in (
        "evil:Pair",
        f"{tmp_path}/evil.py:Pair",
        "os:system",
        "model.pair.nothing:Pair",
        "model.pair:PairState",
    ):
        assert replay(a_file(tmp_path, system=place), None, as_json=False) == 3
        assert "name it: --system" in said(capsys)
    assert not marker.exists()


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"format": "tallystick/failure-2"}, "field format: "),
        ({"format": None}, "'format' is a required property"),
        ({"surprise": 1}, "Additional properties are not allowed ('surprise' was unexpected)"),
        ({"life": None}, "is no saved failure: holds neither a life alone nor inputs alone"),
        ({"inputs": {"a": 1}}, "is no saved failure: holds neither a life alone nor inputs alone"),
        ({"life": {"settings": {}, "acts": "all"}}, "field life.acts: 'all' is not of type 'array'"),
        ({"life": {"settings": {}, "acts": [{"operation": "mint"}]}}, "field life.acts.0: 'arguments' is a required"),
        (
            {"life": {"settings": {"fee_on": 1}, "acts": []}},
            "field life.settings: fee_on: expected true or false, got 1",
        ),
        ({"life": {"settings": {"fees": 1}, "acts": []}}, "field life.settings: start takes no fees"),
        ({"property": "Q99"}, "there is no property 'Q99'"),
        ({"property": "P01"}, "P01 is a property of bal, not of pair"),
        ({"property": "Q08", "life": None, "inputs": {"x": [1]}}, "field inputs.x: [1] is not of type"),
        ({"life": None, "inputs": {"x": 1}, "operation": "steal"}, "field operation: pair has no operation 'steal'"),
        ({"seed": -1}, "field seed: -1 is less than the minimum of 0"),
        ({"system": 7}, "field system: 7 is not of type 'string'"),
        ({"property": "Q\x1b[31m"}, "field property: 'Q\\x1b[31m' holds what can not be printed"),
        (
            {"life": {"settings": {}, "acts": [{"operation": "sync", "arguments": {"user": "\x1b[2J"}}]}},
            "field life.acts.0.arguments.user: '\\x1b[2J' holds what can not be printed",
        ),
        ({"life": None, "inputs": {"\ud800": 1}}, "field inputs: '\\ud800' holds what can not be printed"),
        ({"property": "x" * 5000}, "field property: 'xxxxxx"),
        ({"property": "x" * 5000}, "...' does not meet maxLength 60"),
        ({"property": "Q12"}, "field property: Q12 tells its own story, and no life violates it"),
        ({"property": "Q14b"}, "field property: Q14b tells its own story, and no life violates it"),
        ({"property": "Q14b", "life": None, "inputs": {}}, "field property: Q14b is about real numbers"),
        ({"property": "Q01", "life": None, "inputs": {}}, "field operation: Q01 is about steps of swap"),
        (
            {"property": "Q01", "life": None, "inputs": {}, "operation": "mint"},
            "field operation: Q01 is about steps of swap",
        ),
    ],
)
def test_a_file_of_another_shape_is_refused(
    changed: dict[str, Any], complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert replay(a_file(tmp_path, **changed), None, as_json=False) == 3
    sentence = said(capsys)
    assert "failure.json" in sentence
    assert complaint in sentence


@pytest.mark.parametrize(
    ("operation", "arguments", "complaint"),
    [
        ("steal", {}, "pair has no operation 'steal'"),
        ("start", {}, "pair has no operation 'start'"),
        ("__init__", {}, "pair has no operation '__init__'"),
        ("mint", {"user": "a"}, "mint needs amount0"),
        ("sync", {"now": 1, "later": 2}, "sync takes no later"),
        ("sync", {"now": "soon"}, "now: expected an integer, got 'soon'"),
        ("sync", {"now": True}, "now: expected an integer, got true"),
        ("sync", {"now": -1}, "now: -1 does not fit u64"),
        ("sync", {"now": str(2**64)}, "now: 18446744073709551616 does not fit u64"),
        ("skim", {"user": 5}, "user: expected a text, got 5"),
    ],
)
def test_an_act_that_nobody_can_do_is_refused(
    operation: str, arguments: dict[str, Any], complaint: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    life = {"settings": {}, "acts": [{"operation": operation, "arguments": arguments}]}
    assert replay(a_file(tmp_path, life=life), None, as_json=False) == 3
    sentence = said(capsys)
    assert "field life.acts.0" in sentence
    assert complaint in sentence


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"format": "tallystick/failure-1"',
        b'{"seed": NaN}',
        b'{"seed": 1.5}',
        b'{"seed": 1, "seed": 2}',
        b'{"seed": ' + b"9" * 100_000 + b"}",
        b"[" * 100_000,
        b'{"a":' * 50_000,
    ],
    ids=["empty", "words", "binary", "list", "null", "cut", "nan", "float", "twice", "huge", "nested", "deep"],
)
def test_bytes_that_are_no_failure(content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "failure.json"
    path.write_bytes(content)
    assert replay(path, None, as_json=False) == 3
    assert len(said(capsys)) < 600


def test_no_file_a_folder_and_a_file_beyond_measure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as stream:
        stream.truncate(files.LARGEST_FILE + 1)
    for path, complaint in (
        (tmp_path / "none", "can not be read"),
        (tmp_path, "can not be read"),
        (large, "more than"),
    ):
        assert replay(path, None, as_json=False) == 3
        assert complaint in said(capsys)


# Values

NUMBERS = st.one_of(st.integers(0, 2**64 - 1), st.integers(2**53 - 2, 2**53 + 2))


@given(st.lists(st.tuples(NUMBERS, NUMBERS, st.text(max_size=5)), max_size=4), st.booleans())
def test_a_life_is_read_as_it_was_written(donations: list[tuple[int, int, str]], fee_on: bool) -> None:
    acts = tuple(Act("donate", {"user": user, "amount0": a, "amount1": b}) for a, b, user in donations)
    life = Life({"fee_on": fee_on}, acts)
    written = json.loads(json.dumps(files.encoded_life(life)))
    assert files.life_of(Saved("model.pair:Pair", "Q08", life=written), Pair(), Path("-")) == life


def test_spreads_and_absent_prices_are_read_as_they_were_written() -> None:
    told = {"new_sqrt_k": 10**30, "bound_update": True, "spreads": Spreads(1, 2, -3)}
    written = json.loads(json.dumps({name: encoded(value) for name, value in told.items()}))
    assert written["new_sqrt_k"] == str(10**30)
    assert arguments_of(Bal(), "update_k", written) == told
    order = {"user": 1, "direction": "long", "base_asset_amount": 5, "liquidity_split": "Shared", "fill_price": None}
    assert arguments_of(Bal(), "fill", order) == order
    with pytest.raises(Undecodable, match="spreads: expected an object of long_spread"):
        arguments_of(Bal(), "update_k", written | {"spreads": {"long_spread": 1}})


EXCHANGE = Life(
    {"sqrt_k": 10**11, "peg_multiplier": 10**8, "liquidation_margin_buffer_ratio": 200},
    (
        Act("set_collateral", {"user": 0, "amount": 17 * 10**6}),
        Act("set_collateral", {"user": 2, "amount": 10**12}),
        Act("mint_lp_shares", {"user": 0, "n_shares": 2 * 10**10, "now": 0, "spreads": None}),
        Act(
            "fill_exact",
            {
                "user": 1,
                "direction": LONG,
                "base_asset_amount": 10**9,
                "liquidity_split": SHARED,
                "fill_price": None,
            },
        ),
        Act("settle_pnl", {"user": 0, "oracle_price": 110 * 10**6, "now": 60, "slot": 0, "price_offset": 0}),
        Act(
            "liquidate_perp",
            {
                "user": 0,
                "liquidator": 2,
                "liquidator_max_base_asset_amount": 2**62,
                "oracle_price": 200 * 10**6,
                "slot": 0,
            },
        ),
    ),
)


def test_a_life_of_an_exchange_is_written_and_read_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = Saved("model.bal.system:Exchange", "P04", life=files.encoded_life(EXCHANGE))
    path = tmp_path / "exchange.json"
    path.write_text(files.dumped(saved))
    assert files.life_of(files.read(path), Exchange(), path) == EXCHANGE
    moments = relived(Exchange(), "P04", EXCHANGE).moments
    assert [each.error for each in moments] == [""] * len(moments)
    assert replay(path, None, as_json=False) == 0
    told = capsys.readouterr().out
    assert "amount 17_000_000 (17 quote)" in told
    assert "after_burn.market" not in told, "what the market was in between is not for people"
    assert "P04 holds now" in told


def test_inputs_of_an_exchange_are_told_step_by_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """P87 is about two ways to go on with one exchange."""
    inputs = {
        "argument.n_shares": 10 * 10**9,
        "argument.base_asset_amount": 199 * 10**9,
        "argument.oracle_price": 50 * 10**6,
    }
    path = tmp_path / "inputs.json"
    path.write_text(files.dumped(Saved("model.bal:Bal", "P87", inputs=files.encoded_inputs(inputs))))
    assert replay(path, None, as_json=False) == 1
    told = capsys.readouterr().out
    assert "set_collateral" in told
    assert "liquidate_perp" in told


def test_every_number_of_a_saved_file_survives_a_reader_with_floats(tmp_path: Path) -> None:
    text = a_file(tmp_path).read_text()
    assert json.loads(text, parse_int=lambda digits: int(float(digits))) == json.loads(text)


def test_a_written_test_is_plain_python(tmp_path: Path) -> None:
    life = Life({}, (Act("update_k", {"new_sqrt_k": 5, "bound_update": False, "spreads": Spreads(1, 2, 3)}),))
    hostile = Saved("model.bal:Bal", "P05", sentence='a """ quote \\ and a newline\n', story=('"""', "\\"))
    text = text_of_test(hostile, tmp_path, life=life, inputs=None)
    names: dict[str, Any] = {}
    exec(compile(text, "test", "exec"), names)
    assert names["LIFE"] == life
    assert "def test_p05_0" in text


def test_a_name_that_would_leave_the_folder_does_not() -> None:
    assert files.file_name(Saved("model.pair:Pair", "../../etc/passwd", seed=1)) == "_etc_passwd_1"


def test_reading_needs_no_more_than_the_schema_says(tmp_path: Path) -> None:
    path = a_file(tmp_path, sentence=None, claim=None, seed=None, story=None)
    assert files.read(path).life is not None
    with pytest.raises(NotAFailure):
        files.read(tmp_path / "other.json")
