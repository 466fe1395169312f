"""The exports of one article, and how it was exported last: a part of a session that is loaded at the first export."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from reader.annotations.off_record import restriction_of
from reader.export import EVERYTHING, OFFERED, ExportChoices, file, is_bibliography, known_format
from reader.export.citations import Work, citation_key, citation_keys
from reader.export.clearance import KeptIn
from reader.export.collection import GROUPINGS, Exported, Grouping
from reader.export.export_data import ExportData, attributions_of, speaker_of
from reader.export.markdown.excerpt import quotation
from reader.library.library import ArticleRecord
from reader.session import state
from reader.session.analysis_state import AnalysisState
from reader.session.notes import ArticleNotes
from reader.text.span import Span

MOST_WRITTEN = 1000  # files of one article, or of several, that are known by their sha256: 70 kB


@dataclass(frozen=True, slots=True)
class LastExport:
    path: str
    """An absolute path."""
    format: str
    """The name of one of our formats."""
    notes_only: bool = False
    grouping: Grouping = "article"
    """Of several articles."""
    relative: bool = False
    """True if it tells the paths of files from its folder."""


@dataclass(frozen=True)
class ArticleExports:
    """Exports of the article of a session as it is at each call; `article_id` is that of the library."""

    notes: ArticleNotes
    analysis: AnalysisState
    article_id: Callable[[], str]

    def data(self, choices: ExportChoices = EVERYTHING, how: file.FormatOrTemplate = "markdown") -> ExportData:
        """Return everything an export may contain; the article is analyzed if that has not been done."""
        notes, analysis = self.notes, self.analysis
        exported = ExportData(
            *(notes.article, self.article_id(), analysis.analysis, notes.notes, analysis.corrections),
            key=self.key(choices.keys) if choices.citations or is_bibliography(how) else "",
            members=tuple(analysis.library.members(self.article_id())) if how == "json" else (),
        )
        exported = exported.only_sure() if choices.sure else exported
        return exported.without_findings() if choices.notes_only else exported

    def key(self, keys: Mapping[str, str] | None = None) -> str:
        """Return the key that the article is cited by, of the `keys` of its library if given. Raises LibraryError."""
        article, article_id = self.notes.article, self.article_id()
        if keys is None:
            keys = library_keys(self.analysis.library.articles())
        return keys.get(article_id) or citation_key(Work(article_id, article.author, article.published, article.title))

    def quotation(self, span: Span, *, cited: bool = False) -> str:
        """Return a passage in Markdown with its speaker and source, or `cited` by a key. Raises LibraryError."""
        known = self.analysis.known_analysis()
        speaker = speaker_of(known, span) if known else None
        uncertain = known is not None and speaker is not None and attributions_of(known, span)[speaker]
        return quotation(self.notes.article, span, speaker, uncertain=uncertain, key=self.key() if cited else "")

    def render(self, how: file.FormatOrTemplate = "markdown", choices: ExportChoices = EVERYTHING) -> bytes:
        """Return the export in one of our formats or by a template, as a new file. Raises ExportError."""
        exported = self.data(choices, how)
        exported = exported.relative_to(Path.cwd()) if choices.relative else exported
        return file.render_export(exported, how, off_record=choices.off_record)

    def restriction_at(self, span: Span) -> str:
        """Return why words must not leave, as by the clipboard: "off the record"; "" if they may."""
        notes = [(note, reason) for note in self.notes.notes if (reason := restriction_of(note))]
        touching = (reason for note, reason in notes if KeptIn.of(self.notes.article.text, [note]).touches(span))
        return next(touching, "")

    def file_name(self) -> str:
        return file.export_file_name(self.notes.article.title, self.article_id(), OFFERED[0].suffix)

    def write(
        self,
        path: Path,
        how: file.FormatOrTemplate | None = None,
        choices: ExportChoices = EVERYTHING,
        *,
        force: bool = False,
    ) -> file.WrittenFile:
        """Write the export to `path`, or into it if it is a directory; by default in the form that its suffix tells.

        An existing file is taken for an earlier export: what was added to it by hand is kept in Markdown, and in other
        formats not written over unless by `force`. Raises ExportError.
        """
        how = how or known_format(path.name) or "markdown"
        exported = self.data(choices, how)
        return write_remembered(exported, path, how, self.analysis.paths.state, choices, force=force)


def last_export(export_id: str, folder: Path) -> LastExport | None:
    """Return how an article, or what a list shows, was exported last; None if that is not known."""
    export = state.load_document(export_id, folder).get("export")
    if not isinstance(export, dict):
        return None
    path, form = export.get("path"), next((row.name for row in OFFERED if row.name == export.get("format")), None)
    grouping = next((each for each in GROUPINGS if each == export.get("grouping")), GROUPINGS[0])
    if not isinstance(path, str) or form is None:
        return None
    return LastExport(path, form, export.get("notes_only") is True, grouping, export.get("relative") is True)


def keep_last_export(export_id: str, folder: Path, exported: LastExport) -> None:
    """Save how an article, or what a list shows, was exported, beside caret and bookmarks. Raises OSError."""
    with state.changed_document(export_id, folder) as document:
        document["export"] = asdict(exported)


def write_remembered(
    exported: Exported,
    path: Path,
    how: file.FormatOrTemplate,
    folder: Path,
    choices: ExportChoices = EVERYTHING,
    *,
    force: bool,
) -> file.WrittenFile:
    """Write an export; keep its sha256 in the state `folder`, so that it may be written over. Raises ExportError."""
    if file.updates_a_part(how):  # tells itself what was changed by hand
        return file.write_export(exported, path, how, choices=choices, force=force)
    known = written_before(state.load_document(exported.id, folder))
    made = file.write_export(exported, path, how, written=known, choices=choices, force=force)
    if made.sha256 not in known:
        with suppress(OSError), state.changed_document(exported.id, folder) as document:  # else the next one asks
            document["written"] = [*written_before(document), made.sha256][-MOST_WRITTEN:]
    return made


def written_before(document: Mapping[str, object]) -> list[str]:
    """Return the sha256 of the files that were written as exports of an article, the last one last."""
    written = document.get("written")
    return [each for each in written if isinstance(each, str)] if isinstance(written, list) else []


def library_keys(records: Iterable[ArticleRecord]) -> dict[str, str]:
    """Return the citation keys of all articles of a library by id."""
    in_order = sorted(records, key=lambda record: (record.added, record.id))
    return citation_keys(Work(each.id, each.author, each.published, each.title) for each in in_order)
