"""Parts of a book that are not XHTML: drawings, formats with and without a fallback, alternatives."""

from pathlib import Path

import pytest

from reader.document.article import Article
from reader.document.links import footnote_at
from reader.errors import SourceError
from tests.fixtures.hostile_files import chapter, epub
from tests.sources.opening import open_source

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">{}</svg>'

NAV = (
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc">'
    "<ol>{}</ol></nav></body></html>"
)


def opened(folder: Path, data: bytes) -> Article:
    (folder / "a.epub").write_bytes(data)
    return open_source(str(folder / "a.epub"))


def item(id_: str, href: str, media_type: str, fallback: str = "") -> str:
    return f'<item id="{id_}" href="{href}" media-type="{media_type}" fallback="{fallback}"/>'


def words(article: Article) -> list[str]:
    return [block.span.of(article.text) for block in article.blocks]


def test_fallback_of_a_foreign_part_is_read_and_named_by_the_contents(tmp_path: Path) -> None:
    manifest = item("p", "a.png", "image/png", "d") + item("d", "a.psd", "image/psd", "t")
    manifest += item("t", "t.xhtml", "application/xhtml+xml")
    files = {
        "t.xhtml": chapter("<p>What is on the picture.</p>"),
        "nav.xhtml": NAV.format('<li><a href="a.png">Plate</a></li>'),
    }
    data = epub({"a.xhtml": chapter("<p>One.</p>")}, files, manifest=manifest, spine='<itemref idref="p"/>')
    assert words(opened(tmp_path, data)) == ["One.", "Plate", "What is on the picture."]


@pytest.mark.parametrize("fallback", ["", "p", "gone"])
def test_foreign_part_without_fallback_is_named_in_its_place(tmp_path: Path, fallback: str) -> None:
    manifest = item("p", "a.dmg", "application/octet-stream", fallback)
    data = epub(
        {"a.xhtml": chapter("<p>One.</p>")}, {"a.dmg": b"<p>no</p>"}, manifest=manifest, spine='<itemref idref="p"/>'
    )
    article = opened(tmp_path, data)
    assert words(article) == ["One.", "(A part of the book is missing or damaged here: OPS/a.dmg)"]
    assert article.blocks[-1].role == "furniture"


def test_book_of_foreign_parts_alone_is_refused(tmp_path: Path) -> None:
    data = epub({}, {"a.dmg": b"x"}, manifest=item("p", "a.dmg", "image/psd"), spine='<itemref idref="p"/>')
    with pytest.raises(SourceError, match="has no text"):
        opened(tmp_path, data)


def test_page_that_is_a_drawing_keeps_its_lines(tmp_path: Path) -> None:
    drawing = SVG.format(
        "<title>page 3</title><g><text><tspan y='1'>The harbour </tspan><tspan y='1'>of Leith</tspan>"
        "<tspan y='9'>was  quiet</tspan><tspan dy='1em'>at dawn.<title>no</title></tspan></text>"
        "<text>A boat.</text></g>"
        "<defs><text>never drawn</text></defs><g><text>Another group</text></g>"
    )
    manifest = item("s", "s.svg", "image/svg+xml")
    data = epub({}, {"s.svg": drawing}, manifest=manifest, spine='<itemref idref="s"/>')
    assert words(opened(tmp_path, data)) == ["The harbour of Leith\nwas quiet\nat dawn.\nA boat.", "Another group"]


def test_drawing_without_text_has_its_description(tmp_path: Path) -> None:
    drawing = SVG.format("<title>A chart</title><desc>The coast\n of Leith.</desc><image xlink:href='c.png'/>")
    label = SVG.replace("<svg ", "<svg aria-label='A boat' ").format("<path/>")
    picture = SVG.format("<image href='d.png' alt='A gull'/>")
    article = opened(tmp_path, epub({"a.xhtml": chapter(f"<p>Here:{drawing}</p>{label}{picture}<p>End.</p>")}))
    assert words(article) == ["Here:", "A chart: The coast of Leith.", "A boat", "A gull", "End."]
    assert [mark.href for mark in article.marks] == ["OPS/c.png", "OPS/d.png"]


def test_fallback_of_an_object_is_read_and_only_the_default_of_alternatives(tmp_path: Path) -> None:
    body = (
        "<object data='quiz.xml' type='x/quiz'><p>Which planet?</p></object><switch xmlns='http://www.idpf.org/2007/ops'>"
        "<case><p>formula</p></case><default><p xmlns='http://www.w3.org/1999/xhtml'>water</p></default></switch>"
    )
    assert words(opened(tmp_path, epub({"a.xhtml": chapter(body)}))) == ["Which planet?", "water"]


def test_hidden_footnote_is_shown_in_the_box(tmp_path: Path) -> None:
    body = (
        "<p>It was said.<a epub:type='noteref' href='#n'>1</a></p>"
        "<aside epub:type='footnote' id='n' hidden='hidden'><p>By Ortiz.</p></aside><aside hidden=''>Menu</aside>"
    )
    article = opened(tmp_path, epub({"a.xhtml": chapter(body)}))
    assert words(article) == ["It was said.[1]", "[1] By Ortiz."]
    note = footnote_at(article, article.text.index("[1]"))
    assert note is not None
    assert note.note.of(article.text) == "By Ortiz."


def test_picture_without_alternative_text_has_its_label_or_title(tmp_path: Path) -> None:
    body = "<p><img src='a.png' aria-label='A gull'/></p><p><img src='b.png' title='A boat'/></p>"
    body += "<p>x<img alt='' title='no'/></p>"
    assert words(opened(tmp_path, epub({"a.xhtml": chapter(body)}))) == ["A gull", "A boat", "x"]
