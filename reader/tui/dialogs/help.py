"""The help: the keys of the current context first, all others below, filtered by what is typed.

A screen names its context, whose keys are in `reader.config.contexts`; a dialog lists those it binds itself.
"""

from collections.abc import Iterable
from textwrap import wrap
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from reader.config.contexts import CONTEXTS, Section, all_keys, filter_sections, hint_rows
from reader.config.key_names import key_label
from reader.system.paths import STYLES
from reader.tui.commands import CommandScreen

KEY_COLUMN = 19
"""Cells for the keys: the widest that are common, and a gap; the words of wider ones begin on the next line."""


LEAST_WORDS = 20
"""Cells for the words, however narrow the screen is."""


class HelpDialog(ModalScreen[None]):
    """Keys and what they do."""

    CSS_PATH = STYLES / "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "step_back", "take the filter away, or close"),
        Binding("q,question_mark,f1", "dismiss", "close"),
        Binding("slash,ampersand", "filter", "find"),
        Binding("j,down", "scroll(1)", "down"),
        Binding("k,up", "scroll(-1)", "up"),
        Binding("space,pagedown", "page(1)", "page down"),
        Binding("b,pageup", "page(-1)", "page up"),
        Binding("g,home", "end(-1)", "top"),
        Binding("G,end", "end(1)", "bottom"),
    ]

    def __init__(self, screens: Iterable[Screen[Any]]) -> None:
        """`screens`: what is on the screen, the uppermost last."""
        super().__init__()
        self._sections = sections_of(list(screens))

    def compose(self) -> ComposeResult:
        with Vertical(id="help-box"):
            with VerticalScroll(id="help-scroll"):
                yield Static(id="help-text")
            yield Input(placeholder="words, like “copy” or “next note”", id="help-filter", compact=True)
            yield Static("j k Space b scroll · / finds · Esc closes", id="help-hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(Input).display = False
        self._scroll.focus()

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        """Show what fits what is typed, as wide as there is room."""
        found = filter_sections(self._sections, self.query_one(Input).value)
        nothing = Content("Nothing fits. Esc shows all keys again.")
        width = self._scroll.scrollable_content_region.width
        self.query_one("#help-text", Static).update(help_content(found, width) if found else nothing)

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one(VerticalScroll)

    def action_scroll(self, lines: int) -> None:
        self._scroll.scroll_relative(y=lines, animate=False)

    def action_page(self, way: int) -> None:
        self._scroll.scroll_relative(y=way * max(1, self._scroll.size.height - 2), animate=False)

    def action_end(self, way: int) -> None:
        if way < 0:
            self._scroll.scroll_home(animate=False)
        else:
            self._scroll.scroll_end(animate=False)

    # ------------------------------------------------------------------ the filter

    def action_filter(self) -> None:
        self.query_one(Input).display = True
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _narrow(self) -> None:
        self._show()
        self._scroll.scroll_home(animate=False)

    @on(Input.Submitted)
    def _look(self) -> None:
        self._scroll.focus()

    def action_step_back(self) -> None:
        """Take the filter away, else close."""
        line = self.query_one(Input)
        if line.display:
            line.value = ""
            line.display = False
            self._scroll.focus()
        else:
            self.dismiss(None)


def sections_of(screens: list[Screen[Any]]) -> list[Section]:
    """The keys of where the reader is, then all others."""
    below = next((screen for screen in reversed(screens) if isinstance(screen, CommandScreen)), None)
    if below is None:
        return [box_section(screen) for screen in screens[-1:]]
    if screens[-1] is below:
        place = CONTEXTS[below.place]
        first = Section(place.title, hint_rows(place))
    else:
        first = box_section(screens[-1])
    return [first, *all_keys(below.SCOPE)]


def box_section(box: Screen[Any]) -> Section:
    return Section(box.TITLE or "In this box", box_rows(type(box)))


def box_rows(box: type[Screen[Any]]) -> tuple[tuple[str, str], ...]:
    """What a box binds, its own keys before those of what it is built on."""
    rows: dict[str, str] = {}
    for kind in box.__mro__:
        if kind.__module__.startswith("reader."):
            for binding in kind.__dict__.get("BINDINGS", ()):
                rows.setdefault("  ".join(map(key_label, binding.key.split(","))), binding.description)
    return tuple(rows.items())


def help_content(sections: Iterable[Section], width: int) -> Content:
    """Sections as they are read in so many columns: a title, then keys and words in two columns."""
    parts: list[str | tuple[str, str]] = []
    for number, section in enumerate(sections):
        parts += ["\n" if parts else "", (f" {section.title} \n", "bold reverse" if number == 0 else "bold underline")]
        for keys, words in section.rows:
            first, *more = wrap(words, max(LEAST_WORDS, width - KEY_COLUMN - 1)) or [""]
            indent = "\n" + " " * (KEY_COLUMN + 1)
            gap = indent if len(keys) >= KEY_COLUMN else ""
            parts += [(f" {keys:<{KEY_COLUMN}}", "bold"), gap, indent.join([first, *more]), "\n"]
    return Content.assemble(*parts)
