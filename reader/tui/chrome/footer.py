"""The footer: the keys that count here and now, and at its right a message, work in progress and the place in the text.

The keys give way to what stands at the right, from the last one on; that of the help is always there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from rich.segment import Segment
from textual import events

from reader.config.footer import MOST, FooterKey
from reader.text.width import cells_of, cut
from reader.tui.chrome.strip_line import StripLine

MESSAGE_SECONDS = 6.0
"""Seconds that a message is shown."""

GAP = 2
"""Least number of cells between the left and the right, and between two keys."""

PERCENT = re.compile(r"\d+%$")
"""The end of a text about work in progress: enough where there is little room."""

HELP = "help"
"""The command whose key is always shown."""

SHORT_NOTE = 28
"""Cells of a note where there is little room."""

LEAST_KEYS = 3
"""The fewest keys that work in progress and the place in the text leave room for."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What fits into the line."""

    lead: str
    keys: tuple[FooterKey, ...]
    right: str

    @property
    def separator(self) -> str:
        return " · " if self.lead else " " * GAP

    @property
    def parts(self) -> tuple[str, ...]:
        """The words at the left, between which the separator stands."""
        return (*([self.lead] if self.lead else []), *(f"{key.key} {key.label}".rstrip() for key in self.keys))

    @property
    def cells(self) -> int:
        """The cells needed, with a gap between left and right."""
        left, right = cells_of(self.separator.join(self.parts)), cells_of(self.right)
        return left + right + (GAP if left and right else 0)


class Footer(StripLine):
    """The line below the panes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"footer--{kind}" for kind in ("key", "label", "lead", "message", "alarm")}

    def __init__(self, with_keys: bool = True) -> None:
        """`with_keys`: show keys, and not only messages."""
        super().__init__("footer")
        self._with_keys = with_keys
        self._keys: tuple[FooterKey, ...] = ()
        self._lead = ""
        self._place = ""
        self._note = ""
        self._message = ""
        self._alarm = False
        self._busy: dict[str, str] = {}
        self._edges: list[tuple[int, int, str]] = []
        """First and last cell of each key, and its command."""

    # ------------------------------------------------------------------ what is shown

    @property
    def message(self) -> str:
        """The message shown; empty if there is none."""
        return self._message

    def say(self, message: str) -> None:
        """Show a message for a while."""
        self._show(message, alarm=False)

    def complain(self, message: str) -> None:
        """Show an error until there is another message."""
        self._show(message, alarm=True)

    def _show(self, message: str, alarm: bool) -> None:
        self._message, self._alarm = message, alarm
        self.repaint()
        if not alarm:
            self.set_timer(MESSAGE_SECONDS, lambda: self._fade(message))

    def _fade(self, message: str) -> None:
        if self._message == message and not self._alarm:
            self._message = ""
            self.repaint()

    def work(self, task: str, words: str = "") -> None:
        """Show that `task` is in progress; without words, that it is done."""
        self._busy.pop(task, None)
        if words:
            self._busy[task] = words
        self.repaint()

    def show_place(self, place: str, note: str = "") -> bool:
        """Show the place in the text and the note there, where nothing else does; return whether they changed."""
        changed = (place, note) != (self._place, self._note)
        self._place, self._note = place, note
        if changed:
            self.repaint()
        return changed

    def show_keys(self, keys: Sequence[FooterKey], lead: str = "") -> bool:
        """Show these keys after `lead`; return whether that changes anything."""
        if not self._with_keys or (tuple(keys), lead) == (self._keys, self._lead):
            return False
        self._keys, self._lead = tuple(keys), lead
        self.repaint()
        return True

    # ------------------------------------------------------------------ painting

    def _plan(self, room: int) -> Plan:
        """Return what fits into `room` cells."""
        helping = tuple(key for key in self._keys if key.command == HELP)
        keys = tuple(key for key in self._keys if key.command != HELP)[:MOST]
        rights = self._rights()
        for right in rights[:2]:
            if (whole := Plan(self._lead, (*keys, *helping), right)).cells <= room:
                return whole
        least = 0 if self._message else min(LEAST_KEYS, len(keys))
        for right in rights if self._message else [*rights, ""]:
            if Plan(self._lead, (*keys[:least], *helping), right).cells <= room:
                return self._filled(self._lead, keys, helping, right, room)
        short = tuple(replace(key, label="") for key in helping)
        for help_keys in (helping, short):
            if Plan("", help_keys, rights[-1]).cells <= room:
                return self._filled("", keys, help_keys, rights[-1], room)
        beside = room - Plan("", short, "").cells - (GAP if short else 0)
        return Plan("", short, cut(rights[-1], beside)) if beside >= 0 else Plan("", short[:room], "")

    @staticmethod
    def _filled(lead: str, keys: Sequence[FooterKey], helping: tuple[FooterKey, ...], right: str, room: int) -> Plan:
        """Return a plan with as many of the first keys as fit."""
        plans = (Plan(lead, (*keys[:count], *helping), right) for count in range(len(keys), -1, -1))
        return next((plan for plan in plans if plan.cells <= room), Plan("", helping, right))

    def _rights(self) -> list[str]:
        """Return what may stand at the right, the longest form first."""
        busy = [*self._busy.values()]
        if self._message:
            return ["  ".join([self._message, *busy]), self._message]
        short = [found[0] if (found := PERCENT.search(words)) else words for words in busy]
        note = cut(self._note, SHORT_NOTE)
        forms = ([*busy, self._note, self._place], [*short, note, self._place], [note, self._place], [self._place])
        return ["  ".join(filter(None, form)) for form in forms]

    def segments(self, width: int) -> Iterator[Segment]:
        plan = self._plan(max(0, width - 2))
        self._edges, x = [], 1
        yield Segment(" ", self.style_of())
        if plan.lead:
            yield Segment(plan.lead, self.style_of("footer--lead"))
            x += cells_of(plan.lead)
        for number, key in enumerate(plan.keys):
            if number or plan.lead:
                yield Segment(plan.separator, self.style_of("footer--label"))
                x += cells_of(plan.separator)
            yield Segment(key.key, self.style_of("footer--key"))
            words = f" {key.label}" if key.label else ""
            yield Segment(words, self.style_of("footer--label"))
            if key.command:
                self._edges.append((x, x + cells_of(key.key + words), key.command))
            x += cells_of(key.key + words)
        yield Segment(" " * max(0, width - 1 - x - cells_of(plan.right)), self.style_of())
        kind = "alarm" if self._alarm and self._message else "message" if self._message else "label"
        yield Segment(plan.right, self.style_of(f"footer--{kind}"))

    async def on_click(self, event: events.Click) -> None:
        """Run the command of the key that was clicked."""
        event.stop()
        for start, end, command in self._edges:
            if start <= event.x < end:
                await self.run_action(f"screen.run('{command}')")
                return
