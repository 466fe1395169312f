"""The titles of lists, in the edge of a frame or a row above the list: tabs or a heading, and the names of columns."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.message import Message

from reader.config.contexts import SIDE_TABS, TABS
from reader.text.width import cells_of, cut
from reader.tui.chrome.direct_painter import StripLine
from reader.tui.chrome.frame_lines import lines_of
from reader.tui.widgets.row_list import MARGIN

TITLE_STYLES = frozenset(f"tabs--{kind}" for kind in ("open", "lit-open", "closed", "lit", "quiet", "bar"))

Label = tuple[str, bool]
"""The words of a title, and whether it is open."""


class TitleLine(StripLine):
    """Labels at the left, of which one may be open, and a remark at the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*TITLE_STYLES}

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id)
        self._labels: tuple[Label, ...] = ()
        self._remark = ""

    def show(self, labels: Sequence[Label], remark: str = "") -> None:
        if (tuple(labels), remark) != (self._labels, self._remark):
            self._labels, self._remark = tuple(labels), remark
            self.repaint()

    def segments(self, width: int) -> Iterator[Segment]:
        room = max(0, width - 2 * self.look[0])
        kept: list[Label] = []
        for label, is_open in self._labels:  # the last one that fits is cut
            if words := cut(f" {label} ", room):
                kept.append((words, is_open))
            room -= cells_of(words)
        return title_segments(self, width, kept, self._remark)


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
        room = max(0, width - 2 * self.look[0])
        *forms, narrowest = tab_labels(self._tab, self._counts)
        labels = next((labels for labels in forms if sum(map(len, labels)) <= room), narrowest)
        ends = accumulate(map(len, labels), initial=(width - room) // 2)
        self._edges = [*zip([*ends][1:], self._counts, strict=True)]
        tabs = [(words, name == self._tab) for name, words in zip(self._counts, labels, strict=True)]
        return title_segments(self, width, tabs)

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


def title_segments(line: StripLine, width: int, labels: Sequence[Label], remark: str = "") -> Iterator[Segment]:
    """Yield a line of `width` cells with labels that fit and a remark if there is room."""
    (framed, lit), style_of = line.look, line.style_of
    rule = lines_of(lit, line.app.no_color).top[1] if framed else " "
    ground = ("tabs--lit" if lit else "tabs--quiet",) if framed else ("tabs--bar",)
    lead = int(framed)
    used = lead + sum(cells_of(words) for words, _ in labels)
    yield Segment(rule * lead, style_of(*ground))
    for words, is_open in labels:
        kind = ("tabs--lit-open" if lit else "tabs--open") if is_open else "tabs--closed"
        yield Segment(words, style_of(kind) if framed else style_of("tabs--bar", kind))
    remark = f" {remark} " if remark and used + cells_of(remark) + 4 <= width else ""
    yield Segment(rule * max(0, width - used - lead - cells_of(remark)), style_of(*ground))
    yield Segment(remark, style_of(*(() if framed else ground), "tabs--closed"))
    yield Segment(rule * lead, style_of(*ground))


class ColumnLine(StripLine):
    """The names of columns; the one that the list is sorted by stands out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"columns--sorted"}

    def __init__(self) -> None:
        super().__init__("columns")
        self._names: Callable[[int], Iterable[str]] = lambda _: ()
        self._sorted_by = ""

    def show(self, names: Callable[[int], Iterable[str]], sorted_by: str) -> None:
        """Show the names of columns, which `names` returns for a row of so many cells, each padded to its width."""
        self._names, self._sorted_by = names, sorted_by
        self.repaint()

    def segments(self, width: int) -> Iterator[Segment]:
        yield Segment(" " * MARGIN, self.style_of())
        for name in self._names(max(0, width - MARGIN - 1)):
            yield Segment(name, self.style_of(*(["columns--sorted"] if name.strip() == self._sorted_by else [])))
