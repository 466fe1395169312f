"""Folding, and the way back to the original text."""

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.text.normalize import find_folded, fold, is_word_part, whole_places, without_accents
from reader.text.span import Span

AWKWARD = "aA bß \n\t\xa0“”‘’'\"–—-…ﬁİIiΣςé e\u0301\u0323 \u0308\xad\u200b\u200d\ufeff한\u1112\u1161\u11abが漢。😀ŉK"

texts = st.text(st.one_of(st.sampled_from(AWKWARD), st.characters()), max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The  Old\n\tMan", "the old man"),
        ("“Don’t,” she said", '"don\'t," she said'),
        ("1914–1918 — then", "1914-1918 - then"),
        ("ex\xadam\u200bple", "example"),
        ("no\xa0break\u2009here", "no break here"),
        ("Straße", "STRASSE"),
        ("ﬁnal", "final"),
        ("and so on…", "and so on..."),
        ("cafe\u0301", "CAFÉ"),
        ("e\u0301\u0323", "\u1eb9\u0301"),
        ("e\u200b\u0301\xad\u0323", "\u1eb9\u0301"),
        ("한글", unicodedata.normalize("NFD", "한글")),
        ("がぎ", unicodedata.normalize("NFD", "がぎ")),
        ("ὈΔΥΣΣΕΎΣ", "ὀδυσσεύς"),
        ("a \u200b b", "a b"),
    ],
)
def test_typographic_variants_fold_equally(one: str, other: str) -> None:
    assert fold(one).text == fold(other).text


@pytest.mark.parametrize(("one", "other"), [("resume", "résumé"), ("a b", "ab"), ("1,5", "15"), ("no", "on")])
def test_changes_of_words_fold_differently(one: str, other: str) -> None:
    assert fold(one).text != fold(other).text


@given(texts)
@example("ǰ\u0323\u200be\xad\u0301")
@example("ß\u0301")
@example("\u0345\u0300")
@example("\u1112\u200b\u1161")
@example("ŉ")
def test_folding_is_idempotent(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once


@given(texts)
def test_original_offsets_are_in_order(text: str) -> None:
    folded = fold(text)
    spans = [folded.span(at, at + 1) for at in range(len(folded.text))]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert spans == sorted(spans)
    ahead = [folded.offset(at) for at in range(len(text) + 1)]
    assert ahead == sorted(ahead)
    assert all(0 <= at <= len(folded.text) for at in ahead)


@given(texts)
def test_offset_and_span_are_inverse(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded.text)):
        there = folded.span(at, at + 1)
        assert folded.span(folded.offset(there.start), at + 1) == there


@given(st.lists(st.text(st.sampled_from(AWKWARD.replace(" ", "")), min_size=1, max_size=6), max_size=8))
def test_folding_commutes_with_splitting(parts: list[str]) -> None:
    text = " ".join(parts)
    folded = fold(text)
    at = 0
    for word in folded.text.split(" "):
        if word:
            assert fold(folded.span(at, at + len(word)).of(text)).text == word
        at += len(word) + 1


def test_empty_range_is_an_empty_span() -> None:
    folded = fold("a  b")
    assert folded.span(2, 2) == Span(3, 3)
    assert fold("").span(0, 0) == Span(0, 0)


def test_span_covers_whole_expanded_characters() -> None:
    assert fold("Straße").span(5, 6) == Span(4, 5)


def test_search_crosses_line_wraps_and_typographic_quotes() -> None:
    text = "He said: “the old\nman  was” there"
    assert [span.of(text) for span in find_folded('"The old man was"', text)] == ["“the old\nman  was”"]


def test_places_are_in_order_without_overlaps() -> None:
    assert find_folded("aa", "aaaa AA") == [Span(0, 2), Span(2, 4), Span(5, 7)]
    assert find_folded("s", "ß") == [Span(0, 1)]


def test_folded_text_can_be_reused() -> None:
    text = fold("one two ONE")
    assert find_folded("one", text) == [Span(0, 3), Span(8, 11)]
    assert find_folded("three", text) == []


@pytest.mark.parametrize("needle", ["", " ", "\n", "\xad", " \u200b "])
def test_empty_needle_is_not_found(needle: str) -> None:
    assert find_folded(needle, "one two\xad three") == []


@given(texts, texts, texts)
def test_found_text_folds_to_the_needle(before: str, needle: str, after: str) -> None:
    text = f"{before} {needle} {after}"
    found = find_folded(needle, text)
    if fold(needle).text.strip():
        assert found
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(fold(needle).text in fold(span.of(text)).text for span in found)


def test_letters_lose_their_accents() -> None:
    assert without_accents("François Núñez, Åse \N{LATIN SMALL LIGATURE FI}") == "Francois Nunez, Ase fi"


@pytest.mark.parametrize(
    ("words", "text", "places"),
    [
        ("cat", "cat, cats, concat: cat", [0, 19]),
        ("cat", "CAT cat2 2cat ca\u0301t", [0]),
        ("a cat", "a cat a  cats a\ncat", [0, 13]),
        ("京", "東京は京都", [1, 3]),
        ("は", "これは本", [2]),
        ("見る", "見る。見るx", [0, 3]),
        ("x", "漢x字 x", [1, 4]),
        ("…", "a … b", []),
        (" ", "a b", []),
        ("b.", "a b. b.c", [2, 5]),
    ],
)
def test_whole_words_are_found(words: str, text: str, places: list[int]) -> None:
    assert [place.start for place in whole_places(words, fold(text))] == places


def test_letters_of_scripts_without_spaces_are_no_parts_of_words() -> None:
    assert [letter for letter in "aZ9éßжא -_は漢⺀丁。龍" if is_word_part(letter)] == [*"aZ9éßжא"]
