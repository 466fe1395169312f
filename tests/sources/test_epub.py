"""EPUBs as articles: reading order, outline, footnotes, pages, and damaged or hostile books."""

import io
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from reader.document.article import Article
from reader.document.links import footnote_at
from reader.errors import SourceError
from reader.sources import zip_parts
from tests.fixtures.hostile_files import chapter, epub
from tests.fixtures.web_server import running
from tests.sources.opening import open_source

SAMPLES = Path(__file__).parents[1] / "samples"

NAV = """<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>
<nav epub:type="toc"><ol>{toc}</ol></nav><nav epub:type="page-list"><ol>{pages}</ol></nav></body></html>"""

NCX = """<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{points}</navMap></ncx>"""


def opened(folder: Path, data: bytes) -> Article:
    (folder / "a.epub").write_bytes(data)
    return open_source(str(folder / "a.epub"))


def refusal(folder: Path, data: bytes) -> str:
    with pytest.raises(SourceError) as raised:
        opened(folder, data)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def outline(article: Article) -> list[tuple[int, str]]:
    return [(block.level, block.span.of(article.text)) for block in article.headings]


# -- what pandoc makes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["2", "3"])
def test_book_of_another_program_is_read_completely(version: str) -> None:
    article = open_source(str(SAMPLES / f"harbour-{version}.epub"))
    assert (article.title, article.author) == ("The Harbour Vote", ("Ann Lee", "Bo Chen"))
    assert (article.published, article.language) == ("2026-03-02", "en-GB")
    assert outline(article) == [(1, "The morning"), (2, "What was at stake"), (1, "The evening"), (2, "Afterwards")]
    assert "for six years.[1] She had spent" in article.text
    assert "[1] The Port Authority was founded in 1931; Ortiz is its ninth director, and the first" in article.text
    assert "Labour       │ 7" in article.text
    kinds = {block.kind for block in article.blocks}
    assert kinds >= {"heading", "paragraph", "item", "quotation", "table"}


@pytest.mark.parametrize("program", ["libreoffice", "calibre", "sphinx"])
def test_books_of_three_programs_keep_outline_and_footnotes(program: str) -> None:
    article = open_source(str(SAMPLES / f"harbour-{program}.epub"))
    text = article.text
    assert article.title == "The Harbour Vote"
    headings = [words for _, words in outline(article)]
    assert [words for words in headings if words in ("The morning", "The evening")] == ["The morning", "The evening"]
    assert "Section 1" not in headings
    assert "six years.[1] She" in text.replace("six years. [1]", "six years.[1]")
    assert "[1] The Port Authority was founded in 1931" in text
    assert "[2] The court has heard two such cases" in text
    assert "←" not in text
    if program != "sphinx":
        assert article.author == ("Ann Lee", "Bo Chen")


def test_outline_has_the_depths_of_a_nested_table_of_contents() -> None:
    article = open_source(str(SAMPLES / "harbour-calibre.epub"))
    assert outline(article)[:4] == [(1, "The morning"), (2, "What was at stake"), (1, "The evening"), (2, "Afterwards")]


def test_table_of_contents_in_the_spine_is_furniture() -> None:
    article = open_source(str(SAMPLES / "harbour-3.epub"))
    contents = [block for block in article.blocks if block.role == "furniture"]
    assert [block.span.of(article.text) for block in contents][1:3] == ["The morning", "What was at stake"]
    assert article.text.index("1. The morning") < article.text.index("The harbour of Leith")


# -- order and outline ------------------------------------------------------------------------------------------------


def test_chapters_follow_the_spine_and_internal_links_are_text(tmp_path: Path) -> None:
    article = opened(
        tmp_path,
        epub(
            {"z.xhtml": chapter("<p>first <a href='a.xhtml#x'>see</a></p>"), "a.xhtml": chapter("<p id='x'>second</p>")}
        ),
    )
    assert article.text == "first see\n\nsecond"
    assert article.marks == ()
    assert article.title == "The Harbour"


def test_outline_is_the_table_of_contents(tmp_path: Path) -> None:
    toc = """<li><a href="a.xhtml">Part one</a><ol><li><a href="a.xhtml#c1">Chapter 1: The vote</a></li>
    <li><a href="b.xhtml">The evening</a></li></ol></li>"""
    body = "<h3>Part one</h3><p>words</p><h2 id='c1'>Chapter 1</h2><h1>The vote</h1><p>words</p>"
    article = opened(
        tmp_path,
        epub(
            {"a.xhtml": chapter(body), "b.xhtml": chapter("<p>words</p>")}, {"nav.xhtml": NAV.format(toc=toc, pages="")}
        ),
    )
    assert outline(article) == [(1, "Part one"), (2, "Chapter 1"), (3, "The vote"), (2, "The evening")]
    assert article.text.endswith("words\n\nThe evening\n\nwords")


def test_ncx_table_of_contents_is_read(tmp_path: Path) -> None:
    points = """<navPoint id="a"><navLabel><text>One</text></navLabel><content src="a.xhtml#one"/>
    <navPoint id="b"><navLabel><text>Two</text></navLabel><content src="a.xhtml#two"/></navPoint></navPoint>"""
    body = "<p class='title' id='one'>One</p><p>words</p><p id='two'>TWO</p><p>words</p>"
    article = opened(tmp_path, epub({"a.xhtml": chapter(body)}, {"toc.ncx": NCX.format(points=points)}))
    assert outline(article) == [(1, "One"), (2, "TWO")]


def test_entries_of_the_contents_that_lead_nowhere_are_passed_over(tmp_path: Path) -> None:
    points = """<navPoint id="a"><navLabel><text>One</text></navLabel><content src="a.xhtml#one"/></navPoint>
    <navPoint id="b"><navLabel><text>Without a place</text></navLabel></navPoint>
    <navPoint id="c"><navLabel><text>  </text></navLabel><content src="a.xhtml"/></navPoint>
    <navPoint id="d"><navLabel><text>Gone</text></navLabel><content src="a.xhtml#gone"/></navPoint>
    <navPoint id="e"><navLabel><text>Elsewhere</text></navLabel><content src="z.xhtml"/></navPoint>"""
    body = "<p>words</p><p id='one'>One</p><p>words</p>"
    article = opened(tmp_path, epub({"a.xhtml": chapter(body)}, {"toc.ncx": NCX.format(points=points)}))
    assert outline(article) == [(1, "One")]


def test_entry_of_the_contents_outside_a_list_has_a_level(tmp_path: Path) -> None:
    nav = NAV.format(toc="", pages="").replace("<ol></ol>", "<a href='a.xhtml'>One</a>", 1)
    article = opened(tmp_path, epub({"a.xhtml": chapter("<p>words</p>")}, {"nav.xhtml": nav}))
    assert outline(article) == [(1, "One")]


def test_heading_far_below_the_place_of_its_entry_keeps_its_own_level(tmp_path: Path) -> None:
    toc = '<li><a href="a.xhtml">One</a></li>'
    paragraphs = "<p>words</p>" * 5
    article = opened(
        tmp_path,
        epub(
            {"a.xhtml": chapter(f"<p>words</p>{paragraphs}<h1>One</h1><p>words</p>")},
            {"nav.xhtml": NAV.format(toc=toc, pages="")},
        ),
    )
    assert outline(article) == [(1, "One"), (2, "One")]


def test_navigation_of_the_new_kind_needs_no_other(tmp_path: Path) -> None:
    toc, pages = '<li><a href="a.xhtml">One</a></li>', '<li><a href="a.xhtml">xii</a></li>'
    points = '<navPoint id="a"><navLabel><text>Old</text></navLabel><content src="a.xhtml"/></navPoint>'
    navigation = {"nav.xhtml": NAV.format(toc=toc, pages=pages), "toc.ncx": NCX.format(points=points)}
    article = opened(tmp_path, epub({"a.xhtml": chapter("<p>words</p>")}, navigation))
    assert (outline(article), article.page_at(0)) == ([(1, "One")], "xii")


def test_printed_pages_of_places_that_are_gone_are_passed_over(tmp_path: Path) -> None:
    links = ("a.xhtml#gone", "ix"), ("z.xhtml#p1", "x"), ("a.xhtml", "xi")
    pages = "".join(f'<li><a href="{to}">{label}</a></li>' for to, label in links)
    article = opened(
        tmp_path, epub({"a.xhtml": chapter("<p>words</p>")}, {"nav.xhtml": NAV.format(toc="", pages=pages)})
    )
    assert [page.label for page in article.pages] == ["xi"]


def test_metadata_without_words_is_ignored(tmp_path: Path) -> None:
    metadata = "<dc:language> </dc:language><dc:language>en</dc:language>"
    assert opened(tmp_path, epub({"a.xhtml": chapter("<p>words</p>")}, metadata=metadata)).language == "en"


def test_printed_pages_are_read(tmp_path: Path) -> None:
    pages = '<li><a href="a.xhtml#p1">xii</a></li><li><a href="a.xhtml#p2">1</a></li>'
    body = "<p><a id='p1'/>first words, <span id='p2'/>second words</p>"
    article = opened(tmp_path, epub({"a.xhtml": chapter(body)}, {"nav.xhtml": NAV.format(toc="", pages=pages)}))
    assert article.page_at(0) == "xii"
    assert article.page_at(article.text.index("second")) == "1"


def test_printed_pages_that_are_marked_but_not_listed_are_read_and_are_no_words(tmp_path: Path) -> None:
    marked = '<span xmlns:epub="http://www.idpf.org/2007/ops" epub:type="pagebreak" id="p2">209</span>'
    body = f"<p>one <span role='doc-pagebreak' aria-label='208'/>newly- {marked}fallen snow</p>"
    article = opened(tmp_path, epub({"a.xhtml": chapter(body)}))
    assert "newly- fallen snow" in article.text
    assert [(page.label, article.text[page.start :][:6]) for page in article.pages] == [
        ("208", "newly-"),
        ("209", "fallen"),
    ]


def test_what_a_film_or_a_canvas_holds_is_read_in_its_place(tmp_path: Path) -> None:
    film = "<video src='a.mp4'><p>No films here.</p></video><canvas>A pie: <b>half</b> of it.</canvas>"
    article = opened(tmp_path, epub({"a.xhtml": chapter(f"<p>Before.</p>{film}")}))
    assert article.text.endswith("Before.\n\nNo films here.\n\nA pie: half of it.")


def test_footnote_in_another_file_gets_its_sign(tmp_path: Path) -> None:
    note = (
        "<aside epub:type='footnote' id='n7'><p>So it says. <a epub:type='backlink' href='a.xhtml'>back</a></p></aside>"
    )
    article = opened(
        tmp_path,
        epub(
            {
                "a.xhtml": chapter("<p>words<a epub:type='noteref' href='notes.xhtml#n7'><sup>7</sup></a> go on</p>"),
                "notes.xhtml": chapter(note),
            }
        ),
    )
    assert article.text == "words[7] go on\n\n[7] So it says."


def test_each_reference_leads_to_its_own_note_by_its_link(tmp_path: Path) -> None:
    """Both chapters have a note 1, and all notes are at the end; that of the first chapter is referred to twice."""

    def reference(target: str) -> str:
        return f"<sup><a href='notes.xhtml#{target}'>1</a></sup>"

    parts = {
        "a.xhtml": chapter(f"<p>One{reference('a1')} and again{reference('a1')}.</p>"),
        "b.xhtml": chapter(f"<p>Two{reference('b1')} and nowhere{reference('c1')}.</p>"),
        "notes.xhtml": chapter("<p id='a1'>The first.</p><p id='b1'>1. The second.</p>"),
    }
    article = opened(tmp_path, epub(parts))
    assert article.text == "One[1] and again[1].\n\nTwo[1] and nowhere[1].\n\n[1] The first.\n\n1. The second."
    places = [found.start() for found in re.finditer(r"\[1\]", article.text)]
    notes = [footnote_at(article, place) for place in places]
    assert [note and note.note.of(article.text) for note in notes[:3]] == ["The first.", "The first.", "The second."]
    assert notes[3] is not None, "a link that leads nowhere is matched by its marker"
    assert [note and note.reference.start for note in notes[4:]] == [places[0]]
    assert [mark.kind for mark in article.marks] == ["link"] * 3
    assert all(mark.href.startswith("#@") for mark in article.marks)


def test_html_entities_are_resolved_and_others_are_text(tmp_path: Path) -> None:
    article = opened(tmp_path, epub({"a.xhtml": chapter("<p>Tom&nbsp;&amp;&#160;Ann &mdash; &nonsense; 1 &lt; 2</p>")}))
    assert article.text == "Tom & Ann — &nonsense; 1 < 2"


def test_generated_title_and_date_are_ignored(tmp_path: Path) -> None:
    dates = "<dc:date>0101-01-01</dc:date><dc:date>1911</dc:date><dc:creator> Ann  Lee </dc:creator>"
    article = opened(tmp_path, epub({"a.xhtml": chapter("<p>words</p>")}, metadata=dates))
    assert (article.published, article.author) == ("1911", ("Ann Lee",))


# -- books that are locked, damaged or hostile ------------------------------------------------------------------------

LOCK = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">
<enc:EncryptedData><enc:EncryptionMethod Algorithm="{how}"/>
<enc:CipherData><enc:CipherReference URI="{what}"/></enc:CipherData></enc:EncryptedData></encryption>"""


def test_encrypted_book_is_refused_and_obfuscated_fonts_are_not(tmp_path: Path) -> None:
    text = {"a.xhtml": chapter("<p>words</p>")}
    locked = LOCK.format(how="http://www.w3.org/2001/04/xmlenc#aes128-cbc", what="OPS/a.xhtml")
    assert "is protected (DRM)" in refusal(tmp_path, epub(text, {"/META-INF/encryption.xml": locked}))
    fonts = LOCK.format(how="http://www.idpf.org/2008/embedding", what="OPS/font.otf")
    assert opened(tmp_path, epub(text, {"/META-INF/encryption.xml": fonts})).text == "words"


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.95])
def test_truncated_book_is_refused(tmp_path: Path, keep: float) -> None:
    data = epub({"a.xhtml": chapter("<p>words</p>")})
    assert "damaged" in refusal(tmp_path, data[: int(len(data) * keep)])


def test_zip_without_a_book_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("a.txt", "words")
    assert "is not an EPUB" in refusal(tmp_path, data.getvalue())


def test_missing_or_damaged_chapter_is_reported_in_the_text(tmp_path: Path) -> None:
    data = epub(
        {"a.xhtml": chapter("<p>first</p>"), "b.xhtml": chapter("<p>second</p>"), "c.xhtml": chapter("<p>third</p>")}
    )
    source = zipfile.ZipFile(io.BytesIO(data))
    without = io.BytesIO()
    with zipfile.ZipFile(without, "w") as archive:
        for name in source.namelist():
            if name != "OPS/b.xhtml":
                archive.writestr(name, source.read(name))
    article = opened(tmp_path, without.getvalue())
    assert article.text == "first\n\n(A part of the book is missing or damaged here: OPS/b.xhtml)\n\nthird"
    assert article.blocks[1].role == "furniture"


def test_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_parts, "BUDGET", 1 << 20)
    bomb = b"<html xmlns='http://www.w3.org/1999/xhtml'><body>" + b" " * (64 << 20) + b"</body></html>"
    data = epub({"a.xhtml": bomb})
    assert len(data) < 100_000
    assert "unpacks to more than" in refusal(tmp_path, data)


def test_parts_share_one_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_parts, "BUDGET", 1 << 20)
    parts = {f"{number}.xhtml": chapter(f"<p>{'word ' * 20_000}</p>") for number in range(20)}
    assert "unpacks to more than" in refusal(tmp_path, epub(parts))


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_parts, "PARTS", 50)
    assert "more than 50 files" in refusal(tmp_path, epub({f"{number}.xhtml": "" for number in range(60)}))


@pytest.mark.parametrize("path", ["../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd", "..\\..\\secret"])
def test_paths_outside_the_book_are_ignored(tmp_path: Path, path: str) -> None:
    article = opened(tmp_path, epub({"a.xhtml": chapter("<p>words</p>"), path: ""}))
    assert article.text.startswith("words")
    assert "root:" not in article.text


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE html [<!ENTITY x SYSTEM "http://127.0.0.1:1/x">]>',
        '<!DOCTYPE html SYSTEM "http://127.0.0.1:1/x.dtd" [<!ENTITY % p SYSTEM "http://127.0.0.1:1/y"> %p;]>',
        "<!DOCTYPE html [" + '<!ENTITY a "aaaaaaaaaa">' + "".join(
            f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
        ) + '<!ENTITY x "&m;">]>',
    ],
    ids=["a file", "a page", "a definition", "a billion"],
)  # fmt: skip
def test_entities_are_neither_fetched_nor_expanded(tmp_path: Path, doctype: str) -> None:
    article = opened(tmp_path, epub({"a.xhtml": chapter("<p>words &x; end</p>", doctype)}))
    assert len(article.text) < 100
    assert "root:" not in article.text
    assert article.text.startswith("words")


OUTSIDE = (
    '<!DOCTYPE x SYSTEM "{url}/dtd" [<!ENTITY x SYSTEM "{url}/entity"><!ENTITY f SYSTEM "file:///etc/passwd">'
    '<!ENTITY % p SYSTEM "{url}/parameter"> %p;]>'
)


@pytest.mark.parametrize(
    "part", ["META-INF/container.xml", "OPS/book.opf", "OPS/toc.ncx", "OPS/nav.xhtml", "OPS/a.xhtml"]
)
def test_no_part_fetches_anything(tmp_path: Path, part: str) -> None:
    points = '<navPoint><navLabel><text>&x;&f;</text></navLabel><content src="a.xhtml"/></navPoint>'
    nav = NAV.format(toc='<li><a href="a.xhtml">&x;&f;</a></li>', pages="")
    data = epub({"a.xhtml": chapter("<p>words &x; &f;</p>")}, {"toc.ncx": NCX.format(points=points), "nav.xhtml": nav})
    with running() as site:
        doctype = OUTSIDE.format(url=site.url).encode()

        def hostile(words: bytes) -> bytes:
            return words.replace(b"?>", b"?>" + doctype, 1) if b"?>" in words else doctype + words

        article = opened(tmp_path, changed(data, part, hostile))
        assert not site.asked
    assert "root:" not in article.text
    assert "words" in article.text


def changed(data: bytes, part: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """Return the book with one of its files changed or removed."""
    source, out = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if (kept := change(content) if name == part else content) is not None:
                archive.writestr(name, kept)
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "change", "words"),
    [
        ("META-INF/container.xml", lambda _: None, "list of contents is missing"),
        (
            "META-INF/container.xml",
            lambda words: words.replace(b"OPS", b"../../../etc"),
            "list of contents is missing",
        ),
        ("META-INF/container.xml", lambda _: b"\0\1\2" * 99, "list of contents is missing"),
        ("OPS/book.opf", lambda _: None, "list of contents is missing"),
        ("OPS/book.opf", lambda words: words.partition(b"<spine>")[0] + b"</package>", "reading order is missing"),
        ("OPS/book.opf", lambda _: b"\0\1\2" * 99, "is damaged"),
    ],
)
def test_book_without_its_package_is_refused(
    tmp_path: Path, part: str, change: Callable[[bytes], bytes | None], words: str
) -> None:
    assert words in refusal(tmp_path, changed(epub({"a.xhtml": chapter("<p>words</p>")}), part, change))


def test_huge_spine_ends(tmp_path: Path) -> None:
    data = epub({"a.xhtml": chapter("<p>words</p>"), "b.xhtml": chapter("<p>end</p>")})
    again = b'<spine><itemref idref="i0"/>' + b'<itemref idref="i0"/><itemref idref="none"/>' * 50_000
    assert (
        opened(tmp_path, changed(data, "OPS/book.opf", lambda w: w.replace(b"<spine>", again))).text == "words\n\nend"
    )
    lost = "".join(f'<item id="m{n}" href="m{n}.xhtml" media-type="application/xhtml+xml"/>' for n in range(50_000))
    order = "".join(f'<itemref idref="m{n}"/>' for n in range(50_000))
    told = changed(
        data,
        "OPS/book.opf",
        lambda w: w.replace(b"<manifest>", f"<manifest>{lost}".encode()).replace(
            b"<spine>", f"<spine>{order}".encode()
        ),
    )
    assert opened(tmp_path, told).text == (
        "(50,000 parts of the book are missing or damaged here, from OPS/m0.xhtml on)\n\nwords\n\nend"
    )


def test_declared_sizes_are_not_believed(tmp_path: Path) -> None:
    data = bytearray(epub({"a.xhtml": chapter("<p>words</p>")}))
    at = data.find(b"PK\1\2")
    while at >= 0:  # ten gigabytes would need the longer form: as much as this one can say
        data[at + 24 : at + 28] = (0xFFFFFFF0).to_bytes(4, "little")
        at = data.find(b"PK\1\2", at + 4)
    assert opened(tmp_path, bytes(data)).text == "words"


def test_overlapping_entries_share_one_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip of a few kilobytes holds petabytes: its directory names the same bytes again and again."""
    monkeypatch.setattr(zip_parts, "BUDGET", 4 << 20)
    names = [f"c{number}.xhtml" for number in range(300)]
    data = io.BytesIO(epub(dict.fromkeys(names, "") | {"c0.xhtml": chapter(f"<p>{'word ' * 100_000}</p>")}))
    with zipfile.ZipFile(data, "a") as archive:
        shared = archive.getinfo("OPS/c0.xhtml")
        for info in archive.filelist:
            if info.filename.startswith("OPS/c"):
                info.header_offset, info.compress_size = shared.header_offset, shared.compress_size
                info.CRC, info.file_size = shared.CRC, shared.file_size
        archive.writestr("x", "")  # so that the directory is written again
    with suppress(SourceError):  # or it is told that parts are damaged: they are not called so where they lie
        assert len(opened(tmp_path, data.getvalue()).text) < 4 << 20


def test_entities_in_attributes_are_not_expanded(tmp_path: Path) -> None:
    """Parsers expand entities there whatever their settings, and names may begin with punctuation."""
    grows = "".join(f'<!ENTITY _{chr(98 + n)} "{f"&_{chr(97 + n)};" * 10}">' for n in range(12))
    body = "<p title='&_m;' id='&_m;'>words</p>"
    data = epub({"a.xhtml": chapter(body, f'<!DOCTYPE html [<!ENTITY _a "aaaaaaaaaa">{grows}]>')})
    (tmp_path / "a.epub").write_bytes(data)
    with suppress(SourceError):  # that there is no text: what comes after is not read
        assert len(open_source(str(tmp_path / "a.epub")).text) < 100


def test_deep_nesting_is_read(tmp_path: Path) -> None:
    article = opened(tmp_path, epub({"a.xhtml": "<html><body>" + "<ul><li>x" * 200_000}))
    assert len(article.text) < 100_000


def test_scripts_and_escapes_are_not_text(tmp_path: Path) -> None:
    body = "<script>alert(1)</script><p onclick='x()'>red &#27;[31m</p><iframe src='http://127.0.0.1:1/'/>"
    article = opened(tmp_path, epub({"a.xhtml": chapter(body)}, metadata="<dc:creator>evil&#x202e;</dc:creator>"))
    assert "alert" not in article.text
    assert "\x1b" not in article.text
    assert "\u202e" not in "".join(article.author)


def test_book_of_pictures_is_refused(tmp_path: Path) -> None:
    assert "has no text" in refusal(tmp_path, epub({"a.xhtml": chapter("<img src='page1.png'/>")}))
