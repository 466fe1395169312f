"""A library that fails, or a process that is killed, at each step of what it does."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from reader.system import atomic_file
from tests.examples import in_turns


class Killed(BaseException):
    """A killed process does nothing more, not even its clean-up."""


class Fuse:
    """Lets some system calls pass, then fails one, or all after it if the fate is `Killed`."""

    def __init__(self, passing: int, fate: type[Killed] | int) -> None:
        self.passing = passing
        self.fate = fate
        self.blown = False

    def burn(self) -> None:
        self.passing -= 1
        if self.passing == -1:
            self.blown = True
        if self.blown and self.fate is Killed:
            raise Killed
        if self.passing == -1 and isinstance(self.fate, int):
            raise OSError(self.fate, os.strerror(self.fate))


CALLS = ("open", "fsync", "replace", "link", "mkdir", "chmod", "unlink", "scandir", "ftruncate")


@contextmanager
def fused(fuse: Fuse) -> Iterator[None]:
    def guarded(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            fuse.burn()
            return real(*args, **options)

        return call

    class Written:
        """A file that can break in the middle of a write."""

        def __init__(self, descriptor: int, mode: str, closefd: bool) -> None:
            self.descriptor = descriptor

        def __enter__(self) -> "Written":
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def read(self, limit: int = 1 << 20) -> bytes:
            return os.read(self.descriptor, min(limit, 1 << 20))

        def write(self, data: bytes) -> None:
            os.write(self.descriptor, data[: len(data) // 2])
            fuse.burn()
            os.write(self.descriptor, data[len(data) // 2 :])

    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(os, name, guarded(getattr(os, name)))
        patch.setattr(atomic_file, "open", Written, raising=False)
        yield


FATES = [Killed, errno.ENOSPC, errno.EIO, errno.EPERM]


def each_step(folder: Path, fate: type[Killed] | int) -> Iterator[tuple[Path, Fuse]]:
    """Yield a fresh path and a fuse for each step that may fail, until none fails."""
    turns = in_turns(2)
    for step in count(FATES.index(fate) % turns, turns):
        place = folder / str(step)
        place.mkdir()
        fuse = Fuse(step, fate)
        yield place / "library.json", fuse
        if not fuse.blown:
            assert step > 5, "the fuse never had a chance"
            return
