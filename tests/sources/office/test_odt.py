"""OpenDocument texts as articles: structure, metadata, what is left out, and damaged or hostile documents."""

from pathlib import Path

import pytest

from reader.document.article import Article
from reader.document.links import footnote_at
from reader.sources import zip_parts
from tests.fixtures.opendocument import content, odt, root
from tests.sources.blocks import check_blocks, kinds, words
from tests.sources.mutants import zip_mutants
from tests.sources.opening import open_source, opened, refusal
from tests.sources.survival import survive

SAMPLE = Path(__file__).parents[2] / "samples" / "harbour-pandoc.odt"


def article_of(folder: Path, body: str, styles: str = "", about: str = "", automatic: str = "") -> Article:
    article = opened(folder, "a.odt", odt(body, styles, about, automatic=automatic))
    check_blocks(article.text, article.blocks)
    return article


def p(said: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{said}</text:p>'


def style(name: str, more: str = "", parent: str = "", attributes: str = "") -> str:
    above = f' style:parent-style-name="{parent}"' if parent else ""
    return f'<style:style style:name="{name}"{above} {attributes}>{more}</style:style>'


def test_document_of_pandoc_is_read_completely() -> None:
    article = open_source(str(SAMPLE))
    assert (article.title, article.author, article.language) == ("The Harbour Vote", ("Ann Lee", "Bo Chen"), "en-GB")
    outline = [(block.level, block.span.of(article.text)) for block in article.headings]
    assert outline == [(1, "The morning"), (2, "What was at stake"), (1, "The evening"), (2, "Afterwards")]
    assert len(words(article, kind="item")) == 3
    assert words(article, kind="quotation")[0].startswith("“A harbour is a promise,”")
    assert "Liberal      │ 3   │ 1" in words(article, kind="table")[0]
    footnote = footnote_at(article, article.text.index("[1] She"))
    assert footnote is not None
    assert footnote.note.of(article.text).startswith("The Port Authority was founded in 1931")


def test_styles_are_inherited(tmp_path: Path) -> None:
    styles = (
        style("Quotations")
        + style("P1", parent="Quotations")
        + style("Title")
        + style("P2", parent="Title")
        + style("P3", attributes='style:default-outline-level="3"')
        + style("circle", parent="circle")
        + style("Preformatted_20_Text")
    )
    body = p("The Vote", "P2") + p("said", "P1") + p("part", "P3") + p("words", "circle")
    article = article_of(tmp_path, body + p("a", "Preformatted_20_Text") + p("  b", "Preformatted_20_Text"), styles)
    assert article.title == "The Vote"
    assert kinds(article)[1:4] == [("quotation", "said"), ("heading", "part"), ("paragraph", "words")]
    assert article.blocks[4].kind == "code"
    assert article.blocks[4].span.of(article.text).split("\n")[0] == "a"


def test_letters_links_and_spaces(tmp_path: Path) -> None:
    def letters(name: str, value: str) -> str:
        return f"<style:text-properties {name}='{value}'/>"

    automatic = (
        style("T1", letters("fo:font-weight", "bold"))
        + style("T2", letters("fo:font-style", "italic"), "T1")
        + style("T3", letters("style:text-line-through-style", "solid"))
        + style("T4", letters("style:text-position", "super 58%"))
        + style("T5", letters("style:text-position", "sub 58%"))
    )
    spans = "".join(
        f'<text:span text:style-name="T{n}">{said}</text:span> ' for n, said in ((1, "b"), (2, "i"), (3, "s"))
    )
    raised = 'm<text:span text:style-name="T4">2</text:span>H<text:span text:style-name="T5">2</text:span>'
    link = (
        '<text:a xlink:href="https://example.org/">there</text:a><text:s text:c="3"/>x<text:tab/>y<text:line-break/>z'
    )
    article = article_of(tmp_path, p(f"{spans}{raised} {link}"), automatic=automatic)
    assert article.text.startswith("b i s m²H₂ there")
    assert "x y\nz" in article.text
    marks = [(mark.kind, mark.span.of(article.text)) for mark in article.marks]
    assert marks == [("strong", "b"), ("emphasis", "i"), ("strike", "s"), ("link", "there")]


def test_lists_are_numbered_nested_and_started(tmp_path: Path) -> None:
    lists = (
        '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/>'
        '<text:list-level-style-bullet text:level="2"/></text:list-style>'
    )
    inner = f"<text:list><text:list-item>{p('deep')}</text:list-item></text:list>"
    item = f'<text:list-item text:start-value="4">{p("four")}{inner}</text:list-item>'
    body = f'<text:list text:style-name="L1">{item}<text:list-item>{p("five")}</text:list-item></text:list>'
    heading = '<text:h text:outline-level="2">Part</text:h>'
    numbered = f'<text:list text:style-name="L1"><text:list-item>{heading}</text:list-item></text:list>'
    article = article_of(tmp_path, body + numbered, automatic=lists)
    assert [(block.prefix, block.span.of(article.text)) for block in article.blocks] == [
        ("4. ", "four"),
        ("   • ", "deep"),
        ("5. ", "five"),
        ("", "Part"),
    ]


def test_tables_notes_boxes_and_pictures(tmp_path: Path) -> None:
    def row(*cells: str, more: str = "") -> str:
        made = (f"<table:table-cell{more}>{p(cell)}</table:table-cell>" for cell in cells)
        return f"<table:table-row>{''.join(made)}</table:table-row>"

    twice = row("x", more=' table:number-columns-repeated="2"')
    table = f"<table:table><table:table-header-rows>{row('Party', 'For')}</table:table-header-rows>{row('Labour', '7')}"
    table += f"{twice}</table:table>"
    body = f"<text:note-body>{p('The note.')}</text:note-body>"
    note = f"<text:note><text:note-citation>7</text:note-citation>{body}</text:note>"
    box = f"<draw:frame><draw:text-box>{p('in a box')}</draw:text-box></draw:frame>"
    picture = (
        "<draw:frame><draw:image xlink:href='a.png'/><svg:title>The</svg:title><svg:desc>quay</svg:desc></draw:frame>"
    )
    article = article_of(tmp_path, f"{p(f'It opens{note}.')}{table}{box}{p(picture)}")
    assert words(article, kind="table") == ["Party  │ For\n───────┼────\nLabour │ 7\nx      │ x"]
    assert [block.span.of(article.text) for block in article.blocks if block.kind != "table"] == [
        "It opens[7].",
        "in a box",
        "The quay",
        "[7] The note.",
    ]


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    deletion = f"<text:changed-region><text:deletion>{p('never')}</text:deletion></text:changed-region>"
    changes = f"<text:tracked-changes>{deletion}</text:tracked-changes>"
    remark = f"<office:annotation>{p('No!')}</office:annotation>"
    hidden = f'<text:section text:display="none">{p("secret")}</text:section>'
    contents = f"<text:table-of-content><text:index-body>{p('Part ... 3')}</text:index-body></text:table-of-content>"
    article = article_of(tmp_path, f"{changes}{contents}{p(f'It{remark} opens.')}{hidden}")
    assert [(block.role, block.span.of(article.text)) for block in article.blocks] == [
        ("furniture", "Part ... 3"),
        ("body", "It opens."),
    ]
    assert article.left_out == ("1 comment", "1 deleted passage")


def test_flat_document_is_read(tmp_path: Path) -> None:
    about = "<office:meta><meta:initial-creator>Ann Lee</meta:initial-creator></office:meta>"
    article = opened(tmp_path, "a.fodt", root("document", about + content(p("words"))).encode())
    assert (article.text, article.author) == ("words", ("Ann Lee",))


def test_document_with_a_password_is_refused(tmp_path: Path) -> None:
    manifest = {"META-INF/manifest.xml": "<m><encryption-data/></m>"}
    (tmp_path / "a.odt").write_bytes(odt(p("words"), extra=manifest))
    assert "protected with a password" in refusal(tmp_path / "a.odt")


def test_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_parts, "BUDGET", 1 << 20)
    (tmp_path / "a.odt").write_bytes(odt(p("x" * (2 << 20))))
    assert "unpacks to more than 1 MiB" in refusal(tmp_path / "a.odt")


@pytest.mark.parametrize("data", [b"words", odt("")[:300], odt("", extra={"content.xml": "<a"}), b"<a/>"])
def test_damaged_document_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.odt").write_bytes(data)
    assert "is not an OpenDocument text, or it is damaged" in refusal(tmp_path / "a.odt")


def test_deep_nesting_is_bounded(tmp_path: Path) -> None:
    deep = "<text:section>" * 1000 + p("deep") + "</text:section>" * 1000
    assert article_of(tmp_path, p("words") + deep).text == "words"
    article = article_of(tmp_path, p(f"a<text:s text:c='{10**9}'/>b"))
    assert len(article.text) < 200


def test_document_is_known_by_its_content(tmp_path: Path) -> None:
    assert opened(tmp_path, "a.txt", odt(p("words"))).text == "words"


MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mi>a</mi><mi>b</mi></mfrac></math>'


def frame(inner: str) -> str:
    return f"<draw:frame>{inner}<draw:image/></draw:frame>"


def test_formulas_are_tex_and_other_objects_have_a_sign(tmp_path: Path) -> None:
    linked = frame('<draw:object xlink:href="./Object 1"/>')
    chart = frame('<draw:object xlink:href="./Object 2"/>')
    old, lost = frame('<draw:object-ole xlink:href="./Object 3"/>'), frame('<draw:object xlink:href="./Object 4"/>')
    body = p(f"If {linked} or {frame(f'<draw:object>{MATH}</draw:object>')} hold, {chart}, {old} and {lost} do.")
    extra = {"Object 1/content.xml": MATH, "Object 2/content.xml": root("document-content", "")}
    article = opened(tmp_path, "a.odt", odt(body, extra=extra))
    tex = r"\frac{a}{b}"
    assert article.text == f"If {tex} or {tex} hold, [object], [object] and [object] do."


def test_item_that_only_holds_a_list_has_no_sign_of_its_own(tmp_path: Path) -> None:
    inner = f"<text:list><text:list-item>{p('two')}</text:list-item></text:list>"
    article = article_of(
        tmp_path,
        f"<text:list><text:list-item>{p('one')}</text:list-item><text:list-item>{inner}</text:list-item></text:list>",
    )
    assert article.text == "• one\n\n  • two"


def test_deleted_passage_that_still_stands_in_the_text_is_left_out(tmp_path: Path) -> None:
    region = "<text:changed-region text:id='{id}'><text:{kind}/></text:changed-region>"
    changes = region.format(id="c1", kind="deletion") + region.format(id="c2", kind="insertion")

    def changed(id_: str, words: str) -> str:
        return f"<text:change-start text:change-id='{id_}'/>{words}<text:change-end text:change-id='{id_}'/>"

    said = p(f"It {changed('c1', 'never <text:span>once</text:span> ')}{changed('c2', 'always ')}opens.")
    article = article_of(tmp_path, f"<text:tracked-changes>{changes}</text:tracked-changes>{said}")
    assert article.text == "It always opens."
    assert article.left_out == ("1 deleted passage",)


def test_mutants_survive(tmp_path: Path) -> None:
    for data in zip_mutants(SAMPLE.read_bytes(), 60):
        survive(data, tmp_path / "a.odt")
