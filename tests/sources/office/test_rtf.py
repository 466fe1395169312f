"""RTF documents as articles: structure, characters, what is left out, and damaged or hostile documents."""

from pathlib import Path

import pytest

from reader.document.article import Article
from reader.document.links import footnote_at
from tests.sources.blocks import check_blocks, kinds, words
from tests.sources.mutants import mutants
from tests.sources.opening import open_source, opened, refusal
from tests.sources.survival import survive

SAMPLE = Path(__file__).parents[2] / "samples" / "harbour-pandoc.rtf"

STYLES = r"{\stylesheet{\s1 heading 2;}{\s2 Title;}{\s3 Quote;}{\s4 HTML Preformatted;}{\*\cs5 strange;}}"


def article_of(folder: Path, body: str) -> Article:
    article = opened(folder, "a.rtf", b"{\\rtf1\\ansi" + body.encode("latin-1") + b"}")
    check_blocks(article.text, article.blocks)
    return article


def test_document_of_pandoc_is_read_completely() -> None:
    article = open_source(str(SAMPLE))
    outline = [(block.level, block.span.of(article.text)) for block in article.headings]
    assert outline == [(1, "The morning"), (2, "What was at stake"), (1, "The evening"), (2, "Afterwards")]
    assert len(words(article, kind="item")) == 3
    assert words(article, kind="quotation")[0].startswith("“A harbour is a promise,”")
    assert "Liberal      │ 3   │ 1" in words(article, kind="table")[0]
    footnote = footnote_at(article, article.text.index("[1] She"))
    assert footnote is not None
    assert footnote.note.of(article.text).startswith("The Port Authority was founded in 1931")


def test_styles_are_read_by_their_names(tmp_path: Path) -> None:
    body = r"\pard\s1 Part\par\pard\s2 The Vote\par\pard\s3 said\par\pard\s4 a\par\pard\s4 b\par"
    body += r"\pard\outlinelevel2 Deep\par"
    article = article_of(tmp_path, STYLES + body)
    assert article.title == "The Vote"
    assert kinds(article) == [
        ("heading", "Part"),
        ("heading", "The Vote"),
        ("quotation", "said"),
        ("code", "a\nb"),
        ("heading", "Deep"),
    ]


def test_letters_and_links_are_marks(tmp_path: Path) -> None:
    link = r'{\field{\*\fldinst{HYPERLINK "https://example.org/"}}{\fldrslt there}}'
    article = article_of(
        tmp_path, rf"{{\b bold}} {{\i slanted}} \strike s\strike0  H{{\sub 2}} \super 2\nosupersub  {link}"
    )
    assert article.text == "bold slanted s H₂ ² there"
    marks = [(mark.kind, mark.span.of(article.text), mark.href) for mark in article.marks]
    assert marks == [
        ("strong", "bold", ""),
        ("emphasis", "slanted", ""),
        ("strike", "s", ""),
        ("link", "there", "https://example.org/"),
    ]


def test_lists_of_programs_and_of_typists(tmp_path: Path) -> None:
    marked = r"\pard{\listtext 3.\tab}three\par\pard\ilvl1{\listtext\'b7\tab}deep\par\pard{\listtext 4.\tab}four\par"
    typed = r"\pard words\par\pard\bullet\tab one\par"
    article = article_of(tmp_path, marked + typed)
    assert [(block.prefix, block.span.of(article.text)) for block in article.blocks] == [
        ("3. ", "three"),
        ("   • ", "deep"),
        ("4. ", "four"),
        ("", "words"),
        ("• ", "one"),
    ]


def test_tables_have_rows_and_headings(tmp_path: Path) -> None:
    row = r"\trowd{}\pard\intbl {}\cell {}\cell\row"
    table = row.format(r"\trhdr", "Party", "For") + row.format("", r"Labour\par party", "7")
    article = article_of(tmp_path, table + r"\pard After.\par")
    assert kinds(article)[0] == ("table", "Party        │ For\n─────────────┼────\nLabour party │ 7")
    assert article.text.endswith("After.")


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"caf\'e9", "café"),
        (r"\ansicpg1251 \'c3\'e0\'e2\'e0\'ed\'fc", "Гавань"),
        (r"{\fonttbl{\f0\fcharset128 Mincho;}}\f0 \'8d\'60", "港"),
        (r"\uc1\u1043?\u1072?", "Га"),
        (r"\uc0\u8220 so\u8221", "“so”"),
        (r"\uc2\u233\'c3\'a9 x", "é x"),
        (r"\u-10179?\u-8704?", "\U0001f600"),
        (r"a\emdash b\~c\_d\-e\{f\}", "a—b c‑de{f}"),
        ("one\\\ntwo", "one\n\ntwo"),
        (r"a{\*\unknown x}{\v hidden}{\pict 00ff}{\header top}b", "ab"),
        ("a{\\pict\\bin4 {{{{}b", "ab"),
        (r"a\ansicpg99999 b", "ab"),
    ],
)
def test_characters(written: str, shown: str, tmp_path: Path) -> None:
    assert article_of(tmp_path, rf"\pard {written}\par").text.replace("\u00a0", " ") == shown


def test_metadata_and_what_is_left_out(tmp_path: Path) -> None:
    info = r"\deflang1031{\info{\title The Vote}{\author Ann Lee;Bo Chen}{\company X}}"
    remark = r"{\*\annotation No!}"
    article = article_of(tmp_path, rf"{info}\pard It opens{{\deleted never}}.{remark}\par")
    assert (article.title, article.author, article.language) == ("The Vote", ("Ann Lee", "Bo Chen"), "de")
    assert article.text == "It opens."
    assert article.left_out == ("1 comment", "1 deleted passage")


@pytest.mark.parametrize("name", ["a", "a.doc", "a.docx"])
def test_document_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    assert opened(tmp_path, name, rb"{\rtf1 words\par}").text == "words"


@pytest.mark.parametrize("data", [b"words", b"{\\rt", b"\0" * 100])
def test_damaged_document_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(data)
    assert "is not an RTF document, or it is damaged" in refusal(tmp_path / "a.rtf")


def test_deep_nesting_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 " + b"{" * 5000)
    assert "is nested without end" in refusal(tmp_path / "a.rtf")


@pytest.mark.parametrize(
    "part", ["{\\footnote ", "\\cell ", "\\row ", "}", "\\u", "\\'", "\\*", "{\\fldinst ", "\\bin99"]
)
def test_hostile_documents_end(part: str, tmp_path: Path) -> None:
    survive(b"{\\rtf1 words\\par " + part.encode() * 1500, tmp_path / "a.rtf")


def test_formulas_leave_a_sign(tmp_path: Path) -> None:
    fraction = r"{\mf{\mfPr{\mctrlPr }}{\mnum{\mr\mscr0\msty2 a}}{\mden{\mr b}}}{\mmathPict{\*\shppict{\pict 00ff}}}"
    words = rf"\pard If {{\mmath{{\*\moMath {fraction}}}}} then {{\*\moMathPara{{\*\moMath {fraction}}}}} holds.\par"
    assert article_of(tmp_path, words).text == "If [object] then [object] holds."


def test_object_is_what_it_shows_else_a_sign(tmp_path: Path) -> None:
    old = r"{\object\objemb{\*\objclass Equation.3}{\*\objdata 01ff}{\result{\pict 00ff}}}"
    linked = r"{\object\objautlink{\*\objdata 01}{\result words of another file}}"
    article = article_of(tmp_path, rf"\pard If {old} holds, {linked} are read.\par")
    assert article.text == "If [object] holds, words of another file are read."


def test_mutants_survive(tmp_path: Path) -> None:
    for data in mutants(SAMPLE.read_bytes(), 40):
        survive(data, tmp_path / "a.rtf")
