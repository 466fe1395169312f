"""A small article with one note of every kind, as its export would have it, and Markdown read back."""

import json
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reader.analysis import Analysis, Entity, Quote, Speaker
from reader.anchoring import Anchor, Placement
from reader.annotations import Note, NoteRevision
from reader.article import Article, Block, BlockKind, Role, Span
from reader.corrections import Attribute, Change, Correction, Rename
from reader.export import Exported
from reader.revisions import Revision

PARSERS = [MarkdownIt("commonmark"), MarkdownIt("gfm-like")]
ID = "7f3ckq2m5d"
NOTHING = Analysis("rules 1", (), ())

HARBOUR: list[tuple[str, BlockKind, int, Role]] = [
    ("The Harbour Vote", "heading", 1, "title"),
    ("The council of Leith voted on Friday.", "paragraph", 0, "body"),
    ("What the council decided", "heading", 2, "body"),
    ("“We were not told until Friday,” Ortiz said. The sale brings in $5m [net] & more.", "paragraph", 0, "body"),
    ("Maria Ortiz leads the opposition. # No heading this\n1. nor a list | of things", "paragraph", 0, "body"),
    ("The Port Authority", "heading", 3, "body"),
    ("“It was fair.” Nobody would say who said so.", "paragraph", 0, "body"),
    ("“It was fair.”", "quotation", 0, "body"),
    ("What comes next", "heading", 2, "body"),
    ("Voters decide in May.", "paragraph", 0, "body"),
]


def article_of(parts: list[tuple[str, BlockKind, int, Role]], source: str = "https://example.org/harbour") -> Article:
    blocks, at = [], 0
    for words, kind, level, role in parts:
        blocks.append(Block(Span(at, at + len(words)), kind, level, role))
        at += len(words) + 2
    text = "\n\n".join(words for words, *_ in parts)
    return Article(text, tuple(blocks), "The Harbour Vote", (), source, ("Ann Lee",), "2026-03-02")


def plain(text: str, source: str = "-") -> Article:
    return Article(text, (Block(Span(0, len(text))),) if text else (), "Notes", source=source)


def span_of(article: Article, words: str, nth: int = 0) -> Span:
    at = -1
    for _ in range(nth + 1):
        at = article.text.index(words, at + 1)
    return Span(at, at + len(words))


def note_on(
    article: Article, span: Span | None, text: str = "", tags: tuple[str, ...] = (), note_id: str = "3f6a2c7k4m"
) -> Note:
    anchor = Anchor(span.of(article.text), "", "", span.start, span.end) if span else None
    first = NoteRevision(f"r{note_id[1:]}", None, "2026-03-05T09:15:02.000000Z", text, tags, anchor)
    return Note(note_id, ID, article.sha256, (first,), Placement(span, "exact") if span else None)


def harbour() -> Exported:
    """One of everything: two notes on the whole, two that overlap, a highlight, a changed and an orphaned one."""
    article = article_of(HARBOUR)

    def at(words: str, nth: int = 0) -> Span:
        return span_of(article, words, nth)

    told, fair = at("“We were not told until Friday,”"), at("“It was fair.”")
    changed = note_on(article, at("Voters decide in May."), "When exactly?", (), "ddddddddd4")
    changed = replace(changed, placement=Placement(at("Voters decide in May."), "changed"))
    changed = with_anchor(changed, Anchor("Voters decide in June.", "", "", 330, 352))
    gone = with_anchor(
        note_on(article, at("fair"), "Gone, but not forgotten. #budget", ("budget",), "eeeeeeeee5"),
        Anchor("The mayor\nhad resigned.", "On Monday it was heard that", "Nobody was surprised.", 90, 113),
    )
    gone = replace(gone, placement=Placement(None, "orphaned", guess=at("Maria Ortiz leads")))
    notes = (
        gone,
        changed,
        note_on(article, at("Friday,” Ortiz"), "Across the quote\n\n# Why?\n\n```\nopen", ("open",), "ccccccccc3"),
        note_on(article, at("“We were not told until Friday,” Ortiz said."), MINE, ("budget", "city/housing")),
        note_on(article, at("# No heading this\n1. nor a list | of things"), "", ("city hall",), "fffffffff6"),
        note_on(article, Span(fair.start, at("“It was fair.”", 1).end), "", ("city-hall",), "ggggggggg7"),
        note_on(article, None, "# My verdict\n\nRead *twice*.", ("budget",), "aaaaaaaaa1"),
        note_on(article, None, "Ask the clerk. #todo", ("todo",), "bbbbbbbbb2"),
    )
    analysis = Analysis(
        "rules 1",
        (
            Entity("Maria Ortiz", "person", ("Ortiz",), (at("Ortiz"), at("Maria Ortiz"))),
            Entity("Port Authority", "organisation", (), (at("Port Authority"),)),
            Entity("Leith", "place", (), (at("Leith"),)),
            Entity("Friday", "other", (), (at("Friday"), at("Friday", 1))),
        ),
        (
            Quote(told, Speaker("Maria Ortiz", at("Ortiz")), at("said"), 0.9),
            Quote(fair, None, None, 0.0),
            Quote(at("“It was fair.”", 1), None, None, 0.0),
        ),
    )
    return Exported(article, ID, analysis, notes, corrections_of(article))


def corrections_of(article: Article) -> tuple[Correction, ...]:
    """What made the analysis what it is."""
    quote = span_of(article, "“We were not told until Friday,”")
    anchor = Anchor(quote.of(article.text), "", " Ortiz said.", quote.start, quote.end)
    changes: tuple[Change, ...] = (
        Rename(("Maria", "Ortiz"), "Maria Ortiz"),
        Attribute(anchor, ("Maria Ortiz", "Ortiz")),
    )
    made = []
    for number, change in enumerate(changes, 1):
        first = Revision(f"s{number}sssssss", None, f"2026-03-05T10:0{number}:00.000000Z")
        made.append(Correction(f"c{number}ccccccc", ID, article.sha256, (first,), change))
    return tuple(made)


MINE = "My note, Markdown as I wrote it. #budget"


def with_anchor(note: Note, anchor: Anchor) -> Note:
    return replace(note, revisions=tuple(replace(revision, anchor=anchor) for revision in note.revisions))


def one_note(words: str, text: str = "", tags: tuple[str, ...] = (), source: str = "-") -> Exported:
    article = plain(words, source)
    return Exported(article, ID, NOTHING, (note_on(article, Span(0, len(words)), text, tags),))


def folded(words: str) -> str:
    return " ".join(words.split())


def words_in(tokens: list[Token]) -> str:
    """The words of paragraphs that hold nothing but words."""
    said = []
    for token in tokens:
        assert token.type in {"blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline"}
        for part in token.children or ():
            assert part.type in {"text", "softbreak"}
            said.append(part.content if part.type == "text" else "\n")
        said.append("\n")
    return folded("".join(said))


def blocks_of(tokens: list[Token]) -> Iterator[list[Token]]:
    """The tokens of each block at the top level."""
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield block
            block = []


def headings_of(markdown: str, parser: MarkdownIt = PARSERS[0]) -> list[str]:
    blocks = blocks_of(parser.parse(markdown))
    return [f"{block[0].markup} {block[1].content}" for block in blocks if block[0].type == "heading_open"]


def body(markdown: str) -> str:
    """What follows the front matter, and the `# ` of the title."""
    return markdown.partition("---\n# ")[2]


def values(markdown: str) -> dict[str, object]:
    """The front matter, whose values are JSON."""
    head = markdown.removeprefix("---\n").partition("---\n")[0]
    return {key: json.loads(value) for key, _, value in (line.partition(": ") for line in head.splitlines())}
