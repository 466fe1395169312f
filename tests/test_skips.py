"""`--strict-skips` fails a run in which a test was skipped that tests/skips.py does not allow."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.system.paths import PACKAGE
from tests import skips

pytestmark = pytest.mark.slow

CONFTEST = "from tests.conftest import pytest_addoption, pytest_sessionfinish\n"

SKIPPING = "import pytest\n\ndef test_it():\n    pytest.skip({reason!r})\n\ndef test_other():\n    pass\n"

UNNEEDED = ("asyncio", "hypothesispytest", "randomly", "cacheprovider")
"""Plugins that take a second to load."""


def run_of(folder: Path, reason: str, *options: str) -> "subprocess.CompletedProcess[str]":
    """Run two tests in a separate process, one of which skips itself for `reason`."""
    (folder / "conftest.py").write_text(CONFTEST)
    (folder / "test_it.py").write_text(SKIPPING.format(reason=reason))
    unneeded = [option for plugin in UNNEEDED for option in ("-p", f"no:{plugin}")]
    command = [sys.executable, "-m", "pytest", "-c", "/dev/null", "--rootdir", str(folder)]
    command += ["--basetemp", str(folder / "temporary")]  # else it removes what earlier runs of all tests left
    command += [*unneeded, *options, str(folder)]
    environ = {name: value for name, value in os.environ.items() if name != "PYTEST_ADDOPTS"}
    return subprocess.run(command, cwd=PACKAGE.parent, env=environ, capture_output=True, text=True, check=False)


@pytest.mark.timeout(180)  # it starts pytest twice, with all its plugins
@pytest.mark.parametrize("options", [(), ("-n", "1")], ids=["here", "in a worker"])
def test_a_skip_that_is_not_on_the_list_fails_a_strict_run(options: tuple[str, ...], tmp_path: Path) -> None:
    strict = run_of(tmp_path, "there is no browser", "--strict-skips", *options)
    assert strict.returncode == 1, strict.stdout
    assert "not allowed: test_it.py::test_it: there is no browser" in strict.stdout
    assert options or run_of(tmp_path, "there is no browser").returncode == 0


def test_a_skip_that_is_on_the_list_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(skips, "ALLOWED", {r"no \w+ here": True, "not root": False})
    assert skips.is_allowed("no browser here")
    assert not skips.is_allowed("not root")
    assert not skips.is_allowed("there is no browser here")
