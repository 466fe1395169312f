"""What a kept text alone does not tell of its article: headings, links, pages, where the page was from.

A web page is fetched once, standard input read once, and a book may be gone tomorrow; so beside each text lies its
shape, gzipped JSON under the same sha256. It is a help and no more: where it is missing, or makes no sense in its
text, the text is read as plain text. The trap: the file may come from somebody else's library, so everything in it is
checked and cleaned.
"""

import zlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import orjson

from reader.document.article import Article
from reader.document.codec import decode_block, decode_mark, decode_page, is_consistent
from reader.library.codec.fields import DIGEST
from reader.library.text_store import GZIP, LARGEST, LEVEL
from reader.system import atomic_file
from reader.text.sanitize import clean_line

SCHEMA = 1

WORDS = ("site", "language", "format", "fetched")


def structure_path(folder: Path, sha256: str) -> Path:
    return folder / f"{sha256}.shape.gz"


def store_structure(folder: Path, article: Article, *, new: bool) -> None:
    """Keep the shape of `article` if plain text would not have it, and it is not kept already. Raises OSError.

    Whether it is plain text after all is only asked when its text is `new`: it takes 30 ms a megabyte.
    """
    path = structure_path(folder, article.sha256)
    if path.exists() and not article.fetched:
        return
    if has_only_blocks(article) and (not new or is_plain(article)):
        return
    shape = pack_structure(article)
    with suppress(OSError):
        if atomic_file.read_regular(path, LARGEST) == shape:
            return
    atomic_file.make_folder(folder)
    atomic_file.replace_file(path, shape)


def has_only_blocks(article: Article) -> bool:
    """Whether it has nothing but a text and blocks."""
    return not (article.marks or article.pages or any(getattr(article, name) for name in WORDS))


def is_plain(article: Article) -> bool:
    """Whether its blocks are those that plain text has."""
    from reader.sources.plain import plain_blocks

    return article.blocks == plain_blocks(article.text)


def pack_structure(article: Article) -> bytes:
    blocks = [[b.span.start, b.span.end, b.kind, b.level, b.role, b.prefix, b.hang, b.reflow] for b in article.blocks]
    document = {
        "schema": SCHEMA,
        "blocks": blocks,
        "marks": [[mark.span.start, mark.span.end, mark.kind, mark.href] for mark in article.marks],
        "pages": [[page.start, page.label] for page in article.pages],
        **{name: value for name in WORDS if (value := getattr(article, name))},
    }
    packer = zlib.compressobj(LEVEL, wbits=GZIP)
    return packer.compress(orjson.dumps(document)) + packer.flush()


def load_structure(folder: Path, text: str, sha256: str) -> Article | None:
    """The article with `text` and the shape that is kept of it, without title and source; None where there is none."""
    if not DIGEST.fullmatch(sha256):
        return None
    with suppress(OSError, zlib.error, ValueError):  # orjson's error is a ValueError
        unpacker = zlib.decompressobj(GZIP)
        data = unpacker.decompress(atomic_file.read_regular(structure_path(folder, sha256), LARGEST), LARGEST)
        return article_from_structure(text, orjson.loads(data))
    return None


def article_from_structure(text: str, document: dict[str, object]) -> Article | None:
    """`text` in the shape that `document` describes; None where that makes no sense."""
    match document:
        case {"schema": 1, "blocks": list(blocks), "marks": list(marks), "pages": list(pages)}:
            article = Article(
                text,
                tuple(map(decode_block, blocks)),
                marks=tuple(map(decode_mark, marks)),
                pages=tuple(map(decode_page, pages)),
            )
            article = replace(
                article,
                site=line_field(document, "site"),
                language=line_field(document, "language"),
                format=line_field(document, "format"),
                fetched=line_field(document, "fetched"),
            )
            return article if article.blocks and is_consistent(article) else None
    return None


def line_field(document: dict[str, object], name: str) -> str:
    """What `document` says under `name`; empty where that is nothing or no words."""
    value = document.get(name)
    return clean_line(value) if isinstance(value, str) else ""


def copy_structure(theirs: Path, ours: Path, sha256: str) -> None:
    """Keep the shape that only the folder `theirs` has. Raises OSError."""
    source, target = structure_path(theirs, sha256), structure_path(ours, sha256)
    if not target.exists() and source.exists():
        atomic_file.replace_file(target, atomic_file.read_regular(source, LARGEST))
