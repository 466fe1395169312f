"""The reading screen: where keys, rows and messages meet.

Its panes know nothing of each other; what one says (`Moved`, `Chosen`) becomes a call on another here. How it finds and
how it writes are the bases `Finding`, `Leaving`, `Marking` and `Fitting`, and `Watching` looks after the file.
"""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from textual import work

from reader.config.commands import ACTIONS
from reader.text.sanitize import clean_line
from reader.tui.commands import bindings_of
from reader.tui.controllers.bookmarks import Marking
from reader.tui.controllers.file_watcher import Watching
from reader.tui.controllers.find import Finding
from reader.tui.controllers.modes import Fitting
from reader.tui.controllers.review import is_displaced
from reader.tui.leaving import Leaving
from reader.tui.program import Program

if TYPE_CHECKING:
    from reader.tui.widgets.row_list import RowList
    from reader.tui.widgets.side_pane import Tab


class ReadingScreen(Finding, Leaving, Fitting, Marking, Watching, Program):
    """One article, read and written on."""

    BINDINGS = bindings_of("screen")

    # ------------------------------------------------------------------ panes

    def action_tab(self, tab: "Tab") -> None:
        self.show_tab(tab)

    def action_focus_pane(self, way: int) -> None:
        if self.fitting is not None:
            self.article.action_swap_ends()
        elif self.in_side:
            self.show_side(not self.narrow)
            self.article.focus()
        else:
            self.show_side()
            self.side.list.focus()

    def action_side_pane(self) -> None:
        self.show_side(not self.side_shown)

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

    def action_width(self, columns: int) -> None:
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
        from reader.tui.dialogs.note import AskBox

        async def attempt(answer: str, force: bool) -> str | None:
            written = await self.saved(lambda: self.session.export_to(Path(answer).expanduser(), force=force), said="")
            if written is None:
                return self.status.message
            self.status.say(f"exported to {clean_line(str(written.path))}")
            return None

        suggested = Path.cwd() / self.session.export_name()
        await self.app.push_screen_wait(
            AskBox("Export notes, quotes and names as Markdown to", str(suggested), attempt)
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

    async def perform(self, name: str) -> None:
        """Do an action by its name in `reader.config.commands`, as the palette does."""
        action = next(action for action in ACTIONS if action.name == name)
        room = self.article if "article" in action.where else self
        await self.app.run_action(name, room)
