"""The child's side of `sandbox`: read one source from standard input, and write progress and the article as lines.

The first line of the input is a JSON object with the format, the time limit, the size and the names of the source. The
kernel ends the process when its processor time is used up, since a library in C runs no signal handler of Python. A
step of work grants a little more time, so the time that a single page may take is bounded, however many there are.
"""

import json
import os
import signal
import sys
import time
from dataclasses import asdict

from reader.document.codec import encode_article
from reader.errors import SourceError
from reader.sources.detect import SourceData
from reader.sources.open import read_format, read_notes

QUIET, EVERY = 0.5, 0.2  # seconds before the first line of progress, and between two


class Budget:
    """Processor time that is left, and progress that is reported."""

    def __init__(self, seconds: float) -> None:
        self.most = seconds
        signal.setitimer(signal.ITIMER_PROF, self.most)
        self._next = time.monotonic() + QUIET

    def step(self, share: float, seconds: float) -> None:
        """Grant more time, up to that of the beginning, and report the share that is done."""
        left, _ = signal.getitimer(signal.ITIMER_PROF)
        signal.setitimer(signal.ITIMER_PROF, min(self.most, left + seconds))
        now = time.monotonic()
        if now >= self._next:
            self._next = now + EVERY
            answer({"progress": round(100 * share)})


def answer(value: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def read() -> dict[str, object]:
    request = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read(request["size"])
    budget = Budget(request["seconds"])
    found = SourceData(data=data, **request["source"])
    try:
        if request.get("notes"):
            return {"notes": [asdict(each) for each in read_notes(request["kind"], found, budget.step)]}
        return {"article": encode_article(read_format(request["kind"], found, budget.step))}
    except SourceError as error:
        return {"error": str(error)}
    except ModuleNotFoundError as error:
        return {"missing": error.name or ""}


def serve_request() -> None:
    """Answer the request on standard input."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole process group; the parent ends this process
    answers = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # libraries may print, and that must not be taken for an answer
    sys.stdout = os.fdopen(answers, "w", encoding="utf-8", errors="surrogatepass")
    try:
        answer(read())
    except MemoryError:
        answer({"memory": True})


if __name__ == "__main__":
    serve_request()
