"""Three-way merge of the text and tags of a note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.annotations.text_merge import MAX_WORDS, merge_tags, merge_texts

WORDS = st.lists(st.sampled_from(["one", "two", "three", "four"]), max_size=8).map(" ".join)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("a b c d", "A b c d", "a b c D", "A b c D"),
        ("a b c", "a b c d", "z a b c", "z a b c d"),
        ("a b c d", "a c d", "a b c d!", "a c d!"),
        ("one\n\ntwo", "one more\n\ntwo", "one\n\ntwo too", "one more\n\ntwo too"),
        ("a b", "a x", "a x", "a x"),
        ("a b", "a b", "", ""),
        ("", "new", "", "new"),
        ("v1 by me", "v1 by me plus my draft", "v2 by the OTHER machine", None),
        ("a b", "a x", "a y", None),
        ("a", "a mine", "a theirs", None),
        ("", "mine", "theirs", None),
        ("a b c", "", "a b C", None),
    ],
)
def test_words_changed_in_one_edit_are_merged(base: str, mine: str, theirs: str, merged: str | None) -> None:
    assert merge_texts(base, mine, theirs) == merged
    assert merge_texts(base, theirs, mine) == merged


@given(WORDS, WORDS, WORDS)
def test_a_merge_has_the_words_that_each_edit_adds(base: str, mine: str, theirs: str) -> None:
    merged = merge_texts(base, mine, theirs)
    assert merged == merge_texts(base, theirs, mine)
    if merged is not None:
        for edit in (mine, theirs):
            assert set(edit.split()) - set(base.split()) <= set(merged.split())


@given(WORDS, WORDS)
def test_an_edit_beside_an_unchanged_text_is_taken(base: str, mine: str) -> None:
    assert merge_texts(base, mine, base) == mine


def test_huge_texts_are_not_compared() -> None:
    base = "word " * MAX_WORDS
    assert merge_texts(base, f"mine {base}", f"{base} theirs") is None


def test_tags_are_merged_as_sets() -> None:
    assert merge_tags(("a", "b"), ("b", "mine"), ("a", "b", "theirs")) == ("b", "theirs", "mine")
    assert merge_tags(("a",), ("a",), ()) == ()
