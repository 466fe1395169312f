"""The application: it holds the screens, and owns the theme, the style sheets, the history and the command palette.

Pitfall: this module is imported before the first paint. What is needed only later (the navigator with the screens of
the library, dialogs, the palette) is imported when it is first used.
"""

import gc
import os
import signal
import subprocess
import sys
from functools import cached_property
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len, split_text
from rich.segment import Segment
from textual import events, on
from textual.app import App, SuspendNotSupported
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.command import CommandPalette
from textual.driver import Driver
from textual.screen import Screen

from reader.config import DEFAULT_THEME, user_config
from reader.session.session import Session
from reader.session.state import load_appearance, save_appearance
from reader.system import stdio
from reader.system.paths import STYLES, UserPaths
from reader.system.process_exit import CRASHED
from reader.system.worker import command, environment
from reader.text.span import Span
from reader.tui.command_router import CommandScreen, bindings_in_fields
from reader.tui.controllers.marks import MARKS_SHEET, are_decorated
from reader.tui.key_queue import KeyQueue
from reader.tui.locations import Go, History, LibraryChanged, Location
from reader.tui.screens.reading import ReadingScreen
from reader.tui.shutdown import Shutdown, fold_journal
from reader.tui.splash.terminal import SplashTerminal
from reader.tui.terminal_driver import TerminalDriver, TerminalGone, driver_class, is_driver_chosen
from reader.tui.themes import Colours, colours_in, read_sheets, theme_complaint, themes_for, variables_for

if TYPE_CHECKING:
    from reader.tui.navigator import Navigator

FIRST_SHEETS = ("app", "chrome", "reading", "article_pane")
"""The style sheets for the first paint of an article; other screens bring their own."""

ANSI_SHEET = STYLES / "themes.tcss"  # rules for terminals with sixteen colours or none

LIST_SHEETS = (STYLES / "row_list.tcss", STYLES / "browse.tcss")
"""The style sheets of the library: Textual does not load those of the default screen."""

SWITCH_INTERVAL = 0.001  # seconds a thread may compute before a key gets its turn; Python's default is 0.005

GC_THRESHOLDS = (20_000, 50, 100)
"""For the garbage collector: a book's analysis is 100,000 objects and no garbage, and a full collection delays keys."""

UNSAFE_PASTES = "TEXTUAL_DRIVER is set: pasted text may press keys"
"""What the footer says first where another driver than ours reads the terminal."""


class ReaderApp(App[int], inherit_bindings=False):
    CSS_PATH: ClassVar = [STYLES / f"{sheet}.tcss" for sheet in FIRST_SHEETS]
    TITLE = "reader"
    BINDINGS: ClassVar[list[BindingType]] = bindings_in_fields()

    def __init__(
        self,
        first: Session | UserPaths,
        at: Span | None = None,
        colours: Colours = "many",
        limit: str = "",
        splash: SplashTerminal | None = None,
    ) -> None:
        """Start with an article, at a place in it, or with the library, of which only what matches a query is listed.

        `colours` are those of the terminal; `splash` may show the first frame there.
        """
        mend_cuts()
        self.splash = splash
        self.output: TerminalDriver | None = None
        """The terminal, once its driver is there."""
        plain = colours != "many" or "NO_COLOR" in os.environ
        self._session = first if isinstance(first, Session) else None
        paths: list[str | PurePath] = [*self.CSS_PATH, *(() if self._session else LIST_SHEETS)]
        super().__init__(driver_class=driver_class(), css_path=paths, ansi_color=plain or None)
        self._config = user_config()
        self._at = at
        self._limit = limit
        self.paths = first.paths if isinstance(first, Session) else first
        self.history: History[Location] = History(limit=100)
        self._keys = KeyQueue(self, super().on_event)
        self.shutdown = Shutdown(self, self._restore_terminal)
        for theme in themes_for("none" if plain else "many"):
            self.register_theme(theme)
        appearance = load_appearance(self.paths.state)
        if self.no_color or are_decorated(appearance):
            self.css_path.append(MARKS_SHEET)
        wanted = self._config.theme or appearance.theme
        self._set_first_theme(wanted if wanted in self.available_themes else DEFAULT_THEME)
        self.animation_level = "none"

    def _set_first_theme(self, theme: str) -> None:
        """Set the theme before any style sheet is parsed: a change of theme would parse them all a second time."""
        self._kept_theme = theme
        self.set_reactive(App.theme, theme)
        dark = self.current_theme.dark
        if self.native_ansi_color:
            self.css_path.append(ANSI_SHEET)
        self.update_classes({f"-theme-{theme}": True, "-dark-mode": dark, "-light-mode": not dark}, update=False)
        self.stylesheet.set_variables(self.get_css_variables())

    def on_load(self) -> None:
        """Listen for signals, and apply a theme of the terminal's own colours before the first frame."""
        self.shutdown.listen()
        self.app_suspend_signal.subscribe(self, lambda _: self._keys.suspend())
        self.app_resume_signal.subscribe(self, lambda _: self._keys.resume())
        if self.ansi_color is None and self.current_theme.ansi:  # Textual looks at the theme only when it changes
            self.ansi_color = True
            self.ansi_color = None

    def watch_theme(self, theme: str) -> None:
        if theme == self._kept_theme:
            return
        self._kept_theme = theme
        if self.native_ansi_color:
            read_sheets(self.stylesheet, [ANSI_SHEET])
        try:
            save_appearance(load_appearance(self.paths.state)._replace(theme=theme), self.paths.state)
        except OSError as error:
            self._complain(f"cannot save the theme: {error.strerror}")

    def _complain(self, problem: str) -> None:
        for screen in reversed(self.screen_stack):
            if isinstance(screen, CommandScreen):
                screen.status.complain(problem)
                return

    def get_css_variables(self) -> dict[str, str]:
        """Return the colours of the theme; none before ours are registered, since computing them takes time."""
        return super().get_css_variables() if DEFAULT_THEME in self.available_themes else {}

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables_for(self.current_theme)

    def push_screen(self, screen: Screen[Any] | str, *args: Any, **kwargs: Any) -> Any:
        self._read_sheets_of(screen)
        return super().push_screen(screen, *args, **kwargs)

    def switch_screen(self, screen: Screen[Any] | str) -> AwaitComplete:
        self._read_sheets_of(screen)
        return super().switch_screen(screen)

    def _read_sheets_of(self, screen: Screen[Any] | str) -> None:
        """Read the style sheets of a screen before Textual does, which would parse all others again."""
        if isinstance(screen, Screen):
            read_sheets(self.stylesheet, screen.css_path)

    def get_default_screen(self) -> Screen[None]:
        session = self._session
        screen = ReadingScreen(session, self._at) if session else self.navigator.library_screen(self._limit)
        screen.complaint = self._config.complaint or theme_complaint(self._config)
        if is_driver_chosen():
            screen.complaint = screen.complaint or UNSAFE_PASTES
        return screen

    async def on_event(self, event: events.Event) -> None:
        """Queue keys and pastes; everything else is handled at once."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._keys.add(event)
        else:
            await super().on_event(event)
        if isinstance(event, events.Resize) and self.screen_stack and self.screen.outer_size == event.size:
            self.screen.refresh()  # Textual paints nothing if the terminal was resized and resized back

    @on(events.DescendantFocus)
    def _hold_still(self, event: events.DescendantFocus) -> None:
        """Stop the text cursor from blinking if the user wants no motion."""
        still = not self._config.motion or os.environ.get("TEXTUAL_ANIMATIONS") == "none"
        if still and hasattr(event.widget, "cursor_blink"):
            event.widget.cursor_blink = False

    @cached_property
    def navigator(self) -> "Navigator":
        """The way to other screens; imported with all of them when the first is wanted."""
        from reader.tui.navigator import Navigator

        return Navigator(self, self.paths, self.history)

    @on(Go)
    async def _go(self, event: Go) -> None:
        await self.navigator.go(event)

    @on(LibraryChanged)
    def _update_index(self) -> None:
        self.navigator.update_index()

    @on(Driver.SignalResume)
    def _repaint(self) -> None:
        """Repaint everything: the shell has written over it, or the terminal was resized."""
        self.refresh(layout=True)
        self.screen.refresh(layout=True)

    @on(TerminalGone)
    def _end_without_terminal(self) -> None:
        self.shutdown.end(signal.SIGHUP)

    def _restore_terminal(self) -> None:
        if self.output is not None:
            self.output.restore()
        if self.splash is not None:
            self.splash.restore()

    def _handle_exception(self, error: Exception) -> None:
        """Report the error in our way, which no public one allows: Textual renders all variables, which takes long."""
        self.shutdown.fail(error)
        if self.is_headless:  # a test, which is to fail by the error itself
            super()._handle_exception(error)

    def action_help(self) -> None:
        from reader.tui.dialogs.help import HelpDialog

        if isinstance(self.screen, HelpDialog):
            self.screen.dismiss(None)
        else:
            self.push_screen(HelpDialog(self.screen_stack))

    def action_repaint(self) -> None:
        """Clear the terminal and paint all anew, after what has changed by then, so that nothing but that changes."""
        self.call_after_refresh(self._repaint_cleared)

    def _repaint_cleared(self) -> None:
        if self.output is not None:
            self.output.clear()
        self.screen.refresh()

    def action_tour(self) -> None:
        """Run the tour in a child process, over a library of its own, then come back."""
        try:
            with self.suspend():
                subprocess.run(command("reader", "tour"), env=environment(), check=False)
        except SuspendNotSupported:
            self._complain("cannot suspend the screen here; run `reader tour` in a terminal")
        else:
            self.end_tour()

    def end_tour(self) -> None:
        """Withdraw the offer of the tour, and say that it is over."""
        for screen in self.screen_stack:
            if isinstance(screen, ReadingScreen):
                screen.status.work("tour")
                screen.status.say("back from the tour; nothing was saved")

    def action_command_palette(self, name: str = "commands") -> None:
        from reader.tui.palette import PALETTES

        if not isinstance(self.screen, CommandPalette):
            provider, placeholder = PALETTES[name]
            self.push_screen(CommandPalette(providers=[provider], placeholder=placeholder))


def terminal_colours() -> Colours:
    """Return the colours of the terminal; set NO_COLOR for one without any."""
    if (colours := colours_in(os.environ)) == "none":
        os.environ["NO_COLOR"] = "1"
    return colours


def run_app(app: ReaderApp) -> int:
    """Run an app on the terminal until it ends, whatever ends it; return the exit code."""
    code = CRASHED
    with app.shutdown as ending:
        code = app.run() or app.return_code or 0  # which is 1 after an error that only Textual knows of
    return code if ending.code is None else ending.code


def run(
    first: Session | UserPaths, at: Span | None = None, limit: str = "", splash: SplashTerminal | None = None
) -> int:
    """Show an article or the library until the user quits; return the exit code."""
    if splash is not None and is_driver_chosen():
        splash.withdraw()
    sys.setswitchinterval(SWITCH_INTERVAL)
    gc.freeze()  # modules stay: no collection needs to look at them again
    gc.set_threshold(*GC_THRESHOLDS)
    gc.enable()
    app = ReaderApp(first, at, terminal_colours(), limit, splash)
    code = run_app(app)
    fold_journal(app.paths.library)
    stdio.flush_errors()
    gc.freeze()  # no collection at exit either
    return code


HEART, FAMILY = "❤\ufe0f", "👨\u200d👩\u200d👧\u200d👦"  # two cells each


def split_cells(segment: Segment, cut: int) -> tuple[Segment, Segment]:
    """Return the parts of a segment before and after a cell; of a wide cluster that is cut, a space in each."""
    text, style, control = segment
    left, right = split_text(text, cut)
    return Segment(left, style, control), Segment(right, style, control)


def cuts_wrongly() -> bool:
    parts = [part.text for words in (HEART, FAMILY) for part in Segment(words).split_cells(1)]
    return [cell_len(part) for part in parts] != [1] * 4


def mend_cuts() -> None:
    """Have rich cut rows rightly, where a dialog lies over one or a field scrolls, as long as it does not.

    `Segment.split_cells` of rich 15 looks at single characters, so a family joined by ZWJ, or a symbol made wide by a
    selector, is cut a cell off, and all to its right is moved; `rich.cells.split_text` cuts in whole clusters.
    """
    if cuts_wrongly():
        setattr(Segment, "split_cells", split_cells)  # noqa: B010 - a method cannot be assigned for the type checker
