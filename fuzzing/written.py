"""A failure as a test that runs wherever tallystick is installed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fuzzing.life import Life
from fuzzing.saved import Saved, file_name
from properties.steps import number

LINE = 110


def test_of(saved: Saved, folder: Path, *, life: Life | None, inputs: Mapping[str, Any] | None) -> str:
    """The text of a test file that fails as long as the failure does."""
    name = file_name(saved)
    imports, system = _system(saved.system, folder)
    parts = []
    if life is not None:
        uses_spreads = any("spreads" in act.arguments and act.arguments["spreads"] for act in life.acts)
        imports += ["from fuzzing.life import Act, Life", "from fuzzing.replay import still_violated"]
        imports += ["from model.bal import Spreads"] if uses_spreads else []
        parts += ["LIFE = Life(", f"    settings={_dict(life.settings, 4)},", "    acts=("]
        parts += [f"        Act({_literal(act.operation)}, {_dict(act.arguments, 8)})," for act in life.acts]
        parts += ["    ),", ")"]
        call = f"still_violated({_literal(saved.property)}, {system}, LIFE)"
    else:
        imports += ["from fuzzing.replay import still_violated"]
        parts += [f"INPUTS = {_dict(inputs or {}, 0)}"]
        operation = f", operation={_literal(saved.operation)}" if saved.operation else ""
        call = f"still_violated({_literal(saved.property)}, {system}, inputs=INPUTS{operation})"
    head = f"{saved.property}: {saved.sentence}"
    found = f"Found in the life of seed {saved.seed}; to" if life is not None else "To"
    told = [f"{found} step through it: tallystick replay {name}.json"]
    docstring = "\n".join([head, "", *told, "", *saved.story]).replace("\\", "\\\\").replace('"""', '\\"""')
    return "\n".join(
        [
            f'"""{docstring}\n"""',
            "",
            "from __future__ import annotations",
            "",
            *_sorted(imports),
            "",
            *parts,
            "",
            "",
            f"def test_{name}() -> None:",
            f"    assert {call} is None",
            "",
        ]
    )


def _system(place: str, folder: Path) -> tuple[list[str], str]:
    module, _, name = place.partition(":")
    if not module.endswith(".py"):
        return [f"from {module} import {name}"], f"{name}()"
    beside = os.path.relpath(module, folder)
    imports = ["from pathlib import Path", "from tallystick.loading import load_system"]
    return imports, f'load_system(str(Path(__file__).parent / {_literal(beside)}) + ":{name}")'


def _sorted(imports: list[str]) -> list[str]:
    standard = [each for each in imports if each.startswith("from pathlib")]
    return [*standard, *([""] if standard else []), *sorted(set(imports) - set(standard))]


def _dict(values: Mapping[str, Any], indent: int) -> str:
    """The literal of a dictionary: in one line if that is short."""
    parts = [f"{_literal(name)}: {_literal(value)}" for name, value in values.items()]
    short = "{" + ", ".join(parts) + "}"
    if len(short) + indent + 20 <= LINE:
        return short
    inner = " " * (indent + 4)
    return "{\n" + "".join(f"{inner}{part},\n" for part in parts) + " " * indent + "}"


def _literal(value: Any) -> str:
    if type(value) is str:
        return '"' + value.encode("unicode_escape").decode().replace('"', '\\"') + '"'
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return (
            f"{type(value).__name__}({', '.join(f'{name}={_literal(part)}' for name, part in value._asdict().items())})"
        )
    return number(value) if type(value) is int else repr(value)
