"""The pieces of the first frame fill the screen exactly, whatever the text and the size of the terminal."""

import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.session.session import Session
from reader.session.state import ReadingState
from reader.sources.markdown import read_markdown
from reader.system.paths import UserPaths
from reader.text.width import cells_of
from reader.tui.splash.first_frame import Piece, crop_pieces, first_frame
from reader.tui.splash.terminal import LEAST_COLUMNS, LEAST_ROWS

PARTS = st.sampled_from(
    (
        *("# A", "## Part", "Words and words.", "漢字 東京都", "> quoted 👩‍🚀", "- one\n- two", "`code` *a* **b**"),
        *("```\ncode\n```", "| a | b |\n|---|---|\n| 1 | 2 |", "***", "e\u0301\t\u200b", "1. " + "long words " * 30),
        "x" * 300,
    )
)


@given(
    st.lists(PARTS, min_size=1, max_size=30),
    st.integers(LEAST_COLUMNS, 220),
    st.integers(LEAST_ROWS, 70),
    st.integers(0, 5000),
)
def test_every_row_is_as_wide_as_the_screen(parts: list[str], columns: int, rows: int, caret: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        session = Session(read_markdown("\n\n".join(parts)), UserPaths(home / "library.json", home / "state", home))
        session.save_state(ReadingState(caret))
        frame = first_frame(session, None, columns, rows)
    assert [sum(cells_of(words) for words, _ in row) for row in frame] == [columns] * rows


def test_a_row_is_cropped_at_both_ends() -> None:
    row: list[Piece] = [("abc", ("x",)), ("de", ("y",))]
    assert list(crop_pieces(row, 1, 4)) == [("bc", ("x",)), ("d", ("y",))]
    assert list(crop_pieces(row, 4, None)) == [("e", ("y",))]
    assert list(crop_pieces(row, 2, 2)) == []
