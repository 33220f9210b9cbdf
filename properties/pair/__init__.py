"""The properties of the constant-product pair."""

from properties.pair import reserves, shares

__all__ = ["reserves", "shares"]
