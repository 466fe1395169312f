"""The structure of stored texts: headings, links, pages, and where a page was fetched.

A web page may change and standard input cannot be read again, so beside each text its structure is stored as gzipped
JSON under the same sha256 (`.shape.gz`). It is only an aid: if it is missing or does not fit its text, the text is read
as plain text. Pitfall: the file may come from another user's library, so everything in it is checked and sanitized.
"""

import zlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from reader.document.article import Article
from reader.document.codec import decode_block, decode_lines, decode_mark, decode_page, encode_block, is_consistent
from reader.library.codec.fields import DIGEST
from reader.library.texts.text_store import GZIP, LEVEL, MAX_SIZE
from reader.system import atomic_file, fast_json
from reader.text.sanitize import clean_line

SCHEMA = 1

WORDS = ("site", "language", "format", "fetched", "doubt")


def structure_path(folder: Path, sha256: str) -> Path:
    """Return the path of a structure."""
    return folder / f"{sha256}.shape.gz"


def store_structure(folder: Path, article: Article, *, new: bool) -> None:
    """Store the structure of `article`, unless plain text has the same or it is stored already. Raises OSError.

    The comparison with plain text takes 30 ms per megabyte, so it is made only if the text is `new`.
    """
    path = structure_path(folder, article.sha256)
    if path.exists() and not article.fetched:
        return
    if has_only_blocks(article) and (not new or is_plain(article)):
        return
    shape = pack_structure(article)
    with suppress(OSError):
        if atomic_file.read_regular(path, MAX_SIZE) == shape:
            return
    atomic_file.make_folder(folder)
    atomic_file.replace_file(path, shape, follow=False)


def has_only_blocks(article: Article) -> bool:
    """Return whether an article consists of a text and blocks only."""
    return not (article.marks or article.pages or article.left_out or any(getattr(article, name) for name in WORDS))


def is_plain(article: Article) -> bool:
    """Return whether the blocks of an article are those of plain text."""
    from reader.sources.plain import plain_blocks

    return article.blocks == plain_blocks(article.text)


def pack_structure(article: Article) -> bytes:
    """Encode the structure of an article."""
    blocks = [encode_block(block) for block in article.blocks]
    document = {
        "schema": SCHEMA,
        "blocks": blocks,
        "marks": [[mark.span.start, mark.span.end, mark.kind, mark.href] for mark in article.marks],
        "pages": [[page.start, page.label] for page in article.pages],
        **{name: value for name in WORDS if (value := getattr(article, name))},
        **({"left_out": article.left_out} if article.left_out else {}),
    }
    packer = zlib.compressobj(LEVEL, wbits=GZIP)
    return packer.compress(fast_json.dumps(document)) + packer.flush()


def load_structure(folder: Path, text: str, sha256: str) -> Article | None:
    """Return the article with `text` and its stored structure, without title and source; None if there is none."""
    if not DIGEST.fullmatch(sha256):
        return None
    with suppress(OSError, zlib.error, ValueError):  # damaged
        unpacker = zlib.decompressobj(GZIP)
        data = unpacker.decompress(atomic_file.read_regular(structure_path(folder, sha256), MAX_SIZE), MAX_SIZE)
        return article_from_structure(text, fast_json.loads(data))
    return None


def article_from_structure(text: str, document: dict[str, object]) -> Article | None:
    """Return `text` with the structure in `document`; None if that is invalid."""
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
                left_out=decode_lines(document.get("left_out")),
            )
            return article if article.blocks and is_consistent(article) else None
    return None


def line_field(document: dict[str, object], name: str) -> str:
    """Return a line of text; "" if the field is missing or not a text."""
    value = document.get(name)
    return clean_line(value) if isinstance(value, str) else ""


def copy_structure(theirs: Path, ours: Path, sha256: str) -> None:
    """Copy a structure that only the folder `theirs` has. Raises OSError."""
    source, target = structure_path(theirs, sha256), structure_path(ours, sha256)
    if not target.exists() and source.exists():
        atomic_file.replace_file(target, atomic_file.read_regular(source, MAX_SIZE), follow=False)
