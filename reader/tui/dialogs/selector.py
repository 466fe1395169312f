"""A choice of one of a few words on a line of a dialog, by keys or by the mouse."""

from collections.abc import Sequence
from typing import ClassVar, get_args

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from reader.analysis import EntityKind
from reader.text.width import cells_of, cut

KINDS: tuple[EntityKind, ...] = get_args(EntityKind)

MAX_WORD = 16
"""Cells of one choice."""


class Selector(Static, can_focus=True):
    """One of a few words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "turn(1)", "next choice"),
        Binding("left,h", "turn(-1)", "previous choice"),
    ]

    class Turned(Message):
        """Another word was chosen."""

    def __init__(self, words: Sequence[str], chosen: int, name: str) -> None:
        super().__init__(id=name, markup=False)
        self._words = [cut(word, MAX_WORD) for word in words]
        self.chosen = chosen
        """The index of the chosen word."""
        self._edges: list[int] = []

    def on_mount(self) -> None:
        self._draw()

    def _draw(self) -> None:
        parts: list[tuple[str, str] | str] = []
        self._edges, at = [], 0
        for index, word in enumerate(self._words):
            parts.append((f" {word} ", "reverse bold" if index == self.chosen else ""))
            at += cells_of(word) + 2
            self._edges.append(at)
        self.update(Content.assemble(*parts, ("  ← →", "dim") if self.has_focus else ""))

    def action_turn(self, way: int) -> None:
        self._take((self.chosen + way) % len(self._words))

    def on_click(self, event: events.Click) -> None:
        index = next((index for index, edge in enumerate(self._edges) if event.x < edge), None)
        if index is not None:
            self._take(index)

    def _take(self, index: int) -> None:
        self.chosen = index
        self._draw()
        self.post_message(self.Turned())

    def on_focus(self) -> None:
        self._draw()

    def on_blur(self) -> None:
        self._draw()


class KindSelector(Selector):
    """The kind of a name."""

    def __init__(self, kind: EntityKind) -> None:
        super().__init__(KINDS, KINDS.index(kind), "kind")

    @property
    def kind(self) -> EntityKind:
        return KINDS[self.chosen]
