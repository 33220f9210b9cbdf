"""Protocols that differ from `Bal` in a few lines: rejected designs, historical defects, repairs."""
