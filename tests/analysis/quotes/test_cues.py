"""Which candidate of a sentence is the subject of a verb."""

import pytest

from reader.analysis.quotes.candidates import Candidate
from reader.analysis.quotes.cues import Sentence

FREE = (2, 6, 9)
"""The first tokens of the candidates that may be subjects."""


def sentence(main: int) -> Sentence:
    """Return a sentence of twelve tokens with five candidates of two tokens each, three of them free."""
    made = [
        Candidate(0, 1, "name", governed=True),
        Candidate(2, 3, "name"),
        Candidate(4, 5, "phrase", owner=True),
        Candidate(6, 7, "pronoun"),
        Candidate(9, 10, "name"),
    ]
    return Sentence(0, 11, made, main)


def first(found: Candidate | None) -> int:
    return -1 if found is None else found.first


@pytest.mark.parametrize(
    ("main", "before", "subject"),
    [
        (0, 11, 2),
        (0, 4, 2),
        (0, 3, -1),
        (2, 11, 2),
        (3, 11, 6),
        (6, 11, 6),
        (7, 11, 9),
        (9, 8, 2),
        (10, 11, 2),
        (0, 0, -1),
    ],
)
def test_the_subject_of_the_main_clause_counts_first(main: int, before: int, subject: int) -> None:
    assert first(sentence(main).main_subject(before)) == subject


def test_candidates_are_found_by_their_first_token() -> None:
    whole = sentence(0)
    assert [first(whole.within(token, token)) for token in range(5)] == [0, -1, 2, -1, 4]
    assert [first(whole.within(*span)) for span in ((0, 0), (1, 1), (1, 2), (3, 9), (7, 8), (10, 11))] == [
        0,
        -1,
        2,
        4,
        -1,
        -1,
    ]
