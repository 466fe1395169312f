"""The help dialog: the keys of the current context, then all others, with a filter.

A screen names its context, whose keys are in `reader.config.contexts`; for a dialog its own bindings are listed.
"""

from collections.abc import Iterable
from textwrap import wrap
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from reader.config import user_config
from reader.config.command_search import matches_words
from reader.config.commands import SCREENS
from reader.config.contexts import CONTEXTS, Context
from reader.config.key_names import key_label
from reader.system.paths import STYLES
from reader.tui.command_router import CommandScreen
from reader.tui.dialogs import SCROLL_KEYS, SHEET, Dialog

KEY_COLUMN = 19  # the width of the column of keys, in cells; the words of wider keys begin on the next line

LEAST_WORDS = 20
"""The minimum width of the words beside the keys, in cells; if there is less room, they are below the keys."""

INDENT = 3  # cells before words that are below their keys


Section = tuple[str, tuple[tuple[str, str], ...]]  # a title, and under it rows of keys and a description


class HelpDialog(Dialog[None]):
    BOX = "help-box"
    CSS_PATH: ClassVar = [SHEET, STYLES / "help.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "step_back", "clear the filter, or close"),
        Binding("q,question_mark,f1", "dismiss", "close"),
        Binding("slash,ampersand", "filter", "find"),
        *SCROLL_KEYS,
    ]

    def __init__(self, screens: Iterable[Screen[Any]]) -> None:
        """`screens` is the stack of screens, the topmost last."""
        super().__init__("Keys", "j k Space b: scroll · /: filter · Esc: close")
        self._sections = sections_of(list(screens))

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(id="help-scroll"):
            yield Static(id="help-text")
        yield Input(placeholder="words, like “copy” or “next note”", id="help-filter", compact=True)

    def on_mount(self) -> None:
        self.query_one(Input).display = False

    def on_resize(self) -> None:
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        found = filter_sections(self._sections, self.query_one(Input).value)
        nothing = Content("No matches. Esc clears the filter.")
        width = self.scroller.scrollable_content_region.width
        self.query_one("#help-text", Static).update(help_content(found, width) if found else nothing)

    def action_filter(self) -> None:
        self.query_one(Input).display = True
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _narrow(self) -> None:
        self._show()
        self.scroller.scroll_home(animate=False)

    @on(Input.Submitted)
    def _look(self) -> None:
        self.scroller.focus()

    def action_step_back(self) -> None:
        line = self.query_one(Input)
        if line.display:
            line.value = ""
            line.display = False
            self.scroller.focus()
        else:
            self.dismiss(None)


def sections_of(screens: list[Screen[Any]]) -> list[Section]:
    """Return the keys of the current context, then all others."""
    below = next((screen for screen in reversed(screens) if isinstance(screen, CommandScreen)), None)
    if below is None:
        return [box_section(screen) for screen in screens[-1:]]
    first = context_section(CONTEXTS[below.place]) if screens[-1] is below else box_section(screens[-1])
    return [first, *all_keys(below.SCOPE)]


def context_section(place: Context) -> Section:
    """Return the hints of a context: the keys of one command, or the first key of each of several."""
    known = user_config().commands_by_id
    rows = []
    for words, names in place.hints:
        if len(names) == 1 and names[0] in known:
            keys = known[names[0]].keys_label
        else:
            firsts = [known[name].keys[:1] if name in known else (name,) for name in names]
            keys = "  ".join(key_label(key) for first in firsts for key in first) or "palette"
        rows.append((keys, words))
    return place.title, tuple(rows)


def all_keys(scope: str) -> list[Section]:
    """Return every command by group: first those of the screen with this scope, then those of the others."""
    own = next(scopes for scopes in SCREENS if scope in scopes)
    here: dict[str, list[tuple[str, str]]] = {}
    there: dict[str, list[tuple[str, str]]] = {}
    for command in user_config().commands:
        is_own = not set(own).isdisjoint(command.scopes)
        rows = here.setdefault(command.group, []) if is_own else there.setdefault(f"Elsewhere: {command.group}", [])
        rows.append((command.keys_label, command.help))
    return [(title, tuple(rows)) for title, rows in (*here.items(), *there.items())]


def filter_sections(sections: Iterable[Section], asked: str) -> list[Section]:
    kept = ((title, tuple(row for row in rows if matches_words(asked, " ".join(row)))) for title, rows in sections)
    return [(title, rows) for title, rows in kept if rows]


def box_section(box: Screen[Any]) -> Section:
    return box.TITLE or "In this box", box_rows(type(box))


def box_rows(box: type[Screen[Any]]) -> tuple[tuple[str, str], ...]:
    """Return the keys of a dialog and their descriptions, its own before those of its base classes."""
    rows: dict[str, str] = {}
    for kind in box.__mro__:
        if kind.__module__.startswith("reader."):
            for binding in kind.__dict__.get("BINDINGS", ()):
                rows.setdefault("  ".join(map(key_label, binding.key.split(","))), binding.description)
    return tuple(rows.items())


def help_content(sections: Iterable[Section], width: int) -> Content:
    """Return sections fitted to `width` cells: a title, then keys and words in two columns, if there is room."""
    parts: list[str | tuple[str, str]] = []
    column = KEY_COLUMN if width - KEY_COLUMN - 1 >= LEAST_WORDS else INDENT
    for number, (title, rows) in enumerate(sections):
        style = "bold reverse" if number == 0 else "bold underline"
        parts += ["\n" if parts else "", *((f" {line} \n", style) for line in wrap(title, max(1, width - 2)))]
        for keys, words in rows:
            first, *more = wrap(words, max(1, width - column - 1)) or [""]
            indent = "\n" + " " * (column + 1)
            gap = indent if len(keys) >= column else ""
            parts += [(f" {keys:<{column}}", "bold"), gap, indent.join([first, *more]), "\n"]
    return Content.assemble(*parts)
