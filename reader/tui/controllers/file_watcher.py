"""Noticing that the file of the article has changed on the disk while it is being read."""

import asyncio
import os

from textual import work

from reader.config import with_keys
from reader.tui.screens.desk import Desk

LOOK_EVERY = 2.0
"""Seconds: soon enough for whoever saves in an editor and looks here, and one look costs some microseconds."""

CHANGED = "the file has changed: {reload} reads it again"

Seen = tuple[int, int, int]
"""Inode, size and time of change in nanoseconds."""


class Watching(Desk):
    """What is seen of the file."""

    _seen: Seen | None = None

    def on_mount(self) -> None:
        if os.path.isabs(self.session.article.source):  # neither standard input nor a URL
            self._seen = seen(self.session.article.source)
            self.set_interval(LOOK_EVERY, self.look_at_file)

    @work(group="file", exclusive=True)
    async def look_at_file(self) -> None:
        """Offer to read the file again if it is another one than was seen last; one that is gone is waited for."""
        now = await asyncio.to_thread(seen, self.session.article.source)
        if now is not None and now != self._seen:
            self._seen = now
            self.status.work("file", with_keys(CHANGED))

    def file_was_read(self) -> None:
        """What is on the disk now is what is shown."""
        self._seen = seen(self.session.article.source)
        self.status.work("file")


def seen(path: str) -> Seen | None:
    """What tells one state of a file from another; None where there is no file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
