"""Quoted words keep their meaning in Markdown."""

import pytest
from hypothesis import example, given

from reader.document.article import Article, Block
from reader.export.markdown import block_quote, passage_text
from reader.text.sanitize import clean
from reader.text.span import Span
from tests.fixtures.harbour import (
    PARSERS,
    blocks_of,
    folded,
    words_in,
)
from tests.fixtures.note_texts import WORDS


@given(WORDS)
@example("the head of a table | or not\n:-")
@example("//example.org and a title\n--")
def test_parsed_quotation_has_the_same_words(words: str) -> None:
    for parser in PARSERS:
        quoted, after = blocks_of(parser.parse(f"{block_quote(words)}\n\nWhat follows.\n"))
        assert quoted[0].type == "blockquote_open"
        assert words_in(quoted) == folded(clean(words))
        assert words_in(after) == "What follows."


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("5% of $3 = [x] # ^ ~ |", r"> 5\% of \$3 \= \[x\] \# \^ \~ \|"),
        ("AT&T in the U.S. -5 *now* &amp;", r"> AT&T in the U.S. -5 \*now\* \&amp;"),
        ("one\n\n\n  two\n- three", "> one\n>\n> two\n> \\- three"),
        ("1986. A year", r"> 1986\. A year"),
    ],
)
def test_only_characters_with_a_meaning_are_escaped(words: str, written: str) -> None:
    assert block_quote(words) == written


@pytest.mark.parametrize(("reflow", "quoted"), [(True, "voted for the quay"), (False, "voted\nfor the quay")])
def test_passage_of_a_text_with_hard_line_breaks_is_quoted_without_them(reflow: bool, quoted: str) -> None:
    text = "The council voted\nfor the quay."
    article = Article(text, (Block(Span(0, len(text)), reflow=reflow),))
    assert passage_text(article, Span(12, len(text) - 1)) == quoted
