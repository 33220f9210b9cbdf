"""The properties of the constant-product pair."""

from properties.pair import bystanders, deposits, fees, inflation, overflow, quotes, reserves, shares, trips, value

__all__ = ["bystanders", "deposits", "fees", "inflation", "overflow", "quotes", "reserves", "shares", "trips", "value"]
