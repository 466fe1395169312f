"""The process ends once, whoever asks for it, and an error that nobody expected ends it without a traceback."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.system import process_exit

TWO_THREADS = """
import os, threading
from reader.system.process_exit import end_process

really, calls = os._exit, []

def last_step(code):
    calls.append(code)
    if len(calls) == 1:
        other = threading.Thread(target=end_process, args=(4,), daemon=True)
        other.start()
        other.join(0.2)
        print(calls, other.is_alive(), flush=True)
    really(code)

os._exit = last_step
end_process(3)
"""


def test_the_first_thread_ends_the_process_and_another_waits_for_that() -> None:
    done = subprocess.run([sys.executable, "-c", TWO_THREADS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "[3] True\n"), done.stderr


@pytest.fixture
def watching(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[BaseException]]:
    """Errors are watched for, and end in the list."""
    for module, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(module, name, getattr(module, name))  # put back at the end
    found = list[BaseException]()
    monkeypatch.setattr(process_exit, "end_by", found.append)
    process_exit.watch_errors()
    process_exit.watch_threads()
    yield found
    process_exit.remove_handler(found.append)


def test_nothing_is_watched_in_a_process_that_does_not_ask_for_it() -> None:
    before = threading.excepthook
    process_exit.watch_threads()
    assert threading.excepthook is before
    process_exit.crash(ValueError())
    with pytest.raises(ValueError, match="as ever"), process_exit.Watched():
        raise ValueError("as ever")


class Unfinalizable:
    def __del__(self) -> None:
        raise ValueError("finalizer")


def raise_in_thread() -> None:
    raise ValueError("thread")


def test_a_thread_may_end_itself(watching: list[BaseException]) -> None:
    thread = threading.Thread(target=sys.exit)
    thread.start()
    thread.join()
    assert watching == []


def test_errors_of_threads_finalizers_and_blocks_are_handed_over(watching: list[BaseException]) -> None:
    thread = threading.Thread(target=raise_in_thread)
    thread.start()
    thread.join()
    Unfinalizable()
    with process_exit.Watched():
        raise ValueError("block")
    sys.excepthook(ValueError, ValueError("program"), None)
    assert [str(error) for error in watching] == ["thread", "finalizer", "block", "program"]


def test_interrupts_leave_a_watched_block(watching: list[BaseException]) -> None:
    with pytest.raises(KeyboardInterrupt), process_exit.Watched():
        raise KeyboardInterrupt
    assert watching == []


def test_the_last_handler_counts_until_it_is_removed(watching: list[BaseException]) -> None:
    own = list[BaseException]()
    process_exit.add_handler(own.append)
    process_exit.crash(ValueError("own"))
    process_exit.remove_handler(own.append)
    process_exit.crash(ValueError("other"))
    process_exit.remove_handler(own.append)
    assert ([str(error) for error in own], [str(error) for error in watching]) == (["own"], ["other"])


CRASHES = """
import sys, threading
from reader.system import crash_report, process_exit
process_exit.watch_errors()
if sys.argv[1] == "report":
    def fail(error): raise RecursionError
    crash_report.report = fail
if sys.argv[1] == "thread":
    begun, write = threading.Event(), crash_report.report
    def write_slowly(error):
        begun.set()
        threading.Event().wait(0.2)
        return write(error)
    crash_report.report = write_slowly
    process_exit.watch_threads()
print("result")
if sys.argv[1] == "interrupt":
    raise KeyboardInterrupt
def fail():
    raise ValueError("x")
if sys.argv[1] == "thread":
    threading.Thread(target=fail, daemon=True).start()
    begun.wait()
    process_exit.wait_for_crash()
else:
    fail()
"""


@pytest.mark.parametrize(
    ("case", "code", "told"),
    [
        ("plain", 70, "ValueError: x"),
        ("report", 70, ""),
        ("interrupt", 130, ""),
        ("thread", 70, "ValueError: x"),
    ],
)
def test_an_error_ends_the_program_with_its_code(case: str, code: int, told: str, home: Path) -> None:
    done = subprocess.run([sys.executable, "-c", CRASHES, case], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout if case != "interrupt" else "result\n") == (code, "result\n")
    assert "Traceback" not in done.stderr
    assert told in done.stderr
