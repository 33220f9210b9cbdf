"""What an outcome depends on, as a digest: change anything in it and the outcome is found anew.

The dependencies of a property are found in the source: its body, and every function whose name is reachable from it
or from the transitions it is about, in the model, the properties and the module of the class that is judged. A name
reaches all functions of that name, so the set is too large rather than too small. Code outside functions, the prover
itself and the versions of solvers and Python count for every property. Of a system that is not ours also the plain values
count that its rules read, as they are: a constant may come from a file.
"""

from __future__ import annotations

import ast
import hashlib
import inspect
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from model.system import System
from proofs.reached import Reached
from properties.property import REGISTRY, Property

ROOMS = ("model", "properties")
SUITE = (*ROOMS, "claims", "detection", "gains", "proofs", "reports", "conformance", "fuzzing", "vectors", "tallystick")
SOLVERS = ("z3-solver", "cvc5", "sympy")

LOOKS_UP = frozenset(
    {"attrgetter", "dir", "eval", "exec", "getmembers", "globals", "import_module", "locals", "methodcaller"}
)
LOOKS_UP |= {"vars", "__dict__", "__getattr__", "__getattribute__", "__import__"}
"""Names by which code finds what it does not name."""


class Sources:
    """The functions of some files by name, and everything outside functions, each as a fingerprint."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.functions: dict[str, list[tuple[str, frozenset[str]]]] = {}
        self.loose: list[str] = []
        self.loose_names: set[str] = set()
        """Names mentioned outside functions, and methods that operators call: they count for every property."""
        self.looks_up = False
        """Whether a file of a user's may call what it does not name: then everything can be reached."""
        for file in sorted(set(files)):
            self._read(file)

    def _read(self, file: Path) -> None:
        tree = ast.parse(file.read_bytes())
        self.looks_up |= not _is_own(file) and _looks_up(tree)
        nodes = list(ast.walk(tree))
        for node in nodes:
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module):
                node.body = [each for each in node.body if not _is_text(each)] or [ast.Pass()]
        functions = [node for node in nodes if isinstance(node, ast.FunctionDef)]
        for node in functions:
            self.functions.setdefault(node.name, []).append((_fingerprint(file, node), frozenset(names_in(node))))
        tree.body = [node for node in tree.body if not _counts_by_name(node, tree)]
        for node in functions:
            node.body, node.decorator_list = [], []
        self.loose.append(_fingerprint(file, tree))
        self.loose_names |= names_in(tree, texts=False) | {name for name in self.functions if name.startswith("__")}

    def reachable(self, names: Iterable[str]) -> list[str]:
        """The fingerprints of the functions reachable by name, in a fixed order."""
        if self.looks_up:
            return sorted(fingerprint for named in self.functions.values() for fingerprint, _ in named)
        waiting, seen, found = list(names), set(names), set()
        while waiting:
            for fingerprint, mentioned in self.functions.get(waiting.pop(), ()):
                found.add(fingerprint)
                new = mentioned - seen
                seen |= new
                waiting += new
        return sorted(found)


def users_files() -> list[Path]:
    """The files of all loaded modules that are neither installed nor of this suite: what a user's system may stand on."""
    libraries = (sysconfig.get_path(each) for each in ("stdlib", "platstdlib", "purelib", "platlib"))
    suite = (Path(__file__).parents[1] / room for room in SUITE)
    known = [path.resolve() for path in (*map(Path, libraries), *suite)]
    named = {source for each in list(sys.modules.values()) if (source := getattr(each, "__file__", None))}
    files = [Path(source).resolve() for source in sorted(named) if source.endswith(".py")]
    return [file for file in files if file.is_file() and not any(each in file.parents for each in known)]


def names_in(tree: ast.AST, texts: bool = True) -> set[str]:
    """What a tree mentions by name; with texts also what it may ask for by a text, as `getattr` does."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.Name):
            names.add(node.id)
        elif texts and isinstance(node, ast.Constant) and isinstance(node.value, str):
            names.add(node.value)
    return names


def _counts_by_name(node: ast.stmt, tree: ast.Module) -> bool:
    """Whether a statement of a module defines a function and does nothing else: it counts where its name is reached.

    So a property that is added leaves what is known of the others as it is. A method counts for every property as far as
    that it is there: it may take the place of another. So does a function that shares its name, or is decorated.
    """
    if not isinstance(node, ast.FunctionDef):
        return False
    plain = all(isinstance(each, ast.Constant) for each in (*node.args.defaults, *filter(None, node.args.kw_defaults)))
    decorators = [each.func if isinstance(each, ast.Call) else each for each in node.decorator_list]
    known = all(isinstance(each, ast.Name) and each.id == "prop" for each in decorators)
    return plain and known and sum(getattr(each, "name", "") == node.name for each in tree.body) == 1


def _is_own(file: Path) -> bool:
    """Whether a file is one of ours, whose operations are reached by their names (`digest`)."""
    return any(Path(__file__).parents[1] / room in file.resolve().parents for room in ROOMS)


def _looks_up(tree: ast.Module) -> bool:
    """Whether code may find a function by a name that it puts together, or by going through a namespace."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = {id(call.func) for call in calls if len(call.args) > 1 and isinstance(call.args[1], ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "getattr" and id(node) not in named:
            return True
    return bool(names_in(tree, texts=False) & LOOKS_UP)


def _fingerprint(file: Path, tree: ast.AST) -> str:
    return hashlib.sha256(f"{file.name}:{ast.dump(tree)}".encode()).hexdigest()


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


@cache
def _sources(files: tuple[Path, ...]) -> Sources:
    return Sources(files)


@cache
def _engine() -> str:
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.name.encode() + file.read_bytes())
    for name in SOLVERS:
        digest.update(f"{name} {version(name)}".encode())
    digest.update(sys.version.encode())
    return digest.hexdigest()


@cache
def _taken_by_engine() -> frozenset[str]:
    """What the prover imports of the rooms that it reads."""
    trees = [ast.parse(file.read_bytes()) for file in sorted(Path(__file__).parent.glob("*.py"))]
    imports = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return frozenset(
        alias.name for node in imports if (node.module or "").partition(".")[0] in ROOMS for alias in node.names
    )


def digest(prop: Property, system: System) -> str:
    """A digest of everything the outcome of judging the property on the system depends on."""
    files = [file for room in ROOMS for file in Path(str(import_module(room).__file__)).parent.rglob("*.py")]
    lemmas = getattr(prop.scope, "lemmas", None)
    for written in (*type(system).__mro__[:-1], prop.body, *([lemmas] if lemmas is not None else [])):
        source = inspect.getsourcefile(written)
        if source and Path(source) not in files:
            files += [Path(source), *users_files()]
    sources = _sources(tuple(sorted(set(files))))
    operations = getattr(prop.scope, "operations", ()) or type(system).operations
    if not hasattr(prop.scope, "operations") and type(prop.scope).__name__ != "Invariant":
        operations = ()
    bodies = [prop.body.__name__, *(REGISTRY[each].body.__name__ for each in prop.assumes), *prop.uses]
    if lemmas is not None:
        bodies.append(lemmas.__name__)
    roots = [*bodies, *operations, "start", "state", "arguments", "steps", "inputs", "apply"]
    roots += [*sorted(sources.loose_names), *sorted(_taken_by_engine())]
    said = [prop.body] if lemmas is None else [prop.body, lemmas]
    facts = [
        repr(replace(prop, body=_engine)),
        type(system).__qualname__,
        *sorted(Reached(type(system), vars(system), said).values),
    ]
    text = "\n".join([_engine(), *facts, *sources.loose, *sources.reachable(roots)])
    return hashlib.sha256(text.encode()).hexdigest()
