"""What a model reads of an article: passages, cut only where they are very long."""

from collections.abc import Iterator, Sequence

import pytest

from reader.analysis.model import tagger
from reader.analysis.model.tagger import FoundName, Word, in_groups, tag
from reader.analysis.tokens import tokenize
from reader.sources.plain import read_plain


class Reading:
    """A model that finds nothing, and remembers what it was given."""

    engine = "none"

    def __init__(self) -> None:
        self.texts: list[str] = []

    def names(self, texts: Sequence[str]) -> Iterator[list[FoundName]]:
        self.texts += texts
        return iter([[] for _ in texts])

    def parses(self, texts: Sequence[str]) -> Iterator[list[Word]]:
        return iter([[] for _ in texts])


ONE, TWO, THREE = "Ann Lee came home.", "Tom Ray had left.", "It rained."


@pytest.mark.parametrize(
    ("longest", "texts"),
    [
        (20_000, [f"{ONE} {TWO} {THREE}"]),
        (len(f"{ONE} {TWO} "), [f"{ONE} {TWO} {THREE}"]),
        (len(f"{ONE} {TWO} ") - 1, [f"{ONE} {TWO}", THREE]),
        (len(f"{ONE} ") - 1, [ONE, f"{TWO} {THREE}"]),
        (0, [ONE, TWO, THREE]),
    ],
)
def test_a_passage_is_cut_between_sentences_where_it_is_too_long(
    longest: int, texts: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tagger, "LONGEST_TEXT", longest)
    reading, steps = Reading(), list[float]()
    tag(tokenize(read_plain(f"{ONE} {TWO} {THREE}")), frozenset(), reading, steps.append)
    assert reading.texts == texts
    assert steps[-1] == 1
    assert steps == sorted(steps)


@pytest.mark.parametrize(
    ("story", "read"),
    [("LEITH (AP) — Ann came.", "Leith (AP)"), ("LEITH — Ann.", "Leith —"), ("ANN CAME.", "ANN CAME.")],
)
def test_the_place_before_a_story_is_read_in_small_letters(story: str, read: str) -> None:
    reading = Reading()
    tag(tokenize(read_plain(f"A title\n\n{story} It was late, and nobody was there.")), frozenset(), reading)
    assert any(text.startswith(read) for text in reading.texts)


@pytest.mark.parametrize(
    ("most", "groups"), [(4, [["ab", "cd"], ["efghi"], ["j"]]), (3, [["ab"], ["cd"], ["efghi"], ["j"]])]
)
def test_texts_are_read_together_up_to_so_many_characters(most: int, groups: list[list[str]]) -> None:
    assert list(in_groups(["ab", "cd", "efghi", "j"], most)) == groups
