"""The tabs of the side pane with their counts: in the upper edge of its frame, or a row above the list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message

from reader.config.contexts import SIDE_TABS, TABS
from reader.tui.chrome.strip_line import StripLine
from reader.tui.chrome.title_line import TITLE_STYLES, Label, lead_of, title_segments


class TabLine(StripLine):
    """The tabs; the open one stands out, more so while the pane has the keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*TITLE_STYLES}

    @dataclass
    class Picked(Message):
        """A tab was clicked."""

        tab: str

    def __init__(self) -> None:
        super().__init__("tabs")
        self._tab = SIDE_TABS[0].id
        self._counts: Mapping[str, int] = {tab.id: 0 for tab in SIDE_TABS if not tab.on_request}
        self._edges: list[tuple[int, str]] = []
        """The cell after each tab."""

    def show_tabs(self, tab: str, counts: Mapping[str, int]) -> None:
        """Show the tabs in `counts` with their numbers of rows, and `tab` as the open one."""
        if (tab, counts) != (self._tab, self._counts):
            self._tab, self._counts = tab, dict(counts)
            self.repaint()

    def segments(self, width: int) -> Iterator[Segment]:
        labels = self._fitting(max(0, width - 2 * lead_of(self._look)))
        return title_segments(width, self._look, labels, "", self.app.no_color, self.style_of)

    def _fitting(self, room: int) -> list[Label]:
        """Return the tabs in the longest form that fits into `room` cells."""
        *forms, narrowest = tab_labels(self._tab, self._counts)
        labels = next((labels for labels in forms if sum(map(len, labels)) <= room), narrowest)
        ends = accumulate(map(len, labels), initial=(self.size.width - room) // 2)
        self._edges = [*zip([*ends][1:], self._counts, strict=True)]
        return [(words, name == self._tab) for name, words in zip(self._counts, labels, strict=True)]

    def on_click(self, event: events.Click) -> None:
        for edge, tab in self._edges:
            if event.x < edge:
                self.post_message(self.Picked(tab))
                return


def tab_labels(tab: str, counts: Mapping[str, int]) -> Iterator[list[str]]:
    """Yield the labels of the tabs in `counts` while `tab` is open, the longest form first."""
    numbers = {each.id: number for number, each in enumerate(SIDE_TABS, 1)}
    shown = [(name, numbers[name], TABS[name].title) for name in counts]
    titles = {name: f"{title} {counts[name]}" if counts.get(name) else title for name, _, title in shown}
    yield [f" {n} {titles[name]} " for name, n, _ in shown]
    yield [f" {titles[name]} " for name, _, _ in shown]
    yield [f" {titles[name] if name == tab else title} " for name, _, title in shown]
    yield [f" {title} " for _, _, title in shown]
    yield [f" {n} {title} " if name == tab else f" {n} " for name, n, title in shown]
    yield [f" {n} " for _, n, _ in shown]
    yield [f"{n}" for _, n, _ in shown]
