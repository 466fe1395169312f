"""The process ends once, whoever asks for it."""

import subprocess
import sys

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
