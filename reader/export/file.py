"""Write an export to a file: its name, recognizing an earlier export, and replacing it.

An export is a document for the user's other programs; so it gets the permissions of any new file, unlike the library,
and a name that Linux, macOS, Windows and Obsidian accept. What was changed by hand is never written over without
`force`: Markdown has a digest of its own region, a file in any other format must be as it was written. Pitfall: two
articles may have one title, so an existing file counts as an earlier export only if it names this article, or is a
collection and this is one too.
"""

import os
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reader.errors import ExportError, raising
from reader.export import EVERYTHING, FORMATS, ExportChoices, is_bibliography
from reader.export.clearance import clear, refuse_whole_text
from reader.export.collection import Exported
from reader.export.markdown.region import to_markdown, what_is
from reader.export.template import Template
from reader.system.atomic_file import read_regular, replace_file
from reader.text.sanitize import clean, clean_line

FormatOrTemplate = str | Template  # the name of one of our formats, or the user's template


@dataclass(frozen=True, slots=True)
class WrittenFile:
    path: Path
    changed: bool
    """False if the file had the same content already."""
    sha256: str
    """Of the content."""
    left_out: str = ""
    """What must not leave and was left out, in words."""


def render_export(exported: Exported, how: FormatOrTemplate, *, off_record: bool = False) -> bytes:
    """Render the export as a new file, with what is off the record only if that is asked for. Raises ExportError."""
    if not (off_record or is_bibliography(how)):
        refuse_whole_text(exported, how)
        exported, _ = clear(exported)
    if isinstance(how, Template):
        return how.rendered(exported).encode()
    row = FORMATS[how]
    made: str | bytes = row.load(row.render)(exported)
    return made if isinstance(made, bytes) else made.encode()


def updates_a_part(how: FormatOrTemplate) -> bool:
    return not isinstance(how, Template) and not FORMATS[how].whole


def write_export(
    exported: Exported,
    path: Path,
    how: FormatOrTemplate,
    *,
    written: Collection[str] = (),
    choices: ExportChoices = EVERYTHING,
    force: bool = False,
) -> WrittenFile:
    """Write the export to the file `path`, or into the directory `path`; return the file.

    What must not leave is left out, and the paths of files are told from its own folder, as the `choices` say. In
    Markdown, what was added to an existing file is kept; a file in another format is written over only if its sha256 is
    one of those `written` as exports of this article, or by `force`. Raises ExportError, which names the file.
    """
    target = path
    if choices.relative:
        exported = exported.relative_to((path if path.is_dir() else path.parent).absolute())
    try:
        left_out = ""
        if not (choices.off_record or is_bibliography(how)):
            refuse_whole_text(exported, how)
            exported, left_out = clear(exported)
        content = b"" if updates_a_part(how) else render_export(exported, how, off_record=True)
        if path.is_dir():
            target = export_path(path, exported, how, content, written)
        existing = read_existing(target)
        if updates_a_part(how):
            content = to_markdown(exported, None if existing is None else decode_text(existing), force=force).encode()
        elif existing not in (None, content) and not force:
            check_overwrite(existing, exported.id, how, written)
        if content != existing:
            write_file(target, content)
    except ExportError as error:
        raise ExportError(f"{clean_line(str(target))}: {error}") from error
    except OSError as error:
        raise ExportError(f"cannot write {clean_line(str(target))}: {error.strerror or error}") from error
    return WrittenFile(target, content != existing, sha256(content).hexdigest(), left_out)


def check_overwrite(existing: bytes, export_id: str, how: FormatOrTemplate, written: Collection[str]) -> None:
    """Raise ExportError if a file is not as it was `written`, and so may have changes made by hand."""
    if sha256(existing).hexdigest() in written:
        return
    if isinstance(how, Template) or is_export_of(existing, export_id, how):
        raise ExportError("the file is not as it was last exported here; --force overwrites it")
    raise ExportError(f"the file is not an export of {what_is(export_id)}; --force overwrites it")


def export_path(
    folder: Path, exported: Exported, how: FormatOrTemplate, content: bytes, written: Collection[str]
) -> Path:
    """Return the path in `folder` for an export: its earlier one, or another name if that is taken.

    The output of a template need not name its article; then only what was written is recognized. Raises ExportError,
    OSError.
    """
    suffix = how.suffix if isinstance(how, Template) else FORMATS[how].suffix
    path = folder / export_file_name(exported.title, exported.id, suffix)
    existing = read_existing(path)
    if existing in (None, content) or sha256(existing).hexdigest() in written:
        return path
    taken = [] if is_export_of(existing, exported.id, how) else [path.name]
    return folder / export_file_name(exported.title, exported.id, suffix, taken)


def read_existing(path: Path) -> bytes | None:
    """Read the file at `path`; None if there is none. Raises OSError."""
    try:
        return read_regular(path)
    except FileNotFoundError:
        return None


def decode_text(existing: bytes) -> str:
    """Return the text of a file; a byte order mark is kept, as part of a table. Raises ExportError."""
    problem = "the file is not UTF-8 text and so no export; export to another file"
    with raising(ExportError(problem), on=UnicodeDecodeError):
        return existing.decode()


def is_export_of(existing: bytes, article_id: str, how: FormatOrTemplate) -> bool:
    """Return whether a file is an export of this article, even a damaged one."""
    if isinstance(how, Template):
        return article_id.encode() in existing
    row = FORMATS[how]
    recognize = row.load(row.recognize)
    return bool(recognize(existing if row.binary else existing.decode(errors="replace"), article_id))


def write_file(path: Path, content: bytes) -> None:
    """Replace the file at `path`, keeping its permissions. Raises OSError; then it is unchanged."""
    try:
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0o077)  # it can only be read by setting it
        os.umask(mask)
        mode = 0o666 & ~mask
    replace_file(path, content, mode=mode)


LONGEST_NAME = 120  # bytes of a file name without suffix: some file systems allow 143, most 255

FORBIDDEN = re.compile(r'[<>:"/\\|?*#^\[\]]+')
"""Characters not allowed in file names on Windows or in links of Obsidian."""

RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
"""Names of devices on Windows, whatever the suffix."""


def export_file_name(title: str, article_id: str, suffix: str, taken: Collection[str] = ()) -> str:
    """Return a name for an article's export (`suffix` with its dot) that is valid on every system and in Obsidian.

    A name in `taken`, whatever its case, gets the article's id, and a number if necessary.
    """
    words = unicodedata.normalize("NFC", clean_line(clean(title)))
    words = " ".join(FORBIDDEN.sub(" ", words).split()).strip(" .-")
    if RESERVED.match(words):
        words = f"_{words}"
    if len(words.encode()) > LONGEST_NAME:
        words = words.encode()[:LONGEST_NAME].decode(errors="ignore").rstrip(" .-")
    words = words or article_id
    used = {unicodedata.normalize("NFC", name).casefold() for name in taken}
    endings = ["", f" {article_id}", *(f" {article_id} {number}" for number in range(2, len(used) + 3))]
    names = (f"{words}{ending}{suffix}" for ending in endings)
    return next(name for name in names if name.casefold() not in used)
