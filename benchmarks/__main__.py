"""`python -m benchmarks` measures everything and prints a table; `--json` as JSON, `--only NAME` one part of it."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Callable
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from benchmarks import jobs, side_by_side, volume
from benchmarks.measure import Figure

PARTS: dict[str, Callable[[], list[Figure]]] = {
    "ratio": side_by_side.figures,
    "volume": volume.figures,
    "jobs": jobs.figures,
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", choices=PARTS, help="one part: ratio, volume or jobs")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    chosen = parser.parse_args()
    shown = Console(stderr=True)
    found: dict[str, list[Figure]] = {}
    for name in [chosen.only] if chosen.only else PARTS:
        with shown.status(f"measuring: {name}"):
            found[name] = PARTS[name]()
    if chosen.json:
        print(json.dumps({"machine": machine(), **{part: [asdict(each) for each in found[part]] for part in found}}))
        return
    console = Console(highlight=False, width=None if Console().is_terminal else 140)
    table = Table(title=f"{machine()}", title_justify="left", box=None)
    for column in ("", "figure", "", "goal", "", "details"):
        table.add_column(column, justify="right" if column == "figure" else "left")
    for figures in found.values():
        for each in figures:
            met = {True: "[green]met[/]", False: "[red]missed[/]", None: ""}[each.met]
            table.add_row(each.name, number(each.value), each.unit, each.goal, met, each.details)
        table.add_section()
    console.print(table)


def number(value: float) -> str:
    """Three digits that count, whatever the size."""
    return f"{value:_.0f}" if value >= 100 else f"{value:.3g}"


def machine() -> str:
    """What it was measured on."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores{load}"


main()
