"""The published bytecode of a pair, run in-process in an EVM and recorded, so that the model can be held against it."""
