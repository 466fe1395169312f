"""The frame of an article as it was left, kept in the state folder, so that it can be drawn before anything is read.

A frame is what `first_frame` makes at the next start of the same article, so nothing may have changed that it depends
on: the file, where it was left, the look and the size of the screen, the configuration, the program. All of that is
its *condition*, one line, which is put together again at the start; the frame is drawn if it is the same. No library
is needed for a file of so simple a form, and none could be imported in that time.
"""

import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import time
from typing import TYPE_CHECKING

from reader import __version__
from reader.session.state import APPEARANCE_FILE, Appearance, load_appearance, state_path
from reader.system import atomic_file
from reader.system.paths import config_file
from reader.text.sanitize import clean
from reader.tui.splash.first_frame import Rows, first_frame
from reader.tui.splash.terminal import chosen_look

if TYPE_CHECKING:
    from reader.session.session import Session

FOLDER = "frames"

MOST_FRAMES = 300  # some ten kilobytes each; of more the oldest are removed
MOST_BYTES = 1 << 20  # more than the frame of the largest terminal

FIELD, PIECE, STYLE = "\x1c", "\x1d", "\x1e"
"""Between fields of the first line, pieces of a row, words and their styles: no sanitized text has these signs."""

STARTED = time()  # when the program had not read any file yet, in seconds since the epoch


def keep_frame(session: "Session", columns: int, rows: int) -> None:
    """Keep the frame with which the article of a session will be opened next. Raises OSError."""
    article, state = session.article, session.paths.state
    if session.article_id != article.text_id or article.format:
        return  # it is opened in another way than a file alone
    condition = condition_of(article.source, session.article_id, load_appearance(state), state, columns, rows)
    if condition is None or os.stat(article.source).st_ctime >= STARTED:  # changed after it was read, maybe
        return
    frame = first_frame(session, None, columns, rows)
    lines = (PIECE.join(f"{words}{STYLE}{' '.join(styles)}" for words, styles in row) for row in frame)
    path = frame_path(article.source, state)
    atomic_file.make_folder(path.parent)
    atomic_file.replace_file(path, encoded("\n".join([condition, *lines])), synced=False)
    for old in sorted(path.parent.iterdir(), key=lambda each: each.stat().st_mtime)[:-MOST_FRAMES]:
        old.unlink(missing_ok=True)  # not kept again for longest


def load_frame(source: str, appearance: Appearance, state: Path, columns: int, rows: int) -> Rows | None:
    """Return the frame of the article in a file as it was left; None if there is none, or anything has changed."""
    source = os.path.abspath(source)
    with suppress(OSError, ValueError):
        data = atomic_file.read_regular(frame_path(source, state), MOST_BYTES)
        condition, *lines = data.decode(errors="surrogateescape").split("\n")
        article_id = condition.partition(FIELD)[0]
        if condition == condition_of(source, article_id, appearance, state, columns, rows):
            frame = [list(row_pieces(line)) for line in lines]
            return frame if len(frame) == rows else None
    return None


def row_pieces(line: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for piece in line.split(PIECE):
        words, styles = piece.split(STYLE)
        if clean(words) != words:
            raise ValueError("control characters in a frame")
        yield words, tuple(styles.split(" "))


def condition_of(
    source: str, article_id: str, appearance: Appearance, state: Path, columns: int, rows: int
) -> str | None:
    """Return all that the frame of the article in a file depends on; None if it is no file, or has no plain name."""
    with suppress(OSError):
        if "\n" in source or FIELD in source or not stat.S_ISREG(os.stat(source).st_mode):
            return None
        files = (Path(source), state_path(article_id, state), state / APPEARANCE_FILE, config_file())
        look = (*chosen_look(appearance), f"{columns} {rows}", __version__, source)
        return FIELD.join((article_id, *map(atomic_file.content_mark, files), *look))
    return None


def frame_path(source: str, state: Path) -> Path:
    """Return where the frame of the article in a file is kept; two files may share a place."""
    return state / FOLDER / f"{zlib.crc32(encoded(source)):08x}"


def encoded(text: str) -> bytes:
    return text.encode(errors="surrogateescape")
