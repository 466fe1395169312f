"""Merge two libraries into one that has everything of both.

`merge_tables` is a pure function from the tables of two libraries to those of one. The result does not depend on
order, grouping or repetition (as far as `Library` can tell), because each value is a union or a maximum: revisions and
texts are united, an article's title comes from where it was opened last, and a placement is kept only if it refers to
the text that was opened last.

Two machines may have met an article with different texts and given it two ids. Records that share a text, an id, a
note or a correction are one article; it keeps its oldest id, and the others stay in `also`. This relation is
transitive, so groups are formed over all records of both sides before any are merged. Whether records that share only a
source are one article is told by their texts, which a merge driver does not have.
"""

import os
import stat
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reader.anchoring import Anchor
from reader.annotations.notes import Note
from reader.annotations.revisions import RevisedEntry
from reader.document.article import Article
from reader.errors import LibraryError, explained
from reader.library import texts
from reader.library.codec import BadRecordError, Document, NewerSchemaError, document_id, text_strings
from reader.library.codec.records import (
    STANDARD_INPUT,
    ArticleRecord,
    Tables,
    article_document,
    article_from,
    free_key,
    placement_document,
)
from reader.library.deduplicate import (
    CODECS,
    DECODERS,
    first_times,
    is_valid_record,
    merge_documents,
    ordered_union,
    readable_records,
    with_fields,
)
from reader.library.journal import has_documents, is_journal
from reader.library.meta import sealed_tables, with_steps_of
from reader.library.ranges import Term, record_terms, terms_by_id
from reader.library.read_repair import ReadRepair
from reader.library.recovery import DamagedLibraryError, encode_tables, read_stored, with_all_tables
from reader.library.snapshot import read_with_journal
from reader.library.texts import aligned_share
from reader.system import atomic_file
from reader.text.sanitize import clean_line
from reader.text.span import grouped


@dataclass(frozen=True, slots=True)
class MergeSummary:
    """The numbers of records that a merge added."""

    articles: int = 0
    notes: int = 0
    revisions: int = 0
    """Revisions of notes and all other entries, including those of new ones."""
    conflicts: int = 0
    """Notes that are in conflict now and were not before."""
    corrections: int = 0
    dossiers: int = 0
    """Members of dossiers."""
    proposals: int = 0
    joined: tuple[tuple[str, tuple[str, ...]], ...] = field(default=(), compare=False)
    """The articles that got former ids, and these."""


def read_other(path: Path) -> Tables:
    """Return the tables of another library. Raises LibraryError if it is missing, damaged, newer or not a library."""
    with explained(LibraryError, clean_line(f"cannot read the other library {path}")):
        stored = read_with_journal(path)
    try:
        return with_all_tables(read_stored(stored).tables)
    except NewerSchemaError as error:
        words = f"the other library {path} was written by a newer version of reader ({error}): update reader"
        raise LibraryError(clean_line(words)) from error
    except DamagedLibraryError as error:
        advice = "nothing was merged; if it is a library, `reader check --repair --library FILE` repairs it"
        words = f"the other library {path} {error}: {advice}"
        raise LibraryError(clean_line(words)) from error


def copy_texts(theirs: Path, ours: Path, records: Iterable[ArticleRecord]) -> None:
    """Copy the texts of `records` that only the folder `theirs` has to `ours`. Raises OSError."""
    for digest in dict.fromkeys(digest for record in records for digest in record.texts):
        if not texts.text_path(ours, digest).exists() and (text := texts.load_text(theirs, digest)) is not None:
            texts.store_text(ours, text)
        texts.copy_structure(theirs, ours, digest)


def merge_files(ours: Path, theirs: Path) -> None:
    """Write the merged library to `ours` as a merge driver: no lock, no backups. Raises LibraryError, OSError."""
    for path in (ours, theirs):
        if is_journal(read_with_journal(path).raw):
            words = f"{path} is a journal, not a library: `reader check --repair` writes it into the library"
            raise LibraryError(clean_line(words))
    merged = merge_tables(read_other(ours), read_other(theirs))
    mode = stat.S_IMODE(os.stat(ours).st_mode)
    atomic_file.replace_file(ours, encode_tables(sealed_tables(merged), plain=True), mode=mode)


def merge_tables(mine: Tables, theirs: Tables) -> Tables:
    """Return two libraries, which have all tables, as one; documents keep their keys in `mine`.

    What damage has changed in one is taken from the other. Tables of later versions are joined by the ids in them.
    """
    mine, theirs = ReadRepair([theirs]).heal(mine), ReadRepair([mine]).heal(theirs)
    groups = Groups(library_records(mine), library_records(theirs))
    merged = {**theirs, **with_steps_of(mine, theirs)}
    for name in (mine.keys() & theirs.keys()) - {"meta"}:
        if has_documents(mine[name]) and has_documents(theirs[name]):
            merged[name] = merge_table(name, mine[name], theirs[name])
    merged["articles"] = with_articles(merged["articles"], groups)
    for name in CODECS:
        merged[name] = with_entries(name, merged[name], groups)
    return merged


def is_readable(theirs: Tables) -> bool:
    """Return whether a library has nothing but records that this version can read."""
    return all(
        name == "meta" or (name in DECODERS and all(is_valid_record(name, document) for document in table.values()))
        for name, table in theirs.items()
    )


def related_tables(theirs: Tables, read: Callable[[Mapping[str, Set[Term]]], Tables]) -> Tables:
    """Return the part of a library that a merge with `theirs` may change; `read` gives records with any of some terms.

    Which articles are one may depend on records of either side, so it is asked until there are no more.
    """
    terms: dict[str, set[Term]] = {name: set() for name in DECODERS}
    mine, known = Tables(), -1
    while known < (known := sum(map(len, terms.values()))):
        for tables in (theirs, mine):
            for name, decode in DECODERS.items():
                for record in readable_records(tables.get(name, {}), decode):
                    is_article = isinstance(record, ArticleRecord)
                    terms[name] |= record_terms(record) if is_article else {("id", record.id)}
                    articles = (record.id, *record.also) if is_article else (record.article,)
                    terms["articles"].update(term for own in articles for term in terms_by_id(own))
                    for other in CODECS:
                        terms[other] |= {("article", own) for own in articles}
        mine = read(terms)
    return mine


def join_articles(tables: Tables, ids: Set[str]) -> Tables:
    """Return a library, which has all tables, with the articles that have or had these ids as one."""
    known = readable_articles(tables["articles"])
    joined = merge_articles(record for record in known if not ids.isdisjoint((record.id, *record.also)))
    return merge_tables(tables, with_all_tables({"articles": {"1": article_document(joined)}}))


def merge_table(name: str, mine: dict[str, Document], theirs: dict[str, Document]) -> dict[str, Document]:
    """Return all documents of a table, those of one id joined. What cannot be read is kept unchanged."""
    table: dict[str, Document] = {}
    keys: dict[str, str] = {}
    nameless: list[Document] = []
    for key, document in [*mine.items(), *(("", document) for document in theirs.values())]:
        own = document_id(document)
        if own is not None and (there := keys.get(own)) is not None:
            if table[there] != document:
                pair = (table[there], document) if is_valid_record(name, table[there]) else (document, table[there])
                table[there] = merge_documents(name, *pair)
        elif own is not None or key or document not in nameless:
            key = key or free_key(table)
            table[key] = document
            if own is not None:
                keys[own] = key
            else:
                nameless.append(document)
    return table


def library_records(tables: Tables) -> dict[str, list[Any]]:
    """Return the records of a library that can be read, by table."""
    entries = {name: readable_records(tables[name], DECODERS[name]) for name in CODECS}
    return entries | {"articles": readable_articles(tables["articles"])}


def readable_articles(table: dict[str, Document]) -> list[ArticleRecord]:
    """Return the articles with all sources, standard input included: the next merge must know which was the last."""
    return readable_records(table, lambda each: replace(article_from(each), sources=text_strings(each, "sources")))


class Groups:
    """The ids of each article on either side, and its merged record."""

    def __init__(self, *sides: Mapping[str, list[Any]]) -> None:
        self._leader: dict[str, str] = {}
        records: list[ArticleRecord] = [record for side in sides for record in side["articles"]]
        entries: list[RevisedEntry[Any]] = [entry for side in sides for name in CODECS for entry in side[name]]
        for record in records:
            for other in (*record.also, *(f"text {digest}" for digest in record.texts)):  # ids have no spaces
                self._join(record.id, other)
        for entry in entries:
            self._join(entry.article, f"entry {entry.id}")
        by_group = grouped((self.of(record.id), record) for record in records)
        self.articles = {group: merge_articles(some) for group, some in by_group.items()}
        """The merged record of each group."""
        ids: defaultdict[str, set[str]] = defaultdict(set)
        for entry in entries:
            ids[self.of(entry.article)].add(entry.article)
        self.kept_ids = {group: min(some) for group, some in ids.items()}
        """The id that the article of each group keeps: of one without a record, the smallest."""
        self.kept_ids |= {group: article.id for group, article in self.articles.items()}
        self._placed = [self._placements(side["notes"]) for side in sides]

    def of(self, node: str) -> str:
        """Return the group of an article's id, a text, a note or a correction."""
        found = node
        while (above := self._leader.setdefault(found, found)) != found:
            self._leader[found] = self._leader[above]
            found = above
        return found

    def _join(self, one: str, other: str) -> None:
        self._leader[self.of(one)] = self.of(other)

    def _placements(self, notes: Iterable[Note]) -> dict[str, tuple[Anchor | None, Document]]:
        """Return the placements of a side that refer to the text with which the article was opened last."""
        placed: dict[str, tuple[Anchor | None, Document]] = {}
        for note in notes:
            article = self.articles.get(self.of(note.article))
            current = article.texts[-1:] if article else (note.placed_on,)
            found = placement_document(note.placement, note.placed_on)
            if found and note.placed_on in current:
                placed[note.id] = note.anchor, found
        return placed

    def placement(self, note: Note) -> Document | None:
        """Return the placement of a merged note in the newest text; None if its words were not placed in it yet."""
        known = [placed[note.id] for placed in self._placed if note.id in placed]
        return max((found for anchor, found in known if anchor == note.anchor), key=repr, default=None)


def last_opening(record: ArticleRecord) -> tuple[bool, str, str]:
    """Return a sort key of records: by having texts, when opened last, and with which text; the newest is greatest."""
    return bool(record.texts), record.opened, record.texts[-1] if record.texts else ""


def merge_articles(records: Iterable[ArticleRecord]) -> ArticleRecord:
    """Return the records of one article as one; the same in any order and grouping."""
    known = list(records)
    first = min(known, key=lambda record: (record.added, record.id))
    last = max(map(last_opening, known))
    newest = [record for record in known if last_opening(record) == last]
    ids = {each for record in known for each in (record.id, *record.also)}
    named = max(newest, key=lambda record: (record.title, record.author, record.published))
    shelved = max(known, key=lambda record: (record.shelved, record.shelf))
    classed = max(known, key=lambda record: (record.genre_set, record.genre or ""))
    return replace(
        named,
        genre=classed.genre,
        genre_set=classed.genre_set,
        shelf=shelved.shelf,
        shelved=shelved.shelved,
        id=first.id,
        added=first.added,
        sources=ordered_union([record.sources for record in known], max(record.sources[-1:] for record in newest)),
        texts=ordered_union([record.texts for record in known], named.texts[-1:]),
        since=first_times(record.since for record in known),
        also=tuple(sorted(ids - {first.id})),
    )


def with_articles(table: dict[str, Document], groups: Groups) -> dict[str, Document]:
    kept: dict[str, Document] = {}
    at: dict[str, str] = {}
    for key, document in table.items():
        try:
            group = groups.of(article_from(document).id)
        except BadRecordError:
            kept[key] = document
            continue
        there = at.setdefault(group, key)
        kept[there] = {**document, **kept.get(there, {})}
    for group, key in at.items():
        kept[key] = article_document(groups.articles[group], kept[key])
    return kept


def with_entries(name: str, table: dict[str, Document], groups: Groups) -> dict[str, Document]:
    """Return `table` with each note or correction on its merged article."""
    kept = dict(table)
    for key, document in table.items():
        with suppress(BadRecordError):
            entry = DECODERS[name](document)
            fields: Document = {"article": groups.kept_ids[groups.of(entry.article)]}
            if name == "notes":
                fields["placement"] = groups.placement(entry)
            if any(document.get(field) != value for field, value in fields.items()):
                kept[key] = with_fields(name, document, fields)
    return kept


def summarize_merge(before: Tables, after: Tables) -> MergeSummary:
    """Return what is in `after` and not in `before`."""
    old, new = library_records(before), library_records(after)
    ids = {each for record in old["articles"] for each in (record.id, *record.also)}
    articles = sum(not ids & {record.id, *record.also} for record in new["articles"])
    revisions, earlier = (sum(len(entry.revisions) for name in CODECS for entry in side[name]) for side in (new, old))
    conflicts, known = ({note.id for note in side["notes"] if note.conflict} for side in (new, old))
    joins, before_it = ({(each.id, each.also): None for each in side["articles"]} for side in (new, old))
    joined = tuple(join for join in joins if join[1] and join not in before_it)
    added = {name: len({each.id for each in new[name]}.difference(each.id for each in old[name])) for name in CODECS}
    more = revisions - earlier
    return MergeSummary(articles, revisions=more, conflicts=len(conflicts - known), joined=joined, **added)


NEW_TEXT = 1 / 3
"""A known source with a new text is the same article if at least this share of the words aligns (`aligned_share`)."""

COPY = 1 / 2
"""Two articles with the same source are one if at least this share aligns: more, since nothing parts them again."""


def find_copies(
    records: Iterable[ArticleRecord], text_of: Callable[[ArticleRecord], str | None]
) -> list[frozenset[str]]:
    """Return the ids of articles that are one, by source and text; `text_of` returns a record's newest kept text."""
    ordered = sorted(records, key=lambda each: (each.added, each.id))
    by_source = grouped((source, record) for record in ordered for source in record.sources)
    found: list[frozenset[str]] = []
    for source, same in sorted(by_source.items()):
        if source != STANDARD_INPUT and len(same) > 1:
            found += _with_texts_alike(same, text_of)
    return found


def with_same_source(records: Iterable[ArticleRecord], article: Article) -> list[ArticleRecord]:
    """Return the records that have the source of `article`; none for standard input."""
    source = clean_line(article.source)
    return [each for each in records if source != STANDARD_INPUT and source in each.sources]


def _with_texts_alike(
    records: Iterable[ArticleRecord], text_of: Callable[[ArticleRecord], str | None]
) -> list[frozenset[str]]:
    """Return the ids of records in groups of two or more whose texts align."""
    groups: list[dict[str, str]] = []
    for record in records:
        if (text := text_of(record)) is not None:
            alike = (group for group in groups if any(aligned_share(each, text) >= COPY for each in group.values()))
            group = next(alike, None)
            if group is None:
                groups.append(group := {})
            group[record.id] = text
    return [frozenset(group) for group in groups if len(group) > 1]
