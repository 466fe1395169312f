"""The title of a screen with a list: tabs or a heading, in the upper edge of its frame or a row above the list."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style

from reader.text.width import cells_of, cut
from reader.tui.chrome.frame_lines import lines_of
from reader.tui.chrome.strip_line import StripLine
from reader.tui.widgets.row_list import MARGIN

TITLE_STYLES = frozenset(f"tabs--{kind}" for kind in ("open", "lit-open", "closed", "lit", "quiet", "bar"))
"""The component classes of titles."""

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
        """Show labels, each with whether it is open."""
        if (tuple(labels), remark) != (self._labels, self._remark):
            self._labels, self._remark = tuple(labels), remark
            self.repaint()

    @property
    def words(self) -> str:
        """All labels and the remark."""
        return "  ".join(filter(None, [*(label for label, _ in self._labels), self._remark]))

    def segments(self, width: int) -> Iterator[Segment]:
        labels = fitting(self._labels, max(0, width - 2 * lead_of(self._look)))
        return title_segments(width, self._look, labels, self._remark, self.app.no_color, self.style_of)


def fitting(labels: Sequence[Label], room: int) -> list[Label]:
    """Return the labels as they fit into `room` cells; the last one that does is cut."""
    kept: list[Label] = []
    for label, is_open in labels:
        words = cut(f" {label} ", room)
        if words:
            kept.append((words, is_open))
        room -= cells_of(words)
    return kept


def lead_of(look: tuple[bool, bool]) -> int:
    """Return the cells before the first label: in an edge of a frame there is one."""
    return int(look[0])


def title_segments(
    width: int,
    look: tuple[bool, bool],
    labels: Sequence[Label],
    remark: str,
    colourless: bool,
    style_of: Callable[..., Style],
) -> Iterator[Segment]:
    """Yield a line of `width` cells with labels that fit and a remark if there is room; `look` is as of `adapt`."""
    framed, lit = look
    rule = lines_of(lit, colourless).edge(at_top=True)[1] if framed else " "
    ground = ("tabs--lit" if lit else "tabs--quiet",) if framed else ("tabs--bar",)
    lead = lead_of(look)
    used = lead + sum(cells_of(words) for words, _ in labels)
    yield Segment(rule * lead, style_of(*ground))
    for words, is_open in labels:
        kind = ("tabs--lit-open" if lit else "tabs--open") if is_open else "tabs--closed"
        yield Segment(words, style_of(kind) if framed else style_of("tabs--bar", kind))
    remark = f" {remark} " if remark and used + cells_of(remark) + 4 <= width else ""
    yield Segment(rule * max(0, width - used - lead - cells_of(remark)), style_of(*ground))
    yield Segment(remark, style_of(*(() if framed else ground), "tabs--closed"))
    yield Segment(rule * lead, style_of(*ground))


Names = Callable[[int], Iterable[str]]
"""Returns the name of each column, padded to its width, for a list with so many cells for a row."""


class ColumnLine(StripLine):
    """The names of columns; the one that the list is sorted by stands out."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"columns--sorted"}

    def __init__(self) -> None:
        super().__init__("columns")
        self._names: Names = lambda _: ()
        self._sorted_by = ""

    def show(self, names: Names, sorted_by: str) -> None:
        """Show the names of columns."""
        self._names, self._sorted_by = names, sorted_by
        self.repaint()

    def segments(self, width: int) -> Iterator[Segment]:
        yield Segment(" " * MARGIN, self.style_of())
        for name in self._names(max(0, width - MARGIN - 1)):
            yield Segment(name, self.style_of(*(["columns--sorted"] if name.strip() == self._sorted_by else [])))
