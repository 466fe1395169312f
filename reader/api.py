"""What Python programs can use: open a source, analyze it, check a draft, take notes, export them.

Everything else in this package is private and may change with each version. Positions are characters of `Article.text`,
half open. Errors are children of `reader.errors.ReaderError`, each with one line that can be shown to a user. Nothing
is fetched but a URL that is named, and nothing is written but by the methods of `Library` that say so.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from reader.analysis import Analysis
from reader.analysis import engine as engines
from reader.annotations.notes import Note
from reader.config import user_config
from reader.document.article import Article, Genre
from reader.errors import ExportError
from reader.export import FORMATS, ExportChoices
from reader.library import library as files
from reader.search.freshness import FreshIndex
from reader.search.likely_sources import sources_in_library
from reader.session.checks import CheckAnalyses, check_article
from reader.session.reopen import reopen_listed
from reader.session.session import Session
from reader.sources import open as sources
from reader.system.paths import LIBRARY, user_paths
from reader.text.sanitize import clean_line
from reader.verification.source_text import SourceText
from reader.verification.verdict import CheckedDraft


def open_source(source: str | Path, *, format: str = "", genre: Genre | None = None) -> Article:  # noqa: A002
    """Return the article in a file or at a URL, which is fetched.

    `format` overrides detection ("markdown", "html", "pdf" …), `genre` what its structure tells ("transcript" …). Its
    `text` is one string, to which all spans refer; `blocks` are its headings and paragraphs. Raises SourceError.
    """
    article = sources.open_source(str(source), format=format, online=True)
    return article if genre is None else replace(article, genre=genre)


def analyze(article: Article, *, engine: engines.Engine = "best") -> Analysis:
    """Return the names (`entities`) and `quotes` of an article, each with its span; `indirect` speech is apart.

    A quote has a `speaker`, None if nobody was found, and a `certainty`: "sure", "likely", "doubtful", or None where
    no speaker was looked for. `engine` is "rules", "spacy", or the best one installed. Raises AnalysisError.
    """
    return engines.analyze(article, engine)


class Library:
    """Articles, notes and corrections in one file. Methods raise LibraryError; what they write is durable when they
    return, and joined with what other programs have written meanwhile."""

    def __init__(self, path: str | Path | None = None) -> None:
        """Use the library at `path`, by default the user's. Nothing is read or written yet."""
        named = Path(path) if path is not None else None if os.environ.get(LIBRARY) else user_config().library
        self.paths = user_paths(named)
        self.stored = files.Library(self.paths.library, self.paths.state)

    def articles(self) -> list[files.ArticleRecord]:
        """Return what is known of each article (`id`, `title`, `sources`, `author`, `published` …), the one opened
        last first."""
        return [record for record in self.stored.articles() if record.shelf != "removed"]

    def open(self, article_id: str) -> Article:
        """Return an article as its file has it now, else as it was kept; a web page is not fetched again.

        Raises SessionError if neither can be read.
        """
        return reopen_listed(self.stored, article_id)

    def add(self, article: Article) -> str:
        """Add an article, or record that it was opened now; return its id."""
        return self.stored.record_opening(article).id

    def notes(self, article: Article) -> tuple[Note, ...]:
        """Return the notes on an article in text order, each with its `span` in `article.text`, None if its words are
        gone or it is on the whole article."""
        return Session.loaded(article, self.paths, self.stored).notes

    def annotate(
        self, article: Article, quote: str | None = None, text: str = "", *, tags: Iterable[str] = (), before: str = ""
    ) -> Note:
        """Write a note on the words `quote`, or on the whole article, and return it; the article is added if it is new.

        `before` are words directly before a quote that occurs more than once. Raises NoteError, and then nothing is
        written.
        """
        session = Session(article, self.paths, self.stored)
        span = None if quote is None else session.article_notes.find_passage(quote, before)
        session.record_opening()
        return session.article_notes.annotate(span, text, tags)


def verify(
    draft: Article,
    against: Iterable[Article] | Library,
    *,
    library: Library | None = None,
    indirect: bool = False,
    sure: bool = False,
) -> CheckedDraft:
    """Return the verdicts on the quotations of a draft: are the words in a source, and did the speaker say them?

    `against` are the sources, or a library: then those of the draft's dossier, else all that may have the words. The
    notes and corrections in it count, or those in `library`. `checks` has a `Check` for each quotation, in text order:
    `words` ("verbatim", "adapted", "altered", "missing"), `attribution`, `standing` ("fine", "doubtful", "complaint"),
    and the `place` in a source. With `indirect` reported speech is checked, with `sure` only speakers who are sure
    count. Raises AnalysisError, LibraryError, SearchError.
    """
    within = against if isinstance(against, Library) else None
    given = () if isinstance(against, Library) else against
    known = within or library
    paths, stored = (known.paths, known.stored) if known else (user_paths(), None)

    def find(quotations: Sequence[str]) -> list[SourceText]:
        if within is not None:
            index = FreshIndex(paths, lambda: within.stored, lambda _: None, lambda _: None)
            return list(sources_in_library(within.stored, index, draft, quotations))
        records = [(each, stored.find(each) if stored else None) for each in given]
        return [SourceText.of(each, record.id if record else each.text_id) for each, record in records]

    analyses = CheckAnalyses(paths, partial(getattr, known, "stored") if known else None, sure=sure)
    return check_article(draft, find, analyses, indirect=indirect)


def export_notes(
    library: Library,
    article: Article,
    format: str = "markdown",  # noqa: A002
    *,
    off_record: bool = False,
) -> str | bytes:
    """Return the notes, quotes and names of an article as `reader export` writes them; bytes of a binary format.

    What is tagged off-record, background or embargo/DATE is left out unless `off_record`. Raises AnalysisError,
    ExportError, LibraryError.
    """
    if format not in FORMATS:
        raise ExportError(f"no format {clean_line(format)}: {', '.join(FORMATS)}")
    session = Session.loaded(article, library.paths, library.stored)
    made = session.exports.render(format, ExportChoices(off_record=off_record))
    return made if FORMATS[format].binary else made.decode()
