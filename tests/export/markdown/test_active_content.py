"""Active content of notes is inert in a Markdown export."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.export.export_data import ExportData
from reader.export.markdown.active_content import make_inert
from reader.export.markdown.note_body import contain_note
from reader.export.markdown.render import to_markdown
from tests.fixtures.harbour import ID, NOTHING, PARSERS, one_note, plain


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
