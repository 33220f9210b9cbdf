"""What the command line said, taken down by a test."""

from __future__ import annotations

import pytest


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said on the standard error output, which is one line."""
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("tallystick: ")
    assert len(err.splitlines()) == 1
    assert len(err) < 2100
    return err.removeprefix("tallystick: ").strip()
