"""Pages that lead elsewhere by themselves."""

import pytest

from reader.sources.refresh import refresh_target, target_on_site

URL = "https://www.example.org/old"


def leading(to: str, body: str = "<p>Redirecting …</p>") -> str:
    return f'<html><head><meta http-equiv="refresh" content="{to}"></head><body>{body}</body></html>'


@pytest.mark.parametrize(
    ("page", "followed"),
    [
        (leading("0; url=/new?a=1&amp;b=2"), "https://www.example.org/new?a=1&b=2"),
        (leading("0;URL='https://example.org/new'"), "https://example.org/new"),
        ("<META content='5; url=new' http-equiv=Refresh>", "https://www.example.org/new"),
        (leading("0; url=https://elsewhere.org/"), ""),
        (leading("0; url=https://example.org.evil.net/"), ""),
        (leading("0; url=file:///etc/passwd"), ""),
        (leading("0; url=https://[broken/"), ""),
        (leading("0; url=/old"), ""),
        (leading("60"), ""),
        (leading("0; url=/new", "<p>The council voted. </p>" * 20), ""),
        ("<p>url=/new</p>", ""),
        ("<meta " * 20_000, ""),
    ],
)
def test_page_without_text_is_followed_on_its_site(page: str, followed: str) -> None:
    assert target_on_site(page, URL) == followed


def test_page_in_a_file_says_where_it_leads() -> None:
    assert refresh_target(leading("0; url=/new"), "/home/ann/page.html") == "/new"
