"""Changes of the library from the screen: each in a thread, one at a time, in order.

The footer says "saved" only when a change is durable.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from reader.errors import LibraryError, ReaderError, SessionError, result_or_error
from reader.session.session import Session
from reader.tui.chrome.footer import Footer

if TYPE_CHECKING:
    from reader.library.library import Library

T = TypeVar("T")


def take_notices(library: "Library") -> list[str]:
    """Return what the library has to tell, without the folder of its files: a line of the screen has little room."""
    return [notice.replace(f"{library.path.parent}{os.sep}", "") for notice in library.storage.take_notices()]


class Changes:
    """The queue of changes of one screen."""

    def __init__(self, session: Callable[[], Session], status: Footer) -> None:
        self._session = session
        self._status = status
        self._lock = asyncio.Lock()
        self.known_tags: tuple[str, ...] = ()
        """The tags in use, as of the last change."""

    @property
    def in_progress(self) -> bool:
        """True while a change is being made."""
        return self._lock.locked()

    async def make(
        self,
        change: Callable[[], T],
        said: str | Callable[[T], str] = "saved",
        then: Callable[[T], Awaitable[None]] | None = None,
    ) -> T | None:
        """Run a change of the session and say when it is durable; if it fails, show the error and return None.

        `said` may be made of the result. `then` is awaited before the next change.
        """
        async with self._lock:
            result = await asyncio.to_thread(result_or_error, lambda: self._run(change))
            if isinstance(result, ReaderError):
                self._status.complain(str(result))
                return None
            if then is not None:
                await then(result)
        words = said if isinstance(said, str) else said(result)
        if notices := take_notices(self._session().library):
            self._status.complain(" · ".join(filter(None, (words, *notices))))
        elif words:
            self._status.say(words)
        if words:
            self._status.work("tour")  # the offer of a tour is over once something is done
        return result

    def _run(self, change: Callable[[], T]) -> T:
        """Run `change` in a thread; the library is imported here. Raises SessionError."""
        try:
            result = change()
            self.known_tags = self._session().article_notes.tags_in_use
        except LibraryError as error:
            raise SessionError(str(error)) from error
        return result
