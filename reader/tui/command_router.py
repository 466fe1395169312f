"""The command router: handlers of the commands of `reader.config.commands` on a screen, and the keys that run them.

A screen owns a `CommandRouter`, to which its parts add handlers by command id. The handlers added last win, and those
of a mode win over all others, so a mode changes what a key does by handling its command. Keys, palette, help and hints
use the same router. Pitfall: a key whose command would do nothing still runs its handler, which says why; only the
palette leaves such commands out.

Keys are bound with the class, from the user's configuration. `App.set_keymap` would apply a user's keys again to a copy
of all bindings, twice at every key press: one or two milliseconds for ten keys, and it cannot take a key away.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from inspect import isawaitable
from typing import Any, ClassVar, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.events import DescendantBlur, DescendantFocus, Event, Key, Resize, ScreenResume, ScreenSuspend
from textual.geometry import Region
from textual.layout import Layout
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

from reader.config import user_config, with_keys
from reader.config.contexts import CONTEXTS
from reader.config.key_names import key_character, key_label
from reader.errors import ReaderError, result_or_error
from reader.tui.chrome.backdrop import BACKDROP_STYLES, Backdrop
from reader.tui.chrome.direct_painter import DirectPainter
from reader.tui.chrome.footer import Footer
from reader.tui.chrome.footer_plan import FooterKey, footer_keys
from reader.tui.source_progress import SourceProgress
from reader.tui.themes import own_theme

T = TypeVar("T")

PANE_COMMANDS = frozenset(
    command.id for command in user_config().commands if {"article", "list"}.issuperset(command.scopes)
)
"""Commands that only move the caret or the cursor of a pane: they are complete when they return."""

Handler = tuple[Callable[[], object], Callable[[], bool]]
"""A function that runs a command, and one that returns whether it would do anything now."""

Handlers = Mapping[str, Handler]  # by command id


def always() -> bool:
    """Return True: the condition of a command that always does something."""
    return True


@dataclass(eq=False)
class Mode:
    """A state in which some commands do something else, until it is left."""

    name: str
    """The context of `reader.config.contexts` that it is."""
    commands: Handlers
    """The commands that it overrides; `step-back` leaves it."""
    has_keys: Callable[[], bool] = always
    """Returns whether keys reach it: not while another part of the screen has the focus."""
    take_key: Callable[[Key], bool] = lambda _: False
    """Handles a key before it runs any command; returns whether it was handled."""


class CommandRouter:
    """The handlers of one screen."""

    def __init__(self) -> None:
        self._layers: list[tuple[Handlers, Callable[[], bool]]] = []
        self.modes: tuple[Mode, ...] = ()
        """The modes the screen is in, the topmost last."""

    def add(self, handlers: Handlers, active: Callable[[], bool] = always) -> None:
        """Add a layer of handlers that is used, before earlier ones, while `active` returns True."""
        self._layers.append((handlers, active))

    @property
    def context(self) -> str:
        """The name of the topmost mode that keys reach; empty if there is none."""
        return next((mode.name for mode in reversed(self.modes) if mode.has_keys()), "")

    def enter(self, mode: Mode) -> None:
        self.modes = (*self.modes, mode)

    def leave(self, mode: Mode) -> None:
        """Remove `mode`, unless it had been left before."""
        self.modes = tuple(entered for entered in self.modes if entered is not mode)

    def take_key(self, key: Key) -> bool:
        """Let the topmost mode handle a key before it runs any command; return whether it did."""
        return bool(self.modes) and self.modes[-1].take_key(key)

    def find(self, command: str) -> Handler | None:
        """Return the handler of the command with this id now; None if there is none."""
        for mode in reversed(self.modes):
            if command in mode.commands:
                return mode.commands[command]
        for handlers, active in reversed(self._layers):
            if command in handlers and active():
                return handlers[command]
        return None

    def enabled(self, command: str) -> bool:
        """Return whether the command with this id would do anything now."""
        found = self.find(command)
        return found is not None and found[1]()


async def take_event(screen: Screen[Any], event: Event) -> None:
    """Ignore a size that is over: Textual tells each twice, so two at one time bring each other back for ever."""
    if not isinstance(event, Resize) or event.size == screen.app.size:
        await Screen.on_event(screen, event)


class CommandScreen(Screen[None], inherit_bindings=False):
    """A screen whose keys run commands, with a footer that tells them, and what is behind its panes."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {*BACKDROP_STYLES}
    SCOPE: ClassVar[str]
    """The scope of `reader.config.commands` that it is."""
    complaint = ""
    """An error in the configuration, shown once the library is open."""
    on_event = take_event

    def __init__(self) -> None:
        super().__init__()
        self.direct = DirectPainter(self)
        self.status = Footer(user_config().footer)
        self.source_progress = SourceProgress(self.status.work)
        self.backdrop = Backdrop(self)
        self.pane_layout: Layout | None = None
        self.lead: Callable[[], str] = str
        """Returns the words before the keys in the footer."""
        self._keys_of: dict[str, tuple[FooterKey, ...]] = {}
        """The keys that the footer may show, by context."""
        self.router = CommandRouter()
        self.router.add(program_commands(self))
        self.shows_key_of: Callable[[str], bool] = self.router.enabled
        """Returns whether the footer shows the key of a command: if the command would do something now."""
        self.command_done: Callable[[], None] = self.show_keys
        """Shows what a command may have changed in the footer and the heads."""

    @property
    def place(self) -> str:
        """The current context of `reader.config.contexts`."""
        raise NotImplementedError

    async def action_run(self, command: str) -> None:
        if (found := self.router.find(command)) is not None:
            with self.direct:
                done = found[0]()
                if not isawaitable(done):
                    self.command_done()
            if isawaitable(done):
                await done
                self.command_done()

    async def ask(self, question: Callable[[], T]) -> T | None:
        """Return the result of `question`, run in a thread; show the error and return None if it fails."""
        answer = await asyncio.to_thread(result_or_error, question)
        if isinstance(answer, ReaderError):
            self.status.complain(str(answer))
            return None
        return answer

    @on(ScreenSuspend)
    @on(ScreenResume)
    @on(DescendantFocus)
    @on(DescendantBlur)
    def show_keys(self, event: Event | None = None) -> None:
        """Show the keys that would do something now, in the frame of the key that changes them; none over a dialog."""
        if isinstance(event, ScreenResume):
            event.refresh_styles = False  # they were applied when the widgets were mounted
        keys: tuple[FooterKey, ...] = ()
        if self.is_active:
            if (place := self.place) not in self._keys_of:
                self._keys_of[place] = footer_keys(CONTEXTS[place])
            keys = tuple(key for key in self._keys_of[place] if not key.command or self.shows_key_of(key.command))
        self.status.show_keys(keys, self.lead() if keys else "")

    @property
    def layout(self) -> Layout:
        return self.pane_layout or super().layout

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return rows of the backdrop, cached: Textual requests all at every key, though the panes cover most of it."""
        self._dirty_regions.clear()
        return self.backdrop.render_lines(crop)

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.backdrop.forget()

    def is_ready_for(self, command: str | None) -> bool:
        """Return whether the screen is complete enough to run a command, or to take another key."""
        return self.is_mounted

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Pass a key on if nothing here handles its command."""
        return action != "run" or self.router.find(str(parameters[0])) is not None


def program_commands(screen: CommandScreen) -> Handlers:
    def change_theme() -> None:
        screen.app.theme = own_theme(dark=not screen.app.current_theme.dark).exact.name

    return {
        "interrupt": (lambda: say_how_to_quit(screen.status), always),
        "theme": (change_theme, always),
        "choose-theme": (lambda: screen.run_action("app.command_palette('themes')"), always),
        "suspend": (lambda: screen.run_action("app.suspend_process"), always),
        "palette": (lambda: screen.app.action_command_palette(), always),
        **{name: (partial(screen.run_action, f"app.{name}"), always) for name in ("tour", "help", "repaint")},
    }


def say_how_to_quit(status: Footer) -> None:
    """Say which keys quit, as after a Ctrl-C that has nothing to copy."""
    keys = map(key_label, user_config().commands_by_id["quit"].keys)
    status.say(f"{' or '.join(keys)} quits; {with_keys('{help} shows all keys')}")


def bindings_of(scope: str) -> list[BindingType]:
    """Return the bindings of one scope; each makes the screen run a command."""
    return [
        Binding(key, run_action(command.id), command.help, show=False, key_display=key_label(key), id=command.id)
        for command in user_config().commands
        if scope in command.scopes
        for key in command.keys
    ]


def commands_by_key(widget: Widget | None) -> Mapping[str, str]:
    """Return the ids of the commands that the bindings of a widget run, by key."""
    bindings = [] if widget is None else [each for each in widget.BINDINGS if isinstance(each, Binding)]
    return {each.key: each.id for each in bindings if each.id and each.action == run_action(each.id)}


def run_action(command: str) -> str:
    return f"screen.run('{command}')"


IN_FIELDS = ("help", "repaint")
"""Commands that text fields and dialogs leave to the application; the ids are those of its actions, too."""


def bindings_in_fields() -> list[BindingType]:
    """Return bindings of `IN_FIELDS` for keys that type no character."""
    return [
        Binding(key, command.id, command.help, show=False, priority=True)
        for command in user_config().commands
        if command.id in IN_FIELDS
        for key in command.keys
        if len(key) > 1 and key != "space" and key_character(key) is None
    ]
