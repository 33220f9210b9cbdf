"""Recordings with one thing in them replaced, removed or renamed never end in a traceback, whatever the system."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conformance.decode import read
from tests.conformance.conftest import VECTORS, Ran

FILES = sorted(VECTORS.rglob("*.json*.gz"))

HOSTILE: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([None, True, False, [], [1], [[]], {}, {"a": 1}, {"": {}}]),
    st.sampled_from([0, 1, -1, 2**53, 2**64, -(2**127), 2**256, 10**300]),
    st.sampled_from(["", "7", "-7", "0x1", "seven", "9" * 90, "init", "swap", "fill", "a\0b", "\ud800"]),
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every member of a line."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, member in inside:
        yield (*path, name)
        yield from places(member, (*path, name))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@given(data=st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_one_change(ran: Callable[..., Ran], tmp_path: Path, path: Path, data: st.DataObject) -> None:
    lines = [copy.deepcopy(line) for _, line in islice(read(path), 4)]
    index = data.draw(st.integers(0, len(lines) - 1), "line")
    *above, name = data.draw(st.sampled_from(list(places(lines[index]))), "place")
    record: Any = lines[index]
    for step in above:
        record = record[step]
    kind = data.draw(st.sampled_from(["replace", "replace", "remove", "rename"]), "kind")
    if kind == "replace":
        record[name] = data.draw(HOSTILE, "value")
    elif kind == "remove" or isinstance(record, list):
        record.pop(name)
    else:
        record[data.draw(st.sampled_from(["", "x", "\x1b[0m", "market"]), "name")] = record.pop(name)
    changed = tmp_path / "recording.jsonl"
    changed.write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = ran(changed)
    assert found.code in (0, 1, 3)
    assert "crashed" not in found.out
    if found.code == 3:
        assert found.err.startswith(f"{changed}, line {index + 1}") or "step" in found.err
        assert found.err.count("\n") == 1
    else:
        assert found.out.splitlines()[-1].startswith("conform: ")


@given(content=st.binary(max_size=300), where=st.integers(0, 2000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_other_bytes_in_the_middle(ran: Callable[..., Ran], tmp_path: Path, content: bytes, where: int) -> None:
    lines = "".join(json.dumps(line) + "\n" for _, line in islice(read(FILES[-1]), 3)).encode()
    changed = tmp_path / "recording.jsonl"
    changed.write_bytes(lines[:where] + content + lines[where + len(content) :])
    assert ran(changed).code in (0, 1, 3)
