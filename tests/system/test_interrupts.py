"""Ctrl-C that waits until a step is done."""

import signal
import subprocess
import sys
from threading import Thread

import pytest

from reader.system.interrupts import deferred_interrupt


def interrupted_step(done: list[str], fails: bool = False) -> None:
    with deferred_interrupt():
        signal.raise_signal(signal.SIGINT)
        done.append("the step")
        if fails:
            raise ValueError("failed")


def test_ctrl_c_waits_for_the_end() -> None:
    done: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        interrupted_step(done)
    assert done == ["the step"]
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_an_error_comes_first() -> None:
    with pytest.raises(ValueError, match="failed"):
        interrupted_step([], fails=True)


def test_other_threads_and_ignored_signals_are_left_alone() -> None:
    done = []

    def step() -> None:
        with deferred_interrupt():
            done.append("the step")

    thread = Thread(target=step)
    thread.start()
    thread.join()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        step()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)
    assert done == ["the step", "the step"]


INTERRUPTED_IMPORT = """
import signal, sys

class Finder:
    def find_spec(name, path, target=None):
        if name == "orjson":
            signal.raise_signal(signal.SIGINT)

sys.meta_path.insert(0, Finder)
try:
    import reader.system.fast_json
except KeyboardInterrupt:
    print("orjson" in sys.modules or "reader.system.plain_json" in sys.modules)
"""


def test_orjson_is_imported_whole() -> None:
    done = subprocess.run([sys.executable, "-c", INTERRUPTED_IMPORT], capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
