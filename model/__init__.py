"""The protocols, written once as ordinary Python on integers.

Imports the standard library only. Everything else in the repository (proofs, fuzzing, conformance, reports) reads
the functions found here; none of them restates a rule.
"""
