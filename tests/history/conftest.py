"""Options: how many histories, and from which seed."""

import pytest
from hypothesis import settings

HISTORIES = max(2, settings().max_examples // 12)
"""Two for a quick suite, in one part: half a minute of one core. Profiles of more examples play more of them."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--histories", type=int, default=HISTORIES, metavar="N", help="number of random histories")
    parser.addoption("--seed", type=int, default=0, metavar="S", help="seed of the first part of the histories")
    parser.addoption("--as-found", action="store_true", help="do not look for the shortest history that fails")
