"""`reader export`: write an article's notes, quotes and names to a file, or those of every article with notes."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.command import SOURCE, Command
from reader.cli.context import CommandContext, open_article
from reader.errors import ReaderError, UsageError
from reader.export import FORMATS, QUOTED_FORMATS, ExportFormat
from reader.session import reopen
from reader.system import stdio
from reader.text.format import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from reader.export.file import FormatOrTemplate, WrittenFile


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """Options of `reader export`: a source, or all."""

    source: str | None
    all: bool
    target: str | None
    format: ExportFormat | None
    template: str | None
    bom: bool
    notes_only: bool
    force: bool

    @property
    def to_stdout(self) -> bool:
        """True if the export goes to standard output."""
        return self.target in (None, "-")


def _add_arguments(parser: "ArgumentParser") -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("source", nargs="?", metavar="SOURCE", help=SOURCE)
    which.add_argument("--all", action="store_true", help="export every article with notes, one file each")
    parser.add_argument(
        "-o", dest="target", metavar="FILE|DIRECTORY", help="output file or directory (default: standard output)"
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--format",
        choices=FORMATS,
        help="default: markdown; w3c: Web Annotations; html: a page to share",
    )
    parser.add_argument("--bom", action="store_true", help="begin CSV with a byte order mark, for Excel")
    parser.add_argument("--notes-only", action="store_true", help="leave out quotes and names (Markdown, HTML)")
    form.add_argument("--template", metavar="FILE", help="Jinja2 template to export with")
    parser.add_argument("--force", action="store_true", help="overwrite changes made by hand")


def export_articles(options: ExportOptions, context: CommandContext) -> int:
    """Write the export of one article, or of every article that has notes. Raises ExportError."""
    form = export_form(options)
    if options.all:
        if options.target is None or options.to_stdout:
            raise UsageError("--all writes one file per article: give -o DIRECTORY")
        return export_all(Path(options.target), form, options, context)
    assert options.source is not None, "argparse requires a SOURCE or --all"
    session = context.session(open_article(options.source, context))
    session.load_notes()
    session.complete_analysis()
    if options.target is None or options.to_stdout:
        stdio.write_bytes(session.export(form, notes_only=options.notes_only, force=options.force).encode())
        return 0
    if options.target.endswith(os.sep):
        Path(options.target).mkdir(parents=True, exist_ok=True)
    target = Path(options.target)
    report_written(session.export_to(target, form, notes_only=options.notes_only, force=options.force))
    return 0


def export_form(options: ExportOptions) -> "FormatOrTemplate":
    """Return the format, or the template. Raises ExportError if the template cannot be read, UsageError."""
    if options.notes_only and (options.template or options.format not in (None, *QUOTED_FORMATS)):
        raise UsageError(f"--notes-only is for {' and '.join(QUOTED_FORMATS)}")
    if options.bom:
        if options.format != "csv":
            raise UsageError("--bom is for --format csv")
        return "csv-bom"
    if options.template is None:
        return options.format or "markdown"
    from reader.export.template import read_template  # loads Jinja2

    return read_template(Path(options.template))


def export_all(folder: Path, form: "FormatOrTemplate", options: ExportOptions, context: CommandContext) -> int:
    """Write a file for each article that has notes; go on after one that fails. Return the exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    exported, unchanged, code = 0, 0, 0
    for record in context.library.articles():
        if not context.library.notes(record.id):
            continue
        try:
            session = context.session(reopen.reopen_article(context.library, record))
            session.load_notes()
            session.complete_analysis()
            written = session.export_to(folder, form, notes_only=options.notes_only, force=options.force)
            exported += 1
            if written.changed:
                report_written(written)
            else:
                unchanged += 1
        except ReaderError as error:
            stdio.tell(str(error))
            code = 1
    if unchanged:
        stdio.tell(f"{counted(unchanged, 'file')} already up to date")
    if not exported and not code:
        stdio.tell("nothing to export: no article has notes")
    return code


def report_written(written: "WrittenFile") -> None:
    """Report the written file on standard error."""
    stdio.tell(f"wrote {written.path}" if written.changed else f"{written.path} is already up to date")


COMMAND = Command(
    f"(SOURCE | --all) [-o FILE|DIRECTORY] [--format {'|'.join(FORMATS)} | --template FILE]\n"
    "       [--bom] [--notes-only] [--force]",
    _add_arguments,
    ExportOptions,
    export_articles,
)
