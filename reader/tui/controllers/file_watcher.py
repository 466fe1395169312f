"""Noticing that the file of the article has changed on the disk while it is being read."""

import asyncio
import os

from reader.config import with_keys
from reader.tui.controllers.controller import Controller, background

LOOK_EVERY = 2.0
"""Seconds: soon enough for whoever saves in an editor and looks here, and one look costs some microseconds."""

CHANGED = "the file has changed · {reload} to reload"

Seen = tuple[int, int, int]
"""Inode, size and time of change in nanoseconds."""


class FileWatcher(Controller):
    """Notice another state of the file of the article."""

    _seen: Seen | None = None

    def start(self) -> None:
        """Look at the file from now on, if there is one: neither standard input nor a URL."""
        if os.path.isabs(self.session.article.source):
            self._seen = seen(self.session.article.source)
            self.panes.screen.set_interval(LOOK_EVERY, self.look)

    @background("file", exclusive=True)
    async def look(self) -> None:
        """Offer to read the file again if it is another one than was seen last; one that is gone is waited for."""
        now = await asyncio.to_thread(seen, self.session.article.source)
        if now is not None and now != self._seen:
            self._seen = now
            self.status.work("file", with_keys(CHANGED))

    def file_was_read(self) -> None:
        """Take what is on the disk now for what is shown."""
        self._seen = seen(self.session.article.source)
        self.status.work("file")


def seen(path: str) -> Seen | None:
    """Return what tells one state of a file from another; None where there is no file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
