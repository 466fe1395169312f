"""Paragraphs of a PDF as the blocks of an article, and the places where its pages begin."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from reader.document.article import Article, Block, BlockKind, Page
from reader.sources.builder import ArticleBuilder, BlockText, PendingBlock
from reader.sources.pdf.dehyphenate import Dehyphenator
from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.paragraphs import BULLET, LEADERS, NUMBERED, PdfParagraph
from reader.sources.table import TableRow, format_table
from reader.text.sanitize import clean_line

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
        columns = max(len(line.cells) for line in paragraph.lines)
        cells = ([*line.cells, *[""] * (columns - len(line.cells))] for line in paragraph.lines)
        table = format_table([TableRow([BlockText(clean_line(cell)) for cell in row]) for row in cells])
        return PendingBlock("", table.text, "table"), [0] * len(paragraph.lines)
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
    is_furniture = paragraph.kind == "furniture"
    return PendingBlock(
        "", text, KINDS.get(paragraph.kind, "paragraph"), paragraph.level, furniture=is_furniture
    ), starts


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
