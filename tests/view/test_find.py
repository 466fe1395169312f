"""Search in a text that is folded in pieces."""

from hypothesis import given
from hypothesis import strategies as st

from reader.text.normalize import find_folded
from reader.text.span import Span
from reader.view.find import TextFinder

SIGNS = st.sampled_from(
    [*"abAB01  \n\"'-", "“", "’", "\u0301", "ß", "\xad", "\u200b", "ﬁ", "…", "漢", "😀", "é", "\ufe0f"]
)
TEXTS = st.lists(SIGNS, max_size=40).map("".join)
PIECES = st.integers(1, 6)


@given(TEXTS, TEXTS.map(lambda text: text[:4]), PIECES)
def test_a_folded_piece_finds_what_the_whole_text_finds(text: str, needle: str, piece: int) -> None:
    assert TextFinder(text, piece).find(needle) == find_folded(needle, text)


@given(TEXTS, st.data(), PIECES)
def test_every_substring_is_found(text: str, data: st.DataObject, piece: int) -> None:
    start = data.draw(st.integers(0, len(text)))
    needle = text[start : data.draw(st.integers(start, len(text)))]
    assert TextFinder(text, piece).find(needle) == find_folded(needle, text)


def test_a_match_may_span_several_pieces() -> None:
    assert TextFinder("abcdefgh", 1).find("BCDEFG") == [Span(1, 7)]


def test_each_slice_folds_at_least_one_piece() -> None:
    searcher = TextFinder("word " * 10, 20)
    slices = 0
    while not searcher.complete:
        searcher.fold_for(0)
        slices += 1
    assert slices == 3
    assert len(searcher.find("word")) == 10


def test_empty_text_and_white_space_match_nothing() -> None:
    assert TextFinder("").find("a") == []
    assert TextFinder("a b").find("  ") == []
