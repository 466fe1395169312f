"""The versions of an article: its kept texts, in order."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reader.document import ORIGINAL
from reader.document.article import Article
from reader.errors import SessionError
from reader.library import texts
from reader.library.library import ArticleRecord, Library
from reader.session.reopen import load_from_file, load_kept_text
from reader.sources.detect import SUFFIXES, is_url, suffix_of
from reader.sources.http import normalize_url
from reader.sources.open import open_source

TEXT_GONE = "its text is not kept here"


@dataclass(frozen=True, slots=True)
class Version:
    number: int
    """Counted from 1, the oldest."""
    sha256: str
    since: str
    """When the article was first opened with it, UTC in ISO 8601; "" if it was not yet, or if that is not known."""
    article: Article | None
    """None if the text is missing."""
    opened: bool = True
    """False for the text that a file has now and the library does not know, and for one before tracked changes."""


def find_known_article(library: Library, name: str) -> ArticleRecord:
    """Return the article with this id, path or URL. Raises SessionError if there is none, LibraryError."""
    if (found := library.article(name)) is not None:
        return found
    if is_url(name):
        sources = {normalize_url(name)}
    else:
        sources = {str(Path(name).expanduser().absolute()), os.path.realpath(os.path.expanduser(name))}
    known = [record for source in sources for record in library.articles(source)]
    if known:
        return max(known, key=lambda record: (record.opened, record.id))
    raise SessionError(f"the library has no article {name}; `reader library` lists ids and sources")


def versions_of(library: Library, record: ArticleRecord) -> list[Version]:
    """Return the texts, oldest first, the one opened last at the end, then a changed file's. Raises LibraryError,
    SourceError.

    If the file has tracked changes, the text that they change comes before the one that it has now.
    """
    times = {sha256: texts.stored_at(library.files.texts, sha256) for sha256 in record.texts} | dict(record.since)
    earlier = sorted(record.texts[:-1], key=lambda sha256: (times[sha256], sha256))
    known = (*earlier, *record.texts[-1:])
    found = [Version(0, sha256, times[sha256], load_kept_text(library, record, sha256)) for sha256 in known]
    source = "".join(record.sources[-1:])
    now = load_from_file(library, record, source) if source.startswith("/") else None
    if now is not None and now.sha256 not in record.texts:
        found.append(Version(0, now.sha256, "", now, opened=False))
    if now is not None and SUFFIXES.get(suffix_of(source)) == "docx":
        original = open_source(source, format=ORIGINAL)
        if original.sha256 not in {version.sha256 for version in found}:
            found.insert(-1, Version(0, original.sha256, "", original, opened=False))
    return [replace(version, number=number) for number, version in enumerate(found, 1)]


def choose_versions(versions: Sequence[Version], old: str = "", new: str = "") -> tuple[Version, Version] | None:
    """Return the two versions to compare, each named by its number or its sha256; None if there is only one text.

    By default the last two whose texts are kept. Raises SessionError for one that there is not.
    """
    if not old and not new:
        readable = [version for version in versions if version.article is not None]
        return (readable[-2], readable[-1]) if len(readable) > 1 else None
    later = find_version(versions, new) if new else versions[-1]
    if old:
        return find_version(versions, old), later
    before = [version for version in versions if version.number < later.number and version.article is not None]
    return (before[-1], later) if before else None


def find_version(versions: Sequence[Version], name: str) -> Version:
    """Return the version with this number or sha256, with its text. Raises SessionError."""
    for version in versions:
        if name in (str(version.number), version.sha256):
            if version.article is None:
                raise SessionError(f"version {version.number} cannot be compared: {TEXT_GONE}")
            return version
    raise SessionError(f"there is no version {name}: they are numbered from 1 to {len(versions)}")
