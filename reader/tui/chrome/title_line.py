"""The titles of lists, in a row above them: tabs or a heading, and what limits a list."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message

from reader.config.contexts import SIDE_TABS, TABS
from reader.text.width import cells_of, cut
from reader.tui.chrome.direct_painter import StripLine

TITLE_STYLES = frozenset(f"tabs--{kind}" for kind in ("open", "lit-open", "closed"))

Label = tuple[str, bool]  # the words of a title, and whether it is open


class TitleLine(StripLine):
    """Labels at the left, of which one may be open, and a remark at the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*TITLE_STYLES}

    _labels: tuple[Label, ...] = ()
    _remark = ""

    def show(self, labels: Sequence[Label], remark: str = "") -> None:
        if (tuple(labels), remark) != (self._labels, self._remark):
            self._labels, self._remark = tuple(labels), remark
            self.repaint()

    def segments(self, width: int) -> Iterator[Segment]:
        room = width
        for label, is_open in self._labels:
            words = cut(f" {label} ", room)  # the last one that fits is cut
            kind = ("tabs--lit-open" if self.is_lit else "tabs--open") if is_open else "tabs--closed"
            yield Segment(words, self.style_of(kind))
            room -= cells_of(words)
        if self._remark and cells_of(self._remark) + 4 <= room:
            yield Segment(" " * (room - cells_of(self._remark)), self.style_of())
            yield Segment(self._remark, self.style_of("tabs--closed"))


class TabLine(StripLine):
    """The tabs; the open one stands out, more so while the pane has the keys."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*TITLE_STYLES}

    @dataclass
    class Picked(Message):
        tab: str

    def __init__(self) -> None:
        super().__init__("side-foot")
        self._tab = SIDE_TABS[0].id
        self._tabs: tuple[str, ...] = tuple(tab.id for tab in SIDE_TABS if not tab.on_request)
        self._ends: list[tuple[int, str]] = []
        """The cell after each tab."""

    def show_tabs(self, tab: str, tabs: Iterable[str]) -> None:
        if (tab, shown := tuple(tabs)) != (self._tab, self._tabs):
            self._tab, self._tabs = tab, shown
            self.repaint()

    def segments(self, width: int) -> Iterator[Segment]:
        *forms, narrowest = tab_labels(self._tab, self._tabs)
        labels = next((labels for labels in forms if sum(map(len, labels)) <= width), narrowest)
        self._ends = [*zip(accumulate(map(len, labels)), self._tabs, strict=True)]
        for name, words in zip(self._tabs, labels, strict=True):
            kind = "tabs--closed" if name != self._tab else "tabs--lit-open" if self.is_lit else "tabs--open"
            label = words if words.startswith(" ") else words.rstrip()
            yield Segment(label, self.style_of(kind))
            yield Segment(words[len(label) :], self.style_of())

    def on_click(self, event: events.Click) -> None:
        for end, tab in self._ends:
            if event.x < end:
                self.post_message(self.Picked(tab))
                return


def tab_labels(tab: str, tabs: Sequence[str]) -> Iterator[list[str]]:
    """Yield the labels of `tabs` while `tab` is open, the longest form first: with their keys, without, keys alone."""
    keys = {each.id: number for number, each in enumerate(SIDE_TABS, 1)}
    for padded in (" {} {} ", "{} {} ", " {1} ", "{1} "):
        *labels, last = [padded.format(keys[name], TABS[name].title) for name in tabs]
        yield [*labels, last if padded.startswith(" ") else last.rstrip()]
    yield [f" {keys[name]} {TABS[name].title} " if name == tab else f" {keys[name]} " for name in tabs]
    yield [f" {keys[name]} " for name in tabs]
    yield [f"{keys[name]}" for name in tabs]
