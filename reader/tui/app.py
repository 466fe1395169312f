"""The application around the reading screen: themes, styles, the command palette."""

import gc
import os
import signal
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import App, SystemCommand
from textual.binding import BindingType
from textual.driver import Driver
from textual.screen import Screen

from reader.config import user_config
from reader.session.session import Session
from reader.session.state import load_looks, save_looks
from reader.system.paths import STYLES, Places
from reader.text.span import Span
from reader.tui.commands import CommandScreen, help_bindings
from reader.tui.locations import (
    Destination,
    GoBack,
    GoForward,
    GoToLibrary,
    GoToPerson,
    GoToSearch,
    LibraryChanged,
    ReadArticle,
)
from reader.tui.navigator import Navigator
from reader.tui.screens.reading import ReadingScreen
from reader.tui.shutdown import Shutdown
from reader.tui.terminal_driver import TerminalGone, driver_class
from reader.tui.themes import Colours, colours_in, theme_complaint, themes_for, variables_for

if TYPE_CHECKING:
    from textual.command import Provider


FIRST_SHEETS = ("app", "reading", "article_pane")
"""What is read at the start; a screen that may come later brings its own."""

ANSI_SHEET = STYLES / "themes.tcss"
"""What is read where the terminal's own colours are used, or none."""

LIST_SHEETS = ("row_list", "browse")
"""Those of the library: Textual does not ask the first screen for its own."""

SWITCH_INTERVAL = 0.001
"""Seconds that a key waits while a thread computes, instead of the usual five thousandths."""

GC_THRESHOLDS = (20_000, 50, 100)
"""When to look for garbage: a book's analysis is some 100,000 objects and none, and looking at all stops every key."""


def palette() -> "type[Provider]":
    """What the command palette asks; imported when it is first opened."""
    from reader.tui.palette import Commands

    return Commands


def themes() -> "type[Provider]":
    """What else it asks."""
    from reader.tui.palette import Themes

    return Themes


class ReaderApp(App[int], inherit_bindings=False):
    """The application."""

    CSS_PATH: ClassVar = [STYLES / f"{sheet}.tcss" for sheet in FIRST_SHEETS]
    MORE_SHEETS: ClassVar[tuple[PurePath, ...]] = ()
    """What is drawn on the article beside what always is."""
    COMMANDS: ClassVar = {palette, themes}
    TITLE = "reader"
    BINDINGS: ClassVar[list[BindingType]] = help_bindings()
    """Also where letters are typed, in a line or a box."""

    def __init__(self, first: Session | Places, at: Span | None = None, colours: Colours = "many") -> None:
        """Begin with an article, at a place; or with the library of a user. `colours` are those of the terminal."""
        plain = colours != "many" or "NO_COLOR" in os.environ
        self._session = first if isinstance(first, Session) else None
        sheets = FIRST_SHEETS if self._session else (*FIRST_SHEETS, *LIST_SHEETS)
        paths: list[str | PurePath] = [*(STYLES / f"{sheet}.tcss" for sheet in sheets), *self.MORE_SHEETS]
        super().__init__(driver_class=driver_class(), css_path=paths, ansi_color=plain or None)
        self._config = user_config()
        self._at = at
        self.places = first.places if isinstance(first, Session) else first
        self.navigator = Navigator(self, self.places)
        self._shutdown_by_signal = Shutdown(self)
        for theme in themes_for("none" if plain else "many"):
            self.register_theme(theme)
        wanted = self._config.theme or load_looks(self.places.state).theme
        self._begin_with(wanted if wanted in self.available_themes else "ink")
        self.animation_level = "none"

    def _begin_with(self, theme: str) -> None:
        """Have `theme` from the first style sheet on: set as a change it would have all of them read twice."""
        self._kept_theme = theme
        self.set_reactive(App.theme, theme)
        dark = self.current_theme.dark
        if self.native_ansi_color:
            self.css_path.append(ANSI_SHEET)
        self.update_classes({f"-theme-{theme}": True, "-dark-mode": dark, "-light-mode": not dark}, update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def on_load(self) -> None:
        """Listen for signals, and show a theme of the terminal's own colours from the first frame on."""
        self._shutdown_by_signal.listen()
        if self.ansi_color is None and self.current_theme.ansi:  # Textual looks at the theme only when it changes
            self.ansi_color = True
            self.ansi_color = None

    def watch_theme(self, theme: str) -> None:
        """Keep the choice, whoever made it."""
        if theme == self._kept_theme:
            return
        self._kept_theme = theme
        if self.native_ansi_color and not self.stylesheet.has_source(str(ANSI_SHEET)):
            self.stylesheet.read(ANSI_SHEET)
        try:
            save_looks(replace(load_looks(self.places.state), theme=theme), self.places.state)
        except OSError as error:
            self.notify(f"the theme cannot be kept: {error.strerror}", markup=False)

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme; none while ours are not there yet, since working them out takes time."""
        return super().get_css_variables() if "ink" in self.available_themes else {}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables_for(self.current_theme)

    def get_default_screen(self) -> Screen[None]:
        screen = self.navigator.library_screen() if self._session is None else ReadingScreen(self._session, self._at)
        screen.complaint = self._config.complaint or theme_complaint(self._config)
        return screen

    def on_key(self, event: events.Key) -> None:
        """A letter after the key for marks is that letter, before it is anything else."""
        if isinstance(self.screen, CommandScreen) and self.screen.router.take_key(event):
            event.stop()
            event.prevent_default()

    @on(events.DescendantFocus)
    def _hold_still(self, event: events.DescendantFocus) -> None:
        """Have no cursor blink, if the user wants nothing to move."""
        if self._config.motion and os.environ.get("TEXTUAL_ANIMATIONS") != "none":
            return
        from textual.widgets import Input, TextArea

        if isinstance(event.widget, Input | TextArea):
            event.widget.cursor_blink = False

    # ------------------------------------------------------------------ other screens

    @property
    def can_go_back(self) -> bool:
        """Whether `GoBack` leads anywhere."""
        return bool(self.navigator.history.behind)

    @property
    def can_go_forward(self) -> bool:
        """Whether `GoForward` leads anywhere."""
        return bool(self.navigator.history.ahead)

    @on(GoToLibrary)
    @on(GoToSearch)
    @on(GoToPerson)
    async def _open_list(self, event: Destination) -> None:
        await self.navigator.open_list(event)

    @on(ReadArticle)
    async def _open_article(self, event: ReadArticle) -> None:
        await self.navigator.open_article(event)

    @on(GoBack)
    async def _go_back(self) -> None:
        await self.navigator.go_back()

    @on(GoForward)
    async def _go_forward(self) -> None:
        await self.navigator.go_forward()

    @on(LibraryChanged)
    def _update_index(self) -> None:
        self.navigator.update_index()

    # ------------------------------------------------------------------ the terminal

    @on(Driver.SignalResume)
    def _repaint(self) -> None:
        """Paint everything: the shell has written over it, or the terminal has another size."""
        self.refresh(layout=True)
        self.screen.refresh(layout=True)

    @on(TerminalGone)
    def _end_without_terminal(self) -> None:
        self._shutdown_by_signal.end(signal.SIGHUP)

    # ------------------------------------------------------------------ actions

    def action_help(self) -> None:
        """Show the keys of where the reader is."""
        from reader.tui.dialogs.help import HelpDialog

        if isinstance(self.screen, HelpDialog):
            self.screen.dismiss(None)
        else:
            self.push_screen(HelpDialog(self.screen_stack))

    def action_tour(self) -> None:
        """Take the tour in a process of its own, over a library of its own, and come back to where this was left."""
        import subprocess

        from textual.app import SuspendNotSupported

        from reader.system.worker import command, environment

        try:
            with self.suspend():
                subprocess.run(command("reader", "tour"), env=environment(), check=False)
        except SuspendNotSupported:
            self.notify("the screen cannot be left here; `reader tour` in a terminal begins the tour", markup=False)
        else:
            self.end_tour()

    def end_tour(self) -> None:
        """Say that the tour is over, and offer it no more."""
        for screen in self.screen_stack:
            if isinstance(screen, ReadingScreen):
                screen.status.work("tour")
                screen.status.say("back from the tour; nothing of it was kept")

    def action_command_palette(self) -> None:
        """Ask what is wanted, and offer what fits and can be done here."""
        from textual.command import CommandPalette

        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder="what would you like to do?  dark, comment, save …"))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        return ()


def terminal_colours() -> Colours:
    """What the terminal can show; one that shows none is from now on as one whose user wants none."""
    if (colours := colours_in(os.environ)) == "none":
        os.environ["NO_COLOR"] = "1"
    return colours


def run(first: Session | Places, at: Span | None = None) -> int:
    """Show an article or the library until the user quits; the exit code."""
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.freeze()  # what has been imported stays: no collection needs to look at it again
    gc.set_threshold(*GC_THRESHOLDS)
    gc.enable()
    code = ReaderApp(first, at, terminal_colours()).run() or 0
    gc.freeze()  # nor does the end of the process
    return code
