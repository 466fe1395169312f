"""The one way to wait in a test: until something is so, and never longer than a number of seconds.

The trap: how long a step takes says nothing on a busy machine, so no test sleeps and hopes. It waits for what it wants
to see; that a bound is reached means that it will never be seen, and the bound may be generous.
"""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

Value = TypeVar("Value")

PATIENCE = 30.0
"""Seconds after which what has not happened never will; less than the time limit of a test."""

PACE = 0.005
"""Seconds between two looks."""


def until(condition: Callable[[], Value], seconds: float = PATIENCE) -> Value:
    """Wait until `condition` returns something true, and return that. Raises TimeoutError."""
    stop = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > stop:
            raise TimeoutError(f"not so after {seconds:g} s: {condition}")
        time.sleep(PACE)
    return value


async def until_async(condition: Callable[[], Value], seconds: float = PATIENCE) -> Value:
    """The same while the event loop runs on. Raises TimeoutError."""
    stop = time.monotonic() + seconds
    while not (value := condition()):
        if time.monotonic() > stop:
            raise TimeoutError(f"not so after {seconds:g} s: {condition}")
        await asyncio.sleep(PACE)
    return value
