"""Notice what changes outside while an article is open: the library, the file, and quotations since the last opening.

Notes that other windows changed are shown here. A library that went back or is gone is told; what is on the screen
stays.
"""

import asyncio
import os
from typing import TYPE_CHECKING

from reader.config import with_keys
from reader.errors import ReaderError, result_or_error
from reader.system.atomic_file import content_mark
from reader.tui.controllers import Controller, background, take_notices

if TYPE_CHECKING:
    from reader.library.library import Library

LOOK_EVERY = 2.0  # seconds; one look is two calls of stat

CHANGED = "the file has changed · {reload} to reload"


class LibraryWatcher(Controller):
    """Show the notes of the article as the library has them."""

    _seen = 0
    """The reading of the library that is shown; a change that is made here may read what others have written."""

    @background("watch")
    async def start(self) -> None:
        """Look for damage in what was not read yet, and watch the library from now on."""
        self._seen = self.session.article_notes.reading
        await asyncio.to_thread(result_or_error, self.session.library.storage.verify)
        for notice in take_notices(self.session.library):
            self.status.complain(notice)
        self.panes.screen.set_interval(LOOK_EVERY, self.look)

    @background("watch")
    async def look(self) -> None:
        """Show what has changed, unless a change is being made here."""
        if not self.view.changes.in_progress and await asyncio.to_thread(is_behind, self.session.library, self._seen):
            before = self.session.analysis_state.corrections
            await self.view.changes.make(self._read, said="")
            self.view.notes_changed()
            if self.session.analysis_state.corrections != before:
                self.view.analysis_changed()

    def _read(self) -> None:
        """Read the notes again, unless there is no library any more: then those on the screen are the last ones."""
        storage = self.session.library.storage
        if storage.watch.is_gone:
            self._seen = storage.readings
        else:
            self.session.load_notes()
            self._seen = self.session.article_notes.reading


def is_behind(library: "Library", seen: int) -> bool:
    """Return whether the library was written elsewhere since its reading `seen`; False if it cannot be read."""
    changed = result_or_error(lambda: library.storage.has_changed or library.storage.readings != seen)
    return not isinstance(changed, ReaderError) and changed


class FileWatcher(Controller):
    """Offer a reload when the file of the article has changed, and tell what has changed since the last opening."""

    _seen = ""

    def start(self) -> None:
        """Watch the file, unless the article came from standard input or a URL."""
        if os.path.isabs(self.session.article.source):
            self._seen = content_mark(self.session.article.source)
            self.panes.screen.set_interval(LOOK_EVERY, self.look)

    @background("file", exclusive=True)
    async def look(self) -> None:
        """Offer a reload if the file is not as it was seen last; a missing file is ignored until it is back."""
        now = await asyncio.to_thread(content_mark, self.session.article.source)
        if now and now != self._seen:
            self._seen = now
            self.status.work("file", with_keys(CHANGED))

    def file_was_read(self) -> None:
        """Take the file on disk for what is shown."""
        self._seen = content_mark(self.session.article.source)
        self.status.work("file")

    @background("versions", exclusive=True)
    async def tell_of_quotations(self, said: str) -> None:
        """Say how many quotations have changed, if any have, after what was `said` of the notes."""
        session, shown = self.session, self.status.message
        if not session.former_text:
            return
        from reader.session.versions import describe_quotes  # with the library, after the first paint
        from reader.tui.library_client import fetch_versions

        former, sha256 = session.former_text, session.article.sha256
        try:
            report = await fetch_versions(session.article_id, session.paths, former, sha256)
        except ReaderError as error:
            self.status.complain(str(error))
            return
        found = report["comparison"]
        quotations = describe_quotes(each["change"] for each in found["quotes"]) if found else ""
        if quotations and self.session is session and self.status.message in ("", shown):  # none came meanwhile
            parts = [f"quotations: {quotations}", said, ":versions shows them"]
            self.status.say(" · ".join(filter(None, parts)))
