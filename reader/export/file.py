"""An export as a file: what it is called, whether it is there already, and writing it.

An export is a document of the user's, to be seen by their other programs; so it gets the permissions that any new file
of theirs gets, unlike the library. The trap: two articles may have one title, so a file that is there under an export's
name counts as an earlier one only if it says that it is of this article.
"""

import os
from pathlib import Path
from typing import Literal

import orjson

from reader.export import ExportError, file_name
from reader.export.region import find_region
from reader.files import read_regular, replace_file

Form = Literal["markdown", "json"]

SUFFIXES: dict[Form, str] = {"markdown": ".md", "json": ".json"}


def own_path(folder: Path, title: str, article_id: str, form: Form) -> Path:
    """Where in `folder` the export of an article goes: to its earlier one, or beside what another has its name.

    Raises ExportError, OSError.
    """
    path = folder / file_name(title, article_id, SUFFIXES[form])
    existing = earlier(path)
    if existing is None or is_of(existing, article_id, form):
        return path
    return folder / file_name(title, article_id, SUFFIXES[form], taken=[path.name])


def earlier(path: Path) -> str | None:
    """What the file at `path` says; None if there is none. Raises ExportError, OSError."""
    try:
        return read_regular(path).decode()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise ExportError("the file is no UTF-8 text and so no export; export to another file") from error


def is_of(existing: str, article_id: str, form: Form) -> bool:
    """Whether the text of a file is an export of this article, be it one that is out of order."""
    if form == "json":
        try:
            known = orjson.loads(existing)
        except ValueError:
            return False
        article = known.get("article") if isinstance(known, dict) else None
        return isinstance(article, dict) and article.get("id") == article_id
    try:
        region = find_region(existing)
    except ExportError:
        return True
    return region is not None and region.article_id == article_id


def write(path: Path, text: str) -> None:
    """Make `text` the file at `path`, which keeps its permissions. Raises OSError, and then it is as it was."""
    try:
        mode = path.stat().st_mode & 0o777
    except FileNotFoundError:
        mode = 0o666 & ~umask()
    replace_file(path, text.encode(), mode=mode)


def umask() -> int:
    """What the user does not want a new file to allow; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
