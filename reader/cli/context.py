"""What each command does: ask the session or the library, and print the answer.

    reading.py    read, show, tour, keys
    notes.py      note, notes, edit, relink, delete, restore, tags
    findings.py   analyze, export
      jsonl.py    an article a line in, an analysis a line out
      archiving.py  many files, a line each; progress.py shows how far it is
    correcting.py correct
    intake.py     import
    library.py    library, merge, check
    searching.py  search, index
    quoting.py    quotes
    settling.py   config

A command takes the parsed arguments and what is the user's, and answers the exit code. No logic lives here that the
screen could need as well. The trap: what is only read must never be written, so listing and exporting `look`, and only
`note`, `relink` and `correct` `enter` the article.
"""

import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config import Config, sound_config, user_config
from reader.document.article import Article
from reader.errors import ReaderError
from reader.system.paths import LIBRARY, Places, user_places

if TYPE_CHECKING:
    from reader.library.library import Library
    from reader.session.session import Session


class UsageError(ReaderError):
    """What was asked is not a whole question: how to ask it."""


class Belongings:
    """What is the user's, each found when it is first needed."""

    def __init__(self, library: str | None) -> None:
        self._named = library
        self._library: Library | None = None
        self.remark = ""
        """What is to be said of where an article came from."""
        self.forgiving = False
        """Whether to go on with what makes sense of a configuration, as the screen does, which says so."""

    @property
    def config(self) -> Config:
        """What the user has settled. Raises ConfigError."""
        return user_config() if self.forgiving else sound_config()

    def check_config(self) -> None:
        """Raises ConfigError where what the user has settled makes no sense."""
        if not self.forgiving:
            sound_config()

    @cached_property
    def places(self) -> Places:
        """By the command line, else the variable, else the configuration. Raises ConfigError."""
        if self._named is not None:
            return user_places(Path(self._named))
        return user_places(None if os.environ.get(LIBRARY) else self.config.library)

    @property
    def library(self) -> "Library":
        if self._library is None:
            from reader.session.note_editing import open_library

            self._library = open_library(self.places)
        return self._library

    def session(self, article: Article) -> "Session":
        """A sitting with `article`, over the same library as everything else here."""
        from reader.session.session import Session

        session = Session(article, self.places)
        session.library = self.library
        return session

    def sitting(self, article: Article) -> "Session":
        """The same, with the library only if it is open already: else it opens when it is first needed."""
        from reader.session.session import Session

        return self.session(article) if self._library is not None else Session(article, self.places)

    def notices(self) -> list[str]:
        """What there is to say about the article and the library, each once."""
        remarks = [self.remark] if self.remark else []
        self.remark = ""
        return remarks + (self._library.take_notices() if self._library else [])


def open_article(source: str, own: Belongings, form: str = "", *, again: bool = False, told: str = "") -> Article:
    """The article at `source`, read as `form` if one is given; a known web page as it was kept, unless `again`.

    A page that could not be fetched again is remarked on, with `told` also one that was not asked for again. Raises
    LibraryError, SourceError.
    """
    from reader.sources import is_url, open_source

    if not is_url(source):
        return open_source(source, format=form)
    from reader.session.reopen import open_known

    opened = open_known(own.library, source, form, again=again)
    if opened.failure:
        own.remark = f"this is the text that was fetched on {opened.kept_since}; {opened.failure}"
    elif opened.kept_since and told:
        own.remark = f"this is the text that was fetched on {opened.kept_since}; {told} fetches it again"
    return opened.article


def speaker_shown(name: str, uncertain: bool) -> str:
    """Who said it, with a question mark where that is uncertain; only that where nobody is known."""
    return f"{name}{'?' if uncertain else ''}" if name else "?"
