"""Plain text as an article."""

import random
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given

from reader.errors import SourceError
from reader.sources import plain
from reader.sources.markdown import read_markdown
from reader.sources.plain import plain_blocks, read_plain
from reader.text.sanitize import clean
from reader.text.span import Span
from tests.sources.blocks import MORE, PROSE, TEXTS, check_blocks, gaps, kinds, roles, words

SAMPLE = Path(__file__).parents[2] / "seeds" / "xi-jinping-moscow-visit.txt"


WRAPPED = """\
It was the best of times, it was the worst of times, it was the age
of wisdom, it was the age of foolishness, it was the epoch of belief,
it was the epoch of incredulity.
"""


@given(TEXTS)
@example("a\x1cb\x85\x0c\n\x0c")
def test_plain_text_is_unchanged(text: str) -> None:
    article = read_plain(text)
    assert article.text == clean(text)
    check_blocks(article.text, article.blocks)
    signs = re.compile(r"(?:\s|>|[-*•‣◦▪](?=\s)|\d{1,3}[.)](?=\s))*")
    assert all(signs.fullmatch(gap) for gap in gaps(article))
    assert "".join(gap + block for gap, block in zip(gaps(article), [*words(article), ""], strict=True)) == article.text


@given(TEXTS)
def test_offsets_count_any_line_end(text: str) -> None:
    text = text.replace("\r", "")
    blocks = plain_blocks(text)
    check_blocks(text, plain_blocks(text.replace("\n", "\r")))
    assert plain_blocks(text.replace("\n", "\r")) == blocks
    windows = text.replace("\n", "\r\n")
    check_blocks(windows, plain_blocks(windows))
    before = [index + text[:index].count("\n") for index in range(len(text) + 1)]
    moved = tuple(replace(block, span=Span(before[block.span.start], before[block.span.end])) for block in blocks)
    assert plain_blocks(windows) == moved


def test_lines_that_are_kept_stand_below_each_other_as_written() -> None:
    verse = "    Two roads diverged\n      in a wood, and I\n    took the one"
    article = read_plain(f"A walk\n\n{verse}\n\n{' ' * 50}far\n  away\n")
    assert words(article) == ["A walk", verse, "far\n  away"]
    assert read_plain(f"{verse}\n").title == "Two roads diverged in a wood, and I took the one"


def test_sample_article_has_the_expected_blocks() -> None:
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


def test_hard_wrapped_file_is_reflowed() -> None:
    article = read_plain(f"{WRAPPED}\n{WRAPPED}\nShort.\n")
    assert [block.reflow for block in article.blocks] == [True, True, True]


def test_verse_within_a_hard_wrapped_file_keeps_its_lines() -> None:
    article = read_plain(f"{WRAPPED}\n  Roses are red,\n  violets are blue.\n\n{WRAPPED}")
    assert [block.reflow for block in article.blocks] == [True, False, True]


LOG = """\
2026-11-26 13:11:56 install libpolkit-gobject-1-0:amd64 <none> 126-2
2026-11-26 13:11:56 status half-installed libpolkit-gobject-1-0:amd64 126-2
2026-11-26 13:11:57 status unpacked libc6:amd64 2.41-12+deb13u4 <none>
"""

UNPACKED = """\
Preparing to unpack .../014-libmp3lame0_3.100-6+b3_amd64.deb ...
Unpacking libmp3lame0:amd64 (3.100-6+b3) over ...
into libmpg123-0t64:amd64 and all of its dependencies at once ...
with it.
"""

TABLE = """\
libacl1:amd64     2.3.2-2    amd64    access control list, shared library
libapt-pkg7.0     3.0.3      amd64    package management runtime, library
libattr1:amd64    2.5.2-3    amd64    extended attributes, shared library
"""


@pytest.mark.parametrize("lines", [LOG, UNPACKED, TABLE, TABLE.replace("    ", " | "), TABLE.replace("    ", "\t")])
def test_logs_and_tables_keep_their_lines_in_a_hard_wrapped_file(lines: str) -> None:
    article = read_plain(f"{WRAPPED}\n{lines}\n{WRAPPED}")
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


def test_separate_first_line_is_the_title() -> None:
    article = read_plain(f"The Harbour Vote\n\n{PROSE}\n")
    assert (article.title, roles(article)) == ("The Harbour Vote", ["title", "body"])
    assert (article.blocks[0].kind, article.blocks[0].level) == ("heading", 1)


def test_title_may_be_directly_above_long_lines() -> None:
    article = read_plain(f"The Harbour Vote\n{PROSE}\n{MORE}\nSponsor\n")
    assert kinds(article) == [
        ("heading", "The Harbour Vote"),
        ("paragraph", f"{PROSE}\n{MORE}"),
        ("paragraph", "Sponsor"),
    ]
    assert roles(article) == ["title", "body", "furniture"]


def test_repeated_title_is_folded() -> None:
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
def test_first_paragraph_is_not_a_standfirst(line: str) -> None:
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
def test_title_defaults_to_the_first_words(text: str) -> None:
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
def test_last_lines_of_the_author_are_not_furniture(tail: str) -> None:
    assert set(roles(read_plain(f"{PROSE}\n\n{MORE}\n\n{tail}"))) == {"body"}


def test_a_signature_above_the_furniture_stays() -> None:
    article = read_plain(f"{PROSE}\n\nAnn Lee\n\nSponsor\n")
    assert roles(article) == ["body", "body", "furniture"]


@pytest.mark.parametrize(
    "text", ["Sponsor\n", "Sponsor\n\nCategories\n", "Anna\nBob\nShare\n", f"Sponsor\n\n{PROSE}\n"]
)
def test_without_a_sentence_above_there_is_no_furniture(text: str) -> None:
    assert "furniture" not in roles(read_plain(text))


def test_word_that_ends_a_wrapped_sentence_is_not_furniture() -> None:
    article = read_plain(f"{WRAPPED}\n{WRAPPED.replace('it was the epoch of incredulity.', 'share')}")
    assert "furniture" not in roles(article)


def test_a_short_line_between_paragraphs_is_a_heading() -> None:
    article = read_plain(f"{PROSE}\n\nWhat the council decided\n\n{MORE}\n\n1. Money\n\n{PROSE}\n")
    assert [heading.span.of(article.text) for heading in article.headings] == ["What the council decided", "1. Money"]
    assert {heading.level for heading in article.headings} == {2}


def test_chapter_headings_may_come_first_or_follow_another() -> None:
    article = read_plain(f"A Tale\n\nPART ONE\n\nChapter 1\n\n{PROSE}\n\nXIV\n\n{MORE}\n")
    assert [heading.span.of(article.text) for heading in article.headings] == ["PART ONE", "Chapter 1", "XIV"]


@pytest.mark.parametrize(
    "heading",
    [
        "CHAPTER I.",
        "Chapter i.",
        "Chapter 12: Who Stole the Tarts?",
        "CHAPTER IV. WHO IS JANE FINN?",
        "PART TWO--The Sea-cook",
        "Book Third",
        "_Chapter XL_",
        "CHAPTER 12. LIKING LIFE ON MY OWN ACCOUNT NO BETTER, I FORM A GREAT RESOLUTION AND GO",
        "XIV.",
        "PROLOGUE.",
        "Chapter II.\nA Strange Visitor.",
    ],
)
def test_a_chapter_is_a_heading_however_it_ends(heading: str) -> None:
    article = read_plain(f"{PROSE}\n\n\n{heading}\n\n{MORE}\n")
    assert [block.span.of(article.text) for block in article.headings] == [heading]


@pytest.mark.parametrize(("number", "title"), [("1", "The Old Sea-dog at the Inn"), ("269.", "TO HIS NEPHEW.")])
def test_a_title_below_a_number_alone_is_a_heading(number: str, title: str) -> None:
    article = read_plain(f"{PROSE}\n\n\n{number}\n\n{title}\n\n\n{MORE}\n\nThe Old Quay\n\n\n12\n\n{PROSE}\n")
    assert [block.span.of(article.text) for block in article.headings] == [title]


def test_a_motto_may_stand_between_a_chapter_and_its_prose() -> None:
    article = read_plain(f"CHAPTER I.\n\nMISS BROOKE.\n\n  Since I can do no good\n  Reach constantly\n\n{MORE}\n")
    assert [block.span.of(article.text) for block in article.headings] == ["CHAPTER I.", "MISS BROOKE."]


def test_the_title_of_a_chapter_may_be_a_question() -> None:
    article = read_plain(f"Chapter 11\n\nWho Stole the Tarts?\n\n{MORE}\n\nChapter 12\n\n{PROSE}\n")
    assert [block.span.of(article.text) for block in article.headings][1] == "Who Stole the Tarts?"


@pytest.mark.parametrize(
    "text",
    [
        f"{PROSE}\n\nPart one of the plan was to wait.\n\n{MORE}\n",
        f"{PROSE}\n\nChapter 1\n\nChapter 2\n\nChapter 3\n",
        f"{PROSE}\n\nSTOP.\n\n{MORE}\n",
        f"{PROSE}\n\n     PART FIVE\n     The Sea\n\n     22. EBB . . . 9\n     23. HANDS . . 15\n\n{MORE}\n",
        f"{PROSE}\n\n7\n\nGetty.\n\n{MORE}\n",
        f"{PROSE}\n\nChapter 3 and all that\nwas in it went on\nand on\nand on and on and on and on to its end.\n",
    ],
)
def test_what_only_begins_like_a_chapter_is_not_a_heading(text: str) -> None:
    assert read_plain(text).headings == ()


def test_questions_of_an_interview_are_headings() -> None:
    article = read_plain(f"{PROSE}\n\nWho decided that?\n\n{MORE}\n\nAnd what comes next?\n\n{PROSE}\n")
    assert words(article, kind="heading", role="body") == ["Who decided that?", "And what comes next?"]


def test_a_question_mark_alone_is_not_a_heading() -> None:
    assert read_plain(f"{PROSE}\n\n?\n\n{MORE}\n").headings == ()


def test_a_novel_has_the_name_of_its_file_and_not_of_its_first_chapter() -> None:
    novel = f"CHAPTER I.\n\n{PROSE}\n\nCHAPTER II.\n\n{MORE}\n"
    assert read_plain(novel, "/books/145_the_mill_on_the_floss.txt").title == "The mill on the floss"
    assert read_plain(novel).title.startswith("CHAPTER I. The council decided")
    assert read_plain(f"I\n\n{PROSE}\n\nII\n\n{MORE}\n", "/books/Heart.txt").title == "Heart"


def test_a_single_chapter_has_its_own_name() -> None:
    assert read_plain(f"Chapter 3: The Vote\n\n{PROSE}\n", "/a/b.txt").title == "Chapter 3: The Vote"


def test_a_book_of_project_gutenberg_has_the_title_in_its_head() -> None:
    head = "The Project Gutenberg EBook of Emma, by Jane Austen\n\nTitle: Emma\n  A Novel\n\nAuthor: Jane Austen\n"
    assert read_plain(f"{head}\n\nCHAPTER I\n\n{PROSE}\n").title == "Emma A Novel"


def test_underlined_heading_is_a_heading_and_a_rule() -> None:
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
def test_ambiguous_line_is_not_a_heading(text: str) -> None:
    assert read_plain(text).headings == ()


def test_markers_of_list_items_are_in_the_gap() -> None:
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


def test_item_of_a_hard_wrapped_file_continues_on_the_next_line() -> None:
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
def test_text_that_resembles_an_item_is_not_one(text: str) -> None:
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


@pytest.mark.parametrize(
    "line", ["-" * 100_000, ">" * 100_000, "- " * 50_000, "1. " * 50_000, "a" * 10**6, " " * 10**6 + "x"]
)
def test_hostile_plain_text_takes_bounded_time_and_stack(line: str) -> None:
    check_blocks(line, plain_blocks(line))
    check_blocks(f"{line}\n" * 3, plain_blocks(f"{line}\n" * 3))


def test_long_text_is_read_completely() -> None:
    rng = random.Random(7)
    paragraphs = [" ".join(rng.choices(PROSE.split(), k=rng.randint(10, 80))).capitalize() + "." for _ in range(2000)]
    text = "\n\n".join(paragraphs)
    assert words(read_plain(text)) == words(read_markdown(text)) == paragraphs


@pytest.mark.parametrize("text", ["?", "A line.\n\n?\n\nAnother line."])
def test_a_question_mark_alone_is_a_paragraph(text: str) -> None:
    assert all(block.kind == "paragraph" for block in read_plain(text).blocks)


# -- limits ------------------------------------------------------------------------------------------------------------


def test_number_of_lines_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "LINES", 100)
    plain.check_plain("words\n" * 100, "a.txt")
    with pytest.raises(SourceError, match=r"^a\.txt has more than 100 lines; split it and open a part$"):
        plain.check_plain("words\n" * 101, "a.txt")


@pytest.mark.parametrize("paragraph", ["x\n\n", "x\n \t\n", "- x\n", "  • x\n", "> x\n", "1. x\n", "---\n", "12) x\n"])
def test_number_of_paragraphs_is_limited(paragraph: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "PARAGRAPHS", 100)
    plain.check_plain(paragraph * 50, "a.txt")
    with pytest.raises(SourceError, match=r"^a\.txt has more than 100 paragraphs"):
        plain.check_plain(paragraph * 101, "a.txt")


def test_lines_of_one_paragraph_are_not_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain, "PARAGRAPHS", 100)
    plain.check_plain("2026-03-02 12:00 the harbour is open\n" * 500, "a.log")


def test_a_table_of_contents_has_no_headings() -> None:
    contents = "\n\n".join(f"CHAPTER {number}" for number in ("I", "II", "III"))
    article = read_plain(f"{PROSE}\n\n{contents}\n\n{MORE}\n\nCHAPTER I\n\n{PROSE}\n\nCHAPTER II\n\n{MORE}\n")
    assert [block.span.of(article.text) for block in article.headings] == ["CHAPTER III", "CHAPTER I", "CHAPTER II"]
