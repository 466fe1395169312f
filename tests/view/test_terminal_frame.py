"""Frames for terminals that count other cells than the program: every border stands in its column."""

import random
from collections.abc import Callable
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.view.terminal_frame import TOKEN, clusters, in_columns, paints_all, width_of
from tests.stories.screen_fuzz import SCRIPTS, SIGNS, word

FAMILY = "👨\u200d👩\u200d👧\u200d👦"

WALES = "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"

WIDTH, BORDER = 40, 30
"""The columns of the screen, and where one pane ends."""

OLD = "\x00"
"""What is in a cell that was never written to; no text has it."""

Widths = Callable[[str], int]
"""A terminal's idea of the cells of a character."""


def by_character(character: str) -> int:
    """Return the width in a terminal that knows no clusters: signs of vowels fill cells, a family four times two."""
    return 0 if category(character) in ("Mn", "Me", "Cf") else cell_len(character) or 1


TERMINALS: dict[str, Widths] = {
    "as rich": cell_len,
    "no clusters": by_character,
    "no wide pictures": lambda character: 1 if "\U00010000" < character < "\U000e0000" else by_character(character),
    "signs are nothing": lambda character: 0 if category(character)[0] in "MC" else cell_len(character),
}


def shown(frame: str, width: Widths) -> list[str]:
    """Return the cells of the first row of a terminal that was full of `OLD`; a character stands in its first cell."""
    cells, column = [OLD] * (WIDTH + 20), 0
    for token in TOKEN.findall(frame):
        if token[0] != "\x1b":
            for character in token:
                for cell in range(width(character)):
                    cells[column + cell] = "" if cell else character
                column += width(character)
        elif token[-1] == "H":
            column = int(token[2:-1].split(";")[1]) - 1
        elif token[-1] == "G":
            column = int(token[2:-1]) - 1
    return cells


def edges(row: int) -> tuple[int, ...]:
    return (0, BORDER, BORDER + 1, WIDTH)


def row_of(words: str) -> str:
    """Return a frame: words in one pane, a border, and another pane."""
    return f"\x1b[1;1H\x1b[1m{words}\x1b[0m{' ' * (BORDER - cell_len(words))}│{'other'.ljust(WIDTH - BORDER - 1)}\n"


def fitting(words: list[str], cells: int) -> str:
    """Return as many words as fit into some cells."""
    text = ""
    for each in words:
        text = longer if cell_len(longer := f"{text} {each}".strip()) <= cells else text
    return text


words_of_scripts = st.integers(0, 10**6).map(
    lambda seed: [word(script, chance) for chance in [random.Random(seed)] for script in chance.choices(SCRIPTS, k=9)]
)


@given(words_of_scripts)
def test_clusters_are_the_text_and_as_wide(words: list[str]) -> None:
    text = " ".join(words)
    assert "".join(each for each, _ in clusters(text)) == text
    assert sum(width_of(each) for each, _ in clusters(text)) == cell_len(text)


@pytest.mark.parametrize("terminal", TERMINALS)
@given(words=words_of_scripts)
def test_a_border_stands_in_its_column_and_nothing_is_left_over(terminal: str, words: list[str]) -> None:
    cells = shown(in_columns(row_of(fitting(words, BORDER)), edges), TERMINALS[terminal])
    assert "".join(cells[BORDER:WIDTH]) == "│other".ljust(WIDTH - BORDER)
    assert OLD not in cells[:WIDTH]


@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("sign", SIGNS)
def test_a_cluster_at_the_end_of_a_pane_stays_in_it(terminal: str, sign: str) -> None:
    words = " " * (BORDER - cell_len(sign)) + sign
    frame = in_columns(f"\x1b[1;1H{words}", edges)
    assert shown(frame, TERMINALS[terminal])[BORDER:] == [OLD] * (WIDTH + 20 - BORDER)


@pytest.mark.parametrize("cluster", [FAMILY, WALES, "🇩🇪", "👍🏽", "क्\u200dष", "स्ते", "\u1100\u1161\u11a8", "❤\ufe0f"])
def test_a_cluster_is_written_whole(cluster: str) -> None:
    assert cluster in in_columns(row_of(f"a {cluster} b"), edges)


def test_two_flags_are_two_clusters() -> None:
    assert [each for each, _ in clusters("🇩🇪🇫🇷")] == ["🇩🇪", "🇫🇷"]


@pytest.mark.parametrize("words", ["plain", "“Quoted — naïve” · Ωмега", "日本語 かな 한글", "العربية ภาษา"])
def test_text_of_certain_width_is_written_as_it_is(words: str) -> None:
    assert in_columns(row_of(words), edges) == row_of(words)


def test_a_frame_of_all_rows_is_told_from_others() -> None:
    assert paints_all("\x1b[1;1Ha\n\x1b[2;1Hb\x1b[1;1H", 2)
    assert not paints_all("\x1b[2;1Hb\x1b[1;1H", 3)
    assert not paints_all("\x1b[1;5Ha\n\x1b[2;1Hb", 2)
