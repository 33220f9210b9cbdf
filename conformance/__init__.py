"""Replay of recorded executions: the model must do what the real programs did, field by field."""
