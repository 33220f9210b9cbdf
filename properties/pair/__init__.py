"""The properties of the constant-product pair."""
