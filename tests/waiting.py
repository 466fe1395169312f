"""Wait in a test for a condition, with a time limit.

Tests never sleep for a fixed time: on a busy machine any step may be slow. The limits are generous, because they are
reached only by tests that fail.
"""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

PATIENCE = 30.0
"""Default limit in seconds; less than the time limit of a test."""

PACE = 0.005
"""Seconds between two checks of a condition."""


def until(condition: Callable[[], Value], seconds: float = PATIENCE) -> Value:
    """Wait until `condition` returns a true value, and return it. Raises TimeoutError."""
    stop = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > stop:
            raise TimeoutError(f"still false after {seconds:g} s: {condition}")
        time.sleep(PACE)
    return value


async def until_async(condition: Callable[[], Value], seconds: float = PATIENCE) -> Value:
    """Do the same without blocking the event loop. Raises TimeoutError."""
    stop = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > stop:
            raise TimeoutError(f"still false after {seconds:g} s: {condition}")
        await asyncio.sleep(PACE)
    return value
