"""Citation keys: the same in every export, readable, and valid for pandoc and BibTeX."""

import re
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.article import Article, Page
from reader.export.citations import AuthorName, Work, citation_key, citation_keys, cite, parse_author, published_year
from reader.export.markdown.excerpt import quotation
from reader.text.span import Span
from tests.fixtures.golden import check_golden
from tests.fixtures.harbour import HARBOUR, article_of, span_of

VALID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
"""Letters and digits of any script, with single hyphens between them."""


def work(title: str, author: str = "", published: str = "", own: str = "7f3ckq2m5d") -> Work:
    return Work(own, (author,) if author else (), published, title)


@pytest.mark.parametrize(
    ("made_from", "key"),
    [
        (work("The Harbour Vote", "Ann Lee", "2026-03-02"), "lee2026-harbour-vote"),
        (work("The Harbour Vote", "Ann Lee"), "lee-harbour-vote"),
        (work("The Harbour Vote", published="2 March 2026"), "2026-harbour-vote"),
        (work("Über Straßen", "Jürgen Groß", "2020"), "gross2020-uber-strassen"),
        (work("A Trial", "Ursula von der Leyen", "2026"), "leyen2026-trial"),
        (work("What Is It?", "The Associated Press", "2026"), "theassociatedpress2026-what-is-it"),
        (work("We don’t know", "O’Brien, Pat", "2026"), "obrien2026-dont-know"),
        (work("A Bridge for the North of the Old Town", "Ann Lee"), "lee-bridge-north-old"),
        (work("港口投票", "李安", "2026"), "李安2026-港口投票"),
        (work("?!"), "7f3ckq2m5d"),
    ],
)
def test_a_key_is_made_from_author_year_and_title(made_from: Work, key: str) -> None:
    assert citation_key(made_from) == key


def test_a_later_article_with_the_same_key_gets_its_id_too_and_changes_no_other() -> None:
    works = [work("The Vote", "Ann Lee", "2026", own) for own in ("aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc")]
    assert citation_keys(works[:1]) == {"aaaaaaaaaa": "lee2026-vote"}
    keys = citation_keys(works)
    assert keys == {
        "aaaaaaaaaa": "lee2026-vote",
        "bbbbbbbbbb": "lee2026-vote-bbbb",
        "cccccccccc": "lee2026-vote-cccc",
    }


@pytest.mark.parametrize(
    ("written", "year"), [("2026-03-02", "2026"), ("3/2/1998", "1998"), ("12345", ""), ("", ""), ("yesterday", "")]
)
def test_the_year_of_a_date(written: str, year: str) -> None:
    assert published_year(written) == year


@given(st.text(max_size=80), st.text(max_size=40), st.text(max_size=20))
def test_any_key_is_valid(title: str, author: str, published: str) -> None:
    key = citation_key(work(title, author, published))
    assert VALID.fullmatch(key)
    assert citation_key(work(title, author, published)) == key


TOLD = "“We were not told until Friday,”"


def paged(*labels: str) -> Article:
    """Return the harbour vote on pages with these labels; the second begins within the quotation."""
    article = article_of(HARBOUR)
    starts = (0, span_of(article, "until Friday").start)
    return replace(article, pages=tuple(Page(at, label) for at, label in zip(starts, labels, strict=False)))


@pytest.mark.parametrize(
    ("labels", "told"),
    [
        ((), "[@lee2026, ¶ 2]"),
        (("12",), "[@lee2026, p. 12]"),
        (("12", "13"), "[@lee2026, pp. 12-13]"),
        (("xii",), "[@lee2026, p. xii]"),
        (("A-3",), "[@lee2026, {p. A-3}]"),
        (("A]}3", "4"), "[@lee2026, {p. A3}]"),
        (("12:34", "12:40"), "[@lee2026, 12:34]"),
    ],
)
def test_a_passage_is_cited_by_page_time_or_paragraph(labels: tuple[str, ...], told: str) -> None:
    article = paged(*labels)
    assert cite("lee2026", article, span_of(article, TOLD)) == told


def test_a_passage_over_paragraphs_and_an_article_as_a_whole() -> None:
    article = article_of(HARBOUR)
    over = Span(span_of(article, TOLD).start, span_of(article, "Maria Ortiz leads").end)
    assert cite("lee2026", article, over) == "[@lee2026, ¶¶ 2-3]"
    assert cite("lee2026", article) == "[@lee2026]"


def test_a_copied_quotation_is_cited_by_the_key() -> None:
    article = article_of(HARBOUR)
    assert quotation(article, span_of(article, TOLD), "Maria Ortiz", key="lee2026") == (
        f"> {TOLD}\n>\n> — **Maria Ortiz** [@lee2026, ¶ 2]\n"
    )


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ann Lee", AuthorName("Lee", "Ann")),
        ("Lee, Ann", AuthorName("Lee", "Ann")),
        ("Ann B. Lee", AuthorName("Lee", "Ann B.")),
        ("Ursula von der Leyen", AuthorName("Leyen", "Ursula", "von der")),
        ("von der Leyen, Ursula", AuthorName("Leyen", "Ursula", "von der")),
        ("Martin Luther King Jr.", AuthorName("King", "Martin Luther", suffix="Jr.")),
        ("Martin Luther King, Jr.", AuthorName("King", "Martin Luther", suffix="Jr.")),
        ("Xi Jinping", AuthorName("Xi", "Jinping")),
        ("The Associated Press", AuthorName("The Associated Press")),
        ("Reuters", AuthorName("Reuters")),
        ("Ministry of Justice", AuthorName("Ministry of Justice")),
        ("Ann Lee and Bo Ray", AuthorName("Ann Lee and Bo Ray")),
        ("李安", AuthorName("李安")),
        ("", AuthorName("")),
        (",", AuthorName("")),
    ],
)
def test_a_name_is_divided_or_kept_whole(name: str, parts: AuthorName) -> None:
    assert parse_author(name) == parts


NAMES = """
Ann Lee | Ann B. Lee | A. B. Lee | Lee, Ann | Lee, Ann B. | Lee | Ann Lee, Jr. | Ann Lee Jr
Ann Lee III | Ann B. Lee Sr. | Maria van der Berg | van der Berg, Maria | Ludwig van Beethoven | de la Cruz, Ana
Ana de la Cruz | Leonardo da Vinci | Vincent Willem van Gogh | Xi Jinping | Wang Yiwei | Wang Yi Wei
Wang Yi Wei Ming | Jordan Lee | Kim Kardashian | The Guardian | Bank of England | Smith & Sons
Reuters | Associated Press | Renmin University | World Health Organization | Team 7 | Ann and Bo | O'Brien, Tom
Jean-Paul Sartre | Madonna | Lee ,Ann | Lee, Ann, Jr. | Ortiz y Gasset, Jose
""".replace("\n", " | ")


def test_the_parts_of_names_are_as_they_were_read() -> None:
    names = filter(None, map(str.strip, NAMES.split("|")))
    lines = (
        f"{name}: {' / '.join(f'{part} {value}' for part, value in asdict(parse_author(name)).items() if value)}"
        for name in names
    )
    check_golden("authors.txt", "\n".join(lines) + "\n")
