"""The library: every article that was opened, every note and every correction, in one TinyDB file.

    Library          what the rest of the program calls (here)
      records.py     documents and frozen dataclasses of articles and notes
      corrections.py the same of corrections; with records.py the only place with dicts
        histories.py what is kept as its revisions, in a document
        fields.py    one field of a document, checked and cleaned
        uniting.py   two documents of one id as one
      texts.py       the texts that articles have had, kept beside the file
      shapes.py      and what a text alone does not tell of them
      stamps.py      what changed since somebody looked
      check.py       is it whole, and mending it
      merge.py       two libraries as one
      table.py       TinyDB made safe between processes
        storage.py   lock, write, back up
        snapshot.py  read; where the file and its backups lie
        salvage.py   from bytes to tables, damaged ones too

The only room that knows TinyDB. Importing it costs some 30 ms, so whoever may not need it imports it late.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from reader.annotations.corrections import Correction
from reader.annotations.notes import Note
from reader.annotations.revisions import now
from reader.document.article import Article
from reader.errors import LibraryError
from reader.library import check, merge, structure_store
from reader.library import text_store as texts
from reader.library.check import CheckReport
from reader.library.codec.corrections import correction_document, correction_from
from reader.library.codec.fields import BadRecordError, Document
from reader.library.codec.records import (
    STANDARD_INPUT,
    ArticleRecord,
    Shelf,
    article_document,
    article_from,
    note_document,
    note_from,
    without_collection,
)
from reader.library.codec.revisions import as_list
from reader.library.deduplicate import merge_entries, ordered_union
from reader.library.fingerprints import Fingerprints, hash_documents
from reader.library.merge import MergeSummary
from reader.library.recovery import with_all_tables
from reader.library.snapshot import LibraryFiles
from reader.library.table import SafeDB, SafeTable
from reader.text.format import counted
from reader.text.sanitize import clean_line

__all__ = ["ArticleRecord", "CheckReport", "Library", "LibraryError", "MergeSummary"]

E = TypeVar("E", Note, Correction)

SAME_ARTICLE = 1 / 3
"""A known path with a new text is the same article if at least this share of the words aligns."""


class Library:
    """The articles, notes and corrections in one library file, with its backups and the texts beside it.

    Nothing on disk is touched before it is used, and only `enter`, `put_on`, `save`, `correct`, `take_in`, `merge` and
    `repair` write; what they wrote is durable when they return. May be used from several threads. Methods raise
    LibraryError unless they say otherwise.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = SafeDB(path)
        self._articles = self._db.safe_table("articles")
        self._notes = self._db.safe_table("notes")
        self._corrections = self._db.safe_table("corrections")
        self._read_articles: tuple[dict[str, Document], list[ArticleRecord]] | None = None
        self._read_notes: dict[str, tuple[Document, Note | None]] = {}
        """Records made of documents, as long as those are the same: ten thousand take a fifth of a second."""

    @property
    def files(self) -> LibraryFiles:
        """Where it and what belongs to it lie."""
        return self._db.safe.files

    def take_notices(self) -> list[str]:
        """What the user must be told, each once: recovered from damage, records passed over ... No error."""
        return self._db.safe.take_notices()

    def stamps(self) -> Fingerprints:
        """For each thing what changes whenever it does."""
        tables = (table.documents().values() for table in (self._articles, self._notes, self._corrections))
        articles, notes, corrections = tables
        return Fingerprints(hash_documents(articles), hash_documents(notes), hash_documents(corrections, "article"))

    # ------------------------------------------------------------------ articles

    def articles(self) -> list[ArticleRecord]:
        """The most recently opened first."""
        documents = self._articles.documents()
        known = self._read_articles
        if known is None or known[0] is not documents:
            self._read_articles = known = documents, self._made_articles(documents)
        return list(known[1])

    def _made_articles(self, documents: dict[str, Document]) -> list[ArticleRecord]:
        records: dict[str, ArticleRecord] = {}
        bad = 0
        for document in documents.values():
            try:
                record = article_from(document)
                records.setdefault(record.id, record)
            except BadRecordError:
                bad += 1
        self._passed_over(bad, "article")
        return sorted(records.values(), key=lambda record: (record.opened, record.id), reverse=True)

    def article(self, article_id: str) -> ArticleRecord | None:
        """The article with this id, or with this one among its former ones."""
        found = [record for record in self.articles() if article_id in (record.id, *record.also)]
        return next((record for record in found if record.id == article_id), found[0] if found else None)

    def find(self, article: Article) -> ArticleRecord | None:
        """The record of `article`: the one that had its text, else the one from its source if enough words align.

        Nothing is written.
        """
        return self._found(article)[0]

    def _found(self, article: Article) -> tuple[ArticleRecord | None, bool]:
        """The record, and whether the source is known with a text that is another article."""
        records = self.articles()
        for record in records:
            if article.sha256 in record.texts:
                return record, False
        source = clean_line(article.source)
        known = [record for record in records if source != STANDARD_INPUT and source in record.sources]
        return next((record for record in known if self._grew_into(record, article)), None), bool(known)

    def _grew_into(self, record: ArticleRecord, article: Article) -> bool:
        """Whether the newest kept text of `record` became that of `article`; without any, its source speaks for it."""
        olds = (old for text in reversed(record.texts) if (old := self.kept_text(text)) is not None)
        newest = next(olds, None)
        return newest is None or texts.aligned_share(newest, article.text) >= SAME_ARTICLE

    def enter(self, article: Article) -> ArticleRecord:
        """The record of `article`, which is new or now has this text and source too, opened now; the text is kept.

        A known source with another article's text becomes a new article, with a notice.
        """
        moment = now()
        with self._db.safe.transaction():
            found, replaced = self._found(article)
            if found is None and replaced:
                self._db.safe.tell(
                    f"{article.source} now holds another text and is a new article; "
                    "the notes on the former one are kept"
                )
            unknown = ArticleRecord(article.text_id, "", (), (), moment, moment)
            record = found or self.article(article.text_id) or unknown
            record = replace(
                record,
                title=article.title or record.title,
                author=article.author or record.author,
                published=article.published or record.published,
                sources=with_source(record.sources, clean_line(article.source)),
                texts=ordered_union([record.texts], [article.sha256]),
                opened=max(moment, record.opened),
            )
            if record.shelf == "removed":
                record = replace(record, shelf="", shelved=moment)
            self._keep_text(article.text, article)
            self._articles.put([article_document(record, self._articles.find(record.id))])
        return record

    def put_on(self, shelf: Shelf, *article_ids: str) -> None:
        """Archive or remove articles, or take them back; what belongs to them stays as it is."""
        moment = now()
        with self._db.safe.transaction():
            records = [record for each in dict.fromkeys(article_ids) if (record := self.article(each))]
            self._articles.put(
                article_document(replace(record, shelf=shelf, shelved=moment), self._articles.find(record.id))
                for record in records
            )

    def kept_text(self, sha256: str) -> str | None:
        """The text with this sha256; None if it is missing or damaged. No error."""
        return texts.load_text(self.files.texts, sha256)

    def kept_article(self, sha256: str) -> Article | None:
        """The text with this sha256 in the shape it had, without title and source; None if either is missing."""
        text = self.kept_text(sha256)
        return None if text is None else self.shaped(text, sha256)

    def shaped(self, text: str, sha256: str) -> Article | None:
        """The kept `text` with this sha256 in the shape it had, without title and source; None if that is missing."""
        return structure_store.load_structure(self.files.texts, text, sha256)

    def _keep_text(self, text: str, article: Article | None = None) -> None:
        """Keep a text, and the shape it has in `article`."""
        try:
            new = texts.store_text(self.files.texts, text)
            if article is not None:
                structure_store.store_structure(self.files.texts, article, new=new)
        except OSError as error:
            self._db.safe.tell(f"the article's text could not be kept beside the library: {error.strerror or error}")

    # ------------------------------------------------------------------ notes

    def notes(self, article_id: str | None = None, *, deleted: bool = False) -> list[Note]:
        """The notes of one article or of all, in order of creation; with `deleted` those that are deleted instead."""
        notes: dict[str, Note] = {}
        bad = 0
        documents = self._notes.documents()
        with without_collection():
            for key, document in documents.items():
                if article_id is None or document.get("article") == article_id:
                    if note := self._note_at(key, document):
                        twin = notes.get(note.id)
                        notes[note.id] = note if twin is None else merge_entries(twin, note)
                    else:
                        bad += 1
        self._passed_over(bad, "note")
        wanted = (note for note in notes.values() if note.deleted == deleted)
        return sorted(wanted, key=lambda note: (note.created, note.id))

    def note(self, note_id: str) -> Note | None:
        """The note with this id, also a deleted one."""
        document = self._notes.find(note_id)
        return self._note_at(note_id, document) if document else None

    def tags(self) -> Counter[str]:
        """How many notes carry each tag: read off what stands beside the revisions, so that no note need be made."""
        counts: Counter[str] = Counter()
        for document in self._notes.documents().values():
            if document.get("deleted") is not True:
                counts.update({clean_line(tag) for tag in as_list(document.get("tags")) if isinstance(tag, str)})
        return counts

    def _note_at(self, key: str, document: Document) -> Note | None:
        """The note in `document`, made once as long as the document is the same."""
        known = self._read_notes.get(key)
        if known is None or known[0] is not document:
            try:
                known = document, note_from(document)
            except BadRecordError:
                known = document, None
            self._read_notes[key] = known
        return known[1]

    def save(self, *notes: Note) -> None:
        """Store notes, all or none: their revisions beside those already stored, their placement as it is given."""
        self._store(self._notes, note_document, notes)

    def _store(
        self, table: SafeTable, document_of: Callable[[E, Document | None], Document], entries: Sequence[E]
    ) -> None:
        """Store entries of one kind, all or none, beside the revisions that are stored already."""
        with self._db.safe.transaction():
            changed: dict[str, Document] = {}
            moved = self._former_ids()
            for entry in entries:
                stored = changed.get(entry.id) or table.find(entry.id)
                changed[entry.id] = document_of(replace(entry, article=moved.get(entry.article, entry.article)), stored)
            if changed:
                table.put(changed.values())

    def _former_ids(self) -> dict[str, str]:
        """The id of today for each that an article had in a library that was merged into this one."""
        return {former: record.id for record in self.articles() for former in record.also}

    def _passed_over(self, count: int, kind: str) -> None:
        if count:
            self._db.safe.tell(
                f"passed over {counted(count, kind)} in {self.path} that cannot be read; "
                "nothing is lost: `reader check` says more"
            )

    # ------------------------------------------------------------------ corrections

    def corrections(self, article_id: str) -> list[Correction]:
        """What was corrected in an article, in the order in which it was; also what no longer holds (`deleted`)."""
        found: dict[str, Correction] = {}
        bad = 0
        for document in self._corrections.documents().values():
            if document.get("article") == article_id:
                try:
                    made = correction_from(document)
                    found[made.id] = merge_entries(found[made.id], made) if made.id in found else made
                except BadRecordError:
                    bad += 1
        self._passed_over(bad, "correction")
        return sorted(found.values(), key=lambda correction: (correction.created, correction.id))

    def correct(self, *corrections: Correction) -> None:
        """Store corrections, all or none: their revisions beside those already stored."""
        self._store(self._corrections, correction_document, corrections)

    def take_in(
        self, articles: Iterable[ArticleRecord], texts: Iterable[str], notes: Sequence[Note], told: Iterable[Correction]
    ) -> None:
        """Store what came from elsewhere, all or none, in one write: articles where there are none, and their texts.

        An article that was removed and has a note again is back.
        """
        with self._db.safe.transaction():
            for text in texts:
                self._keep_text(text)
            self._articles.put(article_document(record) for record in articles if self.article(record.id) is None)
            noted = {note.article for note in notes}
            self.put_on("", *(each.id for each in self.articles() if each.shelf == "removed" and each.id in noted))
            self.save(*notes)
            self.correct(*told)

    # ------------------------------------------------------------------ another library

    def merge(self, other: "Library") -> MergeSummary:
        """Take in all that `other` holds, which is only read; nothing of either is lost, and twice is the same as once.

        Raises LibraryError, and then nothing has changed, where `other` is missing, damaged or no library.
        """
        theirs = merge.read_other(other.path)
        with self._db.safe.transaction():
            before = with_all_tables(self._db.safe.read())
            after = merge.merge_tables(before, theirs)
            try:
                merge.copy_texts(other.files.texts, self.files.texts, merge.readable_articles(after["articles"]))
            except OSError as error:
                self._db.safe.tell(f"not all texts of the other library could be kept: {error.strerror or error}")
            if after != before:
                self._db.safe.write(after)
        return merge.summarize_merge(before, after)

    # ------------------------------------------------------------------ is it whole

    def check(self) -> CheckReport:
        """Whether the library and what lies beside it are whole. Nothing is written; no error."""
        return check.check_library(self._db)

    def repair(self) -> CheckReport:
        """Mend what can be mended without deleting anything; what is left afterwards. No error."""
        return check.repair_library(self._db)


def with_source(known: tuple[str, ...], source: str) -> tuple[str, ...]:
    """`known` with `source` at its end, but standard input gives way to any source that says something."""
    if source == STANDARD_INPUT:
        return known or (source,)
    return ordered_union([(item for item in known if item != STANDARD_INPUT)], [source])
