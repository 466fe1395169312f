"""What the reading screen is made of: the panes, what they show, and how a change is saved.

The base of `reading.ReadingScreen`; finding and noting are built on it. The article and the status line are there at
once, the side pane, the library and the analysis come after the first paint. Everything that touches a disk runs in a
thread, one at a time and in order, and the status line says "saved" only when it is.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.geometry import Region
from textual.messages import Update
from textual.strip import Strip
from textual.widget import Widget

from reader.config import user_config
from reader.errors import LibraryError, ReaderError, SessionError
from reader.session.session import Session
from reader.session.state import Looks, ReadingState
from reader.system.paths import STYLES
from reader.text.format import UNTITLED
from reader.text.span import Span
from reader.tui.commands import CommandScreen
from reader.tui.locations import GoBack, GoForward
from reader.tui.widgets.article_painter import apply_filters
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.status_line import StatusLine
from reader.view.interval_index import find_overlaps
from reader.view.jump_list import JumpList

if TYPE_CHECKING:
    from reader.analysis import Analysis
    from reader.document.article import Article
    from reader.tui.controllers.analysis import Listing
    from reader.tui.widgets.side_pane import SidePane, Tab

T = TypeVar("T")

NARROW = 90
"""Columns under which the side pane lies over the text and is shown on demand."""

SLIM = 64
"""Columns under which it covers all of the text: what it would leave is no line to read."""


NEW_HERE = "new here? :tour takes a minute"
"""Offered in the status line at the first start, and in nobody's way: what is typed opens the palette."""

SIDE_SHEETS = (STYLES / "row_list.tcss", STYLES / "side_pane.tcss")
"""What the side pane needs; the first paint need not wait for it."""


class Room(Widget):
    """Nothing, where the side pane will be, so that the text need not move when it comes."""

    def render(self) -> str:
        return ""


class Desk(CommandScreen):
    """The article, the pane beside it, the status line."""

    SCOPE = "screen"

    def __init__(self, session: Session, at: Span | None = None) -> None:
        super().__init__()
        self.session = session
        self.state: ReadingState = session.load_state()
        caret = at.start if at else self.state.caret
        self.article = ArticlePane(session.article, caret)
        if width := user_config().width or session.load_looks().width:
            self.article.view.measure = width
        self.status = StatusLine(session.article.title or UNTITLED)
        self.known_tags: tuple[str, ...] = ()
        self.complaint = ""
        """What is to be said of the configuration, when the article is there."""
        self.advice = ""
        """How to find more names and quotes, where there is a way."""
        self._changes = asyncio.Lock()
        self._furnished = asyncio.Event()
        """Whether there is a side pane to show things in."""
        self.jumps = JumpList()
        self._following = False
        self._backdrop: Strip | None = None
        self.indirect_shown = False

    @cached_property
    def side(self) -> "SidePane":
        """The pane beside the article; imported when it is first wanted, which is after the first paint."""
        from reader.tui.widgets.side_pane import SidePane

        return SidePane()

    def compose(self) -> ComposeResult:
        yield self.article
        yield Room(id="room")
        yield self.status

    def render_lines(self, crop: Region) -> list[Strip]:
        """The background: Textual asks for all of it at every key, though the panes cover it."""
        self._dirty_regions.clear()
        if self._backdrop is None or self._backdrop.cell_length != crop.width:
            self._backdrop = apply_filters(self, Strip.blank(crop.width, self.rich_style))
        return [self._backdrop] * crop.height

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self._backdrop = None

    def on_mount(self) -> None:
        self.article.focus()
        self._fit_panes()

    @on(ArticlePane.Begun)
    async def _furnish(self) -> None:
        """What is not the article comes after the first paint; the analysis, which has a process of its own, first."""
        self.analyse()
        for sheet in SIDE_SHEETS:
            if not self.app.stylesheet.has_source(str(sheet)):
                self.app.stylesheet.read(sheet)
        self.app.stylesheet.parse()
        with self.app.batch_update():
            await self.mount(self.side, after=self.article)
            await self.query_one("#room").remove()
            self._fit_panes()
        self.router.add(self.side.list.commands(), lambda: self.in_side)
        if self.session.first_start:
            self.status.work("tour", NEW_HERE)
        self.show_outline()
        self.side.show("names", (), "Looking for names …")
        self.side.show("quotes", (), "Looking for quotes …")
        self.follow()
        self._furnished.set()
        self.enter_library()
        self.prepare()

    def prepare(self) -> None:
        """Get ready, bit by bit, for what may be asked for next."""

    # ------------------------------------------------------------------ panes

    def on_resize(self, event: events.Resize) -> None:
        self._fit_panes()

    def _fit_panes(self) -> None:
        """Over the text, if there is little room, the side pane still leaves the status line its own."""
        self.set_class(self.app.size.width < NARROW, "-narrow")
        self.set_class(self.app.size.width < SLIM, "-slim")
        for side in self.query("#side"):
            side.styles.max_height = self.app.size.height - 1

    @property
    def narrow(self) -> bool:
        return self.has_class("-narrow")

    @property
    def side_shown(self) -> bool:
        return self.has_class("-open") if self.narrow else not self.has_class("-alone")

    def show_side(self, shown: bool = True) -> None:
        """Show or hide the side pane; hidden, the text has the keys."""
        self.set_class(shown, "-open")
        self.set_class(not shown, "-alone")
        if not shown:
            self.article.focus()

    def show_tab(self, tab: "Tab") -> None:
        """Turn the side pane to `tab` and give it the keys."""
        self.show_side()
        self.side.open(tab)
        self.side.list.focus()

    @property
    def in_side(self) -> bool:
        """Whether the side pane has the keys."""
        focused: Widget | None = self.focused
        return focused is not None and self.side in focused.ancestors_with_self

    @property
    def place(self) -> str:
        """The context of `reader.config.contexts`: the open tab where the side pane has the keys, else the text."""
        if self.side.filtering and self.in_side and self.focused is not self.side.list:
            return "filter"
        if self.in_side:
            return self.side.tab
        return "selection" if self.article.selection is not None else "text"

    @on(ArticlePane.Moved)
    def _moved(self, event: ArticlePane.Moved) -> None:
        event.stop()
        if event.jump_from is not None:
            self.jumps.record(event.jump_from)
        if self.article.moving_rapidly:
            self.follow()
        elif not self._following:  # the caret first: it is what the key was pressed for
            self._following = True
            self.call_after_refresh(self.follow)

    def follow(self) -> None:
        """Let the side pane and the status line say where the caret is, if there is still time in the same frame."""
        self._following = False
        caret, length = self.article.caret.offset, len(self.session.article.text)
        percent, page = round(100 * caret / length) if length else 0, self.session.article.page_at(caret)
        if self.status.place(percent, len(self.session.notes), page):
            self.post_message(Update(self.status))
        if self.side.is_mounted and self.side.follow(caret):
            self.post_message(Update(self.side.list))

    def jump(self, offset: int) -> None:
        """Put the caret at `offset`, remembering where it was."""
        self.article.go(offset, jump=True)

    @property
    def can_go_back(self) -> bool:
        """Whether there was a jump from which `action_back` leads back."""
        return bool(self.jumps.behind)

    def action_back(self) -> None:
        """Back to where the caret was before a jump; with no jump left, to what was on the screen before."""
        self._step(self.jumps.back(self.article.caret.offset), GoBack())

    def action_forward(self) -> None:
        self._step(self.jumps.forward(self.article.caret.offset), GoForward())

    def _step(self, place: int | None, otherwise: GoBack | GoForward) -> None:
        if place is not None:
            self.article.go(place, steady=True)
        else:
            self.keep_state()
            self.post_message(otherwise)

    # ------------------------------------------------------------------ what is shown

    def show_outline(self) -> None:
        """List the headings."""
        from reader.tui.widgets.rows import outline_rows

        self.side.show("outline", outline_rows(self.session.article))

    def show_notes(self) -> None:
        """Draw the notes in the text and list them."""
        from reader.tui.widgets.rows import DraftRow, note_rows

        layers: dict[str, list[Span]] = {"highlight": [], "note": [], "changed": []}
        for note in self.session.notes:
            if note.placement and note.span:
                changed = note.placement.state == "changed"
                layers["changed" if changed else "note" if note.text else "highlight"].append(note.span)
        layers["overlap"] = find_overlaps(chain(*layers.values()))
        self.article.show_layers(layers)
        drafts = [DraftRow(draft.text, draft.span, index) for index, draft in enumerate(self.state.drafts)]
        self.side.show("notes", [*drafts, *note_rows(self.session.notes, self.session.article)])
        self.follow()

    def show_analysis(self, made: "Listing | None" = None) -> None:
        """Draw the names and quotes in the text and list them, as they were `made` ready or are made now."""
        from reader.tui.controllers.analysis import listing

        article, analysis, indirect, advice = self._to_list()
        if analysis is not None:
            made = made or listing(article, analysis, indirect, advice)
            self.article.show_layers(made.layers)
            self.side.show("names", made.names.rows, made.notice, made.names.places)
            self.side.show("quotes", made.quotes.rows, made.notice, made.quotes.places)
            self.follow()

    async def show_found(self) -> None:
        """As `show_analysis`, but what takes its time with a book in a thread; something changed meanwhile counts."""
        from reader.tui.controllers.analysis import listing

        article, analysis, indirect, advice = wanted = self._to_list()
        if analysis is not None:
            made = await asyncio.to_thread(listing, article, analysis, indirect, advice)
            self.show_analysis(made if wanted == self._to_list() else None)

    def _to_list(self) -> "tuple[Article, Analysis | None, bool, str]":
        return self.session.article, self.session.known_analysis(), self.indirect_shown, self.advice

    # ------------------------------------------------------------------ in the background

    @work(group="library")
    async def enter_library(self) -> None:
        """Find the article's notes, place them, and remember that it was opened."""
        self.status.work("library", "opening the library …")
        report = await self.saved(self.session.enter, said="")
        self.status.work("library")
        if self.session.article_id != self.session.article.text_id:
            self._adopt_state()
        if report is not None and (report.changed or report.orphaned):
            self.status.say(f"notes: {report}")
        elif self.session.remark:
            self.status.say(self.session.remark)
        elif self.state.drafts:
            self.status.say("a draft is kept: it is at the top of the Notes")
        self.show_notes()
        if self.session.corrections:
            self.show_analysis()
        if self.complaint:
            self.status.complain(self.complaint)

    @work(group="analysis", exclusive=True)
    async def analyse(self) -> None:
        """Find the names and quotes by rules, then by the best engine there is; each in a process of its own."""
        from reader.analysis.engine import install_hint
        from reader.tui.analysis_client import run_analysis

        session = self.session
        doing = "finding names and quotes …"

        def told(done: float) -> None:
            self.status.work("analysis", f"{doing} {done:.0%}".replace("%", " %"))

        async def found(made: "Analysis", whole: bool) -> None:
            await asyncio.to_thread(session.take_analysis if whole else session.take_part, made)
            await show(whole)

        async def show(whole: bool) -> None:
            nonlocal doing
            if whole:
                doing = "refining names …" if await asyncio.to_thread(session.can_refine) else ""
            await self._furnished.wait()
            self.status.work("analysis", doing)
            await self.show_found()

        self.status.work("analysis", doing)
        try:
            if await asyncio.to_thread(session.known_analysis) is None:
                learning = asyncio.to_thread(install_hint)
                _, self.advice = await asyncio.gather(run_analysis(session.article, "rules", told, found), learning)
            else:
                self.advice = await asyncio.to_thread(install_hint)
                await show(True)
            if doing:
                await run_analysis(session.article, "spacy", told, found)
        except (ReaderError, OSError) as error:
            await self._furnished.wait()
            session.drop_part()
            self.status.complain(str(error))
            if session.known_analysis() is None:
                self.side.show("names", (), str(error))
                self.side.show("quotes", (), str(error))
            self.status.work("analysis")
            await self.show_found()

    async def saved(self, change: Callable[[], T], said: str = "saved") -> T | None:
        """Run a change of the session in a thread and say when it is durable; None, and a complaint, if it failed."""
        async with self._changes:
            try:
                result = await asyncio.to_thread(self._guarded, change)
            except ReaderError as error:
                self.status.complain(str(error))
                return None
        for notice in self.session.library.take_notices():
            self.status.complain(notice)
        if said:
            self.status.say(said)
            self.status.work("tour")  # whoever has done something of their own needs no offer
        return result

    def _guarded(self, change: Callable[[], T]) -> T:
        """`change` with a library's error as the session's; runs in the thread, where the library is first imported."""

        try:
            result = change()
            self.known_tags = self.session.tags_in_use()
        except LibraryError as error:
            raise SessionError(str(error)) from error
        return result

    def keep_state(self, **changes: object) -> None:
        """Remember the caret and the drafts beside the library; a full disk is said and nothing more."""
        caret = self.article.caret.offset
        self.state = replace(replace(self.state, caret=caret), **changes)  # type: ignore[arg-type]
        self._kept("the place in the text and drafts", lambda: self.session.save_state(self.state))

    def keep_looks(self) -> None:
        """Remember the theme and the width of the text, whatever is read next."""
        looks = Looks(self.app.theme, self.article.view.measure)
        self._kept("theme and width", lambda: self.session.save_looks(looks))

    def _kept(self, what: str, save: Callable[[], None]) -> None:
        try:
            save()
        except OSError as error:
            self.status.complain(f"{what} cannot be kept: {error.strerror}")

    def _adopt_state(self) -> None:
        """Take over what is kept of an article that the library knows by an earlier text."""
        kept = self.session.load_state()
        marks = {mark.letter: mark for mark in (*kept.marks, *self.state.marks)}
        self.state = replace(kept, drafts=(*kept.drafts, *self.state.drafts), marks=tuple(marks.values()))
        if self.article.caret.offset == 0:
            self.article.go(kept.caret)
