"""The properties of the constant-product pair."""

from properties.pair import fees, quotes, reserves, shares, trips, value

__all__ = ["fees", "quotes", "reserves", "shares", "trips", "value"]
