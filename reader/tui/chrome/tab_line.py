"""The tabs of the side pane with their counts: in the upper edge of its frame, or a row above the list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from textual import events
from textual.message import Message

from reader.tui.chrome.title_line import TitleLine
from reader.tui.widgets.tab_rows import Tab

TABS: dict[Tab, str] = {"names": "Names", "quotes": "Quotes", "notes": "Notes", "outline": "Outline"}


class TabLine(TitleLine):
    """The tabs; the open one stands out, more so while the pane has the keys."""

    @dataclass
    class Picked(Message):
        """A tab was clicked."""

        tab: Tab

    def __init__(self) -> None:
        super().__init__("tabs")
        self._tab: Tab = "names"
        self._counts: Mapping[Tab, int] = {}
        self._edges: list[tuple[int, Tab]] = []
        """The cell after each tab."""

    def show_tabs(self, tab: Tab, counts: Mapping[Tab, int]) -> None:
        """Show `tab` as the open one, and how many rows each has."""
        if (tab, counts) != (self._tab, self._counts):
            self._tab, self._counts = tab, dict(counts)
            self.repaint()

    def fitting(self, room: int) -> tuple[tuple[str, bool], ...]:
        *forms, narrowest = tab_labels(self._tab, self._counts)
        labels = next((labels for labels in forms if sum(map(len, labels)) <= room), narrowest)
        ends = accumulate(map(len, labels), initial=(self.size.width - room) // 2)
        self._edges = [*zip([*ends][1:], TABS, strict=True)]
        return tuple((words, name == self._tab) for name, words in zip(TABS, labels, strict=True))

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
