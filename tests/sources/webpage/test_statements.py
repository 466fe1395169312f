"""Dates and authors of web pages: given only where the page states them, with the words that do."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.article import Article
from tests.sources.webpage.pages import SENTENCE, page, site


def structured(**entity: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(entity)}</script>'


def stated(article: Article, fact: str) -> tuple[str, str]:
    """Return where a fact stands, and the words; both are empty if it is not stated."""
    return next(((each.origin, each.text) for each in article.evidence if each.fact == fact), ("", ""))


@pytest.mark.parametrize(
    ("head", "body", "day", "origin"),
    [
        (structured(**{"@type": "NewsArticle", "datePublished": "2026-03-02T23:30:00Z"}), "", "2026-03-02", "json-ld"),
        (structured(**{"@graph": [{"@type": "Article", "datePublished": "2026-03"}]}), "", "2026-03", "json-ld"),
        ("<meta property=article:published_time content=2026-03-02T10:00:00Z>", "", "2026-03-02", "meta"),
        ("<meta name=citation_publication_date content=2020/07>", "", "2020-07", "meta"),
        ("", "<time datetime=2026-03-02>a week ago</time>", "2026-03-02", "time"),
        ("", "<p>MARCH 2, 2026</p>", "2026-03-02", "page"),
        ("", "<p><span>2. März 2026</span> · 4 min</p>", "2026-03-02", "page"),
        ("", "<p>Updated 3 May 2026</p><p>Published 2 March 2026</p>", "2026-03-02", "page"),
        ("", "<p>Updated 3 May 2026. First published 2 March 2026</p>", "2026-03-02", "page"),
        ("", "<p>2026年3月2日</p>", "2026-03-02", "page"),
        ("<meta name=w-published-date content=2026-03-02>", "", "2026-03-02", "meta"),
        ("", "<p><abbr itemprop=datePublished title=2026-03-02T10:00>a week ago</abbr></p>", "2026-03-02", "page"),
        ("", "<div class=elementor-widget><p>2 March 2026</p></div>", "2026-03-02", "page"),
        ("", "<div class=post-sidebar><h4>Published</h4><div>2 March 2026</div></div>", "2026-03-02", "page"),
        # what is not the day of the text
        ("", "<p>Registered: 2 March 2026</p>", "", ""),
        ("", "<footer>© 2026 Courier</footer><p>© 2026</p>", "", ""),
        ("", "<p>December 2025</p>", "", ""),
        ("", "<p>31 February 2026</p>", "", ""),
        ("", "<nav><p>2 March 2026</p></nav>", "", ""),
        ("", "<div class=related-posts><p>Boats burn</p><time>2 March 2026</time></div>", "", ""),
        ("", "<p>On 2 March 2026 the council had met for the first time to speak about boats and money.</p>", "", ""),
        ("<meta name=date content=2999-01-01>", "", "", ""),
        ("<meta name=date content=soon>", "<time datetime=never>once</time>", "", ""),
        ("<link rel=canonical href=https://example.org/2026/03/02/vote>", "", "", ""),
    ],
)
def test_date_is_one_that_the_page_states(head: str, body: str, day: str, origin: str) -> None:
    text = f"<p>First. {SENTENCE * 4}</p><p>Second. {SENTENCE * 4}</p>"
    article = page(f"<main><article><h1>The vote</h1>{body}{text}</article></main>", head)
    assert article.published == day
    assert stated(article, "published")[0] == origin


def test_a_day_below_the_headline_is_before_one_above_it() -> None:
    text = f"<p>First. {SENTENCE * 4}</p><p>Second. {SENTENCE * 4}</p>"
    days = "<p>Boats <time>1 March 2026</time></p><h1>The vote</h1><p>By Ann Lee <time>2 March 2026</time></p>"
    assert page(f"<main>{days}{text}</main>").published == "2026-03-02"


@pytest.mark.parametrize(("days", "published"), [(1, "2026-03-02"), (2, "")])
def test_a_day_far_from_the_headline_counts_if_it_is_the_only_one_and_alone(days: int, published: str) -> None:
    lines = "".join(f"<p>{day + 1} March 2026</p>" for day in range(1, days + 1))
    assert page(f"<main><h1>The vote</h1><p>{SENTENCE * 15}</p>{lines}</main>").published == published


def test_a_page_that_is_named_as_a_box_has_its_day() -> None:
    text = f"<p>First. {SENTENCE * 4}</p><p>Second. {SENTENCE * 4}</p>"
    body = f"<div class=beside-sidebar><p><time>2 March 2026</time></p>{text}</div>"
    assert page(body, "<title>Courier</title>").published == "2026-03-02"


def test_evidence_has_the_words_that_state_a_fact() -> None:
    head = structured(**{"@type": "Article", "author": [{"@type": "Person", "name": "Ann Lee"}, "Ben Birch"]})
    article = site("", f"<title>The vote</title>{head}<meta name=pubdate content=20260302>")
    assert article.author == ("Ann Lee", "Ben Birch")
    assert stated(article, "title") == ("page", "The vote")
    assert stated(article, "author") == ("json-ld", "author: Ann Lee, Ben Birch")
    assert stated(article, "published") == ("meta", "pubdate: 20260302")


def test_feed_of_a_page_is_mentioned() -> None:
    feed = "<link rel=alternate type=application/rss+xml href=https://example.org/feed>"
    assert stated(site("", feed), "feed") == ("meta", "https://example.org/feed")
    assert stated(site("", "<link rel=alternate hreflang=de href=/de>"), "feed") == ("", "")


def test_person_is_found_where_structured_data_refers_to_it() -> None:
    person = {"@id": "#ann", "@type": ["Person"], "name": "Ann Lee"}
    graph = [{"@type": "WebPage", "author": {"@id": "#ann"}}, person, {"@type": "Person", "name": "Site Owner"}]
    assert site("", structured(**{"@graph": graph})).author == ("Ann Lee",)


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Ann Lee, Ben Birch", ("Ann Lee", "Ben Birch")),
        ("Lee, Ann", ("Ann Lee",)),
        ("Ann Lee; Ben Birch", ("Ann Lee", "Ben Birch")),
        ("clicking", ()),
        ("Courier Web Team", ()),
    ],
)
def test_names_in_metadata_are_apart(said: str, names: tuple[str, ...]) -> None:
    found = site("", f"<meta name=citation_author content='{said}'>").author
    assert found == names or (not names and " " not in "".join(found))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("2026-13-45T99:99"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["@id", "@type", "name"]), inner),
    max_leaves=6,
)


@given(
    st.dictionaries(
        st.sampled_from(["@id", "@type", "@graph", "mainEntity", "headline", "author", "datePublished"]), VALUES
    )
)
def test_structured_data_of_any_shape_is_read(entity: dict[str, object]) -> None:
    """Values of a wrong type, unhashable ids and impossible days are left out, and the article is read."""
    article = page(f"<h1>The vote</h1><p>{SENTENCE}</p>", structured(**entity))
    assert SENTENCE.strip() in article.text
    assert "\n" not in article.published


@pytest.mark.parametrize("data", ["{", "[" * 5000, '{"@type": "Article", "datePublished": "2026-03-02"', "null", ""])
def test_damaged_structured_data_is_left_out(data: str) -> None:
    assert page(f"<p>{SENTENCE}</p>", f'<script type="application/ld+json">{data}</script>').published == ""
