"""Failures as files: a JSON document that `tallystick replay` reads, and a test that any pytest runs.

The document's schema is `schema.json` beside this module. What is read may come from anybody: it is bounded, checked
against the schema, and its numbers against the widths of the transitions that take them. A file never decides which
code is loaded, beyond the protocols of this repository.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.machinery import PathFinder
from pathlib import Path
from typing import Any

from conformance.decode import NotARecording, parse, printable, shown
from conformance.encode import encoded
from fuzzing.codec import Undecodable, arguments_of, decoded
from fuzzing.life import Act, Life
from model.system import System

FORMAT = "tallystick/failure-1"
SCHEMA = Path(__file__).with_name("schema.json")
LARGEST_FILE = 2**23
EITHER = "holds neither a life alone nor inputs alone"
OWN_MODULES = "model."
"""Where a file may name a class by itself: nothing is run by importing what lies there."""


class NotAFailure(Exception):
    """A file is no saved failure, or not one of this system; the message is one sentence that names the file."""


@dataclass(frozen=True)
class Saved:
    """A failure as a file holds it. Either `life` or `inputs` is there, not yet decoded."""

    system: str
    property: str
    sentence: str = ""
    claim: str = ""
    seed: int = 0
    story: tuple[str, ...] = ()
    life: Mapping[str, Any] | None = None
    inputs: Mapping[str, Any] | None = None
    operation: str = ""


def document(saved: Saved) -> dict[str, Any]:
    """The JSON document of a failure."""
    content = {
        "format": FORMAT,
        "system": saved.system,
        "property": saved.property,
        "sentence": saved.sentence,
        "claim": saved.claim,
        "seed": saved.seed,
        "life": saved.life,
        "inputs": saved.inputs,
        "operation": saved.operation or None,
        "story": list(saved.story),
    }
    return {name: value for name, value in content.items() if value is not None}


def encoded_life(life: Life) -> dict[str, Any]:
    """A life as JSON."""
    return {
        "settings": {name: encoded(value) for name, value in life.settings.items()},
        "acts": [
            {"operation": act.operation, "arguments": {name: encoded(value) for name, value in act.arguments.items()}}
            for act in life.acts
        ],
    }


def encoded_inputs(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of a case as JSON."""
    return {name: encoded(value) for name, value in inputs.items()}


def read(path: Path) -> Saved:
    """The failure in a file; `NotAFailure` for anything else."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise NotAFailure(f"{_shown(path)} has more than {LARGEST_FILE} bytes: that is no saved failure")
        content = parse(path.read_bytes())
    except (OSError, ValueError) as error:
        raise NotAFailure(f"{_shown(path)} can not be read: {getattr(error, 'strerror', None) or error}") from None
    except NotARecording as error:
        raise NotAFailure(f"{_shown(path)} is no saved failure: {error}") from None
    problem = next(iter(sorted(_validator().iter_errors(content), key=lambda each: list(map(str, each.path)))), None)
    if problem is not None:
        place = printable(".".join(str(part) for part in problem.absolute_path))
        told = EITHER if problem.validator == "oneOf" else _complaint(problem)
        raise NotAFailure(f"{_shown(path)} is no saved failure: {f'field {place}: ' if place else ''}{told}")
    for part in ("system", "property", "operation", "life", "inputs"):
        for place, text in _texts(content.get(part), part):
            if not text.isprintable():
                shown_place = printable(place)
                raise NotAFailure(f"{_shown(path)}: field {shown_place}: {shown(text)} holds what can not be printed")
    content.pop("format")
    return Saved(**content | {"story": tuple(content.get("story", ()))})


def life_of(saved: Saved, system: System, path: Path) -> Life:
    """The life of a saved failure, as the system's transitions take it."""
    life = saved.life or {}
    try:
        settings = arguments_of(system, "start", life["settings"])
    except Undecodable as error:
        raise NotAFailure(f"{_shown(path)}: field life.settings: {printable(str(error))}") from None
    acts = []
    for number, act in enumerate(life["acts"]):
        place = f"{_shown(path)}: field life.acts.{number}"
        if act["operation"] not in system.operations:
            raise NotAFailure(f"{place}: {system.name} has no operation {printable(act['operation'])!r}")
        try:
            acts.append(Act(act["operation"], arguments_of(system, act["operation"], act["arguments"])))
        except Undecodable as error:
            raise NotAFailure(f"{place}: {printable(str(error))}") from None
    return Life(settings, tuple(acts))


def inputs_of(saved: Saved, path: Path) -> dict[str, int]:
    """The named integers of a saved case."""
    found = {}
    for name, value in (saved.inputs or {}).items():
        try:
            found[name] = int(value) if type(value) is bool else decoded(value, int)
        except Undecodable as error:
            raise NotAFailure(f"{_shown(path)}: field inputs.{printable(name)}: {error}") from None
    return found


def write(folder: Path, pages: Mapping[str, str]) -> list[Path]:
    """Write files whole or not at all; `OSError` where that is not possible."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in pages.items():
        path, unfinished = folder / name, folder / f".{name}.{os.getpid()}"
        try:
            unfinished.write_text(text, encoding="utf-8", newline="\n")
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)
        written.append(path)
    return written


def dumped(saved: Saved) -> str:
    """The text of the JSON file."""
    return json.dumps(document(saved), indent=1, ensure_ascii=True) + "\n"


def file_name(saved: Saved) -> str:
    """A name for the files of a failure, without ending: the statement and the seed."""
    return re.sub(r"\W+", "_", f"{saved.property}_{saved.seed}".lower())


def place_of(system: System) -> str:
    """The class of a system as `--system` takes it."""
    kind = type(system)
    module = sys.modules.get(kind.__module__)
    file = getattr(module, "__file__", None)
    if PathFinder.find_spec(kind.__module__.partition(".")[0]) is not None:
        return f"{kind.__module__}:{kind.__qualname__}"
    return f"{os.path.relpath(file) if file else kind.__module__}:{kind.__qualname__}"


def own_system(place: str) -> System | None:
    """The system that a file names, if it is one of this repository's protocols."""
    module, _, name = place.partition(":")
    if not module.startswith(OWN_MODULES) or not all(part.isidentifier() for part in module.split(".")):
        return None
    try:
        kind = getattr(importlib.import_module(module), name, None)
    except ImportError:
        return None
    return kind() if isinstance(kind, type) and issubclass(kind, System) and hasattr(kind, "operations") else None


@cache
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def _texts(value: Any, place: str) -> Iterator[tuple[str, str]]:
    """Every text within a value that is told when it is replayed, names included, and where it is."""
    if isinstance(value, str):
        yield place, value
    elif isinstance(value, dict):
        for name, held in value.items():
            yield place, name
            yield from _texts(held, f"{place}.{name}")
    elif isinstance(value, list):
        for number, held in enumerate(value):
            yield from _texts(held, f"{place}.{number}")


def _complaint(problem: Any) -> str:
    """What the schema has against a value; a long one would leave no room for it."""
    if len(problem.message) <= 200:
        return printable(problem.message)
    return f"{shown(problem.instance)} does not meet {problem.validator} {printable(str(problem.validator_value))}"


def _shown(path: Path) -> str:
    return printable(str(path))
