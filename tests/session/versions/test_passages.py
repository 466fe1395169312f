"""What changed between two texts, passage by passage and word by word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.session.versions.passages import ChangedPassage, TextComparison
from reader.sources.plain import read_plain
from tests.examples import at_most

OLD = """The Harbour Vote

The council of Leith voted on Friday. Nobody was told.

“We were not told until Friday,” Maria Ortiz said. The sale brings in five million pounds, net of tax.

Voters decide in May, and a pension fund waits for them.
"""


def compare(old: str, new: str) -> TextComparison:
    return TextComparison(read_plain(old), read_plain(new))


def shown(texts: TextComparison, passage: ChangedPassage) -> str:
    """Return a passage with [removed] and {added} words."""
    parts = []
    for piece in passage.pieces:
        if piece.kind == "same":
            assert piece.new
            parts.append(piece.new.of(texts.new.article.text))
        elif piece.old:
            parts.append(f"[{piece.old.of(texts.old.article.text).strip()}] ")
        elif piece.new:
            parts.append(f"{{{piece.new.of(texts.new.article.text).strip()}}} ")
    return "".join(parts).strip()


def changes(old: str, new: str) -> list[tuple[str, str]]:
    texts = compare(old, new)
    return [(passage.change, shown(texts, passage)) for passage in texts.passages()]


def test_changed_words_stand_among_those_that_are_the_same() -> None:
    assert changes(OLD, OLD.replace("on Friday. Nobody", "late on Monday. Nobody")) == [
        ("changed", "The council of Leith voted {late} on [Friday.] {Monday.} Nobody was told.")
    ]


def test_paragraphs_come_go_and_move() -> None:
    head, council, ortiz, voters = OLD.strip().split("\n\n")
    new = "\n\n".join([head, ortiz, council.replace("Nobody", "Not a soul"), "A new paragraph came in."])
    found = changes(OLD, new)
    assert sorted(change for change, _ in found) == ["added", "moved", "removed"]
    assert ("added", "{A new paragraph came in.}") in found
    assert ("removed", f"[{voters}]") in found
    assert ("moved", "The council of Leith voted on Friday. [Nobody was told.] {Not a soul was told.}") in found


def test_split_and_joined_paragraphs_belong_together() -> None:
    split = OLD.replace("said. The sale", "said.\n\nThe sale")
    assert changes(OLD, split) == []
    assert changes(split, OLD) == []
    assert changes(OLD, split.replace("five", "six")) == [
        ("changed", "“We were not told until Friday,” Maria Ortiz said.\n\nThe sale brings in [five] {six} "
         "million pounds, net of tax.")
    ]  # fmt: skip


@pytest.mark.parametrize(("kept", "together"), [(5, False), (6, True), (7, True)])
def test_paragraphs_with_six_words_in_common_belong_together(kept: int, together: bool) -> None:
    """Less than half of the words of either."""
    old, new = (" ".join(f"{side}{number}" for number in range(20)) for side in ("old", "new"))
    shared = " ".join(f"word{number}" for number in range(kept))
    found = [change for change, _ in changes(f"{old} {shared}.\n", f"{new} {shared}.\n")]
    assert found == (["changed"] if together else ["removed", "added"])


def test_case_punctuation_and_space_are_no_changes() -> None:
    assert changes(OLD, OLD.replace("“", '"').replace("”", '"').replace("Nobody was", "NOBODY\nwas")) == []


def test_nothing_is_compared_with_something() -> None:
    assert changes("", "") == []
    assert changes("", "Words.") == [("added", "{Words.}")]
    assert changes("Words.", "") == [("removed", "[Words.]")]


WORDS = st.lists(st.sampled_from(["a", "bee", "sea", "deer", "eve"]), max_size=7).map(" ".join)
TEXTS = st.lists(WORDS, max_size=5).map("\n\n".join)


@at_most(60)
@given(TEXTS, TEXTS)
def test_each_side_of_a_passage_is_covered_by_its_pieces(old: str, new: str) -> None:
    texts = compare(old, new)
    counts = texts.counts
    assert counts["kept"] + counts["moved"] + counts["removed"] == len(texts.old.words)
    assert counts["kept"] + counts["moved"] + counts["added"] == len(texts.new.words)
    for passage in texts.passages():
        for span, sides in (
            (passage.old, [piece.old for piece in passage.pieces]),
            (passage.new, [piece.new for piece in passage.pieces]),
        ):
            spans = [side for side in sides if side]
            assert bool(span) == bool(spans)
            if span:
                assert (spans[0].start, spans[-1].end) == (span.start, span.end)
                assert all(one.end == other.start for one, other in pairwise(spans))
        if passage.old and passage.new:
            same = [piece for piece in passage.pieces if piece.kind == "same"]
            for piece in same:
                assert piece.old
                assert piece.new
                assert piece.old.of(old).split() == piece.new.of(new).split()
