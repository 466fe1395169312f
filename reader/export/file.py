"""Write an export to a file: its name, recognizing an earlier export, and replacing it.

An export is a document for the user's other programs; so it gets the permissions of any new file, unlike the library.
Pitfall: two articles may have one title, so an existing file counts as an earlier export only if it names this
article, or is a collection and this is one too.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reader.errors import ExportError
from reader.export import SUFFIXES, ExportFormat
from reader.export.citations.bibtex import is_bibtex_of, to_bibtex
from reader.export.citations.csl import is_csl_of, to_csl
from reader.export.collection import COLLECTION, Exported
from reader.export.csv import is_table_of, to_csv
from reader.export.file_name import export_file_name
from reader.export.html import to_html
from reader.export.html.frame import article_meta_tag
from reader.export.json import FORMAT, to_json
from reader.export.markdown.region import find_region, what_is
from reader.export.markdown.render import to_markdown
from reader.export.template import Template
from reader.export.w3c import collection_iri, to_w3c
from reader.system import fast_json
from reader.system.atomic_file import read_regular, replace_file
from reader.text.sanitize import clean_line

FormatOrTemplate = ExportFormat | Template
"""A built-in format, or the user's template."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """An exported file."""

    path: Path
    changed: bool
    """False if the file had the same content already."""


def render_export(exported: Exported, how: FormatOrTemplate, existing: str | None, *, force: bool) -> str:
    """Render the export; `existing` is the content of the file to be replaced. Raises ExportError."""
    if how == "markdown":
        return to_markdown(exported, existing, force=force)
    if isinstance(how, Template):
        return check_overwrite(how.rendered(exported), existing, force=force)
    if existing and not force and not is_export_of(existing, exported.id, how):
        raise ExportError(f"the file is not an export of {what_is(exported.id)}; --force overwrites it")
    return WHOLE_FILES[how].render(exported)


def check_overwrite(made: str, existing: str | None, *, force: bool) -> str:
    """Return `made`, the output of a template, if it may replace `existing`. Raises ExportError."""
    if existing not in (None, made) and not force:
        raise ExportError(
            "the file exists, and a template's output cannot be recognized as an earlier export; --force overwrites it"
        )
    return made


def write_export(
    exported: Exported, path: Path, how: FormatOrTemplate, *, relative: bool = False, force: bool = False
) -> WrittenFile:
    """Write the export to the file `path`, or into the directory `path`; return the file.

    If `relative`, it tells the paths of files from its own folder.
    An existing file is updated if it is an earlier export and the content differs. Raises ExportError, which names the
    file.
    """
    target = path
    if relative:
        exported = exported.relative_to((path if path.is_dir() else path.parent).absolute())
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


def export_path(folder: Path, exported: Exported, how: FormatOrTemplate, made: str) -> Path:
    """Return the path in `folder` for an export: its earlier one, or another name if that is taken.

    The output `made` by a template need not name its article; then only identical content is recognized. Raises
    ExportError, OSError.
    """
    title, article_id = exported.title, exported.id
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
    if how != "markdown":
        return WHOLE_FILES[how].is_export_of(existing, article_id)
    try:
        region = find_region(existing)
    except ExportError:
        return True
    return region is not None and region.article_id == article_id


def _is_page_of(existing: str, article_id: str) -> bool:
    return article_meta_tag(article_id) in existing


def _is_json_of(existing: str, article_id: str) -> bool:
    value = _json_object(existing)
    if article_id == COLLECTION:
        return value.get("format") == FORMAT and isinstance(value.get("articles"), list)
    article = value.get("article")
    return isinstance(article, dict) and article.get("id") == article_id


def _is_w3c_of(existing: str, article_id: str) -> bool:
    return _json_object(existing).get("id") == collection_iri(article_id)


def _json_object(existing: str) -> dict[str, object]:
    """Return the JSON object in `existing`; empty if there is none."""
    try:
        value = fast_json.loads(existing)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class WholeFileFormat:
    """A format whose export replaces the whole file: any but Markdown."""

    render: Callable[[Exported], str]
    is_export_of: Callable[[str, str], bool]
    """Return whether the content of a file is an export of the article with this id."""


WHOLE_FILES: dict[ExportFormat, WholeFileFormat] = {
    "json": WholeFileFormat(to_json, _is_json_of),
    "csv": WholeFileFormat(to_csv, is_table_of),
    "csv-bom": WholeFileFormat(partial(to_csv, byte_order_mark=True), is_table_of),
    "w3c": WholeFileFormat(to_w3c, _is_w3c_of),
    "html": WholeFileFormat(to_html, _is_page_of),
    "bibtex": WholeFileFormat(to_bibtex, is_bibtex_of),
    "csl-json": WholeFileFormat(to_csl, is_csl_of),
}


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
