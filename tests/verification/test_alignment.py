"""Align a quotation with a passage that has most of its words."""

from reader.verification.alignment import find_alignments, fit, trim_edges
from reader.verification.pattern import read_pattern
from tests.verification.drafts import source


def pairs(one: str, other: str, joints: frozenset[int] = frozenset()) -> list[tuple[str, int]]:
    words = one.split()
    return [(words[a], b) for a, b in fit(words, other.split(), joints)]


def test_words_are_kept_replaced_dropped_and_added() -> None:
    assert pairs("we sold it", "so we bought it then") == [("we", 1), ("it", 3)]
    assert pairs("we it", "so we bought it then") == [("we", 1), ("it", 3)]
    assert pairs("we really sold it", "so we sold it then") == [("we", 1), ("sold", 2), ("it", 3)]
    assert pairs("a b", "c d") == []
    assert pairs("", "c d") == []


def test_an_ellipsis_leaves_out_words_at_its_place() -> None:
    passage = "the cat saw the bird and the dog left"
    assert pairs("the cat the dog", passage, frozenset({2})) == [("the", 0), ("cat", 1), ("the", 6), ("dog", 7)]


def test_stray_words_at_the_ends_are_no_part_of_the_passage() -> None:
    keys = "of x x x harbour promise x x x of".split()
    assert trim_edges(keys, [(0, 0), (4, 9), (5, 10), (9, 20)], frozenset()) == [(4, 9), (5, 10)]
    assert trim_edges(keys, [(4, 9), (9, 20)], frozenset({9})) == [(4, 9), (9, 20)]


def test_a_very_long_quotation_is_aligned_too() -> None:
    words = [f"word{number}" for number in range(2000)]
    changed = [*words[:1000], "other", *words[1001:]]
    (likeness,) = find_alignments(read_pattern(" ".join(changed)), [source(f"Title\n\n{' '.join(words)}.\n")])
    assert len(likeness.pairs) >= 1990


def test_words_without_a_meaning_are_not_enough() -> None:
    text = [source("Title\n\nIt's going to be a long day for them all.\n")]
    assert not find_alignments(read_pattern("It's going to be a race to the finish"), text)
    assert find_alignments(read_pattern("It's going to be a short day for them all"), text)
