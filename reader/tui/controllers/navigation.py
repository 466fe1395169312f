"""Go back and forward, to bookmarks, the library, the search, the page of a name, and the versions of the article.

Bookmarks are letters for places in the text, saved with the article and found again by their words.
"""

import asyncio
from collections.abc import Callable

from textual.events import Key

from reader.config import user_config, with_keys
from reader.session.state import Bookmark
from reader.text.format import collapse_whitespace, in_quotation_marks
from reader.text.span import Span
from reader.text.width import cut, drawn
from reader.tui.command_router import Handlers, Mode, always
from reader.tui.controllers import Controller, background
from reader.tui.locations import Go, GoBack, GoForward, GoToLibrary, GoToPerson, GoToSearch, GoToVersions, history_of

LONGEST = 37  # cells of a mark's words in the footer
TRACED = 60  # quotes that are looked for in the library: each takes some milliseconds, and a book has thousands

GO = "go-to-mark"


class NavigationController(Controller):
    def commands(self) -> Handlers:
        screen, jumps = self.panes.screen, self.view.jumps
        return {
            "back": (
                lambda: self._step(jumps.back, GoBack()),
                lambda: bool(jumps.behind or history_of(screen.app).behind),
            ),
            "forward": (
                lambda: self._step(jumps.forward, GoForward()),
                lambda: bool(jumps.ahead or history_of(screen.app).ahead),
            ),
            "library": (lambda: self._leave_for(GoToLibrary()), always),
            "search-library": (lambda: self._leave_for(GoToSearch()), always),
            "page-of-name": (self._go_to_page, self._has_page),
            "statement": (
                lambda: self.open_statement(quote.span) if (quote := self.targets.quote) else None,
                lambda: self.targets.quote is not None,
            ),
            "set-mark": (self._ask_to_set, lambda: bool(self.session.article.blocks)),
            GO: (self._ask_to_go, lambda: bool(self._marks or jumps.behind)),
            "versions": (lambda: self._leave_for(GoToVersions(self.session.article_id)), always),
        }

    def _leave_for(self, place: Go) -> None:
        self.view.keeper.keep()
        self.panes.screen.post_message(place)

    def _step(self, step: Callable[[int | None], int | None], otherwise: Go) -> None:
        """Go back to before the last jump, or forward again; if there is none, to the previous or the next screen."""
        if (place := step(self.article.caret.offset)) is not None:
            self.article.go(place, keep_row=True)
        else:
            self._leave_for(otherwise)

    def _has_page(self) -> bool:
        quote = self.targets.quote
        return self.targets.entity is not None or (quote is not None and quote.speaker is not None)

    def _go_to_page(self) -> None:
        article_id, entity, quote = self.session.article_id, self.targets.entity, self.targets.quote
        speaker = None if quote is None else quote.speaker
        if entity is None and speaker is not None and self.findings is not None:
            entity = next((each for each in self.findings.entities if each.name == speaker.name), None)
        if entity is not None:
            self._leave_for(GoToPerson(article_id, entity.name, entity.aliases, entity.kind))
        elif speaker is not None:
            self._leave_for(GoToPerson(article_id, speaker.name, (), "person"))
        else:
            self.status.say("no name or speaker here: select one first")

    def open_statement(self, span: Span) -> None:
        words = " ".join(span.of(self.session.article.text).split())
        self._leave_for(GoToPerson(self.session.article_id, words, (), "statement"))

    @background("elsewhere")
    async def tell_elsewhere(self) -> None:
        """Tell in the margin where else the first quotes of the article stand, and who says it there."""
        from reader.tui.chrome.margin_entries import ElsewhereEntry
        from reader.tui.library_client import elsewhere

        session, findings, entries = self.session, self.findings, list[ElsewhereEntry]()
        for quote in findings.quotes[:TRACED] if findings else ():
            found = await asyncio.to_thread(elsewhere, session, quote)
            if findings is not self.findings:
                return
            if found.places:
                others = (f"  also {drawn(' and '.join(found.speakers))}" if found.speakers else "", "changed")
                words, key = ((f"{found.places} elsewhere", "dim"), others), with_keys("{statement}")
                entries.append(ElsewhereEntry(quote.span, words, key, is_kept=bool(found.speakers)))
        self.panes.margin.show("elsewhere", entries)

    @property
    def _marks(self) -> tuple[Bookmark, ...]:
        return self.view.keeper.state.bookmarks

    def _ask_to_set(self) -> None:
        self._await_letter(self._set)
        self.status.say(f"Set mark: a letter or digit{self._known_marks()}")

    def _ask_to_go(self) -> None:
        self._await_letter(self.go, otherwise=self._go_to_and_fro)
        self.status.say(with_keys(f"Jump to mark{self._known_marks()}, or {{go-to-mark}} for the last position"))

    def _known_marks(self) -> str:
        letters = " ".join(sorted(mark.letter for mark in self._marks))
        return f" ({letters})" if letters else ""

    def _await_letter(self, do: Callable[[str], object], otherwise: Callable[[], object] | None = None) -> None:
        """`do` something with the letter or digit that comes next, or `otherwise` at the key of `GO`."""

        def take(key: Key) -> bool:
            self.view.router.leave(mode)
            if key.character is not None and key.character.isalnum():
                do(key.character)
            elif otherwise is not None and key.key in user_config().commands_by_id[GO].keys:
                otherwise()
            else:
                self.status.say("not a mark: use a letter or digit" if key.key != "escape" else "")
            return True

        mode = Mode("awaiting mark", {}, has_keys=lambda: False, take_key=take)
        self.view.router.enter(mode)  # at once, so that keys can be typed ahead

    def _set(self, letter: str) -> None:
        mark = self.session.article_notes.bookmark(letter, self.article.caret.offset)
        self.view.keeper.keep(bookmarks=(*(other for other in self._marks if other.letter != letter), mark))
        self.status.say(with_keys(f"mark {letter} set · {{go-to-mark}} {letter} to come back"))

    def _go_to_and_fro(self) -> None:
        """Go to where the caret was before the last jump; a second time, back here."""
        here = self.article.caret.offset
        before = next((offset for offset in reversed(self.view.jumps.behind) if offset != here), None)
        if before is None:
            self.status.say("no jump yet")
        else:
            self.article.go(before, jump=True)

    @background("marks", exclusive=True)
    async def go(self, letter: str) -> None:
        """Go to a mark, to where its words are now."""
        mark = next((mark for mark in self._marks if mark.letter == letter), None)
        if mark is None:
            self.status.say(with_keys(f"no mark {letter}: {{set-mark}} {letter} sets one"))
            return
        session = None
        while session is not self.session:  # read again meanwhile: the place would be one in the former text
            session = self.session
            place = await asyncio.to_thread(session.article_notes.bookmark_offset, mark)
        if place is None:
            self.status.complain(f"mark {letter}: its words are gone: {shortened(mark)}")
            return
        self.article.go(place, jump=True)
        self.status.say(f"mark {letter}: {shortened(mark)}")


def shortened(mark: Bookmark) -> str:
    return in_quotation_marks(cut(collapse_whitespace(mark.exact), LONGEST))
