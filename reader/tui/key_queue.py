"""Keys typed ahead: each key waits until what the keys before it have opened has the focus.

Textual forwards a key to the widget that has the focus when the key arrives, and a binding runs when the key has
bubbled back to the application; screens and focus come later still. So in a burst "aHello" the letters would reach the
article before `a` has opened its dialog. Here keys and pastes are delivered one at a time. A command is run as soon as
its key arrives, and the next key waits for the messages that it has posted, for the workers that it has started to open
something, and for the screen on top to be mounted.

Pitfall: moving the caret must not wait for anything, and typed text not for every letter. So a command of a pane alone
is complete when it returns, and letters go to the same text field until there is another key.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import partial
from time import monotonic

from textual.app import App
from textual.binding import Binding
from textual.events import Key, Paste
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import Worker

from reader.tui.command_router import PANE_COMMANDS, CommandScreen, commands_by_key
from reader.tui.source_progress import STOP_KEYS, SourceProgress

OPENING_GROUPS = frozenset(("box", "open", "marks", "find", "--textual-command-palette-gather-commands"))
"""Groups of workers that open a dialog or an article, move the caret, or change the rows of a list; the last is
Textual's, which fills the palette."""

PATIENCE = 5.0
"""Seconds that a key waits for what an earlier one has begun, so that nothing that hangs takes the keys away."""

POLL_INTERVAL = 0.002  # seconds between two looks at workers

Input = Key | Paste


class KeyQueue:
    def __init__(self, app: App[int], deliver: Callable[[Input], Awaitable[None]]) -> None:
        """`deliver` passes an event on as Textual does."""
        self._app = app
        self._deliver = deliver
        self._waiting: deque[Input] = deque()
        self._settling: Worker[None] | None = None
        """Waits for the effect of the last key; None if the next one need not wait."""
        self._field: Widget | None = None
        """The text field that may not have handled all letters yet."""
        self._overdue: Input | None = None
        """A key that has waited for its screen already."""
        self._discarded = 0.0
        """The time before which everything typed is discarded."""
        self._suspended = False
        """True while another program has the terminal."""
        self._anywhere = frozenset(each.key for each in app.BINDINGS if isinstance(each, Binding))
        """The keys that work in text fields and dialogs, and in modes that wait for a letter."""
        self._commands: dict[tuple[str, str], Mapping[str, str]] = {}
        """The ids of the commands by key, by the classes of the screen and of the widget that has the focus."""

    async def add(self, event: Input) -> None:
        """Deliver an event, now or when those before it have had their effect."""
        if event.time < self._discarded:
            return
        if isinstance(event, Key) and event.key in STOP_KEYS:  # other keys may be waiting for the source, too
            waiting = getattr(self._app.screen, "source_progress", None)
            if isinstance(waiting, SourceProgress) and waiting.stop():
                return
        self._waiting.append(event)
        if self._settling is None:
            await self._deliver_waiting()

    def suspend(self) -> None:
        """Discard everything that is typed until `resume`, even if it has not arrived yet."""
        self._suspended = True
        self._discard()

    def resume(self) -> None:
        """Take keys again. A program that a signal has stopped resumes without `suspend`: all its keys count."""
        if self._suspended:
            self._suspended = False
            self._discard()

    def _discard(self) -> None:
        self._discarded = monotonic()
        self._waiting.clear()

    async def _deliver_waiting(self) -> None:
        while self._waiting and self._settling is None:
            event, focused = self._waiting[0], self._app.focused
            letter = focused is not None and (
                isinstance(event, Paste) or focused.check_consume_key(event.key, event.character)
            )
            if self._field is not None and not (letter and focused is self._field):
                self._settle()
            elif letter:
                self._field = focused
                await self._deliver(self._waiting.popleft())
            else:
                await self._deliver_key(event)

    async def _deliver_key(self, event: Input) -> None:
        """Run the command of a key that is not text, or pass the key on."""
        screen, focused, command = self._app.screen, self._app.focused, None
        takes_letters = focused is not None and focused.check_consume_key("a", "a")
        if isinstance(event, Key) and isinstance(screen, CommandScreen) and not takes_letters:
            command = self._command_of(event.key, screen)
            if not screen.is_ready_for(command) and event is not self._overdue:
                self._overdue = event
                self._settle(lambda: screen.is_ready_for(command))
                return
        self._waiting.popleft()
        if (
            isinstance(event, Key)
            and isinstance(screen, CommandScreen)
            and event.key not in self._anywhere
            and screen.router.take_key(event)
        ):
            self._settle()
        elif command is not None and isinstance(screen, CommandScreen):
            self._app.app_focus = True
            await screen.action_run(command)
            if command not in PANE_COMMANDS:
                self._settle()
        else:
            await self._deliver(event)
            self._settle()

    def _command_of(self, key: str, screen: CommandScreen) -> str | None:
        focused = screen.focused
        kinds = (type(screen).__name__, type(focused).__name__)
        if kinds not in self._commands:
            self._commands[kinds] = {**commands_by_key(screen), **commands_by_key(focused)}
        command = self._commands[kinds].get(key, "")
        return command if screen.router.find(command) else None

    def _settle(self, condition: Callable[[], bool] = lambda: True) -> None:
        """Have the next key wait for the effect of the last one, and for `condition`."""
        self._settling = self._app.run_worker(partial(self._resume_after, condition, self._app.focused), group="keys")

    async def _resume_after(self, condition: Callable[[], bool], focused: Widget | None) -> None:
        """Resume when a key has bubbled up to its binding, what that has begun has the focus, and on `condition`."""
        await wait_for_messages(focused, self._app.screen, self._app)
        settled = False
        stop = monotonic() + PATIENCE
        while not settled and monotonic() < stop:
            screen = self._app.screen
            await wait_for_messages(focused, screen, self._app)
            settled = self._app.screen is screen and not self._is_opening(screen)
            await wait_until(lambda: not self._is_opening(self._app.screen))
        await wait_until(condition)
        self._app.call_later(self._resume)

    async def _resume(self) -> None:
        self._settling, self._field = None, None
        await self._deliver_waiting()

    def _is_opening(self, screen: Screen[object]) -> bool:
        """Return whether a worker of the screen on top, or of the application, is to open something or to change it."""
        return any(
            worker.node in (screen, self._app) and worker.group in OPENING_GROUPS and not worker.is_finished
            for worker in self._app.workers
        )


async def wait_for_messages(focused: Widget | None, screen: Screen[object], app: App[int]) -> None:
    """Wait until all messages have been handled that are on their way from the focused widget up to `app`."""
    inside = [] if focused is None else [node for node in focused.ancestors_with_self if isinstance(node, Widget)]
    pumps: list[MessagePump] = [*dict.fromkeys([*inside, screen]), app]
    for pump in pumps:
        done = asyncio.Event()
        if pump.call_later(done.set):
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), PATIENCE)


async def wait_until(condition: Callable[[], bool]) -> None:
    stop = monotonic() + PATIENCE
    while not condition() and monotonic() < stop:
        await asyncio.sleep(POLL_INTERVAL)
