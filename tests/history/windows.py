"""A window: the screen of the program in a pseudo-terminal, read as a terminal shows it.

Every wait is for a condition. A key is pressed only when the screen that it is for is there.
"""

import os
import re
import signal
import time
from collections.abc import Callable

import pyte

from tests.bench.terminal import Terminal
from tests.history.devices import READER, TELLS_LOSS, TRACEBACK, Device, send, set_room
from tests.history.model import WORD, View
from tests.waiting import PACE

PATIENCE = 40.0
"""Seconds within which a key has its effect, a message comes and a process ends: five and ten are promised, but the
machine may be busy with other tests."""

SOON = 5.0
"""Seconds to wait for what may not come, such as a note box for a note that is gone."""

HINT, HELP = "Ctrl-S save", "╭─ Keys"
CHOICE = "Esc decide later"
"""What asks which of two texts of a note is right, after a save that another program's edit contradicts."""
RESTS = 3.0
"""Seconds without a change after which a screen is taken to be at rest; it looks every two seconds at the library."""

BOX, SAVED = re.compile(f"╭─ Note|{HINT}"), re.compile(r"(?<!not )\bsaved(?:;| as |  |$)|conflict: the note")
"""What shows that a note box is open, and that a note is saved; work in progress may stand beside that."""

SAVE, END, ESCAPE, REDO, REPAINT = "\x13", "\x1b[F", "\x1b", "\x19", "\x0c"

NAMES = {SAVE: "C-s", END: "End", ESCAPE: "Escape", REDO: "C-y", REPAINT: "C-l", "\r": "Enter"}
"""Keys as tmux calls them."""


class NotShownError(AssertionError):
    """The screen did not show in time what it should."""


class Window:
    """A window on the article."""

    def __init__(self, device: Device, number: int, article: str, size: tuple[int, int]) -> None:
        self.device, self.name = device, f"{device.name}{number}"
        self.typed: dict[str, float] = {}
        """The words typed into the open box that are not saved, and when."""
        self.owes: set[str] = set()
        """The words lost under this window, until it has said so or the user has accepted it."""
        self.may_tell = False
        """True from a repair until the message of what it has repaired is gone."""
        self.told_of: set[str] = set()
        """The words of whose loss it has told."""
        self.known = View()
        """What the library held when this window last read it: what others do later it shows after its next change."""
        self._fed = 0
        self._notices: list[str] = []
        self.screen = pyte.Screen(*size)
        self._stream = pyte.Stream(self.screen)
        self._rows: list[str] | None = None
        limited = "" if device.room is None else f" prlimit --fsize={device.room}:"
        device.script.say(f"window {self.name} {size[0]} {size[1]} on {device.name}{limited} reader {article}")
        environment = {**device.environment, "COLORTERM": "truecolor"}
        self.terminal = Terminal(["env", "-C", str(device.root), *READER, article], environment, size)
        self.pid = self.terminal.pid
        if device.room is not None:
            set_room(self.pid, device.room)
        self.status: int | None = None
        """How it ended; None while it runs."""

    # ------------------------------------------------------------------ what it shows

    def pump(self) -> None:
        """Read what it has written."""
        if self.terminal.is_open:
            self.terminal.rest(PACE)
        fresh = self.terminal.seen[self._fed :]
        self._fed = len(self.terminal.seen)
        if fresh:
            self._stream.feed(fresh)
            self._rows = None
            if said := self.notice():
                self._notices.append(said)
            self.may_tell &= bool(said)
        if self.status is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self.status = os.waitstatus_to_exitcode(status)

    @property
    def rows(self) -> list[str]:
        """The rows of the screen; made once for all that is asked until more is written."""
        if self._rows is None:
            self._rows = [*self.screen.display]
        return self._rows

    @property
    def text(self) -> str:
        return "\n".join(self.rows)

    @property
    def footer(self) -> str:
        return self.rows[-1].strip()

    def notice(self) -> str:
        """Return the rows at the foot of the screen, if they tell of a loss."""
        foot = " ".join(line.strip() for line in self.rows[-4:])
        return foot if TELLS_LOSS.search(foot) else ""

    @property
    def told(self) -> bool:
        """True if it has told of a loss since it was opened, or since it owes that."""
        return bool(self._notices)

    def owe(self, words: set[str]) -> None:
        """Expect that it tells of the loss of these words, unless it has: they may be back only for a moment."""
        if words - self.told_of:
            self._notices.clear()
            self.owes |= words - self.told_of

    @property
    def has_box(self) -> bool:
        return any(BOX.search(line) for line in self.rows)

    @property
    def is_ready(self) -> bool:
        """True if the article is there without a box."""
        article = ".txt" in "".join(self.rows[:2]) and bool(self.footer)
        return article and not (self.has_box or self.has_choice) and HELP not in self.text

    @property
    def has_choice(self) -> bool:
        return CHOICE in self.text

    @property
    def says_saved(self) -> bool:
        return self.is_ready and SAVED.search(self.footer) is not None

    @property
    def refuses(self) -> bool:
        """True if the note box says why it does not save, where it says how to save else."""
        return self.has_box and HINT not in self.text

    def words(self) -> list[str]:
        """Return the words of notes and drafts that are shown."""
        return WORD.findall(self.text)

    def until(self, condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
        """Wait for a condition. Raises NotShownError, also if the program ends."""
        if not self.reaches(condition, seconds):
            ended = "" if self.status is None else f"; it ended with {self.status}"
            raise NotShownError(f"window {self.name} never showed {what}{ended}:\n{self.text.rstrip()}")

    def reaches(self, condition: Callable[[], object], seconds: float = PATIENCE) -> bool:
        """Wait for a condition; return whether it came true in time."""
        end = time.monotonic() + seconds
        while True:
            self.pump()
            if condition():
                return True
            if time.monotonic() > end or self.status is not None:
                return False

    def settle(self) -> None:
        """Wait until the screen rests."""
        shown = ""
        while shown != self.text:
            shown = self.text
            self.terminal.rest(10 * PACE)
            self.pump()

    def rests(self) -> list[str]:
        """Wait until nothing has changed for longer than it takes to show what others do; return the rows."""
        shown = self.rows
        return self.rests() if self.reaches(lambda: self.rows != shown, RESTS) else shown

    # ------------------------------------------------------------------ what the user does

    def press(self, *keys: str) -> None:
        self.device.script.run("keys", self.name, *(NAMES.get(key, key) for key in keys))
        self.terminal.press("".join(keys))

    def paste(self, text: str) -> None:
        """Paste, as the terminal sends it."""
        data = f"\x1b[200~{text}\x1b[201~"
        self.device.script.say(f"raw {self.name} $'{data!r}'".replace("''", "'"))
        self.terminal.press(data)

    def type(self, word: str) -> None:
        """Type a word into the box, and see it there."""
        self.device.script.run("keys", self.name, "-l", f"{word} ")
        self.terminal.press(f"{word} ")
        self.until(lambda: word in self.text, word)
        self.typed[word] = time.monotonic()
        self.device.script.run("shown", self.name, word)

    def open_box(self, *keys: str) -> bool:
        """Press the keys that open a note box; return whether it opens. The caret is at the end."""
        self.press(*keys)
        if self.reaches(lambda: self.has_box, SOON):
            self.device.script.run("shown", self.name, BOX.pattern)
            return True
        self.press(ESCAPE)  # of two texts, one is to be chosen first
        return False

    def close_box(self) -> bool:
        """Close the box by Esc; return whether it says that the draft is kept, or there was none."""
        self.pump()
        if self.has_choice:
            self.press(ESCAPE)
            self.reaches(lambda: not self.has_choice)
        if not self.has_box:
            return True
        self.press(ESCAPE)
        kept = self.reaches(lambda: self.is_ready and ("kept" in self.footer or not self.typed), PATIENCE)
        self.device.script.run("shown", self.name, "is kept")
        return kept

    def resize(self, size: tuple[int, int]) -> None:
        columns, rows = size
        self.device.script.run("resize", self.name, columns, rows)
        self.screen.resize(rows, columns)
        self._rows = None
        self.terminal.resize(columns, rows)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        name = number.name.removeprefix("SIG")
        self.device.script.say(f"kill -{name} $(pid {self.name})")
        send(self.pid, number)

    def close_terminal(self) -> None:
        """Close the terminal, as closing its window would."""
        self.device.script.say(f"$T kill-session -t {self.name}")
        self.terminal.close()

    def ends(self) -> bool:
        """Wait for its end; return whether it comes in time."""
        return self.reaches(lambda: self.status is not None)

    @property
    def has_traceback(self) -> bool:
        return TRACEBACK in self.terminal.seen or re.search(r"^\s*\w+Error\b", self.text, re.M) is not None

    def set_room(self, room: int | None) -> None:
        """Fill the disk, or give it room again."""
        value = "unlimited" if room is None else room
        self.device.script.say(f"prlimit --pid $(pid {self.name}) --fsize={value}:")
        set_room(self.pid, room)

    def clean_up(self) -> None:
        """End it, whatever it does."""
        if self.status is None:
            self.terminal.kill()
        self.terminal.close()
