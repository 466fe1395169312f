"""The first frame of an article, drawn before Textual is imported, which takes most of a start.

    first_frame    what the frame shows, by the layout that Textual's widgets use too
    kept_frame     the frame of an article as it was left
    early_analysis the child that finds names and quotes meanwhile
    terminal       whether this terminal will do, what draws a frame on it, its settings meanwhile, and their way back

Textual's driver takes over the same screen, whose first frame has the same cells, so nothing is seen to change. Where
the splash cannot be sure of that, it draws nothing. Keys typed meanwhile wait in the terminal. Pitfall: no module here
may import Textual, nor anything that imports it.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.session.state import Appearance, load_appearance
from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.text.width import cells_of
from reader.tui.splash.first_frame import Rows, first_frame
from reader.tui.splash.kept_frame import load_frame
from reader.tui.splash.terminal import SplashTerminal, chosen_look, frame_sequence, style_table, terminal_size

if TYPE_CHECKING:
    from reader.session.session import Session


class Splash(SplashTerminal):
    """The first frame on the terminal, until Textual takes it over or it is withdrawn."""

    def __enter__(self) -> "Splash":
        if terminal_size() is not None:
            self.quiet()  # while a long file is read, too
        return self

    def __exit__(self, *_: object) -> None:
        self.withdraw()

    def show(self, session: "Session", at: Span | None = None) -> None:
        """Draw the first frame of an article, from the passage `at`; do nothing where it might be wrong."""
        if session.article.blocks and not self.is_drawn:
            self._draw(session.paths, lambda _, size: first_frame(session, at, *size))

    def show_kept(self, source: str, paths: UserPaths) -> None:
        """Draw the frame of a file as it was left, before it is read; do nothing if none is kept."""
        self._draw(paths, lambda appearance, size: load_frame(source, appearance, paths.state, *size))

    def _draw(self, paths: UserPaths, frame: Callable[[Appearance, tuple[int, int]], Rows | None]) -> None:
        appearance, size = load_appearance(paths.state), terminal_size()
        table = style_table(*chosen_look(appearance))
        if table is None or size is None or (rows := frame(appearance, size)) is None:
            return
        if all(sum(cells_of(words) for words, _ in row) == size[0] for row in rows):
            self.draw(frame_sequence(rows, table))
