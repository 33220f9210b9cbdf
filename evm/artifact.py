"""The published contracts: a package of npm at an exact version, fetched when somebody asks for it, never kept here."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path

PACKAGE = "@uniswap/v2-core@1.0.1"
INTEGRITY = "sha512-MtybtkUPSyysqLY2U210NBDeCHX+ltHt3oADGdjqoThZaFRDKwM6k1Nb3F0A3hk5hwuQvytFWhrWHOEq6nVJ8Q=="
"""What npm says of the package's file, and what it has to be whenever it is read."""

CACHE = Path(__file__).resolve().parents[1] / ".cache" / "evm"
FILE = "uniswap-v2-core-1.0.1.tgz"
SECONDS = 300
"""How long npm may take."""


class NotFetched(Exception):
    """The package is not there, or is not the one that is meant; the message says what to do."""


def fetch(folder: Path = CACHE) -> Path:
    """Have npm pack the package into the cache, unless it is there; `NotFetched` if nothing that fits comes of it."""
    target = folder / FILE
    if target.is_file():
        content(folder)
        return target
    npm = shutil.which("npm")
    if npm is None:
        raise NotFetched(f"{PACKAGE} can not be fetched: there is no npm")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        try:
            ended = subprocess.run(
                [npm, "pack", PACKAGE, "--ignore-scripts", "--pack-destination", place],
                capture_output=True,
                text=True,
                errors="replace",
                check=False,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired as problem:
            raise NotFetched(f"npm has not fetched {PACKAGE} in {SECONDS} s") from problem
        if ended.returncode:
            raise NotFetched(f"npm can not fetch {PACKAGE}: {' '.join(ended.stderr.split())[-300:]}")
        content(Path(place))
        (Path(place) / FILE).replace(target)
    return target


def content(folder: Path = CACHE) -> bytes:
    """The package's file, whose digest is the pinned one; `NotFetched` otherwise."""
    path = folder / FILE
    try:
        held = path.read_bytes()
    except FileNotFoundError as problem:
        raise NotFetched(f"{PACKAGE} is not fetched: `make evm` fetches it") from problem
    digest = "sha512-" + base64.b64encode(hashlib.sha512(held).digest()).decode()
    if digest != INTEGRITY:
        raise NotFetched(f"{path} is not {PACKAGE} as it was published; remove it")
    return held


@cache
def creation_code(contracts: tuple[str, ...], folder: Path = CACHE) -> dict[str, bytes]:
    """What deploys each of the contracts, by name, without the arguments of its constructor."""
    content(folder)
    found: dict[str, bytes] = {}
    with tarfile.open(folder / FILE) as package:
        for name in contracts:
            member = package.extractfile(f"package/build/{name}.json")
            if member is None:
                raise NotFetched(f"{PACKAGE} has no contract {name}")
            found[name] = bytes.fromhex(json.load(member)["evm"]["bytecode"]["object"])
    return found
