"""From what a user writes behind `--system` to the system."""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

from model.system import System

STANDARD = {"pair": "model.pair:Pair", "bal": "model.bal:Bal"}
"""The systems that have a name of their own."""


class NoSuchSystem(Exception):
    """What was asked for names no system; the message says in one sentence why."""


def load_system(text: str) -> System:
    """The system named `pair` or `bal`, `package.module:Class` or `path/to/file.py:Class`.

    A class from a file or a module of the working directory may import its neighbours. Raises `NoSuchSystem`.
    """
    place, colon, name = STANDARD.get(text, text).rpartition(":")
    if not colon or not place or not name.isidentifier():
        known = ", ".join(STANDARD)
        raise NoSuchSystem(f"system {text!r} is neither one of {known} nor of the form module:Class or file.py:Class")
    module = _from_file(Path(place), text) if place.endswith(".py") else _from_module(place, text)
    kind = getattr(module, name, None)
    if kind is None:
        raise NoSuchSystem(f"system {text!r}: {place} has no class {name}{_suggestion(module)}")
    return _instance(kind, text)


def _instance(kind: object, text: str) -> System:
    if not isinstance(kind, type) or not issubclass(kind, System):
        raise NoSuchSystem(f"system {text!r} is no system: it has to be a subclass of model.system.System")
    if not hasattr(kind, "name") or not hasattr(kind, "operations"):
        raise NoSuchSystem(f"system {text!r} is no system: it has no name or no operations; subclass Pair or Bal")
    declared: Any = kind  # the class may be anybody's
    name, names = declared.name, declared.operations
    if type(name) is not str or type(names) is not tuple or not all(type(each) is str for each in names):
        raise NoSuchSystem(f"system {text!r} is no system: its name has to be a text, its operations a tuple of texts")
    missing = [operation for operation in kind.operations if not callable(getattr(kind, operation, None))]
    if missing:
        raise NoSuchSystem(f"system {text!r} is no system: it has no method for its operation {missing[0]!r}")
    try:
        with redirect_stdout(sys.stderr):
            made: System = kind()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # the class may be anybody's
        raise NoSuchSystem(f"system {text!r} can not be made without arguments: {_told(error)}") from error
    if vars(made):
        told = ", ".join(sorted(vars(made)))
        raise NoSuchSystem(f"system {text!r} has attributes of its own ({told}): a system is its class, set them there")
    return made


def _from_module(place: str, text: str) -> ModuleType:
    if not all(part.isidentifier() for part in place.split(".")):
        raise NoSuchSystem(f"system {text!r}: {place} is no name of a module")
    with _importable(Path.cwd()):
        try:
            return importlib.import_module(place)
        except ModuleNotFoundError as error:
            if error.name is not None and (place == error.name or place.startswith(error.name + ".")):
                raise NoSuchSystem(f"system {text!r}: there is no module {place}") from error
            raise NoSuchSystem(f"system {text!r}: {place} can not be imported: {_told(error)}") from error
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # the module may be anybody's
            raise NoSuchSystem(f"system {text!r}: {place} can not be imported: {_told(error)}") from error


def _from_file(path: Path, text: str) -> ModuleType:
    if not path.is_file():
        raise NoSuchSystem(f"system {text!r}: there is no file {path}")
    path = path.resolve()
    name = f"system_in_{path.stem}_{abs(hash(str(path)))}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise NoSuchSystem(f"system {text!r}: {path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and pickles look their module up
    with _importable(path.parent):
        try:
            spec.loader.exec_module(module)
        except KeyboardInterrupt:
            del sys.modules[name]
            raise
        except BaseException as error:  # the file may be anybody's
            del sys.modules[name]
            raise NoSuchSystem(f"system {text!r}: {path.name} can not be read: {_told(error)}") from error
    return module


@contextmanager
def _importable(folder: Path) -> Iterator[None]:
    """While it lasts, the modules of the folder can be imported; those of this repository come first.

    What they print is no output of the command.
    """
    sys.path.append(str(folder))
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        sys.path.remove(str(folder))


def _suggestion(module: ModuleType) -> str:
    systems = sorted(
        name
        for name, kind in vars(module).items()
        if isinstance(kind, type) and issubclass(kind, System) and kind is not System
    )
    return f"; it has {', '.join(systems)}" if systems else ""


def _told(error: BaseException) -> str:
    first = str(error).splitlines()[0] if str(error) else ""
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
