"""The footer: the keys that count here and now, and at its right a message, work in progress and the place in the text.

What of them fits is decided in `footer_plan`.
"""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.timer import Timer

from reader.text.width import cells_of, cut
from reader.tui.chrome.direct_painter import StripLine
from reader.tui.chrome.footer_plan import FooterKey, footer_words, plan_footer

MESSAGE_SECONDS = 6.0

PERCENT = re.compile(r"\d+%$")  # the end of a text about work in progress: enough where there is little room
SHORT_NOTE = 28  # cells of a note where there is little room


class Footer(StripLine):
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"footer--{kind}" for kind in ("key", "label", "lead", "message", "alarm")}

    def __init__(self, with_keys: bool = True) -> None:
        """`with_keys`: show keys, and not only messages."""
        super().__init__("footer")
        self._with_keys = with_keys
        self._keys: tuple[FooterKey, ...] = ()
        self._lead = ""
        self._place = ""
        self._note = ""
        self._remark = ""
        self.message = ""
        self._alarm = False
        self._fading: Timer | None = None
        """Ends the message; one with the same words that came before it does not."""
        self._busy: dict[str, str] = {}
        self._edges: list[tuple[int, int, str]] = []
        """First cell of a part of a key, the cell after it, and the command."""

    @property
    def complains(self) -> bool:
        return self._alarm and bool(self.message)

    def complain(self, message: str) -> None:
        """Show an error until there is another message."""
        self.say(message, alarm=True)

    def say(self, message: str, *, alarm: bool = False) -> None:
        """Show a message for a while, or an `alarm` until there is another one."""
        self.message, self._alarm = message, alarm
        self.repaint()
        if self._fading is not None:
            self._fading.stop()
        self._fading = None if alarm else self.set_timer(MESSAGE_SECONDS, self._fade)

    def _fade(self) -> None:
        self.message = ""
        self.repaint()

    def work(self, task: str, words: str = "") -> None:
        """Show that `task` is in progress; without words, that it is done."""
        self._busy.pop(task, None)
        if words:
            self._busy[task] = words
        self.repaint()

    def show_place(self, place: str, note: str = "", remark: str = "") -> None:
        """Show the place in the text and the note there, where nothing else does; without both and beside all keys,
        `remark`."""
        if (place, note, remark) != (self._place, self._note, self._remark):
            self._place, self._note, self._remark = place, note, remark
            self.repaint()

    def show_keys(self, keys: Sequence[FooterKey], lead: str = "") -> None:
        if self._with_keys and (tuple(keys), lead) != (self._keys, self._lead):
            self._keys, self._lead = tuple(keys), lead
            self.repaint()

    def _rights(self) -> list[str]:
        """Return what may stand at the right, the longest form first."""
        busy = [*self._busy.values()]
        if self.message:
            return ["  ".join([self.message, *busy]), self.message]
        short = [found[0] if (found := PERCENT.search(words)) else words for words in busy]
        note = cut(self._note, SHORT_NOTE)
        forms = ([*busy, self._note, self._place], [*short, note, self._place], [note, self._place], [self._place])
        return ["  ".join(filter(None, form)) for form in forms]

    def segments(self, width: int) -> Iterator[Segment]:
        room = max(0, width - 2)
        plan = plan_footer(room, self._lead, self._keys, self._rights(), bool(self.message))
        if self._with_keys and not plan.right and (told := plan._replace(right=self._remark)).cells <= room:
            plan = told
        self._edges, x = [], 0
        kind = "alarm" if self._alarm and self.message else "message" if self.message else "label"
        for words, name, command in footer_words(plan, width, kind):
            end = x + cells_of(words)
            if command:
                self._edges.append((x, end, command))
            x = end
            yield Segment(words, self.style_of(*([f"footer--{name}"] if name else [])))

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        for start, end, command in self._edges:
            if start <= event.x < end:
                await self.run_action(f"screen.run('{command}')")
                return
