"""HTML exports: content, layout in a real browser, and no active content.

Where there is no browser, what needs one is skipped and said to be.
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis import Analysis, Entity, Quote, Speaker
from reader.analysis.engine import analyze
from reader.anchoring import Anchor, Placement
from reader.annotations.revisions import Authorship
from reader.document.article import Article, Block, Mark
from reader.export.collection import Collection
from reader.export.export_data import ExportData
from reader.export.html import to_html
from reader.export.html.frame import AT_ONCE, article_meta_tag
from reader.export.html.markup import Layer, Layers
from reader.export.html.note import OUTWARD, render_note
from reader.export.links import BackLinks
from reader.text.sanitize import clean_line
from reader.text.span import Span
from tests.fixtures.browser import Browser, needs_browser, opened
from tests.fixtures.harbour import HARBOUR, ID, NOTHING, article_of, harbour, note_on, one_note, plain, span_of

WIDTHS = (360, 900, 1400)
"""A phone, a tablet, a desk."""


class Page(HTMLParser):
    """Parse a page: its elements, its text, and whether they nest."""

    VOID = frozenset(("meta", "hr", "br"))

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self.open):
            self.words.append(data)


@pytest.mark.parametrize(("indent", "depth"), [(0, 0), (1, 0), (2, 1), (12, 6), (14, 6), (40, 6)])
def test_items_of_lists_are_indented_down_to_the_sixth_level(indent: int, depth: int) -> None:
    article = Article("a word", (Block(Span(0, 6), "item", prefix=" " * indent + "• "),))
    assert f'<div class="item depth-{depth} kept">' in to_html(ExportData(article, ID, NOTHING, ()))


# ---------------------------------------------------------------------- layers


SPANS = st.tuples(st.integers(0, 24), st.integers(1, 24)).map(lambda pair: Span(min(pair), max(pair) + 1))


@given(st.lists(st.tuples(SPANS, st.integers(0, 4)), max_size=8), st.lists(st.integers(0, 25), max_size=3))
def test_overlapping_layers_keep_the_text_and_nest(found: list[tuple[Span, int]], at: list[int]) -> None:
    text = "one & two\n\n<three> four 'f"
    blocks = (Block(Span(0, 9)), Block(Span(11, len(text)), reflow=True))
    layers = [Layer(span, rank, "b", f' id="{number}"') for number, (span, rank) in enumerate(found)]
    made = Layers(Article(text, blocks), layers, {offset: ["<i>!</i>"] for offset in at})
    page = Page("".join(made.html(index) for index in range(2)))
    assert "".join(page.words).replace("!", "") == text.replace("\n\n", "")
    assert page.words.count("!") == len(set(at))
    covered = "".join(text[offset] for offset in range(len(text)) if any(offset in span for span, _ in found))
    within = re.sub(r"<i>!</i>", "", "".join(made.html(index) for index in range(2)))
    depth, inside = 0, []
    for part in re.split(r"(</?b[^>]*>)", within):
        if part.startswith(("<b", "</b")):
            depth += 1 if part[1] == "b" else -1
        elif depth:
            inside.append(html.unescape(part))
    assert "".join(inside) == covered.replace("\n\n", "").replace("\n", "")


# ---------------------------------------------------------------------- what is in it


def test_page_shows_everything() -> None:
    page = Page(to_html(harbour()))
    words = " ".join("".join(page.words).split())
    for told in ("The Harbour Vote", "By Ann Lee", "example.org", "8 notes", "No longer found in the article"):
        assert told in words
    for name in ("Maria Ortiz", "Port Authority", "Leith"):
        assert name in words
    assert "The words were: Voters decide in June." in words
    notes = [attrs for tag, attrs in page.elements if tag == "aside"]
    assert [attrs["id"] for attrs in notes] == [f"note-{number}" for number in (7, 8, *range(1, 7))]
    marks = {attrs["data-note"] for tag, attrs in page.elements if tag == "mark"}
    assert marks == {"1", "2", "3", "4", "5"}
    quoted = [attrs for tag, attrs in page.elements if (attrs.get("class") or "") == "quote"]
    assert quoted[0]["title"] == "Maria Ortiz"


def test_same_article_gives_the_same_page() -> None:
    assert to_html(harbour()) == to_html(harbour())
    assert article_meta_tag(ID) in to_html(harbour())


def test_page_names_no_local_folder() -> None:
    made = to_html(one_note("Words.", "note", source="/home/ann/secret/story.md"))
    assert "secret" not in made
    assert "/home" not in made


def test_every_note_is_shown_beside_a_block() -> None:
    article = article_of(
        [("T", "heading", 1, "title"), ("One.", "paragraph", 0, "body"), ("T", "paragraph", 0, "repeat")]
    )
    spans = [Span(0, 1), Span(1, 3), Span(5, 9), Span(len(article.text) - 1, len(article.text)), Span(9, 10)]
    notes = tuple(note_on(article, span, f"note {n}", (), f"aaaaaaaaa{n}") for n, span in enumerate(spans))
    page = Page(to_html(ExportData(article, ID, NOTHING, notes)))
    assert sum(tag == "aside" for tag, _ in page.elements) == len(spans)


def test_article_without_findings_is_a_page() -> None:
    page = Page(to_html(ExportData(plain("Words."), ID, NOTHING, ())))
    assert "Words." in "".join(page.words)
    Page(to_html(ExportData(Article("", ()), ID, NOTHING, ())))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("plain *Markdown*", "<p>plain <em>Markdown</em></p>\n"),
        ("# High", "<h4>High</h4>\n"),
        ("<b>raw</b>", "<p>&lt;b&gt;raw&lt;/b&gt;</p>\n"),
        ("![p](https://track.example/)", f'<p>!<a href="https://track.example/"{OUTWARD}>p</a></p>\n'),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](data:text/html,y)", "<p>[x](data:text/html,y)</p>\n"),
        ("[x](file:///etc/passwd)", "<p>[x](file:///etc/passwd)</p>\n"),
        ("<javascript:alert(1)>", "<p>&lt;javascript:alert(1)&gt;</p>\n"),
        ("\x1b\u202e", "<p>␛\ufffd</p>\n"),
    ],
)  # fmt: skip
def test_markdown_of_a_note_is_inactive(text: str, made: str) -> None:
    assert render_note(text) == made


# ---------------------------------------------------------------------- for programs

Items = list[dict[str, Any]]


def quotation_items(page: str) -> Items:
    """Return the items of microdata that are in no other, as the HTML standard reads them."""
    root = lxml.html.document_fromstring(page)
    return [item(root, each) for each in root.xpath("//*[@itemscope and not(@itemprop)]")]


def item(root: lxml.html.HtmlElement, element: lxml.html.HtmlElement) -> dict[str, Any]:
    found: dict[str, Any] = {"type": element.get("itemtype").removeprefix("https://schema.org/")}
    referenced = [root.get_element_by_id(own_id) for own_id in (element.get("itemref") or "").split()]
    waiting = [*referenced, *element]
    while waiting:
        each = waiting.pop(0)
        if name := each.get("itemprop"):
            inner = each.get("itemscope") is not None
            value = item(root, each) if inner else each.get("content") if each.tag == "meta" else each.text_content()
            found.setdefault(name, []).append(value)
        if each.get("itemscope") is None:
            waiting = [*each, *waiting]
    return found


def test_quotes_are_quotations_of_schema_org() -> None:
    work = {
        "type": "Article",
        "name": ["The Harbour Vote"],
        "author": ["Ann Lee"],
        "datePublished": ["2026-03-02"],
        "url": ["https://example.org/harbour"],
    }
    ortiz = {"type": "Person", "name": ["Maria Ortiz"]}
    first, *others = quotation_items(to_html(harbour()))
    assert first == {
        "type": "Quotation",
        "text": ["“We were not told until Friday,”"],
        "spokenByCharacter": [ortiz],
        "isPartOf": [work],
    }
    assert others == [{"type": "Quotation", "text": ["“It was fair.”"], "isPartOf": [work]}] * 2
    part = replace(harbour(), notes=(), chosen=harbour().analysis)
    found = quotation_items(to_html(Collection((part,), "Ortiz")))
    assert sorted(found, key=lambda each: each["text"]) == sorted([first, *others], key=lambda each: each["text"])


def test_hostile_quotations_stay_text() -> None:
    (found,) = quotation_items(to_html(hostile()))
    assert found["isPartOf"][0]["author"] == [clean_line(EVERYTHING)]
    assert found["spokenByCharacter"] == [{"type": "Person", "name": [clean_line(EVERYTHING)]}]


def test_authors_are_shown_where_there_are_several() -> None:
    exported = harbour()
    assert not [attrs for _, attrs in Page(to_html(exported)).elements if attrs.get("class") == "by"]
    first, *others = exported.notes
    colleague = replace(first.revisions[0], by=Authorship(name="Ben <Ray>"))
    shared_notes = replace(exported, notes=(replace(first, revisions=(colleague,)), *others))
    for page in (to_html(shared_notes), to_html(Collection((shared_notes,), "All"))):
        assert page.count('<span class="by">Ben &lt;Ray&gt;</span>') == 1


def test_a_passage_has_the_colour_of_its_note() -> None:
    exported = harbour()
    placed = [note for note in exported.notes if note.span is not None]
    colours = dict(zip((note.id for note in placed), ["green", "", "nonsense", "pink"], strict=False))
    coloured = []
    for note in exported.notes:
        first = replace(note.revisions[0], color=colours.get(note.id, ""))
        coloured.append(replace(note, revisions=(first,)))
    page = Page(to_html(replace(exported, notes=tuple(coloured))))
    found = {attrs.get("data-note"): attrs.get("data-color") for name, attrs in page.elements if name == "mark"}
    assert sorted(colour for colour in found.values() if colour is not None) == ["green", "pink"]
    assert len(found) == len(placed)


# ---------------------------------------------------------------------- nothing acts

HOSTILE = [
    "<script>window.hit=1</script>",
    '"><img src=x onerror=window.hit=1>',
    "'><svg onload=window.hit=1>",
    "</style><script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "<!-- --><iframe srcdoc='<script>parent.hit=1</script>'>",
    "<style>*{display:none}</style>",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "javascript:window.hit=1",
    "<base href=https://evil.example/><form action=https://evil.example/><input name=x>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "\x00\x1b]52;c;aGk=\x07\u202e",
]
EVERYTHING = " ".join(HOSTILE)


def hostile() -> ExportData:
    """Fill every place for foreign text with hostile text."""
    words = "\n\n".join(HOSTILE)
    blocks, at = [], 0
    for number, part in enumerate(HOSTILE):
        kind = ("paragraph", "heading", "item", "quotation", "code", "table")[number % 6]
        blocks.append(Block(Span(at, at + len(part)), kind, 1, "body", part, part))  # type: ignore[arg-type]
        at += len(part) + 2
    article = Article(
        words,
        tuple(blocks),
        EVERYTHING,
        (Mark(Span(0, 5), "link", "javascript:window.hit=1"), Mark(Span(9, 14), "link", EVERYTHING)),
        f"https://evil.example/\"'><script>window.hit=1</script>?{EVERYTHING}",
        (EVERYTHING,),
        EVERYTHING,
    )
    span = Span(3, len(words) - 5)
    lost = note_on(article, span, EVERYTHING, (), "ccccccccc3")
    lost = replace(
        lost,
        placement=Placement(None, "orphaned"),
        revisions=tuple(
            replace(one, anchor=Anchor(EVERYTHING, EVERYTHING, EVERYTHING, 0, 5)) for one in lost.revisions
        ),
    )
    notes = (
        note_on(article, span, EVERYTHING, tuple(HOSTILE), "aaaaaaaaa1"),
        replace(note_on(article, span, words, (EVERYTHING,), "bbbbbbbbb2"), placement=Placement(span, "changed")),
        lost,
    )
    analysis = Analysis(
        "rules 1",
        (Entity(EVERYTHING, "person", (EVERYTHING,), (Span(0, 7), Span(20, 60))),),
        (Quote(Span(2, 50), Speaker(EVERYTHING, Span(0, 7)), None, 0.2),),
    )
    return ExportData(article, "'\"><script>", analysis, notes)


HARMLESS = frozenset(
    "html head meta title style body div header h1 h2 h3 h4 h5 h6 p a nav span button main section aside time "
    "blockquote pre mark footer script ul li q em strong s code hr svg rect".split()
)


def test_hostile_text_makes_no_element_or_attribute() -> None:
    page = Page(to_html(hostile()))
    assert {tag for tag, _ in page.elements} <= HARMLESS
    assert sum(tag == "script" for tag, _ in page.elements) == 2
    assert sum(tag == "style" for tag, _ in page.elements) == 1
    for _, attributes in page.elements:
        assert not [
            name for name in attributes if name.startswith("on") or name in ("style", "src", "srcdoc", "action")
        ]
        assert (attributes.get("href") or "#").startswith(("#", "https://evil.example/"))


WORDS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from([*HOSTILE, "\n", " ", "`", "*", "[", "](", ")"]), max_size=6).map("".join),
)


@given(WORDS, WORDS, WORDS)
def test_any_text_stays_text(words: str, text: str, title: str) -> None:
    article = replace(plain(words or "x"), title=title, author=(text,), source=f"https://example.org/{words}")
    span = Span(0, len(article.text))
    analysis = Analysis("rules 1", (Entity(title, "person", (text,), (span,)),), (Quote(span, None, None, 0),))
    note = note_on(article, span, text, (title, words))
    page = Page(to_html(ExportData(article, ID, analysis, (note,))))
    assert {tag for tag, _ in page.elements} <= HARMLESS | {"ol", "table", "thead", "tbody", "tr", "th", "td", "br"}
    assert sum(tag == "script" for tag, _ in page.elements) == 2


# ---------------------------------------------------------------------- in a browser


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with opened(tmp_path_factory.mktemp("profile")) as one:
        yield one


def shared(exported: ExportData, folder: Path) -> Path:
    page = folder / "page.html"
    page.write_text(to_html(exported), encoding="utf-8")
    return page


def long_harbour() -> ExportData:
    """The harbour with a note on every paragraph, long words, and several notes on one line."""
    exported = harbour()
    article = exported.article
    more = [
        note_on(article, span_of(article, words), text, tags, f"{number:010d}")
        for number, (words, text, tags) in enumerate(
            [
                ("council", "A long remark. " * 20, ("budget",)),
                ("Leith", "W" * 300, ("a/very/long/tag-" + "x" * 80,)),
                ("voted", "https://example.org/" + "path/" * 40, ()),
                ("Friday.", "```\n" + "code " * 60 + "\n```", ("todo",)),
                ("The Harbour", "| a | b |\n|-|-|\n| " + "c" * 90 + " | d |", ()),
                ("Voters", "Last.", ("budget",)),
            ]
        )
    ]
    return replace(exported, notes=(*exported.notes, *more))


GEOMETRY = """(() => {
  const edges = (r) => [r.left, r.top, r.right, r.bottom];
  const box = (element) => edges(element.getBoundingClientRect());
  const all = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.offsetParent !== null);
  const notes = all(".margin .note").map((note) => {
    const number = note.id.slice("note-".length);
    const words = document.querySelector(`mark[data-note="${number}"]`);
    const text = box(note.closest(".row").querySelector(".text"));
    return { number, text, box: box(note), words: words && edges(words.getClientRects()[0]) };
  });
  const blocks = all(".text, .filters, .whole, .index, .orphans, h1, footer").map(box);
  return { wide: document.documentElement.scrollWidth, view: innerWidth, notes, blocks };
})()"""
"""Where everything is that can be seen: boxes are [left, top, right, bottom]."""


def overlap(one: list[float], other: list[float]) -> bool:
    """Return whether two boxes [left, top, right, bottom] share more than an edge."""
    return min(one[2], other[2]) - max(one[0], other[0]) > 1 and min(one[3], other[3]) - max(one[1], other[1]) > 1


@needs_browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_layout_has_no_overlaps_or_overflow(browser: Browser, width: int, dark: bool, tmp_path: Path) -> None:
    browser.size(width)
    browser.look(dark=dark)
    browser.open(shared(long_harbour(), tmp_path))
    found: dict[str, Any] = browser.ask(GEOMETRY)
    assert found["wide"] <= found["view"] == width
    boxes = [note["box"] for note in found["notes"]]
    assert len(boxes) == 11
    for number, one in enumerate(boxes):
        assert one[0] >= 0
        assert one[2] <= width
        assert not [other for other in boxes[number + 1 :] if overlap(one, other)]
        assert not [block for block in found["blocks"] if overlap(one, block)]
    assert browser.requests() == [browser.ask("location.href")]


@needs_browser
def test_wide_page_has_notes_beside_their_passage(browser: Browser, tmp_path: Path) -> None:
    browser.size(1280)
    browser.look()
    browser.open(shared(harbour(), tmp_path))
    free = 0.0
    for note in browser.ask(GEOMETRY)["notes"]:
        left, top, _, bottom = note["box"]
        assert left >= note["words"][2]
        assert top == pytest.approx(max(note["words"][1], free), abs=2), note
        free = bottom + 14


@needs_browser
@pytest.mark.parametrize("width", WIDTHS[:2])
def test_narrow_page_has_notes_below_their_passage(browser: Browser, width: int, tmp_path: Path) -> None:
    browser.size(width)
    browser.look()
    browser.open(shared(harbour(), tmp_path))
    rows = browser.ask(GEOMETRY)["notes"]
    assert rows
    for note in rows:
        assert note["box"][1] >= note["text"][3] - 1


@needs_browser
def test_resized_page_is_laid_out_again(browser: Browser, tmp_path: Path) -> None:
    browser.size(390)
    browser.look()
    browser.open(shared(harbour(), tmp_path))
    before = browser.ask(GEOMETRY)["notes"]
    browser.size(1280)
    browser.ask("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert all(note["box"][0] >= note["words"][2] for note in browser.ask(GEOMETRY)["notes"])
    browser.size(390)
    browser.ask("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert browser.ask(GEOMETRY)["notes"] == before


@needs_browser
def test_printed_page_has_no_buttons_or_overlaps(browser: Browser, tmp_path: Path) -> None:
    browser.size(1280)
    browser.look()
    browser.open(shared(long_harbour(), tmp_path))
    browser.look(printed=True)
    browser.size(794)
    found = browser.ask(GEOMETRY)
    boxes = [note["box"] for note in found["notes"]]
    assert found["wide"] <= 794
    for number, one in enumerate(boxes):
        assert not [other for other in boxes[number + 1 :] if overlap(one, other)]
        assert not [block for block in found["blocks"] if overlap(one, block)]
    assert browser.ask("getComputedStyle(document.querySelector('.filters')).display") == "none"
    browser.look()


@needs_browser
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_contrast_in_light_and_dark(browser: Browser, dark: bool, tmp_path: Path) -> None:
    """At least the contrast that WCAG 2.1 requires, on any background."""
    browser.size(1280)
    browser.look(dark=dark)
    browser.open(shared(harbour(), tmp_path))
    worst = browser.ask(
        """(() => {
          const parts = (colour) => (colour.match(/[\\d.]+/g) || []).map(Number);
          const light = (colour) => parts(colour).slice(0, 3).map((c) => c / 255)
            .map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
            .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = (element) => {
            for (let at = element; at; at = at.parentElement) {
              const colour = getComputedStyle(at).backgroundColor;
              if ((parts(colour)[3] ?? 1) > 0) { return colour; }
            }
            return "rgb(255, 255, 255)";
          };
          const contrast = (element) => {
            const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05);
          };
          const words = [...document.querySelectorAll("body *")].filter((element) =>
            [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && element.offsetParent);
          const all = words.map((element) => [contrast(element), element.className || element.tagName]);
          return all.sort((one, other) => one[0] - other[0])[0];
        })()"""
    )
    assert worst[0] >= 4.5, worst


def click(browser: Browser, selector: str) -> None:
    browser.ask(f"document.querySelector({json.dumps(selector)}).click()")


def seen(browser: Browser, selector: str) -> list[str]:
    """Return the ids, or the text, of visible elements."""
    found: list[str] = browser.ask(
        f"[...document.querySelectorAll({json.dumps(selector)})].filter((one) => one.offsetParent)"
        ".map((one) => one.id || one.textContent)"
    )
    return found


@needs_browser
@pytest.mark.parametrize("width", [390, 1280])
def test_filters_show_matching_items(browser: Browser, width: int, tmp_path: Path) -> None:
    browser.size(width)
    browser.look()
    browser.open(shared(harbour(), tmp_path))
    everything = seen(browser, ".note")
    assert len(everything) == 8
    buttons = {text: number for number, text in enumerate(seen(browser, ".filters button"))}
    assert "#budget 3" in buttons
    click(browser, '[data-tag][aria-pressed="false"]')
    assert seen(browser, ".told") == ["3 of 8 notes"]
    assert len(seen(browser, ".note")) == 3
    assert browser.ask("document.querySelectorAll('mark.off').length") > 0
    click(browser, '[data-tag][aria-pressed="true"]')
    assert seen(browser, ".note") == everything
    click(browser, "[data-speaker]")
    assert seen(browser, ".told") == ["1 of 8 notes, 1 of 3 quotes"]
    assert browser.ask("[...document.querySelectorAll('.quote.on')].map((one) => one.textContent).join('')") == (
        "“We were not told until Friday,”"
    )
    assert seen(browser, ".voice h3 span") == ["Maria Ortiz"]
    click(browser, "[data-speaker]")
    assert seen(browser, ".note") == everything
    click(browser, '[data-show="notes"]')
    assert seen(browser, ".note") == []
    click(browser, '[data-show="notes"]')
    assert seen(browser, ".note") == everything


@needs_browser
def test_tag_and_speaker_filters_combine(browser: Browser, tmp_path: Path) -> None:
    browser.size(1280)
    browser.look()
    browser.open(shared(harbour(), tmp_path))
    click(browser, "[data-speaker]")
    click(browser, ".filters [data-tag='0']")
    assert len(seen(browser, ".note")) == 1
    found = browser.ask(GEOMETRY)["notes"]
    assert found[0]["box"][1] == pytest.approx(found[0]["words"][1], abs=2)


@needs_browser
def test_filters_work_by_keyboard_and_show_more_speakers(browser: Browser, tmp_path: Path) -> None:
    exported = harbour()
    quote = exported.analysis.quotes[0]
    assert quote.speaker
    many = tuple(replace(quote, speaker=replace(quote.speaker, name=f"Speaker {number}")) for number in range(14))
    twice = (*many, *many[-1:])
    browser.size(1400)
    browser.look()
    browser.open(shared(replace(exported, analysis=replace(exported.analysis, quotes=twice)), tmp_path))
    assert seen(browser, ".filters [data-speaker]")[:2] == ["Speaker 13 2", "Speaker 0 1"]
    assert len(seen(browser, ".filters [data-speaker]")) == AT_ONCE
    browser.ask("document.querySelector('.more').focus()")
    browser.key("Enter")
    assert len(seen(browser, ".filters [data-speaker]")) == 14
    assert browser.ask("document.activeElement.textContent") == "Speaker 9 1"
    browser.key("Enter")
    assert browser.ask("document.activeElement.getAttribute('aria-pressed')") == "true"
    assert seen(browser, ".voice h3 span") == ["Speaker 9"]
    browser.key("Escape")
    assert browser.ask("document.activeElement.getAttribute('aria-pressed')") == "false"
    assert len(seen(browser, ".voice h3")) == 14


@needs_browser
def test_page_can_be_read_without_its_script(browser: Browser, tmp_path: Path) -> None:
    page = shared(harbour(), tmp_path)
    page.write_text(re.sub(r"<script>.*</script>", "", page.read_text(), flags=re.DOTALL))
    browser.size(1280)
    browser.look()
    browser.open(page)
    found = browser.ask(GEOMETRY)
    boxes = [note["box"] for note in found["notes"]]
    assert len(seen(browser, ".note")) == 8
    assert not [1 for number, one in enumerate(boxes) for other in boxes[number + 1 :] if overlap(one, other)]
    assert seen(browser, ".filters") == []


@needs_browser
def test_hostile_text_executes_and_fetches_nothing(browser: Browser, tmp_path: Path) -> None:
    browser.size(834)
    browser.look()
    browser.open(shared(hostile(), tmp_path))
    assert browser.ask("window.hit") is None
    assert browser.ask("document.querySelectorAll('script').length") == 2
    assert (
        browser.ask(
            "document.querySelectorAll('iframe, img, svg:not(.share > .bar), base, form, object, embed').length"
        )
        == 0
    )
    assert browser.requests() == [browser.ask("location.href")]
    assert browser.ask("document.querySelectorAll('.note').length") == 3
    click(browser, ".filters button")
    assert browser.ask("window.hit") is None
    for link in browser.ask("[...document.links].map((link) => link.protocol)"):
        assert link in ("https:", "file:")  # the page itself, for its own notes


@needs_browser
def test_content_security_policy_blocks_injected_elements(browser: Browser, tmp_path: Path) -> None:
    """A second line of defence: an injected script, style, image and form."""
    page = shared(harbour(), tmp_path)
    smuggled = (
        "<script>window.hit=1</script><img src='https://evil.example/p.gif' onerror='window.hit=1'>"
        "<p id='smuggled' style='color: rgb(1, 2, 3)' onclick='window.hit=1'>x</p>"
        "<script src='https://evil.example/x.js'></script><a id='run' href='javascript:window.hit=1'>x</a>"
    )
    page.write_text(page.read_text().replace("<main", f"{smuggled}<main", 1))
    browser.size(834)
    browser.open(page)
    click(browser, "#smuggled")
    click(browser, "#run")
    browser.ask("new Promise((done) => setTimeout(done, 50))")
    assert browser.ask("window.hit") is None
    assert browser.ask("getComputedStyle(document.querySelector('#smuggled')).color") != "rgb(1, 2, 3)"
    blocked = [event for event in browser.events if event["method"] == "Network.loadingFailed"]
    assert all(event["params"].get("blockedReason") == "csp" for event in blocked)
    assert browser.ask("document.querySelectorAll('.note').length") == 8


@needs_browser
def test_content_security_policy_allows_only_our_script_and_style(browser: Browser, tmp_path: Path) -> None:
    browser.size(1280)
    browser.open(shared(harbour(), tmp_path))
    complaints = [event for event in browser.events if event["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")]
    assert complaints == []
    assert browser.ask("getComputedStyle(document.querySelector('.margin .note')).position") == "absolute"


# ---------------------------------------------------------------------- links back

FAR = "<!doctype html><meta charset=utf-8><style>p { margin: 3000px 0 }</style>"
"""More than a window from paragraph to paragraph, so that what was gone to can be told from what is beside it."""


@needs_browser
@pytest.mark.parametrize(
    ("words", "nth"),
    [
        ("told until Friday", 0),
        ("“We were not told until Friday,”", 0),
        ("d until Fri", 0),
        ("Friday", 1),
        ("“It was fair.”", 1),
        ("more.", 0),
        ("Ortiz", 1),
    ],
)
def test_link_opens_the_page_at_the_passage(browser: Browser, words: str, nth: int, tmp_path: Path) -> None:
    article = article_of(HARBOUR)
    span = span_of(article, words, nth)
    link = BackLinks(article).address(span) or ""
    blocks = []
    for block in article.blocks:
        said = html.escape(block.span.of(article.text))
        if block.span.holds(span):
            parts = (block.span.start, span.start), (span.start, span.end), (span.end, block.span.end)
            before, here, after = (html.escape(article.text[start:end]) for start, end in parts)
            said = f"{before}<b id=here>{here}</b>{after}"
        blocks.append(f"<p>{said}</p>")
    page = tmp_path / "page.html"
    page.write_text(FAR + "".join(blocks), encoding="utf-8")
    browser.size(834)
    browser.look()
    browser.open(page, link.partition("#")[2])
    browser.ask(
        "new Promise((done) => { scrollY ? done() : addEventListener('scroll', done); setTimeout(done, 3000); })"
    )
    assert browser.ask("document.querySelector('#here').getBoundingClientRect().top") == pytest.approx(450, abs=450)


def test_each_speaker_has_a_bar_with_the_share_of_the_words() -> None:
    made = to_html(harbour())
    page = Page(made)
    bars = [attributes for tag, attributes in page.elements if tag == "svg"]
    assert [bar["aria-label"] for bar in bars] == ["50% of the quoted words", "50% of the quoted words"]
    widths = [attributes["width"] for tag, attributes in page.elements if tag == "rect"]
    assert widths == ["100", "50", "100", "50"]
    assert "1 quote · 6 words · 50%" in made


def test_a_page_says_that_it_is_english_only_if_it_is() -> None:
    words = plain("The council of the town voted for the new quay on Friday, and nobody was told of it.")
    english = to_html(ExportData(words, ID, analyze(words, "rules"), ()))
    german = plain("Der Rat der Stadt hat am Freitag für den neuen Kai gestimmt, und niemand hat davon gewusst.")
    assert english.startswith('<!doctype html>\n<html lang="en">')
    assert to_html(ExportData(german, ID, analyze(german, "rules"), ())).startswith("<!doctype html>\n<html>")


@pytest.mark.parametrize(
    ("exported", "title", "sheet"),
    [
        (one_note("Words.", "A note."), "T &lt;1&gt;", "sheet"),
        (ExportData(plain("Words."), ID, NOTHING, ()), "T &lt;1&gt;", "sheet bare"),
    ],
    ids=["with a note", "without notes"],
)
def test_a_page_begins_with_what_it_may_do_and_has_a_margin_for_its_notes(
    exported: ExportData, title: str, sheet: str
) -> None:
    page = to_html(replace(exported, article=replace(exported.article, title="T <1>")))
    assert "default-src 'none'" in page
    assert "base-uri 'none'; form-action 'none'" in page
    assert '<meta name="referrer" content="no-referrer">' in page
    assert f"<title>{title}</title>" in page
    assert f'<div class="{sheet}">' in page
