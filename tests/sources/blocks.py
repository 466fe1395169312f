"""Short forms of articles, and invariants of their blocks."""

import re

from hypothesis import strategies as st

from reader.document.article import Article, Block

PROSE = "The council decided on Friday to close the harbour after a long debate about its future and its cost."


MORE = "Ortiz said that nobody had been told of the decision before the newspapers wrote about it on Friday."


LINES = st.sampled_from(
    [
        *("", "", " ", "\t", "Title", PROSE, MORE, "short line", "By Ann Lee", "\u3000漢字。", "Sponsor", "Tags: a, b"),
        *("- item", "* star", "  • dot", "1. one", "2) two", "12.", "> said", ">", "> > deep", "- [x] done", "[ ] box"),
        *("# Head", "Chapter 2", "* * *", "=====", "***", "```", "    code", "| a | b |", "|---|--:|", "[^1]: note"),
        *("<b>bold</b>", "<!-- gone", "-->", "&#27;&nbsp;", "\\", "`tick", "~~s~~", "**strong *both***"),
        *("[a](http://b)", "![alt](c)", "<script>", "</script>", "<p>"),
    ]
)


TEXTS = st.one_of(st.text(max_size=300), st.lists(LINES, max_size=20).map("\n".join))


def words(article: Article, **wanted: object) -> list[str]:
    """Return the texts of the blocks that have these values."""
    return [
        block.span.of(article.text)
        for block in article.blocks
        if all(getattr(block, name) == value for name, value in wanted.items())
    ]


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(article.text)) for block in article.blocks]


def roles(article: Article) -> list[str]:
    return [block.role for block in article.blocks]


def gaps(article: Article) -> list[str]:
    """Return the text before, between and after the blocks."""
    edges = [0, *(place for block in article.blocks for place in (block.span.start, block.span.end)), len(article.text)]
    return [article.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def check_blocks(text: str, blocks: tuple[Block, ...]) -> None:
    """Check that blocks are ordered, disjoint and not blank.

    Code, tables and several lines that are kept as they are may begin with indentation.
    """
    end = 0
    for block in blocks:
        span = block.span
        assert end <= span.start < span.end <= len(text)
        assert not text[span.end - 1].isspace()
        before = re.match(r"\s*", span.of(text))
        assert before is not None
        indented = block.kind in ("code", "table") or (not block.reflow and re.search(r"[\n\r]", span.of(text)))
        assert before[0] == "" or (indented and "\n" not in before[0])
        assert (block.level > 0) == (block.kind == "heading")
        assert len(block.prefix) == len(block.hang)
        end = span.end
