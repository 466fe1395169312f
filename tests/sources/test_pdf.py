"""PDFs as articles: paragraphs across lines, columns and pages, furniture, unreadable files."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from reader.document.article import Article
from reader.errors import SourceError
from tests.fixtures.hostile_files import lines, pdf
from tests.sources.opening import open_source

SAMPLES = Path(__file__).parents[1] / "samples"

MADE_BY = ("latex", "two-columns", "groff", "weasyprint", "chromium", "typst", "ghostscript", "libreoffice")
every_program = pytest.mark.parametrize("program", MADE_BY)


def sample(program: str) -> Article:
    return open_source(str(SAMPLES / f"harbour-{program}.pdf"))


def opened(folder: Path, data: bytes) -> Article:
    (folder / "a.pdf").write_bytes(data)
    return open_source(str(folder / "a.pdf"))


def refusal(folder: Path, data: bytes) -> str:
    with pytest.raises(SourceError) as raised:
        opened(folder, data)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def body(article: Article) -> list[str]:
    return [block.span.of(article.text) for block in article.blocks if block.role == "body"]


def furniture(article: Article) -> list[str]:
    return [block.span.of(article.text) for block in article.blocks if block.role == "furniture"]


# -- what other programs make -----------------------------------------------------------------------------------------


@every_program
def test_paragraphs_are_reassembled(program: str) -> None:
    """Across lines, columns and pages, without the footnotes and heads in between."""
    paragraphs = [" ".join(words.split()) for words in body(sample(program))]
    told = next(words for words in paragraphs if "We were not told" in words)
    assert "preparing an extraordinarily complicated budget, which the council" in told
    assert told.endswith("in January and “unfinished” in February.")
    gallery = next(words for words in paragraphs if words.startswith("Nobody in the gallery"))
    assert "the well-known fishing families on the north-western shore" in gallery
    brandt = next(words for words in paragraphs if "warned Olivia Brandt" in words)
    assert "called the borrowing irresponsible and the motion a misunderstanding" in brandt
    assert "the question to the court of session if the government in Edinburgh did not intervene" in brandt
    assert any(
        words.startswith("“A harbour is a promise,”") and words.endswith("hundred years.”") for words in paragraphs
    )


@every_program
def test_every_word_occurs_once(program: str) -> None:
    words = " ".join(body(sample(program))).split()
    for rare in ("extraordinarily", "haddock", "eighty-four,", "admiral.", "misunderstanding,"):
        assert [word.partition("↩")[0] for word in words].count(rare) == 1, rare


@every_program
def test_outline_has_the_headings(program: str) -> None:
    article = sample(program)
    headings = [(block.level, block.span.of(article.text).lstrip("0123456789. ")) for block in article.headings]
    assert headings == [(1, "The morning"), (2, "What was at stake"), (1, "The evening"), (2, "Afterwards")]
    assert article.title == "The Harbour Vote"


@every_program
def test_running_heads_and_page_numbers_are_left_out(program: str) -> None:
    article = sample(program)
    assert not [words for words in body(article) if words.isdigit()]
    assert body(article).count("The Harbour Vote") == 0
    assert all(words.startswith(("Ann Lee", "Bo Chen")) for words in furniture(article))
    labels = {page.label for page in article.pages}
    assert labels == {str(number) for number in range(1, len(labels) + 1)}


@every_program
def test_a_footnote_keeps_its_sign(program: str) -> None:
    text = sample(program).text
    assert "six years.[1] She" in text.replace("six years. [1]", "six years.[1]")
    assert "[1] The Port Authority was founded" in text or "1. The Port Authority was founded" in text


@pytest.mark.parametrize("program", ["latex", "two-columns", "groff"])
def test_lists_are_lists(program: str) -> None:
    article = sample(program)
    items = [block for block in article.blocks if block.kind == "item"]
    assert [block.span.of(article.text)[:9] for block in items] == ["the easte", "the Port ", "the fees "]
    assert {block.prefix for block in items} == {"• "}


def test_columns_are_read_one_after_the_other() -> None:
    text = sample("two-columns").text
    places = [
        text.index(words) for words in ("Nobody in the gallery", "The motion had three", "Reid, who is", "On Saturday")
    ]
    assert places == sorted(places)


def test_authors_come_from_the_metadata() -> None:
    for program in ("latex", "libreoffice", "typst"):
        article = sample(program)
        assert article.author == ("Ann Lee", "Bo Chen")
        assert not any("Ann Lee" in words for words in body(article))


# -- pages ------------------------------------------------------------------------------------------------------------


def test_passages_have_pages() -> None:
    article = sample("latex")
    for words, page in [
        ("The harbour of Leith", "1"),
        ("What was at stake", "2"),
        ("Reid, who is", "3"),
        ("haddock", "4"),
    ]:
        assert article.page_at(article.text.index(words)) == page


def test_paragraph_across_pages_has_both_pages() -> None:
    article = sample("latex")
    start = article.text.index("“It is not the end")
    (paragraph,) = [block for block in article.blocks if block.span.start == start]
    assert article.page_at(start) == "3"
    assert article.page_at(paragraph.span.end - 1) == "4"


def test_page_labels_come_from_the_file(tmp_path: Path) -> None:
    roman = "/PageLabels << /Nums [0 << /S /r /St 4 >>] >>"
    article = opened(tmp_path, pdf(lines("A first page of text."), lines("A second page of text."), tail=roman))
    assert [page.label for page in article.pages] == ["iv", "v"]


UPRIGHT = {90: "0 1 -1 0 60 50", 180: "-1 0 0 -1 350 100", 270: "0 -1 1 0 340 550"}
"""Text matrices that draw text which is upright on a page displayed with that rotation."""


@pytest.mark.parametrize("rotation", UPRIGHT)
def test_text_of_a_rotated_page_is_text(tmp_path: Path, rotation: int) -> None:
    told = (
        "The harbour stays open, the council said late on Friday",
        "evening, and in room12 nobody was surprised by that vote.",
    )
    shown = " T* ".join(f"({line}) Tj" for line in told)
    data = pdf(f"BT /F 11 Tf 14 TL {UPRIGHT[rotation]} Tm {shown} ET", page=f"/Rotate {rotation}")
    assert body(opened(tmp_path, data)) == [" ".join(told)]


def test_text_up_the_edge_of_a_page_is_left_out(tmp_path: Path) -> None:
    stamp = "BT /F 11 Tf 0 1 -1 0 30 200 Tm (A draft of Friday) Tj ET"
    article = opened(tmp_path, pdf(f"{lines('The harbour stays open.', 'So it was decided.')}\n{stamp}"))
    assert article.left_out == ("text up the margin: “A draft of Friday”",)
    assert body(article) == ["The harbour stays open. So it was decided."]


def test_page_that_was_drawn_turned_is_text(tmp_path: Path) -> None:
    told = "The harbour stays open, the council said late on Friday", "evening, and nobody was surprised by that vote."
    article = opened(
        tmp_path, pdf(f"BT /F 11 Tf 14 TL 0 1 -1 0 60 50 Tm {' T* '.join(f'({line}) Tj' for line in told)} ET")
    )
    assert body(article) == [" ".join(told)]
    assert article.left_out == ()


def test_pages_are_numbered_as_they_are_printed(tmp_path: Path) -> None:
    pages = [
        f"{lines(f'Page after page of text, this is number {word}.')}\n{lines(str(number), top=40)}"
        for number, word in [(263, "one"), (264, "two"), (265, "three")]
    ]
    article = opened(tmp_path, pdf(*pages))
    assert [page.label for page in article.pages] == ["263", "264", "265"]
    assert "264" not in article.text


def test_empty_page_is_passed_over(tmp_path: Path) -> None:
    told = "The harbour stays open for good, the", "council said on Friday, late in the evening."
    article = opened(tmp_path, pdf(lines(told[0]), "", lines(told[1])))
    assert body(article) == [" ".join(told)]
    assert [page.label for page in article.pages] == ["1", "3"]


# -- headings ---------------------------------------------------------------------------------------------------------


def test_title_of_the_metadata_counts_only_where_the_page_has_it(tmp_path: Path) -> None:
    text = lines("The harbour stays open.", "So it was decided on Friday.")
    page = "\n".join([lines("Part One", top=600, size=20), lines("The Harbour Vote", top=560, size=16), text])
    said = [opened(tmp_path, pdf(page, info=f"/Title ({title})")).title for title in ("The Harbour Vote", "CMR8")]
    assert said == ["The Harbour Vote", "Part One"]
    assert opened(tmp_path, pdf(text, info="/Title (The Harbour Vote)")).title == "The Harbour Vote"


def test_large_letters_over_two_lines_are_one_heading(tmp_path: Path) -> None:
    heading = lines("The harbour stays open, says", "the council of Leith", top=560, size=16, leading=19)
    article = opened(tmp_path, pdf(f"{heading}\n{lines('So it was decided on Friday.', 'Nobody was surprised.')}"))
    assert article.title == "The harbour stays open, says the council of Leith"


def test_heading_of_many_lines_has_a_level(tmp_path: Path) -> None:
    title = lines("Leith", top=740, size=24)
    long = lines("The harbour", "of Leith", "stays open", "to all who", "have a boat", top=700, size=18, leading=21)
    smaller = [lines(f"Part {size}", top=50 * size - 300, size=size) for size in (17, 16, 15, 14)]
    text = lines(*["So it was decided on Friday, and nobody was surprised at all by it."] * 4, top=340, size=10)
    article = opened(tmp_path, pdf("\n".join([title, long, *smaller, text])))
    assert "The harbour of Leith stays open to all who have a boat" in [
        h.span.of(article.text) for h in article.headings
    ]
    assert {block.level for block in article.headings} <= set(range(1, 7))


def test_bold_line_directly_above_the_text_is_a_heading(tmp_path: Path) -> None:
    above = lines("The harbour stays open, the council said on Friday.", top=514)
    head = lines("What was at stake in the long debate about the boats", font="Bold")
    below = lines("Nobody in the gallery was surprised by the vote of Friday.", "So they went home.", top=486)
    article = opened(tmp_path, pdf(f"{above}\n{head}\n{below}"))
    kinds = [block.kind for block in article.blocks]
    assert kinds == ["paragraph", "heading", "paragraph"]
    assert article.blocks[1].span.of(article.text) == "What was at stake in the long debate about the boats"


def outlined(*bookmarks: str, heads: Sequence[str] = ("The morning", "They met.", "The evening")) -> bytes:
    """Return a PDF of short lines among longer ones, with an outline of these bookmarks."""
    outline = ""
    for bookmark in reversed(bookmarks):
        outline = f"<< {bookmark} {f'/Next {outline}' if outline else ''} >>"
    told = (
        "The harbour stays open, the council said late on",
        "Friday, and nobody in the gallery was surprised",
        "by that, since it had been told before.",
    )
    page = [
        f"{lines(words, top=500 - 80 * row)}\n{lines(*told, top=475 - 80 * row)}" for row, words in enumerate(heads)
    ]
    return pdf("\n".join(page), tail=f"/Outlines << /First {outline} >>", info="/Title (The Harbour Vote)")


@pytest.mark.parametrize("broken", ["/Title (They met.)", "/Title ( ) /Dest [4 0 R /Fit]"], ids=["no page", "no words"])
def test_bookmarks_that_lead_nowhere_are_passed_over(tmp_path: Path, broken: str) -> None:
    real = "/Title (The morning) /Dest [4 0 R /Fit]", "/Title (The evening) /Dest [4 0 R /Fit]"
    article = opened(tmp_path, outlined(real[0], broken, real[1]))
    assert [block.span.of(article.text) for block in article.headings] == ["The morning", "The evening"]


def test_bookmark_may_write_the_number_of_a_chapter_in_another_way(tmp_path: Path) -> None:
    heads = 'CHAPTER ONE: "Mornings"', "They met.", "CHAPTER TWO: Evenings"
    bookmarks = '/Title (1: "Mornings") /Dest [4 0 R /Fit]', "/Title (Chapter II. Evenings) /Dest [4 0 R /Fit]"
    article = opened(tmp_path, outlined(*bookmarks, heads=heads))
    assert [block.span.of(article.text) for block in article.headings] == [heads[0], heads[2]]


def test_endless_outline_is_read_up_to_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.sources.pdf import headings

    monkeypatch.setattr(headings, "BOOKMARKS", 1)
    data = outlined("/Title (The morning) /Dest [4 0 R /Fit]", "/Title (The evening) /Dest [4 0 R /Fit]")
    article = opened(tmp_path, data)
    assert [block.span.of(article.text) for block in article.headings] == ["The morning"]


# -- lines ------------------------------------------------------------------------------------------------------------


def test_hyphen_stays_if_the_text_uses_it_elsewhere(tmp_path: Path) -> None:
    article = opened(
        tmp_path,
        pdf(
            lines(
                "The trans-Atlantic line, a co-operative of sorts, and its re-",
                "presentatives met the Anglo-",
                "Saxon members of the co-",
                "operative on the north-",
                "western shore of the island.",
            )
        ),
    )
    assert body(article) == [
        "The trans-Atlantic line, a co-operative of sorts, and its representatives met the Anglo-Saxon members of the "
        "co-operative on the north-western shore of the island."
    ]


def test_dash_at_the_end_of_a_line_is_not_a_hyphen(tmp_path: Path) -> None:
    told = "The council met in the years 1990-", "1994 and later, and nobody was told -", "not even the mayor of Leith."
    assert body(opened(tmp_path, pdf(lines(*told)))) == [
        "The council met in the years 1990-1994 and later, and nobody was told - not even the mayor of Leith."
    ]


def test_an_indented_line_begins_a_paragraph(tmp_path: Path) -> None:
    first = lines(
        "The harbour stays open, the council said on Friday", "evening, and nobody in the room was surprised by"
    )
    second = lines(
        "It was late when they went home, and the last", "ferry had gone long before that.", left=50, top=458
    )
    indented = lines("The vote had been expected for a long time, by all", left=65, top=472)
    assert len(body(opened(tmp_path, pdf(f"{first}\n{indented}\n{second}")))) == 2


def test_columns_drawn_row_by_row_are_separated(tmp_path: Path) -> None:
    left = [f"left column line {number}" for number in range(10)]
    right = [f"right column line {number}" for number in range(10)]
    rows = [
        f"{lines(one, left=40, top=500 - 14 * row)}\n{lines(two, left=220, top=500 - 14 * row)}"
        for row, (one, two) in enumerate(zip(left, right, strict=True))
    ]
    text = " ".join(opened(tmp_path, pdf("\n".join(rows))).text.split())
    assert text == " ".join([*left, *right])


def test_line_of_spaces_is_dropped(tmp_path: Path) -> None:
    article = opened(tmp_path, pdf(lines("It stays open, says", "\xa0 \xa0", "the council.", leading=8)))
    assert " ".join(article.text.split()) == "It stays open, says the council."


def test_code_keeps_its_lines_and_indentation(tmp_path: Path) -> None:
    code = "\n".join(
        lines(words, left=50 + indent * 6.6, top=486 - 14 * row, font="Fixed")
        for row, (indent, words) in enumerate([(0, "def sail(boat):"), (4, "boat.leave()"), (8, "return boat")])
    )
    told = "The harbour has a program, which was written long ago by nobody in particular:"
    article = opened(tmp_path, pdf(f"{lines(told)}\n{code}\n{lines('So the boats sail, all of them.', top=430)}"))
    assert [block.span.of(article.text) for block in article.blocks if block.kind == "code"] == [
        "def sail(boat):\n    boat.leave()\n        return boat"
    ]


def test_page_of_a_line_of_code_is_found(tmp_path: Path) -> None:
    told = [f"Page after page of text, this is number {number}." for number in range(3)]
    pages = [f"{lines(*told)}\n{lines('boat.leave()', 'boat.sail()', top=440, font='Fixed')}", lines(*told)]
    article = opened(tmp_path, pdf(*pages))
    assert article.page_at(article.text.index("boat.sail")) == "1"


def test_list_marker_without_an_item_is_kept(tmp_path: Path) -> None:
    article = opened(tmp_path, pdf(f"{lines('The harbour stays open.', 'So it was decided.')}\n{lines('a)', top=300)}"))
    assert [words.split() for words in body(article)][-1] == ["a)"]


def test_line_across_two_columns_stays_between_what_is_above_and_below(tmp_path: Path) -> None:
    drawn: list[str] = []
    above: list[tuple[str, str]] = []
    below: list[tuple[str, str]] = []
    for row in range(13):
        top = 500 - 14 * row
        if row == 6:
            drawn.append(lines("A line of text that runs across the whole of the page here", left=40, top=top))
            continue
        left, right = f"left column line {row}", f"right column line {row}"
        drawn.append(f"{lines(left, left=40, top=top)}\n{lines(right, left=220, top=top)}")
        (above if row < 6 else below).append((left, right))
    text = " ".join(opened(tmp_path, pdf("\n".join(drawn))).text.split())
    across = ["A line of text that runs across the whole of the page here"]
    order = [words for part in (above, [across], below) for column in zip(*part, strict=True) for words in column]
    assert text == " ".join(order)


def test_short_cells_side_by_side_are_rows_of_a_table(tmp_path: Path) -> None:
    rows = [("Boat", "Crew"), ("Petrel", "12"), ("Gannet", "27"), ("Skua", "49"), ("Tern", "31"), ("Fulmar", "74")] * 2
    drawn = [
        f"{lines(one, left=40, top=500 - 14 * row)}\n{lines(two, left=220, top=500 - 14 * row)}"
        for row, (one, two) in enumerate(rows)
    ]
    article = opened(tmp_path, pdf("\n".join(drawn)))
    (table,) = [block for block in article.blocks if block.kind == "table"]
    assert [line.split() for line in table.span.of(article.text).split("\n")][1] == ["Petrel", "│", "12"]


@pytest.mark.parametrize("words", ["T", "(c)", ") traces,", "Figure 11. Traces", "Table 2: Votes"])
def test_letters_of_a_figure_are_no_heading(words: str, tmp_path: Path) -> None:
    large = lines("The Harbour Vote", top=700, size=20)
    letters = lines(words, top=600, size=16)
    article = opened(tmp_path, pdf(f"{large}\n{letters}\n{lines('So it was decided on Friday.', 'By all.')}"))
    assert [block.span.of(article.text) for block in article.blocks if block.kind == "heading"] == ["The Harbour Vote"]
    assert words in article.text


def test_address_is_not_a_heading(tmp_path: Path) -> None:
    large = lines("The Harbour Vote", top=560, size=20)
    address = lines("ann@example.org", top=530, size=14)
    article = opened(tmp_path, pdf("\n".join([large, address, lines("It stays open.", "So it was decided.")])))
    assert [block.span.of(article.text) for block in article.blocks if block.kind == "heading"] == ["The Harbour Vote"]


def test_text_without_running_heads_has_no_furniture(tmp_path: Path) -> None:
    pages = [lines(f"Page after page of text, this is number {word}.") for word in ("one", "two", "three")]
    assert furniture(opened(tmp_path, pdf(*pages))) == []


# -- what cannot be read ----------------------------------------------------------------------------------------------


def test_encrypted_pdf_is_refused() -> None:
    with pytest.raises(SourceError, match="is encrypted; save a copy without a password"):
        open_source(str(SAMPLES / "harbour-encrypted.pdf"))


def test_scan_is_refused(tmp_path: Path) -> None:
    assert "perhaps a scan" in refusal(tmp_path, pdf("0 0 400 600 re f", "0 0 400 600 re f"))
    assert "ocrmypdf" in refusal(tmp_path, pdf(lines("1"), *["0 0 400 600 re f"] * 9))


@pytest.mark.parametrize("keep", [6, 40, 200])
def test_truncated_pdf_is_refused(tmp_path: Path, keep: int) -> None:
    assert "damaged" in refusal(tmp_path, pdf(lines("words"))[:keep])


def test_pdf_without_its_xref_table_is_read(tmp_path: Path) -> None:
    data = pdf(lines("The harbour stays open."))
    place = data.index(b"startxref")
    assert opened(tmp_path, data[:place] + b"startxref\n7\n%%EOF\n").text == "The harbour stays open."


@pytest.mark.parametrize("size", [0, 1e-9, 1e9, -11])
def test_letters_of_size_zero_are_read(tmp_path: Path, size: float) -> None:
    assert "stays" in opened(tmp_path, pdf(lines("The harbour", "stays open.") + lines("x", top=9, size=size))).text


def test_cyclic_page_tree_ends(tmp_path: Path) -> None:
    data = pdf(lines("words")).replace(b"/Kids [4 0 R]", b"/Kids [2 0 R]")
    refusal(tmp_path, data)


def test_too_many_pages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.sources.pdf.page.PAGES", 2)
    assert "has 3 pages, more than the limit of 2" in refusal(tmp_path, pdf(*[lines("words")] * 3))


def test_scripts_and_links_are_inactive(tmp_path: Path) -> None:
    action = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    assert opened(tmp_path, pdf(lines("The harbour stays open."), tail=action)).text == "The harbour stays open."


def test_text_and_metadata_are_sanitized(tmp_path: Path) -> None:
    article = opened(
        tmp_path, pdf(lines("red \x1b[31m and more words"), info="/Title (evil \x1b]0;x\x07) /Author (a\x9bb)")
    )
    assert "\x1b" not in article.text + article.title + "".join(article.author)


def test_pdf_is_detected_by_its_signature(tmp_path: Path) -> None:
    (tmp_path / "download").write_bytes(pdf(lines("The harbour stays open.")))
    assert open_source(str(tmp_path / "download")).text == "The harbour stays open."


# -- scripts without spaces, and from right to left -------------------------------------------------------------------

HARBOUR = {
    "hebrew": [
        "המועצה החליטה ביום שישי לסגור את הנמל אחרי דיון ארוך על עתידו ועל מחירו.",
        "אורטיז אמר (ב-3 במאי 2024) שאיש לא ידע על ההחלטה לפני שהעיתונים כתבו עליה, "
        "ו-25% מהתושבים התנגדו. „Port Authority” לא הגיבה.",
    ],
    "arabic": [
        "قرر المجلس يوم الجمعة إغلاق الميناء بعد نقاش طويل حول مستقبله وكلفته.",
        "قال أورتيز (في 3 مايو 2024) إن أحدا لم يعلم بالقرار قبل أن تكتب عنه الصحف في اليوم التالي.",
    ],
    "chinese": [
        "市议会星期五经过长时间辩论之后，决定关闭港口，因为港口的前途和费用都引起了争论。",
        "奥尔蒂斯说，在报纸报道之前，没有一个人知道这个决定；居民们自己也不知道。",
    ],
    "japanese": [
        "市議会は金曜日、港の将来と費用について長い議論をした後、港を閉鎖することを決めた。",
        "オルティスは、新聞が報じる前には誰もこの決定を知らされていなかったと述べた。",
    ],
}


@pytest.mark.parametrize("language", HARBOUR)
def test_paragraphs_of_other_scripts_are_whole(language: str) -> None:
    assert body(sample(language)) == HARBOUR[language]


def test_korean_words_broken_across_lines_are_whole() -> None:
    first, second = body(sample("korean"))
    assert first == "시의회는 금요일에 항구의 미래와 비용에 대한 긴 토론 끝에 항구를 닫기로 결정하였다."
    assert "그 결정을 보도하기" in second
