"""The tabs of the side pane with their counts: in the upper edge of its frame, or a row above the list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message

from reader.tui.widgets.frames import lines_of
from reader.tui.widgets.strip_line import StripLine
from reader.tui.widgets.tab_rows import Tab

TABS: dict[Tab, str] = {"names": "Names", "quotes": "Quotes", "notes": "Notes", "outline": "Outline"}


class TabLine(StripLine):
    """The tabs; the open one stands out, more so while the pane has the keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"tabs--{kind}" for kind in ("open", "lit-open", "closed", "lit", "quiet", "bar")
    }

    @dataclass
    class Picked(Message):
        """A tab was clicked."""

        tab: Tab

    def __init__(self) -> None:
        super().__init__("tabs")
        self._tab: Tab = "names"
        self._counts: Mapping[Tab, int] = {}
        self._look = (False, False)
        self._edges: list[tuple[int, Tab]] = []
        """The cell after each tab."""

    def show(self, tab: Tab, counts: Mapping[Tab, int]) -> None:
        """Show `tab` as the open one, and how many rows each has."""
        if (tab, counts) != (self._tab, self._counts):
            self._tab, self._counts = tab, dict(counts)
            self.repaint()

    def adapt(self, framed: bool, lit: bool) -> None:
        """Be the upper edge of a frame or a row of titles, of the pane that has the keys or of another."""
        if self._look != (framed, lit):
            self._look = (framed, lit)
            self.repaint()

    def segments(self, width: int) -> Iterator[Segment]:
        framed, lit = self._look
        room = max(0, width - 2) if framed else width
        *forms, narrowest = tab_labels(self._tab, self._counts)
        labels = next((labels for labels in forms if sum(map(len, labels)) <= room), narrowest)
        rule = lines_of(lit, self.app.no_color).edge(at_top=True)[1]
        ground = self.style_of("tabs--lit" if lit else "tabs--quiet") if framed else self.style_of("tabs--bar")
        self._edges, used = [], 0
        if framed:
            yield Segment(rule, ground)
            used = 1
        for name, words in zip(TABS, labels, strict=True):
            kind = ("tabs--lit-open" if lit else "tabs--open") if name == self._tab else "tabs--closed"
            yield Segment(words, self.style_of(kind) if framed else self.style_of("tabs--bar", kind))
            used += len(words)
            self._edges.append((used, name))
        yield Segment((rule if framed else " ") * max(0, width - used), ground)

    def on_click(self, event: events.Click) -> None:
        for edge, tab in self._edges:
            if event.x < edge:
                self.post_message(self.Picked(tab))
                return


def tab_labels(tab: Tab, counts: Mapping[Tab, int]) -> Iterator[list[str]]:
    """Yield the labels of all tabs while `tab` is open, the longest form first."""
    numbered = list(enumerate(TABS.items(), 1))
    titles = {name: f"{title} {counts[name]}" if counts.get(name) else title for name, title in TABS.items()}
    yield [f" {n} {titles[name]} " for n, (name, _) in numbered]
    yield [f" {titles[name]} " for name in TABS]
    yield [f" {titles[name] if name == tab else title} " for name, title in TABS.items()]
    yield [f" {title} " for title in TABS.values()]
    yield [f" {n} {title} " if name == tab else f" {n} " for n, (name, title) in numbered]
    yield [f" {n} " for n, _ in numbered]
    yield [f"{n}" for n, _ in numbered]
