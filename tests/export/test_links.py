"""Links from an export back to the passage."""

import pytest

from reader.document.article import Article
from reader.export.links import BackLinks
from reader.export.markdown.region import to_markdown
from reader.text.span import Span
from tests.fixtures.harbour import (
    HARBOUR,
    PARSERS,
    article_of,
    blocks_of,
    one_note,
    plain,
    span_of,
)


def link(article: Article, span: Span) -> str:
    return BackLinks(article).place(span).address or ""


def test_link_has_whole_words_without_quotation_marks() -> None:
    article = article_of(HARBOUR)
    assert link(article, span_of(article, "d until Fri")).endswith("/harbour#:~:text=told%20until%20Friday")
    assert link(article, span_of(article, "“It was fair.”")).endswith("#:~:text=It%20was%20fair")


def test_repeated_passage_is_linked_with_its_neighbours() -> None:
    article = plain("He said yes - twice. She, too, said yes at last.", "https://example.org/")
    second = span_of(article, "said yes", 1)
    assert link(article, second) == (
        "https://example.org/#:~:text=yes%20%2D%20twice.%20She%2C%20too%2C-,said%20yes,-at%20last."
    )
    assert link(article, span_of(article, "said yes")) == "https://example.org/#:~:text=said%20yes"


@pytest.mark.parametrize(
    ("text", "directive"),
    [
        ("He said yes and then said yes again.", "He%20said%20yes%20and%20then-,said%20yes,-again."),
        ("Said yes: said yes.", "Said%20yes%3A-,said%20yes"),
        ("Said yes,\n\n“said yes” she wrote.", "Said%20yes%2C-,%E2%80%9Csaid%20yes,-%E2%80%9D%20she%20wrote."),
        ("He said yes.\n\nsaid yes", "He%20said%20yes.-,said%20yes"),
        (
            "He said yes. " + "so " * 80 + "said yes " + "no " * 80,
            "so%20so%20so%20so%20so-,said%20yes,-no%20no%20no%20no%20no",
        ),
    ],
    ids=["from the first word", "nothing after it", "first of its block", "last of the text", "far from both ends"],
)
def test_up_to_five_words_beside_a_repeated_passage_are_in_its_link(text: str, directive: str) -> None:
    article = plain(text, "https://example.org/")
    last = Span(text.rfind("said yes"), text.rfind("said yes") + len("said yes"))
    assert link(article, last) == f"https://example.org/#:~:text={directive}"


def test_long_passages_and_those_across_blocks_are_ranges() -> None:
    long = plain(" ".join(f"word{number}" for number in range(60)), "https://example.org/a")
    assert link(long, Span(0, len(long.text))) == (
        "https://example.org/a#:~:text=word0%20word1%20word2%20word3%20word4,word55%20word56%20word57%20word58%20word59"
    )
    two = article_of(HARBOUR)
    over = Span(span_of(two, "Voters").start - len("comes next\n\n"), len(two.text))
    assert link(two, over).endswith("#:~:text=comes%20next,Voters%20decide%20in%20May")


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("https://example.org/a(b)#sec:~:text=old", "https://example.org/a%28b%29#sec:~:text=Hello"),
        ("http://example.org/?a=1&copy;`<x>", "http://example.org/?a=1&copy;%60%3Cx%3E#:~:text=Hello"),
        ("/home/ann/my notes (1).md", "file:///home/ann/my%20notes%20%281%29.md"),
        ("-", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_link_leads_to_the_source_after_markdown_parsing(source: str, url: str) -> None:
    article = plain("Hello", source)
    assert link(article, Span(0, 5)) == url
    if not url.startswith("file:"):  # which this parser, like a browser on the web, does not link
        [paragraph] = blocks_of(PARSERS[0].parse(BackLinks(article).place(Span(0, 5)).markdown))
        links = [part.attrs["href"] for part in paragraph[1].children or () if part.type == "link_open"]
        assert links == ([url] if url else [])


def test_passage_without_words_links_to_the_page() -> None:
    assert link(plain("Yes … no", "https://example.org/a"), Span(4, 5)) == "https://example.org/a"


def test_export_of_a_file_says_how_to_open_a_passage() -> None:
    markdown = to_markdown(one_note("Words.", source="/home/ann/it's here.md"))
    assert """<!-- reader '/home/ann/it'"'"'s here.md' --at NOTE_ID goes to a passage;""" in markdown
    assert "[¶ 1](file:///home/ann/it%27s%20here.md)" in markdown
    assert " --at " not in to_markdown(one_note("Words."))
