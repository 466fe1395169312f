"""The reading screen: where keys, rows and messages meet.

Its panes know nothing of each other; what one says (`Moved`, `Chosen`) becomes a call on another here. How it finds and
how it writes are the bases `Finding`, `Leaving`, `Marking` and `Fitting`, and `Watching` looks after the file.
"""

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from reader.session.session import Session
from reader.text.sanitize import clean_line
from reader.text.span import Span
from reader.tui.commands import Handlers, always, bindings_of
from reader.tui.controllers.bookmarks import Marking
from reader.tui.controllers.file_watcher import Watching
from reader.tui.controllers.find import Finding
from reader.tui.controllers.modes import Fitting
from reader.tui.controllers.review import is_displaced
from reader.tui.leaving import Leaving
from reader.tui.locations import can_go_back, can_go_forward

if TYPE_CHECKING:
    from reader.tui.widgets.row_list import RowList


class ReadingScreen(Finding, Leaving, Fitting, Marking, Watching):
    """One article, read and written on."""

    BINDINGS = bindings_of("screen")

    def __init__(self, session: Session, at: Span | None = None) -> None:
        super().__init__(session, at)
        self.router.add(self.article.commands())
        self.router.add(self._article_commands())
        self.router.add(self._note_commands())
        self.router.add(self._pane_commands())

    def _article_commands(self) -> Handlers:
        """Return the commands that find something, lead somewhere or concern the article as a whole."""

        def has_text() -> bool:
            return bool(self.session.article.blocks)

        def has_name() -> bool:
            return self.entity_meant() is not None

        def has_quote() -> bool:
            return self.quote_meant() is not None

        def has_trail() -> bool:
            return bool(self.trail.spans)

        return {
            "back": (self.action_back, lambda: self.can_go_back or can_go_back(self.app)),
            "forward": (self.action_forward, lambda: bool(self.jumps.ahead) or can_go_forward(self.app)),
            "set-mark": (self.action_set_mark, has_text),
            "go-to-mark": (self.action_go_to_mark, lambda: bool(self.state.marks or self.jumps.behind)),
            "search": (self.action_search, always),
            "next-hit": (partial(self.action_next_hit, 1), has_trail),
            "previous-hit": (partial(self.action_next_hit, -1), has_trail),
            "why": (self.action_why, has_quote),
            "indirect": (self.action_indirect, lambda: self.session.known_analysis() is not None),
            "correct": (self.action_correct, lambda: has_name() or has_quote()),
            "copy": (self.action_copy, lambda: self.passage() is not None),
            "copy-quotation": (self.action_copy_quotation, lambda: self.passage() is not None),
            "library": (self.action_library, always),
            "search-library": (self.action_search_library, always),
            "page-of-name": (self.action_page_of_name, self._has_page),
            "export": (self.action_export, always),
            "reload": (self.action_reload, lambda: self.session.article.source != "-"),
            "quit": (self.action_quit, always),
        }

    def _has_page(self) -> bool:
        """Return whether there is a name, or a quote with a speaker."""
        quote = self.quote_meant()
        return self.entity_meant() is not None or (quote is not None and quote.speaker is not None)

    def _note_commands(self) -> Handlers:
        """Return the commands that write."""

        def has_note() -> bool:
            return self.note_here() is not None

        def has_passage() -> bool:
            return self.passage() is not None

        def has_placed() -> bool:
            return any(note.span for note in self.session.notes)

        return {
            "annotate": (self.action_annotate, has_passage),
            "annotate-article": (self.action_annotate_article, always),
            "highlight": (self.action_highlight, has_passage),
            "tag": (self.action_tag, lambda: has_note() or has_passage()),
            "edit": (self.action_edit, has_note),
            "edit-outside": (self.action_edit_outside, has_note),
            "delete": (self.action_delete, has_note),
            "relink": (self.action_relink, self._can_relink),
            "fit": (self.action_fit, lambda: any(note.span for note in self.notes_here())),
            "undo": (self.action_undo, lambda: self.session.can_undo),
            "redo": (self.action_redo, lambda: self.session.can_redo),
            "previous-note": (partial(self.action_note, -1), has_placed),
            "next-note": (partial(self.action_note, 1), has_placed),
        }

    def _can_relink(self) -> bool:
        note = self.note_here()
        return self.choosing is not None or (note is not None and note.anchor is not None)

    def _pane_commands(self) -> Handlers:
        """Return the commands of the panes."""
        return {
            "filter": (self.action_filter, always),
            "next-pane": (self.focus_pane, always),
            "previous-pane": (self.focus_pane, always),
            "names": (partial(self.show_tab, "names"), always),
            "quotes": (partial(self.show_tab, "quotes"), always),
            "notes": (partial(self.show_tab, "notes"), always),
            "outline": (partial(self.show_tab, "outline"), always),
            "open": (self.action_open, always),
            "side-pane": (lambda: self.show_side(not self.side_shown), always),
            "wider": (partial(self.widen, 2), always),
            "narrower": (partial(self.widen, -2), always),
            "usual-width": (partial(self.widen, 0), always),
            "step-back": (self.action_step_back, always),
        }

    # ------------------------------------------------------------------ panes

    def focus_pane(self) -> None:
        if self.fitting is not None:
            self.article.swap_ends()
        elif self.in_side:
            self.show_side(not self.narrow)
            self.article.focus()
        else:
            self.show_side()
            self.side.list.focus()

    @work(group="open")
    async def action_open(self) -> None:
        """In the side pane choose the row; in the text open the note, link, name or quote under the caret."""
        if self.in_side:
            self.side.list.choose()
        elif self.fitting is not None:
            self.take_range()
        elif self.choosing is not None:
            self.take_words()
        elif self.notes_here():
            self.with_note(self.open_note)
        elif (link := self.link_at(self.article.caret.offset)) is not None:
            import webbrowser

            opened = await asyncio.to_thread(webbrowser.open, link.href)
            self.status.say(f"{'opened' if opened else 'no browser to open'} {clean_line(link.href)}")
        elif not self.show_under_caret():
            self.status.say("nothing to open here: a note, a link, a name or a quote can be")

    def on_row_list_chosen(self, event: "RowList.Chosen") -> None:
        from reader.tui.widgets.rows import DraftRow, NameRow, NoteRow, QuoteRow

        row = event.row
        if isinstance(row, DraftRow):
            self.write(self.state.drafts[row.index])
            return
        reviewed = isinstance(row, NoteRow) and (row.note.conflict or is_displaced(row.note))
        if isinstance(row, NoteRow) and reviewed:
            self.open_note(row.note)
        if row.span is None:
            return
        self.article.clear_selection()
        if isinstance(row, NameRow):
            self.choose_name(row.entity, event.again)
        else:
            self.clear_trail()
            if isinstance(row, QuoteRow):
                self.choose_quote(row.quote)
            self.jump(row.span.start)
            if event.again and not reviewed:
                self.article.focus()
        if self.narrow:
            self.show_side(False)

    def widen(self, columns: int) -> None:
        self.status.say(f"text {self.article.widen(columns)} columns wide")
        self.keep_looks()

    # ------------------------------------------------------------------ copying

    def action_copy(self) -> None:
        span = self.passage()
        if span is not None:
            self.app.copy_to_clipboard(span.of(self.session.article.text))
            self.status.say(f"copied {len(span.of(self.session.article.text).split())} words")

    def action_copy_quotation(self) -> None:
        span = self.passage()
        if span is not None:
            self.app.copy_to_clipboard(self.session.quotation(span))
            self.status.say("copied as a Markdown quotation")

    # ------------------------------------------------------------------ the article

    @work(group="box", exclusive=True)
    async def action_export(self) -> None:
        """Ask where to, and export the article as Markdown."""
        from reader.tui.dialogs.note import PromptDialog

        async def attempt(answer: str, force: bool) -> str | None:
            written = await self.saved(lambda: self.session.export_to(Path(answer).expanduser(), force=force), said="")
            if written is None:
                return self.status.message
            self.status.say(f"exported to {clean_line(str(written.path))}")
            return None

        suggested = Path.cwd() / self.session.export_name()
        await self.app.push_screen_wait(
            PromptDialog("Export notes, quotes and names as Markdown to", str(suggested), attempt)
        )

    @work(group="library")
    async def action_reload(self) -> None:
        """Read the article again and place the notes in what it says now."""
        self.status.work("reload", "reading it again …")
        fresh = await self.saved(self.session.reread, said="")
        self.status.work("reload")
        if fresh is None:
            return
        self.file_was_read()
        if fresh.article.text == self.session.article.text:
            self.status.say("the article has not changed")
            return
        self.session = fresh
        self.article.resume(fresh.article)
        self.clear_trail()
        self.show_outline()
        self.show_notes()
        self.status.say(fresh.read_again)
        self.analyse()

    # ------------------------------------------------------------------ the program

    def action_step_back(self) -> None:
        """One step back: search line, filter, selection, chosen words, lit places, side pane; never out."""
        if self.leave_search() or self.side.close_filter():
            return
        if self.leave_fitting():
            self.status.say("the note is where it was")
            return
        if self.article.clear_selection():
            return
        if self.leave_choosing():
            self.status.say("the note is where it was")
            return
        if self.in_side or (self.narrow and self.side_shown):
            self.show_side(not self.narrow)
            self.article.focus()
        else:
            self.clear_trail()

    def action_quit(self) -> None:
        self.keep_state()
        self.app.exit(0)
