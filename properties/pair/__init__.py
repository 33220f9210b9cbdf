"""The properties of the constant-product pair."""

from properties.pair import quotes, reserves, shares, trips

__all__ = ["quotes", "reserves", "shares", "trips"]
