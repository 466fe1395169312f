"""A source as words: its speeches, and the places of its words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.span import Span
from reader.verification.source_text import shared_length
from tests.examples import at_most
from tests.verification.drafts import source


@pytest.mark.parametrize(
    ("text", "speeches"),
    [
        ("“We were told,” Ortiz said, “on Friday.”", [["“We were told,”", "“on Friday.”"]]),
        (f"“We go.” {'It was so. ' * 12}“Why?”", [["“We go.”"], ["“Why?”"]]),
        ("“We go there.\n\n“Today.”", [["“We go there.", "“Today.”"]]),
        ("“We go there.\n\n“Today or never.\n\n“Early.”", [["“We go there.", "“Today or never.", "“Early.”"]]),
        ("“We go there.”\n\n“Today.”", [["“We go there.”"], ["“Today.”"]]),
        ("“We go there.\n\nHe left. “Today.”", [["“We go there."], ["“Today.”"]]),
    ],
    ids=["interrupted", "far apart", "two paragraphs", "three paragraphs", "closed", "words between"],
)
def test_the_parts_of_a_speech_are_together(text: str, speeches: list[list[str]]) -> None:
    story = source(f"The Quay\n\nIt rained all day in Leith.\n\n{text}\n")
    assert [[span.of(story.article.text) for span in speech] for speech in story.marked] == speeches


def test_the_words_of_an_interrupted_speech_are_in_a_row() -> None:
    text = source(f"Nobody went. “We were told,” Ortiz said, “on Friday.” {'It rained. ' * 15}“Why?” she asked.\n")
    (speech,) = text.speeches
    assert [text.words.span(word, word).of(text.article.text) for word in speech.numbers] == [
        "We",
        "were",
        "told",
        "on",
        "Friday",
    ]
    assert len(speech.words) == 5


def test_the_words_within_a_span() -> None:
    text = source("One two three four.\n")
    at = text.article.text.index
    assert text.words_in(Span(at("two"), at("four"))) == range(1, 3)
    assert text.words_in(Span(at("wo"), at("four") + 1)) == range(2, 4)
    assert [text.offset(word) for word in text.words_in(Span(0, 99))] == [
        at(w) for w in ("One", "two", "three", "four")
    ]


@pytest.mark.parametrize(
    ("passage", "quoted"), [("“We go”", True), ("We go” he", True), ("go” he said", False), ("he said", False)]
)
def test_a_passage_is_quoted_if_most_of_it_is_in_quotation_marks(passage: str, quoted: bool) -> None:
    text = source("“We go” he said.\n")
    start = text.article.text.index(passage)
    assert text.is_quoted([Span(start, start + len(passage))]) is quoted


SPANS = st.lists(st.integers(0, 30), max_size=8, unique=True).map(
    lambda edges: [Span(*pair) for pair in zip(*[iter(sorted(edges))] * 2, strict=False)]
)


@at_most(40)
@given(SPANS, SPANS)
def test_shared_length_counts_the_characters_in_both(some: list[Span], others: list[Span]) -> None:
    one, other = ({at for span in spans for at in range(span.start, span.end)} for spans in (some, others))
    assert shared_length(some, others) == len(one & other)
