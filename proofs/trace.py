"""The entries of a counterexample's trace, under the name that the prover uses; see `properties.trace`."""

from properties.trace import START, entry, plain

__all__ = ["START", "entry", "plain"]
