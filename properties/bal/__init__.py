"""The properties of BAL. Each module is a theme; importing it enters its properties in the catalogue."""
