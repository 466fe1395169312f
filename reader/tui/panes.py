"""The panes of the reading screen: where they lie, which of them are shown, and which has the keys.

The places come from `reader.view.arrangement`, whenever Textual lays the screen out; what is behind the panes is
painted by the screen (`reader.tui.chrome.backdrop`).
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from reader.config import NARROWEST, WIDEST
from reader.config.contexts import SIDE_TABS
from reader.document.article import Article
from reader.tui.chrome.backdrop import HeadLine, PaneLayout
from reader.tui.chrome.footer import Footer
from reader.tui.chrome.scene import Scene, article_scene, footer_place, place_words
from reader.tui.command_router import Handlers, always
from reader.tui.widgets.article_pane import ArticlePane
from reader.view.arrangement import BESIDE, LEAST_PASSAGE_ROWS, WIDE_FROM, Wishes, arrange
from reader.view.progress import ReadingProgress, word_count

if TYPE_CHECKING:
    from reader.annotations.notes import Note
    from reader.annotations.proposals import Proposal
    from reader.tui.chrome.margin import Margin
    from reader.tui.chrome.margin_entries import MarginEntry
    from reader.tui.chrome.passage_box import Passage, PassageBox
    from reader.tui.widgets.rows import ListRow
    from reader.tui.widgets.side_pane import SidePane

LONGEST_PAINT = 0.1  # seconds after which what waits for the side pane begins at the latest


class Panes:
    def __init__(self, screen: Screen[None], article: ArticlePane, footer: Footer, measure: int | None) -> None:
        """`measure` is the number of columns that the user chose for the text."""
        self.screen = screen
        self.article = article
        self.status = footer
        self.wishes = Wishes(measure=measure)
        self.arrangement = arrange(0, 0, self.wishes)
        self.layout = PaneLayout(self.places)
        self._above = 0
        """Rows of the screen that lie above the panes."""
        self._lit = "article"
        self._page_head, self._side_head, self._margin_head = map(HeadLine, ("page-head", "side-head", "margin-head"))
        self.margin_title = ""
        """What the margin shows, in words."""
        self.remark = ""
        """What is worth knowing of the whole text."""
        self._progress = ReadingProgress(article.article)
        self._side_painted = asyncio.Event()
        self._is_over_margin = False
        """Whether the lists were opened in the place of the margin, to go back to."""
        self.visit_entry: Callable[[MarginEntry], object] = lambda _: None
        """Moves the caret to an entry of the margin."""
        self.choose_entry: Callable[[MarginEntry], object] = lambda _: None
        """Does what Enter does at it."""
        self._authored = False
        """Whether notes are by several, so that their authors are told."""
        self._not_beside: frozenset[str] = frozenset()

    @cached_property
    def side(self) -> "SidePane":
        """The pane beside the article, imported after the first paint."""
        from reader.tui.widgets.side_pane import SidePane

        return SidePane()

    @cached_property
    def margin(self) -> "Margin":
        """What stands beside the lines, imported after the first paint."""
        from reader.tui.chrome.margin import Margin

        article = self.article
        visit, choose = self.visit_entry, self.choose_entry
        return Margin(article.view, lambda: article.caret.offset, visit, choose, article.scroll_by_wheel)

    @cached_property
    def passage(self) -> "PassageBox":
        """A passage of a source below the text, mounted when there is one to show."""
        from reader.tui.chrome.passage_box import PassageBox

        return PassageBox("passage")

    def compose(self) -> Iterator[Widget]:
        yield from (self.article, self._page_head, self._side_head, self._margin_head, self.status)

    async def mount_side(self) -> None:
        added = self.side, self.side.tabs, self.margin
        self._adapt()  # before they are mounted: a change of classes would apply all their styles again
        with self.screen.app.batch_update():
            await self.screen.mount(*added, after=self.article)
        self.margin.hide(self._not_beside)
        self.screen.call_after_refresh(self._side_painted.set)

    async def until_side_is_painted(self) -> None:
        """Wait for the first paint of the side pane, but not for long: something else may lie over it."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._side_painted.wait(), LONGEST_PAINT)

    def places(self, size: Size) -> dict[str, object]:
        """Return the places of the widgets by name, on a screen or what is left of it."""
        plan = arrange(*size, self.wishes)
        return plan._asdict() | ({} if plan.side_foot else {"side_head": None, "side_foot": plan.side_head})

    def adopt(self, size: Size, above: int) -> None:
        """Adapt to the size of the screen, of which `above` rows at its top belong to something else."""
        before, was_above = self.arrangement, self._above
        plan = self.arrangement = arrange(size.width, size.height - above, self.wishes)
        self._above = above
        if plan.width != before.width and "passage" in self.__dict__:
            self.screen.call_later(self._fit_passage)
        if plan.margin is None and self.in_margin:
            self.screen.call_later(self.article.focus)
        if plan != before and size == (before.width, before.height + was_above):
            self.screen.refresh()  # its rules lie elsewhere; in another size all of it is painted anyway
        view = self.article.view
        if (view.measure, view.reserved) != (plan.columns, plan.reserved):
            view.measure, view.reserved = plan.columns, plan.reserved
            self.article.refresh()
        self._adapt()
        self.show_place()

    def _wish(self, **wishes: object) -> None:
        self.wishes = self.wishes._replace(**wishes)  # type: ignore[arg-type]
        self.article.refresh(layout=True)

    def widen(self, columns: int) -> int:
        """Make the text wider by `columns`, or for 0 as wide as suits the terminal; return its new width."""
        chosen = max(NARROWEST, min(self.arrangement.columns + columns, WIDEST)) if columns else None
        self._wish(measure=chosen)
        self.screen.call_after_refresh(self.article.reveal_caret)
        return arrange(self.arrangement.width, self.arrangement.height, self.wishes).columns

    def scene(self) -> Scene:
        return article_scene(self.arrangement, self._lit, self._above)

    def show_focus(self) -> None:
        """Light the head of the pane that has the keys; none while a dialog has them."""
        lit = self.part if self.screen.is_active else ""
        if lit == self._lit:
            return
        self._lit = lit
        self._adapt()
        if lit and self.wishes.turned != self.in_side:
            self._wish(turned=self.in_side)
        self.screen.refresh()

    def _adapt(self) -> None:
        for part, head in (("article", self._page_head), ("margin", self._margin_head), ("side", self._side_head)):
            head.light(self._lit == part)
        if "side" in self.__dict__:
            self.side.tabs.light(self._lit == "side")

    def show_genre(self, genre: str, margin_title: str, remark: str) -> None:
        """Tell the genre, what the margin shows, and in the footer what is worth knowing of the whole text."""
        self.margin_title, self.remark = margin_title, remark
        if genre != self._progress.genre:
            self._progress.genre = genre
            self.screen.refresh()
        self.show_place()

    def show_notes(self, notes: "Sequence[Note]", proposals: "Sequence[Proposal]") -> None:
        """Show notes as cards, with their authors if these are several, and what is proposed."""
        from reader.annotations.notes import are_by_several
        from reader.tui.chrome.margin_entries import cards_of

        self._authored = are_by_several(notes)
        self.margin.show("notes", cards_of(notes, proposals, self._authored))

    def show_passage(self, passage: "Passage | None") -> None:
        """Show the passage of a source below the text, in as many rows as it takes; None for nothing."""
        if "passage" not in self.__dict__:
            if passage is None:
                return
            self.screen.mount(self.passage, after=self.margin)
        self.passage.show(passage)
        self._fit_passage()

    def _fit_passage(self) -> None:
        """Give the passage the rows that it takes in this width."""
        plan = arrange(
            self.arrangement.width, self.arrangement.height, self.wishes._replace(passage=LEAST_PASSAGE_ROWS)
        )
        rows = self.passage.rows_for(plan.passage.width) if plan.passage is not None else 0
        if rows != self.wishes.passage:
            self._wish(passage=rows)
            self.screen.call_after_refresh(self.article.reveal_caret)

    @property
    def shows_what_is_written(self) -> bool:
        """True if all that would put a quotation right is shown below the text."""
        return self.arrangement.passage is not None and self.passage.is_whole

    def hide_beside(self, kinds: frozenset[str]) -> None:
        """Leave out these kinds of entries of the margin."""
        self._not_beside = kinds
        if self.side_mounted:
            self.margin.hide(kinds)

    def text_changed(self, article: Article) -> None:
        self._progress = ReadingProgress(article)
        self.screen.refresh()
        self.show_place()

    def show_place(self) -> None:
        """Show the place in the text, and that of the cursor in the side pane: in the heads, else in the footer."""
        plan, caret = self.arrangement, self.article.caret.offset
        start, end = self.article.view.visible_range() if self.article.placed else (caret, caret)
        shown = caret if start <= caret <= end else start  # a list may show another place than that of the caret
        place = footer_place(plan, self._progress, shown)
        self.status.show_place(place, self._note_here(caret), "" if self.paged else self.remark)
        if plan.page_head is not None:
            title, remarks = place_words(self._progress, shown)
            self._page_head.show(title, *remarks)
        if plan.margin is not None and self.side_mounted:
            if self.margin.follow():
                self.margin.refresh()
            title = "Is it so?" if self.margin.is_about_checks else self.margin_title
            self._margin_head.show(title, self.margin.remark)
        self.show_position()

    def _note_here(self, caret: int) -> str:
        """Return the first line of the note at the caret, unless the margin or the list shows it."""
        if not self.side_mounted or self.arrangement.margin is not None:
            return ""
        if self.side.tab == "notes" and self.arrangement.side is not None:
            return ""
        note = self.side.note_at(caret)
        if note is None or not (lines := note.text.strip().splitlines()):
            return ""
        author = f"{note.author.signature}: " if self._authored and note.author.name else ""
        return f"● {author}{' '.join(lines[0].split())}"

    def show_position(self) -> None:
        if self.arrangement.side_foot is not None and self.side_mounted:
            self._side_head.show(*self.side.head)

    def selected_words(self) -> str:
        """Return how many words are selected, if they have the keys."""
        span = self.article.selection if self.place == "selection" else None
        return "" if span is None else word_count(span.of(self.article.article.text))

    def commands(self) -> Handlers:
        return {
            "filter": (self.filter_side, always),
            "next-pane": (partial(self.focus_next, 1), always),
            "previous-pane": (partial(self.focus_next, -1), always),
            **{tab.id: (partial(self.show_tab, tab.id), always) for tab in SIDE_TABS},
            "side-pane": (lambda: self.show_side(not self.side_shown), always),
        }

    @property
    def paged(self) -> bool:
        return self.arrangement.form == "paged"

    @property
    def side_mounted(self) -> bool:
        """True once the side pane is there, after the first paint; it is not imported for this question."""
        return "side" in self.__dict__ and self.side.is_mounted

    @property
    def has_row(self) -> bool:
        """True unless the keys go to a list in the side pane that has no entries."""
        return not self.in_side or ((row := self.side.list.row) is not None and row.selectable)

    @property
    def side_shown(self) -> bool:
        return self.wishes.turned if self.paged else self.arrangement.side is not None

    def show_side(self, shown: bool = True) -> None:
        """Show or hide the side pane; where there is room for one pane only, it has the focus while it is shown."""
        if not shown:
            self.article.focus()
        elif self.paged:
            self.side.list.focus()
        if not self.paged and shown != self.side_shown:
            self._is_over_margin = shown and self.wishes.beside == "margin"
            self._wish(beside="side pane" if shown else "nothing")

    def leave_side(self) -> None:
        """Go back to the text, and show the margin again if the lists were opened over it."""
        self.article.focus()
        self.go_home()
        if self._is_over_margin:
            self.show_beside("margin")

    @property
    def is_at_home(self) -> bool:
        """True if a wide terminal shows the dossier, which is not covered unless that is asked for."""
        return self.arrangement.width >= WIDE_FROM and self.side.tab == self.side.home == "dossier"

    def go_home(self) -> None:
        """Show the list that the side pane of a wide terminal has while nothing else was asked for."""
        if self.arrangement.width >= WIDE_FROM and self.side_mounted:
            self.side.go_home()
            self.show_position()

    @property
    def next_beside(self) -> str:
        names = [name for name in BESIDE if self.arrangement.width < WIDE_FROM or name != "margin"]
        return names[(names.index(self.wishes.beside) + 1) % len(names)] if self.wishes.beside in names else "nothing"

    def show_beside(self, beside: str) -> None:
        self._is_over_margin = False
        keeps_side = beside == "side pane" or (beside == "margin" and self.arrangement.width >= WIDE_FROM)
        if (self.in_side and not keeps_side) or (self.in_margin and beside != "margin"):
            self.article.focus()
        if beside != self.wishes.beside:
            self._wish(beside=beside)

    def uncover_text(self) -> None:
        if self.paged:
            self.show_side(False)

    def show_tab(self, tab: str) -> None:
        self.show_side()
        self.side.open(tab)
        self.side.list.focus()

    def filter_side(self) -> None:
        self.show_side()
        self.side.filter()

    def focus_next(self, way: int) -> None:
        """Give the keys to the next part that is shown, of page, margin and side pane; show this if no other is."""
        enter: dict[str, Callable[[], object]] = {"article": self.article.focus}
        if self.arrangement.margin is not None and self.margin.has_entries:
            enter["margin"] = self.margin.enter
        if self.side_shown or self.paged or not enter.keys() - {"article"}:
            enter["side"] = self._enter_side
        parts = list(enter)
        here = parts.index(self.part) if self.part in enter else 0  # the last entry of the margin may be gone
        enter[parts[(here + way) % len(parts)]]()

    def _enter_side(self) -> None:
        self.show_side()
        self.side.list.focus()

    @property
    def part(self) -> str:
        """The part that has the keys: "article", "margin" or "side"."""
        return "side" if self.in_side else "margin" if self.in_margin else "article"

    @property
    def in_margin(self) -> bool:
        return self.side_mounted and self.margin.has_focus

    @property
    def in_side(self) -> bool:
        return self.side_mounted and self.side.has_focus_within

    @property
    def row(self) -> "ListRow | None":
        """The selected row of the side pane; None while the text has the focus."""
        return self.side.list.row if self.in_side else None

    @property
    def place(self) -> str:
        """The context of `reader.config.contexts`: the open tab if the side pane has the focus, else the text."""
        if self.in_side:
            in_filter = self.side.filtering and self.screen.focused is not self.side.list
            return "filter" if in_filter else self.side.tab
        if self.in_margin:
            return "margin"
        return "selection" if self.article.selection is not None else "text"
