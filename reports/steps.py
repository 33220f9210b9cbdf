"""An execution as a table, under the name that the renderers use; see `properties.steps`."""

from properties.steps import ACTORS, Change, Row, changes, flat, rows

__all__ = ["ACTORS", "Change", "Row", "changes", "flat", "rows"]
