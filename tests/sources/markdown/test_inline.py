"""Text without marks is read without the parser, with the same result."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.sources.builder import BlockText
from reader.sources.markdown.blocks import render_blocks
from reader.sources.markdown.inline import is_plain, render_inline

SIGNS = ("*", "**", "`", "[", "]", "](https://a.org/b)", "_", "~~", "\\", "<", "&amp;", "\xa0", "  ")
MARKS = ("*a*", "**b c**", "`*d*`", "[e f](https://x.org)", "[g](http://sub.x-y.org/Z/1)", "![h](https://x.org)")
BITS = st.sampled_from([*"ab Z9.,!?:;()\"'-/“”—é漢😀", *SIGNS, *MARKS])
TEXTS = st.lists(BITS, max_size=12).map("".join).map(str.strip)


def parsed(content: str) -> BlockText:
    """Render with markdown-it and `render_inline`."""
    tokens: list[Token] = []
    parser = MarkdownIt("commonmark").enable("strikethrough")
    parser.inline.parse(content, parser, {}, tokens)
    return render_inline(tokens)


@given(TEXTS)
def test_plain_text_is_what_the_parser_makes_of_it(content: str) -> None:
    assert not is_plain(content) or BlockText(content) == parsed(content)


@pytest.mark.parametrize(
    "content",
    ["a \\* b", "&amp;", "<b>a</b>", "![a](b)", "a ^[b]", "*a*", "snake_case", "a  \nb", "==a==", "$a$"],
)
def test_text_with_marks_is_not_plain(content: str) -> None:
    assert not is_plain(content)
    assert is_plain("A book, with words! For $1.")


@pytest.mark.parametrize("text", ["a\n", "a\n---\n", "a | b\n---|---\n1 | 2\n", "a\n\nb\n", "- a\n\n  b\n", "> a\nb\n"])
def test_single_lines_are_paragraphs(text: str) -> None:
    kinds = {"a\n": "paragraph", "a\n---\n": "heading", "a | b\n---|---\n1 | 2\n": "table", "a\n\nb\n": "paragraph"}
    first = next(render_blocks(text))
    assert first.kind == kinds.get(text, "item" if text.startswith("-") else "quotation")
