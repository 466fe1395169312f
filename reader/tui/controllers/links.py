"""Open what is in the text: a link in the browser, a picture in the viewer, a footnote in a box at the caret, and here,
over the text, the page of an entry of a feed, a mail in a mailbox and the file that a relative link leads to.

A link within the document leads to its heading. Pitfall: addresses are foreign, so only those that are safe are opened,
and only on a key.
"""

import asyncio
from collections.abc import Sequence
from functools import partial

from reader.config import with_keys
from reader.document.article import Article, Mark
from reader.document.links import Footnote, entry_links, footnote_at, heading_of
from reader.errors import ReaderError
from reader.session.session import Session
from reader.sources.detect import file_beside, is_url
from reader.sources.open import open_source
from reader.text.sanitize import clean_line
from reader.tui.controllers import Controller, background
from reader.tui.widgets.line_pieces import LINKED
from reader.view.hyperlink import is_safe


class LinkController(Controller):
    _told: tuple[Article, Sequence[str]] | None = None
    """The text and the kinds of entries that the margin shows."""

    def side_is_mounted(self) -> None:
        """List the entries of a feed: they are its outline."""
        if entry_links(self.session.article):
            self.panes.side.open("outline")
            self.status.say(with_keys("{open} on an entry reads its page here"))

    def open_entry(self, start: int) -> bool:
        """Read the page of the entry of a feed, or the mail, whose heading is at `start`; return if there is one."""
        if address := entry_links(self.session.article).get(start, ""):
            self.open_over(partial(session_at, self.session, address))
        return bool(address)

    def open_at(self, offset: int) -> bool:
        """Open the picture, link or footnote at `offset`; return whether there was one."""
        article = self.session.article
        here = [mark for mark in article.marks if mark.kind in LINKED and offset in mark.span]
        for mark in here:
            if self.open_entry(mark.span.start) or self._open(mark):
                return True
        if (footnote := footnote_at(article, offset)) is not None:
            self._show_footnote(footnote, offset)
            return True
        return False

    def _open(self, mark: Mark) -> bool:
        if is_safe(mark.href):
            self._browse(mark.href)
        elif mark.kind == "picture":
            self._view(mark.href)
        elif (heading := heading_of(self.session.article, mark.href)) is not None:
            self.article.go(heading.start, jump=True)
        elif (path := file_beside(self.session.article.source, mark.href)) is not None:
            self.open_over(partial(session_at, self.session, path))
        else:
            return False
        return True

    def show_beside(self, kinds: Sequence[str]) -> None:
        """Show in the margin what follows from the article, found once: these kinds of entries."""
        wanted = self.session.article, kinds
        if self._told != wanted:
            self._told = wanted
            self._tell_beside(*wanted)

    @background("links", exclusive=True)
    async def _tell_beside(self, article: Article, kinds: Sequence[str]) -> None:
        from reader.tui.chrome.margin_entries import entries_of

        entries = await asyncio.to_thread(entries_of, article, kinds)
        if article is self.session.article:
            self.panes.margin.show("article", entries)

    @background("browser")
    async def _browse(self, href: str) -> None:
        """Open a link in the browser, which may take seconds."""
        import webbrowser

        opened = await asyncio.to_thread(webbrowser.open, href)
        self.status.say(f"{'opened' if opened else 'no browser to open'} {clean_line(href)}")

    @background("viewer")
    async def _view(self, href: str) -> None:
        from reader.session.pictures import open_picture

        session = self.session
        try:
            path = await asyncio.to_thread(open_picture, session.article, href, session.paths.cache)
        except (ReaderError, OSError) as error:
            self.status.complain(clean_line(str(error)))
        else:
            self.status.say(f"opened {clean_line(path.name)}")

    @background("box", exclusive=True)
    async def _show_footnote(self, footnote: Footnote, offset: int) -> None:
        """Show a footnote in a box at its marker, or go back from the note to the marker."""
        from reader.tui.dialogs.words import FootnoteDialog

        if offset not in footnote.reference:
            self.article.go(footnote.reference.start, jump=True)
            return
        view, pane = self.article.view, self.article.content_region
        column = view.margin + view.column_of(footnote.reference.start)
        words = footnote.note.of(self.session.article.text)
        box = FootnoteDialog(footnote.marker, words, (pane.x + column, pane.y + self.article.caret_row))
        if await self.panes.screen.app.push_screen_wait(box):
            self.article.go(footnote.start, jump=True)


def session_at(session: Session, source: str) -> Session:
    """Return a session with a page, as it was kept or else fetched, or a file. Raises LibraryError, SourceError."""
    from reader.session.reopen import open_known

    article = open_known(session.library, source).article if is_url(source) else open_source(source)
    return Session(article, session.paths, session.library)
