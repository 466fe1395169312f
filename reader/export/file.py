"""Write an export to a file: its name, recognizing an earlier export, and replacing it.

An export is a document for the user's other programs; so it gets the permissions of any new file, unlike the library.
The trap: two articles may have one title, so an existing file counts as an earlier export only if it names this
article.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import orjson

from reader.errors import ExportError
from reader.export.csv import is_table_of, to_csv
from reader.export.export_data import ExportData
from reader.export.file_name import export_file_name
from reader.export.html import article_meta_tag, to_html
from reader.export.json import to_json
from reader.export.markdown.region import find_region
from reader.export.markdown.render import to_markdown
from reader.export.template import Template
from reader.export.w3c import article_iri, to_w3c
from reader.system.atomic_file import read_regular, replace_file
from reader.text.sanitize import clean_line

ExportFormat = Literal["markdown", "json", "csv", "w3c", "html"]

SUFFIXES: dict[ExportFormat, str] = {
    "markdown": ".md",
    "json": ".json",
    "csv": ".csv",
    "w3c": ".jsonld",
    "html": ".html",
}

FormatOrTemplate = ExportFormat | Template
"""A built-in format, or the user's template."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """An exported file."""

    path: Path
    changed: bool
    """False if the file had the same content already."""


def render_export(exported: ExportData, how: FormatOrTemplate, existing: str | None, *, force: bool) -> str:
    """Render the export; `existing` is the content of the file to be replaced. Raises ExportError."""
    if how == "markdown":
        return to_markdown(exported, existing, force=force)
    if isinstance(how, Template):
        return check_overwrite(how.rendered(exported), existing, force=force)
    if existing and not force and not is_export_of(existing, exported.article_id, how):
        raise ExportError("the file is not an export of this article; --force overwrites it")
    return render_whole(exported, how)


def check_overwrite(made: str, existing: str | None, *, force: bool) -> str:
    """Return `made`, the output of a template, if it may replace `existing`. Raises ExportError."""
    if existing not in (None, made) and not force:
        raise ExportError(
            "the file exists, and a template's output cannot be recognised as an earlier export; --force overwrites it"
        )
    return made


def render_whole(exported: ExportData, form: ExportFormat) -> str:
    """Render the export in a format that replaces the whole file: any but Markdown."""
    if form == "csv":
        return to_csv(exported)
    if form == "w3c":
        return to_w3c(exported)
    if form == "html":
        return to_html(exported)
    return to_json(exported)


def write_export(exported: ExportData, path: Path, how: FormatOrTemplate, *, force: bool) -> WrittenFile:
    """Write the export to the file `path`, or into the directory `path`; return the file.

    An existing file is updated if it is an earlier export and the content differs. Raises ExportError, which names the
    file.
    """
    target = path
    try:
        made = how.rendered(exported) if isinstance(how, Template) else ""
        if path.is_dir():
            target = export_path(path, exported, how, made)
        existing = read_existing(target)
        of_template = isinstance(how, Template)
        text = (
            check_overwrite(made, existing, force=force)
            if of_template
            else render_export(exported, how, existing, force=force)
        )
        if text != existing:
            write_file(target, text)
    except ExportError as error:
        raise ExportError(f"{clean_line(str(target))}: {error}") from error
    except OSError as error:
        raise ExportError(f"cannot write {clean_line(str(target))}: {error.strerror or error}") from error
    return WrittenFile(target, text != existing)


def export_path(folder: Path, exported: ExportData, how: FormatOrTemplate, made: str) -> Path:
    """Return the path in `folder` for an article's export: its earlier one, or another name if that is taken.

    The output `made` by a template need not name its article; then only identical content is recognized. Raises
    ExportError, OSError.
    """
    title, article_id = exported.article.title, exported.article_id
    suffix = how.suffix if isinstance(how, Template) else SUFFIXES[how]
    path = folder / export_file_name(title, article_id, suffix)
    existing = read_existing(path)
    if existing is None or existing == made or is_export_of(existing, article_id, how):
        return path
    return folder / export_file_name(title, article_id, suffix, taken=[path.name])


def read_existing(path: Path) -> str | None:
    """Read the file at `path`; None if there is none. Raises ExportError, OSError."""
    try:
        return read_regular(path).decode()  # a byte order mark is kept, as part of a table
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise ExportError("the file is not UTF-8 text and so no export; export to another file") from error


def is_export_of(existing: str, article_id: str, how: FormatOrTemplate) -> bool:
    """Return whether a file is an export of this article, even a damaged one."""
    if isinstance(how, Template):
        return article_id in existing
    if how == "csv":
        return is_table_of(existing, article_id)
    if how == "html":
        return article_meta_tag(article_id) in existing
    if how in ("json", "w3c"):
        return article_id_in(existing, how) == article_id
    try:
        region = find_region(existing)
    except ExportError:
        return True
    return region is not None and region.article_id == article_id


def article_id_in(existing: str, form: ExportFormat) -> str | None:
    """Return the id of the article that a JSON export of ours is about."""
    try:
        known = orjson.loads(existing)
    except ValueError:
        return None
    if not isinstance(known, dict):
        return None
    if form == "w3c":
        return str(known.get("id")).removeprefix(article_iri(""))
    article = known.get("article")
    name = article.get("id") if isinstance(article, dict) else None
    return name if isinstance(name, str) else None


def write_file(path: Path, text: str) -> None:
    """Replace the file at `path`, keeping its permissions. Raises OSError; then it is unchanged."""
    try:
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        mode = 0o666 & ~current_umask()
    replace_file(path, text.encode(), mode=mode)


def current_umask() -> int:
    """Return the umask of the process, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
