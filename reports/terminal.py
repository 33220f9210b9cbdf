"""The table at the end of `verify`: one line a property, the story of each refuted one, and a line that sums it up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from proofs.outcome import DECIDED, Outcome, Report
from properties.property import Verdict
from reports.document import in_order
from reports.words import counted, number, plural, standing, story_of

STYLES = {
    Verdict.PROVED: "green",
    Verdict.REFUTED: "yellow",
    Verdict.VACUOUS: "magenta",
    Verdict.UNKNOWN: "magenta",
    Verdict.ERROR: "bold red",
}
CONTRARY = "bold red"


def show(output: Console, reports: Iterable[Report], seconds: float) -> None:
    """Everything that `verify` says when it is done; `seconds` is the wall-clock time of the whole run."""
    ordered = in_order(reports)
    outcomes = [outcome for report in ordered for outcome in report.outcomes]
    parts: list[RenderableType] = [Group(heading(report), table(report.outcomes), Text()) for report in ordered]
    odd = [each for each in outcomes if not each.as_expected]
    if odd:
        parts += [Text("Not as recorded", style="bold"), *(explanation(each) for each in odd), Text()]
    output.print(Group(*parts), end="")
    # The last line stays one line however narrow the terminal is: it is what scripts and people look for.
    output.print(summary(outcomes, seconds), soft_wrap=True)


def heading(report: Report) -> Text:
    """The system's name."""
    return Text(report.system, style="bold")


def table(outcomes: Sequence[Outcome]) -> Table:
    """One line a property, cut to the width of the terminal; under each refuted one its story, in full."""
    made = Table(box=None, show_header=True, header_style="dim", pad_edge=False, expand=True, padding=(0, 2, 0, 0))
    made.add_column("id", no_wrap=True, min_width=4)
    made.add_column("statement", ratio=1, no_wrap=True, overflow="ellipsis")
    made.add_column("verdict", no_wrap=True, min_width=9)
    made.add_column("cert.", justify="right", no_wrap=True, min_width=5)
    made.add_column("time", justify="right", no_wrap=True, min_width=6)
    for each in outcomes:
        made.add_row(
            Text(each.property.id),
            Text(" ".join(each.property.sentence.split()), no_wrap=True, overflow="ellipsis"),
            verdict(each),
            number(each.evidence.certificates) if each.evidence else "",
            duration(each.seconds),
        )
        if each.verdict is not Verdict.PROVED:
            made.add_row("", Text(story_of(each), style="dim", no_wrap=False, overflow="fold"), "", "", "")
    return made


def verdict(outcome: Outcome) -> Text:
    """The verdict; a sign before it says whether it is the recorded one, so that colour is never needed."""
    decided = outcome.verdict in DECIDED
    sign = "?" if not decided else "✓" if outcome.as_expected else "✗"
    contrary = decided and not outcome.as_expected
    return Text(f"{sign} {outcome.verdict.value}", style=CONTRARY if contrary else STYLES[outcome.verdict])


def explanation(outcome: Outcome) -> RenderableType:
    """What a developer needs of an outcome that is not the recorded one: why, the trace in words, what fails."""
    lines = [Text.assemble((outcome.property.id, "bold"), f" {outcome.property.sentence}")]
    lines.append(Text(f"{outcome.verdict.value}, {standing(outcome)}. {outcome.reason}".rstrip()))
    if outcome.counterexample:
        lines += [Text(f"{number}. {line}") for number, line in enumerate(outcome.counterexample.story, start=1)]
        lines.append(Text(f"What fails: {outcome.counterexample.claim}"))
    return Padding(Group(*lines), (0, 0, 0, 2), expand=False)


def summary(outcomes: Sequence[Outcome], seconds: float) -> Text:
    """The last line: how many are as recorded, what was found, and what it took."""
    expected = sum(each.as_expected for each in outcomes)
    certificates = sum(each.evidence.certificates for each in outcomes if each.evidence)
    found = counted(each.verdict for each in outcomes)
    return Text(
        f"verify: {expected} of {len(outcomes)} as recorded ({found}), "
        f"{plural(certificates, 'certificate')}, {duration(seconds)}",
        style="bold green" if outcomes and expected == len(outcomes) else CONTRARY,
    )


def duration(seconds: float) -> str:
    """A time in seconds, to a tenth where that says something."""
    return f"{seconds:.1f} s" if seconds < 100 else f"{seconds:.0f} s"
