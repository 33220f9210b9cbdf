"""Where commands write: words to a console that is plain when it should be, data as JSON."""

from __future__ import annotations

import os
import sys
from typing import Any, NoReturn

from rich.console import Console

from tallystick.failure import PipeClosed


class Output(Console):
    """A console without markup. Where it is no terminal and no width is given, lines are 120 wide.

    With NO_COLOR set it writes no escape sequences at all, not even bold.
    """

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(
            stderr=stderr,
            highlight=False,
            emoji=False,
            markup=False,
            color_system=None if os.environ.get("NO_COLOR") else "auto",
        )
        if not self.is_terminal and "COLUMNS" not in os.environ:
            self.width = 120

    def on_broken_pipe(self) -> NoReturn:
        """The library would end with 1, which here means that a property failed."""
        raise PipeClosed


def data(content: Any) -> None:
    """Write a JSON document to the standard output."""
    from reports.document import dumped

    sys.stdout.write(dumped(content))
    sys.stdout.flush()
