"""The title of a screen with a list: tabs or a heading, in the upper edge of its frame or a row above the list."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment

from reader.text.width import cells_of, cut
from reader.tui.chrome.frame_lines import lines_of
from reader.tui.chrome.strip_line import StripLine


class TitleLine(StripLine):
    """Labels at the left, of which one may be open, and a remark at the right."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"tabs--{kind}" for kind in ("open", "lit-open", "closed", "lit", "quiet", "bar")
    }

    def __init__(self, id: str) -> None:  # noqa: A002
        super().__init__(id)
        self._labels: tuple[tuple[str, bool], ...] = ()
        self._remark = ""
        self._look = (False, False)

    def show(self, labels: Sequence[tuple[str, bool]], remark: str = "") -> None:
        """Show labels, each with whether it is open."""
        if (tuple(labels), remark) != (self._labels, self._remark):
            self._labels, self._remark = tuple(labels), remark
            self.repaint()

    def adapt(self, framed: bool, lit: bool) -> None:
        """Be the upper edge of a frame or a row of titles, of the pane that has the keys or of another."""
        if self._look != (framed, lit):
            self._look = (framed, lit)
            self.repaint()

    @property
    def words(self) -> str:
        """All labels and the remark."""
        return "  ".join(filter(None, [*(label for label, _ in self._labels), self._remark]))

    def fitting(self, room: int) -> tuple[tuple[str, bool], ...]:
        """Return the labels as they fit into `room` cells; the last one that does is cut."""
        kept: list[tuple[str, bool]] = []
        for label, is_open in self._labels:
            words = cut(f" {label} ", room)
            if words:
                kept.append((words, is_open))
            room -= cells_of(words)
        return tuple(kept)

    def segments(self, width: int) -> Iterator[Segment]:
        framed, lit = self._look
        rule = lines_of(lit, self.app.no_color).edge(at_top=True)[1] if framed else " "
        ground = ("tabs--lit" if lit else "tabs--quiet",) if framed else ("tabs--bar",)
        lead = 1 if framed else 0
        labels = self.fitting(max(0, width - 2 * lead))
        used = lead + sum(cells_of(words) for words, _ in labels)
        yield Segment(rule * lead, self.style_of(*ground))
        for words, is_open in labels:
            kind = ("tabs--lit-open" if lit else "tabs--open") if is_open else "tabs--closed"
            yield Segment(words, self.style_of(kind) if framed else self.style_of("tabs--bar", kind))
        remark = f" {self._remark} " if self._remark and used + cells_of(self._remark) + 4 <= width else ""
        yield Segment(rule * max(0, width - used - lead - cells_of(remark)), self.style_of(*ground))
        yield Segment(remark, self.style_of(*(() if framed else ground), "tabs--closed"))
        yield Segment(rule * lead, self.style_of(*ground))
