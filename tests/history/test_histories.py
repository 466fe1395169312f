"""Random histories of real use, on real processes, judged by a small model.

`pytest tests/history --histories N --seed S` plays N of them. A part of them that fails shows its shortest failing
history as a script that anyone can run, and writes it to `reader-history-PART-KIND.sh` in the folder for temporary
files, since a fault that depends on the moment may not come twice. The parts after it look for other faults.
"""

import compileall
import tempfile
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.history.conftest import HISTORIES
from tests.history.machine import Histories

pytestmark = [pytest.mark.timeout(3600), pytest.mark.slow]

STEPS = 30
"""Steps of a history."""

PART = 2
"""Histories of one part, which has a seed of its own, beside the first one: there hardly anything happens."""

FOUND: set[str] = set()
"""The kinds of faults that earlier parts have found."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    total = metafunc.config.getoption("histories", HISTORIES)
    first = metafunc.config.getoption("seed", 0)
    parts = range(-(-total // PART))
    sizes = [(first + part, min(PART, total - part * PART)) for part in parts]
    metafunc.parametrize(("part", "histories"), sizes)


@pytest.fixture(scope="module")
def compiled() -> None:
    """Compile the program, whose processes do not do that themselves here."""
    spec = find_spec("reader")
    assert spec is not None
    for folder in spec.submodule_search_locations or ():
        compileall.compile_dir(folder, quiet=1)


@pytest.mark.usefixtures("compiled")
def test_histories(part: int, histories: int, pytestconfig: pytest.Config) -> None:
    shrinking = [] if pytestconfig.getoption("as_found", False) else [Phase.shrink]
    shortest: dict[str, str] = {}

    def report(kind: str, script: str) -> None:
        shortest[kind] = min(script, shortest.get(kind, script), key=len)
        Path(tempfile.gettempdir(), f"reader-history-{part}-{kind}.sh").write_text(shortest[kind])

    class Part(Histories):
        forgiven = frozenset(FOUND)

    Part.report = staticmethod(report)
    try:
        run_state_machine_as_test(
            seed(part)(Part),
            settings=settings(
                max_examples=histories + 1,
                stateful_step_count=STEPS,
                database=None,
                deadline=None,
                report_multiple_bugs=False,
                phases=[Phase.generate, *shrinking],
                suppress_health_check=[*HealthCheck],
            ),
        )
    finally:
        FOUND.update(shortest)
