"""The user's configuration, library and sessions for commands, and the opening of a SOURCE.

A command takes its options and a `CommandContext`, and returns the exit code. Pitfall: commands that only read must
never write, so listing and exporting take a `loaded_session`; only `note`, `relink` and `correct` call
`record_opening`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import SourceError
from reader.system import process_exit
from reader.system.paths import LIBRARY, UserPaths, user_paths
from reader.system.stdio import show_progress, write
from reader.text.format import counted

if TYPE_CHECKING:
    from reader.analysis import Certainty
    from reader.config import Config
    from reader.document.article import Article, Genre
    from reader.library.library import Library
    from reader.session.session import Session


class CommandContext:
    """The user's configuration, library and sessions, each made when first needed."""

    def __init__(self, library: str | None) -> None:
        self._library_option = library
        self._library: Library | None = None
        self.remark = ""
        """Remark on where the article came from, for standard error."""
        self.lenient_config = False
        """Ignore settings with errors, as the screen does, which shows the errors itself."""

    @property
    def config(self) -> "Config":
        """The user's configuration. Raises ReaderError."""
        from reader.config import sound_config, user_config  # not for help

        return user_config() if self.lenient_config else sound_config()

    @cached_property
    def paths(self) -> UserPaths:
        """The library's paths, by --library, else the variable, else the config. Raises ReaderError."""
        if self._library_option is not None:
            return user_paths(Path(self._library_option))
        return user_paths(None if os.environ.get(LIBRARY) else self.config.library)

    @property
    def library(self) -> "Library":
        """The user's library, opened at first use. Raises LibraryError."""
        if self._library is None:
            from reader.library.library import Library  # TinyDB, for the commands that need it

            self._library = Library(self.paths.library, self.paths.state)
        return self._library

    def session(self, article: "Article", *, lazy: bool = False) -> "Session":
        """Return a session with `article` that shares this context's library; if `lazy`, it opens it when needed."""
        from reader.session.session import Session

        return Session(article, self.paths, self._library if lazy else self.library)

    def loaded_session(self, article: "Article") -> "Session":
        """Return a session with `article`, with its notes and corrections placed; nothing is written."""
        from reader.session.session import Session

        return Session.loaded(article, self.paths, self.library)

    @contextmanager
    def temporary_paths(self, prefix: str) -> Iterator[UserPaths]:
        """Provide the paths of a folder that is deleted afterwards, with the looks of the user's screen."""
        from tempfile import TemporaryDirectory

        from reader.session import state

        appearance = state.load_appearance(self.paths.state)
        with TemporaryDirectory(prefix=prefix) as folder:
            paths = UserPaths(Path(folder) / "library.json", Path(folder) / "state", Path(folder) / "cache")
            state.save_appearance(appearance, paths.state)
            yield paths

    def notices(self) -> list[str]:
        """Return and clear the remarks on the article and the library."""
        remarks = [self.remark] if self.remark else []
        self.remark = ""
        return remarks + (self._library.storage.take_notices() if self._library else [])


def open_article(
    source: str,
    context: CommandContext,
    read_as: str = "",
    genre: "Genre | None" = None,
    *,
    refresh: bool = False,
    refresh_hint: str = "",
) -> "Article":
    """Open the article at `source` in the format `read_as` ("" detects it), as this `genre`; a known web page as kept,
    unless `refresh`.

    Sets `context.remark` if its text is doubtful, if a page could not be fetched again, and, given `refresh_hint` (the
    option or key that fetches it again), if the kept text is used. Raises LibraryError, SourceError.
    """
    from reader.sources import detect, progress
    from reader.sources.open import open_source

    process_exit.watch_threads()
    with progress.shown_by(progress.Reading(show_progress)):
        if not detect.is_url(source):
            article = open_source(source, format=read_as)
            context.remark = article.doubt
            return article if genre is None else replace(article, genre=genre)
        from reader.session.reopen import open_known

        opened = open_known(context.library, source, read_as, again=refresh)
    if opened.failure:
        context.remark = f"showing the text fetched on {opened.kept_since}; {opened.failure}"
    elif opened.kept_since and refresh_hint:
        context.remark = f"showing the text fetched on {opened.kept_since}; {refresh_hint} fetches it again"
    else:
        context.remark = opened.article.doubt
    return opened.article if genre is None else replace(opened.article, genre=genre)


def print_text(article: "Article") -> int:
    """Print the article's text, ended by a newline; return the exit code."""
    write(article.text if article.text.endswith("\n") else f"{article.text}\n")
    return 0


def entry_address(feed: "Article", number: int) -> str:
    """Return the URL of an entry of a feed, or the source of a mail, counted from 1. Raises SourceError."""
    from reader.document.links import entry_links  # before the first words only for a feed

    links = list(entry_links(feed).values())
    if 0 < number <= len(links) and links[number - 1]:
        return links[number - 1]
    raise SourceError(f"there is no page of an entry {number}; the list has {counted(links, 'entry')}")


def format_time(moment: str) -> str:
    """Return an ISO time in the local time zone, to the minute."""
    from datetime import datetime

    return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M}"


def format_speaker(name: str, certainty: "Certainty | None") -> str:
    """Return the speaker's name with the sign of its certainty; a question mark alone if unknown."""
    from reader.analysis import LEVELS, NOT_SOUGHT  # not before the first words

    if certainty is None:
        return f"({NOT_SOUGHT})"
    return f"{name}{LEVELS[certainty].sign}" if name else "?"
