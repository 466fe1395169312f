"""An article's text, blocks and marks: what plain text and Markdown are read as."""

import random
import re
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.document.article import Article, Block, Mark, text_digest
from reader.sources.markdown import read_markdown
from reader.sources.markdown.blocks import render_blocks
from reader.sources.markdown.front_matter import read_front_matter
from reader.sources.plain import plain_blocks, read_plain
from reader.text.sanitize import clean
from reader.text.span import Span

SAMPLE = Path(__file__).parents[2] / "seeds" / "xi-jinping-moscow-visit.txt"

PROSE = "The council decided on Friday to close the harbour after a long debate about its future and its cost."
MORE = "Ortiz said that nobody had been told of the decision before the newspapers wrote about it on Friday."

WRAPPED = """\
It was the best of times, it was the worst of times, it was the age
of wisdom, it was the age of foolishness, it was the epoch of belief,
it was the epoch of incredulity.
"""

LINES = st.sampled_from(
    [
        *("", "", " ", "\t", "Title", PROSE, MORE, "short line", "By Ann Lee", "\u3000漢字。", "Sponsor", "Tags: a, b"),
        *("- item", "* star", "  • dot", "1. one", "2) two", "12.", "> said", ">", "> > deep", "- [x] done", "[ ] box"),
        *("# Head", "Chapter 2", "* * *", "=====", "***", "```", "    code", "| a | b |", "|---|--:|", "[^1]: note"),
        *("<b>bold</b>", "<!-- gone", "-->", "&#27;&nbsp;", "\\", "`tick", "~~s~~", "**strong *both***"),
        *("[a](http://b)", "![alt](c)", "<script>", "</script>", "<p>"),
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(LINES, max_size=20).map("\n".join))


def words(article: Article, **wanted: object) -> list[str]:
    """The texts of the blocks that have these values."""
    return [
        block.span.of(article.text)
        for block in article.blocks
        if all(getattr(block, name) == value for name, value in wanted.items())
    ]


def kinds(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(article.text)) for block in article.blocks]


def roles(article: Article) -> list[str]:
    return [block.role for block in article.blocks]


def gaps(article: Article) -> list[str]:
    """What lies before, between and behind the blocks."""
    edges = [0, *(place for block in article.blocks for place in (block.span.start, block.span.end)), len(article.text)]
    return [article.text[start:end] for start, end in zip(edges[::2], edges[1::2], strict=True)]


def check_blocks(text: str, blocks: tuple[Block, ...]) -> None:
    """In order, apart, inside, and of words; code and tables may begin with the indentation of their first line."""
    end = 0
    for block in blocks:
        span = block.span
        assert end <= span.start < span.end <= len(text)
        assert not text[span.end - 1].isspace()
        before = re.match(r"\s*", span.of(text))
        assert before is not None
        assert before[0] == "" or (block.kind in ("code", "table") and "\n" not in before[0])
        assert (block.level > 0) == (block.kind == "heading")
        assert len(block.prefix) == len(block.hang)
        end = span.end


# -- shapes -----------------------------------------------------------------------------------------------------------


def test_a_span_is_half_open() -> None:
    span = Span(2, 5)
    assert len(span) == 3
    assert [offset in span for offset in (1, 2, 4, 5)] == [False, True, True, False]
    assert span.overlaps(Span(4, 9))
    assert not span.overlaps(Span(5, 9))
    assert Span(0, 9).holds(span)
    assert not span.holds(Span(2, 6))
    assert span.of("abcdefg") == "cde"


def test_the_same_text_has_the_same_id_wherever_it_comes_from() -> None:
    here, there = read_plain(PROSE, "/a.txt"), read_plain(PROSE, "-")
    assert here.text_id == there.text_id
    assert re.fullmatch(r"[a-z2-7]{10}", here.text_id)
    assert here.sha256 == text_digest(PROSE)
    assert read_plain(PROSE + "!").text_id != here.text_id


ARTICLE = read_markdown(f"# Title\n\n{PROSE}\n\n## One\n\n{MORE}\n\n---\n\n- item\n\n### Two\n\nlast\n")


def test_paragraphs_are_counted_as_a_reader_cites_them() -> None:
    numbers = {block.span.of(ARTICLE.text)[:5]: ARTICLE.paragraph_number(block.span.start) for block in ARTICLE.blocks}
    assert numbers == {"Title": 1, "The c": 1, "One": 1, "Ortiz": 2, "⁂": 2, "item": 3, "Two": 3, "last": 4}


def test_a_place_between_two_blocks_belongs_to_the_first() -> None:
    first = ARTICLE.blocks[1]
    assert ARTICLE.block_at(first.span.end) == first
    assert ARTICLE.block_at(first.span.end + 1) == first
    assert ARTICLE.block_at(10**9) == ARTICLE.blocks[-1]
    assert read_plain("\n\n words").block_index(0) == 0


def test_the_outline_leaves_the_title_out() -> None:
    assert [heading.span.of(ARTICLE.text) for heading in ARTICLE.headings] == ["One", "Two"]
    assert ARTICLE.heading_at(ARTICLE.text.index("council")) is None
    assert ARTICLE.heading_at(ARTICLE.text.index("Ortiz")) == ARTICLE.headings[0]
    assert ARTICLE.heading_at(ARTICLE.text.index("last")) == ARTICLE.headings[1]


def test_an_article_without_blocks_can_be_asked() -> None:
    nothing = read_plain(" \n")
    assert (nothing.blocks, nothing.title, nothing.headings) == ((), "", ())
    assert nothing.paragraph_number(0) == 1
    assert nothing.heading_at(0) is None


# -- plain text -------------------------------------------------------------------------------------------------------


@given(TEXTS)
@example("a\x1cb\x85\x0c\n\x0c")
@settings(deadline=None, max_examples=200)
def test_a_plain_text_is_kept_to_the_letter(text: str) -> None:
    article = read_plain(text)
    assert article.text == clean(text)
    check_blocks(article.text, article.blocks)
    signs = re.compile(r"(?:\s|>|[-*•‣◦▪](?=\s)|\d{1,3}[.)](?=\s))*")
    assert all(signs.fullmatch(gap) for gap in gaps(article))
    assert "".join(gap + block for gap, block in zip(gaps(article), [*words(article), ""], strict=True)) == article.text


@given(TEXTS)
@settings(deadline=None, max_examples=200)
def test_offsets_do_not_depend_on_how_lines_end(text: str) -> None:
    text = text.replace("\r", "")
    blocks = plain_blocks(text)
    check_blocks(text, plain_blocks(text.replace("\n", "\r")))
    assert plain_blocks(text.replace("\n", "\r")) == blocks
    windows = text.replace("\n", "\r\n")
    check_blocks(windows, plain_blocks(windows))
    before = [index + text[:index].count("\n") for index in range(len(text) + 1)]
    moved = tuple(replace(block, span=Span(before[block.span.start], before[block.span.end])) for block in blocks)
    assert plain_blocks(windows) == moved


def test_the_sample_is_read_as_its_readers_read_it() -> None:
    article = read_plain(SAMPLE.read_text("utf-8"), str(SAMPLE))
    title = "Xi Jinping's Moscow Visit: A Display of Unity and a Challenge to Global Order"
    assert article.title == title
    assert roles(article) == ["title", "standfirst", "repeat", *["body"] * 7, "furniture", "furniture"]
    assert words(article, role="title") == words(article, role="repeat") == [title]
    assert words(article, role="standfirst")[0].startswith("Putin Rolls Out the Red Carpet")
    assert words(article, role="furniture") == ["Sponsor", "Categories"]
    body = words(article, role="body")
    assert body[0].startswith("As the world watches")
    assert body[-1].endswith("China and Russia remain as aligned as ever.")
    assert {block.kind for block in article.blocks if block.role == "body"} == {"paragraph"}
    assert article.paragraph_number(article.text.index("Renmin")) == 7


def test_a_blank_line_ends_a_paragraph_and_a_newline_does_not() -> None:
    article = read_plain(f"{PROSE}\nand on\n \t\n{MORE}\n\n\n")
    assert kinds(article) == [("paragraph", f"{PROSE}\nand on"), ("paragraph", MORE)]
    assert not any(block.reflow for block in article.blocks)
    assert article.text.endswith("\n\n\n")


def test_a_hard_wrapped_file_flows() -> None:
    article = read_plain(f"{WRAPPED}\n{WRAPPED}\nShort.\n")
    assert [block.reflow for block in article.blocks] == [True, True, True]


def test_verse_within_a_hard_wrapped_file_keeps_its_lines() -> None:
    article = read_plain(f"{WRAPPED}\n  Roses are red,\n  violets are blue.\n\n{WRAPPED}")
    assert [block.reflow for block in article.blocks] == [True, False, True]


@pytest.mark.parametrize(
    "lines",
    [
        "This is the forest primeval. The murmuring pines and the hemlocks,\n"
        "Bearded with moss, and in garments green, indistinct in the twilight,\n"
        "Stand like Druids of eld, with voices sad and prophetic to hear.\n",
        "so much depends\nupon\n\na red wheel\nbarrow\n",
        f"{PROSE}\n{MORE}\n{PROSE}\n{MORE}\n",
        "A headline of some sixty characters over the first line of it\nand its line below which begins small\n",
    ],
)
def test_lines_that_were_not_wrapped_are_kept(lines: str) -> None:
    assert not any(block.reflow for block in read_plain(lines).blocks)


def test_a_lone_first_line_is_the_title() -> None:
    article = read_plain(f"The Harbour Vote\n\n{PROSE}\n")
    assert (article.title, roles(article)) == ("The Harbour Vote", ["title", "body"])
    assert (article.blocks[0].kind, article.blocks[0].level) == ("heading", 1)


def test_a_title_may_stand_right_above_long_lines() -> None:
    article = read_plain(f"The Harbour Vote\n{PROSE}\n{MORE}\nSponsor\n")
    assert kinds(article) == [
        ("heading", "The Harbour Vote"),
        ("paragraph", f"{PROSE}\n{MORE}"),
        ("paragraph", "Sponsor"),
    ]
    assert roles(article) == ["title", "body", "furniture"]


def test_a_title_that_is_repeated_is_folded_whatever_its_case_and_signs() -> None:
    article = read_plain(f"The Harbour Vote\n\nTHE  HARBOUR VOTE!\n\n{PROSE}\n\nThe Harbour Vote\n\n{MORE}\n")
    assert roles(article) == ["title", "repeat", "body", "body", "body"]


def test_bylines_are_lines_of_the_head() -> None:
    article = read_plain(f"The Harbour Vote\nBy Ann Lee\nMay 3, 2024\nThe Harbour Vote\n\n{PROSE}\n")
    assert roles(article) == ["title", "body", "body", "repeat", "body"]
    assert words(article, role="body") == ["By Ann Lee", "May 3, 2024", PROSE]


@pytest.mark.parametrize(
    "line",
    [
        "Council shuts the port after a long debate",
        "Council shuts the port after a long debate.",
        "Who shuts the port, and why?",
    ],
)
def test_a_line_between_title_and_body_is_the_standfirst(line: str) -> None:
    article = read_plain(f"The Harbour Vote\n\n{line}\n\n{PROSE}\n\n{MORE}\n")
    assert words(article, role="standfirst") == [line]


@pytest.mark.parametrize(
    "line",
    [
        "World news",  # too short to say anything
        "LEITH — The council shut the port.",  # a report
        "“We were not told,” said the port's captain.",
        "It was late. Nobody had been told.",
        "From Josh Feldman writing at Mediaite:",
        PROSE.replace("its cost", "its many costs"),  # as long as the paragraphs that follow
        "- a list item of more than five words",
        "Published 17:30 on Friday 3 May 2024",
    ],
)
def test_a_first_paragraph_is_no_standfirst(line: str) -> None:
    article = read_plain(f"The Harbour Vote\n\n{line}\n\n{PROSE}\n\n{MORE}\n")
    assert "standfirst" not in roles(article)


def test_there_is_one_standfirst() -> None:
    first, second = "Port shut after debate in council", "Council shuts the port after a long debate on costs."
    article = read_plain(f"The Vote\n\n{first}\n\n{second}\n\n{PROSE} {MORE}\n")
    assert words(article, role="standfirst") == [first]
    assert words(read_plain(f"The Vote\n\n{second}\n\n{PROSE} {MORE}\n"), role="standfirst") == [second]


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}\n\n{MORE}\n",
        f"{'No full stop but far too long for any title ' * 4}\n\n{PROSE}\n",
        f"Dear Sir,\n\n{PROSE}\n",
        f"12 High Street\nLeith\n\n{PROSE}\n",
        f"JOHN: Hello there\n\nMARY: {PROSE}\n",
        f"- milk\n\n{PROSE}\n",
        f"* * *\n\n{PROSE}\n",
        "Anna Lee\n\nBob Ray\n\nCarl Fox\n",
        "Hello world\n",
        WRAPPED,
    ],
)
def test_a_text_without_a_title_is_called_by_its_first_words(text: str) -> None:
    article = read_plain(text)
    assert "title" not in roles(article)
    begun = article.title.removesuffix("…")
    assert 0 < len(article.title) <= 60
    assert " ".join(text.removeprefix("- ").split()).startswith(begun)


def test_a_title_may_end_with_initials_or_a_question() -> None:
    for title in ("Trump Returns to the U.S.", "Who Shut the Port?", "習近平氏がモスクワ訪問"):
        assert read_plain(f"{title}\n\n{PROSE}\n").title == title
        assert roles(read_plain(f"{title}\n\n{PROSE}\n"))[0] == "title"


@pytest.mark.parametrize(
    "tail",
    [
        "Sponsor\n\nCategories\n",
        "Sponsored by a bank\nCategories\n",
        "Share this article\n\nTags: harbour, council\n",
        "Advertisement\n",
        "Related articles\n\nPort closed for the third time this year\n",
        "Tags\nharbour\ncouncil\n",
        "5 Comments\n",
        "Read more: The port of Leith\n",
        "© 2024 The Leith Times\n",
        "Kategorien\n\nHafen\n",
    ],
)
def test_labels_below_the_last_sentence_are_furniture(tail: str) -> None:
    article = read_plain(f"{PROSE}\n\n{MORE}\n\n\n\n{tail}")
    assert roles(article)[:2] == ["body", "body"]
    assert set(roles(article)[2:]) == {"furniture"}
    assert words(article, role="furniture") == [line for line in tail.split("\n") if line]


@pytest.mark.parametrize(
    "tail",
    [
        "Yours sincerely,\n\nAnn Lee\nHarbour master\n",
        "Anna Lee\nBob Ray\n\nCarl Fox\n",
        "Leith, May 1871\n",
        "THE END\n",
        "so much depends\nupon\n\na red wheel\nbarrow\n",
        "JOHN: Share this\n\nMARY: Fine\n",
        "Tags were removed from every single crate that stood on the quay that evening\n",
        "“Sponsor!” he cried.\n",
        "The categories are open\n",
    ],
)
def test_the_author_s_last_lines_are_not_furniture(tail: str) -> None:
    assert set(roles(read_plain(f"{PROSE}\n\n{MORE}\n\n{tail}"))) == {"body"}


def test_a_signature_above_the_furniture_stays() -> None:
    article = read_plain(f"{PROSE}\n\nAnn Lee\n\nSponsor\n")
    assert roles(article) == ["body", "body", "furniture"]


@pytest.mark.parametrize(
    "text", ["Sponsor\n", "Sponsor\n\nCategories\n", "Anna\nBob\nShare\n", f"Sponsor\n\n{PROSE}\n"]
)
def test_without_a_sentence_above_there_is_no_furniture(text: str) -> None:
    assert "furniture" not in roles(read_plain(text))


def test_a_word_that_ends_a_wrapped_sentence_is_no_furniture() -> None:
    article = read_plain(f"{WRAPPED}\n{WRAPPED.replace('it was the epoch of incredulity.', 'share')}")
    assert "furniture" not in roles(article)


def test_a_short_line_between_paragraphs_is_a_heading() -> None:
    article = read_plain(f"{PROSE}\n\nWhat the council decided\n\n{MORE}\n\n1. Money\n\n{PROSE}\n")
    assert [heading.span.of(article.text) for heading in article.headings] == ["What the council decided", "1. Money"]
    assert {heading.level for heading in article.headings} == {2}


def test_a_chapter_may_follow_its_part_and_stand_first() -> None:
    article = read_plain(f"A Tale\n\nPART ONE\n\nChapter 1\n\n{PROSE}\n\nXIV\n\n{MORE}\n")
    assert [heading.span.of(article.text) for heading in article.headings] == ["PART ONE", "Chapter 1", "XIV"]


def test_an_underlined_heading_is_a_heading_and_a_rule() -> None:
    article = read_plain(f"Title\n=====\n\n{PROSE}\n\nMoney\n-----\n\n{MORE}\n")
    assert [kind for kind, _ in kinds(article)] == ["heading", "rule", "paragraph", "heading", "rule", "paragraph"]


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}\n\nWhat next?\n\n{MORE}\n",
        f"{PROSE}\n\nhe went home\n\n{MORE}\n",
        f"{PROSE}\n\nA lone line\n\nAnother lone line\n\nA third\n",
        f"{PROSE}\n\nA last line\n",
        f"{PROSE}\n\nA lone line\n\nOf verse, which has two lines,\nand then one more that ends it with a full stop.\n",
        f"{PROSE}\n\nBy Ann Lee\n\n{MORE}\n",
        f"Anna\n\nBob\n\n{MORE[:-1]}\n",
    ],
)
def test_a_line_that_may_be_anything_is_no_heading(text: str) -> None:
    assert read_plain(text).headings == ()


def test_list_items_leave_their_markers_in_the_gap() -> None:
    article = read_plain("Buy:\n- milk\n* eggs\n  from the farm\n  • brown\nThanks\n\n1. one\n2) two\n")
    assert kinds(article) == [
        ("paragraph", "Buy:"),
        ("item", "milk"),
        ("item", "eggs\n  from the farm"),
        ("item", "brown"),
        ("paragraph", "Thanks"),
        ("item", "one"),
        ("item", "two"),
    ]
    assert [block.prefix for block in article.blocks] == ["", "• ", "• ", "  • ", "", "1. ", "2) "]


def test_an_item_of_a_hard_wrapped_file_goes_on_below() -> None:
    article = read_plain(
        f"{WRAPPED}\n- one item that is so long that it goes over the end of its line\nand goes on\n- two\n"
    )
    assert words(article, kind="item") == [
        "one item that is so long that it goes over the end of its line\nand goes on",
        "two",
    ]


def test_a_wrapped_sentence_may_begin_a_line_with_a_dash_or_a_number() -> None:
    text = WRAPPED.replace(
        "it was the epoch of incredulity", "- as they say -\nand 1914.\n15. was the number of the house"
    )
    assert "item" not in [kind for kind, _ in kinds(read_plain(text + "\n" + WRAPPED))[:1]]


@pytest.mark.parametrize(
    "text", ["1. Introduction\n", "-not an item\n", "1914. A year\n", "*stressed* words\n", "-\n", "3.5 metres\n"]
)
def test_what_only_resembles_an_item_is_none(text: str) -> None:
    assert kinds(read_plain(text)) == [("paragraph", text.strip())]


def test_quoted_lines_of_a_mail_are_quotations() -> None:
    article = read_plain("Bob wrote:\n> I think\n>\n>> you said\n> > so\nNo.\n")
    assert kinds(article) == [
        ("paragraph", "Bob wrote:"),
        ("quotation", "I think"),
        ("quotation", "you said"),
        ("quotation", "so"),
        ("paragraph", "No."),
    ]
    assert [block.prefix for block in article.blocks] == ["", "▌ ", "▌ ▌ ", "▌ ▌ ", ""]


@pytest.mark.parametrize("rule", ["* * *", "-----", "⁂ ⁂ ⁂", "~~~~~~~~"])
def test_a_drawn_line_is_a_rule(rule: str) -> None:
    assert kinds(read_plain(f"{PROSE}\n\n{rule}\n\n{MORE}\n"))[1] == ("rule", rule)


# -- Markdown ---------------------------------------------------------------------------------------------------------


@given(TEXTS)
@example("> - # a\n>\n>   b\n- \n  1. c")
@settings(deadline=None, max_examples=200)
def test_any_markdown_has_sound_blocks_and_marks(text: str) -> None:
    article = read_markdown(text)
    assert article.text == clean(article.text)
    check_blocks(article.text, article.blocks)
    assert all(re.fullmatch(r"\n*(?:[ •☐☑]|\d+[.)])*", gap) for gap in gaps(article))
    assert list(article.marks) == sorted(article.marks, key=lambda mark: mark.span)
    for mark in article.marks:
        assert mark.span.start < mark.span.end
        assert article.block_at(mark.span.start).span.holds(mark.span)
        assert (mark.href != "") == (mark.kind == "link")


@given(st.lists(LINES, max_size=20).map("\n".join), st.integers(0, 20))
@settings(deadline=None, max_examples=100)
def test_blocks_that_were_given_do_not_change_when_the_rest_is_asked_for(text: str, count: int) -> None:
    some = render_blocks(text)
    first = list(islice(some, count))
    assert [*first, *some] == list(render_blocks(text))


def marked(text: str) -> list[tuple[str, str, str]]:
    article = read_markdown(text)
    return [(mark.kind, mark.span.of(article.text), mark.href) for mark in article.marks]


def test_emphasis_becomes_marks_with_exact_offsets() -> None:
    article = read_markdown("*One* and **two *three*** with ~~four~~ and `five`.")
    assert article.text == "One and two three with four and five."
    assert article.marks == (
        Mark(Span(0, 3), "emphasis"),
        Mark(Span(8, 17), "strong"),
        Mark(Span(12, 17), "emphasis"),
        Mark(Span(23, 27), "strike"),
        Mark(Span(32, 36), "code"),
    )


def test_links_say_where_they_lead() -> None:
    assert marked('[the *vote*](http://a.org/x "title") <http://b.org> [ref][r]\n\n[r]: http://c.org') == [
        ("link", "the vote", "http://a.org/x"),
        ("emphasis", "vote", ""),
        ("link", "http://b.org", "http://b.org"),
        ("link", "ref", "http://c.org"),
    ]
    assert marked("[nowhere]()") == []


def test_an_image_shows_its_alternative_text_as_a_link_to_it() -> None:
    assert marked("![a *ship*](ship.png)") == [("link", "a ship", "ship.png")]
    assert marked("[![build](b.svg)](http://ci.org)") == [("link", "build", "http://ci.org")]
    assert read_markdown("before\n\n![](x.png)\n\nafter").text == "before\n\nafter"


def test_a_link_that_could_do_harm_is_shown_as_it_is_written() -> None:
    assert marked("[a](javascript:alert(1))") == []
    assert read_markdown("[a](javascript:alert(1))").text == "[a](javascript:alert(1))"


def test_line_breaks_are_spaces_unless_they_are_hard() -> None:
    assert read_markdown("one\n  two  \nthree\\\nfour<br>five").text == "one two\nthree\nfour\nfive"


def test_headings_have_levels_and_a_blank_line_divides_blocks() -> None:
    article = read_markdown("# One\n## Two\ntext\n\nThree\n---\n")
    assert article.text == "One\n\nTwo\n\ntext\n\nThree"
    assert [(block.kind, block.level) for block in article.blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("heading", 2),
    ]


def test_lists_are_drawn_with_their_markers_in_the_gap() -> None:
    article = read_markdown("- a\n- b\n  1. c\n  1. d\n\nend")
    assert article.text == "• a\n• b\n  1. c\n  2. d\n\nend"
    assert kinds(article) == [("item", "a"), ("item", "b"), ("item", "c"), ("item", "d"), ("paragraph", "end")]
    assert [(block.prefix, block.hang) for block in article.blocks] == [
        ("• ", "  "),
        ("• ", "  "),
        ("  1. ", "     "),
        ("  2. ", "     "),
        ("", ""),
    ]


def test_an_item_may_hold_more_than_a_paragraph() -> None:
    article = read_markdown("7) a\n\n   b\n\n       code\n\n   > said\n\n8) c\n")
    assert kinds(article) == [
        ("item", "a"),
        ("paragraph", "b"),
        ("code", "code"),
        ("quotation", "said"),
        ("item", "c"),
    ]
    assert [block.prefix for block in article.blocks] == ["7) ", "   ", "     ", "   ▌ ", "8) "]
    assert article.text == "7) a\n\nb\n\ncode\n\nsaid\n\n8) c"


def test_an_item_may_begin_with_anything() -> None:
    article = read_markdown("- # head\n- > said\n- ```\n  code\n  ```\n- - deep\n-\n- last")
    assert kinds(article) == [
        ("heading", "head"),
        ("quotation", "said"),
        ("code", "code"),
        ("item", "deep"),
        ("item", "last"),
    ]
    assert [block.prefix for block in article.blocks] == ["• ", "• ▌ ", "•   ", "• • ", "• "]


def test_task_items_have_boxes() -> None:
    article = read_markdown("- [ ] todo\n- [x] done\n- [y] else\n1. [X] counted")
    assert article.text == "☐ todo\n☑ done\n• [y] else\n\n1. ☑ counted"


def test_quotations_are_barred_and_nest() -> None:
    article = read_markdown("> # Said\n> one\n>\n> > two\n> - three\n")
    assert kinds(article) == [("quotation", "Said"), ("quotation", "one"), ("quotation", "two"), ("item", "three")]
    assert [(block.prefix, block.hang) for block in article.blocks] == [
        ("▌ ", "▌ "),
        ("▌ ", "▌ "),
        ("▌ ▌ ", "▌ ▌ "),
        ("▌ • ", "▌   "),
    ]
    assert article.headings == ()
    assert [mark.kind for mark in article.marks] == ["strong"]


def test_code_is_kept_as_it_is() -> None:
    article = read_markdown("```python\n\n    if *x*:\n\ty\n\n```\n\n    a\n      b\n")
    assert words(article, kind="code") == ["    if *x*:\n\ty", "a\n  b"]
    assert article.text == "    if *x*:\n\ty\n\na\n  b"
    assert article.marks == ()


def test_a_table_is_one_block_of_padded_lines() -> None:
    article = read_markdown("| Name | n |\n|:--|--:|\n| **Leith** | 12 |\n| 北京 | 3 |\n| | |\n")
    assert article.text == "Name  │  n\n──────┼───\nLeith │ 12\n北京  │  3"
    assert kinds(article) == [("table", article.text)]
    assert marked("|a|\n|-|\n|x *y*|") == [("emphasis", "y", "")]


def test_a_table_may_be_centred_ragged_and_without_a_heading() -> None:
    assert read_markdown("|abc|d|\n|:-:|-|\n|e|\n|f|g|h|\n").text == "abc │ d\n────┼──\n e  │\n f  │ g"
    assert read_markdown("| | |\n|-|-|\n|a|b|\n").text == "a │ b"


def test_long_cells_stick_out_and_a_table_too_wide_is_not_padded() -> None:
    long = "x" * 5000
    assert len(read_markdown("|a|b|\n|-|-|\n" + f"|{long}|c|\n" + "|a|b|\n" * 100).text) < 15_000
    wide = "|" + "abcdef|" * 40
    assert read_markdown(f"{wide}\n|{'-|' * 40}\n|a|\n").text.split("\n")[2].startswith("a │  │  │")


def test_a_rule_is_a_sign() -> None:
    assert kinds(read_markdown("a\n\n***\n\nb")) == [("paragraph", "a"), ("rule", "⁂"), ("paragraph", "b")]


def test_html_tags_are_dropped_and_their_words_kept() -> None:
    text = "a <b>bold</b> &amp; <i title='x>y'>i</i><!-- gone --> <script>alert(1)</script><img alt='a ship'>"
    assert read_markdown(text).text == "a bold & i a ship"


def test_a_script_that_never_ends_hides_nothing() -> None:
    assert read_markdown("The <script> tag and the <style> tag.").text == "The  tag and the  tag."


def test_a_block_of_html_is_split_into_its_paragraphs() -> None:
    article = read_markdown(
        '<div align="center">\n<h1>The &lt;Harbour&gt;</h1>\n<p>one\n two<br/>three</p><pre>\n  x\n y</pre>\n'
        "<ul><li>four<li>five</ul><style>p { color: red }</style>\n<!-- six --></div>\n"
    )
    assert kinds(article) == [
        ("heading", "The <Harbour>"),
        ("paragraph", "one two\nthree"),
        ("code", "  x\n y"),
        ("paragraph", "four"),
        ("paragraph", "five"),
    ]
    assert article.title == "The <Harbour>"


def test_markdown_within_html_is_read() -> None:
    article = read_markdown("<details>\n<summary>More</summary>\n\n*Inside*\n\n</details>\n")
    assert kinds(article) == [("paragraph", "More"), ("paragraph", "Inside")]


def test_footnotes_are_text() -> None:
    article = read_markdown(
        "Said[^1] so[^n].\n\n[^1]: http://example.org\n[^n]: Word\n    and on\n\n[a]: http://a.org\n"
    )
    assert [text for _, text in kinds(article)] == ["Said[^1] so[^n].", "[^1]: http://example.org", "[^n]: Word and on"]
    assert article.marks == ()


@pytest.mark.parametrize("entity", ["&#27;]0;x&#7;", "&#x1b;[2J", "&#0;", "&#x202e;x", "&#xd800;", "&#x9d;", "&#13;"])
def test_an_entity_cannot_smuggle_a_control_character_in(entity: str) -> None:
    for text in (
        f"a {entity} b",
        f"<p>a {entity} b</p>",
        f"# a {entity} b",
        f"---\ntitle: a\n---\n[a{entity}](/b{entity})",
    ):
        article = read_markdown(text)
        assert article.text == clean(article.text)
        assert article.title == clean(article.title)
        assert all(mark.href == clean(mark.href) for mark in article.marks)


def test_the_first_heading_is_the_title() -> None:
    article = read_markdown("badge\n\n# The *Harbour* Vote\n\ntext\n\n# Another\n")
    assert article.title == "The Harbour Vote"
    assert words(article, role="title") == ["The Harbour Vote"]
    assert words(article, kind="heading", role="body") == ["Another"]


@pytest.mark.parametrize("text", ["words\n\n## Part\n\n# Late\n", "- # in a list\n", "> # quoted\n", "words\n"])
def test_without_a_leading_title_the_first_words_are_it(text: str) -> None:
    article = read_markdown(text)
    assert "title" not in roles(article)
    assert article.title in " ".join(article.text.split())
    assert len(article.title) > 3


def test_front_matter_is_read_and_not_shown() -> None:
    article = read_markdown('---\ntitle: "The Harbour Vote"\nauthor: Ann Lee\ndate: 2026-03-02T10:00\n---\n\nWords.\n')
    assert article.text == "Words."
    assert (article.title, article.author, article.published) == ("The Harbour Vote", ("Ann Lee",), "2026-03-02")


def test_a_heading_that_says_the_front_matter_s_title_is_the_title_block() -> None:
    head = "---\ntitle: The Harbour Vote\n---\n"
    assert roles(read_markdown(f"{head}# The harbour vote!\n\nwords")) == ["title", "body"]
    assert roles(read_markdown(f"{head}## The Harbour Vote\n\nwords")) == ["title", "body"]
    other = read_markdown(f"{head}# Introduction\n\nwords")
    assert (other.title, roles(other)) == ("The Harbour Vote", ["body", "body"])


@pytest.mark.parametrize(
    ("block", "author"),
    [
        ("author: Ann Lee # the editor", ("Ann Lee",)),
        ("Authors: [Ann Lee, \"Ray, Bob\", 'O''Neil']", ("Ann Lee", "Ray, Bob", "O'Neil")),
        ("authors: [Ann Lee,\n  Bob Ray]", ("Ann Lee", "Bob Ray")),
        ("authors:\n  - Ann Lee\n  - 'Bob Ray'", ("Ann Lee", "Bob Ray")),
        ("authors:\n- name: Ann Lee\n  email: a@x.org\n- email: b@x.org\n  name: Bob", ("Ann Lee", "Bob")),
        ("author:\n  name: Ann Lee\n  url: https://x.org", ("Ann Lee",)),
        ("by: >-\n  Ann\n  Lee", ("Ann Lee",)),
        ("author: Ann\n  Lee", ("Ann Lee",)),
        ('author: "Ann\\u001b \\"A\\" Lee"', ('Ann␛ "A" Lee',)),
        ('author: "Ann \\x41"', ("Ann \\x41",)),
        ('author: "never closed', ('"never closed',)),
        ("author:", ()),
        ("author: []", ()),
        ("tags: [a]\nother:\n  author: nested", ()),
    ],
)
def test_yaml_names_authors_in_many_ways(block: str, author: tuple[str, ...]) -> None:
    assert read_front_matter(f"---\n{block}\n---\nwords").author == author


def test_toml_front_matter_is_read() -> None:
    matter = read_front_matter(
        "+++\ntitle = 'The Vote'\ndate = 2026-03-02T10:00:00Z\nauthors = ['Ann', {name = 'Bob'}]\n+++\nwords"
    )
    assert (matter.title, matter.author, matter.published) == ("The Vote", ("Ann", "Bob"), "2026-03-02")


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nwords after a rule\n",
        "---\nwords between rules\n---\nmore\n",
        "---\ntitle: never closed\n",
        "---\n---\nwords\n",
        "---\n# only a comment\n---\nwords\n",
        "+++\nnot toml at all\n+++\nwords\n",
        f"+++\na = {'[' * 5000}\n+++\nwords\n",
        " ---\ntitle: indented\n---\n",
    ],
)
def test_what_only_resembles_front_matter_stays_in_the_text(text: str) -> None:
    assert read_front_matter(text).length == 0
    for word in re.findall(r"\w+", text):
        assert word in read_markdown(text).text


def test_nothing_is_dropped_however_deep_it_lies() -> None:
    for text in (
        ">" * 3000 + " said",
        "> - " * 500 + "said",
        "\n".join("  " * level + "- x" for level in range(300)) + "\n\nsaid",
    ):
        article = read_markdown(text)
        assert "said" in article.text
        assert max(len(block.prefix) for block in article.blocks) < 30


HOSTILE = {
    "quotes": ">" * 50_000,
    "brackets": "[" * 50_000,
    "closed brackets": "[" * 20_000 + "]" * 20_000,
    "stars": "*" * 50_000,
    "emphasis": "*a **b " * 8000,
    "ticks": "`" * 50_000,
    "growing ticks": "".join("`" * count + "x" for count in range(1, 400)),
    "images": "![" * 400 + "x" + "](a)" * 400,
    "links": "[a](b" * 10_000,
    "tags": "<a " * 20_000,
    "open comments": "<div>\n" + "<!--" * 50_000,
    "open attributes": "<div>\n" + '<a b="' * 50_000,
    "scripts": "x " + "<script></script>" * 5000,
    "items": "- " * 20_000 + "x",
    "headings": "# h\n" * 5000,
    "front matter": '---\ntitle: "' + '\\"' * 30_000 + "\n---\nx",
    "front matter list": "---\nauthor: [" + "'," * 30_000 + "]\n---\nx",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markdown_takes_bounded_time_and_stack(name: str) -> None:
    """No time is measured here: what is quadratic, or without a floor, would never come to its end."""
    read_markdown(HOSTILE[name])


@pytest.mark.parametrize(
    "line", ["-" * 100_000, ">" * 100_000, "- " * 50_000, "1. " * 50_000, "a" * 10**6, " " * 10**6 + "x"]
)
def test_hostile_plain_text_takes_bounded_time_and_stack(line: str) -> None:
    check_blocks(line, plain_blocks(line))
    check_blocks(f"{line}\n" * 3, plain_blocks(f"{line}\n" * 3))


def test_a_long_text_is_read_whole() -> None:
    rng = random.Random(7)
    paragraphs = [" ".join(rng.choices(PROSE.split(), k=rng.randint(10, 80))).capitalize() + "." for _ in range(2000)]
    text = "\n\n".join(paragraphs)
    assert words(read_plain(text)) == words(read_markdown(text)) == paragraphs
