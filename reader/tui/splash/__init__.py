"""The first frame of an article, drawn before Textual is imported, which takes most of a start.

    file_head      the first blocks of a file, before all of it is read
    first_frame    what the frame shows, by the layout that Textual's widgets use too
    kept_frame     the frame of an article as it was left
    style_table    the styles of the first frame, made from the style sheets by `python -m tests.tools.splash_styles`
    ansi           pieces of text to escape sequences
    early_analysis the child that finds names and quotes meanwhile
    terminal       whether this terminal will do, its settings while the splash is shown, and their way back

Textual's driver takes over the same screen, whose first frame has the same cells, so nothing is seen to change. Where
the splash cannot be sure of that, it draws nothing. Keys typed meanwhile wait in the terminal. Pitfall: no module here
may import Textual, nor anything that imports it.
"""

import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from reader.session.state import BEGINNING, is_any_saved, load_appearance, may_be_saved
from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.text.width import cells_of
from reader.tui.splash.ansi import StyleTable, frame_sequence
from reader.tui.splash.file_head import HEAD, Beginning, read_beginning
from reader.tui.splash.first_frame import Rows, beginning_frame, first_frame
from reader.tui.splash.kept_frame import load_frame
from reader.tui.splash.terminal import SplashTerminal, chosen_table, terminal_size

if TYPE_CHECKING:
    from reader.session.session import Session

LONG = 1 << 20
"""Bytes of plain text from which its beginning is read first. That of a shorter one is seldom certain, and its whole is
read as fast; one that is no longer than `HEAD` is read for the splash alone, which needs less than a session does."""


def has_beginning(source: str) -> bool:
    """Return whether a file is read for the splash before it is opened: Markdown, and short and long plain text."""
    suffix = os.path.splitext(source)[1].lower()
    with suppress(OSError, ValueError):
        if suffix == ".txt":
            return not HEAD < os.stat(source).st_size < LONG
        return suffix in (".md", ".markdown")
    return False


def is_new(begun: Beginning, folder: Path) -> bool:
    """Return whether no text that begins like this one was ever left."""
    text = begun.article.text
    return (not begun.rest or len(text) >= BEGINNING) and not may_be_saved(text, folder)


class Splash:
    """The first frame on the terminal, until Textual takes it over or it is withdrawn."""

    def __init__(self) -> None:
        self.terminal = SplashTerminal()

    def __enter__(self) -> "Splash":
        if terminal_size() is not None:
            self.terminal.quiet()  # while a long file is read, too
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.terminal.withdraw()

    def show(self, session: "Session", at: Span | None = None) -> None:
        """Draw the first frame of an article, from the passage `at`; do nothing where it might be wrong."""
        table, size = chosen_table(load_appearance(session.paths.state)), terminal_size()
        if table is not None and size is not None and session.article.blocks and not self.terminal.is_drawn:
            self._draw(first_frame(session, at, *size), table, size[0])

    def show_beginning(self, source: str, paths: UserPaths) -> None:
        """Draw the first frame of an article that is not read yet, if that is quick and certain.

        That of a file that was read before is kept. Of another one the beginning is drawn if no text that begins so
        was ever left anywhere, since where one was left is known by its text.
        """
        appearance = load_appearance(paths.state)
        table, size = chosen_table(appearance), terminal_size()
        if table is None or size is None:
            return
        some_left = is_any_saved(paths.state)
        if some_left and (frame := load_frame(source, appearance, paths.state, *size)) is not None:
            self._draw(frame, table, size[0])
            return
        if not has_beginning(source):
            return
        begun = read_beginning(source)
        if begun is None or (some_left and not is_new(begun, paths.state)):
            return
        if (rows := beginning_frame(begun, appearance, *size)) is not None:
            self._draw(rows, table, size[0])

    def _draw(self, rows: Rows, table: StyleTable, width: int) -> None:
        if all(sum(cells_of(words) for words, _ in row) == width for row in rows):
            self.terminal.draw(frame_sequence(rows, table))
