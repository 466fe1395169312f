"""Collect notes and quotes of several articles for one export, each article with the text it was last opened with.

Nothing is fetched and nothing is written. Notes of an article whose text is not at hand are exported with their words.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from reader.analysis import Analysis
from reader.anchoring import Placement
from reader.annotations.notes import text_order
from reader.annotations.off_record import restriction_of
from reader.document.article import Article
from reader.export.collection import PickedEntries, Picks
from reader.export.export_data import ExportData
from reader.library.codec.records import STANDARD_INPUT
from reader.library.library import ArticleRecord, Library
from reader.session.reopen import load_as_last_opened
from reader.session.session import Session
from reader.system.paths import UserPaths
from reader.text.span import grouped


def collect(
    picks: Picks,
    restricting: Iterable[str],
    library: Library,
    paths: UserPaths,
    *,
    refine: bool,
    tell: Callable[[int], None] = lambda _: None,
) -> tuple[tuple[ExportData, ...], int]:
    """Return the notes and quotes that were picked, by the dates of their articles; and how many quotes were not found,
    since the text of their article is not at hand or has changed. With `refine`, they are analyzed by the best engine.

    `restricting` are the ids of all notes that may keep a passage in (`restricting_notes` of the index). `tell` is
    called with the number of articles that are done. Raises AnalysisError, LibraryError.
    """
    parts, missing = [], 0
    kept_in = [
        (note.article, note.anchor.exact)
        for note in library.notes_by_id(restricting).values()
        if note and note.anchor and not note.deleted and restriction_of(note)
    ]
    records = library.articles_by_id(picks)
    members = grouped((member.article, member) for member in library.members())
    for number, article_id in enumerate(sorted(picks, key=lambda each: order_by_date(records.get(each), each))):
        tell(number)
        picked, record = picks[article_id], records.get(article_id)
        article = load_as_last_opened(library, record) if record else None
        if article is None:
            part = without_text(picked, article_id, record, library)
        else:
            part = collect_article(picked, Session.loaded(article, paths, library), refine)
        missing += len(picked.quotes) - (len(part.chosen.quotes) + len(part.chosen.indirect) if part.chosen else 0)
        elsewhere = tuple(words for article, words in kept_in if article != part.article_id)
        part = replace(part, kept_in=elsewhere, members=tuple(members.get(part.article_id, ())))
        if part.notes or (part.chosen and (part.chosen.quotes or part.chosen.indirect)):
            parts.append(part)
    return tuple(parts), missing


def order_by_date(record: ArticleRecord | None, article_id: str) -> tuple[str, str, str]:
    """A sort key: by the day an article was published, or else first opened."""
    return (record.published or record.added[:10], record.title, article_id) if record else ("", "", article_id)


def collect_article(picked: PickedEntries, session: Session, refine: bool) -> ExportData:
    if refine:
        session.analysis_state.complete_analysis()
    notes = tuple(note for note in session.notes if note.id in picked.notes)
    analysis = session.analysis_state.analysis
    chosen = replace(
        analysis,
        entities=(),
        quotes=tuple(quote for quote in analysis.quotes if quote.span in picked.quotes),
        indirect=tuple(quote for quote in analysis.indirect if quote.span in picked.quotes),
    )
    restricting = tuple(note for note in session.notes if restriction_of(note))
    return ExportData(session.article, session.article_id, analysis, notes, chosen=chosen, restricting=restricting)


def without_text(picked: PickedEntries, article_id: str, record: ArticleRecord | None, library: Library) -> ExportData:
    """Return the notes that were picked on an article whose text is not at hand, with the words they are on."""
    known = library.notes(article_id)
    found = [note for note in known if note.id in picked.notes]
    notes = [replace(note, placement=Placement(None, "orphaned") if note.anchor else None) for note in found]
    article = Article("", ())
    if record is not None:
        source = record.sources[-1] if record.sources else STANDARD_INPUT
        article = replace(article, title=record.title, source=source, author=record.author, published=record.published)
    nothing = Analysis("", (), ())
    restricting = tuple(replace(note, placement=None) for note in known if restriction_of(note))
    ordered = tuple(sorted(notes, key=text_order))
    return ExportData(article, article_id, nothing, ordered, chosen=nothing, restricting=restricting)
