"""Files that are no recordings get one sentence that names file, line and field, and exit code 3."""

from __future__ import annotations

import gzip
import io
import json
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from conformance import decode
from conformance.command import run
from model.pair import Pair
from tallystick.progress import bar
from tests.conformance.conftest import PAIR, VECTORS, Ran

BAL = VECTORS / "bal" / "traces.jsonl.gz"

Run = Callable[..., Ran]
Lines = list[dict[str, Any]]
Change = Callable[[Lines], object]


def refused(found: Ran, path: Path, *fragments: str) -> None:
    """One sentence on stderr, nothing else."""
    assert found.code == 3
    assert found.err.count("\n") == 1
    assert len(found.err) < 1000
    assert found.err.startswith(decode.printable(str(path)))
    for fragment in fragments:
        assert fragment in found.err
    assert "conform:" not in found.out


BYTES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "the file is empty"),
    "an empty line": (b"\n\n\n", "line 1: the line is empty"),
    "text": (b"hello\n", "line 1: is no JSON: Expecting value at column 1"),
    "binary": (bytes(range(255, -1, -1)), "line 1: byte 1 of the line is no UTF-8"),
    "a byte order mark": (b"\xef\xbb\xbf{}\n", "line 1: is no JSON"),
    "utf-16": ("{}".encode("utf-16"), "no UTF-8"),
    "a number": (b"7\n", "line 1: expected an object, got 7"),
    "a text": (b'"seven"\n', "line 1: expected an object, got 'seven'"),
    "an empty list": (b"[]", "the list is empty"),
    "a list of numbers": (b"[1, 2]", "line 1: expected an object, got 1"),
    "an unfinished list": (b"[{}", "is no JSON"),
    "a text cut off": (b'{"a": "b', "line 1: is no JSON: Unterminated string starting at column 7"),
    "a list cut off": (b'[{"a": 1},', "is no JSON"),
    "another object": (b'{"a": 1}\n', "line 1: is neither a step of a trace (no 'trace') nor"),
    "nested lists": (b'{"a":' + b"[" * 100_000, "line 1: is nested too deeply"),
    "nested objects": (b'{"a":' * 100_000, "line 1: is nested too deeply"),
    "nested list file": (b"[" * 100_000, "is nested too deeply"),
    "a long line": (b'{"a": "' + b"x" * 2**20 + b'"}', "line 1: the line is longer than 1048576 bytes"),
    "no line ends": (b"x" * 2**21, "line 1: the line is longer than 1048576 bytes"),
    "a huge integer": (b'{"a": {"b": [' + b"9" * 100_000 + b"]}}", "field a.b[0]: has 100000 digits"),
    "a huge negative integer": (b'{"a": -' + b"9" * 5000 + b"}", "field a: has 5000 digits"),
    "a float": (b'{"a": {"b": 1.5}}', "field a.b: '1.5' is no integer"),
    "an exponent": (b'{"a": 1e400}', "field a: '1e400' is no integer"),
    "NaN": (b'{"a": [NaN]}', "field a[0]: 'NaN' is no integer"),
    "Infinity": (b'{"a": -Infinity}', "field a: '-Infinity' is no integer"),
    "a repeated key": (b'{"a": {"b": 1, "b": 1}}', "field a.b: appears twice"),
    "a key in escapes": (b'{"\\u0061": 1, "a": 2}', "field a: appears twice"),
    "a key that obeys": (b'{"\\u001b[31mred\\ud800": 1.5}', "field \\x1b[31mred\\ud800: '1.5' is no integer"),
    "a float before the end": (b'{"a": 1.5', "is no JSON"),
    "gzip of nothing": (gzip.compress(b""), "the file is empty"),
    "gzip of text": (gzip.compress(b"hello"), "line 1: is no JSON"),
    "gzip cut off": (gzip.compress(b'{"trace": 1}\n' * 1000)[:40], "the gzip stream is damaged or cut off"),
    "a gzip header": (b"\x1f\x8b", "the gzip stream is damaged or cut off"),
    "gzip of another method": (b"\x1f\x8b\x07" + b"\0" * 20, "the gzip stream is damaged or cut off"),
    "damaged gzip": (gzip.compress(os.urandom(5000))[:20] + b"\xff" * 2000, "the gzip stream is damaged or cut off"),
}


@pytest.mark.parametrize("name", BYTES)
@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".json", ""])
def test_bytes_that_are_no_recording(ran: Run, tmp_path: Path, name: str, suffix: str) -> None:
    content, fragment = BYTES[name]
    path = tmp_path / f"recording{suffix}"
    path.write_bytes(content)
    refused(ran(path), path, fragment)


def at(step: int, *path: str, value: object) -> Change:
    """Sets a member of one line."""

    def change(lines: Lines) -> None:
        record: Any = lines[step]
        for name in path[:-1]:
            record = record[name]
        record[path[-1]] = value

    return change


def without(step: int, *path: str) -> Change:
    """Removes a member of one line."""

    def change(lines: Lines) -> None:
        record: Any = lines[step]
        for name in path[:-1]:
            record = record[name]
        del record[path[-1]]

    return change


SCHEMA: dict[str, tuple[Change, str]] = {
    "no step": (without(2, "step"), "line 3, field step: is missing"),
    "step as text": (at(2, "step", value="two"), "line 3, field step: expected an integer, got 'two'"),
    "step as truth": (at(2, "step", value=True), "line 3, field step: expected an integer, got true"),
    "step as null": (at(2, "step", value=None), "line 3, field step: expected an integer, got null"),
    "negative step": (at(2, "step", value=-1), "line 3, field step: -1 does not fit u64"),
    "a step twice": (at(3, "step", value=2), "line 4, field step: step 2 follows step 2"),
    "a missing step": (lambda lines: lines.pop(3), "line 4, field step: step 4 follows step 2"),
    "steps out of order": (lambda lines: lines.reverse(), "line 1, field step: trace 1 begins with step 9"),
    "no beginning": (lambda lines: lines.pop(0), "line 1, field step: trace 1 begins with step 1"),
    "another trace": (at(4, "trace", value=2), "line 5, field step: trace 2 begins with step 4"),
    "trace as list": (at(4, "trace", value=[]), "line 5, field trace: expected an integer, got a list of 0"),
    "no init": (at(0, "op", value="swap"), "line 1, field op: step 0 of a trace is 'init', not 'swap'"),
    "init again": (at(5, "op", value="init"), "line 6, field op: 'init' is no operation of pair: mint, burn"),
    "unknown operation": (at(5, "op", value="rug"), "line 6, field op: 'rug' is no operation of pair: mint, burn"),
    "operation as number": (at(5, "op", value=7), "line 6, field op: expected a text, got 7"),
    "a private method": (at(5, "op", value="__init__"), "line 6, field op: '__init__' is no operation of pair"),
    "args as list": (at(3, "args", value=[1]), "line 4, field args: expected an object, got a list of 1"),
    "no argument": (without(3, "args", "user"), "line 4, field args.user: is missing"),
    "another argument": (at(3, "args", "to", value="b"), "line 4, field args.to: is unknown"),
    "user as number": (at(3, "args", "user", value=1), "line 4, field args.user: expected a text, got 1"),
    "amount as word": (at(3, "args", "amount0_in", value="ten"), "field args.amount0_in: expected an integer"),
    "amount in hex": (at(3, "args", "amount0_in", value="0x10"), "field args.amount0_in: expected an integer"),
    "amount with blank": (at(3, "args", "amount0_in", value=" 10"), "field args.amount0_in: expected an integer"),
    "amount with underscore": (at(3, "args", "amount0_in", value="1_0"), "args.amount0_in: expected an integer"),
    "amount with zeros": (at(3, "args", "amount0_in", value="007"), "field args.amount0_in: expected an integer"),
    "amount in other digits": (at(3, "args", "amount0_in", value="١٢"), "args.amount0_in: expected an integer"),
    "minus zero": (at(3, "args", "amount0_in", value="-0"), "field args.amount0_in: expected an integer"),
    "negative amount": (at(3, "args", "amount0_in", value=-1), "field args.amount0_in: -1 does not fit u256"),
    "amount too large": (at(3, "args", "amount0_in", value=2**256), "args.amount0_in: 1157920892373161954"),
    "amount of 200 digits": (at(3, "args", "amount0_in", value=10**200), "an integer of 665 bits does not fit u256"),
    "amount of 4000 digits": (at(3, "args", "amount0_in", value="9" * 4000), "expected an integer, got '99999"),
    "ok as number": (at(3, "ok", value=0), "line 4, field ok: expected true or false, got 0"),
    "ok with an error": (at(6, "error", value="K"), "line 7, field error: is 'K' although ok is true"),
    "error as number": (at(3, "error", value=7), "line 4, field error: expected a text, got 7"),
    "no pair": (without(3, "pair"), "line 4: is no step of pair, as the trace began"),
    "no pair at first": (without(0, "pair"), "line 1: is a trace of no known system"),
    "pair as text": (at(3, "pair", value="gone"), "line 4, field pair: expected an object, got 'gone'"),
    "no reserve": (without(3, "pair", "reserve1"), "line 4, field pair.reserve1: is missing"),
    "another reserve": (at(3, "pair", "reserve2", value=0), "line 4, field pair.reserve2: is unknown"),
    "reserve too large": (at(3, "pair", "reserve1", value=str(2**112)), "field pair.reserve1: 5192296858534827628"),
    "fee_on as number": (at(3, "pair", "fee_on", value=1), "field pair.fee_on: expected true or false, got 1"),
    "no locked shares": (without(3, "pair", "shares", "locked"), "field pair.shares.locked: is missing"),
    "negative shares": (at(3, "pair", "shares", "a", value=-5), "field pair.shares.a: -5 does not fit u256"),
    "shares as list": (at(3, "pair", "shares", value=[]), "field pair.shares: expected an object, got a list of 0"),
    "no time": (without(3, "now"), "line 4, field now: is missing"),
    "negative time": (at(7, "now", value=-1), "line 8, field now: -1 does not fit u64"),
    "unknown member": (at(3, "gas", value=5), "line 4, field gas: is unknown, so it can not be compared"),
    "another result": (at(1, "result", "dust", value=5), "line 2, field result.dust: is unknown"),
    "no result": (at(1, "result", value={}), "line 2, field result.shares: is missing"),
    "result of a refusal": (at(3, "result", value={"shares": 1}), "line 4, field result.shares: is unknown"),
    "no fee": (without(0, "args", "fee_numerator"), "line 1, field args.fee_numerator: is missing"),
    "a fee over one": (at(0, "args", "fee_numerator", value=1001), "line 1, field args: a swap can not keep 1001/1000"),
    "a fee of nothing": (at(0, "args", "fee_denominator", value=0), "field args: a swap can not keep 997/0"),
    "a failed beginning": (at(0, "ok", value=False), "line 1, field ok: a trace can not begin with a failure"),
    "a function": (lambda lines: lines.append({"fn": "f"}), "line 11, field id: is missing"),
    "an unknown function": (
        lambda lines: lines.append({"fn": "\x1b[2J", "id": 0, "in": {}, "ok": True, "error": None, "out": {}}),
        "line 11, field fn: '\\x1b[2J' is no function of any known system",
    ),
}


@pytest.mark.parametrize("name", SCHEMA)
def test_lines_that_are_no_step(ran: Run, written: Callable[[Any], Path], lines: Lines, name: str) -> None:
    change, fragment = SCHEMA[name]
    change(lines)
    path = written(lines)
    refused(ran(path), path, fragment)


def test_a_recording_cut_off_within_a_line(ran: Run, written: Callable[[Any], Path], lines: Lines) -> None:
    path = written(lines)
    path.write_bytes(path.read_bytes()[:-40])
    refused(ran(path), path, "line 10: is no JSON")


def test_a_beginning_alone_decides_nothing(ran: Run, tmp_path: Path) -> None:
    """The first line of BAL says nothing that the model did not just read from it."""
    path = tmp_path / "recording.jsonl"
    with gzip.open(BAL, "rb") as recorded:
        path.write_bytes(recorded.readline())
    assert (ran(path).code, ran(path).last) == (2, "conform: 0 of 0 steps match")


def test_what_is_found_does_not_stand_behind_the_bar() -> None:
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=80)
    assert run([PAIR], out=screen, bar=lambda words: bar(words, console)) == 0
    (line,) = [
        line for line in screen.getvalue().splitlines() if "10050 of 10050 match" in line and "steps" not in line
    ]
    assert line.rpartition("\x1b[2K")[2].startswith(str(PAIR))


def test_a_recording_cut_off_within_gzip(ran: Run, tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl.gz"
    path.write_bytes(PAIR.read_bytes()[:-2000])
    refused(ran(path), path, "the gzip stream is damaged or cut off")


def test_a_bit_that_flipped_within_gzip(ran: Run, tmp_path: Path) -> None:
    content = bytearray(PAIR.read_bytes())
    content[len(content) // 2] ^= 1
    path = tmp_path / "recording.jsonl.gz"
    path.write_bytes(content)
    assert ran(path).code == 3


def test_gzip_of_a_gigabyte_is_not_unpacked(ran: Run, tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=1) as bomb:
        for _ in range(64):
            bomb.write(b" " * 2**20)
    tracemalloc.start()
    try:
        found = ran(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    refused(found, path, "line 1: the line is longer than 1048576 bytes")
    assert peak < 2**23


def test_gzip_of_a_long_list_is_not_unpacked(ran: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "LIST_BYTES", 2**12)
    path = tmp_path / "recording.json"
    path.write_bytes(gzip.compress(b"[" + b" " * 2**20 + b"1]"))
    refused(ran(path), path, "the JSON list is longer than 4096 bytes")


def test_a_file_without_end(ran: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "FILE_BYTES", 2**16)
    refused(ran(PAIR), PAIR, "the file unpacks to more than 65536 bytes")


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="has no such device")
def test_a_device(ran: Run) -> None:
    refused(ran(Path("/dev/zero")), Path("/dev/zero"), "the line is longer than")


def test_a_missing_file(ran: Run, tmp_path: Path) -> None:
    path = tmp_path / "gone\x1b[31m.jsonl"
    refused(ran(path), path, "gone\\x1b[31m.jsonl: can not be read: No such file or directory")


def test_a_folder(ran: Run, tmp_path: Path) -> None:
    refused(ran(tmp_path), tmp_path, "can not be read: Is a directory")


def test_a_file_name_that_is_too_long(ran: Run, tmp_path: Path) -> None:
    found = ran(tmp_path / ("x" * 5000))
    assert found.code == 3
    assert found.err.endswith("can not be read: File name too long\n")


def test_a_file_name_with_a_null(ran: Run) -> None:
    found = ran(Path("a\0b"))
    assert (found.code, found.err) == (3, "a\\x00b: can not be read: the name holds a null character\n")


def test_a_bad_file_after_a_good_one(ran: Run, tmp_path: Path, written: Callable[[Any], Path], lines: Lines) -> None:
    found = ran(written(lines), tmp_path / "gone")
    assert found.code == 3
    assert found.out.endswith("10 of 10 match\n")


def test_a_recording_of_another_system(ran: Run, written: Callable[[Any], Path], lines: Lines) -> None:
    class Lake(Pair):
        """Is a pair, and so may replay one."""

    class Maker(Pair.__mro__[1]):  # type: ignore[name-defined, misc]
        """Is a system, but no pair."""

        name = "maker"
        operations = ()

    path = written(lines)
    assert ran(path, system=Lake()).code == 0
    refused(ran(path, system=Maker()), path, "line 1: is a recording of pair, and Maker is no subclass of Pair")


def test_as_one_list(ran: Run, tmp_path: Path, lines: Lines) -> None:
    """A list of the same objects is a recording too; entries are counted as lines."""
    path = tmp_path / "recording.json"
    path.write_text("\n  " + json.dumps(lines, indent=1))
    assert ran(path).last == "conform: 10 of 10 steps match"
    del lines[4]["ok"]
    path.write_text(json.dumps(lines))
    refused(ran(path), path, "line 5, field ok: is missing")
