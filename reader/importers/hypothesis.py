"""Annotations of Hypothesis: answers of its API (`rows`) and exports of its client (`annotations`).

https://h.readthedocs.io/en/latest/api-reference/v1/. A page note has no selector; a reply has `references`, the first
of which is the annotation of its thread, so it goes on the same passage. If a file has annotations by several people,
each note is tagged with its author (`by/ann`).
"""

from collections.abc import Iterator, Mapping

from reader.anchoring import Anchor
from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, ImportFile, coerce
from reader.importers.coerce import Object, iter_objects
from reader.text.span import grouped


def read(file: ImportFile) -> Iterator[ImportedArticle] | None:
    """Read annotations of Hypothesis; None if the file is not from it."""
    rows = file.value
    if isinstance(rows, dict):
        rows = next((rows[key] for key in ("rows", "annotations") if isinstance(rows.get(key), list)), [rows])
    known = isinstance(rows, list) and all(
        isinstance(row, dict) and "uri" in row and ("target" in row or "user" in row) for row in rows
    )
    return parse_rows(rows) if known else None


def parse_rows(rows: list[Object]) -> Iterator[ImportedArticle]:
    anchors = {coerce.to_line(row.get("id")): row_anchor(row) for row in rows}
    people = {coerce.to_line(row.get("user")) for row in rows}
    by_page = grouped((coerce.to_source(row.get("uri")) or coerce.to_line(row.get("uri")), row) for row in rows)
    for page, on_page in by_page.items():
        titles = [next(iter_objects(row.get("document")), {}).get("title") for row in on_page]
        title = next(filter(None, map(coerce.to_first_line, titles)), "")
        notes = tuple(parse_row(row, anchors, several=len(people) > 1) for row in on_page)
        source = coerce.to_source(page)
        yield ImportedArticle(ArticleInfo(source, title, id="" if source else coerce.derive_id("source", page)), notes)


def row_anchor(row: Object) -> Anchor | None:
    targets = iter_objects(row.get("target"))
    return coerce.to_anchor([selector for target in targets for selector in iter_objects(target.get("selector"))])


def parse_row(row: Object, anchors: Mapping[str, Anchor | None], *, several: bool) -> ImportedNote:
    words = coerce.to_text(row.get("text"))
    named = coerce.to_lines(row.get("tags"))
    author = coerce.to_name(row.get("user")).removeprefix("acct:").partition("@")[0]
    if several:
        named.append(f"by/{author}")
    anchor = row_anchor(row) or anchors.get(coerce.to_first_line(row.get("references")))
    tags = coerce.to_tags(named, words)
    identity = coerce.to_line(row.get("id")) or repr((words, tags, anchor, row.get("uri")))
    created, updated = coerce.to_time(row.get("created")), coerce.to_time(row.get("updated"))
    note_id = coerce.derive_id("hypothesis", identity)
    return ImportedNote(note_id, words, tags, anchor, created, updated, author=author)
