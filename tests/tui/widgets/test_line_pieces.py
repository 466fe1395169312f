"""The pieces that lines of the text are painted from, with their kinds: a golden file to read."""

from collections.abc import Sequence

import pytest

from reader.document.article import Article, Mark
from reader.sources.markdown import read_markdown
from reader.text.span import Span
from reader.tui.widgets.line_pieces import LineComposer, link_target
from reader.tui.widgets.text_layers import Live
from reader.view.interval_index import IntervalIndex
from reader.view.syntax import SyntaxColours
from reader.view.viewport import Viewport
from tests.fixtures.golden import check_golden

TEXT = """# The *Vote* of Ann Lee

Ann Lee met Tom Ray in **Leith**, and “nobody was told”, she said of [it](https://example.org/a). ![A quay](quay.png)

## Part two

### Minor

> A quotation with `code` in it, ~~struck out~~, 漢字 and e\u0301 so that it needs two lines.
>
> - an item

```python
def moor(boats):  # a comment of a line that is too long
    return None
```

```diff
- one
+ two, which is a line that has to go on
```

| Quay | Sold to |
|------|---------|
| North, the old one | Ann Lee of Leith |

---

[![build](https://example.org/b.svg)](https://example.org/b) [![docs](https://example.org/d.svg)](https://example.org/d)

Last words.
"""


def place(words: str, article: Article) -> Span:
    start = article.text.index(words)
    return Span(start, start + len(words))


def painted(article: Article, composer: LineComposer, over: Sequence[Live] = (), width: int = 40) -> list[str]:
    view = Viewport(article)
    view.fit(width, 200)
    layout = view.layout
    layout.extend_to_line(len(layout) + 200)
    lines = []
    for y in range(len(layout)):
        here = [
            (kind, span)
            for kind, span in over
            if (layout.line_of(span.start) == y if kind == "caret" else y in layout.lines_of(span))
        ]
        pieces = composer.compose(layout, y, layout.line(y), here)
        lines.append("".join(f"‹{words}|{' '.join(kinds)}›" if kinds else words for words, kinds in pieces).rstrip())
    return lines


def composed(article: Article, *, colourless: bool = False, linked: bool = False, hidden: str = "") -> LineComposer:
    composer = LineComposer(article, lambda: colourless, linked=linked, hidden=frozenset(hidden.split()))
    layers = {
        "person": ["Ann Lee", "Tom Ray"],
        "place": ["Leith"],
        "quote": ["“nobody was told”"],
        "indirect": ["she said of"],
        "note": ["Tom Ray in", "Ann Lee met", "met"],
        "green": ["in", "Last"],
        "highlight": ["quotation"],
        "changed": ["North"],
        "hit": ["told", "old one"],
    }
    for kind, words in layers.items():
        spans = sorted({place(each, article) for each in words})
        composer.layers[kind] = IntervalIndex(spans)
    return composer


def test_lines_are_painted_as_they_were_read() -> None:
    article = read_markdown(TEXT)
    words = [place(each, article) for each in ("words", "the old one", "two, which")]
    selected: list[Live] = [
        ("selection", place("met Tom", article)),
        ("caret", Span(place("Tom", article).end - 1, place("Tom", article).end)),
    ]
    in_table: list[Live] = [("caret", Span(words[1].end, words[1].end + 1))]
    at_end: list[Live] = [("caret", Span(len(article.text), len(article.text) + 1))]
    coloured = composed(article)
    coloured.syntax = SyntaxColours(article)
    for index, block in enumerate(article.blocks):
        if block.kind == "code":
            coloured.syntax.lex(index, block.span.end, 60)
    parts = {
        "with colours": painted(article, coloured, selected),
        "without colours": painted(article, composed(article, colourless=True), at_end),
        "links are told, and names and notes are hidden": painted(
            article, composed(article, linked=True, hidden="person place note"), in_table, 30
        ),
        "narrow": painted(article, coloured, in_table, 18),
    }
    made = "".join(f"== {name}\n" + "\n".join(lines) + "\n" for name, lines in parts.items())
    check_golden("painted.txt", made)


def test_notes_that_begin_on_one_line_are_counted() -> None:
    article = read_markdown("One two three four five six seven eight nine ten eleven.\n")
    for count, sign in ((1, "●"), (2, "2"), (9, "9"), (10, "+")):
        composer = LineComposer(article)
        composer.layers["note"] = IntervalIndex([place(word, article) for word in article.text.split()[:count]])
        assert painted(article, composer, width=90)[0].startswith(f"‹{sign}|noted›")


@pytest.mark.parametrize(
    ("span", "href"), [(Span(2, 5), "a"), (Span(2, 6), "b"), (Span(2, 7), ""), (Span(3, 5), ""), (Span(9, 9), "")]
)
def test_of_several_links_that_begin_at_a_place_the_one_of_the_span_is_meant(span: Span, href: str) -> None:
    marks = [Mark(Span(0, 1), "link", "z"), Mark(Span(2, 5), "strong"), Mark(Span(2, 5), "link", "a")]
    marks += [Mark(Span(2, 6), "picture", "b"), Mark(Span(4, 9), "link", "c")]
    assert link_target(marks, span) == href
