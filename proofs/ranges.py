"""Ranges of values, each end known or not."""

from __future__ import annotations

Range = tuple[int | None, int | None]


def scaled_range(bounds: Range, factor: int) -> Range:
    """The range of `factor * x`."""
    low, high = (None if b is None else b * factor for b in bounds)
    return (low, high) if factor > 0 else (high, low)


def product_range(left: Range, right: Range) -> Range:
    """The range of a product of independent values; unknown ends stay unknown unless signs decide."""
    if None not in left and None not in right:
        corners = [a * b for a in left for b in right if a is not None and b is not None]
        return min(corners), max(corners)
    if left[0] is not None and right[0] is not None and left[0] >= 0 and right[0] >= 0:
        return left[0] * right[0], None
    return None, None
