"""Styles one over another as escape sequences."""

from reader.tui.splash.ansi import frame_sequence, style_sequence
from reader.tui.splash.first_frame import Rows

TABLE = {
    "ground": ("", "38;5;1", "48;5;2"),
    "article--minor": ("3", "", ""),
    "article--strong": ("1", "38;5;3", ""),
    "article--emphasis": ("3", "", ""),
}


def test_later_styles_lie_over_earlier_ones() -> None:
    assert style_sequence(("ground",), TABLE) == "\x1b[0;38;5;1;48;5;2m"
    assert style_sequence(("ground", "article--strong"), TABLE) == "\x1b[0;1;38;5;3;48;5;2m"


def test_emphasis_within_italics_is_upright() -> None:
    assert style_sequence(("ground", "article--minor", "article--emphasis"), TABLE) == "\x1b[0;38;5;1;48;5;2m"
    assert style_sequence(("ground", "article--emphasis"), TABLE) == "\x1b[0;3;38;5;1;48;5;2m"


def test_a_style_is_written_where_it_changes() -> None:
    rows: Rows = [[("a", ("ground",)), ("b", ("ground",))], [("", ("article--strong",)), ("c", ("ground",))]]
    style = style_sequence(("ground",), TABLE)
    assert frame_sequence(rows, TABLE).startswith(f"\x1b[1;1H{style}ab\x1b[2;1H")
