"""Leads, captions and paragraphs that trafilatura leaves out come back to their places, and nothing else does."""

from reader.document.article import Article
from tests.sources.webpage.pages import SENTENCE, page

TEXT = "".join(
    f"<p>Part {number}: {SENTENCE}It was the {number}. time that anybody in Leith had asked.</p>" for number in range(8)
)
LEAD = "Boats and money divide the council of a small town for the fourth time in as many years."


def read(head: str, body: str = TEXT, meta: str = "") -> Article:
    return page(
        f"<article><header><h1>The vote</h1>{head}</header><div class=entry-content>{body}</div></article>",
        f'<title>The vote</title><meta name=description content="{meta}">',
    )


def standfirsts(article: Article) -> list[str]:
    return [block.span.of(article.text) for block in article.blocks if block.role == "standfirst"]


def test_lead_in_the_head_of_the_page_is_its_standfirst() -> None:
    article = read(f"<p class=teaser>{LEAD}</p><p>By Ann Lee</p><a href=/share>Share this with your friends.</a>")
    assert standfirsts(article) == [LEAD]
    assert article.text.index("The vote") < article.text.index(LEAD) < article.text.index("Part 0")


def test_lead_is_known_by_the_description_wherever_it_stands() -> None:
    lead = "Boats and money divide a council"
    article = page(
        f"<div class=teaser><div>{lead}</div></div><main><h1>The vote</h1><article>{TEXT}</article></main>",
        f'<title>The vote</title><meta name=description content="{lead} of a small town">',
    )
    assert standfirsts(article) == [lead]
    assert article.text.count(lead) == 1


def test_lead_that_the_article_has_is_not_repeated() -> None:
    article = read("", f"<p>{LEAD}</p>{TEXT}", LEAD)
    assert article.text.count(LEAD) == 1


def test_heading_that_is_a_sentence_is_the_standfirst() -> None:
    article = read("", f"<h2>{LEAD}</h2>{TEXT}")
    assert standfirsts(article) == [LEAD]
    assert [block.span.of(article.text) for block in article.headings] == []


def test_boxes_above_the_article_are_no_lead() -> None:
    boxes = "".join(f"<p>Box {number}: {SENTENCE}</p>" for number in range(10, 14))
    article = read(f"<section class=teaser-list>{boxes}</section>")
    assert standfirsts(article) == []


def test_caption_above_the_article_stands_once() -> None:
    figure = "<figure><img src=a.jpg><figcaption>Boats at Leith in May</figcaption></figure>"
    article = read(f"<p class=teaser>{LEAD}</p>{figure}{figure}")
    assert article.text.count("Boats at Leith in May") == 1
    assert article.text.index(LEAD) < article.text.index("Boats at Leith") < article.text.index("Part 0")
    assert ("emphasis", "Boats at Leith in May") in [(mark.kind, mark.span.of(article.text)) for mark in article.marks]


def test_paragraph_in_a_box_of_its_own_comes_back() -> None:
    boxed = "The ships of the navy had left the harbour by then, as everybody in the town could see."
    parts = TEXT.split("</p>")
    body = "</p>".join((*parts[:4], f"<div class=share-box><p>{boxed}", "</div>", *parts[4:]))
    article = read("", body)
    assert article.text.count(boxed) == 1
    assert article.text.index("Part 3") < article.text.index(boxed) < article.text.index("Part 5")


def test_boxes_within_the_article_do_not_come_back() -> None:
    box = "".join(f"<p>Join {number} readers who get our letter about boats each week.</p>" for number in range(3))
    teaser = "<div class=share-box><p><a href=/x>Read how the other towns have voted on ships since then.</a></p></div>"
    parts = TEXT.split("</p>")
    body = "</p>".join((*parts[:2], f"<div class=share-box>{box}</div>{teaser}<p>", *parts[2:]))
    article = read("", body)
    assert "Join 1" not in article.text
    assert "other towns have" not in article.text
