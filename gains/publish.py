"""Writing gains beside a report, and the line that leads from its index to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from gains import document, page, plots
from gains.markets import Recorded
from gains.result import Result
from reports import gains_link
from reports.document import dumped
from reports.published import INDEX


def files(results: Sequence[Result], markets: Sequence[Recorded]) -> dict[str, str]:
    """Every file, by its path inside the folder."""
    made = {
        gains_link.PAGE: page.page(results, markets),
        gains_link.DATA: dumped(document.document(results, markets)),
    }
    return made | {page.plot_of(each): plots.svg(each) for each in results}


def publish(made: Mapping[str, str], folder: Path) -> None:
    """Write the files, take away plots of subjects that are no more, and link the page in the index, if there is one."""
    for name, content in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="\n")
    for plot in (folder / gains_link.PLOTS).glob("*.svg"):
        if f"{gains_link.PLOTS}/{plot.name}" not in made:
            plot.unlink()
    index = folder / INDEX
    if index.is_file():
        index.write_text(gains_link.linked(index.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
