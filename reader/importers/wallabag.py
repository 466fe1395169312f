"""JSON exports of wallabag and answers of its API: articles with their HTML and annotations.

https://doc.wallabag.org; an annotation has the words (`quote`) and a comment (`text`), as annotator.js made it. Its
`ranges` are paths in wallabag's page and are not used.
"""

from collections.abc import Iterator

from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, ImportFile, coerce
from reader.importers.coerce import Object, all_objects, iter_objects


def read(file: ImportFile) -> Iterator[ImportedArticle] | None:
    """Read annotations of wallabag; None if the file is not from it."""
    value = file.value
    if isinstance(value, dict) and isinstance(value.get("_embedded"), dict):
        value = value["_embedded"].get("items")
    entries = all_objects(value)
    known = all("url" in entry and ("annotations" in entry or "is_archived" in entry) for entry in entries)
    return parse_entries(entries) if entries and known else None


def parse_entries(entries: list[Object]) -> Iterator[ImportedArticle]:
    for entry in entries:
        address, tags = coerce.to_line(entry.get("url")), entry.get("tags")
        title = coerce.to_line(entry.get("title")) or address or "wallabag"
        authors, day = coerce.to_lines(entry.get("published_by")), coerce.to_line(entry.get("published_at"))[:10]
        about = ArticleInfo(coerce.to_source(address), title, tuple(authors), day)
        tags = [tag.get("label") if isinstance(tag, dict) else tag for tag in tags] if isinstance(tags, list) else []
        found = (parse_comment(each, address, coerce.to_lines(tags)) for each in iter_objects(entry.get("annotations")))
        if notes := tuple(note for note in found if note is not None):
            html = entry.get("content")
            yield ImportedArticle(about, notes, html=html if isinstance(html, str) else "")


def parse_comment(item: Object, address: str, labels: list[str]) -> ImportedNote | None:
    """Parse an annotation; None if it has neither words nor a comment."""
    anchor, text = coerce.to_quote(item.get("quote")), coerce.to_text(item.get("text")).strip()
    if anchor is None and not text:
        return None
    number = item.get("id")
    own = str(number) if isinstance(number, int | str) else repr((anchor, text, coerce.to_line(item.get("created_at"))))
    note_id, tags = coerce.derive_id("wallabag", f"{address} {own}"), coerce.to_tags(labels, text)
    created, updated = coerce.to_time(item.get("created_at")), coerce.to_time(item.get("updated_at"))
    return ImportedNote(note_id, text, tags, anchor, created, updated, author=coerce.to_line(item.get("user")))
