"""Simpler numbers: smaller ones, and, of about the same size, rounder ones.

Works on a flat mapping of names to values and a question whether a mapping still fails; knows nothing of what the
values are. Everything is tried in a fixed order, so the same failure always ends as the same small one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, TypeAlias

Key: TypeAlias = Hashable
Values: TypeAlias = dict[Any, Any]
Fails: TypeAlias = Callable[[Values], bool]


class Exhausted(Exception):
    """The number of tries is used up."""


def effort(value: int) -> tuple[int, int]:
    """How hard a number is to read: its significant and all its digits; among equals its magnitude."""
    digits = str(abs(value))
    return len(digits.rstrip("0")) + len(digits), abs(value) * 2 + (value < 0)


def simplified(values: Values, fails: Fails, *, droppable: Callable[[Key], bool] = lambda key: False) -> Values:
    """The values with as few of the droppable ones and as simple numbers as can be found while it fails."""
    while True:
        before = dict(values)
        values = without(values, fails, droppable)
        values = scaled_down(values, fails)
        for key in list(values):
            values = one_simpler(values, key, fails)
        if values == before:
            return values


def without(values: Values, fails: Fails, droppable: Callable[[Key], bool]) -> Values:
    """As many of the droppable values left out as can be: all at once, else one by one."""
    chosen = [key for key in values if droppable(key)]
    bare = {key: value for key, value in values.items() if key not in chosen}
    if len(bare) < len(values) and fails(bare):
        return bare
    for key in chosen:
        fewer = {name: value for name, value in values.items() if name != key}
        if fails(fewer):
            values = fewer
    return values


def scaled_down(values: Values, fails: Fails) -> Values:
    """All numbers together made smaller: those that only fail in proportion to each other."""
    for divisor in (10**18, 10**9, 10**6, 10**3, 10, 2):
        while True:
            smaller = {key: toward_zero(value, divisor) for key, value in values.items()}
            if smaller == values or not fails(smaller):
                break
            values = smaller
    return values


def toward_zero(value: Any, divisor: int) -> Any:
    """An integer divided, toward zero; anything else as it is."""
    if type(value) is not int:
        return value
    return value // divisor if value >= 0 else -(-value // divisor)


def one_simpler(values: Values, key: Key, fails: Fails) -> Values:
    """One value made as simple as it can be while the others stay."""
    value = values[key]

    def with_value(other: Any) -> bool:
        return fails({**values, key: other})

    if value is True and with_value(False):
        return {**values, key: False}
    if type(value) is not int or value == 0:
        return values
    return {**values, key: _simplest(value, with_value)}


def _simplest(value: int, fails: Callable[[int], bool]) -> int:
    sign = -1 if value < 0 else 1
    for other in _tempting(value):
        if effort(other) < effort(value) and fails(other):
            return other
    low, high = 0, abs(value)  # `high` fails, `low` does not
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if fails(sign * middle) else (middle, high)
    best = value if effort(value) < effort(sign * high) else sign * high
    for other in _rounder(high):
        if effort(sign * other) < effort(best) and fails(sign * other):
            best = sign * other
    return best


def _tempting(value: int) -> Iterator[int]:
    """What is worth trying before anything else."""
    yield from (0, 1)
    if value < 0:
        yield -1
        yield -value
    for power in range(1, min(40, len(str(abs(value))))):
        yield (1 if value > 0 else -1) * 10**power


def _rounder(smallest: int) -> Iterator[int]:
    """Numbers of few significant digits from `smallest` on, the roundest first."""
    digits = len(str(smallest))
    for significant in range(1, min(digits, 4)):
        unit = 10 ** (digits - significant)
        rounded = -(-smallest // unit) * unit
        yield from (rounded, rounded + unit)


def same_start(values: Mapping[Any, Any], keys: list[Any]) -> Values:
    """The values of these keys moved together so that the least of them is 0: clocks."""
    least = min(values[key] for key in keys)
    return {**values, **{key: values[key] - least for key in keys}}
