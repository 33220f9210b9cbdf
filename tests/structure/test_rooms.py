"""The arrows between the rooms run one way; whoever adds an import against them is told here."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# What each room may import of the others, over and above itself.
ALLOWED: dict[str, set[str]] = {
    "model": set(),
    "properties": {"model"},
    "claims": {"model", "properties"},
    "proofs": {"model", "properties"},
    "reports": {"model", "properties", "claims", "proofs"},
    "gains": {"model", "properties", "reports", "conformance"},
    "conformance": {"model"},
    "fuzzing": {"model", "properties", "conformance"},
    "detection": {"model", "properties", "proofs", "conformance", "fuzzing"},
    "vectors": {"model", "properties", "conformance"},
    "evm": {"model", "conformance"},
    "tallystick": {"model", "properties", "claims", "proofs", "reports", "conformance", "fuzzing", "vectors"},
}

# What must run where nothing is installed, and what of this repository it may import.
BARE: dict[str, set[str]] = {"model": {"model"}, "proofs/checker.py": set()}


def imported(source: str, room: str) -> list[tuple[int, str]]:
    """Line and top-level package of every import, wherever it stands; a relative import is one of the own room."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [(node.lineno, alias.name.partition(".")[0]) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found.append((node.lineno, room if node.level else (node.module or "").partition(".")[0]))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("import_module", "__import__")):
            named = node.args[0] if node.args else None
            if isinstance(named, ast.Constant) and isinstance(named.value, str):
                found.append((node.lineno, named.value.partition(".")[0]))
    return sorted(found)


def imports_of(place: str) -> list[tuple[str, str]]:
    """Where (file and line) and what, of every import of a room or of one file."""
    path = ROOT / place
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    return [
        (f"{file.relative_to(ROOT)}:{line}", package)
        for file in files
        for line, package in imported(file.read_text(encoding="utf-8"), place.partition("/")[0])
    ]


def test_every_room_is_covered() -> None:
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert rooms <= set(ALLOWED), "a new room: say in ALLOWED what it may import"


@pytest.mark.parametrize("room", ALLOWED)
def test_arrows_run_one_way(room: str) -> None:
    forbidden = {*ALLOWED, "tests", "benchmarks"} - {room} - ALLOWED[room]
    assert [f"{where} imports {package}" for where, package in imports_of(room) if package in forbidden] == []


@pytest.mark.parametrize("place", BARE)
def test_needs_nothing_installed(place: str) -> None:
    known = sys.stdlib_module_names | BARE[place]
    assert [f"{where} imports {package}" for where, package in imports_of(place) if package not in known] == []


def test_no_import_escapes_the_lint() -> None:
    source = "import z3\nfrom . import x\ndef f():\n    from proofs.cache import X\n    import_module('sympy.abc')"
    assert imported(source, "model") == [(1, "z3"), (2, "model"), (4, "proofs"), (5, "sympy")]
