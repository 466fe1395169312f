"""The metadata of web pages, and their titles without site and author."""

import pytest

from reader.sources.webpage import metadata
from reader.sources.webpage.metadata import tidy_title
from tests.sources.webpage.pages import page, site


@pytest.mark.parametrize("name", ["© 2026 Courier", "https://facebook.com/courier", "The vote"])
def test_what_is_no_site_is_none(name: str) -> None:
    assert site("", f"<title>The vote</title><meta property=og:site_name content='{name}'>").site == ""


def test_site_is_not_the_server_that_the_user_named() -> None:
    assert page("<p>The harbour stays open.</p>", base="https://www.example.org/vote").site == ""
    assert page("<p>The harbour stays open.</p>", base="https://[example/vote").site == ""


def test_error_in_metadata_does_not_fail_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ValueError("odd page")

    monkeypatch.setattr(metadata, "extract_metadata", fails)
    article = site("", "<title>The vote</title><meta name=author content='Ann Lee'>")
    assert (article.title, article.author) == ("The vote", ())


SITE = ("The Leith Courier", "leithcourier.example", "Ann Lee")


@pytest.mark.parametrize(
    ("declared", "headings", "title"),
    [
        ("The vote | The Leith Courier", [], "The vote"),
        ("The vote - The Leith Courier", [], "The vote"),
        ("The vote – Ann Lee – Leith Courier", [], "The vote"),
        ("The Leith Courier: The vote", [], "The vote"),
        ("The vote | leithcourier.example", [], "The vote"),
        ("The vote | Scotland | The Leith Courier", [], "The vote | Scotland"),
        ("Council | The vote", ["The vote"], "The vote"),
        ("The vote | Scotland", ["News", "The vote"], "The vote"),
        ("投票の結果-The Leith Courier", [], "投票の結果"),
        (
            "The vote on the harbour and its boats",
            ["The vote on the harbour: its boats"],
            "The vote on the harbour: its boats",
        ),
        ("The vote on the harbour", ["Council: The vote on the harbour"], "The vote on the harbour"),
        ("The vote", ["The vote", "More news"], "The vote"),
        ("The Leith Courier", ["The Leith Courier"], "The Leith Courier"),
        ("The vote - a story", ["Menu"], "The vote - a story"),
        ("The vote", ["x" * 400], "The vote"),
        ("", [], ""),
        ("a | " * 60, [], ("a | " * 60).strip() + " "),
    ],
)
def test_title_is_without_site_and_author(declared: str, headings: list[str], title: str) -> None:
    assert tidy_title(declared, headings, SITE) == title


def test_title_of_a_page_is_without_its_site() -> None:
    head = "<title>The vote | Leith Courier</title><meta property=og:site_name content='Leith Courier'>"
    assert page("<p>We were not told until Friday.</p>", head).title == "The vote"
