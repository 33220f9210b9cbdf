"""What tests of saved failures share: one that is written, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fuzzing import saved as files
from fuzzing.life import Act, Life
from fuzzing.saved import Saved, document

LIFE = Life({"fee_on": True}, (Act("mint", {"user": "a", "amount0": 10**20, "amount1": 2000, "now": 0}),))


def a_file(folder: Path, **changed: Any) -> Path:
    """A saved failure, with some of its fields replaced (None: left out)."""
    content = document(Saved("model.pair:Pair", "Q08", seed=3, life=files.encoded_life(LIFE))) | changed
    path = folder / "failure.json"
    path.write_text(json.dumps({name: value for name, value in content.items() if value is not None}))
    return path


def said(capsys: pytest.CaptureFixture[str]) -> str:
    """The one sentence on the standard error output."""
    err = capsys.readouterr().err
    assert err.startswith("tallystick: ")
    assert err.count("\n") == 1
    return err[len("tallystick: ") :].strip()
