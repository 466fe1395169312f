"""Boundaries of words, sentences and paragraphs."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document import segments
from reader.document.article import Article, Block
from reader.errors import SessionError
from reader.sources.plain import read_plain
from reader.text.span import Span
from tests.examples import at_most

TEXT = 'Mr. Lee said no. "We won\'t go," she said. Why?\n\nThe U.S. left. 北京见。好。\n\nLast one'
BLOCKS = []
at = 0
for part in TEXT.split("\n\n"):
    BLOCKS.append(Block(Span(at, at + len(part))))
    at += len(part) + 2
ARTICLE = Article(TEXT, tuple(BLOCKS))


def spelled(spans: list[Span]) -> list[str]:
    return [span.of(TEXT) for span in spans]


def test_sentences_end_at_marks_but_not_after_abbreviations() -> None:
    assert spelled(segments.sentences(ARTICLE, BLOCKS[0])) == [
        "Mr. Lee said no.",
        '"We won\'t go," she said.',
        "Why?",
    ]
    assert spelled(segments.sentences(ARTICLE, BLOCKS[1])) == ["The U.S. left.", "北京见。", "好。"]


def test_no_sentence_ends_after_an_abbreviation_or_an_initial_within_it() -> None:
    article = read_plain(
        "They met Mr. Lee. Then the U.S. Senate met at 5 p.m. Monday. So Dr. Ray (cf. Prof. Lee) came. Ask J. K. Lee! "
        "In No. 3 (St. Ives) he won."
    )
    assert [span.of(article.text) for span in segments.sentences(article, article.blocks[0])] == [
        "They met Mr. Lee.",
        "Then the U.S. Senate met at 5 p.m. Monday.",
        "So Dr. Ray (cf. Prof. Lee) came.",
        "Ask J. K. Lee!",
        "In No. 3 (St. Ives) he won.",
    ]


def test_sentence_ends_after_the_closing_quotation_mark() -> None:
    text = "“We go.” He left. “Why?”"
    article = Article(text, (Block(Span(0, len(text))),))
    assert [s.of(text) for s in segments.sentences(article, article.blocks[0])] == ["“We go.”", "He left.", "“Why?”"]


def test_each_line_of_a_poem_is_a_sentence_and_a_flowing_file_has_no_lines() -> None:
    text = "roses are red\nviolets are blue"
    lines = Article(text, (Block(Span(0, len(text))),))
    flowing = Article(text, (Block(Span(0, len(text)), reflow=True),))
    assert len(segments.sentences(lines, lines.blocks[0])) == 2
    assert len(segments.sentences(flowing, flowing.blocks[0])) == 1


def test_the_sentence_under_the_caret() -> None:
    assert segments.sentence_at(ARTICLE, TEXT.index("We won")).of(TEXT) == '"We won\'t go," she said.'
    assert segments.sentence_at(ARTICLE, TEXT.index("Why") - 1).of(TEXT) == '"We won\'t go," she said.'


def test_sentences_are_stepped_through_across_paragraphs() -> None:
    why = TEXT.index("Why")
    assert segments.sentence_step(ARTICLE, why, 1) == TEXT.index("The U.S.")
    assert segments.sentence_step(ARTICLE, TEXT.index("The U.S."), -1) == why


def test_paragraphs_are_stepped_through_to_both_ends() -> None:
    starts = [block.span.start for block in BLOCKS]
    assert segments.paragraph_step(ARTICLE, 0, 1) == starts[1]
    assert segments.paragraph_step(ARTICLE, starts[1] + 3, -1) == starts[1]
    assert segments.paragraph_step(ARTICLE, starts[1], -1) == starts[0]
    assert segments.paragraph_step(ARTICLE, 0, -1) == 0
    assert segments.paragraph_step(ARTICLE, starts[2], 1) == len(TEXT)


def test_words_keep_their_apostrophes() -> None:
    assert segments.word_at(ARTICLE, TEXT.index("won't")).of(TEXT) == "won't"
    assert segments.word_at(ARTICLE, TEXT.index("t go")).of(TEXT) == "won't"
    assert segments.word_at(ARTICLE, TEXT.index('"')).of(TEXT) == '"'


def test_words_are_stepped_through() -> None:
    assert segments.word_step(ARTICLE, 0, 1) == TEXT.index("Lee")
    assert segments.word_step(ARTICLE, TEXT.index("Lee"), -1) == 0
    assert segments.word_step(ARTICLE, TEXT.index("Why"), 1) == TEXT.index("The U.S.")
    assert segments.word_step(ARTICLE, TEXT.index("The U.S."), -1) == TEXT.index("Why")


def test_caret_is_never_in_a_folded_block() -> None:
    text = "Title\n\nTitle\n\nBody"
    blocks = (Block(Span(0, 5), "heading", 1, "title"), Block(Span(7, 12), role="repeat"), Block(Span(14, 18)))
    article = Article(text, blocks)
    assert segments.nearest_shown_offset(article, 9) == 14
    assert segments.paragraph_step(article, 0, 1) == 14
    assert segments.paragraph_step(article, 14, -1) == 0


@st.composite
def articles_with_folded_blocks(draw: st.DrawFn) -> Article:
    """Draw articles some of whose paragraphs, not all, are folded."""
    parts = draw(
        st.lists(st.text("aB.“ ", min_size=1, max_size=12).map(lambda part: f"x{part}y"), min_size=1, max_size=6)
    )
    folded = draw(st.lists(st.booleans(), min_size=len(parts), max_size=len(parts)).filter(lambda each: not all(each)))
    blocks, at = [], 0
    for part, is_folded in zip(parts, folded, strict=True):
        blocks.append(Block(Span(at, at + len(part)), role="repeat" if is_folded else "body"))
        at += len(part) + 2
    return Article("\n\n".join(parts), tuple(blocks))


@at_most(30)
@given(articles_with_folded_blocks())
def test_every_step_goes_to_the_next_place_on_the_screen_and_back(article: Article) -> None:
    shown = segments.shown_blocks(article)
    places = [at for block in shown for at in range(block.span.start, block.span.end + 1)]
    starts = [block.span.start for block in shown]
    words = [found.start for block in shown for found in words_of(article, block)]
    sentences = [found.start for block in shown for found in segments.sentences(article, block)]
    for step, stops in (
        (segments.character_step, places),
        (segments.word_step, words),
        (segments.sentence_step, sentences),
        (segments.paragraph_step, starts),
    ):
        for here, after in pairwise(stops):
            assert segments.nearest_shown_offset(article, step(article, here, 1)) == after
            assert step(article, after, -1) == here
        assert step(article, stops[0], -1) == stops[0]
        assert segments.nearest_shown_offset(article, step(article, stops[-1], 1)) == places[-1]


def words_of(article: Article, block: Block) -> list[Span]:
    return [Span(*found.span()) for found in re.compile(segments.WORD).finditer(article.text, *span_of(block))]


def span_of(block: Block) -> tuple[int, int]:
    return block.span.start, block.span.end


@at_most(30)
@given(articles_with_folded_blocks())
def test_the_word_at_a_place_holds_it_or_is_its_character(article: Article) -> None:
    for block in article.blocks:
        words = words_of(article, block)
        for offset in range(block.span.start, block.span.end):
            one = Span(offset, offset + 1)
            assert segments.word_at(article, offset) == next((word for word in words if offset in word), one)


@at_most(30)
@given(articles_with_folded_blocks())
def test_the_ends_of_words_and_sentences_are_on_the_screen(article: Article) -> None:
    shown = segments.shown_blocks(article)
    words = [span.end - 1 for block in shown for span in words_of(article, block)]
    sentences = [span.end - 1 for block in shown for span in segments.sentences(article, block)]
    for to_end, stops in ((segments.word_end, words), (segments.sentence_end, sentences)):
        for before, after in pairwise(stops):
            assert to_end(article, before) == after
            assert to_end(article, after - 1) == after or after - 1 <= before
        assert to_end(article, stops[-1]) == shown[-1].span.end


@at_most(30)
@given(articles_with_folded_blocks(), st.integers(-3, 99))
def test_the_caret_goes_from_a_folded_block_to_the_next_shown_one(article: Article, offset: int) -> None:
    shown = segments.shown_blocks(article)
    here = segments.nearest_shown_offset(article, offset)
    places = [at for block in shown for at in range(block.span.start, block.span.end + 1)]
    if offset in places:
        assert here == offset
    else:
        later = [block.span.start for block in shown if block.span.start > offset]
        ends = [block.span.end for block in shown if block.span.end < offset]
        between = article.block_at(max(0, offset)).role != "repeat"
        assert here == (ends[-1] if ends and (between or not later) else later[0])


@given(st.text("aB. \n!”“", min_size=1, max_size=80), st.integers(0, 80))
def test_steps_stay_in_the_text_and_move_on(text: str, offset: int) -> None:
    words = text.strip() or "x"
    article = Article(words, (Block(Span(0, len(words))),))
    here = segments.nearest_shown_offset(article, offset)
    for to_end in (segments.word_end, segments.sentence_end):
        assert here < to_end(article, here) < len(words) or to_end(article, here) == len(words)
    for step in (segments.word_step, segments.sentence_step, segments.paragraph_step):
        assert here <= step(article, here, 1) <= len(words)
        assert 0 <= step(article, here, -1) <= here


@given(st.text("aB. \n!”“", min_size=1, max_size=80))
def test_sentences_omit_only_white_space(text: str) -> None:
    words = text.strip() or "x"
    article = Article(words, (Block(Span(0, len(words))),))
    found = segments.sentences(article, article.blocks[0])
    assert found == sorted(found)
    assert "".join("".join(span.of(words) for span in found).split()) == "".join(words.split())


PLACES = "The vote was late. A vote, late.\n\nNo vote.\n\n" + "\n\n".join(["so it goes"] * 12)


@pytest.mark.parametrize(
    ("words", "before", "after", "start"),
    [
        ("VOTE", "The", "", 4),
        ("vote", "a", "", 21),
        ("vote", "no", "", 37),
        ("vote", "", "was", 4),
        ("vote", "", ", late", 21),
        ("vote", "late. A", ", late", 21),
        ("The vote", "", "", 0),
        (" was  late ", "", "", 9),
    ],
)
def test_a_passage_is_found_by_its_words_and_those_beside_it(words: str, before: str, after: str, start: int) -> None:
    found = segments.find_passage(read_plain(PLACES), words, before, after)
    assert (found.start, len(found)) == (start, len(" ".join(words.split())))


@pytest.mark.parametrize(
    ("words", "before", "after", "why"),
    [
        ("…", "", "", "the article does not have “…”; quote it"),
        (" ", "", "", "the quote is empty"),
        ("vote", "The", "late", "“vote” with those words beside it; quote it"),
        ("vote", "late", "", "“vote” with those words beside it; quote it"),
        ("vote", "", "late", "“vote” with those words beside it; quote it"),
        ("votes", "", "", "the article does not have “votes”; quote it"),
        ("late.", "", "", "“late.” occurs in 2 places (¶ 1, ¶ 1); say which"),
        ("vote", "", "", "“vote” occurs in 3 places (¶ 1, ¶ 1, ¶ 2); say which"),
        (
            "so it",
            "",
            "goes",
            "“so it” occurs in 12 places (¶ 3, ¶ 4, ¶ 5, ¶ 6, ¶ 7, ¶ 8, ¶ 9, ¶ 10, ¶ 11, ¶ 12 and 2 more)",
        ),
    ],
)
def test_words_that_are_nowhere_or_in_several_places_are_told(words: str, before: str, after: str, why: str) -> None:
    with pytest.raises(SessionError, match=re.escape(why)):
        segments.find_passage(read_plain(PLACES), words, before, after)


def test_a_sentence_begins_at_its_first_letter_and_lasts_until_the_next() -> None:
    text = "One is here. Two is there. Three ends it."
    article = Article(text, (Block(Span(0, len(text))),))
    for offset in range(len(text)):
        begins = max(at for at in (0, text.index("Two"), text.index("Three")) if at <= offset)
        assert segments.sentence_at(article, offset).start == begins
