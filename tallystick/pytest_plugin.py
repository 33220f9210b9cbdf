"""`pytest --tallystick`: every property as a test of its own. Nothing but that option changes where it is not given.

This module is loaded by every pytest of the environment, so it imports next to nothing; what it does when it is asked
stands in `tallystick.pytest_properties`.
"""

from __future__ import annotations

import pytest

FLAG = "--tallystick"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The one option that every pytest sees."""
    parser.getgroup("tallystick", "properties of liquidity protocols").addoption(
        FLAG,
        action="store_true",
        default=False,
        help="judge the properties, each as a test; with paths beside it, their tests as well",
    )


def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser) -> None:
    """Options that only make sense beside it, and might be somebody else's otherwise."""
    if getattr(early_config.known_args_namespace, "tallystick", False):
        parser.getgroup("tallystick").addoption(
            "--system",
            dest="tallystick_system",
            metavar="SYSTEM",
            default="",
            help=f"with {FLAG}: pair, bal, module:Class or file.py:Class",
        )


def pytest_configure(config: pytest.Config) -> None:
    """Take the properties in, where they are asked for."""
    if config.getoption("tallystick"):
        from tallystick.pytest_properties import Properties

        config.pluginmanager.register(Properties(config), "tallystick-properties")
