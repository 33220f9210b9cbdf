"""The gate: what a report says now against what it said at a base revision, and in which forms that is told."""
