"""Simple marks are read without the parser, with the same result."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.sources.builder import BlockText
from reader.sources.markdown.blocks import render_blocks
from reader.sources.markdown.inline import parse_simple_inline, render_inline

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
@example("*a*b*")
@example("a*b*")
@example("*a.*b")
@example("*a**b*")
@example("***a***")
@example("`a``b`")
@example("a *b c*, d **e!** f")
def test_fast_path_equals_the_parser(content: str) -> None:
    simple = parse_simple_inline(content)
    assert simple is None or simple == parsed(content)


@pytest.mark.parametrize(
    "content",
    [
        "A book, with words!",
        "so *very* good",
        "**Bold** at the start, `code` and a [link](https://example.org/a) in it.",
        "“*quoted*” and (**bracketed**)",
    ],
)
def test_common_inline_text_needs_no_parser(content: str) -> None:
    assert parse_simple_inline(content) == parsed(content)


@pytest.mark.parametrize(
    "content", ["a \\* b", "&amp;", "<b>a</b>", "![a](b)", "[a][b]", "*a `b`*", "snake_case", "a  \nb"]
)
def test_ambiguous_inline_text_is_left_to_the_parser(content: str) -> None:
    assert parse_simple_inline(content) is None


@pytest.mark.parametrize("text", ["a\n", "a\n---\n", "a | b\n---|---\n1 | 2\n", "a\n\nb\n", "- a\n\n  b\n", "> a\nb\n"])
def test_single_lines_are_paragraphs(text: str) -> None:
    kinds = {"a\n": "paragraph", "a\n---\n": "heading", "a | b\n---|---\n1 | 2\n": "table", "a\n\nb\n": "paragraph"}
    first = next(render_blocks(text))
    assert first.kind == kinds.get(text, "item" if text.startswith("-") else "quotation")
