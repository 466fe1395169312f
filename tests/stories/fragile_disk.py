"""A disk that fails, kills the process that writes to it, and loses its power.

`FragileDisk` wraps the functions of `os` by which the program writes, and the files that `atomic_file` opens. It knows
what is durable: the content of a file when it was last synced, and the names in a folder when the folder was. So a
power cut can take away everything else.
Pitfall: a killed process does nothing more, so from a kill until `revive` every further write is killed too, also
those of handlers that clean up.
"""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reader.system import atomic_file

LOCK = ".lock"
"""The suffix of a file without content, which is never lost."""


class Killed(BaseException):
    """The process is killed. Nothing may catch this."""


OPERATIONS = frozenset(("open", "fsync", "replace", "unlink", "link", "ftruncate", "write"))
"""Names of functions by which the program changes a folder. A write that fails has written the first half."""

Remains = Callable[[bytes, bytes], bytes]
"""What a power cut leaves of a file, given its content when it was last synced, and now."""


def as_synced(synced: bytes, _now: bytes) -> bytes:
    return synced


def torn(synced: bytes, now: bytes) -> bytes:
    """Half of what was added since."""
    return now[: (len(synced) + len(now)) // 2] if now.startswith(synced) else synced


def zeros(synced: bytes, now: bytes) -> bytes:
    """The size without the content."""
    return synced + bytes(len(now) - len(synced)) if now.startswith(synced) else synced


@dataclass(frozen=True)
class Fault:
    """A failure of one of the next writes."""

    operations: frozenset[str]
    """Some of `OPERATIONS`."""
    place: str
    """Part of the path that is written; "" for any."""
    error: BaseException
    lasts: bool = False
    """True if each such write fails from then on."""


FULL = OSError(errno.ENOSPC, "No space left on device")
BROKEN = OSError(errno.EIO, "Input/output error")


class Content:
    """A file, whatever its names are."""

    def __init__(self) -> None:
        self.synced: bytes | None = None
        """Its content when it was last synced; None if it never was."""


class WrittenFile:
    """A file whose writes may break off."""

    def __init__(self, file: Any, count: Callable[[], None]) -> None:
        self._file = file
        self._count = count

    def __enter__(self) -> "WrittenFile":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        half = len(data) // 2
        self._file.write(data[:half])
        self._file.flush()
        self._count()
        self._file.write(data[half:])


class FragileDisk:
    """The folder `root` on a disk that fails as planned."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._fault: Fault | None = None
        self._countdown = 0
        self.has_failed = False
        """True once a planned fault has happened."""
        self._dead = False
        self._names: dict[Path, Content] = {}
        self._durable: dict[Path, Content] = {}
        self._opened: dict[int, Path] = {}
        self._do: dict[str, Callable[..., Any]] = {
            name: getattr(os, name) for name in ("open", "fsync", "replace", "unlink", "link", "ftruncate")
        }

    def plan(self, fault: Fault, countdown: int) -> None:
        """Have a write fail: the one after `countdown` others that the fault could meet."""
        self._fault, self._countdown = fault, countdown

    @property
    def killed(self) -> bool:
        """True from a kill until `revive`."""
        return self._dead

    def revive(self) -> None:
        """Let the next process write."""
        self._dead = False

    def heal(self) -> None:
        """Cancel the planned fault."""
        self._fault = None

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Put the disk below the whole process."""
        with pytest.MonkeyPatch.context() as patch:
            for name in self._do:
                patch.setattr(os, name, getattr(self, f"_{name}"))
            patch.setattr(atomic_file, "open", self._open_file, raising=False)
            yield

    # ------------------------------------------------------------------ power

    def cut_power(self, *, names_survive: bool, remains: Remains = as_synced) -> bool:
        """Take away what is not synced: the content of files, and their names unless those survive by luck.

        Return whether there was any, or all is as after a kill.
        """
        lost = False
        names = self._names if names_survive else self._durable
        now = {id(content): path.read_bytes() for path, content in self._names.items() if path.exists()}
        for path in {*self._names, *self._durable}:
            content = names.get(path)
            if content is not None:
                synced = content.synced or b""
                left = remains(synced, now.get(id(content), synced))
                if not path.exists() or path.read_bytes() != left:
                    with open(path, "wb", opener=lambda name, flags: self._do["open"](name, flags, 0o600)) as file:
                        file.write(left)
                    lost = True
            elif path.exists():
                self._do["unlink"](path)
                lost = True
        self._names, self._durable = {}, {}
        for path in self._root.rglob("*"):
            if path.is_file():
                self.settle(path)
        return lost

    def settle(self, path: Path) -> None:
        """Take a file as durable as it is: something else than the program has written it."""
        content = Content()
        content.synced = path.read_bytes()
        self._names[path] = self._durable[path] = content

    # ------------------------------------------------------------------ os

    def _watches(self, path: Path) -> bool:
        return path.is_relative_to(self._root) and path.suffix != LOCK

    def _count(self, operation: str, path: Path) -> None:
        """Fail if this write is to fail. Raises OSError, Killed."""
        if self._dead:
            raise Killed
        fault = self._fault
        if fault is not None and operation in fault.operations and fault.place in str(path):
            self._countdown -= 1
            if self._countdown < 0:
                self._fault = fault if fault.lasts else None
                self.has_failed = True
                self._dead = isinstance(fault.error, Killed)
                raise fault.error

    def _open(self, name: Any, flags: int, *more: Any, **options: Any) -> int:
        path = Path(os.fsdecode(name))
        watched = self._watches(path)
        new = watched and flags & os.O_CREAT and not os.path.lexists(path)
        if watched and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            self._count("open", path)
        descriptor: int = self._do["open"](name, flags, *more, **options)
        self._opened.pop(descriptor, None)
        if watched:
            self._opened[descriptor] = path
            if new:
                self._names[path] = Content()
        return descriptor

    def _open_file(self, where: int | Path, mode: str, closefd: bool = True) -> Any:
        path = self._opened.get(where) if isinstance(where, int) else None
        file = open(where, mode, closefd=closefd)  # noqa: SIM115 (whoever gets it does)
        return file if path is None or "r" in mode else WrittenFile(file, lambda: self._count("write", path))

    def _fsync(self, descriptor: int) -> None:
        path = self._opened.get(descriptor)
        if path is not None:
            self._count("fsync", path)
        self._do["fsync"](descriptor)
        if path is None:
            return
        if path.is_dir():
            for each in {*self._names, *self._durable}:
                if each.parent == path:
                    self._sync_name(each)
        elif path in self._names:
            self._names[path].synced = path.read_bytes()

    def _sync_name(self, path: Path) -> None:
        if path in self._names:
            self._durable[path] = self._names[path]
        else:
            self._durable.pop(path, None)

    def _ftruncate(self, descriptor: int, length: int) -> None:
        if (path := self._opened.get(descriptor)) is not None:
            self._count("ftruncate", path)
        self._do["ftruncate"](descriptor, length)

    def _replace(self, source: Any, target: Any, **options: Any) -> None:
        before, after = Path(source), Path(target)
        if not self._watches(after):
            self._do["replace"](source, target, **options)
            return
        self._count("replace", after)
        self._do["replace"](source, target, **options)
        if before in self._names:
            self._names[after] = self._names.pop(before)

    def _link(self, source: Any, target: Any, **options: Any) -> None:
        before, after = Path(source), Path(target)
        if self._watches(after):
            self._count("link", after)
        self._do["link"](source, target, **options)
        if before in self._names:
            self._names[after] = self._names[before]

    def _unlink(self, name: Any, **options: Any) -> None:
        path = Path(os.fsdecode(name))
        if self._watches(path):
            self._count("unlink", path)
        self._do["unlink"](name, **options)
        self._names.pop(path, None)
