"""An export as a file: what it is called, whether it is there already, and writing it.

An export is a document of the user's, to be seen by their other programs; so it gets the permissions that any new file
of theirs gets, unlike the library. The trap: two articles may have one title, so a file that is there under an export's
name counts as an earlier one only if it says that it is of this article.
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
"""A form of ours, or a template of the user's."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """An export that is a file now."""

    path: Path
    changed: bool
    """Whether anything had to be written: the file may have said the same already."""


def render_export(exported: ExportData, how: FormatOrTemplate, existing: str | None, *, force: bool) -> str:
    """The export; `existing` is what the file says that is to be written anew. Raises ExportError."""
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
    """The export in a form that is written as a whole: any but Markdown."""
    if form == "csv":
        return to_csv(exported)
    if form == "w3c":
        return to_w3c(exported)
    if form == "html":
        return to_html(exported)
    return to_json(exported)


def write_export(exported: ExportData, path: Path, how: FormatOrTemplate, *, force: bool) -> WrittenFile:
    """Write the export to `path`, or into it where it is a directory; where it was written.

    A file that is there is taken for an earlier export and written anew, if that changes it. Raises ExportError, which
    names the file.
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
    """The path in `folder` for an article's export: its earlier one, or another name if that is taken.

    What a template `made` need not say of which article it is; then its earlier one is what is the same. Raises
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
        return read_regular(path).decode()  # as it is: a byte order mark is part of a table
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
    """The article that a JSON of ours is about."""
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
    """Make `text` the file at `path`, which keeps its permissions. Raises OSError, and then it is as it was."""
    try:
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        mode = 0o666 & ~current_umask()
    replace_file(path, text.encode(), mode=mode)


def current_umask() -> int:
    """The umask of the process, which can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
