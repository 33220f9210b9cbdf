"""The trusted base: every module of the proofs is either believed or looked at, and no size is typed in."""

from __future__ import annotations

from pathlib import Path

from reports.site import sources, trust


def test_every_module_of_the_proofs_has_its_place_once() -> None:
    named = [
        file for part in (*trust.believed(), *trust.checked()) for file in part.files if file.startswith("proofs/")
    ]
    held = [sources.relative(path) for path in trust.PROOFS.glob("*.py") if path.name != "__init__.py"]
    assert sorted(named) == sorted(held)


def test_what_finds_proofs_is_not_believed() -> None:
    believed = {file for part in trust.believed() for file in part.files}
    assert {"proofs/prover.py", "proofs/search.py", "proofs/crosscheck.py"}.isdisjoint(believed)
    assert {"proofs/checker.py", "proofs/explore.py", "model/bal/system.py"} <= believed


def test_lines_are_those_that_hold_code(tmp_path: Path) -> None:
    file = tmp_path / "a.py"
    file.write_text(
        '"""Words\nof two lines."""\n\n# a comment\nx = (\n    1,\n)\n\n\ndef f():\n    """Words."""\n    return x\n'
    )
    assert sources.code_lines(file) == 5
    assert sources.headline(file) == "Words of two lines"
