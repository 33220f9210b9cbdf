"""The main job as the terminal sees it: claim the report's folder, prove with progress, publish, show."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing import active_children
from pathlib import Path
from time import monotonic

from model.system import System
from proofs.outcome import Outcome, Report
from properties.catalogue import catalogue
from properties.property import Property
from reports import claims_data, code, document, gains_link, terminal
from reports.folder import Folder, FolderRefused
from reports.published import INDEX, pages
from tallystick import output
from tallystick.failure import BadInput, Exit
from tallystick.progress import bar
from tallystick.selection import published, work

SEVERITY = (Exit.CONTRARY, Exit.INTERNAL, Exit.UNDECIDED)
"""Which exit code of several reports is the one of the run, the most telling first."""


def run(*, system: str, identifiers: Sequence[str], jobs: int, report: Path | None, cached: bool, as_json: bool) -> int:
    """Judge, publish and show; returns the exit code."""
    started = monotonic()
    chosen = work(system, identifiers)
    about = code.recorded()  # as it is now: whoever changes a file meanwhile changes something else
    total = sum(len(properties) for _, properties in chosen)
    with ExitStack() as stack:
        stack.enter_context(_left_at_once())
        folder = stack.enter_context(_claimed(report, chosen)) if report else None
        # The solvers are loaded once it is clear that there is work for them.
        from proofs.foundations import with_foundations
        from proofs.verify import verify

        beneath = sum(len(with_foundations(properties)) for _, properties in chosen) - total
        on_outcome = stack.enter_context(progress(total, beneath))
        reports = [
            verify(each, properties, jobs=jobs, cache=cached, on_outcome=on_outcome) for each, properties in chosen
        ]
        if report and folder:
            judgements = claims_data.judged_by(reports) if claims_data.covers_everything(reports) else []
            folder.publish(pages(reports, judgements, gains=gains_link.is_published(report), code=about))
    if report:
        output.Output(stderr=True).print(f"report: {report / INDEX}\n", soft_wrap=True)
    if as_json:
        output.data(document.document(reports, about))
    else:
        terminal.show(output.Output(), reports, monotonic() - started)
    return exit_code(reports)


def exit_code(reports: Sequence[Report]) -> int:
    """The most telling of the reports' exit codes; nothing judged is not decided."""
    codes = {each.exit_code() for each in reports} or {Exit.UNDECIDED}
    return next((code for code in SEVERITY if code in codes), Exit.AS_EXPECTED)


@contextmanager
def progress(total: int, beneath: int = 0) -> Iterator[Callable[[Outcome], None]]:
    """A bar that moves with every outcome; what is kept of an earlier run took no time.

    What they rest on and was not asked for is judged after them; so many statements are known to be `beneath`.
    """
    with bar("proving") as shown:
        known = 0

        def on_outcome(outcome: Outcome) -> None:
            nonlocal known
            known += 1
            after = ", then what it rests on" if beneath and known == total else ""
            words = f"{known}/{total} {terminal.verdict(outcome).plain} {outcome.property.id}{after}"
            shown(known / (total + beneath), words, free=not outcome.seconds)

        yield on_outcome


@contextmanager
def _left_at_once() -> Iterator[None]:
    """End the proving processes when the work is interrupted: what they are at may take them minutes more."""
    try:
        yield
    except KeyboardInterrupt:
        for process in active_children():
            process.terminate()
        raise


@contextmanager
def _claimed(report: Path, chosen: Sequence[tuple[System, Sequence[Property]]]) -> Iterator[Folder]:
    """The folder, if it can be written and would not lose statements that this run does not judge."""
    judged = {each.id for _, properties in chosen for each in properties}
    try:
        with Folder(report) as folder:
            lost = [each for each in published(report) if each not in judged and each in catalogue()]
            if lost:
                raise BadInput(
                    f"{report} holds a report of more than what is judged now ({', '.join(lost[:3])}"
                    f"{', ...' if len(lost) > 3 else ''} would be lost); name another folder for a partial report"
                )
            yield folder
    except FolderRefused as problem:
        raise BadInput(str(problem)) from problem
