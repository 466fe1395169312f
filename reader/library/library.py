"""The library: articles, notes, corrections and dossiers in one TinyDB file.

    Library              the interface to the rest of the program (here)
      codec/             documents of the file to frozen dataclasses and back
      deduplicate.py     join two documents with the same id
      texts.py           the texts of articles and their structure, in a folder beside the file
      check.py           find damage, and repair it
      merge.py           merge two libraries, and articles that are one
      meta.py            checksums of everything, and fingerprints of records
      device.py          who writes, and when articles were opened last: in the state folder
        storage.py       lock, read and write: TinyDB made safe between processes
        commit.py        what is written at the end: the library, or a line of its journal
        high_water.py    what this device has saved, to notice a library that went back or is gone
        backups.py       the copies that a save makes
        journal.py       what was saved since a large file was written
        ranges.py        read some records of a large file
        snapshot.py      read the file; the paths of its backups
        recovery.py      tables from bytes, also damaged ones
        read_repair.py   damaged records from copies that verify

Importing TinyDB takes about 30 ms, so modules that may not need the library import it late.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from reader.annotations.corrections import Correction
from reader.annotations.dossiers import Dossier, Member, dossier_key, gather_dossiers
from reader.annotations.notes import Note
from reader.annotations.proposals import Proposal
from reader.annotations.revisions import UNKNOWN, Authorship, now
from reader.document.article import Article, Genre
from reader.errors import LibraryError
from reader.library import check, deduplicate, merge, meta, texts
from reader.library.check import CheckReport
from reader.library.codec import Document, document_id
from reader.library.codec.records import STANDARD_INPUT, ArticleRecord, Shelf, Tables, without_collection
from reader.library.device import keep_device, load_author, load_openings, save_opening
from reader.library.high_water import HighWaterMark
from reader.library.journal import changes_between
from reader.library.merge import NEW_TEXT, MergeSummary, find_copies, with_same_source
from reader.library.ranges import EVERY, Term, terms_by_id, terms_like
from reader.library.snapshot import LibraryFiles
from reader.library.storage import SafeStorage
from reader.text.format import counted
from reader.text.sanitize import clean_line

__all__ = ["ArticleRecord", "CheckReport", "Library", "LibraryError", "MergeSummary"]


class Library:
    """The articles, notes, corrections and dossiers in one file, with its backups and the texts beside it.

    The file is opened at first use. Only `record_opening`, `join`, `shelve`, `set_genre`, `save`, `add`, `merge`,
    `fold` and `repair` write; what they wrote is durable when they return. Thread-safe. Methods raise LibraryError
    unless they say otherwise.
    """

    def __init__(self, path: Path, state_folder: Path | None = None) -> None:
        """Open the library at `path` for this device, which is known by the user's state folder."""
        self.path = path
        self.author = UNKNOWN if state_folder is None else load_author(state_folder)
        """Makes the revisions that are saved."""
        self._state_folder = state_folder
        mark = None if state_folder is None else HighWaterMark(state_folder, path)
        self.storage = SafeStorage(path, self.author, mark)
        """The file: whether others have written it, what it lacks, and the notices for the user."""

    @property
    def files(self) -> LibraryFiles:
        return self.storage.files

    def stamps(self) -> dict[str, dict[str, str]]:
        """Return a fingerprint of each record by id, of corrections by that of the article; by kind of record."""
        return self.storage.over_records(meta.hash_records)

    def articles(self, source: str | None = None) -> list[ArticleRecord]:
        """Return all articles, or those with a source, the one opened last first."""
        records = self._opened_last(self._records(*() if source is None else [("source", source)]))
        found = (record for record in records if source is None or source in record.sources)
        return sorted(found, key=lambda record: (record.opened, record.id), reverse=True)

    def _opened_last(self, records: Iterable[ArticleRecord]) -> Iterator[ArticleRecord]:
        """Yield records with the time when they were opened last: here, or at their last change."""
        times = {} if self._state_folder is None else load_openings(self._state_folder)
        for record in records:
            here = (times.get(own, "") for own in (record.id, *record.also))
            yield replace(record, opened=max(record.opened, *here))

    def _records(self, *terms: Term) -> list[ArticleRecord]:
        """Return all articles as in the file, the one changed last first; or at least those with any of `terms`."""
        documents = self.storage.documents("articles", *terms)
        readable = deduplicate.readable_records(documents, deduplicate.DECODERS["articles"])
        self._passed_over(len(documents) - len(readable), "article")
        records = {record.id: record for record in reversed(readable)}.values()
        return sorted(records, key=lambda record: (record.opened, record.id), reverse=True)

    def article(self, article_id: str) -> ArticleRecord | None:
        """Return the article with this id, or with this former id; None if there is none."""
        records = self._records(*terms_by_id(article_id))
        found = [record for record in records if article_id in (record.id, *record.also)]
        return next((record for record in found if record.id == article_id), found[0] if found else None)

    def articles_by_id(self, ids: Iterable[str]) -> dict[str, ArticleRecord]:
        """Return the articles with these ids, those that there are, in one reading."""
        wanted = tuple(ids)
        records = self._records(*(("id", own) for own in wanted)) if wanted else []
        known = {record.id: record for record in self._opened_last(records)}
        return {own: known[own] for own in wanted if own in known}

    def listed(self) -> set[str]:
        """Return the ids of the articles that are in the library's lists: all that were not removed."""
        found = self.storage.documents("articles").values()
        return {own for each in found if each.get("shelf") != "removed" and (own := document_id(each))}

    def find(self, article: Article) -> ArticleRecord | None:
        """Return the record with the text of `article`, or with its source if enough words align; None if new."""
        records = self._records(*terms_like(article))
        for record in records:
            if article.sha256 in record.texts:
                return record
        for record in with_same_source(records, article):
            newest = self._newest_text(record)
            if newest is None or texts.aligned_share(newest, article.text) >= NEW_TEXT:
                return record
        return None

    def _newest_text(self, record: ArticleRecord) -> str | None:
        return next((text for each in reversed(record.texts) if (text := self.kept_text(each)) is not None), None)

    def _join_copies(self, records: Iterable[ArticleRecord]) -> bool:
        """Make those of `records` that are one article one; return whether there were any."""
        copies = find_copies(records, self._newest_text)
        for ids in copies:
            self.join(*ids)
        return bool(copies)

    def join(self, *article_ids: str) -> None:
        """Make the articles with these ids one, with the notes of all."""
        with self.storage.transaction():
            self.storage.write(merge.join_articles(self.storage.read(), frozenset(article_ids)))

    def record_opening(self, article: Article) -> ArticleRecord:
        """Record that `article` was opened now, with this text and source; keep the text, and return the record.

        A known source with another article's text becomes a new article, with a notice. If nothing but the time
        changes, the library is not written.
        """
        moment = now()
        if (known := self._opened_unchanged(article, moment)) is not None:
            self._keep_text(article.text, article)
            return known
        with self.storage.transaction():
            records = self._records(*terms_like(article))
            found = self.find(article)
            if found is None and with_same_source(records, article):
                self.storage.tell(
                    f"{article.source} now holds another text and is a new article; "
                    "the notes on the former one are kept"
                )
            unknown = ArticleRecord(article.text_id, "", (), (), moment, moment)
            record = as_opened(found or self.article(article.text_id) or unknown, article, moment)
            self._keep_text(article.text, article)
            self._put_articles([record])
            others = [each for each in with_same_source(records, article) if each.id != record.id]
            if self._join_copies([record, *others]):
                return self.article(record.id) or record
        return record

    def _opened_unchanged(self, article: Article, moment: str) -> ArticleRecord | None:
        """Record an opening in the state folder alone; None if that cannot be done, or more is to be written."""
        if self._state_folder is None or not self.storage.is_as_written:
            return None
        records = self._records(*terms_like(article))
        found = next((record for record in records if article.sha256 in record.texts), None)
        source = clean_line(article.source)
        if found is None or any(source in each.sources for each in records if each is not found):  # copies to join?
            return None
        opened = as_opened(found, article, moment)
        with suppress(OSError):
            if replace(opened, opened=found.opened) == found:
                save_opening(self._state_folder, found.id, moment)
                return opened
        return None

    def shelve(self, shelf: Shelf, *article_ids: str) -> None:
        """Archive or remove articles, or restore them with the shelf ""; their notes are unchanged."""
        moment = now()
        with self.storage.transaction():
            records = [record for each in dict.fromkeys(article_ids) if (record := self.article(each))]
            self._put_articles(replace(record, shelf=shelf, shelved=moment) for record in records)

    def set_genre(self, article_id: str, genre: Genre | None) -> None:
        """Set what an article is; None: as its structure tells."""
        with self.storage.transaction():
            if (record := self.article(article_id)) is not None:
                self._put_articles([replace(record, genre=genre, genre_set=now())])

    def _put_articles(self, records: Iterable[ArticleRecord]) -> None:
        encode, find = deduplicate.ENCODERS["articles"], partial(self.storage.find, "articles")
        self.storage.put_records("articles", (encode(record, find(record.id)) for record in records))

    def kept_text(self, sha256: str) -> str | None:
        """Return the kept text with this sha256; None if it is missing or damaged. Raises nothing."""
        return texts.load_text(self.files.texts, sha256)

    def kept_article(self, sha256: str) -> Article | None:
        """Return the kept article with this sha256, without title and source; None if text or structure is missing."""
        text = self.kept_text(sha256)
        return None if text is None else self.shaped(text, sha256)

    def shaped(self, text: str, sha256: str) -> Article | None:
        """Return the kept `text` with its structure, without title and source; None if the structure is missing."""
        return texts.load_structure(self.files.texts, text, sha256)

    def _keep_text(self, text: str, article: Article | None = None) -> None:
        try:
            new = texts.store_text(self.files.texts, text)
            if article is not None:
                texts.store_structure(self.files.texts, article, new=new)
        except OSError as error:
            self.storage.tell(f"the article's text could not be kept beside the library: {error.strerror or error}")

    def notes(self, article_id: str | None = None, *, deleted: bool = False) -> list[Note]:
        """Return the notes of one article or of all, in order of creation; with `deleted`, the deleted ones instead."""
        notes = self._entries("notes", article_id)
        texts = self._texts(*() if article_id is None else terms_by_id(article_id))
        return [with_current_placement(note, texts) for note in notes if note.deleted == deleted]

    def note(self, note_id: str) -> Note | None:
        """Return the note with this id, also a deleted one; None if there is none."""
        return self.notes_by_id([note_id])[note_id]

    def notes_by_id(self, ids: Iterable[str]) -> dict[str, Note | None]:
        """Return the notes with these ids as `note` does, in one reading."""
        found: dict[str, Note | None] = dict.fromkeys(ids)
        if not found:
            return found
        with without_collection():
            documents = self.storage.documents("notes", *(("id", note_id) for note_id in found)).values()
            for document in reversed(documents):  # the first of several with one id is last
                if (note := deduplicate.readable_record(document, deduplicate.DECODERS["notes"])) and note.id in found:
                    found[note.id] = note
            articles = {note.article for note in found.values() if note}
            texts = self._texts(*(term for own in articles for term in terms_by_id(own))) if articles else {}
            return {own: note and with_current_placement(note, texts) for own, note in found.items()}

    def texts_opened_last(self, article: Article) -> dict[str, str]:
        """Return the sha256 of the text with which each article was opened last that may be `article`, by its id."""
        return self._texts(*terms_like(article))

    def _texts(self, *terms: Term) -> dict[str, str]:
        """Return the sha256 of the text with which each article was opened last, like `_records`."""
        return {record.id: record.texts[-1] for record in self._records(*terms) if record.texts}

    def _entries(
        self, name: str, article_id: str | None, fits: Callable[[Document], bool] = lambda document: True
    ) -> list[Any]:
        """Return the entries of a table, of one article or of all that fit, in order of creation, also deleted ones."""
        found: dict[str, Any] = {}
        bad = 0
        everything = [EVERY] if name == "dossiers" else []
        documents = self.storage.documents(name, *everything if article_id is None else [("article", article_id)])
        with without_collection():
            for document in documents.values():
                if article_id in (None, document.get("article")) and fits(document):
                    if entry := deduplicate.readable_record(document, deduplicate.DECODERS[name]):
                        twin = found.get(entry.id)
                        found[entry.id] = entry if twin is None else deduplicate.merge_entries(twin, entry)
                    else:
                        bad += 1
        self._passed_over(bad, deduplicate.RECORD_WORDS[name])
        return sorted(found.values(), key=lambda entry: (entry.created, entry.id))

    def save(self, *entries: Note | Correction | Member | Proposal) -> None:
        """Save entries, all or none: add their revisions to the stored ones, and replace the placement of notes."""
        if not entries:
            return
        with self.storage.transaction():
            records = self._records(*(("also", each) for each in {entry.article for entry in entries}))
            moved = {former: record.id for record in records for former in record.also}  # of a merged library
            by = self._next_author()
            changed: defaultdict[str, dict[str, Document]] = defaultdict(dict)
            for entry in entries:
                name = deduplicate.TABLE_OF[type(entry)]
                stored = changed[name].get(entry.id) or self.storage.find(name, entry.id)
                moved_entry = replace(entry, article=moved.get(entry.article, entry.article))
                changed[name][entry.id] = deduplicate.ENCODERS[name](moved_entry, stored, by)
            for name, documents in changed.items():
                self.storage.put_records(name, documents.values())

    def _next_author(self) -> Authorship:
        """Return the author of the revisions of this transaction, with the number of this save."""
        if self._state_folder is None:
            return UNKNOWN
        keep_device(self._state_folder, self.author.device)
        known = {"meta": self.storage.meta()}
        steps = meta.steps(known)
        step = steps[self.author.device] = max(steps.get(self.author.device, 0), self.storage.last_step) + 1
        self.storage.put("meta", meta.with_meta(known, {"steps": steps})["meta"])
        return replace(self.author, step=step)

    def _passed_over(self, count: int, kind: str) -> None:
        if count:
            self.storage.tell(
                f"skipped {counted(count, kind)} in {self.path} that cannot be read; "
                "nothing is lost: `reader check` explains"
            )

    def corrections(self, article_id: str | None) -> list[Correction]:
        """Return the corrections of an article or of all, in order of creation, also deleted ones."""
        return self._entries("corrections", article_id)

    def dossiers(self) -> list[Dossier]:
        """Return the dossiers by name, each with its members."""
        return gather_dossiers(self.members())

    def members(self, article_id: str | None = None, *, dossier: str | None = None) -> list[Member]:
        """Return the members, also former ones, of all dossiers or one, or of one article, in order of creation."""
        if dossier is None:
            return self._entries("dossiers", article_id)
        return self._entries("dossiers", article_id, partial(is_in_dossier, dossier_key(dossier)))

    def proposals(self, article_id: str | None = None) -> list[Proposal]:
        """Return the proposals for one article or all, in order of creation, also rejected and accepted ones."""
        return self._entries("proposals", article_id)

    def add(
        self,
        articles: Iterable[ArticleRecord],
        texts: Iterable[str],
        notes: Sequence[Note],
        corrections: Iterable[Correction],
        members: Iterable[Member] = (),
    ) -> None:
        """Save imported records, all or none, in one write: articles that are new or had no text, their texts, notes,
        corrections and places in dossiers.

        A removed article that gets a note is restored.
        """
        with self.storage.transaction():
            for text in texts:
                self._keep_text(text)
            self._put_articles(
                record for record in articles if (known := self.article(record.id)) is None or not known.texts
            )
            noted = self.articles_by_id({note.article for note in notes}).values()
            self.shelve("", *(each.id for each in noted if each.shelf == "removed"))
            self.save(*notes, *corrections, *members)

    def merge(self, other: "Library") -> MergeSummary:
        """Add everything in `other`, which is only read; merging again changes nothing.

        Raises LibraryError if `other` is missing, damaged or not a library; then nothing has changed.
        """
        theirs = merge.read_other(other.path)
        with self.storage.transaction(anew=True):
            in_part = self.storage.is_part and merge.is_readable(theirs)
            before = merge.related_tables(theirs, self._tables_with) if in_part else self.storage.read()
            after = merge.merge_tables(before, theirs)
            if in_part and changes_between(before, after) is None:  # articles of ours became one, or got another id
                before, in_part = self.storage.read(), False
                after = merge.merge_tables(before, theirs)
            try:
                merge.copy_texts(other.files.texts, self.files.texts, merge.readable_articles(after["articles"]))
            except OSError as error:
                self.storage.tell(f"not all texts of the other library could be kept: {error.strerror or error}")
            if after != before:
                self.storage.write_changes(before, after) if in_part else self.storage.write(after)
                joined = self._join_copies(merge.readable_articles(after["articles"]) if in_part else self._records())
                if joined:
                    after = merge.related_tables(theirs, self._tables_with) if in_part else self.storage.read()
        return merge.summarize_merge(before, after)

    def _tables_with(self, terms: Mapping[str, Iterable[Term]]) -> Tables:
        """Return the tables with only those records that have any of some terms, by table."""
        found = {name: self.storage.documents(name, *some) if some else {} for name, some in terms.items()}
        return {"meta": self.storage.meta(), **found}

    def fold(self) -> None:
        """Write the journal, if any, into the library file, which then is all of it; read before it is locked."""
        if self.files.journal.exists() and self.storage.position[1]:
            self.storage.fold()

    def check(self) -> CheckReport:
        """Check the library and the files beside it. Writes nothing, raises nothing."""
        return check.check_library(self.storage)

    def repair(self) -> CheckReport:
        """Repair what can be repaired without deleting anything; return what is left. Raises nothing."""
        return check.repair_library(self.storage)


def as_opened(record: ArticleRecord, article: Article, moment: str) -> ArticleRecord:
    """Return a record as it is once `article` was opened at `moment` with this text and source."""
    known = article.sha256 in record.texts
    opened = replace(
        record,
        title=article.title or record.title,
        author=article.author or record.author,
        published=article.published or record.published,
        sources=with_source(record.sources, clean_line(article.source)),
        texts=deduplicate.ordered_union([record.texts], [article.sha256]),
        since=record.since if known else deduplicate.first_times([record.since, [(article.sha256, moment)]]),
        opened=max(moment, record.opened),
    )
    if article.genre not in (None, record.genre):
        opened = replace(opened, genre=article.genre, genre_set=moment)
    return replace(opened, shelf="", shelved=moment) if record.shelf == "removed" else opened


def is_in_dossier(key: str, document: Document) -> bool:
    """Return whether the document of a member, which need not be valid, names the dossier with this key."""
    name = document.get("dossier")
    return isinstance(name, str) and dossier_key(clean_line(name)) == key


def with_current_placement(note: Note, texts: Mapping[str, str]) -> Note:
    """Return a note without its placement if that refers to another text than `texts` has for its article."""
    if note.placement is None or texts.get(note.article, note.placed_on) == note.placed_on:
        return note
    return replace(note, placement=None, placed_on="")


def with_source(known: tuple[str, ...], source: str) -> tuple[str, ...]:
    """Return `known` with `source` at its end; standard input is dropped if there is another source."""
    if source == STANDARD_INPUT:
        return known or (source,)
    return deduplicate.ordered_union([(item for item in known if item != STANDARD_INPUT)], [source])
