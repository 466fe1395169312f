"""A REFI-QDA project (https://www.qdasoftware.org) for programs of qualitative data analysis: a zip file.

    project     the XML with sources, selections and notes
    codebook    tags, colours and speakers as codes
    markup      elements, and text that XML allows

The standard counts Unicode code points from 0; its own examples end a selection behind its last character. It says
nothing of line ends, so the texts have what positions count here: one newline for each. The same export always gives
the same bytes.
"""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from reader.export.collection import Exported
from reader.export.export_data import ExportData
from reader.export.qdpx.project import project_xml, text_file
from reader.text.sanitize import clean

PROJECT = "project.qde"

SOURCES = "sources"

READABLE = 0o644 << 16
"""The permissions of what is unpacked; without any, nobody could read it."""


def to_qdpx(exported: Exported) -> bytes:
    """Return the export as a project with a text source for each article."""
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.comment = comment_of(exported.id)
        add_file(archive, PROJECT, project_xml(exported))
        for part in exported.parts:
            add_file(archive, f"{SOURCES}/{text_file(part.article_id)}", source_text(part).encode())
    return packed.getvalue()


def add_file(archive: ZipFile, name: str, content: bytes) -> None:
    """Add a file without the time, so that the same content gives the same archive."""
    member = ZipInfo(name)
    member.external_attr = READABLE
    archive.writestr(member, content, ZIP_DEFLATED)


def source_text(part: ExportData) -> str:
    """Return the text of an article, as long as it is; it cannot begin with what is taken for a byte order mark."""
    text = clean(part.article.text)
    return f"\u2060{text[1:]}" if text.startswith("\ufeff") else text


def comment_of(export_id: str) -> bytes:
    """Return the comment of an archive, by which an earlier export is recognized; it stands at the end of the file."""
    return f"reader:{clean(export_id)}".encode()


def is_qdpx_of(existing: bytes, export_id: str) -> bool:
    """Return whether a file is an exported project of this article, or of several."""
    return existing.startswith(b"PK") and existing.endswith(comment_of(export_id))
