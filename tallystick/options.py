"""The options that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallystick import completing

SystemOption = Annotated[
    str,
    typer.Option(
        "--system",
        "-s",
        metavar="SYSTEM",
        help="pair, bal, module:Class or file.py:Class.",
        autocompletion=completing.systems,
    ),
]
PropertyOption = Annotated[
    list[str] | None,
    typer.Option(
        "--property",
        "-p",
        metavar="ID",
        help="Only this property; may be repeated.",
        autocompletion=completing.properties,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write JSON to the standard output instead of words.")]
PublishedOption = Annotated[
    Path | None, typer.Option("--report", metavar="DIR", help="The published report to read; the repository's own.")
]
