"""Finding a way through the text: search, the mentions of a name, what is under the caret.

A *trail* is what n and N step through: the hits of the last search or the mentions of the name chosen last.
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from reader.config import with_keys
from reader.document.article import Mark
from reader.text.span import Span
from reader.tui.screens.desk import Desk

if TYPE_CHECKING:
    from textual.widgets import Input

    from reader.analysis import Entity, Quote
    from reader.tui.controllers.analysis import Listing
    from reader.view.find import TextFinder

AS_YOU_TYPE = 400_000
"""Characters up to which hits are lit at each key; a book is searched at Enter, since it takes several key echoes."""

SLICE = 0.004
"""Seconds of folding at a time while nothing else is to be done: no key waits longer."""

PAUSE = 0.004
"""Seconds between two slices, so that keys and paints come first."""

SEARCH = "search"
"""The id of the line in which words to look for are typed."""

UNLIT: dict[str, tuple[Span, ...]] = {"hit": (), "chosen": (), "current": (), "speaker": ()}
"""The layers of a trail with nothing in them."""

SAFE_LINKS = ("http://", "https://", "mailto:")


@dataclass(frozen=True)
class Trail:
    """Places to step through."""

    label: str
    spans: tuple[Span, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.spans]

    def next(self, offset: int, way: int) -> int | None:
        """The index of the next span after (`way` 1) or before (-1) `offset`, around the end; None without spans."""
        if not self.spans:
            return None
        index = bisect_right(self._starts, offset) if way > 0 else bisect_left(self._starts, offset) - 1
        return index % len(self.spans)

    def at(self, index: int) -> str:
        """Which of them it is, in words."""
        return f"{self.label}  {index + 1}/{len(self.spans)}"


class Finding(Desk):
    """Search, trails and what a row or a key leads to."""

    trail = Trail("")
    _searcher: "TextFinder | None" = None
    _to_light = False

    # ------------------------------------------------------------------ search

    async def action_search(self) -> None:
        """Ask for the words to look for, in a line over the status line."""
        from textual.widgets import Input

        if not self.query(f"#{SEARCH}"):
            await self.mount(
                Input(id=SEARCH, placeholder="search: Enter goes to the first hit, Esc leaves", compact=True)
            )
        self.query_one(f"#{SEARCH}").focus()

    def leave_search(self) -> bool:
        """Take the search line away; whether there was one."""
        lines = self.query(f"#{SEARCH}")
        if lines:
            lines.remove()
            self.article.focus()
        return bool(lines)

    def _put_away(self, line: "Input") -> None:
        """Take the search line away, unless it has been asked for again."""
        if line.is_attached and self.focused is not line:
            line.remove()

    def on_input_changed(self, event: "Input.Changed") -> None:
        if event.input.id == SEARCH and len(self.session.article.text) <= AS_YOU_TYPE and not self._to_light:
            self._to_light = True
            self.call_after_refresh(self._light_typed)  # once for all keys of a frame

    def _light_typed(self) -> None:
        """Light what has been typed so far, unless Enter has come since."""
        from textual.widgets import Input

        self._to_light = False
        for line in self.query(f"#{SEARCH}").results(Input):
            if line.has_focus:
                self._light(self.hits(line.value))

    def on_input_submitted(self, event: "Input.Submitted") -> None:
        if event.input.id != SEARCH:
            return
        self.set_focus(self.article)
        self.call_after_refresh(self._put_away, event.input)  # the hit first
        words = event.value.strip()
        if not words:
            self.clear_trail()
            return
        self.follow_trail(Trail(f"/{words}", self.hits(words)), "hit")
        if not self.trail.spans:
            self.status.say(f"“{words}” is not in the article")

    def hits(self, words: str) -> tuple[Span, ...]:
        """Where `words` stand in what is shown of the text, across line breaks and whatever the quotation marks."""
        if not words.strip():
            return ()
        found = self.searcher.find(words)
        folded_away = [block.span for block in self.session.article.blocks if block.role == "repeat"]
        return tuple(span for span in found if not any(hidden.overlaps(span) for hidden in folded_away))

    @property
    def searcher(self) -> "TextFinder":
        """The text of the article as it is searched."""
        from reader.view.find import TextFinder

        if self._searcher is None or self._searcher.text is not self.session.article.text:
            self._searcher = TextFinder(self.session.article.text)
        return self._searcher

    def prepare(self) -> None:
        """Fold the text while no key comes, so that a search finds it done."""
        if self.article.idle:
            self.searcher.fold_for(SLICE)
        if not self.searcher.complete:
            self.set_timer(PAUSE, self.prepare)

    def _light(self, spans: tuple[Span, ...]) -> None:
        self.article.show_layers({"hit": spans, "current": ()})

    @property
    def place(self) -> str:
        return "searching" if self.focused is not None and self.focused.id == SEARCH else super().place

    # ------------------------------------------------------------------ trails

    def follow_trail(self, trail: Trail, layer: str, index: int | None = None) -> None:
        """Light the places of a trail and go to the one at `index`, or to the first from the caret on."""
        self.trail = trail
        self.article.show_layers({**UNLIT, layer: trail.spans})
        self._to(trail.next(self.article.caret.offset - 1, 1) if index is None else index)

    def choose_name(self, entity: "Entity", again: bool) -> None:
        """Step through the mentions of a name, from the first one on."""
        trail = Trail(entity.name, entity.mentions)
        if again and self.trail == trail:
            self.action_next_hit(1)
        else:
            self.follow_trail(trail, "chosen", 0 if trail.spans else None)

    def choose_quote(self, quote: "Quote") -> None:
        """Light a quote, and have all quotes of its speaker marked in the scroll bar."""
        analysis, speaker = self.session.known_analysis(), quote.speaker and quote.speaker.name
        told = (*analysis.quotes, *(analysis.indirect if self.indirect_shown else ())) if analysis else ()
        same = [other.span for other in told if speaker and other.speaker and other.speaker.name == speaker]
        self.article.show_layers({"chosen": (quote.span,), "speaker": same})

    def show_analysis(self, made: "Listing | None" = None) -> None:
        super().show_analysis(made)
        self._renew_trail()

    def _renew_trail(self) -> None:
        """Step through what the chosen name is now, if it was corrected; through nothing if it is no name any more."""
        trail, analysis = self.trail, self.session.known_analysis()
        if not trail.spans or trail.label.startswith("/") or analysis is None:
            return
        entity = next((entity for entity in analysis.entities if trail.spans[0] in entity.mentions), None)
        if entity is None:
            self.clear_trail()
        elif (entity.name, entity.mentions) != (trail.label, trail.spans):
            self.trail = Trail(entity.name, entity.mentions)
            self.article.show_layers({"chosen": entity.mentions})

    def clear_trail(self) -> bool:
        """Light no places; whether any were lit."""
        had = bool(self.trail.spans)
        self.trail = Trail("")
        self.article.show_layers(UNLIT)
        return had

    def _to(self, index: int | None) -> None:
        if index is not None:
            span = self.trail.spans[index]
            self.article.show_layers({"current": (span,)})
            self.jump(span.start)
            self.status.say(self.trail.at(index))

    def action_next_hit(self, way: int) -> None:
        if self.trail.spans:
            self._to(self.trail.next(self.article.caret.offset, way))
        else:
            self.status.say(with_keys("nothing to step through: search with {search} or choose a name"))

    async def action_filter(self) -> None:
        self.show_side()
        self.side.filter()

    # ------------------------------------------------------------------ what is under the caret

    def link_at(self, offset: int) -> Mark | None:
        """The link under `offset` that may be opened."""
        marks = self.session.article.marks
        return next(
            (m for m in marks if m.kind == "link" and offset in m.span and m.href.lower().startswith(SAFE_LINKS)), None
        )

    def show_under_caret(self) -> bool:
        """Open what is under the caret in the side pane; whether there was anything."""
        from reader.analysis.queries import entity_at
        from reader.tui.widgets.rows import NameRow

        analysis, at = self.session.known_analysis(), self.article.caret.offset
        if analysis is None:
            return False
        if (entity := entity_at(analysis, at)) is not None:
            self.side.open("names")
            self.side.list.select_row(NameRow(entity))
            here = next(i for i, span in enumerate(entity.mentions) if at in span)
            self.follow_trail(Trail(entity.name, entity.mentions), "chosen", here)
            return True
        if any(at in quote.span for quote in analysis.quotes):
            self.side.open("quotes")
            return True
        return False
