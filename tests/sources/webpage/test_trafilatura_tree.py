"""What trafilatura makes of an article, put in order."""

import pytest
from lxml import html

from reader.sources.webpage.trafilatura_tree import restore_spaces


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ("<p>for <a>the blog at work</a>so I am late</p>", "for the blog at work so I am late"),
        ("<p>for<a>the blog</a> at work</p>", "for the blog at work"),
        ("<p><b>Mind</b> the<i>gap</i>there</p>", "Mind the gap there"),
        ("<p>a <b>re</b>read book</p>", "a reread book"),
        ("<p>one <b>word</b>less page</p>", "one wordless page, one word less page"),
    ],
)
def test_spaces_that_the_page_has_come_back(found: str, said: str) -> None:
    body = html.fromstring(f"<body>{found}</body>")
    restore_spaces(body, said)
    assert str(body.text_content()) == said.partition(",")[0]
