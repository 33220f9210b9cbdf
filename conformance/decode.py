"""From bytes that anybody may have written to lines whose every number is an integer of a known width.

A recording is a text of JSON objects, one a line, or one JSON list of them; either may be compressed with gzip, which
is told from the content. Reading is bounded: nothing here holds more than one line, or one list of `LIST_BYTES`, at a
time. Whatever is wrong is `NotARecording`, which names file, line and field.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from model.arith import Width

LINE_BYTES = 2**20
"""A line longer than this is refused: the longest recorded ones have eight thousand bytes."""

LIST_BYTES = 2**24
"""A JSON list longer than this is refused; recordings of that size have one object a line."""

FILE_BYTES = 2**32
"""A file that unpacks to more than this is refused."""

DIGITS = 100
"""An integer of more digits fits no width of any protocol."""

DECIMAL = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)


class NotARecording(Exception):
    """A file is no recording; says which file, and where known the line and the field, in one sentence."""

    def __init__(self, reason: str, *, field: str = "", line: int = 0, path: Path | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field
        self.line = line
        self.path = path

    def at(self, path: Path, line: int = 0) -> NotARecording:
        """The same complaint with the file and line filled in."""
        self.path = self.path or path
        self.line = self.line or line
        return self

    def __str__(self) -> str:
        place = [printable(str(self.path))] if self.path else []
        place += [f"line {self.line}"] if self.line else []
        place += [f"field {printable(self.field)}"] if self.field else []
        return f"{', '.join(place)}: {self.reason}" if place else self.reason


def read(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The objects of a recording, each with the number of its line (in a JSON list: of its entry), from 1."""
    number = 0
    if "\0" in str(path):
        raise NotARecording("can not be read: the name holds a null character").at(path)
    try:
        with path.open("rb") as raw:
            stream = unpacked(raw)
            if _begins_list(stream):
                for number, entry in enumerate(_entries(stream), start=1):
                    yield number, _object(entry)
                return
            size = 0
            while text := stream.readline(LINE_BYTES + 1):
                number += 1
                size += len(text)
                if len(text) > LINE_BYTES:
                    raise NotARecording(f"the line is longer than {LINE_BYTES} bytes")
                if size > FILE_BYTES:
                    raise NotARecording(f"the file unpacks to more than {FILE_BYTES} bytes")
                yield number, _object(parse(text))
            if number == 0:
                raise NotARecording("the file is empty")
    except NotARecording as error:
        raise error.at(path, number) from None
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise NotARecording(f"the gzip stream is damaged or cut off ({error})").at(path, number + 1) from None
    except OSError as error:
        raise NotARecording(f"can not be read: {error.strerror or error}").at(path) from None


def unpacked(raw: BinaryIO) -> io.BufferedReader:
    """The stream itself, or what it unpacks to if it begins as gzip does."""
    stream = cast(io.BufferedReader, raw)
    if stream.peek(2)[:2] == b"\x1f\x8b":
        return io.BufferedReader(cast(io.RawIOBase, gzip.GzipFile(fileobj=stream)), buffer_size=2**16)
    return stream


def parse(text: bytes) -> Any:
    """One JSON value without floats, repeated keys, or integers of more digits than any width has."""
    try:
        decoded = text.decode()
    except UnicodeDecodeError as error:
        raise NotARecording(f"byte {error.start + 1} of the line is no UTF-8") from None
    if not decoded.strip():
        raise NotARecording("the line is empty")
    try:
        return _FAST.decode(decoded)
    except (ValueError, RecursionError):
        raise _complaint(decoded) from None


def record(value: Any, field: str) -> dict[str, Any]:
    """The value as an object."""
    if type(value) is not dict:
        raise NotARecording(f"expected an object, got {shown(value)}", field=field)
    return value


def fields(value: Any, field: str, required: frozenset[str], optional: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The value as an object that has every required field and no unknown one."""
    found = record(value, field)
    if found.keys() == required:
        return found
    prefix = f"{field}." if field else ""
    for name in sorted(required - found.keys()):
        raise NotARecording("is missing", field=prefix + name)
    for name in found:
        if name not in required and name not in optional:
            raise NotARecording("is unknown, so it can not be compared", field=prefix + name)
    return found


def integers(value: Any, field: str, schema: Mapping[str, Width]) -> dict[str, int]:
    """An object of exactly the integers of the schema."""
    found = fields(value, field, frozenset(schema))
    return {name: integer(found[name], f"{field}.{name}", width) for name, width in schema.items()}


def integer(value: Any, field: str, width: Width) -> int:
    """The value as an integer of the width: a JSON number, or its decimal digits as a string."""
    if type(value) is str:
        if len(value) > DIGITS or not DECIMAL.fullmatch(value):
            raise NotARecording(f"expected an integer, got {shown(value)}", field=field)
        value = int(value)
    elif type(value) is not int:
        raise NotARecording(f"expected an integer, got {shown(value)}", field=field)
    if not width.low <= value <= width.high:
        raise NotARecording(f"{shown(value)} does not fit {width.name}", field=field)
    return value  # type: ignore[no-any-return]


def flag(value: Any, field: str) -> bool:
    """The value as a truth value."""
    if type(value) is not bool:
        raise NotARecording(f"expected true or false, got {shown(value)}", field=field)
    return value


def text(value: Any, field: str) -> str:
    """The value as a text."""
    if type(value) is not str:
        raise NotARecording(f"expected a text, got {shown(value)}", field=field)
    return value


def shown(value: Any) -> str:
    """A value that may be hostile, short and harmless to print."""
    if type(value) is int:
        return str(value) if value.bit_length() < 300 else f"an integer of {value.bit_length()} bits"
    if type(value) in (list, dict):
        return f"{'a list' if type(value) is list else 'an object'} of {len(value)}"
    if value is None or type(value) is bool:
        return {None: "null", True: "true", False: "false"}[value]
    if type(value) is str:
        return repr(value if len(value) <= 60 else value[:57] + "...")
    return printable(str(value))


def printable(name: str) -> str:
    """A name with whatever a terminal might obey or refuse replaced by its escape, cut to 200 characters."""
    escaped = harmless(name)
    return escaped if len(escaped) <= 200 else escaped[:197] + "..."


def harmless(text: str) -> str:
    """The text with whatever a terminal might obey or refuse replaced by its escape."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)


def _object(value: Any) -> dict[str, Any]:
    return record(value, "")


def _begins_list(stream: io.BufferedReader) -> bool:
    return stream.peek(64)[:64].lstrip()[:1] == b"["


def _entries(stream: io.BufferedReader) -> list[Any]:
    content = stream.read(LIST_BYTES + 1)
    if len(content) > LIST_BYTES:
        raise NotARecording(f"the JSON list is longer than {LIST_BYTES} bytes; write one object a line")
    entries = parse(content)
    if not entries:
        raise NotARecording("the list is empty")
    return cast(list[Any], entries)


class _Refused(ValueError):
    """Something in a line that no recording has. What and where it is, is found by reading the line once more."""


def _refuse(_: str) -> Any:
    raise _Refused


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Refused
    return found


class _Pairs(list[tuple[str, Any]]):
    """An object as its pairs, repeated keys included."""


class _Odd(str):
    """A number that is no integer of a protocol, as its text."""


def _complaint(decoded: str) -> NotARecording:
    """What is wrong with a line that was refused: no JSON, or JSON with something that no recording has, and where."""
    try:
        pending: list[tuple[str, Any]] = [("", _SLOW.decode(decoded))]
    except json.JSONDecodeError as error:
        return NotARecording(f"is no JSON: {error.msg.removesuffix(' at')} at column {error.pos + 1}")
    except RecursionError:
        return NotARecording("is nested too deeply")
    for path, value in pending:  # grows while it is walked
        if isinstance(value, _Odd):
            if value.lstrip("-").isdigit():
                return NotARecording(f"has {len(value.lstrip('-'))} digits", field=path)
            return NotARecording(f"{shown(value + '')} is no integer", field=path)
        if isinstance(value, _Pairs):
            seen: set[str] = set()
            for name, inner in value:
                inside = f"{path}.{name}" if path else name
                if name in seen:
                    return NotARecording("appears twice", field=inside)
                seen.add(name)
                pending.append((inside, inner))
        elif isinstance(value, list):
            pending.extend((f"{path}[{index}]", inner) for index, inner in enumerate(value))
    return NotARecording("holds something no recording has")


_FAST = json.JSONDecoder(object_pairs_hook=_unique, parse_float=_refuse, parse_constant=_refuse)
_SLOW = json.JSONDecoder(
    object_pairs_hook=_Pairs,
    parse_float=_Odd,
    parse_constant=_Odd,
    parse_int=lambda digits: _Odd(digits) if len(digits) > DIGITS else int(digits),
)
