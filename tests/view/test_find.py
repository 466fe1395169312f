"""Words found in a text that was folded in pieces, as if it had been folded whole."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text.normalize import find_folded
from reader.text.span import Span
from reader.view.find import TextFinder

SIGNS = st.sampled_from(
    [*"abAB01  \n\"'-", "“", "’", "\u0301", "ß", "\xad", "\u200b", "ﬁ", "…", "漢", "😀", "é", "\ufe0f"]
)
TEXTS = st.lists(SIGNS, max_size=40).map("".join)
PIECES = st.integers(1, 6)


@settings(deadline=None, max_examples=200)
@given(TEXTS, TEXTS.map(lambda text: text[:4]), PIECES)
def test_pieces_find_what_the_whole_finds(text: str, needle: str, piece: int) -> None:
    assert TextFinder(text, piece).find(needle) == find_folded(needle, text)


@settings(deadline=None, max_examples=200)
@given(TEXTS, st.data(), PIECES)
def test_whatever_stands_in_the_text_is_found(text: str, data: st.DataObject, piece: int) -> None:
    start = data.draw(st.integers(0, len(text)))
    needle = text[start : data.draw(st.integers(start, len(text)))]
    assert TextFinder(text, piece).find(needle) == find_folded(needle, text)


def test_a_hit_may_reach_over_several_pieces() -> None:
    assert TextFinder("abcdefgh", 1).find("BCDEFG") == [Span(1, 7)]


def test_folding_goes_on_in_slices_of_one_piece_at_least() -> None:
    searcher = TextFinder("word " * 10, 20)
    slices = 0
    while not searcher.complete:
        searcher.fold_for(0)
        slices += 1
    assert slices == 3
    assert len(searcher.find("word")) == 10


def test_nothing_is_found_in_nothing_and_white_space_is_nowhere() -> None:
    assert TextFinder("").find("a") == []
    assert TextFinder("a b").find("  ") == []
