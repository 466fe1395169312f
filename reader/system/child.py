"""The child's side of a `Worker`: run as `python -m reader.system.child LIFELINE MEMORY SECONDS MODULE ARGUMENTS`.

Limits are set and the lifeline is watched before the module is imported and run. A module that answers requests calls
`serve`. Pitfall: a request may keep the process in C code, where Python runs no signal handler; so limits use signals
that nobody catches, and the kernel ends the process even if its parent is gone.
"""

import fcntl
import os
import resource
import runpy
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from reader.errors import ReaderError


def main() -> None:
    lifeline, memory, seconds, module, *arguments = sys.argv[1:]
    watch(int(lifeline))
    if limit := int(memory):
        with suppress(OSError, ValueError):  # not supported, or a lower limit is set already
            resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    signal.setitimer(signal.ITIMER_REAL, float(seconds))
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def watch(lifeline: int) -> None:
    """End this process when the other end of the pipe is closed, at the latest when its owner ends."""
    os.set_inheritable(lifeline, False)
    if sys.platform == "linux":  # the kernel sends it even while C code runs
        with suppress(OSError):
            fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
            fcntl.fcntl(lifeline, fcntl.F_SETSIG, signal.SIGKILL)
            fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    threading.Thread(target=end_with, args=(lifeline,), daemon=True).start()


def end_with(lifeline: int) -> None:
    with suppress(OSError):
        os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGKILL)


def serve(
    prepare: Callable[[], Callable[[bytes], bytes]],
    seconds: Callable[[bytes], float] = lambda request: 0,
    is_spent: Callable[[], bool] = lambda: False,
) -> None:
    """Answer each line of standard input by one line, both without newline, until the end of input.

    `prepare` loads what is needed and returns the function that answers; a ReaderError from it ends the process with
    one line on standard error. A request that takes longer than `seconds` (0: no limit) ends the process, too. If
    `is_spent` returns true after an answer, the process ends so that another can take over.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole process group; the parent ends this process
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # libraries may print, and that must not be taken for an answer
    try:
        answer = prepare()
    except ReaderError as error:
        sys.exit(str(error))
    answers.write(b"ready\n")
    answers.flush()
    for line in sys.stdin.buffer:
        request = line.rstrip(b"\n")
        signal.setitimer(signal.ITIMER_REAL, seconds(request))
        reply = answer(request)
        signal.setitimer(signal.ITIMER_REAL, 0)  # writing the answer may wait for the parent
        answers.write(reply + b"\n")
        answers.flush()
        if is_spent():
            return


if __name__ == "__main__":
    main()
