"""Notice what other windows and programs make of the library while an article is open.

Notes that were changed there are shown here. A library that went back or is gone is told; what is on the screen stays.
"""

import asyncio
from typing import TYPE_CHECKING

from reader.errors import ReaderError, result_or_error
from reader.tui.controllers.changes import take_notices
from reader.tui.controllers.controller import Controller, background

if TYPE_CHECKING:
    from reader.library.library import Library

LOOK_EVERY = 2.0
"""Seconds; one look is two calls of stat."""


class LibraryWatcher(Controller):
    """Show the notes of the article as the library has them."""

    _seen = 0
    """The reading of the library that is shown; a change that is made here may read what others have written."""

    @background("watch")
    async def start(self) -> None:
        """Look for damage in what was not read yet, and watch the library from now on."""
        self._seen = self.session.library.storage.readings
        await asyncio.to_thread(result_or_error, self.session.library.storage.verify)
        self._tell()
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
        library = self.session.library
        if not library.storage.is_gone:
            self.session.load_notes()
        self._seen = library.storage.readings

    def _tell(self) -> None:
        for notice in take_notices(self.session.library):
            self.status.complain(notice)


def is_behind(library: "Library", seen: int) -> bool:
    """Return whether the library was written elsewhere since its reading `seen`; False if it cannot be read."""
    changed = result_or_error(lambda: library.storage.has_changed or library.storage.readings != seen)
    return not isinstance(changed, ReaderError) and changed
