"""What `tallystick fuzz` and `tallystick replay` print, and the codes they exit with."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NoReturn

from rich.console import Console

from conformance.command import Advance, unwatched
from conformance.decode import harmless
from fuzzing import saved as files
from fuzzing.campaign import Campaign, Failure, Tally
from fuzzing.life import NoStart
from fuzzing.replay import Replayed, imagined, relived
from fuzzing.saved import NotAFailure, Saved
from fuzzing.shrink import Shrinker, shrunk, shrunk_inputs
from fuzzing.story import lines, told, told_inputs
from fuzzing.written import test_of
from model.system import System
from properties.catalogue import catalogue
from properties.property import Algebra, OnStep, Property, Scenario, Scope

PAUSE = 0.2
"""Seconds between two words of progress."""

HOLDS, VIOLATED, BAD_INPUT, INTERRUPTED = 0, 1, 3, 130
"""The exit codes: nothing new was found, or it holds now; it is violated; the input is at fault; Ctrl-C."""


class Plain(Console):
    """A console that takes words as they are."""

    def __init__(self, *, soft_wrap: bool = False) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, soft_wrap=soft_wrap)

    def on_broken_pipe(self) -> NoReturn:
        """The library would end with 1, which here means that a property is violated."""
        raise BrokenPipeError


def campaign(
    work: list[tuple[System, list[Property]]],
    *,
    seed: int,
    steps: int,
    seconds: float | None,
    failures: Path,
    as_json: bool,
    bar: Callable[[str], AbstractContextManager[Advance]] = unwatched,
) -> int:
    """Walk lives of each system, shrink and save what fails, and say what was done; returns the exit code.

    Steps and seconds are shared out evenly between the systems. `bar` shows how far it is while it lasts.
    """
    problem = unwritable(failures)
    if problem:
        return complain(problem)
    found: list[dict[str, Any]] = []
    interrupted = False
    with bar("fuzzing") as advance:
        for number, (system, properties) in enumerate(work):
            run = Campaign(system, properties, seed)
            part, tried = seconds / len(work) if seconds is not None else None, max(1, steps // len(work))
            last = 0.0
            try:
                for tally in run.run(tried, part):
                    if tally.seconds - last >= PAUSE:
                        last = tally.seconds
                        moved(advance, tally, number / len(work), 1 / len(work), tried, part)
            except KeyboardInterrupt:
                interrupted = True
            except NoStart as problem:
                return complain(str(problem))
            try:
                saved = [save(each, system, properties, failures) for each in run.tally.failures]
            except OSError as error:
                return complain(f"failures can not be written to {failures}: {error.strerror or error}")
            found.append(summary(run.tally, saved))
            if interrupted:
                break
    if as_json:
        sys.stdout.write(json.dumps({"campaigns": found, "interrupted": interrupted}, indent=1) + "\n")
    else:
        for each in found:
            show(each)
    if interrupted:
        complain("interrupted; the life that was cut off is not counted")
        return INTERRUPTED
    return VIOLATED if any(each["failures"] for each in found) else HOLDS


def save(failure: Failure, system: System, properties: list[Property], folder: Path) -> dict[str, Any]:
    """Shrink a failure, write its two files, and tell about it."""
    identifier = failure.violation.id
    statement = next((each for each in properties if each.id == identifier), None)
    shrinker = Shrinker(system, statement, properties, identifier)
    sentence = shrinker.judge.sentence(identifier)
    life = inputs = None
    if failure.life is not None:
        life = shrunk(failure.life, shrinker)
        again = relived(system, identifier, life)
        story = told(system, again.moments, identifier)
    else:
        inputs = shrunk_inputs(failure.inputs or {}, shrinker)
        again = imagined(system, identifier, inputs)
        story = told_inputs(system, inputs, again)
    made = Saved(
        system=files.place_of(system),
        property=identifier,
        sentence=sentence,
        claim=(again.violation or failure.violation).claim,
        seed=failure.seed,
        story=tuple(lines(story)),
        life=files.encoded_life(life) if life is not None else None,
        inputs=files.encoded_inputs(inputs) if inputs is not None else None,
    )
    name = files.file_name(made)
    pages = {f"{name}.json": files.dumped(made), f"test_{name}.py": test_of(made, folder, life=life, inputs=inputs)}
    written = files.write(folder, pages)
    return {
        "property": identifier,
        "sentence": sentence,
        "claim": made.claim,
        "seed": failure.seed,
        "files": [str(path) for path in written],
        "story": list(made.story),
        "replayed": again.violation is not None,
    }


def summary(tally: Tally, failures: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What a campaign on one system has done, as JSON has it."""
    return {
        "system": files.place_of(tally.system),
        "steps": tally.steps,
        "accepted": tally.accepted.total(),
        "lives": tally.lives,
        "scenarios": tally.cases,
        "first_seed": tally.first_seed,
        "next_seed": tally.next_seed,
        "seconds": round(tally.seconds, 3),
        "steps_per_second": round(tally.rate),
        "operations": {
            each: {"accepted": tally.accepted[each], "refused": tally.refused[each]} for each in tally.system.operations
        },
        "never_accepted": tally.untried,
        "known": tally.known,
        "failures": list(failures),
    }


def show(found: dict[str, Any]) -> None:
    """The same for people."""
    print_line = Plain(soft_wrap=True).print
    for each in found["failures"]:
        print_line(f"\n{each['property']} is violated: {each['sentence']}")
        for line in each["story"]:
            print_line(line)
        if not each["replayed"]:
            print_line("It does not fail again when it is lived again: the system does not depend on its state alone.")
        print_line("saved: " + ", ".join(each["files"]) + "\n")
    if found["known"]:
        seen = ", ".join(f"{name} (seed {seed})" for name, seed in found["known"].items())
        print_line(f"known: recorded as refuted, and seen: {seen}")
    if found["never_accepted"]:
        print_line(f"never accepted, so never judged: {', '.join(found['never_accepted'])}")
    print_line(
        f"fuzz: {found['system']}: {found['steps']} steps ({found['accepted']} accepted) in {found['lives']} lives, "
        f"{found['scenarios']} scenarios, {found['seconds']:.1f} s, {found['steps_per_second']} steps/s; "
        f"{len(found['failures']) or 'no'} {'failure' if len(found['failures']) == 1 else 'failures'}; "
        f"next seed {found['next_seed']}"
    )


def replay(path: Path, system: System | None, *, as_json: bool) -> int:
    """Step through a saved failure and say whether it still fails; returns the exit code."""
    try:
        failure = files.read(path)
        judged = system or files.own_system(failure.system)
        if judged is None:
            raise NotAFailure(f"{path} was found on {failure.system}; name it: --system {failure.system}")
        again = again_of(failure, judged, path)
    except (NotAFailure, NoStart) as problem:
        return complain(str(problem))
    except LookupError as problem:
        return complain(f"{path}: {problem.args[0]}")
    shown = (
        told(judged, again.moments, failure.property)
        if failure.life is not None
        else told_inputs(judged, files.inputs_of(failure, path), again)
    )
    verdict = verdict_of(failure, again)
    if as_json:
        content = {
            "property": failure.property,
            "holds": again.violation is None,
            "claim": again.violation.claim if again.violation else None,
            "after": len(again.moments) - 1 if again.moments else None,
            "verdict": verdict,
            "story": lines(shown),
        }
        sys.stdout.write(json.dumps(content, indent=1) + "\n")
    else:
        console = Plain(soft_wrap=True)
        if console.is_terminal:
            Plain().print(shown)
        else:
            console.print("\n".join(lines(shown)))
        console.print(f"\n{verdict}")
    return VIOLATED if again.violation else HOLDS


def again_of(failure: Saved, system: System, path: Path) -> Replayed:
    """The saved failure, lived or imagined again."""
    scope = scope_of(failure.property)
    if failure.life is not None:
        if isinstance(scope, (Scenario, Algebra)):
            raise NotAFailure(
                f"{path}: field property: {failure.property} tells its own story, and no life violates it"
            )
        return relived(system, failure.property, files.life_of(failure, system, path))
    inputs = files.inputs_of(failure, path)
    if isinstance(scope, Algebra):
        raise NotAFailure(f"{path}: field property: {failure.property} is about real numbers; no integers violate it")
    if failure.operation and failure.operation not in system.operations:
        raise NotAFailure(f"{path}: field operation: {system.name} has no operation {failure.operation!r}")
    if isinstance(scope, OnStep) and failure.operation not in (scope.operations or system.operations):
        known = ", ".join(scope.operations or system.operations)
        raise NotAFailure(f"{path}: field operation: {failure.property} is about steps of {known}")
    return imagined(system, failure.property, inputs, failure.operation)


def scope_of(identifier: str) -> Scope | None:
    """What the property of that id looks at; None for a demand on the code, and where there is none."""
    registry = catalogue()
    return registry[identifier].scope if identifier in registry else None


def verdict_of(failure: Saved, again: Replayed) -> str:
    """What the replay has shown, in one line."""
    if again.violation:
        acts = len(again.moments) - 1
        after = f" after {acts} {'act' if acts == 1 else 'acts'}" if again.moments else ""
        return f"{failure.property} is still violated{after}: {again.violation.claim}"
    return f"{failure.property} holds now: {again.ended or 'nothing of what was saved violates it any more'}"


def unwritable(folder: Path) -> str:
    """Why failures could not be written there, or nothing."""
    place = Path(os.path.abspath(folder))
    while not os.path.lexists(place):
        place = place.parent
    if not place.is_dir():
        return f"failures can not be written to {folder}: {place} is no folder"
    try:
        TemporaryFile(dir=place).close()  # nothing else tells it of every file system and every user
    except OSError as error:
        return f"failures can not be written to {folder}: {(error.strerror or str(error)).lower()}"
    return ""


def complain(sentence: str) -> int:
    """One line on the standard error output."""
    sys.stderr.write(f"tallystick: {harmless(' '.join(sentence.split()))}\n")
    return BAD_INPUT


def moved(advance: Advance, tally: Tally, begun: float, share: float, steps: int, seconds: float | None) -> None:
    """Say how far a campaign is: by its steps or by its time, whichever ends it first."""
    part = min(1.0, max(tally.steps / steps, tally.seconds / seconds if seconds else 0.0))
    seen = f", {len(tally.failures)} failed" if tally.failures else ""
    advance(begun + share * part, f"{tally.system.name}: seed {tally.next_seed}{seen}, {tally.rate:.0f} steps/s")
