"""The contracts are fetched when asked for, and nothing but what was published is ever taken. No network is used here."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from evm import artifact
from evm.__main__ import main
from evm.machine import reason


def fake_npm(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Put a program of that name in front of the path; `$5` is the folder it is to pack into."""
    program = folder / "bin" / "npm"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin:/usr/bin")


def test_what_is_not_fetched_says_how_to(tmp_path: Path) -> None:
    with pytest.raises(artifact.NotFetched, match="`make evm` fetches it"):
        artifact.creation_code(("ERC20",), tmp_path)


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / artifact.FILE).write_bytes(b"another")
    with pytest.raises(artifact.NotFetched, match="as it was published"):
        artifact.content(tmp_path)
    with pytest.raises(artifact.NotFetched, match="remove it"):
        artifact.fetch(tmp_path)


def test_another_file_from_npm_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_npm(tmp_path, monkeypatch, f'echo another > "$5/{artifact.FILE}"')
    with pytest.raises(artifact.NotFetched, match="as it was published"):
        artifact.fetch(tmp_path / "cache")
    assert list((tmp_path / "cache").iterdir()) == []


def test_npm_that_fails_is_quoted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_npm(tmp_path, monkeypatch, "echo it is 404 >&2; exit 1")
    with pytest.raises(artifact.NotFetched, match=r"npm can not fetch .*: it is 404"):
        artifact.fetch(tmp_path / "cache")


def test_npm_that_is_not_there_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(artifact, "fetch", lambda fetch=artifact.fetch: fetch(tmp_path / "cache"))
    assert main(["fetch"]) == 3
    assert capsys.readouterr().err == "evm: @uniswap/v2-core@1.0.1 can not be fetched: there is no npm\n"


def test_what_was_published_is_kept_and_not_asked_for_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_npm(tmp_path, monkeypatch, f'printf published > "$5/{artifact.FILE}"')
    digest = base64.b64encode(hashlib.sha512(b"published").digest()).decode()
    monkeypatch.setattr(artifact, "INTEGRITY", f"sha512-{digest}")
    target = artifact.fetch(tmp_path / "cache")
    assert target.read_bytes() == b"published"
    (tmp_path / "bin" / "npm").unlink()
    assert artifact.fetch(tmp_path / "cache") == target


def test_only_a_reason_is_read_as_one() -> None:
    told = "08c379a0" + f"{32:064x}" + f"{4:064x}" + b"abcd".hex().ljust(64, "0")
    assert reason(f"Revert {{ gas_used: 3, output: 0x{told} }}") == "abcd"
    assert reason("Revert { gas_used: 3, output: 0x }") is None
    assert reason("Halt { reason: InvalidFEOpcode, gas_used: 3 }") is None
