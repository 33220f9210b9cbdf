"""The main job: every property of a system to its outcome, in parallel, reusing what is known of unchanged content."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import Any

from model.system import System
from proofs import kept, relaxation
from proofs.dependencies import digest
from proofs.foundations import missing, original, resting, subject, with_foundations
from proofs.interrupts import noticed
from proofs.judge import Judge, bodies, void
from proofs.language import outside_language
from proofs.outcome import Counterexample, Evidence, Outcome, Report
from proofs.search import QUICK, THOROUGH, Search
from proofs.second_opinions import evidence_of
from proofs.store import Store
from proofs.time_limit import OutOfTime, limited
from properties.property import Algebra, Property, Verdict
from properties.situations import situations_of

SECONDS = 240
"""Longest time one property may take on any machine; then it is UNKNOWN. None needs more than a quarter of it."""

Judged = tuple[Outcome, list[dict[str, Any]]]

_workshop: dict[type[System], tuple[Judge, Search]] = {}
_work: tuple[System, Sequence[Property]] | None = None


def verify(
    system: System,
    properties: Sequence[Property],
    *,
    jobs: int = 1,
    cache: bool = True,
    on_outcome: Callable[[Outcome], None] = lambda outcome: None,
) -> Report:
    """Judge the properties on the system; `on_outcome` is called in this process as each is known.

    A proof rests on what it assumes: a property is PROVED only if every property that its assumptions and contracts
    name is PROVED in the same run (`proofs.foundations`). Those that were not asked for are judged too, and left out of
    the report.
    """
    if vars(system):
        raise ValueError(
            f"a system is its class; {type(system).__name__} was given attributes of its own: {vars(system)}"
        )
    name = type(system).__name__
    store = Store(name, lambda warning: void(sys.stderr.write(f"warning: {warning}\n")))
    found: dict[str, Outcome] = {}
    waiting = with_foundations(properties)
    while waiting:
        for outcome in _outcomes(system, waiting, store if cache else None, jobs):
            prop = outcome.property
            found[prop.id] = outcome
            kept.note(subject(prop, system), original(prop), outcome.verdict is Verdict.PROVED)
            if prop in properties:
                on_outcome(outcome)
        waiting = missing(found, system)
    judged_all = resting(found, system)
    return Report(
        system.name if name.lower() == system.name else name, tuple(judged_all[prop.id] for prop in properties)
    )


def _outcomes(system: System, properties: Sequence[Property], store: Store | None, jobs: int) -> Iterator[Outcome]:
    """The outcomes of the properties: first those that are kept, then the others as each is known."""
    digests = {prop.id: digest(prop, subject(prop, system)) for prop in properties}
    known = {prop.id: store.load(prop, digests[prop.id]) for prop in properties} if store else {}
    yield from (outcome for outcome in known.values() if outcome is not None)
    waiting = [prop for prop in properties if known.get(prop.id) is None]
    for outcome, certificates in _all(system, waiting, digests, jobs):
        if store and outcome.verdict in (Verdict.PROVED, Verdict.REFUTED, Verdict.VACUOUS):
            store.save(outcome, certificates)
        yield outcome


def _all(system: System, waiting: Sequence[Property], digests: dict[str, str], jobs: int) -> Iterator[Judged]:
    if jobs <= 1 or len(waiting) <= 1:
        for prop in waiting:
            yield judged(system, prop, digests[prop.id])
        return
    global _work
    _work = (system, waiting)
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_as_worker)
    done: set[str] = set()
    try:
        futures: dict[Future[Judged], Property] = {
            pool.submit(_judged_here, number, digests[prop.id]): prop for number, prop in enumerate(waiting)
        }
        for future in as_completed(futures):
            prop = futures[future]
            try:
                outcome, certificates = future.result()
                outcome = _rebound(outcome, prop)
            except BrokenProcessPool:
                outcome, certificates = undecided(prop, "the proving process died", digests[prop.id]), []
            except (Exception, SystemExit) as problem:  # noqa: BLE001 - whatever kept an outcome from arriving
                outcome, certificates = failed(prop, problem, digests[prop.id]), []
            done.add(prop.id)
            yield outcome, certificates
    finally:
        _work = None
        pool.shutdown(wait=False, cancel_futures=True)


def _as_worker() -> None:
    """Leave Ctrl-C to the parent process, and the search for dead cycles to the end of each property: it is slow."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.disable()


def _judged_here(number: int, content: str) -> Judged:
    assert _work is not None
    system, waiting = _work
    outcome, certificates = judged(system, waiting[number], content)
    gc.collect()
    return _rebound(outcome, None), certificates


def _rebound(outcome: Outcome, prop: Property | None) -> Outcome:
    """The outcome with another property object: bodies do not travel between processes."""
    fields = {
        name: getattr(outcome, name)
        for name in ("verdict", "reason", "evidence", "counterexample", "seconds", "digest")
    }
    return Outcome(property=prop, **fields)  # type: ignore[arg-type]


def judged(system: System, prop: Property, content: str, seconds: int = 0) -> Judged:
    """One property to its outcome and certificates; whatever goes wrong becomes a verdict that is not green.

    It may take so many seconds, or, where none are given, the time that every property has.
    """
    started, seconds = time.monotonic(), seconds or SECONDS
    with noticed() as interrupted:
        try:
            with limited(seconds):
                judge, search = workshop(subject(prop, system))
                verdict, reason, evidence, counter, certificates = _verdict(judge, search, prop)
        except OutOfTime:
            return undecided(prop, out_of_time(seconds), content), []
        except BaseException as problem:  # the class may be anybody's, and may try to end the program
            if interrupted(problem):
                raise KeyboardInterrupt from problem
            if isinstance(problem, Exception) and os.environ.get("TALLYSTICK_DEBUG"):
                raise
            return failed(prop, problem, content), []
    return Outcome(prop, verdict, reason, evidence, counter, time.monotonic() - started, content), certificates


def workshop(system: System) -> tuple[Judge, Search]:
    """The judge and the search of a system in this process, with what they have met so far."""
    kind = type(system)
    if kind not in _workshop:
        judge = Judge(system, situations_of(system.name))
        _workshop[kind] = judge, Search(judge)
    return _workshop[kind]


def out_of_time(seconds: int) -> str:
    """The reason of a property that took longer than it might."""
    return f"no decision within {seconds} s"


def undecided(prop: Property, reason: str, content: str) -> Outcome:
    """The honest answer where there is none."""
    return Outcome(prop, Verdict.UNKNOWN, reason, None, None, 0.0, content)


def failed(prop: Property, problem: BaseException, content: str) -> Outcome:
    """What a failure of the suite itself, or of the class that is judged, amounts to."""
    try:
        told = f"{type(problem).__name__}: {problem}"
    except BaseException:  # noqa: BLE001 - the exception may be anybody's too
        told = f"{type(problem).__name__}, which can not be told"
    return Outcome(prop, Verdict.ERROR, told, None, None, 0.0, content)


Verdicts = tuple[Verdict, str, Evidence | None, Counterexample | None, list[dict[str, Any]]]


def _verdict(judge: Judge, search: Search, prop: Property) -> Verdicts:
    outside = outside_language(judge.system, *bodies(prop))
    if isinstance(prop.scope, Algebra):
        return (
            (Verdict.UNKNOWN, first_of(outside), None, None, []) if outside else relaxation.verdict(judge.system, prop)
        )
    # Where a violation is expected, looking longer for it is cheaper than failing to prove that there is none.
    searched = search.run_expecting(prop) if prop.expected is Verdict.REFUTED else search.run(prop, QUICK)
    if searched.violation is not None:
        return _refuted(search, prop, searched.violation, [])
    finding = judge.prove(prop, searched.points)
    if finding.unproved or outside or not finding.claims:
        searched = search.run(prop, THOROUGH)
        if searched.violation is not None:
            return _refuted(search, prop, searched.violation, finding.unproved)
        if outside:
            return (
                Verdict.UNKNOWN,
                first_of(outside),
                evidence_of(finding, searched.witness),
                None,
                finding.certificates,
            )
        unproved = finding.unproved or ["no claim is made on any path"]
        verdict = Verdict.UNKNOWN if finding.claims else Verdict.VACUOUS
        reason = f"{len(unproved)} of {max(finding.claims, len(unproved))} claims resist, first {unproved[0]}"
        return verdict, reason, evidence_of(finding, searched.witness), None, finding.certificates
    evidence = evidence_of(finding, searched.witness)
    dissent = [f"{name} {answer}" for name, answer in evidence.solvers if not answer.startswith("agrees")]
    if dissent:
        return (
            Verdict.UNKNOWN,
            f"not every certificate is confirmed: {'; '.join(dissent)}",
            evidence,
            None,
            finding.certificates,
        )
    if not searched.witness:
        searched = search.run(prop, THOROUGH)
        if searched.violation is not None:
            raise RuntimeError(f"{prop.id} is proved and violated: {searched.violation}")
        evidence = replace(evidence, witness=searched.witness)
    if not searched.witness:
        return Verdict.VACUOUS, "nothing was found that satisfies its assumptions", evidence, None, finding.certificates
    return Verdict.PROVED, "", evidence, None, finding.certificates


def first_of(problems: Sequence[str]) -> str:
    """The first problem, and how many more there are."""
    return problems[0] + (f"; and {len(problems) - 1} more" if len(problems) > 1 else "")


def _refuted(search: Search, prop: Property, violation: Any, unproved: Sequence[str]) -> Verdicts:
    smallest = search.shrink(prop, violation)
    counter = search.counterexample(prop, smallest)
    return Verdict.REFUTED, f"{counter.claim} fails", None, counter, []
