"""Skips that are allowed, each with its reason; with `--strict-skips` any other fails the run.

A test that is skipped tests nothing, and nobody notices. So the automatic runs install what tests need, and name here
what may be left out all the same.
"""

import os
import re
from collections.abc import Iterable

import pytest

ALLOWED = {
    r"this user \(root\?\) may do everything": os.geteuid() == 0,  # no permissions bind root; another run is not root
}
"""How the reason of a skip begins, and whether such skips are allowed here."""


def reason_of(report: pytest.CollectReport | pytest.TestReport) -> str:
    """Return why a test was skipped, without the word that pytest puts before it."""
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")


def is_allowed(reason: str) -> bool:
    return any(allowed and re.match(pattern, reason) for pattern, allowed in ALLOWED.items())


def forbidden(skipped: Iterable[pytest.CollectReport | pytest.TestReport]) -> list[str]:
    """Return the skips that are not allowed, one a line."""
    return [f"{report.nodeid}: {reason}" for report in skipped if not is_allowed(reason := reason_of(report))]
