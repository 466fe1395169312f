"""Search, the mentions of a name, and what is under the caret.

A *trail* is what `next-hit` and `previous-hit` step through: the hits of the last search or the mentions of the name
chosen last.
"""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reader.config import with_keys
from reader.text.span import Span
from reader.tui.command_router import Handlers, Mode, always
from reader.tui.controllers import Controller, View, background

if TYPE_CHECKING:
    from textual.widgets import Input

    from reader.analysis import Entity, Quote
    from reader.text.normalize import Folded
    from reader.tui.locations import Sought

AS_YOU_TYPE = 400_000
"""The longest text, in characters, that is searched at each key; a longer one is searched at Enter."""

SEARCH = "search"

UNLIT: dict[str, tuple[Span, ...]] = {"hit": (), "chosen": (), "current": (), "speaker": ()}
"""The layers of a trail, empty."""


@dataclass(frozen=True)
class Trail:
    """Places to step through."""

    label: str
    spans: Sequence[Span] = ()
    of_name: bool = False
    """True if they are the mentions of a name, which a new analysis may change."""

    def next(self, offset: int, way: int) -> int | None:
        """Return the index of the next span after (`way` 1) or before (-1) `offset`, wrapping; None without spans."""
        if not self.spans:
            return None
        bisect = bisect_right if way > 0 else bisect_left
        index = bisect(self.spans, offset, key=lambda span: span.start)
        return (index if way > 0 else index - 1) % len(self.spans)


def trail_of(entity: "Entity") -> Trail:
    return Trail(entity.name, entity.mentions, of_name=True)


def is_match(text: str, span: Span, *, prefix: bool) -> bool:
    """Return whether `span` consists of whole words, as the index counts them; the last may be a `prefix` of one."""
    start, end = text[span.start - 1 : span.start], text[span.end : span.end + 1]
    return not joins(start, text[span.start]) and (prefix or not joins(text[span.end - 1], end))


def joins(one: str, other: str) -> bool:
    """Return whether two neighbours belong to one word: not in scripts without case, many of which have no spaces."""
    return all(sign.isdigit() or sign.lower() != sign.upper() for sign in (one, other))


class FindController(Controller):
    def __init__(self, view: View) -> None:
        super().__init__(view)
        self.trail = Trail("")
        leave: Handlers = {"step-back": (self.leave_search, always)}
        self._mode = Mode("searching", leave, lambda: getattr(self.panes.screen.focused, "id", None) == SEARCH)
        """While the search line is on the screen."""
        self._folded: tuple[str, Folded] | None = None
        """The text that was searched last, and folded."""
        self._highlight_pending = False

    def commands(self) -> Handlers:
        def has_trail() -> bool:
            return bool(self.trail.spans)

        return {
            "search": (self._search, always),
            "next-hit": (partial(self._go_on, 1), has_trail),
            "previous-hit": (partial(self._go_on, -1), has_trail),
        }

    async def _search(self) -> None:
        from textual.widgets import Input

        screen = self.panes.screen
        if not screen.query(f"#{SEARCH}"):
            line = Input(id=SEARCH, placeholder="Search — Enter: first hit · Esc: cancel", compact=True)
            await screen.mount(line)
            self.view.router.enter(self._mode)
        screen.query_one(f"#{SEARCH}").focus()

    def leave_search(self) -> None:
        self.panes.screen.query(f"#{SEARCH}").remove()
        self.view.router.leave(self._mode)
        self.article.focus()

    def _put_away(self, line: "Input") -> None:
        """Close the search line unless it has been opened again."""
        if line.is_attached and self.panes.screen.focused is not line:
            line.remove()
            self.view.router.leave(self._mode)

    def input_changed(self, event: "Input.Changed") -> None:
        """Highlight the hits of what is typed, once for all keys of a frame."""
        if event.input.id == SEARCH and len(self.session.article.text) <= AS_YOU_TYPE and not self._highlight_pending:
            self._highlight_pending = True
            self.panes.screen.call_after_refresh(self._highlight_typed, event.input)

    def _highlight_typed(self, line: "Input") -> None:
        """Highlight the hits of what has been typed so far, unless Enter was pressed since."""
        self._highlight_pending = False
        if line.has_focus:
            self.article.show_layers({"hit": self.hits(line.value), "current": ()})

    def input_submitted(self, event: "Input.Submitted") -> None:
        if event.input.id != SEARCH:
            return
        self.panes.screen.set_focus(self.article)
        self.panes.screen.call_after_refresh(self._put_away, event.input)
        words = event.value.strip()
        if not words:
            self.clear_trail()
            return
        self.follow_trail(Trail(f"/{words}", self.hits(words)), "hit")
        if not self.trail.spans:
            self.status.say(f"“{words}” is not in the article")

    def hits(self, words: str) -> tuple[Span, ...]:
        """Return the spans of `words` in the shown text, across line breaks and with any kind of quotation marks."""
        from reader.text.normalize import find_folded

        found = find_folded(words, self._fold())
        folded_away = [block.span for block in self.session.article.blocks if block.role == "repeat"]
        return tuple(span for span in found if not any(hidden.overlaps(span) for hidden in folded_away))

    def _fold(self) -> "Folded":
        from reader.text.normalize import fold

        text = self.session.article.text
        if self._folded is None or self._folded[0] is not text:
            self._folded = text, fold(text)
        return self._folded[1]

    @background("folding")
    async def prepare(self) -> None:
        """Fold the text before it is searched: that of a book takes a sixth of a second."""
        await asyncio.to_thread(self._fold)

    def arrive(self, at: Span | None, sought: "Sought | None") -> None:
        """Light what led to the place `at` from another screen, to be stepped through from there."""
        if sought is None:
            return
        text, known = self.session.article.text, sought.sha256 == self.session.article.sha256
        spans = set(sought.spans if known else ())
        for term in sought.terms:
            spans.update(span for span in self.hits(term.text) if is_match(text, span, prefix=term.begun))
        if at and not any(at.holds(span) for span in spans):
            spans.add(at)
        trail = Trail(sought.label, tuple(sorted(spans)), sought.of_name)
        index = next((i for i, span in enumerate(trail.spans) if at and at.holds(span)), 0)
        if trail.spans:
            self.trail = trail
            self.article.show_layers({**UNLIT, "chosen" if trail.of_name else "hit": trail.spans})
            self._to(index, jump=False)

    def follow_trail(self, trail: Trail, layer: str, index: int | None = None) -> None:
        """Highlight the spans of a trail and go to the one at `index`, by default the first from the caret on."""
        self.trail = trail
        self.article.show_layers({**UNLIT, layer: trail.spans})
        self._to(trail.next(self.article.caret.offset - 1, 1) if index is None else index)

    def choose_name(self, entity: "Entity", again: bool) -> None:
        """Step through the mentions of a name, from the first one on; `again`: go to the next one."""
        trail = trail_of(entity)
        if again and self.trail == trail:
            self._go_on(1)
        else:
            self.follow_trail(trail, "chosen", 0 if trail.spans else None)

    def choose_quote(self, quote: "Quote") -> None:
        """Highlight a quote, and mark all quotes of its speaker that are shown in the scroll bar."""
        indirect = self.article.painter.layers.get("indirect")
        analysis, speaker = self.findings, quote.speaker and quote.speaker.name
        quotes = (*analysis.quotes, *(analysis.indirect if indirect and indirect.spans else ())) if analysis else ()
        same = [other.span for other in quotes if speaker and other.speaker and other.speaker.name == speaker]
        self.article.show_layers({"chosen": (quote.span,), "speaker": same})

    def renew_trail(self) -> None:
        """Update the trail of the chosen name after a correction; clear it if the name was dismissed."""
        trail, analysis = self.trail, self.findings
        if not trail.spans or not trail.of_name or analysis is None:
            return
        entity = next((entity for entity in analysis.entities if trail.spans[0] in entity.mentions), None)
        if entity is None:
            self.clear_trail()
        elif (entity.name, entity.mentions) != (trail.label, trail.spans):
            self.trail = trail_of(entity)
            self.article.show_layers({"chosen": entity.mentions})

    def clear_trail(self) -> None:
        self.trail = Trail("")
        self.article.show_layers(UNLIT)

    def _to(self, index: int | None, *, jump: bool = True) -> None:
        if index is not None:
            span = self.trail.spans[index]
            self.article.show_layers({"current": (span,)})
            self.article.go(span.start, jump=jump, keep_row=not jump)
            self.status.say(f"{self.trail.label}  {index + 1}/{len(self.trail.spans)}")

    def _go_on(self, way: int) -> None:
        if self.trail.spans:
            self._to(self.trail.next(self.article.caret.offset, way))
        else:
            self.status.say(with_keys("nothing to step through: search with {search} or choose a name"))

    def show_under_caret(self) -> bool:
        """Show the name or quote under the caret in the side pane; return whether there was one."""
        from reader.analysis.queries import entity_at
        from reader.tui.widgets.rows import NameRow

        analysis, at = self.findings, self.article.caret.offset
        if analysis is None:
            return False
        if (entity := entity_at(analysis, at)) is not None:
            self.panes.side.open("names")
            self.panes.side.list.select_row(NameRow(entity))
            here = next(i for i, span in enumerate(entity.mentions) if at in span)
            self.follow_trail(trail_of(entity), "chosen", here)
            return True
        if any(at in quote.span for quote in analysis.quotes):
            self.panes.side.open("quotes")
            return True
        return False
