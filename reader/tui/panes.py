"""The panes of the reading screen: which of them are shown, and which has the focus."""

from collections.abc import Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING

from textual.screen import Screen
from textual.widget import Widget

from reader.tui.commands import Handlers, always
from reader.tui.widgets.article_pane import ArticlePane
from reader.tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from reader.tui.widgets.rows import ListRow
    from reader.tui.widgets.side_pane import SidePane
    from reader.tui.widgets.tab_rows import Tab

NARROW = 90
"""Columns: in a narrower terminal the side pane lies over the text and is shown on demand."""

SLIM = 64
"""Columns: in a narrower terminal the side pane covers all of the text."""


class Placeholder(Widget):
    """An empty space for the side pane, so that the text does not move when it is mounted."""

    def render(self) -> str:
        return ""


class Panes:
    """The panes of one screen."""

    def __init__(self, screen: Screen[None], article: ArticlePane, status: StatusLine) -> None:
        self.screen = screen
        self.article = article
        self.status = status

    @cached_property
    def side(self) -> "SidePane":
        """The pane beside the article, imported after the first paint."""
        from reader.tui.widgets.side_pane import SidePane

        return SidePane()

    def compose(self) -> Iterator[Widget]:
        """Yield the widgets of the first paint."""
        yield self.article
        yield Placeholder(id="room")
        yield self.status

    async def mount_side(self) -> None:
        """Replace the placeholder by the side pane."""
        with self.screen.app.batch_update():
            await self.screen.mount(self.side, after=self.article)
            await self.screen.query_one("#room").remove()
            self.fit()

    def fit(self) -> None:
        """Adapt to the size of the terminal; the side pane never covers the status line."""
        size = self.screen.app.size
        self.screen.set_class(size.width < NARROW, "-narrow")
        self.screen.set_class(size.width < SLIM, "-slim")
        for side in self.screen.query("#side"):
            side.styles.max_height = size.height - 1

    def commands(self) -> Handlers:
        """Return the commands that show or focus a pane."""
        return {
            "filter": (self.filter_side, always),
            "next-pane": (self.focus_next, always),
            "previous-pane": (self.focus_next, always),
            "names": (partial(self.show_tab, "names"), always),
            "quotes": (partial(self.show_tab, "quotes"), always),
            "notes": (partial(self.show_tab, "notes"), always),
            "outline": (partial(self.show_tab, "outline"), always),
            "side-pane": (lambda: self.show_side(not self.side_shown), always),
        }

    @property
    def narrow(self) -> bool:
        """True if the side pane lies over the text."""
        return self.screen.has_class("-narrow")

    @property
    def side_shown(self) -> bool:
        return self.screen.has_class("-open") if self.narrow else not self.screen.has_class("-alone")

    def show_side(self, shown: bool = True) -> None:
        """Show or hide the side pane; hiding it focuses the text."""
        self.screen.set_class(shown, "-open")
        self.screen.set_class(not shown, "-alone")
        if not shown:
            self.article.focus()

    def uncover_text(self) -> None:
        """Hide the side pane if it lies over the text."""
        if self.narrow:
            self.show_side(False)

    def show_tab(self, tab: "Tab") -> None:
        """Show `tab` of the side pane and focus it."""
        self.show_side()
        self.side.open(tab)
        self.side.list.focus()

    def filter_side(self) -> None:
        """Open the filter of the side pane."""
        self.show_side()
        self.side.filter()

    def focus_next(self) -> None:
        """Focus the other pane."""
        if self.in_side:
            self.leave_side()
        else:
            self.show_side()
            self.side.list.focus()

    def leave_side(self) -> None:
        """Focus the text, and uncover it if the side pane lies over it."""
        self.show_side(not self.narrow)
        self.article.focus()

    @property
    def in_side(self) -> bool:
        """True if the side pane has the focus."""
        focused: Widget | None = self.screen.focused
        return focused is not None and self.side in focused.ancestors_with_self

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
        return "selection" if self.article.selection is not None else "text"
