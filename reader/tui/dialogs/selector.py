"""A choice of one of a few words on a line of a dialog, by keys or by the mouse."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, get_args

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from reader.analysis import EntityKind
from reader.text.width import cells_of, cut

KINDS: tuple[EntityKind, ...] = get_args(EntityKind)

LEFT_ARROW = 2  # cells before a word that stands alone, a click on which chooses the previous one
MAX_WORD = 16  # cells of one choice


class Selector(Static, can_focus=True):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "turn(1)", "next choice"),
        Binding("left,h", "turn(-1)", "previous choice"),
    ]

    @dataclass
    class Turned(Message):
        selector: "Selector"

        @property
        def control(self) -> "Selector":
            """The choice, by which `on` tells several of them apart."""
            return self.selector

    def __init__(self, words: Sequence[str], chosen: int, name: str) -> None:
        super().__init__(id=name, markup=False)
        self._words = [cut(word, MAX_WORD) for word in words]
        self.chosen = chosen
        self._edges: list[int] = []

    @property
    def word(self) -> str:
        return self._words[self.chosen]

    def offer(self, words: Sequence[str], chosen: str) -> None:
        """Offer other words, at first the one that was `chosen`, if it is among them; one word is no choice."""
        self._words = [cut(word, MAX_WORD) for word in words]
        self.can_focus = len(words) > 1
        self.choose(chosen)

    def choose(self, word: str) -> None:
        """Choose a word, if it is among them, without a message; else the first one."""
        self.chosen = self._words.index(word) if word in self._words else 0
        self._draw()

    def on_resize(self) -> None:
        self._draw()

    def _draw(self) -> None:
        """Draw all the words, or the chosen one alone if there is no room for all."""
        if sum(cells_of(word) + 2 for word in self._words) > self.size.width:
            self._edges = []
            self.update(Content.assemble("‹ ", (self.word, "reverse bold" if self.has_focus else "bold"), " ›"))
            return
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
        if not self._edges:
            self.action_turn(-1 if event.x < LEFT_ARROW else 1)
        elif (index := next((index for index, edge in enumerate(self._edges) if event.x < edge), None)) is not None:
            self._take(index)

    def _take(self, index: int) -> None:
        self.chosen = index
        self._draw()
        self.post_message(self.Turned(self))

    def watch_has_focus(self, has_focus: bool) -> None:
        super().watch_has_focus(has_focus)
        self._draw()
