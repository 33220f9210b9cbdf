"""The properties of the constant-product pair."""

from properties.pair import deposits, fees, inflation, quotes, reserves, shares, trips, value

__all__ = ["deposits", "fees", "inflation", "quotes", "reserves", "shares", "trips", "value"]
