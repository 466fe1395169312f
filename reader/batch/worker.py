"""What runs in a child: a job a line in, an answer a line out.

The first line tells that it is ready. An answer is the number of words, a space and the line for the file, or `!`, a
space and what is wrong with it. The trap: a file may keep an engine busy for ever, in code that no signal handler of
Python interrupts; so the kernel's alarm, which nobody catches, ends this process, also when nobody waits any more.
"""

import json
import logging
import os
import signal
import sys
from typing import BinaryIO

import orjson

from reader.analysis.codec import to_wire
from reader.analysis.engine import RULES, analyse, chosen_pipeline
from reader.batch import Job, Wanted
from reader.errors import AnalysisError, ReaderError
from reader.sources import open_source
from reader.text.sanitize import HOSTILE, clean_line

LEAST = 60
"""Seconds that any file may take: a disk may sleep, and the machine may be busy."""

SLOWEST = 2_000
"""Bytes a second that even a slow machine reads, with the slower engine: a twentieth of what was measured."""


def serve() -> None:
    """Do the jobs that standard input holds, to its end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; who started this one ends it
    logging.disable(logging.CRITICAL)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what any library prints is no answer
    wanted = Wanted(*json.loads(sys.argv[1]))
    say(answers, ready(wanted))
    for line in sys.stdin.buffer:
        job = Job.from_line(line)
        signal.setitimer(signal.ITIMER_REAL, wanted.seconds or LEAST + job.size / SLOWEST)
        answer = answered(job, wanted)
        signal.setitimer(signal.ITIMER_REAL, 0)  # the next step waits for others
        say(answers, answer)


def say(answers: BinaryIO, line: bytes) -> None:
    answers.write(line + b"\n")
    answers.flush()


def ready(wanted: Wanted) -> bytes:
    """Load the engine: `ready`, or `!` and why it is not."""
    from reader.analysis.model.pool import tagger_here

    try:
        pipeline = chosen_pipeline(wanted.engine, wanted.pipeline)
        named = tagger_here(pipeline).engine if pipeline else RULES
    except AnalysisError as error:
        return f"! {error}".encode()
    if named != wanted.named:
        return f"! its engine is {named}, and {wanted.named} is wanted".encode()
    return b"ready"


def answered(job: Job, wanted: Wanted) -> bytes:
    try:
        article = open_source(job.path, format=wanted.read_as)
        analysis = analyse(article, wanted.engine, wanted.pipeline)
    except ReaderError as error:
        return b"! " + clean_line(str(error)).encode()
    words = len(article.text.split())
    found = to_wire("", article.title, article.text, analysis, indirect=wanted.indirect, explained=wanted.explained)
    del found["id"]
    told = orjson.dumps({"size": job.size, "modified": job.modified, "words": words, **found})
    return b'%d {"id":%s,%s' % (words, quoted(job.name), told[1:])


def quoted(name: str) -> bytes:
    """`name` as a JSON string in which nothing can reach a terminal as a command."""
    return json.dumps(name).encode() if HOSTILE.search(name) else orjson.dumps(name)


if __name__ == "__main__":
    serve()
