"""A browser for tests: Chromium by way of chromedriver, spoken to as the WebDriver standard has it, with nothing installed.

Where Chromium or its driver is not there, a test that asks for a browser is skipped, with that as the reason.
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import socket
import subprocess
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
DRIVER = "chromedriver"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
)
PATIENCE = 60
"""Seconds that the driver has to start: one that is installed and does not start is a failure, not a reason to skip."""

AXE = "axe-core@4.14.1"
AXE_SHA512 = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
"""What checks pages for accessibility: fetched by npm into a cache, never kept in the repository."""


class Browser:
    """One window; every method is a command of the standard."""

    def __init__(self, port: int, options: dict[str, Any]) -> None:
        self.port = port
        capabilities = {"browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": {"browser": "ALL"}}
        made = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.session = f"/session/{made['sessionId']}"

    def open(self, address: str) -> None:
        """Go to a page, and wait until it is there."""
        self._ask("POST", f"{self.session}/url", {"url": address})

    def run(self, script: str, *arguments: Any) -> Any:
        """What a function body answers."""
        return self._ask("POST", f"{self.session}/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, script: str, *arguments: Any) -> Any:
        """What a function body hands to its last argument, a function."""
        return self._ask("POST", f"{self.session}/execute/async", {"script": script, "args": list(arguments)})

    def type(self, text: str) -> None:
        """Press the keys of a text, wherever the focus is."""
        keys = [{"type": kind, "value": char} for char in text for kind in ("keyDown", "keyUp")]
        body = {"actions": [{"type": "key", "id": "keys", "actions": keys}]}
        self._ask("POST", f"{self.session}/actions", body)

    def size(self, width: int, height: int) -> None:
        """Make the page that large, as a screen of one dot a pixel has it."""
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)

    def theme(self, scheme: str = "light", media: str = "screen") -> None:
        """Prefer a colour scheme, and show pages as a medium has them."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.devtools("Emulation.setEmulatedMedia", {"media": media, "features": features})

    def devtools(self, command: str, parameters: dict[str, Any]) -> Any:
        """What Chromium itself can do beyond the standard."""
        return self._ask("POST", f"{self.session}/goog/cdp/execute", {"cmd": command, "params": parameters})

    def console(self) -> list[str]:
        """What was written to the console since it was asked the last time."""
        return [each["message"] for each in self._ask("POST", f"{self.session}/se/log", {"type": "browser"})]

    def picture(self) -> bytes:
        """The window as PNG."""
        return base64.b64decode(self._ask("GET", f"{self.session}/screenshot"))

    def close(self) -> None:
        """End the browser."""
        self._ask("DELETE", self.session)

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            content = json.dumps(body).encode() if body is not None else None
            connection.request(method, path, content, {"Content-Type": "application/json"})
            value = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(value, dict) and "error" in value:
            raise RuntimeError(f"{method} {path}: {value['error']}: {value['message'].splitlines()[0]}")
        return value


@contextmanager
def browsing(profile: Path) -> Iterator[Browser]:
    """A browser with a new profile in an empty folder; the test is skipped where there is none."""
    binary = next((found for name in CHROMIUM if (found := shutil.which(name))), None)
    driver = shutil.which(DRIVER)
    if binary is None or driver is None:
        pytest.skip("no Chromium with its chromedriver is installed")
    port = _free_port()
    process = subprocess.Popen(
        [driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _ready(port, process)
        browser = Browser(port, {"binary": binary, "args": [*FLAGS, f"--user-data-dir={profile}"]})
        try:
            yield browser
        finally:
            browser.close()
    finally:
        process.terminate()
        process.wait(PATIENCE)


def axe(cache: Path) -> str:
    """The source of axe-core, from the cache or from npm; the test is skipped where neither has it."""
    package = cache / f"{AXE.replace('@', '-')}.tgz"
    if not package.is_file():
        npm = shutil.which("npm")
        if npm is None:
            pytest.skip(f"{AXE} is neither in {cache} nor is there npm to get it")
        cache.mkdir(parents=True, exist_ok=True)
        asked = [npm, "pack", AXE, "--pack-destination", str(cache)]
        got = subprocess.run(asked, capture_output=True, timeout=120, check=False)
        if got.returncode != 0 or not package.is_file():
            pytest.skip(f"npm does not get {AXE}")
    content = package.read_bytes()
    digest = base64.b64encode(hashlib.sha512(content).digest()).decode()
    assert digest == AXE_SHA512, f"{package} is not the {AXE} that is meant; remove it"
    with tarfile.open(package) as held:
        member = held.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


def _ready(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(PATIENCE * 10):
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/status")
            if json.loads(connection.getresponse().read())["value"]["ready"]:
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            connection.close()
    pytest.fail(f"Chromium is installed, and {DRIVER} is not ready within {PATIENCE} s (it ends with {process.poll()})")
