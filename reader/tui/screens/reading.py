"""The reading screen: one article, read and written on, composed of panes, controllers and modes.

Panes and controllers do not know each other: messages of a pane (`Moved`, `Chosen`) and calls of a controller to its
`View`, which is this screen, are passed on here. The first paint shows the article and the footer; the side pane,
the library and the analysis follow. Everything that accesses the disk runs in a thread.
"""

from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual import events, on, work
from textual.app import ComposeResult
from textual.geometry import Size
from textual.layout import DockArrangeResult

from reader.config import user_config
from reader.errors import ReaderError
from reader.session.session import APPROVED, CHANGES_ASKED, PlacementReport, Session
from reader.session.state import ReadingState, load_appearance
from reader.system.paths import STYLES
from reader.text.span import Span
from reader.tui.chrome.footer_plan import AFTER_FIRST_PAINT
from reader.tui.command_router import PANE_COMMANDS, CommandScreen, Handlers, always, bindings_of
from reader.tui.controllers import Changes, Targets
from reader.tui.controllers.analysis import AnalysisController
from reader.tui.controllers.code import CodeController
from reader.tui.controllers.corrections import CorrectionController
from reader.tui.controllers.find import FindController
from reader.tui.controllers.genre import VIEW_OF, GenreController
from reader.tui.controllers.links import LinkController
from reader.tui.controllers.marks import MarkController
from reader.tui.controllers.navigation import NavigationController
from reader.tui.controllers.notes import NoteController
from reader.tui.controllers.output import OutputController
from reader.tui.controllers.own_commands import OwnCommandController
from reader.tui.controllers.preview import PreviewController
from reader.tui.controllers.reading_state import DraftKeeper, StateKeeper
from reader.tui.controllers.review import ReviewController
from reader.tui.controllers.speaker_checks import SpeakerCheckController
from reader.tui.controllers.watchers import FileWatcher, LibraryWatcher
from reader.tui.locations import ArticleLocation, History, OpenArticle, Sought
from reader.tui.panes import Panes
from reader.tui.splash.kept_frame import keep_frame
from reader.tui.themes import read_sheets
from reader.tui.widgets.article_pane import ArticlePane

if TYPE_CHECKING:
    from textual.widgets import Input

    from reader.analysis import Entity, Quote
    from reader.search import Origin
    from reader.tui.chrome.title_line import TabLine
    from reader.tui.controllers.checks import CheckController
    from reader.tui.controllers.dossier_tab import DossierTabController
    from reader.tui.widgets.row_list import RowList
    from reader.tui.widgets.side_pane import SidePane
    from reader.tui.widgets.tab_rows import AnalysisView

NEW_HERE = "new here? :tour takes a minute"  # shown in the footer at the first start; `:` opens the palette
PATIENCE = 0.5  # seconds until the footer says that the library is being opened: mostly the words would only flash up

NOTE_COMMANDS = frozenset(
    "edit edit-outside relink fit tag delete highlight undo redo previous-note next-note check-speakers".split()
)
"""Commands about notes and corrections that exist, which wait for one that is being saved."""

OF_ROWS = frozenset("open annotate copy-quotation filter".split())
"""Commands that the footer names in the side pane only if it lists something."""


class ReadingScreen(CommandScreen):
    BINDINGS = bindings_of("screen")
    SCOPE = "screen"

    def __init__(self, session: Session, at: Span | None = None, sought: "Sought | None" = None) -> None:
        """Show an article at the place `at`, with what was `sought` lit."""
        super().__init__()
        self.session = session
        self._arrival = (at, sought)
        state: ReadingState = session.load_state()
        appearance = load_appearance(session.paths.state)
        self.article = ArticlePane(session.article, at.start if at else state.caret)
        self.panes = Panes(self, self.article, self.status, user_config().width or appearance.width)
        self.pane_layout = self.panes.layout
        self.backdrop.source = self.panes.scene
        self.shows_key_of = lambda command: (
            self.router.enabled(command) and (command not in OF_ROWS or self.panes.has_row)
            if self.panes.side_mounted
            else command not in AFTER_FIRST_PAINT
        )
        self.changes = Changes(lambda: self.session, self.status)
        self.keeper = StateKeeper(lambda: self.session, state, self.panes)
        self.drafts = DraftKeeper(lambda: self.session)
        self.jumps = History[int]()
        self.targets = Targets(self)
        self.find = FindController(self)
        self.genre = GenreController(self)
        self.marks = MarkController(self, appearance)
        self.code = CodeController(self)
        self.links = LinkController(self)
        self.analysis = AnalysisController(self, self._analysis_shown)
        self.analysis_changed = self.analysis.show
        self.notes = NoteController(self)
        self.write = self.notes.write
        self.review = ReviewController(self)
        self.continue_draft = self.notes.continue_draft
        self.review_note = self.review.open
        navigation = NavigationController(self)
        self.open_statement = navigation.open_statement
        self.tell_elsewhere = navigation.tell_elsewhere
        self.output = OutputController(self)
        self.preview = PreviewController(self, self.find.choose_quote, self.find.follow_trail)
        self.panes.visit_entry = self.preview.visit_entry
        self.panes.choose_entry = lambda entry: entry.choose(self)
        self.own_commands = OwnCommandController(self)
        self.file_watcher = FileWatcher(self)
        self.library_watcher = LibraryWatcher(self)
        corrections = CorrectionController(self)
        self.speaker_checks = SpeakerCheckController(self, corrections.attribute)
        self.lead = lambda: self.speaker_checks.lead or self.panes.selected_words()
        for part in (
            *(self.article, self.panes, self.find, self.marks, self.analysis, self.notes, self.review, navigation),
            *(self.output, self.preview, self.genre, corrections, self.speaker_checks, self.own_commands),
        ):
            self.router.add(part.commands())
        self.router.add(self._commands())
        self.command_done = self._command_done

    def _commands(self) -> Handlers:
        return {
            "open": (self._open, always),
            "reload": (self._reload, lambda: self.session.article.source != "-"),
            "whole-page": (partial(self._reload, whole=True), lambda: self.session.is_web_page),
            "wider": (partial(self._widen, 2), always),
            "narrower": (partial(self._widen, -2), always),
            "usual-width": (partial(self._widen, 0), always),
            "step-back": (self.step_back, always),
            "quit": (self.quit, always),
            "approve": (partial(self.quit, APPROVED), lambda: self.session.is_review),
            "ask-for-changes": (partial(self.quit, CHANGES_ASKED), lambda: self.session.is_review),
        }

    @cached_property
    def checks(self) -> "CheckController":
        """The verdicts on the quotations, imported after the first paint."""
        from reader.tui.controllers.checks import CheckController

        return CheckController(self, self._verdicts_shown, self._reload)

    @cached_property
    def dossier(self) -> "DossierTabController":
        """The dossier of the article, imported after the first paint."""
        from reader.tui.controllers.dossier_tab import DossierTabController

        return DossierTabController(self)

    @property
    def side(self) -> "SidePane":
        return self.panes.side

    @property
    def place(self) -> str:
        place = self.router.context or self.panes.place
        if place in ("text", "margin", "notes") and self.targets.has_proposal():
            return "proposal"
        if place in ("text", "margin") and self.panes.side_mounted and self.checks.row is not None:
            return "verdict"
        return "review" if place == "text" and self.session.is_review else place

    @property
    def location(self) -> ArticleLocation:
        from reader.search import Origin  # not before the first paint

        article = self.session.article
        origin = Origin(self.session.article_id, article.title, article.source, "", article.sha256)
        return ArticleLocation(origin, self.article.caret.offset)

    def is_ready_for(self, command: str | None) -> bool:
        """Return whether the text is laid out, and the side pane and the notes are there if the command needs them."""
        if not self.article.placed or (command in NOTE_COMMANDS and self.changes.in_progress):
            return False
        return command in PANE_COMMANDS or self.side.is_mounted

    def keep_state(self) -> None:
        """Save the caret, the drafts and the marks, and the frame in which they are shown next."""
        self.keeper.keep()
        with suppress(OSError):  # the next start is slower
            keep_frame(self.session, *self.app.size)

    def compose(self) -> ComposeResult:
        yield from self.panes.compose()

    def arrange(self, size: Size, optimal: bool = False) -> DockArrangeResult:
        """Arrange the panes, and let them know the size, of which docked widgets may take a part."""
        result = super().arrange(size, optimal)
        docked = (each.region.height for each in result.placements if each.widget.styles.dock == "top")
        self.panes.adopt(size, above=sum(docked))
        return result

    def on_mount(self) -> None:
        self.article.focus()
        self.file_watcher.start()

    @on(events.DescendantFocus)
    @on(events.DescendantBlur)
    @on(events.ScreenSuspend)
    @on(events.ScreenResume)
    def _focus_changed(self) -> None:
        self.panes.show_focus()

    @on(ArticlePane.FirstPainted)
    async def _complete(self) -> None:
        """Add the side pane, and once that is painted, the analysis, the library and the search."""
        read_sheets(self.app.stylesheet, (STYLES / "row_list.tcss", STYLES / "side_pane.tcss"))
        self.app.stylesheet.parse()
        await self.panes.mount_side()
        self.analysis.run()
        self.preview.side_is_mounted()
        if self.session.first_start:
            self.status.work("tour", NEW_HERE)
        self._list_article()
        self.links.side_is_mounted()
        self.analysis.side_is_mounted()
        self._follow(with_keys=False)  # which depend on the analysis, and follow with the notes
        self._enter_library()
        self.find.arrive(*self._arrival)

    def _list_article(self) -> None:
        from reader.tui.widgets.tab_rows import LISTED_FROM_ARTICLE, listing

        for tab, rows in LISTED_FROM_ARTICLE.items():
            self.side.show(tab, listing(tab, rows(self.session.article)))

    @work(group="library")
    async def _enter_library(self) -> None:
        """Load and place the notes of the article, and record that it was opened."""
        await self.panes.until_side_is_painted()
        self.router.add(self.checks.commands())
        self.router.add({"undo": (self.checks.take_back, always)}, self.checks.file_is_last)
        self.router.add(self.dossier.commands())
        self.open_source, self.open_person = self.checks.open_source, self.dossier.open_person
        self.router.add(self.notes.proposal_commands(), self.targets.has_proposal)
        self.checks.side_is_mounted()
        self.find.prepare()
        opening = self.set_timer(PATIENCE, partial(self.status.work, "library", "opening the library …"))
        before = self.session.article.genre
        report = await self.changes.make(self.session.record_opening, said="")
        if self.session.article.genre != before:
            self.genre_changed()
        opening.stop()
        self.status.work("library")
        self.keeper.adopt()
        await self.drafts.load()
        self.notes_changed()
        if self.session.analysis_state.corrections:
            self.analysis_changed()
        if not self.status.complains:  # of the library: nothing else is as important
            self._tell_of_opening(report)
        self.library_watcher.start()
        self.dossier.load()

    def _tell_of_opening(self, report: PlacementReport | None) -> None:
        """Say the most important thing that there is to say of the article, and how many of its quotations changed."""
        if self.complaint:
            self.status.complain(self.complaint)
            return
        displaced = f"notes: {report}" if report is not None and (report["changed"] or report["orphaned"]) else ""
        kept = "draft kept at the top of Notes" if self.drafts.all else ""
        if words := displaced or self.session.opening_remark or kept:
            self.status.say(words)
        self.file_watcher.tell_of_quotations(displaced)

    @on(ArticlePane.Moved)
    def _take_moves(self) -> None:
        for jump_from in self.article.take_moves():
            self.preview.forget()
            if jump_from is not None:
                self.jumps.record(jump_from)
            self._follow()

    def _follow(self, *, with_keys: bool = True) -> None:
        """Show the place of the caret in the side pane, the heads and the footer, in the frame of the key."""
        self.panes.show_place()
        if with_keys:
            self.show_keys()
        if self.side.is_mounted:
            self.side.follow(self.article.caret.offset)
            self.checks.show_passage()
        self.targets.forget_visited()
        self.code.show()

    def _command_done(self) -> None:
        """Show what a command may have changed in the side pane, the footer and the heads."""
        self._take_moves()
        if not self.article.paints_later:  # `_follow` comes with the move
            self.show_keys()
        self.panes.show_position()

    def notes_changed(self) -> None:
        self.notes.show()
        self.panes.show_notes(self.session.notes, self.session.proposals)
        self._follow()

    def _verdicts_shown(self) -> None:
        self._follow()
        if "dossier" in self.side.counts:
            self.dossier.load()

    def genre_changed(self) -> None:
        self.marks.text_changed()
        self.analysis.run()

    def _analysis_shown(self, made: "AnalysisView") -> None:
        self.genre.found(made.genre, made.told)
        genre = VIEW_OF[made.genre.genre]
        for kind, entries in made.beside.items():
            self.panes.margin.show(kind, entries if kind in genre.beside else ())
        self.links.show_beside(genre.beside)
        self.marks.analysis_shown(genre, made.quoted)
        self.checks.show()
        self._follow()
        self.find.renew_trail()
        self.tell_elsewhere()

    def on_input_changed(self, event: "Input.Changed") -> None:
        self.find.input_changed(event)

    def on_input_submitted(self, event: "Input.Submitted") -> None:
        self.find.input_submitted(event)

    def on_tab_line_picked(self, event: "TabLine.Picked") -> None:
        self.side.open(event.tab)
        self._command_done()

    def on_row_list_chosen(self, event: "RowList.Chosen") -> None:
        self.preview.forget()
        self.side.close_filter()
        event.row.choose(self, again=event.again)

    def go_to(self, span: Span, *, into_text: bool, quote: "Quote | None" = None) -> None:
        self.article.clear_selection()
        self.find.clear_trail()
        if quote is not None:
            self.find.choose_quote(quote)
        self.article.go(span.start, jump=True)
        if into_text:
            self.article.focus()
        self.panes.uncover_text()

    def go_to_name(self, entity: "Entity", *, again: bool) -> None:
        self.article.clear_selection()
        self.find.choose_name(entity, again)
        self.panes.uncover_text()

    def open_article(self, origin: "Origin", span: Span | None) -> None:
        self.keeper.keep()
        self.post_message(OpenArticle(origin, span, came_from=self.location))

    def open_entry(self, start: int) -> bool:
        self.article.clear_selection()
        return self.links.open_entry(start)

    @work(group="open")
    async def _open(self) -> None:
        """Choose the row of the side pane, or open the note, link, name or quote at the caret."""
        if self.panes.in_side:
            self.side.list.choose()
        elif self.panes.in_margin and (entry := self.panes.margin.chosen) is not None:
            entry.choose(self)
        elif self.targets.notes:
            self.targets.with_note(self.review.open)
        elif not self.checks.open_at_caret():
            self.open_at(self.article.caret.offset)

    def open_at(self, offset: int) -> None:
        if not (self.links.open_at(offset) or self.find.show_under_caret()):
            self.status.say("nothing to open here: no note, link, name or quote")

    @work(group="library")
    async def _reload(self, whole: bool = False) -> None:
        """Read the article again and place the notes in its new text."""
        fresh = await self.source_progress.run("reload", "reloading …", partial(self.session.fetch, whole=whole))
        if isinstance(fresh, ReaderError):
            self.status.complain(str(fresh))
            return
        self.file_watcher.file_was_read()
        if (fresh.article.text, fresh.article.marks) == (self.session.article.text, self.session.article.marks):
            self.status.say("the article has not changed")
            return
        await self.changes.make(fresh.record_opening, said="", then=lambda _: self._show_text(fresh))

    async def _show_text(self, fresh: Session) -> None:
        """Show another text of the article, and place in it what is open. No change is made in the meantime."""
        placed = await self.drafts.placed(fresh)
        former, selected = self.session, self.article.selection
        self.session = fresh
        self.article.change_text(fresh.article)
        self.panes.text_changed(fresh.article)
        self.drafts.text_changed(placed)
        self.notes.text_changed()
        self.review.text_changed(former.article.text, selected)
        self.find.clear_trail()
        self.marks.text_changed()
        self.speaker_checks.leave()
        self.checks.text_changed()
        self._list_article()
        self.notes_changed()
        self.status.say(fresh.read_again)
        self.file_watcher.tell_of_quotations(fresh.read_again)
        self.analysis.run()

    def _widen(self, columns: int) -> None:
        self.status.say(f"text {self.panes.widen(columns)} columns wide")
        self.keeper.keep_appearance(theme=self.app.theme, width=self.panes.wishes.measure)

    def step_back(self) -> None:
        """Stop a program, close the filter, clear the selection, leave the side pane or clear the hits; never quit."""
        if self.own_commands.stop() or self.side.close_filter() or self.article.clear_selection():
            return
        if self.panes.in_side:
            self.panes.leave_side()
        elif self.panes.in_margin:
            self.article.focus()
        else:
            self.find.clear_trail()
            self.panes.go_home()

    def quit(self, code: int = 0) -> None:
        """End the program, with what was decided in a review; outside of one only its usual end is possible."""
        if code and not self.session.is_review:
            self.status.say("no review: `reader review` asks for a decision")
            return
        self.keep_state()
        self.app.exit(code)
