"""Read a foreign file of a complex format in a child process with limits of memory and time.

HTML, EPUB and PDF are parsed by libraries in C that a hostile file may crash, fill the memory with, or keep busy for
hours. So a child (`sandbox_child`) does it, is sent the bytes, and answers with the article. The limits count what the
child uses: memory, and processor time since the last step, so that a busy machine refuses nothing.
"""

import json
import re
import signal
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath
from typing import Any, TypeVar

from reader.document.article import Article
from reader.document.codec import decode_article
from reader.errors import SourceError, explained
from reader.sources.detect import SourceData
from reader.sources.progress import Reading, current
from reader.system.worker import Limits, Worker, WorkerError

T = TypeVar("T")

MEMORY = 512 << 20  # bytes of data: ten times what an ordinary page needs, twice what the largest needs

SECONDS, SECONDS_PER_MIB = 5.0, 0.5
"""Processor time of a small source, and what is added for each MiB: twice what the slowest page needs."""

LONGEST = 600.0  # seconds from start to end, whether the child runs or not

CHILD = "reader.sources.sandbox_child"

NO_MEMORY = re.compile(r"memory|bad_alloc", re.IGNORECASE)
"""What the last words of the C library, the loader or a library in C++ contain if memory ran out there."""


def read_sandboxed(kind: str, found: SourceData) -> Article:
    """Read a source of the format `kind` in a child process.

    Raises SourceError, ModuleNotFoundError; ReadingStoppedError if the user stops it.
    """
    answer = _ask_child({"kind": kind}, found, "article", dict)
    with explained(SourceError, f"{found.name} cannot be read: invalid answer", "; it may be damaged", on=ValueError):
        return replace(decode_article(answer), source=found.place)


def read_notes_sandboxed(kind: str, found: SourceData) -> list[dict[str, Any]]:
    """Read the notes in a document of the format `kind` in a child process: fields of `DocumentNote`, not checked.

    Raises SourceError, ModuleNotFoundError; ReadingStoppedError if the user stops it.
    """
    notes = _ask_child({"kind": kind, "notes": True}, found, "notes", list)
    return [note for note in notes if isinstance(note, dict)]


def _ask_child(request: dict[str, object], found: SourceData, key: str, kind: type[T]) -> T:
    """Return the value at `key` of a child's answer. Raises SourceError, ModuleNotFoundError, ReadingStoppedError."""
    reading = current.get() or Reading(lambda line: None)
    size = len(found.data)
    header = {**request, "size": size, "seconds": SECONDS + SECONDS_PER_MIB * size / (1 << 20)}
    source = {"name": found.name, "place": found.place, "charset": found.charset, "base": found.base}
    shown = False
    try:
        with Worker(CHILD, limits=Limits(MEMORY, LONGEST)) as worker, reading.stopped_by(worker.kill, found.name):
            worker.send(json.dumps({**header, "source": source}).encode())
            worker.send(found.data)
            worker.end_input()
            for line in worker.lines():
                answer: Any = None
                with suppress(ValueError):
                    answer = json.loads(line)
                match answer:
                    case {"progress": share}:
                        reading.show(f"reading {PurePath(found.name).name} … {share}%")
                        shown = True
                    case {"error": str(message)}:
                        raise SourceError(message)
                    case {"missing": str(module)}:
                        raise ModuleNotFoundError(f"No module named {module!r}", name=module)
                    case {"memory": True}:
                        limit = f"{MEMORY >> 20} MiB of memory"
                        raise SourceError(f"{found.name} needs more than {limit}; split it and open a part")
                    case dict() if isinstance(value := answer.get(key), kind):
                        return value
                    case _:
                        raise WorkerError("invalid answer")
            raise WorkerError("")
    except WorkerError as error:
        raise SourceError(_explain(error, found.name)) from error
    except OSError as error:
        raise SourceError(f"{found.name} cannot be read: no process starts: {error.strerror or error}") from error
    finally:
        if shown:
            reading.show("")


def _explain(error: WorkerError, name: str) -> str:
    """Return the message for a child that ended without an answer."""
    if error.signal in (signal.SIGPROF, signal.SIGALRM):
        return f"{name} takes too long to read; it may be damaged, or made to; split it and open a part"
    reason = error.reason or "its reader ended early"
    if error.signal or NO_MEMORY.search(error.reason):
        how = error.signal_name or error.reason
        reason = f"its reader failed ({how}), perhaps for want of memory ({MEMORY >> 20} MiB)"
    return f"{name} cannot be read: {reason}; it may be damaged"
