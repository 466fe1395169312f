"""Boundaries of words, sentences and paragraphs."""

from hypothesis import given
from hypothesis import strategies as st

from reader.document import segments
from reader.document.article import Article, Block
from reader.text.span import Span

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
