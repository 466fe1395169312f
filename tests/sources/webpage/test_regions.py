"""What trafilatura leaves out in the region of an article stands in its place."""

from dataclasses import replace

import pytest

from reader.document.article import Article
from reader.sources.builder import PendingBlock
from reader.sources.html.elements import parse_html
from reader.sources.html.walker import read_tree
from reader.sources.webpage.metadata import PageMetadata
from reader.sources.webpage.regions import choose_region
from tests.sources.webpage.pages import SENTENCE, blocks, page, site

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


def test_notices_below_the_lead_are_no_part_of_it() -> None:
    notice = "We may earn a commission if you buy something through the links on this page."
    article = read(f"<p class=teaser>{LEAD}</p><p class=teaser>{notice}</p>")
    assert standfirsts(article) == [LEAD]
    assert notice not in article.text


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


def test_words_about_the_author_above_the_article_are_no_lead() -> None:
    article = read("<div class=author-box><p>Ann Lee has written about boats and harbours for ten years now.</p></div>")
    assert standfirsts(article) == []


def test_caption_above_the_article_stands_once() -> None:
    figure = "<figure><img src=a.jpg><figcaption>Boats at Leith in May</figcaption></figure>"
    article = read(f"<p class=teaser>{LEAD}</p>{figure}{figure}")
    assert article.text.count("Boats at Leith in May") == 1
    assert article.text.index(LEAD) < article.text.index("Boats at Leith") < article.text.index("Part 0")
    assert ("emphasis", "Boats at Leith in May") in [(mark.kind, mark.span.of(article.text)) for mark in article.marks]


def test_boxes_within_the_article_do_not_come_back() -> None:
    box = "".join(f"<p>Join {number} readers who get our letter about boats each week.</p>" for number in range(3))
    teaser = "<div class=share-box><p><a href=/x>Read how the other towns have voted on ships since then.</a></p></div>"
    parts = TEXT.split("</p>")
    body = "</p>".join((*parts[:2], f"<div class=share-box>{box}</div>{teaser}<p>", *parts[2:]))
    article = read("", body)
    assert "Join 1" not in article.text
    assert "other towns have" not in article.text


@pytest.mark.parametrize(
    ("named", "times", "shown"),
    [("post-cta", 1, False), ("Disclaimer", 1, False), ("cta-layout", 20, True), ("octave", 1, True)],
)
def test_what_asks_to_buy_or_who_is_not_liable_is_no_text(named: str, times: int, shown: bool) -> None:
    words = "Get our free letter about boats and harbours and all that is on sale there. "
    article = site(f"<div class={named}><p>{words * times}</p></div>")
    assert ("Get our free letter" in article.text) is shown


@pytest.mark.parametrize("source", ["src=a.jpg", "src='data:image/svg+xml,x'", "data-src=a.jpg"])
def test_words_of_a_picture_alone_are_no_text(source: str) -> None:
    picture = f"<img {source} alt='boats at the old quay in May'>"
    article = site(f"<p>{picture}</p><p>{picture}<noscript>{picture}</noscript></p>{picture}<ul><li>{picture}</ul>")
    assert "boats at the old quay" not in article.text


@pytest.mark.parametrize(("declared", "role"), [("article", "furniture"), ("website", "body")])
def test_a_paragraph_that_is_one_link_within_an_article_is_a_teaser(declared: str, role: str) -> None:
    words = "See how the other towns have voted"
    article = site(f"<p><a href=/x>{words}</a></p>", f'<meta property="og:type" content="{declared}">')
    assert [block.role for block in article.blocks if block.span.of(article.text) == words] == [role]


def test_caption_stays_in_its_place() -> None:
    article = site("<figure><img src=a.jpg><figcaption>Boats at <b>Leith</b>. Photo: Ann Lee</figcaption></figure>")
    assert "Boats at Leith. Photo: Ann Lee" in blocks(article, "paragraph")
    assert article.text.index("Second.") < article.text.index("Boats at") < article.text.index("Third.")
    assert ("emphasis", "Boats at Leith. Photo: Ann Lee") in [
        (mark.kind, mark.span.of(article.text)) for mark in article.marks
    ]


@pytest.mark.parametrize(
    ("figure", "role"),
    [
        ("<img src=a.jpg><figcaption>Boats at Leith</figcaption>", "furniture"),
        ("<img src=a.jpg><figcaption>Figure 2: Boats at Leith</figcaption>", "body"),
        ("<blockquote>We were not told.</blockquote><figcaption>Boats at Leith</figcaption>", "body"),
    ],
)
def test_the_caption_of_a_picture_that_nothing_refers_to_is_furniture(figure: str, role: str) -> None:
    article = site(f"<figure>{figure}</figure>")
    assert [block.role for block in article.blocks if "Boats at" in block.span.of(article.text)] == [role]


def test_quotation_in_a_figure_is_kept() -> None:
    article = site("<figure><blockquote>We were not told.</blockquote><figcaption>Maria Ortiz</figcaption></figure>")
    assert blocks(article, "quotation") == ["We were not told."]
    assert "Maria Ortiz" in article.text


def test_code_within_code_and_captions_is_kept() -> None:
    article = site(
        "<p>Call <code>a<code>b</code></code> and <var>x</var>.</p>"
        "<figure><pre>one\ntwo</pre><figcaption>See <code>three</code></figcaption></figure>"
    )
    assert "Call ab and x." in article.text
    assert "See three" in article.text
    assert blocks(article, "code") == ["one\ntwo"]


def test_part_that_is_found_twice_stands_once() -> None:
    article = page(f"<article><h1>Vote</h1><pre>once\nonly</pre>{f'<p>{SENTENCE}</p>' * 6}</article>")
    assert article.text.count("once\nonly") == 1


def test_names_of_speakers_and_short_answers_stand_above_what_is_said() -> None:
    turns = [("Mr. Pike", f"Part {number}: {SENTENCE}") for number in range(4)] + [("Ms. Holt", "No.")]
    said = "".join(f"<turn><who>{who}</who><p>{words}</p></turn>" for who, words in turns * 2)
    article = page(f"<article><h1>The hearing</h1>{said}</article>")
    assert article.text.count("Mr. Pike") == 8
    assert article.text.count("Ms. Holt\n\nNo.") == 2


PICTURE = '<img src="/save.png" alt="the disk">'


def marks_of(body: str) -> list[tuple[str, str, str]]:
    """Return the marks of a page with a site around it, and check the words."""
    whole = f"<nav><a href=/>Home</a></nav><article><h1>Vote</h1><p>{SENTENCE * 4}</p>{body}</article><footer>© us"
    found = page(whole)
    assert "Press the disk to save" in found.text
    return [(mark.kind, mark.span.of(found.text), mark.href) for mark in found.marks]


@pytest.mark.parametrize("around", ["{}", "<b>{}</b>", "<span><span>{}</span></span>"])
@pytest.mark.parametrize("block", ["<p>{}</p>", "<ul><li>{}<li>or leave it alone, as most of them do</ul>"])
def test_a_picture_in_a_sentence_is_its_words_and_can_be_opened(around: str, block: str) -> None:
    marks = marks_of(block.format(f"Press {around.format(PICTURE)} to save what was said about the boats on Friday."))
    assert ("picture", "the disk", "http://example.org/save.png") in marks


def test_a_picture_in_a_link_is_words_of_the_link() -> None:
    marks = marks_of(f'<p>Press <a href="/x">{PICTURE} to save</a> what was said about the boats on Friday.</p>')
    assert [kind for kind, _, _ in marks] == ["link"]


def test_a_picture_without_an_address_is_words() -> None:
    assert marks_of('<p>Press <img alt="the disk"> to save what was said about the boats on Friday.</p>') == []


def test_pictures_without_words_are_left_out() -> None:
    assert marks_of('<p>Press <img src="a.png" alt=""><img src="b.png"> the disk to save it, they said.</p>') == []


def test_sections_between_the_text_are_read_with_their_headings_and_lists() -> None:
    section = "<section><h3>Good</h3><ul><li>Cheap boats<li>Deep water</ul><h3>Bad</h3><ul><li>Wind</ul></section>"
    article = page(f"<main><h1>The vote</h1>{TEXT}{section}{TEXT.replace('Part', 'Piece')}</main>")
    assert blocks(article, "item") == ["Cheap boats", "Deep water", "Wind"]
    assert [article.text.count(words) for words in ("Good", "Bad")] == [1, 1]


def test_article_that_only_a_program_less_browser_shows_is_read() -> None:
    article = page(f"<div id=app></div><noscript><h1>The vote</h1>{TEXT}</noscript>")
    assert "Part 7" in article.text


@pytest.mark.parametrize(("further", "read"), [(8, 12), (2, 4)])
def test_text_that_is_set_in_several_elements_is_read_on(further: int, read: int) -> None:
    texts = [" ".join(f"word{number}{place}" for place in range(40)) + "." for number in range(4 + further)]
    after = [PendingBlock("\n\n", "More Great Stories"), PendingBlock("\n\n", f"Boats. {SENTENCE}")]
    blocks_ = [*(PendingBlock("\n\n", text) for text in texts), *after]
    chosen = choose_region(blocks_, texts[:4], PageMetadata(is_article=True), {})
    assert [piece.text for piece in chosen] == texts[:read]


NEXT = [PendingBlock("\n\n", "See also", "heading", 2), *(PendingBlock("\n", name, nested=True) for name in "ab")]


@pytest.mark.parametrize(
    ("end", "after", "is_article", "read"),
    [
        ("They asked for:", NEXT[1:], True, 2),
        ("They asked for it.", NEXT[1:], True, 0),
        ("They asked for:", [PendingBlock("\n\n", "Our letter"), *NEXT[1:]], True, 0),
        ("They asked for it.", NEXT, False, 3),
        ("They asked for:", [replace(NEXT[1], text="money"), *NEXT], False, 4),
        ("They asked for it.", NEXT, True, 0),
        ("They asked for it.", [replace(piece, level=3 * (piece.level > 0)) for piece in NEXT], False, 0),
        ("They asked for it.", [replace(piece, role="furniture") for piece in NEXT], False, 0),
        ("They asked for it.", [*NEXT[:1], PendingBlock("\n\n", "Our letter")], False, 0),
    ],
)
def test_text_ends_with_its_list_and_with_what_to_read_next(
    end: str, after: list[PendingBlock], is_article: bool, read: int
) -> None:
    texts = [f"Part {number}: {SENTENCE * 2}" for number in range(4)]
    head = [PendingBlock("\n\n", "The vote", "heading", 1), PendingBlock("\n\n", "Boats", "heading", 2)]
    text = [*head, *(PendingBlock("\n\n", each) for each in [*texts, end])]
    found = ["The vote", "Boats", *texts, end]
    chosen = choose_region([*text, *after], found, PageMetadata(is_article=is_article), {})
    assert [piece.text for piece in chosen] == [piece.text for piece in [*text, *after[:read]]]


def test_text_that_stands_again_as_its_source_is_read_once() -> None:
    source = "# The vote\n\n" + "\n\n".join(f"Part {number}: {SENTENCE}It was voted." for number in range(8))
    prose = "".join(f"<p>{line}</p>" for line in source.split("\n\n")[1:])
    assert read("", f"{prose}<pre>{source}</pre><p>{LEAD}</p>").text.count("Part 3") == 1
    assert (
        read("", f"<pre>{source}</pre>{TEXT}<pre>{source}\n\nIt is all.</pre><p>{LEAD}</p>").text.count("voted") == 16
    )


def test_message_that_is_quoted_stands_in_its_place() -> None:
    tweet = "<blockquote class=twitter-tweet><p>Nobody asked the boats what they think of money.</p></blockquote>"
    article = site(f"<div class=social-media-embed>{tweet}</div>")
    assert blocks(article, "quotation") == ["Nobody asked the boats what they think of money."]


def test_words_that_stand_in_a_box_as_well_stand_in_the_text() -> None:
    gallery = (
        f"<div class=photo-widget><p>Part 3: {SENTENCE}It was the 3. time that anybody in Leith had asked.</p></div>"
    )
    text = read(gallery).text
    assert text.count("Part 3:") == 1
    assert text.index("Part 2:") < text.index("Part 3:") < text.index("Part 4:")


def test_text_that_stands_once_for_each_width_of_screen_is_read_once() -> None:
    head, copies = (
        "<h2>Boats</h2>",
        (f"<div class={width}>{'<h2>Boats</h2>'}{TEXT}</div>" for width in ("wide", "small")),
    )
    article = page(f"<article><h1>The vote</h1>{head}{''.join(copies)}</article>")
    assert [article.text.count(f"Part {number}:") for number in range(8)] == [1] * 8


TABLE = "<h2>Settings</h2><table class=caption-top><tr><th>Name<th>Kind</tr><tr><td>boats<td>number</tr></table>"


def test_tables_that_stand_twice_in_documentation_are_read_twice() -> None:
    assert read("", f"{TEXT}{TABLE}{TEXT.replace('Part', 'Chapter')}{TABLE}<p>{LEAD}</p>").text.count("number") == 2


def quiet(article: Article) -> list[str]:
    return [block.span.of(article.text) for block in article.blocks if block.role == "furniture"]


def test_labels_of_the_site_are_quiet() -> None:
    parts = TEXT.split("</p>")
    first = ["Wednesday 2 March 2026 11:42, UK", "Share this on Boats", "Edit this page on GitHub"]
    labels = [*first, "Was this page helpful?", "Last updated 3 days ago", "Jump to navigation", "Copy as Markdown"]
    said = "".join(f"<p>{label}</p>" for label in labels[1:])
    article = read("", f"<p>{labels[0]}</p>{parts[0]}</p>{said}{'</p>'.join(parts[1:])}")
    assert set(labels) <= set(quiet(article))
    assert not any(words.startswith("Part") for words in quiet(article))


def test_headings_with_nothing_below_are_quiet() -> None:
    texts = ["Boats", *(f"Part {number}: {SENTENCE}" for number in range(6)), "What Leith reads", "Ice melts"]
    page_ = [PendingBlock("\n\n", text) if ":" in text else PendingBlock("\n\n", text, "heading", 2) for text in texts]
    roles = [piece.role for piece in choose_region(page_, texts, PageMetadata(), {})]
    assert roles == [*["body"] * 7, "furniture", "furniture"]


LINKS = "".join(f"<li><a href=/{name}>Overview of {name}</a></li>" for name in ("strings", "lists", "sets", "hashes"))


def test_list_of_links_in_documentation_is_text() -> None:
    assert "Overview of sets" in read("", f"{TEXT}<p>{LEAD}</p><ul>{LINKS}</ul>{TEXT.replace('Part', 'Chapter')}").text


def test_list_of_links_in_an_article_is_not() -> None:
    kind = "<meta property=og:type content=article>"
    body = f"<h1>The vote</h1>{TEXT}<ul>{LINKS}</ul>{TEXT.replace('Part', 'Chapter')}"
    assert "Overview of sets" not in page(f"<article>{body}</article>", kind).text


def test_menu_above_the_heading_is_left_out() -> None:
    article = page(f"<div><ul>{LINKS * 9}</ul><div><h1>Boats</h1>{TEXT}</div></div>", "<title>Boats of Leith</title>")
    assert "Overview of sets" not in [block.span.of(article.text) for block in article.blocks if block.role == "body"]


def test_menu_with_a_label_above_the_heading_is_left_out() -> None:
    root = parse_html(f"<div><p>Nine parts</p><ul>{LINKS}</ul><h1>Boats</h1>{TEXT}</div>")
    assert root is not None
    shown = read_tree(root, "https://example.org/").pieces
    article = choose_region(shown, [piece.text for piece in shown], PageMetadata("Boats"), {})
    assert [piece.text for piece in article[:1]] == ["Boats"]
