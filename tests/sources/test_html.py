"""HTML to articles: the article without the site around it, every kind of block and mark, and hostile pages."""

import logging
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources.html import block_builder, elements
from reader.sources.webpage import trafilatura_tree
from reader.text.sanitize import clean
from reader.text.span import Span
from tests.examples import in_turns
from tests.fixtures.web_server import running
from tests.sources.opening import open_source, read_webpage

SAMPLES = Path(__file__).parents[1] / "samples"
SENTENCE = "The harbour stays open, the council said on Friday after a long debate about money and boats. "


def page(body: str, head: str = "", base: str = "http://example.org/a/") -> Article:
    return read_webpage(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>".encode(), "", "-", base)


def shown(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.prefix + block.span.of(article.text)) for block in article.blocks]


def marked(article: Article) -> list[tuple[str, str]]:
    return [(mark.kind, mark.span.of(article.text)) for mark in article.marks]


# -- the article without the site -------------------------------------------------------------------------------------


def test_article_is_read_without_the_site() -> None:
    article = open_source(str(SAMPLES / "harbour-site.html"))
    assert (article.title, article.author, article.published) == ("The Harbour Vote", ("Ann Lee",), "2026-03-02")
    assert (article.site, article.language) == ("The Leith Courier", "en-GB")
    assert "We were not told until Friday" in article.text
    for words in ("Subscribe", "Accept all", "search the site", "Share on", "Buy a boat", "More from", "First!", "©"):
        assert words not in article.text, words
    assert "tracked" not in article.text


def test_blocks_and_marks_are_those_of_the_page() -> None:
    article = open_source(str(SAMPLES / "harbour-site.html"))
    text = article.text
    assert [block.span.of(text) for block in article.headings] == ["What was at stake", "The evening"]
    assert [block.role for block in article.blocks[:3]] == ["title", "furniture", "body"]
    assert article.blocks[1].span.of(text) == "Ann Lee · 2026-03-02 · The Leith Courier"
    kinds = [block.kind for block in article.blocks]
    assert kinds.count("item") == 3
    assert kinds.count("quotation") == 1
    assert "Labour       │ 7   │ 2" in text
    assert ("emphasis", "decided") in marked(article)
    assert ("strong", "Maria Ortiz") in marked(article)


@pytest.mark.parametrize("program", ["libreoffice", "pandoc", "sphinx"])
def test_generated_document_is_complete(program: str) -> None:
    """Headings, lists, tables and footnotes are kept, which extraction of an article may drop."""
    article = open_source(str(SAMPLES / f"harbour-{program}.html"))
    text = article.text
    outline = [(block.level, block.span.of(text)) for block in article.headings]
    first = outline[0][0]
    assert [(level - first, words) for level, words in outline] == [
        (0, "The morning"),
        (1, "What was at stake"),
        (0, "The evening"),
        (1, "Afterwards"),
    ]
    assert article.title == "The Harbour Vote"
    assert [block.span.of(text)[:9] for block in article.blocks if block.kind == "item"][:3] == [
        "the easte",
        "the Port ",
        "the fees ",
    ]
    assert "Conservative │ 1   │ 6" in text
    assert "six years.[1] She" in text.replace("six years. [1]", "six years.[1]")
    notes = [block.prefix + block.span.of(text) for block in article.blocks[-2:]]
    assert [re.sub(r"^\[?\d[\].] ", "", note)[:14] for note in notes] == ["The Port Autho", "The court has "]
    assert "Link to this heading" not in text
    assert "¶" not in text


def test_visible_byline_of_a_document_is_used() -> None:
    article = open_source(str(SAMPLES / "harbour-pandoc.html"))
    assert article.author == ("Ann Lee", "Bo Chen")
    assert [block.role for block in article.blocks[:5]] == ["title", "furniture", "furniture", "body", "body"]
    assert article.text.count("Ann Lee") == 1


def test_headings_in_an_anonymous_element_are_kept() -> None:
    words = "".join(
        f"<h2>Part {number}</h2><p>{SENTENCE * 3}</p><ul><li>the boats of part {number}, all of them<li>fees</ul>"
        for number in range(3)
    )
    article = page(
        f"<nav><a href=/>Home</a></nav><div><div class=xq7><h1>Boats</h1>{words}</div></div><footer>© us</footer>"
    )
    assert [block.span.of(article.text) for block in article.headings] == ["Part 0", "Part 1", "Part 2"]
    assert article.text.count("• the boats of part") == 3
    assert "Home" not in article.text


def test_anonymous_menus_are_recognized_as_a_site() -> None:
    menu = "".join(f"<li><a href='/{n}'>Department number {n}</a></li>" for n in range(12))
    body = f"<ul>{menu}</ul><h1>Boats</h1>" + "".join(f"<p>{SENTENCE * 2}</p>" for _ in range(4))
    assert "Department" not in page(body).text


def test_footnotes_are_kept_with_their_references() -> None:
    note = '<section class="footnotes"><ol><li id="fn1"><p>So it is. <a class="footnote-back" href="#r1">↩</a></p></ol>'
    marker = '<sup id="r1"><a href="#fn1">1</a></sup>'
    article = page(f"<nav>menu</nav><article><h2>Boats</h2><p>{SENTENCE * 4}Really.{marker}</p>{note}</article>")
    assert "Really.[1]" in article.text
    assert article.text.endswith("1. So it is.")


def test_page_that_is_not_an_article_is_read_completely() -> None:
    article = page("<nav><a href=/>Home</a></nav><h1>Hello</h1><p>Two words.</p>")
    assert article.title == "Hello"
    assert [(block.role, block.span.of(article.text)) for block in article.blocks] == [
        ("furniture", "Home"),
        ("title", "Hello"),
        ("body", "Two words."),
    ]


def test_hidden_title_is_inserted() -> None:
    article = page(f"<article><p>{SENTENCE * 4}</p></article>", "<title>The Harbour</title>")
    assert article.text.startswith("The Harbour\n\nThe harbour stays open")
    assert article.blocks[0].role == "title"


def test_page_too_large_for_extraction_is_read_completely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trafilatura_tree, "LARGEST", 20)
    assert page("".join(f"<p>{SENTENCE}</p>" for _ in range(40))).text.count("Friday") == 40


def test_page_with_endless_class_names_is_read_completely(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    monkeypatch.setattr(trafilatura_tree, "NAMES", 1000)
    monkeypatch.setattr(trafilatura, "bare_extraction", lambda *_, **__: pytest.fail("extraction was tried"))
    assert "words" in page(f'<p class="{"a " * 600}">words and words').text


def test_error_in_extraction_does_not_fail_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    import trafilatura

    def fails(*_: object, **__: object) -> None:
        raise IndexError

    monkeypatch.setattr(trafilatura, "bare_extraction", fails)
    assert page(f"<h1>Harbour</h1><p>{SENTENCE}</p>").title == "Harbour"


def test_extraction_writes_nothing_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    logging.getLogger("trafilatura").setLevel(logging.NOTSET)
    page("<html><body><p>") if False else page("<p>x</p>")
    assert capsys.readouterr() == ("", "")


# -- every kind of block ----------------------------------------------------------------------------------------------


def test_nested_and_numbered_lists() -> None:
    body = "<ul><li>one<ol start=3><li>three</li><li><p>four</p><p>more</p></li></ol></li></ul>"
    assert shown(page(body)) == [
        ("item", "• one"),
        ("item", "  3. three"),
        ("item", "  4. four"),
        ("paragraph", "     more"),
    ]
    assert page(body).text == "• one\n  3. three\n\n  4. four\n\nmore"


def test_definition_lists() -> None:
    article = page("<dl><dt>Term</dt><dd>Meaning</dd><dd>Another</dd></dl>")
    assert article.text == "Term\n  Meaning\n  Another"
    assert marked(article) == [("strong", "Term")]


def test_block_quotations_and_their_headings() -> None:
    article = page("<p>x</p><blockquote><h2>Head</h2><p>words</p></blockquote>", "<title>Title</title>")
    assert shown(article)[2:] == [("quotation", "▌ Head"), ("quotation", "▌ words")]
    assert article.headings == ()


def test_only_code_keeps_its_lines() -> None:
    article = page("<p>a\n   b</p><pre><code>\ndef f():\n    return 1\n\n</code></pre>")
    assert shown(article) == [("paragraph", "a b"), ("code", "  def f():\n    return 1")]


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<pre><code class='language-Python extra'>x</code></pre>", "python"),
        ("<pre class='lang-js'><code>x</code></pre>", "js"),
        ("<div class='highlight-python3 notranslate'><div class=highlight><pre>x</pre></div></div>", "python3"),
        ("<div class='highlight highlight-source-c++'><pre>x</pre></div>", "c++"),
        ("<pre class='sourceCode rust'><code>x</code></pre>", "rust"),
        ("<pre class='wide'><code>x</code></pre>", ""),
        ("<pre class='language-rust'>x</pre><pre>y</pre>", ""),
    ],
)
def test_classes_tell_the_language_of_code(html: str, language: str) -> None:
    code = [block for block in page(f"<p>words</p>{html}").blocks if block.kind == "code"]
    assert code[-1].language == language


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<img alt='A boat' src='/b.png'>", ("picture", "A boat", "http://example.org/b.png")),
        ("<img alt='A boat' src='data:image/png;base64,AAAA'><i id=''></i>", None),
        ("<img alt='A boat'>", None),
        ("<a href='/x'><img alt='A boat' src='b.png'></a>", ("link", "A boat", "http://example.org/x")),
    ],
)
def test_a_picture_is_its_alternative_text(html: str, marked: tuple[str, str, str] | None) -> None:
    article = page(f"<p>{html}</p><p>words</p>")
    found = [(mark.kind, mark.span.of(article.text), mark.href) for mark in article.marks]
    assert found == ([marked] if marked else [])
    assert article.blocks[0].prefix == ("" if marked and marked[0] == "link" else "▣ ")


def test_only_data_tables_are_tables() -> None:
    rows = "<tr><th>A<th>B</tr><tr><td>1<td><b>2</b></tr><tr><td colspan=2>wide</tr>"
    data = page(f"<table><caption>Cap</caption>{rows}</table>")
    assert shown(data) == [("paragraph", "Cap"), ("table", "A    │ B\n─────┼──\n1    │ 2\nwide │")]
    assert marked(data) == [("strong", "2")]
    layout = page("<table><tr><td><ul><li>menu</ul><td><p>text</p><table><tr><td>in<td>ner</table></table>")
    assert [kind for kind, _ in shown(layout)] == ["item", "paragraph", "table"]


def test_table_with_a_list_or_a_long_cell_is_a_layout() -> None:
    assert shown(page("<table><tr><td><ul><li>menu</ul><td>text</table>")) == [
        ("item", "• menu"),
        ("paragraph", "text"),
    ]
    long = page(f"<table><tr><td>left<td>{SENTENCE * 5}</table>")
    assert [kind for kind, _ in shown(long)] == ["paragraph", "paragraph"]


def test_cells_beyond_the_last_column_are_kept_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block_builder, "COLUMNS", 2)
    article = page("<table><tr><td>one<td>two<td>three<td><td>four</tr><tr><td colspan=9>wide</table>")
    assert shown(article) == [("table", "one  │ two three four\nwide │")]


def test_a_wide_cell_takes_as_many_columns_as_it_says() -> None:
    rows = "<tr><td>a<td>b<td>c</tr><tr><td colspan=2>wide<td>d</tr><tr><td colspan=0>e<td colspan=x>f<td>g</tr>"
    assert shown(page(f"<table>{rows}</table>")) == [("table", "a    │ b │ c\nwide │   │ d\ne    │ f │ g")]


def test_line_breaks_and_rules() -> None:
    assert page("<p>one <br> two<br><br>three</p><hr><p>four").text == "one\ntwo\n\nthree\n\n⁂\n\nfour"


def test_marks_nest_and_cross_blocks() -> None:
    article = page("<a href=b><p>one <b>two <i>three</i></b></p><p>four</p></a> <code>x</code> <s>gone</s>")
    assert marked(article) == [
        *(("link", "one two three"), ("strong", "two three"), ("emphasis", "three")),
        *(("link", "four"), ("code", "x"), ("strike", "gone")),
    ]
    assert article.marks[0].href == "http://example.org/a/b"


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "#part", "http://[", ""]
)
def test_links_lead_only_to_the_web(href: str) -> None:
    assert page(f"<p><a href='{href}'>words</a></p>").marks == ()


def test_base_element_is_used() -> None:
    assert page("<p><a href=x>y</a></p>", "<base href='/deep/'>").marks[0].href == "http://example.org/deep/x"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("word<a href=#fn1><sup>1</sup></a>, word<sup><a href=#fn2>2</a></sup>", "word[1], word[2]"),
        ("word<sup><a href=#fn2>[3]</a></sup>", "word[3]"),
        ("<p>x<a role=doc-noteref href=#n>4</a><p id=n>Note <a class=footnote-back href=#r>up</a>", "x[4]\n\n[4] Note"),
        ("10<sup>2</sup> H<sub>2</sub>O 4<sup>th</sup>", "10² H₂O 4th"),
        ("<ruby>山路<rp>(</rp><rt>やまみち</rt><rp>)</rp></ruby>を", "山路（やまみち）を"),
        ("<ruby>山<rt>やま</rt>路<rt>みち</rt></ruby>", "山（やま）路（みち）"),
        ("<ruby>AI<rt>machine</rt></ruby><rt> </rt>", "AI (machine)"),
        ("He said <q>no</q>.", "He said “no”."),
        ("an<span>other</span> soft&shy;ly&nbsp;x", "another softly x"),
        ("<img alt='A boat'> <img alt=''>", "A boat"),
        ("a<script>b</script><style>c</style><!-- d --><template>e</template><noscript>f</noscript>g", "ag"),
        ("a<span hidden>b</span><span style='display: none'>c</span><i class=sr-only>d</i>e", "ae"),
        ("<form><input value=x><select><option>y</select><textarea>z</textarea><button>go</button>ok</form>", "ok"),
        ("<details><summary>More</summary>words</details>", "More\n\nwords"),
    ],
)  # fmt: skip
def test_text_is_what_a_browser_shows(body: str, text: str) -> None:
    assert page(body).text == text


def test_heading_that_names_the_site_is_not_the_title() -> None:
    body = f"<h1>The Leith Courier</h1><h1>The Harbour Vote</h1><p>{SENTENCE * 4}</p>"
    assert page(body, "<title>The Harbour Vote – News</title>").title == "The Harbour Vote"


@pytest.mark.parametrize("start", ["<html hidden><body>", "<html><body style='display: none'>"])
def test_page_that_hides_itself_until_its_program_runs_is_read(start: str) -> None:
    data = f"{start}<h1>Vote</h1><p>{SENTENCE}</p><p hidden>unseen</p></body></html>".encode()
    assert read_webpage(data, "", "-", "http://example.org/").text == f"Vote\n\n{SENTENCE.strip()}"


def test_a_part_that_is_sent_later_is_read() -> None:
    body = f"<p>Loading</p><div hidden id='S:5'><h1>Vote</h1><p>{SENTENCE}</p></div><div hidden id=menu>Menu</div>"
    assert page(body).text.endswith(f"Vote\n\n{SENTENCE.strip()}")


def test_long_reference_to_a_note_is_not_its_sign() -> None:
    reference = "<a role=doc-noteref href=#n>as the note at the end of the page explains</a>"
    article = page(f"<p>The vote, {reference}.</p><aside id=n role=doc-footnote><p>It was close.</p></aside>")
    assert article.text.endswith("\n\nIt was close.")


# -- hostile pages ----------------------------------------------------------------------------------------------------


def test_escape_sequences_are_sanitized() -> None:
    head = "<title>evil&#27;]0;x&#7;</title><meta name=author content='a&#155;b'>"
    article = page(f"<p>red &#27;[31m &#x202e; {SENTENCE * 4}</p>", head)
    assert article.text == clean(article.text)
    assert article.title == clean(article.title)
    assert "".join(article.author) == clean("".join(article.author))


def test_page_fetches_nothing_and_links_only_to_the_web() -> None:
    with running() as site:
        url = site.url
        head = (
            f'<meta http-equiv="refresh" content="0;url={url}/meta"><base href="{url}/base/"><base href="http://[bad">'
            f'<link rel="stylesheet" href="{url}/css"><script src="{url}/js"></script>'
        )
        link = '<a href="data:text/html,x">data</a> <a href="javascript:x()">js</a> <a href="x">rel</a>'
        body = (
            f'<iframe src="{url}/frame">inner</iframe><img src="{url}/img" alt="a boat">'
            f'<object data="{url}/o"></object>'
            f'<form action="{url}/form"><input value="secret"><textarea>typed</textarea><button>Go</button></form>'
            f"<p>{SENTENCE} {link}</p>"
        )
        article = page(body, head)
        assert not site.asked
    for words in ("secret", "typed", "Go", "inner"):
        assert words not in article.text
    assert {mark.href for mark in article.marks} <= {"", f"{url}/base/x", f"{url}/img"}


@pytest.mark.parametrize(
    "base", ["javascript:alert(1)//", "file:///etc/", "data:text/html,", "http://[bad", "\x1b]0;x"]
)
def test_base_outside_the_web_is_ignored(base: str) -> None:
    article = page(f"<p>{SENTENCE} <a href='passwd'>link</a></p>", f'<base href="{base}">')
    assert {mark.href for mark in article.marks} <= {"", "http://example.org/a/passwd"}


@pytest.mark.parametrize("line_break", ["<br>", " <br> ", " <br/><br>", "\n<br />\n"])
def test_a_line_ends_with_its_words_however_it_is_broken(line_break: str) -> None:
    article = page(f"<p>{SENTENCE} One <em>word</em>{line_break}and <b>two</b>.</p><p>{SENTENCE}</p>")
    lines = article.text.split("\n")
    assert any(line.endswith(" One word") for line in lines)
    assert "and two." in lines
    assert {mark.span.of(article.text) for mark in article.marks} == {"word", "two"}


@pytest.mark.slow
def test_megabytes_on_one_line_are_read() -> None:
    words = 300_000 // in_turns(4)
    assert page(f"<p>{'word and another ' * words}</p>").text.count("another") == words


@pytest.mark.parametrize(
    "attributes", ["a{}='>' ", "a{} ", "a{}/", "a{}=''", 'a{} " ', "a{} <b ", "a{}='b c' ", "a{}=b\n"], ids=repr
)
def test_tag_with_too_many_attributes_loses_them(attributes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elements, "ATTRIBUTES", 200)
    tag = "<p " + "".join(attributes.format(number) for number in range(201)) + "title=hidden>"
    root = elements.parse_html(f"{tag}words and words")
    assert root is not None
    assert [(element.tag, dict(element.attrib)) for element in root.iter("p")] == [("p", {})]


@pytest.mark.parametrize("value", ["x " * 9000, "x=" * 9000, "/" * 9000, ">" * 9000, "'" * 9000])
def test_long_value_is_one_attribute(value: str) -> None:
    assert "words" in page(f'<p class="{value}" id=a>words and words').text


@pytest.mark.parametrize("tag", ["<a b='", '<a b="', "<a b=c ", "<a ", "<"])
def test_unclosed_tags_take_bounded_time(tag: str) -> None:
    elements.parse_html(tag * 1000 + "=" * 6000)


@pytest.mark.parametrize(
    "marker", ["<div>", "<ul><li>x", "<blockquote>q", "<b>", "<table><tr><td>x", "<span>", "<sup>1"]
)
def test_megabytes_of_nesting_are_read_or_refused(marker: str) -> None:
    """Nesting that takes quadratic time would exceed the time limit of every test."""
    length = 3_000_000 // in_turns(3)
    try:
        article = page(marker * (length // len(marker)))
    except SourceError:
        return
    assert len(article.text) < length


def test_too_many_paragraphs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.sources.html import block_builder

    monkeypatch.setattr(block_builder, "MOST", 1000)
    monkeypatch.setattr(trafilatura_tree, "LARGEST", 10)
    with pytest.raises(SourceError, match="more than 1,000 paragraphs"):
        page("<p>x" * 2000)


@given(st.lists(st.sampled_from(
    "<p> </p> <b> </b> <a href=x> </a> <ul> <li> </ul> <table> <tr> <td> </table> <blockquote> </blockquote> <pre>"
    " </pre> <h2> </h2> <br> <hr> <sup> </sup> <dl> <dt> <dd> </dl> words 12 &amp; \n &#27;".split(" ")
), max_size=60))  # fmt: skip
def test_any_elements_give_valid_blocks_and_marks(parts: list[str]) -> None:
    from lxml import html as lxml_html

    from reader.sources.builder import ArticleBuilder
    from reader.sources.html.walker import read_tree

    growth = ArticleBuilder()
    for piece in read_tree(lxml_html.document_fromstring(f"<body>x{' '.join(parts)}</body>")).pieces:
        growth.add(piece)
    text = growth.build("-").text
    assert text == clean(text)
    end = 0
    for block in growth.blocks:
        assert end <= block.span.start < block.span.end <= len(text)
        end = block.span.end
    for mark in growth.marks:
        assert any(block.span.holds(mark.span) for block in growth.blocks)
        assert len(mark.span) > 0
    assert Span(0, len(text)).holds(Span(0, end))
