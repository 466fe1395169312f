"""Citation keys: the same in every export, readable, and valid for pandoc and BibTeX."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export.citations.keys import Work, citation_key, citation_keys, published_year

VALID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
"""Letters and digits of any script, with single hyphens between them."""


def work(title: str, author: str = "", published: str = "", own: str = "7f3ckq2m5d") -> Work:
    return Work(own, (author,) if author else (), published, title)


@pytest.mark.parametrize(
    ("made_from", "key"),
    [
        (work("The Harbour Vote", "Ann Lee", "2026-03-02"), "lee2026-harbour-vote"),
        (work("The Harbour Vote", "Ann Lee"), "lee-harbour-vote"),
        (work("The Harbour Vote", published="2 March 2026"), "2026-harbour-vote"),
        (work("Über Straßen", "Jürgen Groß", "2020"), "gross2020-uber-strassen"),
        (work("A Trial", "Ursula von der Leyen", "2026"), "leyen2026-trial"),
        (work("What Is It?", "The Associated Press", "2026"), "theassociatedpress2026-what-is-it"),
        (work("We don’t know", "O’Brien, Pat", "2026"), "obrien2026-dont-know"),
        (work("港口投票", "李安", "2026"), "李安2026-港口投票"),
        (work("?!"), "7f3ckq2m5d"),
    ],
)
def test_a_key_is_made_from_author_year_and_title(made_from: Work, key: str) -> None:
    assert citation_key(made_from) == key


def test_a_later_article_with_the_same_key_gets_its_id_too_and_changes_no_other() -> None:
    works = [work("The Vote", "Ann Lee", "2026", own) for own in ("aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc")]
    assert citation_keys(works[:1]) == {"aaaaaaaaaa": "lee2026-vote"}
    keys = citation_keys(works)
    assert keys == {
        "aaaaaaaaaa": "lee2026-vote",
        "bbbbbbbbbb": "lee2026-vote-bbbb",
        "cccccccccc": "lee2026-vote-cccc",
    }


@pytest.mark.parametrize(
    ("written", "year"), [("2026-03-02", "2026"), ("3/2/1998", "1998"), ("12345", ""), ("", ""), ("yesterday", "")]
)
def test_the_year_of_a_date(written: str, year: str) -> None:
    assert published_year(written) == year


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=20))
def test_any_key_is_valid(title: str, author: str, published: str) -> None:
    key = citation_key(work(title, author, published))
    assert VALID.fullmatch(key)
    assert citation_key(work(title, author, published)) == key
