"""Word documents as articles: structure, metadata, what is left out, and damaged or hostile documents."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from reader.document.article import Article
from reader.document.links import footnote_at
from reader.sources import zip_parts
from reader.text.sanitize import clean_line
from tests.fixtures.word import OFFICE, RELATIONS, docx, paragraph, part, style
from tests.sources.blocks import check_blocks, kinds, words
from tests.sources.mutants import zip_mutants
from tests.sources.opening import open_source, opened, refusal
from tests.sources.survival import survive

SAMPLE = Path(__file__).parents[2] / "samples" / "harbour-pandoc.docx"

NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
ITEM = f"<w:p>{NUMBERED}<w:r><w:t>{{words}}</w:t></w:r></w:p>"

NUMBERING = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)


def article_of(folder: Path, body: str, styles: str = "", about: str = "", **extra: str) -> Article:
    parts = {f"word/{name}.xml": content for name, content in extra.items()}
    article = opened(folder, "a.docx", docx(body, styles, about, parts))
    check_blocks(article.text, article.blocks)
    return article


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


# -- what other programs make -----------------------------------------------------------------------------------------


def test_document_of_pandoc_is_read_completely() -> None:
    article = open_source(str(SAMPLE))
    assert (article.title, article.author, article.language) == ("The Harbour Vote", ("Ann Lee", "Bo Chen"), "en-GB")
    outline = [(block.level, block.span.of(article.text)) for block in article.headings]
    assert outline == [(1, "The morning"), (2, "What was at stake"), (1, "The evening"), (2, "Afterwards")]
    assert len(words(article, kind="item")) == 3
    (quoted,) = words(article, kind="quotation")
    assert quoted.startswith("“A harbour is a promise,”")
    (table,) = words(article, kind="table")
    assert "Liberal      │ 3   │ 1" in table
    assert "six years.[1] She" in article.text
    footnote = footnote_at(article, article.text.index("[1] She"))
    assert footnote is not None
    assert footnote.note.of(article.text).startswith("The Port Authority was founded in 1931")
    assert "↑" not in article.text
    assert article.left_out == ()


# -- structure --------------------------------------------------------------------------------------------------------


def test_styles_are_what_they_are_based_on(tmp_path: Path) -> None:
    styles = (
        style("a", "heading 2")
        + style("b", "Party's heading", '<w:basedOn w:val="a"/>')
        + style("c", "Überschrift", '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>')
        + style("d", "Body after all", '<w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>')
        + style("e", "Intense Quote")
        + style("f", "HTML Preformatted")
        + style("g", "circle", '<w:basedOn w:val="g"/>')
    )
    named = [paragraph(f"Words {id_}", id_) for id_ in "abcdefg"]
    article = article_of(tmp_path, "".join([*named[:6], paragraph("more code", "f"), named[6]]), styles)
    assert kinds(article) == [
        ("heading", "Words a"),
        ("heading", "Words b"),
        ("heading", "Words c"),
        ("paragraph", "Words d"),
        ("quotation", "Words e"),
        ("code", "Words f\nmore code"),
        ("paragraph", "Words g"),
    ]
    assert [block.level for block in article.headings] == [2, 2, 4]


def test_title_is_the_paragraph_styled_as_one(tmp_path: Path) -> None:
    styles = style("t", "Title") + style("s", "Subtitle", '<w:basedOn w:val="t"/>') + style("h", "heading 1")
    body = paragraph("Draft", "h") + paragraph("The Vote", "t") + paragraph("A story", "s") + paragraph("One", "h")
    article = article_of(tmp_path, body, styles, "<dc:title>Letter</dc:title>")
    assert article.title == "The Vote"
    assert [(block.kind, block.role) for block in article.blocks][2] == ("paragraph", "body")


@pytest.mark.parametrize(
    ("headings", "said", "title"),
    [(1, "Old letter", "Heading 0"), (2, "The Vote", "The Vote"), (2, "", "a"), (0, "The Vote", "The Vote")],
)
def test_title_without_such_a_paragraph(headings: int, said: str, title: str, tmp_path: Path) -> None:
    body = "".join(paragraph(f"Heading {number}", "h") for number in range(headings)) + paragraph("words")
    assert article_of(tmp_path, body, style("h", "heading 1"), f"<dc:title>{said}</dc:title>").title == title


def test_lists_are_nested_and_numbered(tmp_path: Path) -> None:
    items = [ITEM.format(level=0, words="one"), ITEM.format(level=1, words="deep"), ITEM.format(level=0, words="two")]
    article = article_of(tmp_path, "".join(items), numbering=NUMBERING)
    assert [(block.prefix, block.span.of(article.text)) for block in article.blocks] == [
        ("1. ", "one"),
        ("   • ", "deep"),
        ("2. ", "two"),
    ]


def test_table_of_contents_is_furniture(tmp_path: Path) -> None:
    article = article_of(tmp_path, paragraph("The vote ... 3", "c") + paragraph("words"), style("c", "toc 1"))
    assert [block.role for block in article.blocks] == ["furniture", "body"]


def test_letters_and_links_are_marks(tmp_path: Path) -> None:
    link = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "https://example.org/a"</w:instrText></w:r>'
    link += f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("there")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = f"<w:p>{run('bold', '<w:b/>')}{run(' and ')}{run('slanted', '<w:i/>')} {run(' ')}{link}</w:p>"
    article = article_of(tmp_path, body)
    assert article.text == "bold and slanted there"
    found = [(mark.kind, mark.span.of(article.text), mark.href) for mark in article.marks]
    assert found == [("strong", "bold", ""), ("emphasis", "slanted", ""), ("link", "there", "https://example.org/a")]


def test_what_mammoth_passes_over_is_read(tmp_path: Path) -> None:
    moved = f"<w:moveTo>{run('moved ')}</w:moveTo><w:moveFrom>{run('gone ')}</w:moveFrom>"
    field = f'<w:fldSimple w:instr="PAGE">{run("seven ")}</w:fldSimple>'
    ruby = f"<w:r><w:ruby><w:rt>{run('やま')}</w:rt><w:rubyBase>{run('山')}</w:rubyBase></w:ruby></w:r>"
    article = article_of(tmp_path, f"<w:p>{run('It ')}{moved}{field}{run('secret ', '<w:vanish/>')}{ruby}</w:p>")
    assert article.text == "It moved seven 山"


def test_formulas_are_tex(tmp_path: Path) -> None:
    def letters(words: str) -> str:
        return f"<m:r><m:t>{words}</m:t></m:r>"

    power = f"<m:sSup><m:e>{letters('x')}</m:e><m:sup>{letters('2')}</m:sup></m:sSup>"
    root = f"<m:rad><m:deg>{letters('3')}</m:deg><m:e>{letters('y')}</m:e></m:rad>"
    limits = f"<m:sub>{letters('i')}</m:sub><m:sup/><m:e>{letters('a')}</m:e>"
    total = f'<m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr>{limits}</m:nary>'
    bracket = f"<m:d><m:dPr/><m:e>{letters('b')}</m:e></m:d>"
    fraction = f"<m:f><m:num>{power}{root}</m:num><m:den>{bracket}</m:den></m:f>"
    inline = f"<w:p>{run('If ')}<m:oMath>{fraction}</m:oMath>{run(' then')}</w:p>"
    displayed = f"<w:p><m:oMathPara><m:oMath>{total}</m:oMath></m:oMathPara></w:p>"
    article = article_of(tmp_path, inline + displayed)
    assert words(article) == [r"If \frac{x^{2}\sqrt[3]{y}}{(b)} then", "∑_{i} a"]


CHUNKS: dict[str, str | bytes] = {
    "page.htm": "<html><head><title>T</title></head><body><h2>The quay</h2><p>It was old.</p></body></html>",
    "saved.mht": "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
    "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    "<p>A caf=C3=A9 stood there.</p>\r\n--B--\r\n",
    "inner.docx": docx(paragraph("The mayor agreed.") + '<w:altChunk r:id="c0"/>'),
    "data.bin": "\x00\x01",
}


def docx_of(chunks: Mapping[str, str | bytes]) -> bytes:
    """Return a document with these texts in other formats, and one that is missing, between two paragraphs."""
    links = "".join(
        f'<Relationship Id="c{number}" Type="{OFFICE}/aFChunk" Target="{name}"/>' for number, name in enumerate(chunks)
    )
    extra = {f"word/{name}": data for name, data in chunks.items()}
    extra["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>'
    body = "".join(f'<w:altChunk r:id="c{number}"/>' for number in (*range(len(chunks)), 99))
    return docx(paragraph("First.") + body + paragraph("Last."), extra=extra)


def test_text_in_another_format_is_read_where_it_stands(tmp_path: Path) -> None:
    article = opened(tmp_path, "a.docx", docx_of(CHUNKS))
    lines = [
        "First.",
        "The quay",
        "It was old.",
        "A café stood there.",
        "The mayor agreed.",
        *["[object]"] * 3,
        "Last.",
    ]
    assert article.text.split("\n\n") == lines
    assert words(article, kind="heading") == ["The quay"]


@pytest.mark.parametrize(
    ("chunk", "shown"),
    [
        (b"<html><body>Words \x01\x1b[31m and\0 &#1;more<p>End.</body></html>", "Words ␁␛[31m and␀ ␁more"),
        (docx_of({})[:-40], "[object]"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n", "[object]"),
    ],
    ids=["control characters", "a document cut off", "a saved page without a page"],
)
def test_damaged_text_in_another_format_leaves_the_rest(chunk: bytes, shown: str, tmp_path: Path) -> None:
    article = opened(tmp_path, "a.docx", docx_of({"chunk": chunk, "page.htm": CHUNKS["page.htm"]}))
    lines = article.text.split("\n\n")
    assert lines[:2] == ["First.", shown]
    assert lines[-4:] == ["The quay", "It was old.", "[object]", "Last."]
    check_blocks(article.text, article.blocks)


def test_embedded_object_has_a_sign(tmp_path: Path) -> None:
    article = article_of(
        tmp_path, f"<w:p>{run('If ')}<w:r><w:object><w:control/></w:object></w:r>{run(' holds')}</w:p>"
    )
    assert article.text == "If [object] holds"


def test_comments_and_deletions_are_left_out_and_counted(tmp_path: Path) -> None:
    deleted = f"<w:del>{run('never ').replace('w:t', 'w:delText')}</w:del>"
    remark = '<w:r><w:commentReference w:id="1"/></w:r>'
    comments = part("comments", "".join(f'<w:comment w:id="{id_}">{paragraph("No!")}</w:comment>' for id_ in "12"))
    article = article_of(tmp_path, f"<w:p>{run('It ')}{deleted}{run('opens.')}{remark}</w:p>", comments=comments)
    assert article.text == "It opens."
    assert article.left_out == ("2 comments", "1 deleted passage")


def test_text_before_the_tracked_changes_can_be_read(tmp_path: Path) -> None:
    def changed(how: str, words: str) -> str:
        return f"<w:{how}>{run(words).replace('w:t', 'w:delText') if how == 'del' else run(words)}</w:{how}>"

    joined = f"<w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr>{run('One ')}</w:p><w:p>{run('line.')}</w:p>"
    moved = f"<w:p>{changed('moveFrom', 'Here.')}</w:p><w:p>{changed('moveTo', 'There.')}</w:p>"
    body = f"<w:p>{run('It ')}{changed('del', 'never ')}{changed('ins', 'always ')}{run('opens.')}</w:p>{joined}{moved}"
    assert article_of(tmp_path, body).text == "It always opens.\n\nOne\n\nline.\n\nThere."
    article = open_source(str(tmp_path / "a.docx"), format="original")
    assert article.text == "It never opens.\n\nOne line.\n\nHere."
    assert article.left_out == ()


def test_metadata_is_sanitized_and_authors_are_several(tmp_path: Path) -> None:
    about = "<dc:title>A\u202eb</dc:title><dc:creator>Ann Lee; Bo Chen;</dc:creator><dc:language>de-AT</dc:language>"
    article = article_of(tmp_path, paragraph("words"), about=about)
    assert (article.author, article.language) == (("Ann Lee", "Bo Chen"), "de-AT")
    assert article.title == clean_line("A\u202eb") != "A\u202eb"


def test_relations_tell_where_the_parts_are(tmp_path: Path) -> None:
    target = f'<Relationship Id="r" Type="{OFFICE}/{{}}" Target="{{}}"/>'
    relations = f'<Relationships xmlns="{RELATIONS}">{{}}</Relationships>'
    extra = {
        "_rels/.rels": relations.format(target.format("officeDocument", "/word/document2.xml")),
        "word/_rels/document2.xml.rels": relations.format(target.format("styles", "looks.xml")),
        "word/document2.xml": part("document", f"<w:body>{paragraph('Words', 'h')}</w:body>"),
        "word/looks.xml": part("styles", style("h", "heading 2")),
    }
    article = opened(tmp_path, "a", docx(paragraph("Not these"), extra=extra))
    (block,) = article.blocks
    assert (block.kind, block.level, block.span.of(article.text)) == ("heading", 2, "Words")


# -- bad input --------------------------------------------------------------------------------------------------------


def test_pictures_and_other_files_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    relation = f'<Relationship Id="r9" Type="x" Target="{tmp_path}/secret.png" TargetMode="External"/>'
    link = f'<Relationships xmlns="{RELATIONS}">{relation}</Relationships>'
    picture = (
        '<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape><v:imagedata r:id="r9" title=""/></v:shape>'
        f"</w:pict></w:r>{run('A harbour')}</w:p>"
    )
    data = docx(picture, extra={"word/_rels/document.xml.rels": link})
    assert opened(tmp_path, "a.docx", data).text == "A harbour"


def test_entities_are_not_expanded(tmp_path: Path) -> None:
    bomb = (
        "<!DOCTYPE w [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 9}">' for n in range(1, 9)) + '<!ENTITY e0 "x">]>'
    )
    text = part("document", f"<w:body>{paragraph('A&e8;b')}</w:body>").replace("?>", f"?>{bomb}", 1)
    (tmp_path / "a.docx").write_bytes(docx("", extra={"word/document.xml": text}))
    survive((tmp_path / "a.docx").read_bytes(), tmp_path / "a.docx")


def test_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_parts, "BUDGET", 1 << 20)
    (tmp_path / "a.docx").write_bytes(docx(paragraph("x" * (2 << 20))))
    assert "unpacks to more than 1 MiB" in refusal(tmp_path / "a.docx")


@pytest.mark.parametrize("data", [b"words", docx("")[:400], docx("", extra={"word/document.xml": "<w:doc"})])
def test_damaged_document_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(data)
    assert "is not a Word document, or it is damaged" in refusal(tmp_path / "a.docx")


def test_document_nested_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx("<w:sdt><w:sdtContent>" * 2000 + "</w:sdtContent></w:sdt>" * 2000))
    assert "damaged" in refusal(tmp_path / "a.docx")


def test_document_without_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(docx("<w:p/>"))
    assert "has no text" in refusal(tmp_path / "a.docx")


@pytest.mark.parametrize("name", ["a", "a.doc", "a.txt", "a.epub.docx"])
def test_document_is_known_by_its_content(name: str, tmp_path: Path) -> None:
    assert opened(tmp_path, name, docx(paragraph("words"))).text == "words"


@pytest.mark.parametrize("sound", [SAMPLE.read_bytes(), docx_of(CHUNKS)], ids=["pandoc", "texts in other formats"])
def test_mutants_survive(sound: bytes, tmp_path: Path) -> None:
    for data in zip_mutants(sound, 16):
        survive(data, tmp_path / "a.docx")
