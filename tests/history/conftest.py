"""Options: how many histories, and from which seed."""

import pytest

from tests.examples import in_turns

HISTORIES = 8 // in_turns(8)
"""One for a quick suite: a quarter of a minute of one core. A profile of many examples plays more of them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--histories", type=int, default=HISTORIES, metavar="N", help="number of random histories")
    parser.addoption("--seed", type=int, default=0, metavar="S", help="seed of the first part of the histories")
    parser.addoption("--as-found", action="store_true", help="do not look for the shortest history that fails")
