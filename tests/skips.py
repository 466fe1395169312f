"""The skips that are allowed; with `--strict-skips` any other skip fails the run.

A skipped test goes unnoticed, so CI installs everything that tests need and runs with `--strict-skips`.
"""

import os
import re
from collections.abc import Iterable

import pytest

ALLOWED = {
    r"this user \(root\?\) may do everything": os.geteuid()
    == 0,  # permissions do not bind root; CI also runs as another user
}
"""Patterns for the beginning of a skip's reason, and whether such skips are allowed on this machine."""


def reason_of(report: pytest.CollectReport | pytest.TestReport) -> str:
    """Return why a test was skipped, without pytest's prefix."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return reason.removeprefix("Skipped: ")


def is_allowed(reason: str) -> bool:
    return any(allowed and re.match(pattern, reason) for pattern, allowed in ALLOWED.items())


def forbidden(skipped: Iterable[pytest.CollectReport | pytest.TestReport]) -> list[str]:
    """Return a line for each skip that is not allowed."""
    return [f"{report.nodeid}: {reason}" for report in skipped if not is_allowed(reason := reason_of(report))]
