"""Cache analyses in a folder that may be deleted at any time, one file per text and engine.

The engine's name includes its version, so analyses by older engines are never found. A file that cannot be read or
written costs a computation and is not an error.
"""

import hashlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from reader.analysis import Analysis
from reader.analysis.codec import from_lines, to_lines
from reader.document.article import Article
from reader.system.atomic_file import read_regular, replace_file

SIZE_LIMIT = 256 * 1024 * 1024
"""Bytes. More than any analysis that this program writes; a larger file is not ours."""


def cache_file(folder: Path, article: Article, engine: str) -> Path:
    """Return the cache file for an article and engine.

    The blocks are part of the key, and the genre that the reader chose: the same words read as Markdown and as plain
    text are different articles to an engine.
    """
    blocks = repr([(b.span.start, b.span.end, b.kind, b.role) for b in article.blocks])
    digest = hashlib.sha256(f"{article.sha256} {engine} {article.genre or ''} {blocks}".encode()).hexdigest()
    return folder / f"{digest[:32]}.jsonl"


def load_analysis(folder: Path, article: Article, engine: str) -> Analysis | None:
    """Return the cached analysis of `article` by `engine`, or None."""
    try:
        found = from_lines(BytesIO(read_regular(cache_file(folder, article, engine), SIZE_LIMIT)))
    except (OSError, ValueError):
        return None
    return found if found.engine == engine else None


def load_or_make(folder: Path, article: Article, engine: str, analyze: Callable[[Article], Analysis]) -> Analysis:
    """Return the cached analysis of `article` by `engine`, or else what `analyze` makes with it, cached."""
    found = load_analysis(folder, article, engine)
    if found is None:
        found = analyze(article)
        store_analysis(folder, article, found)
    return found


def store_analysis(folder: Path, article: Article, analysis: Analysis) -> None:
    """Cache `analysis`, ignoring a full or read-only disk."""
    data = bytearray()
    for line in to_lines(analysis):  # joined, those of a book would be in memory twice
        data += line
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        replace_file(cache_file(folder, article, analysis.engine), data, synced=False)
    except OSError:
        return
