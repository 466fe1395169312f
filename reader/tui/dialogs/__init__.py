"""The base of the dialogs: a box over the screen with its title in the frame, keys that scroll, and a hint below.

The hint has the keys, drawn as in the footer, or what is wrong. Where a box is narrow, its lines end between two keys:
Textual alone would break between a key and its words. Pitfall: foreign text reaches widgets only as `Content`.
"""

from collections.abc import Awaitable, Callable, Iterator
from typing import ClassVar, TypeVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.css.styles import RulesMap
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.style import Style
from textual.visual import RenderOptions, Visual
from textual.widget import Widget
from textual.widgets import Static

from reader.system.paths import STYLES
from reader.text.sanitize import clean_line
from reader.text.width import cells_of
from reader.tui.command_router import take_event

Result = TypeVar("Result")

SHEET = STYLES / "dialogs.tcss"

SEPARATOR = " · "

SCROLL_KEYS: list[BindingType] = [
    Binding("j,down", "scroll(1)", "down"),
    Binding("k,up", "scroll(-1)", "up"),
    Binding("space,pagedown", "page(1)", "page down"),
    Binding("b,pageup", "page(-1)", "page up"),
    Binding("g,home", "end(-1)", "top"),
    Binding("G,end", "end(1)", "bottom"),
]


class Box(Vertical):
    """The frame of a dialog, with its title in it."""


def field(label: str, content: Widget) -> Horizontal:
    return Horizontal(Static(label, classes="label", markup=False), content, classes="line")


class Hints(Visual):
    """Hints that are broken into lines for the width they are shown in."""

    def __init__(self, keys: str) -> None:
        self._keys = keys

    def __str__(self) -> str:
        return hint_content(self._keys).plain

    def fitted(self, width: int) -> Content:
        """Return the hints on lines of `width` cells; only a hint that is wider goes on in the next line."""
        return Content("\n").join(map(hint_content, hint_lines(self._keys, width)))

    def get_optimal_width(self, rules: RulesMap, container_width: int) -> int:
        return hint_content(self._keys).get_optimal_width(rules, container_width)

    def get_height(self, rules: RulesMap, width: int) -> int:
        return self.fitted(width).get_height(rules, width)

    def render_strips(self, width: int, height: int | None, style: Style, options: RenderOptions) -> list[Strip]:
        return self.fitted(width).render_strips(width, height, style, options)


class HintLine(Static):
    """The keys of a box: "Enter: save · Esc: cancel"."""

    def __init__(self, keys: str) -> None:
        super().__init__(Hints(keys), id="hint")

    def show(self, keys: str) -> None:
        self.remove_class("-complaint")
        self.update(Hints(keys))

    def complain(self, complaint: str) -> None:
        self.add_class("-complaint")
        self.update(Content(complaint))


def hint_lines(keys: str, width: int) -> Iterator[str]:
    """Yield hints in lines that fit into `width` cells, as many in each as there is room for."""
    line = ""
    for hint in keys.split(SEPARATOR):
        longer = f"{line}{SEPARATOR}{hint}" if line else hint
        if line and cells_of(hint_content(longer).plain) > width:
            yield line
            line = hint
        else:
            line = longer
    yield line


def hint_content(keys: str) -> Content:
    """Return hints with their keys emphasized; words without a key stay as they are."""
    parts: list[str | tuple[str, str]] = []
    for number, each in enumerate(keys.split(SEPARATOR)):
        key, colon, words = each.partition(": ")
        parts += [SEPARATOR if number else "", *([(key, "$primary bold"), f" {words}"] if colon else [each])]
    return Content.assemble(*parts)


class Dialog(ModalScreen[Result]):
    """A box over the screen."""

    BOX: ClassVar[str]
    """Its id."""
    on_event = take_event
    trying = False
    """True while an attempt is made that closes the dialog if it succeeds."""

    def __init__(self, title: str, keys: str, *, above: bool = False) -> None:
        """`keys` is the hint; `above`: at the top of the screen."""
        super().__init__(classes="-above" if above else None)
        self.heading = title
        self.keys = keys

    def compose(self) -> ComposeResult:
        with Box(id=self.BOX) as box:
            box.border_title = Content(clean_line(self.heading))
            yield from self.compose_box()
            yield HintLine(self.keys)

    def compose_box(self) -> ComposeResult:
        """Yield what is between the title and the hint."""
        raise NotImplementedError

    @work(group="box")
    async def try_to_close(self, attempt: Callable[[], Awaitable[str | None]], result: Result) -> None:
        """Close with `result` when an attempt succeeds, else show its error message. There is one attempt at a time."""
        if self.trying:
            return
        self.trying = True
        complaint = await attempt()
        self.trying = False
        if complaint is None:
            self.dismiss(result)
        else:
            self.complain(complaint)

    def complain(self, complaint: str) -> None:
        for line in self.query(HintLine):
            line.complain(complaint)

    def show_hint(self, words: str = "") -> None:
        """Show other words instead of the keys, or without any the keys again."""
        for line in self.query(HintLine):
            line.show(words or self.keys)

    @property
    def scroller(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_scroll(self, lines: int) -> None:
        self.scroller.scroll_relative(y=lines, animate=False)

    def action_page(self, way: int) -> None:
        self.scroller.scroll_relative(y=way * max(1, self.scroller.size.height - 2), animate=False)

    def action_end(self, way: int) -> None:
        (self.scroller.scroll_home if way < 0 else self.scroller.scroll_end)(animate=False)
