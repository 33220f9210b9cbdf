"""Where the page on gains is, which is written beside a report, and the line of the index that leads to it."""

from __future__ import annotations

from pathlib import Path

PAGE = "gains.md"
DATA = "gains.json"
PLOTS = "plots"

LINE = f"Who can gain from whom, in tokens, beside the bounds that are proved: [runs of the model, with plots]({PAGE})."
HEADING = "\n## "


def is_published(folder: Path) -> bool:
    """Whether the folder holds gains."""
    return (folder / DATA).is_file()


def linked(index: str) -> str:
    """The index with the line that leads to the page, once, before its first heading of a part."""
    if LINE in index:
        return index
    before, heading, after = index.partition(HEADING)
    return f"{before.rstrip()}\n\n{LINE}\n{heading}{after}" if heading else f"{index.rstrip()}\n\n{LINE}\n"
