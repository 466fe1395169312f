"""The lock between processes."""

import os
import stat
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from reader.library import file_lock
from reader.system.paths import PACKAGE

HOLD = """
import sys
from pathlib import Path
from reader.library import file_lock
file_lock.acquire(Path(sys.argv[1]), 0)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_process_has_the_lock_until_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PACKAGE.parent) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(TimeoutError):
            file_lock.acquire(path, monotonic() + 0.01)
        other.kill()
    os.close(file_lock.acquire(path, 0))


def test_a_lock_of_the_same_process_excludes_too_and_its_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first = file_lock.acquire(path, 0)
    with pytest.raises(TimeoutError):
        file_lock.acquire(path, 0)
    os.close(first)
    os.close(file_lock.acquire(path, 0))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"):
        file_lock.acquire(path, 0)
    assert not (tmp_path / "elsewhere").exists()
