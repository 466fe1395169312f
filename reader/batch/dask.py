"""Analyze files on the workers of a Dask cluster (extra `cluster`).

A worker receives the names of a few files, has a child process analyze them and returns the lines; it must see the
files under the same paths and have `reader` with the same engine. Dask reassigns the tasks of a lost worker.
Pitfall: if no worker is left, nothing arrives and nothing fails, so the client checks from time to time.
"""

import asyncio
import logging
from collections.abc import Generator, Iterator
from concurrent.futures import CancelledError
from contextlib import suppress
from itertools import islice
from queue import Empty, Queue

from reader.batch import Job, Options, Result
from reader.batch.pool import encode, pool_of, result_of
from reader.errors import AnalysisError, raising
from reader.system.pool import Pool
from reader.text.sanitize import clean_line

with raising(AnalysisError("Dask is not installed: pip install 'reader-notes[cluster]'"), on=ModuleNotFoundError):
    from distributed import Client, Future, KilledWorker
    from distributed.comm import connect, get_address_host_port
    from distributed.security import Security

BATCH = 16  # files per task; a task costs Dask about as much time as the rules need for one file
TASKS = 3  # tasks for each thread of a worker: one running, two waiting
PATIENCE = 10  # seconds to wait for a reply from the scheduler, and for a worker

IDLE: list[tuple[Options, Pool[Job]]] = []
"""The idle processes of this worker, at most one for each thread, each with the options that its engine has."""


def analyze_on_cluster(jobs: Iterator[Job], options: Options, address: str) -> Generator[Result, None, None]:
    """Yield each result, as it arrives, from the cluster whose scheduler is at `address`. Raises AnalysisError."""
    shown = clean_line(address)
    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # this module reports what matters
    no_address = AnalysisError(f"{shown} is not the address of a Dask scheduler, such as tcp://host:8786")
    with raising(no_address, on=ValueError):
        get_address_host_port(address, strict=True)
    reason = "check the address, and that the scheduler is running"
    with raising(AnalysisError(f"no Dask scheduler answers at {shown}: {reason}"), on=OSError):
        asyncio.run(asyncio.wait_for(check_scheduler(address), PATIENCE))
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    again = "run the same command again to continue"
    try:
        yield from _results(client, jobs, options)
    except TimeoutError as error:
        raise AnalysisError(f"no workers at {shown}: start some, then {again}") from error
    except (CancelledError, OSError) as error:
        raise AnalysisError(f"lost the connection to the cluster at {shown}: {again}") from error
    finally:
        with suppress(OSError, CancelledError, RuntimeError):  # the cluster has gone
            client.run(close_idle)
        client.close(timeout=PATIENCE)


async def check_scheduler(address: str) -> None:
    """Raise OSError if no scheduler answers; Dask's own client would wait for ever for a silent server."""
    comm = await connect(address, timeout=PATIENCE, **Security().get_connection_args("client"))
    try:
        await comm.write({"op": "identity", "reply": True})
        await comm.read()
    finally:
        comm.abort()


def _results(client: Client, jobs: Iterator[Job], options: Options) -> Iterator[Result]:
    """Yield the result of each job. Raises AnalysisError, CancelledError, OSError, TimeoutError."""
    completed: Queue[Future[list[Result]]] = Queue()
    running: dict[Future[list[Result]], list[Job]] = {}

    def submit(batch: list[Job]) -> None:
        future = client.submit(analyze_batch, batch, options, pure=False)
        running[future] = batch
        future.add_done_callback(completed.put)

    client.wait_for_workers(1, timeout=PATIENCE)
    while True:
        room = TASKS * max(1, sum(client.nthreads().values()))
        while len(running) < room and (batch := list(islice(jobs, BATCH))):
            submit(batch)
        if not running:
            return
        try:
            future = completed.get(timeout=PATIENCE)
        except Empty:
            client.wait_for_workers(1, timeout=PATIENCE)
            continue
        batch = running.pop(future)
        try:
            yield from future.result()
        except KilledWorker:  # several were lost with this task: retry each file alone
            if len(batch) == 1:
                yield Result(batch[0], problem="crashed every worker that read it")
            else:
                for job in batch:
                    submit([job])


def analyze_batch(batch: list[Job], options: Options) -> list[Result]:
    """Analyze files in an idle process, or a new one. Raises WorkerError."""
    known, pool = IDLE.pop() if IDLE else (options, pool_of(options, 1))
    if known != options:
        pool.close()
        pool = pool_of(options, 1)
    results = [result_of(reply) for reply in pool.replies(batch, encode)]
    IDLE.append((options, pool))
    return results


def close_idle() -> None:
    while IDLE:
        IDLE.pop()[1].close()
