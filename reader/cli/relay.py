"""Many articles at a time: lines handed to children in turn, their answers given back in the order of the lines.

A child is `reader analyze --jsonl - --processes 1`, so what it answers is what this process would. One is started when
a line finds the others busy, and ends when its input does, so none outlives this process. A book is not handed on: it
is read here, and its passages by the crew (`analysis.crew`). The trap: a thread waits for lines while this one waits
for answers, so that each line is answered without waiting for the next.
"""

import os
import threading
from collections.abc import Generator
from dataclasses import replace
from queue import Queue

import orjson

from reader.analysis.engine import chosen_pipeline
from reader.cli.jsonl import Terms, answer
from reader.errors import AnalysisError
from reader.system import stdio, worker

AHEAD = 64
"""Lines that are taken in before the first of them is answered, at most."""

SHORT = 2000
"""Bytes: an answer that tells an error is no longer."""


def answers(terms: Terms) -> Generator[bytes, None, None]:
    """The answer to each line of standard input, in order, as a line. Raises AnalysisError, StreamError."""
    chosen = chosen_pipeline(terms.engine, terms.pipeline)
    processes = terms.processes or (cores() if chosen else 1)  # rules have done most articles before a child is there
    terms = replace(terms, engine="spacy" if chosen else "rules", processes=processes)
    if processes == 1:
        for line in stdio.input_lines():
            if line.strip():
                yield line_of(answer(line, terms))
        return
    yield from Relay(terms, processes).answers()


def cores() -> int:
    """How many processes share the work where the user does not say: the model needs memory in each."""
    return min(2, os.cpu_count() or 1)


def line_of(answered: dict[str, object]) -> bytes:
    return orjson.dumps(answered, option=orjson.OPT_APPEND_NEWLINE)


def is_error(answered: bytes) -> bool:
    return len(answered) < SHORT and "error" in orjson.loads(answered)


class Child(worker.Child):
    """A process that answers lines."""

    def __init__(self, terms: Terms) -> None:
        words = ["analyze", "--jsonl", "-", "--processes", "1", "--engine", terms.engine]
        words += ["--pipeline", terms.pipeline] if terms.pipeline else []
        words += ["--indirect"] * terms.indirect + ["--explain"] * terms.explained
        super().__init__("reader", *words)
        self.asked = self.answered = 0
        """Bytes of the lines that were; each is counted by one thread only."""

    @property
    def waiting(self) -> int:
        return self.asked - self.answered


Turn = tuple[Child, int] | bytes | stdio.StreamError | None
"""Who answers next: a child (a line of so many bytes), this process (the line), nobody (an error, the end)."""


class Relay:
    """The children and whose turn it is."""

    def __init__(self, terms: Terms, processes: int) -> None:
        self._terms = terms
        self._processes = processes
        self._children: list[Child] = []
        self._turns: Queue[Turn] = Queue(AHEAD)

    def answers(self) -> Generator[bytes, None, None]:
        threading.Thread(target=self._feed, daemon=True).start()
        try:
            while (turn := self._turns.get()) is not None:
                match turn:
                    case stdio.StreamError():
                        raise turn
                    case bytes():
                        yield line_of(answer(turn, self._terms))
                    case child, size:
                        yield child.answer()
                        child.answered += size
        except worker.WorkerError as error:
            raise AnalysisError(str(error) or "a process that analysed articles ended early") from error
        finally:
            for child in self._children:
                child.end()

    def _feed(self) -> None:
        """Hand out the lines of standard input; runs in a thread of its own."""
        from reader.analysis.model.pool import BOOK

        end: Turn = None
        try:
            for line in stdio.input_lines(stdio.own_input()):
                if len(line) >= BOOK:
                    self._turns.put(line)
                elif line.strip():
                    child = self._least_busy()
                    child.asked += len(line)
                    self._turns.put((child, len(line)))  # before it is asked: its answers are read meanwhile
                    child.ask(line)
        except stdio.StreamError as error:
            end = error
        self._turns.put(end)

    def _least_busy(self) -> Child:
        """The child with least to do, or another one while all have something."""
        least = min(self._children, key=lambda child: child.waiting, default=None)
        if least is None or (least.waiting and len(self._children) < self._processes):
            least = Child(self._terms)
            self._children.append(least)
        return least
