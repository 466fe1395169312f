"""The blocks of a Markdown text."""

import pytest

from reader.sources.markdown.blocks import render_blocks


@pytest.mark.parametrize("text", ["a\n", "a\n---\n", "a | b\n---|---\n1 | 2\n", "a\n\nb\n", "- a\n\n  b\n", "> a\nb\n"])
def test_single_lines_are_paragraphs(text: str) -> None:
    kinds = {"a\n": "paragraph", "a\n---\n": "heading", "a | b\n---|---\n1 | 2\n": "table", "a\n\nb\n": "paragraph"}
    first = next(render_blocks(text))
    assert first.kind == kinds.get(text, "item" if text.startswith("-") else "quotation")
