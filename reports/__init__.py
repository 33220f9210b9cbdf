"""What people read: renderers of verdicts, and the published report of the current revision under `published/`."""
