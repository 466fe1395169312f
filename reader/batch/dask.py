"""The same work on other machines: the workers of a Dask cluster, each with hands of this program's (extra `cluster`).

A worker is sent the names of a few files, has children of its own do them and sends the lines back; it must see the
files under the same paths, and have `reader` with the same engine. What a lost worker was doing, and what it had done
but not sent, Dask gives to another. The trap: where no worker is left, nothing comes and nothing fails; so whoever
waits looks now and then whether there is one.
"""

import asyncio
import logging
from collections.abc import Generator, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from itertools import islice
from queue import Empty, Queue

from reader.batch import Job, Outcome, Wanted
from reader.batch.pool import Hand
from reader.errors import AnalysisError
from reader.text.sanitize import clean_line

try:
    from distributed import Client, Future, KilledWorker
    from distributed.comm import connect, get_address_host_port
    from distributed.security import Security
except ModuleNotFoundError as missing:
    raise AnalysisError("what talks to a cluster is not installed: pip install 'reader-notes[cluster]'") from missing

BATCH = 16
"""Files a task: a task costs Dask about as much as the rules need for one file."""

FLIGHT = 3
"""Tasks on their way for each thread of a worker: one that it does, and two for which it need not wait."""

PATIENCE = 10
"""Seconds in which a scheduler answers, and in which there is a worker."""

IDLE: list[Hand] = []
"""A worker's hands that have nothing to do; each keeps a child that has loaded its engine."""


def clustered(jobs: Iterator[Job], wanted: Wanted, address: str) -> Generator[Outcome, None, None]:
    """What comes of each of `jobs`, as it comes, from the cluster whose scheduler is at `address`.

    Raises AnalysisError.
    """
    shown = clean_line(address)
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what there is to say we say ourselves
    try:
        get_address_host_port(address, strict=True)
    except ValueError as error:
        raise AnalysisError(f"{shown} is no address of a Dask scheduler, such as tcp://host:8786") from error
    try:
        asyncio.run(asyncio.wait_for(answers(address), PATIENCE))
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except OSError as error:
        raise AnalysisError(f"no Dask scheduler answers at {shown}; is the address right, and does it run?") from error
    try:
        yield from _done(client, jobs, wanted)
    except TimeoutError as error:
        raise AnalysisError(f"there is no worker at {shown}; start some, and the same command goes on") from error
    except (CancelledError, OSError) as error:
        raise AnalysisError(f"the cluster at {shown} has gone; the same command goes on when it is back") from error
    finally:
        with suppress(OSError, CancelledError, RuntimeError):  # it has gone
            client.run(rest)
        client.close(timeout=PATIENCE)


async def answers(address: str) -> None:
    """Whether a scheduler does: Dask's own client waits for ever for a server that says nothing. Raises OSError."""
    how = Security().get_connection_args("client")
    comm = await connect(address, timeout=PATIENCE, **how)
    try:
        await comm.write({"op": "identity", "reply": True})
        await comm.read()
    finally:
        comm.abort()


def _done(client: Client, jobs: Iterator[Job], wanted: Wanted) -> Iterator[Outcome]:
    """Raises AnalysisError, CancelledError, OSError, TimeoutError."""
    landed: Queue[Future[list[Outcome]]] = Queue()
    flying: dict[Future[list[Outcome]], list[Job]] = {}

    def fly(batch: list[Job]) -> None:
        future = client.submit(do, batch, wanted, pure=False)
        flying[future] = batch
        future.add_done_callback(landed.put)

    client.wait_for_workers(1, timeout=PATIENCE)
    while True:
        room = FLIGHT * max(1, sum(client.nthreads().values()))
        while len(flying) < room and (batch := list(islice(jobs, BATCH))):
            fly(batch)
        if not flying:
            return
        try:
            future = landed.get(timeout=PATIENCE)
        except Empty:
            client.wait_for_workers(1, timeout=PATIENCE)
            continue
        batch = flying.pop(future)
        try:
            yield from future.result()
        except KilledWorker:  # several were lost over it: each file alone, to see which
            if len(batch) == 1:
                yield Outcome(batch[0], problem="every worker that read it was lost")
            else:
                for job in batch:
                    fly([job])


# ---------------------------------------------------------------------- in a worker


def do(batch: list[Job], wanted: Wanted) -> list[Outcome]:
    """Raises AnalysisError."""
    hand = IDLE.pop() if IDLE else Hand(wanted)
    if hand.wanted != wanted:
        hand.rest()
        hand = Hand(wanted)
    outcomes = list(hand.outcomes(iter(batch)))
    IDLE.append(hand)
    return outcomes


def rest() -> None:
    """Let the children go."""
    while IDLE:
        IDLE.pop().rest()
