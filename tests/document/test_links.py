"""Footnotes found by their markers, and the pages of a feed's entries."""

from dataclasses import replace
from pathlib import Path

import pytest

from reader.document.article import Article, Mark
from reader.document.links import entry_links, footnote_at, footnotes, heading_of, heading_slug
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from reader.text.span import Span
from tests.sources.opening import opened
from tests.sources.test_feed import RSS


def note_at(article: Article, words: str, nth: int = 0) -> str | None:
    """Return the words of the footnote whose marker is at the nth place of `words`."""
    at = -1
    for _ in range(nth + 1):
        at = article.text.index(words, at + 1)
    found = footnote_at(article, at)
    return found.note.of(article.text) if found else None


@pytest.mark.parametrize("marker", ["[1]", "[^1]", "[^long-name]", "[*]", "¹", "¹²", "†"])
def test_a_marker_finds_the_block_that_begins_with_it(marker: str) -> None:
    article = read_plain(
        f"The vote was close.{marker} Nobody left.\n\nMore words.\n\n{marker} Eleven to nine.\n\nThe end."
    )
    assert note_at(article, marker) == "Eleven to nine."
    assert footnote_at(article, 0) is None
    assert footnote_at(article, article.text.index("Nobody")) is None


def test_every_character_of_the_marker_counts() -> None:
    article = read_plain("Close.[^vote] So.\n\n[^vote]: Eleven.")
    at = article.text.index("[^vote]")
    assert [step for step in range(-1, 9) if footnote_at(article, at + step)] == [*range(7)]


@pytest.mark.parametrize("between", ["\n", " "])
def test_notes_without_blank_lines_between_them_are_notes_of_their_own(between: str) -> None:
    notes = f"[1] Eleven to nine.{between}[2] See [1], p. 3.{between}[3] The end."
    article = read_plain(f"Close.[1] So.[2] Over.[3]\n\n{notes}")
    assert [note_at(article, f"[{n}]") for n in (1, 2, 3)] == ["Eleven to nine.", "See [1], p. 3.", "The end."]
    alone = read_plain("Close.[1] So.[2]\n\n[1] Eleven, unlike [2] says.\n\n[2] Twelve.")
    assert [note_at(alone, f"[{n}]") for n in (1, 2)] == ["Eleven, unlike [2] says.", "Twelve."]


def test_the_marker_of_a_note_leads_back() -> None:
    article = read_markdown("Close.[^1] So.\n\n[^1]: Eleven.")
    found = footnote_at(article, article.text.rindex("[^1]"))
    assert found is not None
    assert found.reference.start == article.text.index("[^1]")
    assert found.start == article.text.rindex("[^1]")


def test_chapters_that_begin_with_one_again_have_their_own_notes() -> None:
    together = read_plain("One.[1]\n\nTwo.[1]\n\nNotes\n\n[1] First.\n\n[1] Second.")
    assert [note_at(together, "[1]", nth) for nth in (0, 1)] == ["First.", "Second."]
    apart = read_plain("One.[1] Again.[1]\n\n[1] First.\n\nTwo.[1]\n\n[1] Second.")
    assert [note_at(apart, "[1]", nth) for nth in (0, 1, 3)] == ["First.", "First.", "Second."]


def test_a_link_decides_between_notes_with_the_same_marker() -> None:
    text = "One.[1] Again.[1]\n\nTwo.[1]\n\n[1] First.\n\n[1] Second."
    first, second = text.index("[1] First"), text.index("[1] Second")
    references = [text.index("[1]"), text.index("[1]", 7), text.index("Two") + 4]
    article = read_plain(text)
    assert note_at(article, "[1]", 2) == "First.", "without links, the next one"
    marks = [
        Mark(Span(at + 1, at + 2), "link", f"#@{target}")
        for at, target in zip(references, (first, first, second), strict=True)
    ]
    linked = replace(article, marks=tuple(marks))
    assert [note_at(linked, "[1]", nth) for nth in range(3)] == ["First.", "First.", "Second."]
    found = [footnote_at(linked, at) for at in (first, second)]
    assert [note and note.reference.start for note in found] == [references[0], references[2]]


@pytest.mark.parametrize("href", ["#@99999", f"#@{'9' * 5000}", "#@-1", "#@", "#vote", "https://example.org/#@3"])
def test_a_link_that_leads_nowhere_is_no_footnote(href: str) -> None:
    article = read_plain("Close.[1] So.\n\n[1] Eleven.")
    linked = replace(article, marks=(Mark(Span(6, 9), "link", href),))
    assert note_at(linked, "[1]") == "Eleven.", "the marker decides"


def test_a_reference_after_its_note_finds_the_last_one() -> None:
    assert note_at(read_plain("[1] First.\n\nOne.[1] And.[1]"), "[1]", 1) == "First."


def test_a_marker_alone_in_its_block_is_followed_by_the_note() -> None:
    assert note_at(read_plain("One.[1]\n\n[1]\n\nThe note."), "[1]") == "The note."


@pytest.mark.parametrize("text", ["An array a[1] of numbers.", "[1] A list.\n\n[2] of things.", "Words [sic] here."])
def test_brackets_without_a_note_are_no_footnote(text: str) -> None:
    article = read_plain(text)
    assert footnote_at(article, text.index("[") + 1) is None


def test_notes_in_a_list_under_their_heading_are_found_by_their_number() -> None:
    article = read_markdown(
        "# Vote\n\nClose [1] and late [2].\n\n1. A list\n2. of things\n\n"
        "## Notes\n\n1. Eleven.\n\n   To nine.\n2. Midnight."
    )
    assert [note_at(article, marker) for marker in ("[1]", "[2]")] == ["Eleven.\n\nTo nine.", "Midnight."]
    raised = read_markdown("Close.¹ It was late.\n\n## Notes\n\n1 Eleven to nine.\n\n12 Others.")
    assert note_at(raised, "¹") == "Eleven to nine."


def test_a_marker_that_stands_twice_has_the_note_of_its_own_chapter() -> None:
    chapter = "## Notes\n\n1. {}\n\n"
    text = "# Vote\n\nClose [1] and late [1].\n\n" + chapter + "## May\n\nCold [1].\n\n" + chapter
    article = read_markdown(text.format("Eleven.", "Frost."))
    assert [note_at(article, "[1]", nth) for nth in range(3)] == ["Eleven.", "Eleven.", "Frost."]


def test_a_list_under_another_heading_is_no_list_of_notes() -> None:
    assert note_at(read_markdown("Close [1].\n\n## Things to do\n\n1. Eleven.\n"), "[1]") is None


@pytest.mark.parametrize("begins", ["1. ", "1) ", "[1] ", "† ", "", "(1) "])
def test_a_linked_note_is_shown_without_its_number_and_leads_back(begins: str) -> None:
    text = f"Close,1 so.\n\n{begins}Eleven to nine."
    article = replace(read_plain(text), marks=(Mark(Span(6, 7), "link", f"#@{text.index(begins or 'Eleven', 8)}"),))
    found = footnote_at(article, 6)
    assert found is not None
    assert (found.marker, found.note.of(text)) == ("1", "Eleven to nine.")
    back = footnote_at(article, found.start)
    assert back is not None
    assert back.reference == Span(6, 7)
    assert footnote_at(article, text.index("nine")) is None


def test_entries_are_told_by_the_lines_below_their_headings(tmp_path: Path) -> None:
    feed = opened(tmp_path, "a.rss", RSS.encode())
    assert list(entry_links(feed).values()) == ["https://example.org/vote", ""]
    assert list(entry_links(feed)) == [block.span.start for block in feed.headings]


def test_an_article_that_begins_with_another_heading_is_no_feed(tmp_path: Path) -> None:
    feed = opened(tmp_path, "news.rss", RSS.encode())
    first = next(number for number, block in enumerate(feed.blocks) if block.role == "furniture")
    blocks = [replace(block, role="body") if number == first else block for number, block in enumerate(feed.blocks)]
    assert len(entry_links(feed)) > 1
    assert entry_links(replace(feed, blocks=tuple(blocks))) == {}


def test_an_article_with_linked_headings_is_no_feed() -> None:
    article = read_markdown("# Title\n\n## [One](https://example.org/one)\n\nentry 1\n", "-")
    assert entry_links(article) == {}
    assert entry_links(Article("", ())) == {}


def test_all_footnotes_are_found_in_the_order_of_their_markers() -> None:
    article = read_markdown("One.[^b] Two [1] and three.[^a]\n\n[^a]: The first.\n\n[^b]: The second.\n")
    found = [(each.marker, each.note.of(article.text)) for each in footnotes(article)]
    assert found == [("[^b]", "The second."), ("[^a]", "The first.")]


def test_a_link_to_a_heading_is_no_footnote() -> None:
    article = read_plain("The Plan\n\nSee how it ends here.\n\nHow it ends\n\nIt ends well.")
    heading = article.text.index("How it")
    blocks = tuple(
        replace(block, kind="heading", level=2) if block.span.start == heading else block for block in article.blocks
    )
    link = Mark(Span(article.text.index("See"), article.text.index(" here")), "link", f"#@{heading}")
    assert footnotes(replace(article, blocks=blocks, marks=(link,))) == []
    assert [each.start for each in footnotes(replace(article, marks=(link,)))] == [heading]


@pytest.mark.parametrize(
    ("href", "words"), [("#how-it-ends", "How it ends"), ("#HOW-IT-ENDS", "How it ends"), ("#", None), ("#well", None)]
)
def test_a_link_within_a_document_leads_to_the_heading_of_its_name(href: str, words: str | None) -> None:
    article = read_markdown("# One\n\nWell\n\n## How it ends\n\nIt does.\n\n## How it ends\n\nAgain.\n")
    found = heading_of(article, href)
    assert (found and found.of(article.text)) == words
    assert heading_of(article, href.removeprefix("#")) is None
    assert found is None or found.start == article.text.index("How it")


def test_slugs_are_those_of_github() -> None:
    assert heading_slug(" Section two & more ") == "section-two--more"
    assert heading_slug("What's new in 2.0?") == "whats-new-in-20"
