"""Articles as JSON values and back."""

import json
from pathlib import Path
from typing import Any

import pytest

from reader.document.article import Article, Block, Evidence, Mark, Page
from reader.document.codec import decode_article, encode_article
from reader.sources.markdown import read_markdown
from reader.text.span import Span

SAMPLE = Path(__file__).parents[1] / "samples" / "harbour.md"

WHOLE = Article(
    "One two.\n\nThree.",
    (Block(Span(0, 8), "quotation", prefix="▌ ", hang="▌ "), Block(Span(10, 16), "heading", 2, "body", reflow=True)),
    "Title",
    (Mark(Span(4, 7), "link", "https://example.org/"),),
    "/a/b.pdf",
    ("Ann Lee",),
    "2026-03-02",
    "Courier",
    "en",
    (Page(0, "xii"), Page(10, "13")),
    "pdf",
    "2026-03-03",
    ("3 comments",),
    "the end is missing",
    "beginning",
    "paper",
    "10.1155/2010/157939",
    (Evidence("title", "page", "One two.", "xii"), Evidence("author", "meta", "Ann Lee")),
)


@pytest.mark.parametrize("article", [WHOLE, read_markdown(SAMPLE.read_text(encoding="utf-8"))], ids=["whole", "sample"])
def test_article_round_trips(article: Article) -> None:
    assert decode_article(json.loads(json.dumps(encode_article(article)))) == article


def changed(**fields: Any) -> dict[str, object]:
    return {**encode_article(WHOLE), **fields}


@pytest.mark.parametrize(
    "value",
    [
        {},
        changed(text=1),
        changed(author="Ann"),
        changed(blocks=[[0, 8]]),
        changed(blocks=[[0, 8, "odd", 0, "body", "", "", False]]),
        changed(blocks=[[0, 80, "paragraph", 0, "body", "", "", False]]),
        changed(blocks=[[4, 8, "paragraph", 0, "body", "", "", False], [0, 3, "paragraph", 0, "body", "", "", False]]),
        changed(blocks=[[8, 4, "paragraph", 0, "body", "", "", False]]),
        changed(blocks=[[0, 8, "heading", 7, "body", "", "", False]]),
        changed(marks=[[0, 99, "link", ""]]),
        changed(marks=[[0, 9, "odd", ""]]),
        changed(pages=[[10, "2"], [0, "1"]]),
        changed(pages=[[99, "2"]]),
        changed(pages=[["0", "1"]]),
    ],
)
def test_invalid_value_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="not a"):
        decode_article(value)


@pytest.mark.parametrize(
    ("said", "kept"), [("Python", "python"), ("c++ x", "c++"), ("\x1b[1m", ""), (7, ""), (None, "")]
)
def test_language_of_code_round_trips_if_it_can_be_one(said: object, kept: str) -> None:
    value = changed(blocks=[[0, 8, "code", 0, "body", "", "", False, said]])
    article = decode_article(value)
    assert article.blocks[0].language == kept
    assert decode_article(json.loads(json.dumps(encode_article(article)))) == article


@pytest.mark.parametrize(
    ("field", "said", "kept"),
    [
        ("genre", "novel", None),
        ("genre", "code", "code"),
        ("completeness", "half", "whole"),
        ("completeness", None, "whole"),
        ("completeness", "not_an_article", "not_an_article"),
        ("evidence", "page", ()),
        ("evidence", [["doi", "pdf", "10.1"], ["doi", "pdf", "10.1", "2", "3"], "doi"], ()),
        ("evidence", [["doi", "pdf", "10.1", "2"], 4], (Evidence("doi", "pdf", "10.1", "2"),)),
        ("left_out", "3 comments", ()),
        ("title", 5, ""),
    ],
)
def test_what_cannot_be_a_value_of_a_field_is_left_out(field: str, said: object, kept: object) -> None:
    assert getattr(decode_article(changed(**{field: said})), field) == kept


def test_marks_pages_and_blocks_may_begin_and_end_with_the_text_and_the_sign_before_a_block_is_short() -> None:
    edges: dict[str, Any] = {"blocks": [[0, 16, "heading", 6, "body", "▌" * 201, "▌" * 200, False]]}
    edges |= {"marks": [[0, 16, "strong", ""], [16, 16, "code", ""]], "pages": [[0, "1"], [16, "2"]]}
    article = decode_article(changed(**edges))
    assert encode_article(article) == changed(**edges) | {
        "blocks": [[*edges["blocks"][0][:5], *["▌" * 200] * 2, False]]
    }


def test_text_is_sanitized() -> None:
    value = changed(text="One\x1btwo.\n\nThree!", title="a\x1bb\nc", author=["\x07", 5], left_out=["1\x07", 5])
    article = decode_article(value)
    assert article.left_out == ("1␇",)
    assert (article.text, article.title, article.author) == ("One␛two.\n\nThree!", "a␛b c", ("␇",))
