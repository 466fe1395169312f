"""What stands on pages beside prose: contents, line numbers, form values, free text, unknown letters."""

from pathlib import Path

import pytest

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources.pdf import is_garbled
from tests.fixtures.hostile_files import lines, pdf
from tests.sources.opening import open_source

PROSE = (
    "The council of the town voted on the harbour, and the vote was seven",
    "to five, after a debate of four hours in which hardly anybody changed",
    "his mind about the price of the fish and of the ice to keep it.",
)


def opened(folder: Path, data: bytes) -> Article:
    (folder / "a.pdf").write_bytes(data)
    return open_source(str(folder / "a.pdf"))


def texts(article: Article, role: str = "body") -> list[str]:
    return [block.span.of(article.text) for block in article.blocks if block.role == role]


# -- contents ---------------------------------------------------------------------------------------------------------


def test_entries_of_a_table_of_contents_stay_lines(tmp_path: Path) -> None:
    page = (
        lines("Introduction ............................... 1", "1 The vote 3", left=50),
        lines("1.1 The motion . . . . . . . . . . . . . . . 4", left=72, top=472),
        lines("Index ...................................... xii", top=458),
    )
    article = opened(tmp_path, pdf("\n".join(page)))
    assert texts(article) == ["Introduction … 1\n1 The vote 3\n    1.1 The motion … 4\nIndex … xii"]
    assert [page.start for page in article.pages] == [0]


def test_single_dots_are_no_table_of_contents(tmp_path: Path) -> None:
    page = lines("Name ........................", "Wait ..... he said, and left the room of the council.")
    assert "Name ........................" in opened(tmp_path, pdf(page)).text


# -- line numbers -----------------------------------------------------------------------------------------------------


OTHER = (
    "Nobody in the gallery had slept, and the clerk read the names slowly,",
    "one after the other, until the last of them was heard to say that he",
    "would not have come if there had been a boat to take him elsewhere.",
)


def numbered(first: int = 1, left: float = 30, prose: tuple[str, ...] = PROSE) -> str:
    """Return a page whose nine lines have numbers beside them."""
    texts = [*prose, "Q. Were you there?", *prose[::-1], "A. I was.", "Q. And then?"]
    shown = [lines(str(first + row), left=left, top=500 - 24 * row) for row in range(len(texts))]
    return "\n".join([*shown, lines(*texts, left=60, leading=24, size=9)])


@pytest.mark.parametrize(("first", "left"), [(1, 30), (27, 30), (1, 380)])
def test_line_numbers_are_no_words(tmp_path: Path, first: int, left: float) -> None:
    article = opened(tmp_path, pdf(numbered(first, left), numbered(first, left, OTHER)))
    assert not any(word.isdigit() for word in article.text.split())
    assert "was seven to five, after" in article.text
    assert {page.label for page in article.pages} == {"1", "2"}


def test_numbers_on_one_page_of_many_stay(tmp_path: Path) -> None:
    plain = lines(*PROSE)
    article = opened(tmp_path, pdf(numbered(), plain, plain, plain, plain))
    assert {"2", "3", "9"} <= set(article.text.split())


def test_numbered_rows_of_a_table_stay(tmp_path: Path) -> None:
    def page(first: int) -> str:
        rows = range(first, first + 11)
        columns = ((30, map(str, rows)), (60, (f"Ann {WORDS[row % 7]}" for row in rows)), (200, ["Leith"] * 11))
        cells = [(left, 500 - 24 * row, word) for left, words in columns for row, word in enumerate(words)]
        return "\n".join(
            lines(word, left=left, top=top) for left, top, word in sorted(cells, key=lambda cell: -cell[1])
        )

    assert {"5", "8", "12", "22"} <= set(opened(tmp_path, pdf(page(1), page(12))).text.split())


def test_numbers_that_do_not_count_stay(tmp_path: Path) -> None:
    numbers = [
        lines(str(number), left=30, top=500 - 24 * row) for row, number in enumerate((3, 9, 2, 40, 7, 1, 6, 8, 5))
    ]
    pages = ["\n".join([*numbers, lines(*(prose * 3), left=60, leading=24, size=9)]) for prose in (PROSE, OTHER)]
    assert {"3", "40", "5"} <= set(opened(tmp_path, pdf(*pages)).text.split())


# -- forms and free text ----------------------------------------------------------------------------------------------

FORM = "/AcroForm << /Fields [] /DA (/F 0 Tf) >>"


def widget(rest: str, left: int = 120, bottom: int = 498, width: int = 150, height: int = 14) -> str:
    return f"<< /Type /Annot /Subtype /Widget /Rect [{left} {bottom} {left + width} {bottom + height}] {rest} >>"


def form(*annotations: str, content: str = "") -> bytes:
    page = content or lines("Name of the ship", left=20) + "\n" + lines("I agree to the rules", left=140, top=400)
    return pdf(page, tail=FORM, page=f"/Annots [{' '.join(annotations)}]")


def test_form_values_stand_beside_their_labels(tmp_path: Path) -> None:
    name = widget("/FT /Tx /T (name) /V (Morning Star)")
    note = widget("/FT /Tx /Ff 4096 /T (note) /V (two\\rlines)", left=20, bottom=300, height=30)
    box = widget("/FT /Btn /T (ok) /V /Yes /AS /Yes /AP << /N << /Yes << >> >> >>", left=120, bottom=398, width=10)
    article = opened(tmp_path, form(name, note, box))
    assert texts(article) == ["Name of the ship Morning Star", "☒ I agree to the rules", "two lines"]


@pytest.mark.parametrize(
    "annotation",
    [
        widget("/FT /Tx /T (p) /V (secret) /Ff 8192"),
        widget("/FT /Tx /T (p) /V (hidden) /F 2"),
        widget("/FT /Tx /T (p) /V ()"),
        widget("/FT /Btn /Ff 65536 /T (p) /V (push)"),
        widget("/FT /Btn /T (off) /V /Off /AS /Off"),
        "<< /Type /Annot /Subtype /Text /Rect [1 1 9 9] /Contents (a comment) >>",
        "<< /Type /Annot /Subtype /FreeText /Rect [1 1 9 9] /F 32 /Contents (not shown) >>",
        "<< /Type /Annot /Subtype /FreeText /Rect [20 498 99 512] /Contents (the ship) >>",
        "null",
    ],
)
def test_what_is_not_seen_is_not_read(tmp_path: Path, annotation: str) -> None:
    assert texts(opened(tmp_path, form(annotation))) == ["Name of the ship", "I agree to the rules"]


def test_free_text_is_read_in_its_place(tmp_path: Path) -> None:
    free = "<< /Type /Annot /Subtype /FreeText /Rect [20 445 200 459] /Contents (Typed over it.) >>"
    assert texts(opened(tmp_path, form(free))) == ["Name of the ship", "Typed over it.", "I agree to the rules"]


def test_free_text_divides_no_paragraph(tmp_path: Path) -> None:
    free = "<< /Type /Annot /Subtype /FreeText /Rect [380 488 399 494] /Contents (Sic!) >>"
    assert texts(opened(tmp_path, form(free, content=lines(*PROSE)))) == [" ".join(PROSE), "Sic!"]


def test_empty_page_with_free_text_alone_is_no_scan(tmp_path: Path) -> None:
    free = "<< /Type /Annot /Subtype /FreeText /Rect [20 400 200 420] /Contents (A note.) >>"
    assert opened(tmp_path, form(free, content="0 0 m")).text == "A note."


# -- scans ------------------------------------------------------------------------------------------------------------


def test_short_pages_are_no_scan(tmp_path: Path) -> None:
    assert opened(tmp_path, pdf(lines("One."), lines("Two."), "0 0 m")).text == "One.\n\nTwo."


def test_pages_of_pictures_are_a_scan(tmp_path: Path) -> None:
    picture = "q 300 0 0 400 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xff EI Q"
    with pytest.raises(SourceError, match="perhaps a scan"):
        opened(tmp_path, pdf(lines("p. 1") + "\n" + picture, picture, picture))


# -- running heads ----------------------------------------------------------------------------------------------------


WORDS = "harbour council ship fish ice gallery clerk boat price motion town".split()


def test_words_on_most_pages_are_no_headings_even_beside_the_text(tmp_path: Path) -> None:
    def page(number: int) -> str:
        said = [
            f"{WORDS[(number + 2 * row) % 11]} was quiet and {WORDS[(3 * number + row) % 11]} left" for row in range(8)
        ]
        return "\n".join([lines(*said), lines("4TH PASS PAGES", top=387, size=18)])

    article = opened(tmp_path, pdf(*map(page, range(7))))
    assert article.headings == ()
    assert "PASS" not in article.text


def test_printers_marks_are_left_out(tmp_path: Path) -> None:
    marks = lines("|||-||--||-|||-||", top=560)
    article = opened(tmp_path, pdf(*("\n".join([marks, lines(line)]) for line in PROSE)))
    assert "|" not in article.text


# -- unknown letters --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "The \ufffd\ufffd\ufffd of \ufffd\ufffd\ufffd and so on " * 20,
        "7KHVH␁ZRUGV␁DUH␁QRW␁ZKDW␁LV␁VHHQ " * 20,
        "WKHVH ZRUGV DUHN QRWW ZKDW LLSV VHKHQ RQWKH SDJHW " * 20,
        "Allg‰u K‰ferhofen H‰user sch÷n B¸ro " * 10,
    ],
)
def test_garbled_words_are_noticed(text: str) -> None:
    assert is_garbled(text)


@pytest.mark.parametrize(
    "text",
    [
        " ".join(PROSE) * 10,
        "Ф" * 400,
        "山路を登りながら、こう考えた。" * 30,
        "x + y = \ufffd " * 3,
        "• \uf0b7 item and text " * 20,
        "Größenwahn naïveté coöperation, l’été: o'clock e-mail a/b C++ f(x)=y " * 20,
    ],
)
def test_ordinary_words_are_not_called_garbled(text: str) -> None:
    assert not is_garbled(text)


@pytest.mark.parametrize(
    ("least", "below"),
    [
        ("\ufffd" * 60, "\ufffd" * 59),
        ("and so on, " * 12 + "\ufffd" * 5, "and so on, " * 12 + "\ufffd" * 4),
        ("bcdfg " * 80, "bcdfg " * 79),
        ("bcdfg " * 79 + "aeiou ", "bcdfa " * 80),
        ("so‰on " * 8 + "others " * 91, "so‰on " * 7 + "others " * 2),
        ("so‰on " * 8 + "others " * 91, "so‰on " * 8 + "others " * 92),
    ],
    ids=["length", "unknown letters", "letters", "vowels", "symbols", "share of words"],
)
def test_words_are_called_garbled_from_a_bound_on(least: str, below: str) -> None:
    assert (is_garbled(least), is_garbled(below)) == (True, False)


def test_article_says_that_its_words_may_be_wrong(tmp_path: Path) -> None:
    words = ("WKHVH ZRUGV DUHN QRWW ZKDW LLSV VHKHQ RQWKH SDJHW ",) * 12
    assert opened(tmp_path, pdf(lines(*words))).doubt.startswith("the words may be wrong")
    assert opened(tmp_path, pdf(lines(*PROSE))).doubt == ""


def test_letters_beyond_the_first_plane_are_whole(tmp_path: Path) -> None:
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [65 /u1D45D] >> >>"
    data = pdf(lines("Let A be a prime", font="Math"), page=f"/Resources << /Font << /Math {font} >> >>")
    assert opened(tmp_path, data).text == "Let \U0001d45d be a prime"
