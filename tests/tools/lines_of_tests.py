"""Note for each line of the program which tests run it: a plugin of pytest, for `mutants --covered`.

    COVERAGE_PROCESS_START=pyproject.toml pytest -p tests.tools.lines_of_tests && coverage combine

Pitfall: what a test starts in another process is measured without the name of the test.
"""

from collections.abc import Iterator

import coverage
import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Write what runs from now on, fixtures included, to the account of this test."""
    if (measured := coverage.Coverage.current()) is not None:
        measured.switch_context(item.nodeid)
    return (yield)
