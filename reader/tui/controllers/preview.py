"""The lists and the text move together: the row of the cursor is shown in the text, and keys step from entry to entry.

Moving in a list scrolls the text to the place of the row and lights it; the caret stays. `step-back` returns the text
to where it was, choosing the row goes there. In the margin the caret goes along. Pitfall: a row may be shown while
search hits are lit, which must be lit again afterwards.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from reader.config import with_keys
from reader.config.contexts import SIDE_TABS
from reader.session.state import load_appearance
from reader.text.span import Span
from reader.tui.command_router import Handlers, always
from reader.tui.controllers import Controller, View
from reader.tui.controllers.find import UNLIT, Trail
from reader.tui.widgets.text_layers import NO_SPANS
from reader.view.interval_index import IntervalIndex

if TYPE_CHECKING:
    from reader.analysis import Quote
    from reader.tui.chrome.margin_entries import MarginEntry
    from reader.tui.widgets.rows import ListRow


class PreviewController(Controller):
    def __init__(
        self,
        view: View,
        light_quote: "Callable[[Quote], object]",
        follow_trail: Callable[[Trail, str, int | None], object],
    ) -> None:
        super().__init__(view)
        self._light_quote = light_quote
        self._follow_trail = follow_trail
        self._before: tuple[int, Mapping[str, IntervalIndex]] | None = None
        """The row of the window with the caret, and what was lit, while a row is shown that is not gone to."""

    def commands(self) -> Handlers:
        return {
            "next-entry": (partial(self._step, 1), self._has_entries),
            "previous-entry": (partial(self._step, -1), self._has_entries),
        }

    def side_is_mounted(self) -> None:
        """Move in the list by its keys from now on, in the orders that the user chose before."""
        side, router = self.panes.side, self.view.router
        side.use_orders(load_appearance(self.session.paths.state).orders)
        moves = {name: (partial(self._move, move), able) for name, (move, able) in side.list.commands().items()}
        router.add(moves, lambda: self.panes.in_side)
        router.add(self.panes.margin.commands(), lambda: self.panes.in_margin)
        leaves: Handlers = dict.fromkeys(
            ("step-back", "next-pane", "previous-pane", "side-pane"), (self._return, always)
        )
        router.add(leaves, lambda: self._before is not None and self.panes.in_side and not side.filtering)
        for tab in SIDE_TABS:
            router.add({tab.id: (self._change_order, always)}, partial(self._is_open, tab.id))

    def _is_open(self, tab: str) -> bool:
        return self.panes.in_side and self.panes.side_shown and self.panes.side.tab == tab

    def _move(self, move: Callable[[], object]) -> None:
        before = self.panes.side.list.row
        move()
        if self.panes.side.list.row is not before:
            self.show()

    def show(self) -> None:
        """Scroll the text to the row of the cursor and light its place; the caret stays."""
        row, article = self.panes.side.list.row, self.article
        if row is None or not row.selectable or row.span is None:
            return
        if self._before is None:
            lit = {kind: article.painter.layers.get(kind, NO_SPANS) for kind in UNLIT}
            self._before = article.caret_row, lit
        article.show_layers({**UNLIT, "chosen": row.spans, "current": (row.span,)})
        if article.view.reveal(row.span.start, row=article.view.height // 3):
            article.refresh()
        self.panes.show_place()

    def forget(self) -> None:
        """The caret has moved: the text stays where it is, and what was lit before is lit again."""
        if self._before is not None:
            self.article.show_layers(self._before[1])
            self._before = None

    def _return(self) -> None:
        """Show the text as it was before a row was shown in it, and leave the list."""
        before = self._before
        self.forget()
        if before is not None:
            (row, _), view, caret = before, self.article.view, self.article.caret.offset
            view.reveal(caret, row=row)
            view.scroll_to(view.layout.line_of(caret) - row)
            self.article.refresh()
            self.panes.show_place()
        self.panes.leave_side()

    def _has_entries(self) -> bool:
        return self.panes.side.is_mounted and bool(self.panes.side.counts.get(self.panes.side.tab))

    def _step(self, way: int) -> None:
        """Go to the next entry of the open list, or to the next mention of the name of its cursor."""
        side, caret, from_cursor = self.panes.side, self.article.caret.offset, self.panes.in_side
        if (row := side.list.row) is not None and row.named is not None:
            trail = Trail(row.named.name, row.named.mentions)
            self.forget()
            self._follow_trail(trail, "chosen", trail.next(caret, way))
        elif (found := side.next_entry(caret, way, from_cursor=from_cursor)) is not None:
            self._go_to(found)
        else:
            self.status.say(with_keys("nothing to step through in this list; {names} to {outline} open the others"))
        if from_cursor:
            self.panes.uncover_text()

    def _go_to(self, row: "ListRow") -> None:
        if (span := row.span) is None:
            return
        side = self.panes.side
        side.visit(row)
        self._visit(span, row)
        self.article.go(span.start, jump=True)
        self.status.say(f"{side.place_of(row)}  {row.summary}")

    def visit_entry(self, entry: "MarginEntry") -> None:
        """Move the caret to an entry of the margin."""
        self.article.go(entry.span.start, keep_row=True)
        self._visit(entry.span, entry)

    def _visit(self, span: Span, entry: "ListRow | MarginEntry") -> None:
        """Light the place of an entry, and have keys apply to its note or quote."""
        self.forget()
        self.article.show_layers({**UNLIT, "current": () if entry.quoted else (span,)})
        if entry.quoted is not None:
            self._light_quote(entry.quoted)
        if entry.noted is not None:
            self.targets.visited = entry.noted.id

    def _change_order(self) -> None:
        side = self.panes.side
        if side.next_order():
            self.view.keeper.keep_appearance(orders=side.orders)
            self.status.say(f"{side.tab} {side.order}")
