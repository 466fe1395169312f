"""A note's Markdown within the export."""

import random
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.document.article import BlockKind, Role
from reader.export.export_data import ExportData
from reader.export.markdown.note_body import contain_note, make_inert
from reader.export.markdown.region import to_markdown
from tests.fixtures.golden import check_golden
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
    one_note,
    plain,
    span_of,
    words_in,
)
from tests.fixtures.note_texts import FRAGMENTS, NOTES

PIECES = [*FRAGMENTS, *["word", " two words", "\n", "  ", "- ", "1. ", "> ", "```", "<!--", "<div>", "---", "==="] * 3]


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
        ("```\nx\n   ```", "```\nx\n   ```"),
        ("```\nx\n    ```", "```\nx\n    ```\n```"),
        ("- ```\n  in a list\n  ```", "- ```\n  in a list\n  ```"),
        ("    # indented code", "    # indented code"),
        ("hidden <!-- inline", "hidden <!-- inline"),
        ("<!-- hidden", "<!-- hidden\n-->"),
        ("half %% hidden", "half %% hidden\n\n%%"),
        ("worth $$", r"worth \$\$"),
        ("`%%` and `$$`", "`%%` and `$$`"),
        ("<details>\n<summary>x</summary>", "<details>\n<summary>x</summary>\n\n</details>"),
        ("<div><b><i>x</div>", "<div><b><i>x</div>"),
        ("<div><b><i>x</b>", "<div><b><i>x</b>\n\n</div>"),
        ("<b><b><i>x</b></b></i></u><br>", "<b><b><i>x</b></b></i></u><br>"),
        ("<DIV/><p><b/>x<p>", "<DIV/><p><b/>x<p>\n\n</p></p>"),
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


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("- a\n-\n- b", "- a\n-\n- b"),
        ("* a\n-", "* a\n-"),
        ("- a\n===", "- a\n\\==="),
        ("1. a\n=", "1. a\n\\="),
        ("- a\n--", "- a\n\\--"),
        ("a\n-", "### a"),
    ],
)
def test_the_text_of_an_item_is_made_no_heading_by_what_stands_below_it(written: str, kept: str) -> None:
    assert contain_note(written, 2) == kept


@pytest.mark.parametrize(
    ("below", "written", "kept"),
    [
        (2, "# Mine\n\n### Too", "### Mine\n\n##### Too"),
        (2, "### Mine", "### Mine"),
        (2, "#### Mine\n\n##### Too", "#### Mine\n\n##### Too"),
        (1, "Mine\n====\n\nToo\n---", "## Mine\n\n### Too"),
        (3, "# Mine\n\n##### Too", "#### Mine\n\n###### Too"),
        (6, "# Mine", "###### Mine"),
    ],
)
def test_headings_of_a_note_are_lowered_only_as_far_as_needed(below: int, written: str, kept: str) -> None:
    assert contain_note(written, below) == kept


@pytest.mark.parametrize(
    ("active", "inert"),
    [
        ("```dataviewjs\ndv.pages()\n```", "```\\dataviewjs\ndv.pages()\n```"),
        ("~~~ DataviewJS\nx\n~~~", "~~~ \\DataviewJS\nx\n~~~"),
        ("- ````dataviewjs\n  x\n  ````", "- ````\\dataviewjs\n  x\n  ````"),
        ("> ```dataview\n> LIST", "> ```\\dataview\n> LIST\n\n```"),
        ("```&#100;ataviewjs\nx\n```", "```\\&#100;ataviewjs\nx\n```"),
        ("see `$= dv.current()`", "see `\\$= dv.current()`"),
        ("see ``\n$= dv``", "see ``\n\\$= dv``"),
        ("<code>$= dv</code>", "&lt;code>$= dv</code>"),
        ("<code>&#36;= dv</code>", "&lt;code>&#36;= dv</code>"),
        ("<% tp.file.cursor() %>", "<\\% tp.file.cursor() %>"),
        ("```js\n<%* run() %>\n```", "```js\n<\\%* run() %>\n```"),
        ("a <img src=x onerror=alert(1)> b", "a &lt;img src=x onerror=alert(1)> b"),
        ("<div>\n<IMG\nsrc=x></div>", "<div>\n&lt;IMG\nsrc=x></div>"),
        ("<iframe src=https://x.example></iframe>", "&lt;iframe src=https://x.example>&lt;/iframe>"),
        ("<svg/onload=alert(1)>", "&lt;svg/onload=alert(1)>"),
        ('a <b onclick="x()">b</b>', 'a &lt;b onclick="x()">b</b>'),
        ('<a href="JavaScript:x()">b</a>', '&lt;a href="JavaScript:x()">b</a>'),
        ("a <script>x()</script>", "a &lt;script>x()&lt;/script>"),
        ("a ![b](https://x.example/c.png)", "a !\\[b](https://x.example/c.png)"),
        (
            "![b](//x.example/c.png) and ![d](<https://x.example>)",
            "!\\[b](//x.example/c.png) and !\\[d](<https://x.example>)",
        ),
        ("![b](&#104;ttps://x.example)", "!\\[b](&#104;ttps://x.example)"),
        ("![b\nc](https://x.example)", "!\\[b\nc](https://x.example)"),
        ("![b][c] ![c]", "!\\[b][c] !\\[c]"),
        ("![[b]](https://x.example)", "!\\[[b]](https://x.example)"),
    ],
)
def test_active_content_is_shown_as_text(active: str, inert: str) -> None:
    made = contain_note(active, 2)
    assert made.split("\n\n")[0].startswith(inert.split("\n\n")[0])
    assert make_inert(active).count("\n") == active.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "```python\nprint(1)\n```",
        "`$x = 1` costs $= nothing",
        "100 <% 200".replace("<%", "< %"),
        "<details>\n<summary>x</summary>\n</details>",
        "<b>bold</b> and <code>x = 1</code>",
        "a < b, only = 5",
        "<imgs> and <i>",
        "![a picture](pictures/a%20b.png) and ![[note#part|words]]",
        '![a](b.png "title"), [a link](https://x.example)',
    ],
)
def test_other_markdown_is_unchanged(text: str) -> None:
    assert make_inert(text) == text


PARTS = st.sampled_from(
    [
        *("```", "~~~", "`", "dataviewjs", " ", "\n", "$=", "<%", "%>", "<", "img ", "iframe", "/", ">", "&#60;", "on"),
        *("x", "![", "[", "](", "]", "http://x", "&#58;", "\\", ")", ".png"),
    ]
)
LANGUAGE = re.compile(r"dataviewjs", re.IGNORECASE)


@given(st.lists(PARTS, max_size=12).map("".join))
@example("````\n```dataviewjs")
@example("<div>\n<img x>")
@example("![[x]](http://x)")
@example("\\\\![x](http://x)")
def test_no_note_is_active_after_export(text: str) -> None:
    made = contain_note(text, 2)
    assert "<%" not in made
    for parser in PARSERS:
        for token in parser.parse(made):
            assert not (token.type == "fence" and LANGUAGE.fullmatch(token.info.strip().split(" ")[0]))
            parts = [token, *(token.children or ())]
            html = "".join(part.content for part in parts if part.type in ("html_block", "html_inline"))
            assert not re.search(r"<(?:img|iframe)\b", html)
            sources = [str(part.attrs["src"]) for part in parts if part.type == "image"]
            assert not any(re.search(r":|^/", source) for source in sources)
            assert not any(part.type == "code_inline" and part.content.strip().startswith("$=") for part in parts)


def test_templates_in_titles_are_broken_everywhere() -> None:
    article = plain("Words.", "/home/<% x %>.txt")
    exported = ExportData(article, ID, NOTHING, one_note("Words.").notes)
    assert "<%" not in to_markdown(exported)


def test_notes_of_any_markdown_are_exported_as_they_were_read() -> None:
    chance = random.Random(1)
    parts: list[str] = []
    for number in range(160):
        written = "\n".join("".join(chance.choices(PIECES, k=chance.randrange(1, 6))) for _ in range(1 + number % 6))
        kept = make_inert(contain_note(written, number % 4))
        parts.append(f"== {written!r}\n{kept}")
    check_golden("note-bodies.txt", "\n".join(parts) + "\n")
