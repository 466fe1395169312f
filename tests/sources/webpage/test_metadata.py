"""The metadata of web pages."""

import pytest

from reader.sources.webpage import metadata
from tests.sources.webpage.pages import page, site


def test_date_is_found_in_the_address() -> None:
    article = page("<article><h1>The vote</h1><p>Now.</p></article>", base="https://example.org/2026/03/02/vote")
    assert article.published == "2026-03-02"


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
