"""Notice that the file of the article has changed on disk."""

import asyncio
import os

from reader.config import with_keys
from reader.tui.controllers.controller import Controller, background

LOOK_EVERY = 2.0
"""Seconds; one look costs some microseconds."""

CHANGED = "the file has changed · {reload} to reload"

Seen = tuple[int, int, int]
"""Inode, size and modification time in nanoseconds."""


class FileWatcher(Controller):
    """Offer a reload when the file of the article has changed."""

    _seen: Seen | None = None

    def start(self) -> None:
        """Watch the file, unless the article came from standard input or a URL."""
        if os.path.isabs(self.session.article.source):
            self._seen = seen(self.session.article.source)
            self.panes.screen.set_interval(LOOK_EVERY, self.look)

    @background("file", exclusive=True)
    async def look(self) -> None:
        """Offer a reload if the file is not as it was seen last; a missing file is ignored until it is back."""
        now = await asyncio.to_thread(seen, self.session.article.source)
        if now is not None and now != self._seen:
            self._seen = now
            self.status.work("file", with_keys(CHANGED))

    def file_was_read(self) -> None:
        """Take the file on disk for what is shown."""
        self._seen = seen(self.session.article.source)
        self.status.work("file")


def seen(path: str) -> Seen | None:
    """Return the state of a file; None if there is no file."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
