"""Options: how many histories, and from which seed."""

import pytest

HISTORIES = 8
"""Histories of a quick suite, in four parts: less than a minute of one core."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--histories", type=int, default=HISTORIES, metavar="N", help="number of random histories")
    parser.addoption("--seed", type=int, default=0, metavar="S", help="seed of the first part of the histories")
    parser.addoption("--as-found", action="store_true", help="do not look for the shortest history that fails")
