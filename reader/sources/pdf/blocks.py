"""Paragraphs of a PDF as the blocks of an article, the places where its pages begin, and the links between blocks.

A citation is linked to the entry of the reference list, and “Figure 2” to its caption, as footnotes in books are, so
the same key shows what they lead to. A year after a name leads to the one entry that begins with the name and has the
year. Pitfall: a raised `[1]` may be a footnote, so a number that begins a note on the same page leads nowhere here;
`document.links` finds that note.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from reader.document.article import WITHIN, Article, Block, BlockKind, Mark, Page, Role
from reader.sources.builder import ArticleBuilder, BlockText, PendingBlock
from reader.sources.pdf.dehyphenate import Dehyphenator
from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.paragraphs import BULLET, LEADERS, NUMBERED, PdfParagraph
from reader.sources.pdf.references import NUMBER
from reader.sources.table import TableRow, format_table
from reader.text.normalize import without_accents
from reader.text.sanitize import clean_line
from reader.text.span import Span

LEADER, MOST_INDENT = " … ", 12  # between an entry of a table of contents and its page, and the most columns before one

KINDS: dict[str, BlockKind] = {"item": "item", "heading": "heading"}


def build_blocks(
    paragraphs: Iterable[PdfParagraph], words: Dehyphenator, labels: Sequence[str], title: str, source: str
) -> tuple[Article, list[tuple[PdfParagraph, Block]]]:
    """Return the article, and its blocks with the paragraphs they were made of."""
    builder = ArticleBuilder(title)
    pages: list[Page] = []
    made: list[PdfParagraph] = []
    page = -1
    for paragraph in paragraphs:
        piece, starts = _paragraph_block(paragraph, words)
        if not piece.text:
            continue
        tight = bool(made) and made[-1].kind == paragraph.kind == "item"
        gap = ("\n" if tight else "\n\n") if made else ""
        base = builder.length + len(gap) + len(piece.gap)
        for line, start in zip(paragraph.lines, starts, strict=False):
            if line.page != page:
                page = line.page
                pages.append(Page(base + min(start, len(piece.text)), labels[page]))
        builder.add(replace(piece, gap=f"{gap}{piece.gap}"))
        made.append(paragraph)
    article = replace(builder.build(source), pages=tuple(pages))
    return article, list(zip(made, article.blocks, strict=True))


def _paragraph_block(paragraph: PdfParagraph, words: Dehyphenator) -> tuple[PendingBlock, list[int]]:
    """Return the block of a paragraph, and the offset of each of its lines."""
    if paragraph.kind == "table":
        rows = [TableRow([BlockText(clean_line(cell)) for cell in line.cells]) for line in paragraph.lines]
        return PendingBlock("", format_table(rows).text, "table"), [0] * len(paragraph.lines)
    if paragraph.kind == "code":
        return _code_block(paragraph.lines)
    if paragraph.kind == "contents":
        return _contents_block(paragraph.lines)
    text, starts = words.join(paragraph.lines)
    if paragraph.kind in ("item", "reference") and (found := BULLET.match(text) or NUMBERED.match(text)):
        marker = "•" if found.re is BULLET else found["sign"]
        prefix = f"{marker} "
        starts = [max(0, start - found.end()) for start in starts]
        return PendingBlock(prefix, text[found.end() :], "item", prefix=prefix, hang=" " * len(prefix)), starts
    kind = KINDS.get(paragraph.kind, "paragraph")
    role: Role = "furniture" if paragraph.kind == "furniture" else "body"
    return PendingBlock("", text, kind, paragraph.level, role=role), starts


def _contents_block(lines: Sequence[PdfLine]) -> tuple[PendingBlock, list[int]]:
    """Return a table of contents with a line for each entry, indented as on the page, without its rows of dots."""
    margin = min(line.left for line in lines)
    texts = []
    for line in lines:
        words = clean_line(" ".join(" ".join(line.cells or (line.text,)).split()))
        indent = " " * min(MOST_INDENT, round((line.left - margin) / line.size) * 2)
        texts.append(indent + LEADERS.sub(LEADER, words).rstrip())
    return PendingBlock("", "\n".join(texts), "paragraph"), _line_starts(texts)


def _code_block(lines: Sequence[PdfLine]) -> tuple[PendingBlock, list[int]]:
    margin = min(line.left for line in lines)
    width = max(1.0, sum(line.right - line.left for line in lines) / max(1, sum(len(line.text) for line in lines)))
    texts = [" " * min(80, round((line.left - margin) / width)) + clean_line(line.text) for line in lines]
    return PendingBlock("", "\n".join(texts), "code", prefix="  ", hang="  "), _line_starts(texts)


def _line_starts(texts: Sequence[str]) -> list[int]:
    return list(accumulate((len(text) + 1 for text in texts[:-1]), initial=0))


# -- links -----------------------------------------------------------------------------------------------------------

CITED = re.compile(r"\[(\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\]")
CITED_IN_PARENTHESES = re.compile(r"(?<=\w\s)\((\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*)\)")
DIGITS = re.compile(r"\d+")

NAMED = re.compile(
    r"(?P<name>[^\W\d_a-z][\w’'-]+)(?:,? (?:and|&|und|et|y) [^\W\d_a-z][\w’'-]+| et al\.?)*,?\s?[(\[]?"
    r"(?P<year>(?:19|20)\d\d[a-z]?)(?!\d)"
)
"""A name and a year: “Smith et al. (2010)”, “Smith and Jones, 2010a”."""

DATED = re.compile(r"(?<!\d)(?:19|20)\d\d[a-z]?(?!\d)")

FIRST_NAMES = 3  # words at the beginning of an entry among which is the name of its first author
JOINED = re.compile(r"\b(?:and|et|und|y)\b|&")  # what stands between the names of several authors, or after the first

SHOWN = re.compile(
    r"\b(?P<kind>fig(?:ures?|s?\.)?|tables?|tab\.|schemes?|box)\s?(?P<number>\d{1,3})(?!\d)", re.IGNORECASE
)


def link_citations(article: Article, made: Sequence[tuple[PdfParagraph, Block]]) -> tuple[Mark, ...]:
    """Return the marks of an article with links to its references and captions; `made` has each block's paragraph."""
    entries = [block for paragraph, block in made if paragraph.kind == "reference"]
    text = [(paragraph, block) for paragraph, block in made if paragraph.kind in ("text", "item", "caption")]
    captions = {
        _caption_key(found): block.span.start
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
    cited = _brackets(article, [block for _, block in text], numbered)
    marks = [*article.marks]
    for _, block in text:
        marks += _numbers(article, block, cited, numbered, notes)
        if named:
            marks += _links(article, block, NAMED, lambda found: _entry_of(found, named))
        marks += _links(article, block, SHOWN, lambda found: captions.get(_caption_key(found)))
    return tuple(sorted(marks, key=lambda mark: mark.span))


def _number(article: Article, block: Block) -> int | None:
    """Return the number of an entry, which stands before it if it is the sign of an item."""
    found = NUMBER.match(block.prefix) or NUMBER.match(block.span.of(article.text))
    return int(next(filter(None, found.groups()))) if found else None


def _brackets(article: Article, text: Sequence[Block], entries: dict[int, int]) -> re.Pattern[str]:
    """Return how an article cites by number.

    Formulas have numbers, too: it is "(7)" only if more than half of the entries are cited so, and fewer by "[7]".
    """

    def cited(how: re.Pattern[str]) -> int:
        found = (found[1] for block in text for found in how.finditer(article.text, block.span.start, block.span.end))
        return len(entries.keys() & {int(digits) for each in found for digits in DIGITS.findall(each)})

    times = cited(CITED_IN_PARENTHESES)
    return CITED_IN_PARENTHESES if 2 * times > len(entries) and times > cited(CITED) else CITED


def _numbers(
    article: Article, block: Block, cited: re.Pattern[str], entries: dict[int, int], notes: set[tuple[str, str]]
) -> Iterator[Mark]:
    for found in cited.finditer(article.text, block.span.start, block.span.end):
        if found.start() == block.span.start or (article.page_at(found.start()), found[1]) in notes:
            continue
        for digits in DIGITS.finditer(article.text, found.start(1), found.end(1)):
            if (target := entries.get(int(digits[0]))) is not None:
                yield Mark(Span(*digits.span()), "link", f"{WITHIN}{target}")


def _entry_of(found: re.Match[str], named: dict[tuple[str, str], list[tuple[int, bool]]]) -> int | None:
    """Return the entry of a name and a year; of several, the one that has several authors as the citation has."""
    entries = named.get((_fold(found["name"]), found["year"]), [])
    joined = bool(JOINED.search(found[0]))
    starts = [start for start, has_more in entries if len(entries) == 1 or has_more == joined]
    return starts[0] if len(starts) == 1 else None


def _named(article: Article, entries: Iterable[Block]) -> dict[tuple[str, str], list[tuple[int, bool]]]:
    """Return the entries by one of the first authors and the year, each with whether there are several authors."""
    found: dict[tuple[str, str], list[tuple[int, bool]]] = {}
    for block in entries:
        said = block.span.of(article.text)
        names = re.findall(r"[^\W\d_a-z][\w’'-]+", said)[:FIRST_NAMES]
        for year in dict.fromkeys(DATED.findall(said)):
            has_more = bool(JOINED.search(said.partition(year)[0]))
            for name in dict.fromkeys(names):
                found.setdefault((_fold(name), year), []).append((block.span.start, has_more))
    return found


def _links(
    article: Article, block: Block, pattern: re.Pattern[str], target_of: Callable[[re.Match[str]], int | None]
) -> Iterator[Mark]:
    """Yield a link for each place that the pattern finds in a block, if it leads to another block."""
    for found in pattern.finditer(article.text, block.span.start, block.span.end):
        if (target := target_of(found)) is not None and target != block.span.start:
            yield Mark(Span(*found.span()), "link", f"{WITHIN}{target}")


def _caption_key(shown: re.Match[str]) -> tuple[str, int]:
    return shown["kind"][:3].lower(), int(shown["number"])


def _fold(name: str) -> str:
    return without_accents(name).casefold().removesuffix("’s").removesuffix("'s")
