"""A note's Markdown within the export."""

import pytest
from hypothesis import example, given

from reader.document.article import BlockKind, Role
from reader.export.export_data import ExportData
from reader.export.markdown.note_body import contain_note
from reader.export.markdown.render import to_markdown
from tests.fixtures.harbour import (
    HARBOUR,
    ID,
    NOTHING,
    PARSERS,
    article_of,
    blocks_of,
    body,
    harbour,
    headings_of,
    note_on,
    span_of,
    words_in,
)
from tests.fixtures.note_texts import NOTES


@pytest.mark.slow
@given(NOTES, NOTES)
@example("- a\n\n  ```\n  a fence in the item\na paragraph", "  ```\n  a fence in no item\na paragraph")
@example("- ```\n  closed in the item\n  ```", "text\n2. ```\n   ```")
@example("<div>\n```", "<div>\n<!--\n\n```")
@example("``` a|b\n-|-", "<!-- a|b\n-|-\n\n```")
@example("text\n-", "- a\n# b\ntext\n-")
def test_note_never_swallows_what_follows(first: str, second: str) -> None:
    article = article_of(HARBOUR)
    notes = (
        note_on(article, None, first, (), "aaaaaaaaa1"),
        note_on(article, span_of(article, "Maria Ortiz leads"), second, (), "bbbbbbbbb2"),
        note_on(article, span_of(article, "Voters decide"), "", (), "ccccccccc3"),
    )
    markdown = body(to_markdown(ExportData(article, ID, harbour().analysis, notes)))
    for parser in PARSERS:
        blocks = list(blocks_of(parser.parse(markdown)))
        contents = [block[1].content if len(block) > 1 else block[0].content for block in blocks]
        assert "2026-03-05 ^rd-aaaaaaaaa1" in contents
        for block_id, words in (("^rd-bbbbbbbbb2", "Maria Ortiz leads"), ("^rd-ccccccccc3", "Voters decide")):
            assert contents.count(block_id) == 1
            assert words_in(blocks[contents.index(block_id) - 1]) == words
        assert sum(text.startswith("[¶ ") for text in contents) == 2
        high = [line for line in headings_of(markdown, parser) if line.startswith("## ")]
        assert high == ["## What the council decided", "## What comes next", "## Quotes", "## Names"]
        assert blocks[-1][0].content.startswith("<!-- reader:end sha256=")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Plain *Markdown*.\n\n- a\n- b", "Plain *Markdown*.\n\n- a\n- b"),
        ("a\r\nb", "a\nb"),
        ("```py\nx = 1", "```py\nx = 1\n```"),
        ("~~~~\n~~~\n# no heading", "~~~~\n~~~\n# no heading\n~~~~"),
        ("```\nclosed\n```", "```\nclosed\n```"),
        ("- ```\n  in a list\n  ```", "- ```\n  in a list\n  ```"),
        ("    # indented code", "    # indented code"),
        ("hidden <!-- inline", "hidden <!-- inline"),
        ("<!-- hidden", "<!-- hidden\n-->"),
        ("half %% hidden", "half %% hidden\n\n%%"),
        ("worth $$", r"worth \$\$"),
        ("`%%` and `$$`", "`%%` and `$$`"),
        ("<details>\n<summary>x</summary>", "<details>\n<summary>x</summary>\n\n</details>"),
        ("<script>alert(1)</script>", "&lt;script>alert(1)&lt;/script>"),
        ("# One\n## Two", "### One\n#### Two"),
        ("Title\n=====\nwords", "### Title\nwords"),
        ("C #\n---", "### C \\#"),
        ("two\nlines\n---", "two\nlines\n\n***"),
        ("---\nkey: value\n---", "***\nkey: value\n\n***"),
        ("###### deep\n# high", "###### deep\n### high"),
        ("<!-- reader:begin abc -->", r"\<!-- reader:begin abc -->"),
        ("see ^rd-3f6a2c7k4m", r"see \^rd-3f6a2c7k4m"),
        ("mine ^my-own-id", "mine ^my-own-id"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("  \n\n", ""),
    ],
)
def test_note_is_kept_and_open_constructs_are_closed(written: str, kept: str) -> None:
    assert contain_note(written, 2) == kept


def test_headings_of_a_note_are_below_those_of_the_article() -> None:
    parts: list[tuple[str, BlockKind, int, Role]] = [
        *((f"Level {level}", "heading", level, "body") for level in range(1, 7)),
        ("Words.", "paragraph", 0, "body"),
    ]
    article = article_of(parts)
    exported = ExportData(article, ID, NOTHING, (note_on(article, span_of(article, "Words."), "# Mine\n\n### Too"),))
    levels = [line.partition(" ")[0] for line in headings_of(body(to_markdown(exported)))]
    assert levels == ["##", "###", "####", "#####", "#####", "#####", "######", "######"]
