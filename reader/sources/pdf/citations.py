"""Links from a citation in the text to the entry of the reference list, and from “Figure 2” to its caption.

They are links within the article, as those of footnotes in books are, so the same key shows what they lead to. A year
after a name leads to the one entry that begins with the name and has the year. Pitfall: a raised `[1]` may be a
footnote, so a number that begins a note on the same page leads nowhere here; `document.links` finds that note.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from reader.document.article import WITHIN, Article, Block, Mark
from reader.sources.pdf.paragraphs import PdfParagraph
from reader.sources.pdf.references import NUMBER
from reader.text.normalize import without_accents
from reader.text.span import Span

CITED = re.compile(r"\[(\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\]")
DIGITS = re.compile(r"\d+")

NAMED = re.compile(
    r"(?P<name>[^\W\d_a-z][\w’'-]+)(?:,? (?:and|&|und|et|y) [^\W\d_a-z][\w’'-]+| et al\.?)*,?\s?[(\[]?"
    r"(?P<year>(?:19|20)\d\d[a-z]?)(?!\d)"
)
"""A name and a year: “Smith et al. (2010)”, “Smith and Jones, 2010a”."""

DATED = re.compile(r"(?<!\d)(?:19|20)\d\d[a-z]?(?!\d)")

FIRST_NAMES = 3  # words at the beginning of an entry among which is the name of its first author

SHOWN = re.compile(
    r"\b(?P<kind>fig(?:ures?|s?\.)?|tables?|tab\.|schemes?|box)\s?(?P<number>\d{1,3})(?!\d)", re.IGNORECASE
)


def link_citations(article: Article, made: Sequence[tuple[PdfParagraph, Block]]) -> tuple[Mark, ...]:
    """Return the marks of an article with links to its references and captions; `made` has each block's paragraph."""
    entries = [block for paragraph, block in made if paragraph.kind == "reference"]
    text = [(paragraph, block) for paragraph, block in made if paragraph.kind in ("text", "item", "caption")]
    captions = {
        _caption_key(found["kind"], found["number"]): block.span.start
        for paragraph, block in reversed(text)
        if paragraph.kind == "caption" and (found := SHOWN.match(block.span.of(article.text)))
    }
    numbered = {number: block.span.start for block in entries if (number := _number(article, block)) is not None}
    named = {} if len(numbered) > len(entries) / 2 else _named(article, entries)
    notes = {
        (article.page_at(block.span.start), found[1])
        for _, block in text
        if (found := CITED.match(article.text, block.span.start))
    }
    marks = [*article.marks]
    for _, block in text:
        marks += _numbers(article, block, numbered, notes)
        marks += _names(article, block, named)
        marks += _shown(article, block, captions)
    return tuple(sorted(marks, key=lambda mark: mark.span))


def _link(start: int, end: int, target: int) -> Mark:
    return Mark(Span(start, end), "link", f"{WITHIN}{target}")


def _number(article: Article, block: Block) -> int | None:
    """Return the number of an entry, which stands before it if it is the sign of an item."""
    found = NUMBER.match(block.prefix) or NUMBER.match(block.span.of(article.text))
    return int(next(filter(None, found.groups()))) if found else None


def _numbers(article: Article, block: Block, entries: dict[int, int], notes: set[tuple[str, str]]) -> Iterator[Mark]:
    for found in CITED.finditer(article.text, block.span.start, block.span.end):
        if found.start() == block.span.start or (article.page_at(found.start()), found[1]) in notes:
            continue
        for digits in DIGITS.finditer(article.text, found.start(1), found.end(1)):
            if (target := entries.get(int(digits[0]))) is not None:
                yield _link(*digits.span(), target)


def _named(article: Article, entries: Iterable[Block]) -> dict[tuple[str, str], int]:
    """Return the entries by the first author and the year; of several with both, none."""
    found: dict[tuple[str, str], list[int]] = {}
    for block in entries:
        said = block.span.of(article.text)
        names = re.findall(r"[^\W\d_a-z][\w’'-]+", said)[:FIRST_NAMES]
        for year in dict.fromkeys(DATED.findall(said)):
            for name in dict.fromkeys(names):
                found.setdefault((_fold(name), year), []).append(block.span.start)
    return {key: starts[0] for key, starts in found.items() if len(starts) == 1}


def _names(article: Article, block: Block, entries: dict[tuple[str, str], int]) -> Iterator[Mark]:
    if entries:
        for found in NAMED.finditer(article.text, block.span.start, block.span.end):
            if (target := entries.get((_fold(found["name"]), found["year"]))) is not None:
                yield _link(*found.span(), target)


def _shown(article: Article, block: Block, captions: dict[tuple[str, int], int]) -> Iterator[Mark]:
    for found in SHOWN.finditer(article.text, block.span.start, block.span.end):
        target = captions.get(_caption_key(found["kind"], found["number"]))
        if target is not None and target != block.span.start:
            yield _link(*found.span(), target)


def _caption_key(kind: str, number: str) -> tuple[str, int]:
    return kind[:3].lower(), int(number)


def _fold(name: str) -> str:
    return without_accents(name).casefold().removesuffix("’s").removesuffix("'s")
