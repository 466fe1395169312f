"""An article as plain lists and dictionaries for JSON, and back, with every value checked.

Pitfall: the values may come from a process that read a hostile file, or from a file of somebody else, so nothing is
taken on trust: text is sanitized, and spans must be in order and inside the text.
"""

from collections.abc import Mapping
from dataclasses import fields
from typing import cast, get_args

from reader.document.article import (
    GENRES,
    Article,
    Block,
    BlockKind,
    Completeness,
    Evidence,
    Genre,
    Mark,
    MarkKind,
    Page,
    Role,
    language_name,
)
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span

LONGEST_PREFIX = 200  # characters drawn before a block; the readers of formats use twenty

LINES = ("title", "source", "published", "site", "language", "format", "fetched", "doubt", "doi")
"""The fields of an article that hold one line."""


def encode_article(article: Article) -> dict[str, object]:
    return {
        "text": article.text,
        "blocks": [encode_block(block) for block in article.blocks],
        "marks": [[mark.span.start, mark.span.end, mark.kind, mark.href] for mark in article.marks],
        "pages": [[page.start, page.label] for page in article.pages],
        "author": list(article.author),
        "left_out": list(article.left_out),
        "completeness": article.completeness,
        "genre": article.genre,
        "evidence": [[each.fact, each.origin, each.text, each.page] for each in article.evidence],
        **{name: getattr(article, name) for name in LINES},
    }


def decode_article(value: Mapping[str, object]) -> Article:
    """Return the article in `value`. Raises ValueError if that makes no sense."""
    match value:
        case {
            "text": str(text),
            "blocks": list(blocks),
            "marks": list(marks),
            "pages": list(pages),
            "author": list(author),
        }:
            article = Article(
                clean(text),
                tuple(map(decode_block, blocks)),
                marks=tuple(map(decode_mark, marks)),
                pages=tuple(map(decode_page, pages)),
                author=decode_lines(author),
                left_out=decode_lines(value.get("left_out")),
                completeness=next(
                    (said for said in get_args(Completeness) if said == value.get("completeness")), "whole"
                ),
                genre=decode_genre(value.get("genre")),
                evidence=decode_evidence(value.get("evidence")),
                **{name: decode_line(value.get(name)) for name in LINES},
            )
            if is_consistent(article):
                return article
    raise ValueError("not an article")


def decode_line(value: object) -> str:
    """Return a line; "" if it is no text."""
    return clean_line(value) if isinstance(value, str) else ""


def decode_genre(value: object) -> Genre | None:
    """Return a genre; None if there is none of this name."""
    return next((genre for genre in GENRES if genre == value), None)


def decode_lines(value: object) -> tuple[str, ...]:
    """Return the lines in a list; none if there is no list."""
    return tuple(clean_line(line) for line in value if isinstance(line, str)) if isinstance(value, list) else ()


def decode_evidence(value: object) -> tuple[Evidence, ...]:
    """Return the places of facts in a list; none if there is no list."""
    rows = [decode_lines(row) for row in value] if isinstance(value, list) else []
    return tuple(Evidence(*row) for row in rows if len(row) == len(fields(Evidence)))


def encode_block(block: Block) -> list[object]:
    """Return a block as a list; the language comes last, and only if it is known."""
    start, end = block.span.start, block.span.end
    shape: list[object] = [start, end, block.kind, block.level, block.role, block.prefix, block.hang, block.reflow]
    return [*shape, block.language] if block.language else shape


def decode_block(item: object) -> Block:
    """Raises ValueError."""
    match item:
        case [int(start), int(end), str(kind), int(level), str(role), str(prefix), str(hang), bool(reflow), *rest]:
            if kind in get_args(BlockKind) and role in get_args(Role) and 0 <= level <= 6:
                prefix, hang = (clean_line(sign)[:LONGEST_PREFIX] for sign in (prefix, hang))
                language = language_name(rest[0]) if rest and isinstance(rest[0], str) else ""
                shape = (cast(BlockKind, kind), level, cast(Role, role), prefix, hang, reflow, language)
                return Block(Span(start, end), *shape)
    raise ValueError("not a block")


def decode_mark(item: object) -> Mark:
    """Raises ValueError."""
    match item:
        case [int(start), int(end), str(kind), str(href)] if kind in get_args(MarkKind):
            return Mark(Span(start, end), cast(MarkKind, kind), clean_line(href))
    raise ValueError("not a mark")


def decode_page(item: object) -> Page:
    """Raises ValueError."""
    match item:
        case [int(start), str(label)]:
            return Page(start, clean_line(label))
    raise ValueError("not a page")


def is_consistent(article: Article) -> bool:
    """Return whether blocks, marks and pages are inside the text and in order."""
    length = len(article.text)
    edges = [edge for block in article.blocks for edge in (block.span.start, block.span.end)]
    orders = ([0, *edges, length], [0, *(page.start for page in article.pages), length])
    inside = all(0 <= mark.span.start <= mark.span.end <= length for mark in article.marks)
    return inside and all(places == sorted(places) for places in orders)
