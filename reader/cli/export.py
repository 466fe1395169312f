"""`reader export`: write notes, quotes and names to a file: of an article, of each article, or what matches a query."""

import os
import sys
from dataclasses import replace
from pathlib import Path

from reader.cli.command import SOURCE, Options, argument, command, option, switch
from reader.cli.context import CommandContext, open_article
from reader.cli.search import find_matching, fresh_index
from reader.errors import ReaderError, UsageError
from reader.export import CHOOSING, FORMATS, OFFERED, ExportChoices, is_bibliography
from reader.export.clearance import clear
from reader.export.collection import GROUPINGS, Collection, Exported, Grouping
from reader.export.file import FormatOrTemplate, WrittenFile, render_export
from reader.export.template import read_template
from reader.search.queries import restricting_notes
from reader.search.query import parse_query
from reader.session import reopen
from reader.session.collection import collect
from reader.session.exports import library_keys, write_remembered
from reader.system import stdio
from reader.text.format import counted


class ExportOptions(Options):
    source: str | None = argument(nargs="?", metavar="SOURCE", help=SOURCE, exactly_one_of="which")
    all: bool = switch("--all", "export every article with notes, one file each", exactly_one_of="which")
    query: str | None = option(
        "--query",
        "QUERY",
        "export the notes and quotes of all articles that match, as in `reader search`",
        exactly_one_of="which",
    )
    grouping: Grouping | None = argument(
        "--by", choices=GROUPINGS, help="what groups the notes and quotes of a query (default: article; Markdown, HTML)"
    )
    target: str | None = option("-o", "FILE|DIRECTORY", "output file or directory (default: standard output)")
    format: str | None = argument(
        "--format",
        choices=[row.name for row in OFFERED],
        help=f"default: {OFFERED[0].name}; {'; '.join(f'{row.name}: {row.help}' for row in OFFERED if row.help)}",
        one_of="form",
    )
    bom: bool = switch("--bom", "begin CSV with a byte order mark, for Excel")
    notes_only: bool = switch("--notes-only", "leave out quotes and names (Markdown, HTML)")
    sure: bool = switch("--sure", "name only speakers who are sure; others count as not found")
    relative: bool = switch("--relative", "tell the paths of files from the folder of the export")
    citations: bool = switch("--citations", "cite each passage as [@key, p. 12], for pandoc (Markdown)")
    template: str | None = option("--template", "FILE", "Jinja2 template to export with", one_of="form")
    force: bool = switch("--force", "overwrite changes made by hand")
    off_record: bool = switch(
        "--include-off-record", "include passages with the tags off-record, background and embargo/DATE"
    )

    def output(self) -> Path | None:
        """Return the output file or directory, which is made if its name ends as one; None for standard output."""
        if self.target is None or self.target == "-":
            return None
        if self.target.endswith(os.sep):
            Path(self.target).mkdir(parents=True, exist_ok=True)
        return Path(self.target)

    def choices(self, context: CommandContext) -> ExportChoices:
        """Return what the export has besides its format. Raises ReaderError."""
        cited = self.citations or context.config.citations
        return ExportChoices(self.notes_only, self.relative, cited, self.off_record, self.sure)


@command(
    "export",
    "(SOURCE | --all | --query QUERY) [-o FILE|DIRECTORY] "
    f"[--format {'|'.join(row.name for row in OFFERED)} | --template FILE]\n"
    f"       [--by {'|'.join(GROUPINGS)}] [--bom] [--notes-only] [--sure] [--relative] [--citations] [--force]\n"
    "       [--include-off-record]",
)
def export_articles(options: ExportOptions, context: CommandContext) -> int:
    """Write the export of one article, or of every article that has notes. Raises ExportError."""
    form = export_form(options)
    if options.query is not None:
        return export_query(options.query, form, options, context)
    if options.grouping:
        raise UsageError("--by is for --query")
    if options.all:
        if (folder := options.output()) is None:
            raise UsageError("--all writes one file per article: give -o DIRECTORY")
        return export_all(folder, form, options, context)
    assert options.source is not None, "argparse requires a SOURCE, --all or --query"
    session = context.loaded_session(open_article(options.source, context))
    session.analysis_state.complete_analysis()
    put_out(session.exports.data(options.choices(context), form), form, options, context)
    return 0


def put_out(made: Exported, form: FormatOrTemplate, options: ExportOptions, context: CommandContext) -> None:
    """Write an export to its file, or to standard output; to a terminal only text. Raises ExportError, UsageError."""
    choices = options.choices(context)
    if (path := options.output()) is not None:
        report_written(write_remembered(made, path, form, context.paths.state, choices, force=options.force))
        return
    exported = made.relative_to(Path.cwd()) if choices.relative else made
    content = render_export(exported, form, off_record=choices.off_record)
    if isinstance(form, str) and FORMATS[form].binary and stdio.is_terminal(sys.stdout):
        raise UsageError(f"{form} is no text for a terminal: give -o FILE")
    stdio.write_bytes(content)
    tell_left_out("" if choices.off_record or is_bibliography(form) else clear(made)[1])


def export_query(words: str, form: FormatOrTemplate, options: ExportOptions, context: CommandContext) -> int:
    """Write the notes and quotes that match to one file. Raises ExportError, SearchError, UsageError."""
    query, choices = parse_query(words), options.choices(context)
    picks = find_matching(words, context, quotes=not options.notes_only)
    parts, missing = collect(
        *(picks, fresh_index(context).answer(restricting_notes), context.library, context.paths),
        refine=True,
        tell=lambda done: stdio.show_progress(f"reading {done + 1} of {counted(picks, 'article')}"),
    )
    stdio.show_progress("")
    if missing:
        stdio.tell(f"{counted(missing, 'quote')} left out: the text of the article is not at hand")
    if not parts:
        stdio.tell("nothing to export: no note or quote matches")
        return 0
    title, shared = " ".join(words.split()), frozenset(term.text for term in query.terms("tag"))
    parts = tuple(part.only_sure() for part in parts) if options.sure else parts
    made = Collection(parts, title, title, options.grouping or "article", shared)
    if choices.citations or is_bibliography(form):
        made = made.cited_by(library_keys(context.library.articles()))
    if options.notes_only:
        made = made.without_findings()
    cleared, left_out = clear(made)
    if not (options.off_record or cleared.parts):
        stdio.tell(f"nothing to export; {left_out}")
        return 0
    put_out(made, form, options, context)
    return 0


def export_form(options: ExportOptions) -> FormatOrTemplate:
    """Return the format, or the template. Raises ExportError if the template cannot be read, UsageError."""
    if options.notes_only and (options.template or options.format not in (None, *CHOOSING)):
        raise UsageError(f"--notes-only is for {' and '.join(CHOOSING)}")
    if options.bom:
        if options.format != "csv":
            raise UsageError("--bom is for --format csv")
        return "csv-bom"
    if options.template is None:
        return options.format or "markdown"
    return read_template(Path(options.template))


def export_all(folder: Path, form: FormatOrTemplate, options: ExportOptions, context: CommandContext) -> int:
    """Write a file for each article that has notes; go on after one that fails. Return the exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    exported, unchanged, code = 0, 0, 0
    records, choices = context.library.articles(), options.choices(context)
    if choices.citations or is_bibliography(form):
        choices = replace(choices, keys=library_keys(records))
    for record in records:
        if not context.library.notes(record.id):
            continue
        try:
            session = context.loaded_session(reopen.reopen_article(context.library, record))
            session.analysis_state.complete_analysis()
            written = session.exports.write(folder, form, choices, force=options.force)
            exported += 1
            if written.changed:
                report_written(written)
            else:
                unchanged += 1
                tell_left_out(written.left_out)
        except ReaderError as error:
            stdio.tell(str(error))
            code = 1
    if unchanged:
        stdio.tell(f"{counted(unchanged, 'file')} already up to date")
    if not exported and not code:
        stdio.tell("nothing to export: no article has notes")
    return code


def report_written(written: WrittenFile) -> None:
    stdio.tell(f"wrote {written.path}" if written.changed else f"{written.path} is already up to date")
    tell_left_out(written.left_out)


def tell_left_out(words: str) -> None:
    """Say on standard error what must not leave and was left out."""
    if words:
        stdio.tell(f"{words}; --include-off-record includes what is restricted")
