"""Authors of web pages: names of people, and nothing else."""

import pytest

from reader.sources.webpage.bylines import tidy_name
from tests.sources.webpage.pages import site


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("By Ann Lee", "Ann Lee"),
        ("Von Ann Lee", "Ann Lee"),
        ("Text: Ann Lee", "Ann Lee"),
        ("View all posts by Ann Lee", "Ann Lee"),
        ("Interview von Ann Lee", "Ann Lee"),
        ("Ann Lee, PhD", "Ann Lee"),
        ("(Ann Lee)", "Ann Lee"),
        ("Analysis by Ann Lee", "Ann Lee"),
        ("Article by: Ann Lee", "Ann Lee"),
        ("Текст: Анна Ли", "Анна Ли"),
        ("Ann Lee RN", "Ann Lee"),
        ("By", "By"),
        ("", ""),
    ],
)
def test_name_is_without_the_words_around_it(said: str, name: str) -> None:
    assert tidy_name(said) == name


@pytest.mark.parametrize(
    ("declared", "names"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ("ANN LEE; Ann Lee", ("ANN LEE",)),
        ("Ann Lee; Leith Courier GmbH", ("Ann Lee",)),
        ("Ann Lee; Reuters", ("Ann Lee",)),
        ("Authority control", ()),
        ("Ann Lee, Courier", ("Ann Lee",)),
        ("Ann Lee, MS, RD", ("Ann Lee",)),
        ("Ann Lee, AP Sports Writer", ("Ann Lee",)),
        ("Ann Lee, BBC News, Leith Bridge", ("Ann Lee",)),
        ("Ann Lee – Bo Chen", ("Ann Lee", "Bo Chen")),
        ("Lindsey O&amp;#039;Hara", ("Lindsey O'Hara",)),
        ("BBC", ()),
        ("siteadmin", ()),
        ("courier", ()),
        ("https://courier.example/author/ann", ()),
        ("@courier", ()),
        ("sv_team", ()),
        ("Leither Nachrichten", ()),
        ("CNN Business", ()),
        ("Practical Boats Editorial Staff", ()),
        ("Ministry of Boats", ()),
        ("A very long line that is no name", ()),
        ("Courier Example", ()),
        ("; ".join(f"Ann Lee{letter * 4}" for letter in "abcdefghijklmnop"), 12),
    ],
)
def test_declared_authors_are_people(declared: str, names: tuple[str, ...] | int) -> None:
    article = site(
        "", f"<meta name=author content='{declared}'><meta property=og:url content='https://courier.example/'>"
    )
    assert article.author == names or len(article.author) == names


@pytest.mark.parametrize(
    "html",
    [
        "<span class='author vcard'><a class='url fn n'>Ann Lee</a></span>",
        "<p><a rel=author href=/ann>Ann Lee</a></p>",
        "<div class='x author-name'>Ann Lee</div>",
        "<p>By Ann Lee</p>",
        "<p><em>Text von Ann Lee</em></p>",
    ],
)
def test_author_is_found_where_pages_show_it(html: str) -> None:
    assert site(html).author == ("Ann Lee",)


def test_author_for_social_networks_is_found() -> None:
    head = "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Ann Lee'>"
    assert site("", head).author == ("Ann Lee",)


@pytest.mark.parametrize(
    "name", ["Name", "Username", "admin", "Posted", "Full Bio", "18:36", "2026/4/29", "Chief Architect"]
)
def test_label_is_no_author(name: str) -> None:
    assert site(f"<span class='author vcard'>{name}</span>").author == ()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Reuters, Leith, 1 May 2020", ()),
        ("Reviewed by Bo Ray", ()),
        ("By Ann Lee, reviewed by Bo Ray", ("Ann Lee",)),
        ("Photos: Bo Ray", ()),
        ("By clicking and subscribing you agree", ()),
    ],
)
def test_line_names_only_who_wrote_the_text(line: str, names: tuple[str, ...]) -> None:
    assert site(f"<p class=author-name>{line}</p>").author == names


def test_author_of_a_comment_is_not_that_of_the_page() -> None:
    assert site("<div class=comment-list><p>By Bo Ray</p></div>").author == ()


def test_two_authors_in_one_line_are_two() -> None:
    assert site("<p>By Ann Lee and Bo Ray</p>").author == ("Ann Lee", "Bo Ray")
